"""Back ends of the fetcher: the egress door, and its stand-ins."""
