"""Which invented papers are there, and how does each print, serve and forbid?"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

CONTENT = Path(__file__).parent / "content"

DESKS = {
    "politics": "سياسة",
    "economy": "اقتصاد",
    "sports": "رياضة",
    "society": "مجتمع",
    "culture": "ثقافة",
    "technology": "تكنولوجيا",
    "health": "صحة",
    "accidents": "حوادث",
    "opinion": "رأي",
}


_MEDIA = {
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "rdf": "application/rdf+xml",
    "sitemap": "application/xml",
}


# How a paper offers its mark: named in its pages' heads (`link`, `touch`), by a manifest, silently where all have one (`ico`), as a
# drawing that nobody should take (`svg`), or not at all.
IconKind = Literal["link", "touch", "manifest", "ico", "svg", "none"]


@dataclass(frozen=True, slots=True)
class PaperFeed:
    """One feed of a paper. `sections` are the desks it lists, `None` for all; `section` is what it calls itself."""

    path: str
    sections: tuple[str, ...] | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """An invented paper; `content/papers.toml` says what each field means."""

    slug: str
    name: str
    name_en: str
    tagline: str
    country: str
    zone: str
    months: str
    clock: int
    address: str
    kind: str
    dates: str
    quotes: str
    authors: tuple[str, ...]
    feeds: tuple[PaperFeed, ...]
    validators: str = "none"
    charset: str = "utf-8"
    full: bool = False
    members_address: str | None = None
    digits: str = "latin"
    final_ya: bool = False
    tracking: str | None = None
    raw_links: bool = False
    language: str = "ar"
    said_charset: str | None = None
    broken: bool = False
    ttl_min: int | None = None
    skip_hours: tuple[int, ...] = ()
    retry_after_s: int | None = None
    gone_status: int = 410
    dies_after_d: int | None = None
    hijacked_after_d: int | None = None
    redesigned_after_d: int | None = None
    pictures: str = "none"
    feed_pictures: str = "none"
    picture_as: str = "jpeg"
    picture_width: int = 1200
    picture_quality: int = 82
    crawl_delay_s: int | None = None
    disallow: tuple[str, ...] = ()
    gathers: bool = False
    icon: IconKind = "link"
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def feed_media(self) -> str:
        """The media type its lists are served as."""
        return _MEDIA.get(self.kind, "application/rss+xml")

    @property
    def discoverable(self) -> bool:
        """Whether its pages name its feeds in their heads."""
        return self.kind not in ("sitemap", "listing")

    @property
    def declared(self) -> str:
        """The charset its headers and declarations name, which may not be the one its bytes are in."""
        return self.said_charset or self.charset

    def label(self, section: str) -> str:
        """The desk's name as this paper prints it."""
        return self.labels.get(section, DESKS[section])

    def robots(self, *, origin: str) -> str:
        """The paper's robots.txt. `origin` is `http://host:port`."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in self.disallow)]
        if not self.disallow:
            lines.append("Disallow:")
        if self.crawl_delay_s is not None:
            lines.append(f"Crawl-delay: {self.crawl_delay_s}")
        if self.kind == "sitemap":
            lines += ["", *(f"Sitemap: {origin}{feed.path}" for feed in self.feeds)]
        return "\n".join(lines) + "\n"


@functools.cache
def papers() -> tuple[Paper, ...]:
    """The invented papers, in the order of their file."""
    with (CONTENT / "papers.toml").open("rb") as file:
        return tuple(_paper(table) for table in tomllib.load(file)["paper"])


def _paper(table: dict[str, Any]) -> Paper:
    feeds = tuple(
        PaperFeed(feed["path"], tuple(feed["sections"]) if "sections" in feed else None, feed.get("section"))
        for feed in table.pop("feeds")
    )
    for name in ("authors", "disallow", "skip_hours"):
        if name in table:
            table[name] = tuple(table[name])
    return Paper(feeds=feeds, **table)
