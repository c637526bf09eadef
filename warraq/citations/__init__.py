"""Who is the news attributed to, and who says what is quoted in it?"""

from warraq.citations.attributions import Attribution, attributions
from warraq.citations.quotes import Quote, quotes
from warraq.citations.sources import Kind, SourceName, canonical, same

__all__ = ["Attribution", "Kind", "Quote", "SourceName", "attributions", "canonical", "quotes", "same"]
