"""Which revisions are there? `0001` on; each is frozen once released."""
