"""Back ends of the archive and the daybook: the truth."""
