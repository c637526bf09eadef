"""Back ends of the object store: big bytes."""
