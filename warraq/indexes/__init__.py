"""Back ends of the index: a copy for searching."""
