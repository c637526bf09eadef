"""What does a paper's feed say at a moment? One module a format; `printing` chooses."""

from warraq.demopress.feeds.printing import changed, entries, feed_bytes

__all__ = ["changed", "entries", "feed_bytes"]
