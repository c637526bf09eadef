"""Who or what does an article name?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from warraq.press.article import ArticleId


class NameKind(StrEnum):
    """What bears a name."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Named:
    """One name in one article. `key`: its folded words joined by dashes (`language.names.key`); `shown`: as it is written.

    `listed`: a list has it; otherwise a title before it proposed it, and it counts once papers enough have printed it.
    """

    key: str
    kind: NameKind
    shown: str
    listed: bool = True
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """What one article names, each name once; nothing where it is not shown or nobody may be named for it.

    `at` is the date by which lists are sorted, `day` that date by the paper's own clock.
    """

    article: ArticleId
    source: str
    country: str
    at: datetime
    day: date
    names: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A name and in how many articles it stands. `believed`: it may be shown: it is listed, or was seen often enough."""

    key: str
    kind: NameKind
    shown: str
    listed: bool
    believed: bool
    articles: int


@dataclass(frozen=True, slots=True)
class NameUse:
    """An article that names somebody."""

    article: ArticleId
    source: str
    at: datetime
    headline: bool
