"""What does a page say? Bytes in, an article out: pure."""
