"""What does a page say? Bytes in, an article out: pure. `page` reads one, `sanitise` makes any text harmless."""
