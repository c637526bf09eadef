"""What does a paper's page look like at a moment, with all that stands around the article?"""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from warraq.demopress.habits import dateline, printed_by
from warraq.demopress.papers import CONTENT, DESKS, Paper
from warraq.demopress.truth import DemoPress, Truth, Wording, number

_TICKER = 8
_COMMENTS = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A headline that leads to another article of the paper."""

    href: str
    headline: str
    label: str
    printed: str


def article_page(press: DemoPress, paper: Paper, truth: Truth, *, now: datetime, origin: str) -> bytes:
    """The article's page in the paper's charset. Raises: ValueError when there is nothing to read at `now`."""
    said = truth.wording(now)
    if said is None:
        raise ValueError(f"{truth.id} cannot be read at {now}")
    others = [link for link in _links(press, paper, now) if link.href != truth.path]
    related = _related(press, truth, now)
    return _rendered(
        f"{paper.slug}.html",
        paper,
        truth=truth,
        said=said,
        url=origin + truth.path,
        origin=origin,
        published=truth.published.astimezone(paper.tz),
        updated=said.since.astimezone(paper.tz) if said.since > truth.published else None,
        printed=dateline(paper, truth.published),
        description=_first_words(said, 22),
        linked_data=_linked_data(paper, truth, said, origin),
        ticker=_chosen(press, truth.id, others, count=_TICKER),
        related=related or others[:3],
        comments=_chosen(press, f"comments {truth.id}", _around()["comment"], count=_COMMENTS),
        share=[printed_by(paper, line) for line in _around()["share"]],
    )


def front_page(press: DemoPress, paper: Paper, *, now: datetime, section: str | None = None) -> bytes:
    """The paper's front, or one desk's list, newest first."""
    links = _links(press, paper, now, section=section)
    title = paper.label(section) if section else paper.tagline
    return _rendered("front.html", paper, title=title, links=links)


def gone_page(paper: Paper) -> bytes:
    """What stands where an article was taken away."""
    return _rendered("missing.html", paper, message="حُذف هذا المحتوى بقرار من هيئة التحرير.")


def missing_page(paper: Paper) -> bytes:
    """What stands where there never was anything."""
    return _rendered("missing.html", paper, message="الصفحة التي تبحث عنها غير موجودة.")


def _rendered(template: str, paper: Paper, **values: Any) -> bytes:
    desks = [(desk, paper.label(desk)) for desk in DESKS]
    text = _templates().get_template(template).render(paper=paper, desks=desks, **values)
    return text.encode(paper.charset)


def _links(press: DemoPress, paper: Paper, now: datetime, *, section: str | None = None) -> list[Link]:
    return [
        _link(paper, truth, said)
        for truth in press.at(now, paper=paper.slug)
        if (section is None or truth.section == section) and (said := truth.wording(now)) is not None
    ]


def _link(paper: Paper, truth: Truth, said: Wording) -> Link:
    return Link(truth.path, said.headline, paper.label(truth.section), dateline(paper, truth.published))


def _related(press: DemoPress, truth: Truth, now: datetime) -> list[Link]:
    """Other articles of the same paper on the same story: what «اقرأ أيضا» leads to."""
    paper = next(paper for paper in press.papers if paper.slug == truth.paper)
    return [
        _link(paper, other, said)
        for other in press.at(now, paper=truth.paper)
        if other.id != truth.id
        and truth.story is not None
        and other.story == truth.story
        and (said := other.wording(now)) is not None
    ][:3]


def _chosen(press: DemoPress, name: str, things: Sequence[Any], *, count: int) -> list[Any]:
    """Some of the things, always the same for one name and seed."""
    ranked = sorted(range(len(things)), key=lambda place: number(press.seed, f"{name} {place}"))
    return [things[place] for place in sorted(ranked[:count])]


def _first_words(said: Wording, count: int) -> str:
    return " ".join(said.paragraphs[0].split()[:count]) + " ..."


def _linked_data(paper: Paper, truth: Truth, said: Wording, origin: str) -> Markup:
    """schema.org's NewsArticle as JSON-LD, safe inside a script element."""
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": said.headline,
        "mainEntityOfPage": origin + truth.path,
        "datePublished": truth.published.astimezone(paper.tz).isoformat(),
        "dateModified": said.since.astimezone(paper.tz).isoformat(),
        "articleSection": paper.label(truth.section),
        "inLanguage": "ar",
        "publisher": {"@type": "Organization", "name": paper.name},
    }
    if truth.author:
        article["author"] = [{"@type": "Person", "name": truth.author}]
    return Markup(json.dumps(article, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704


@functools.cache
def _around() -> dict[str, Any]:
    with (CONTENT / "around.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def _templates() -> jinja2.Environment:
    folder = Path(__file__).parent / "templates"
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
