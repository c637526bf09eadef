"""What does a feed list? Bytes in, entries out: pure."""

from warraq.feeds.reading import MAX_BYTES, MAX_ITEMS, read

__all__ = ["MAX_BYTES", "MAX_ITEMS", "read"]
