"""Which articles never stand in front, however many papers print them?"""

from __future__ import annotations

from warraq.entities.persons import careful
from warraq.press import Article
from warraq.sections.genres import genre


def kept_back(article: Article) -> bool:
    """Service items (prayer times, the day's weather and prices, horoscopes), headlines that keep their news back, and what tells of
    a child, a victim, a crime: it is news, and is not put before everybody's eyes."""
    draft = article.draft
    return genre(draft.title) is not None or careful(draft.title, draft.body, draft.section)
