"""Which papers does a country edition read, and by which feeds?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Clock = Literal["12h", "24h"]
WeekStart = Literal["saturday", "sunday", "monday"]
# How a country's papers name the Gregorian months today: يناير, كانون الثاني, جانفي, يناير/غشت, دجمبر. The sixth dialect,
# Libya's before 2011, is only read (`language.months`): its papers print the first one now.
Months = Literal["egyptian", "levantine", "maghrebi", "moroccan", "mauritanian"]
# How an address lists entries: a feed or sitemap, told apart by its bytes, or a page whose links are the entries.
FeedKind = Literal["feed", "listing"]
# How much of a paper's words a public instance shows: all of them, a beginning, or the headline alone.
Policy = Literal["full", "excerpt", "link"]


@dataclass(frozen=True, slots=True)
class Feed:
    """One address of a paper that lists entries.

    `id` is stable for the archive's life (`<source>` or `<source>/<section>`…); `section` is the desk's slug
    (`politics`, `sports` …) or `None` where the feed mixes desks.
    """

    id: str
    source: str
    url: str
    section: str | None = None
    kind: FeedKind = "feed"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a paper's pages keep the article, as CSS selectors: `body`, and inside it what to `drop`. It holds for pages
    fetched before the day `until` (UTC); `None`: for those of today."""

    body: str
    drop: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One paper. `slug` is its word in our addresses: ASCII letters, digits and dashes, never reserved.

    `country` is a lower-case ISO 3166 code; `zone` an IANA name; `language` a BCP 47 code.
    `invented` marks a paper of the demo press. `note` is what the operator should know of it, in one clause.
    `policy` is what a public instance may show of it (`None`: nothing was agreed), `permission` what the publisher's
    leave rests on, in one clause with its date (`None`: there is none); `moderation.policy` judges by both. `opted_out`: the
    publisher wants nothing here but headline and link; `adopted`: the address at which a person says that it is at home now, which is
    then its `homepage` (decisions, not the catalogue, say both). `wishes`: what its site asks of robots for every page
    (`crawling.wishes.of_site`). `layouts`: selectors for pages that no reader gets right by itself.
    """

    slug: str
    name: str
    country: str
    zone: str
    language: str = "ar"
    name_en: str | None = None
    homepage: str | None = None
    feeds: tuple[Feed, ...] = field(default=())
    invented: bool = False
    note: str | None = None
    policy: Policy | None = None
    permission: str | None = None
    opted_out: bool = False
    adopted: str | None = None
    wishes: tuple[str, ...] = ()
    layouts: tuple[Layout, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The press of one country, or of several read as one (`code` is then "eg,tn").

    `first` names the feed ids to try first, best known first. `clock`, `week_start` and `months` are the customs of
    the country's readers; `hijri_offset` is by how many days (-2 to 2) its Hijri calendar is ahead of Umm al-Qura's (`None`: as the
    setting says). `section_labels` are (desk slug, its name) where the country's press calls a desk otherwise
    than the site does; `desks` are the slugs of its section bar in order. `parts` are the editions of several read as one,
    each whole and with its own customs; empty for one country. `problems` says which tables of its files could not be
    used, and why.
    """

    code: str
    name: str
    zone: str
    sources: tuple[Source, ...]
    first: tuple[str, ...] = ()
    name_en: str | None = None
    clock: Clock = "24h"
    week_start: WeekStart = "monday"
    months: Months = "egyptian"
    hijri_offset: int | None = None
    problems: tuple[str, ...] = ()
    section_labels: tuple[tuple[str, str], ...] = ()
    desks: tuple[str, ...] = ()
    parts: tuple[Edition, ...] = ()


# Countries whose editions have, or may have, a front of their own at /<code>.
_FRONTS = [
    "ae", "bh", "de", "dj", "dz", "eg", "eh", "gb", "iq", "jo", "km", "kw", "lb", "ly", "ma", "mr", "om", "ps", "qa", "ru", "sa",
    "sd", "so", "ss", "sy", "td", "tn", "tr", "us", "ye",
]  # fmt: skip

# Words that the site's own addresses use: no source may take one as its slug.
RESERVED_SLUGS = frozenset(
    [
        *_FRONTS,
        "about",
        "admin",
        "api",
        "ar",
        "archive",
        "atom",
        "author",
        "authors",
        "change",
        "changes",
        "clippings",
        "contact",
        "css",
        "day",
        "desk",
        "download",
        "edition",
        "editions",
        "en",
        "entity",
        "export",
        "favicon",
        "feed",
        "feeds",
        "fr",
        "help",
        "health",
        "healthz",
        "home",
        "hub",
        "icon",
        "icons",
        "image",
        "images",
        "img",
        "index",
        "issue",
        "issues",
        "js",
        "latest",
        "legal",
        "login",
        "logout",
        "map",
        "me",
        "metrics",
        "name",
        "names",
        "news",
        "offline",
        "opensearch",
        "page",
        "pages",
        "photo",
        "picture",
        "pictures",
        "place",
        "places",
        "prayer",
        "privacy",
        "readyz",
        "report",
        "reports",
        "request",
        "requests",
        "rights",
        "robots",
        "rss",
        "saved",
        "search",
        "section",
        "sections",
        "settings",
        "sitemap",
        "sitemaps",
        "source",
        "sources",
        "static",
        "status",
        "stories",
        "story",
        "tag",
        "tags",
        "terms",
        "ticker",
        "today",
        "topic",
        "topics",
        "url",
        "user",
        "users",
        "version",
        "versions",
        "warc",
        "watch",
        "watches",
        "www",
    ]
)
