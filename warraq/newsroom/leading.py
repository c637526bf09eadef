"""Which articles never stand in front, however many papers print them?"""

from __future__ import annotations

from warraq.press import Article
from warraq.sections.genres import genre


def kept_back(article: Article) -> bool:
    """Service items (prayer times, the day's weather and prices, horoscopes), and headlines that keep their news back."""
    return genre(article.draft.title) is not None
