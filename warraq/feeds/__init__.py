"""What does a feed list? Bytes in, entries out: pure."""
