"""What does a page say? Bytes in, an article out: pure."""

from warraq.extraction.page import MAX_BYTES, READER, PageReading, read
from warraq.extraction.sanitise import sanitised

__all__ = ["MAX_BYTES", "READER", "PageReading", "read", "sanitised"]
