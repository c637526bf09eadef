"""What does a paper's page look like at a moment, with all that stands around the article?"""

from __future__ import annotations

import functools
import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from warraq.demopress import icons
from warraq.demopress.choosing import chosen
from warraq.demopress.habits import dateline, printed_by
from warraq.demopress.papers import CONTENT, DESKS, Paper
from warraq.demopress.truth import DemoPress, Truth, Wording

_TICKER = 8
_COMMENTS = 3
_ELSEWHERE = 58  # other papers' headlines around an article of the paper that gathers them


@dataclass(frozen=True, slots=True)
class Link:
    """A headline that leads to another article of the paper."""

    href: str
    headline: str
    label: str
    printed: str
    summary: str
    picture: str | None


def article_page(press: DemoPress, paper: Paper, truth: Truth, *, now: datetime, origin: str) -> bytes:
    """The article's page in the paper's charset. Raises: ValueError when there is nothing to read at `now`."""
    said = truth.wording(now)
    if said is None:
        raise ValueError(f"{truth.id} cannot be read at {now}")
    others = [link for link in _links(press, paper, now) if link.href != truth.path]
    related = _related(press, truth, now)
    return rendered(
        f"{paper.slug}.html",
        paper,
        truth=truth,
        said=said,
        url=origin + truth.path,
        origin=origin,
        published=truth.published.astimezone(paper.tz),
        updated=said.since.astimezone(paper.tz) if said.since > truth.published else None,
        printed=dateline(paper, truth.published, language=truth.language),
        description=_first_words(said, 22),
        linked_data=_linked_data(paper, truth, said, origin),
        ticker=chosen(press.seed, truth.id, others, count=_TICKER),
        related=related or others[:3],
        picture=origin + truth.picture.path if truth.picture else None,
        elsewhere=elsewhere(press, paper, now) if paper.kind == "listing" else (),
        comments=chosen(press.seed, f"comments {truth.id}", _around(paper)["comment"], count=_COMMENTS),
        share=[printed_by(paper, line) for line in _around(paper)["share"]],
    )


def front_page(press: DemoPress, paper: Paper, *, now: datetime, section: str | None = None) -> bytes:
    """The paper's front, or one desk's list, newest first."""
    links = _links(press, paper, now, section=section)
    title = paper.label(section) if section else paper.tagline
    template = "listing.html" if paper.kind == "listing" else "front.html"
    return rendered(
        template,
        paper,
        title=title,
        links=links,
        invented=_around(paper)["invented"],
        icon=Markup(icons.head(paper.icon)),  # noqa: S704 (ours)
    )


def gone_page(paper: Paper) -> bytes:
    """What stands where an article was taken away."""
    return rendered("missing.html", paper, message=_around(paper)["gone"])


def missing_page(paper: Paper) -> bytes:
    """What stands where there never was anything."""
    return rendered("missing.html", paper, message=_around(paper)["missing"])


def casino_page(paper: Paper) -> bytes:
    """What stands everywhere once somebody else has bought the paper's domain."""
    return rendered("casino.html", paper)


def rendered(template: str, paper: Paper, **values: Any) -> bytes:
    """A template in the paper's charset, with its desks."""
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
    return Link(
        truth.path,
        said.headline,
        paper.label(truth.section),
        dateline(paper, truth.published, language=truth.language),
        _first_words(said, 22),
        truth.picture.path if truth.picture else None,
    )


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


def elsewhere(press: DemoPress, paper: Paper, now: datetime, *, without: str | None = None) -> list[str]:
    """Other papers' newest headlines (not those of `without`): more words than the article itself has."""
    said = (truth.wording(now) for truth in press.at(now) if truth.paper not in (paper.slug, without))
    return [wording.headline for wording in said if wording is not None][:_ELSEWHERE]


def _first_words(said: Wording, count: int) -> str:
    return " ".join(said.paragraphs[0].split(" ")[:count]) + " ..."


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
        "inLanguage": truth.language,
        "publisher": {"@type": "Organization", "name": paper.name},
    }
    if truth.picture and paper.pictures == "json-ld":
        article["image"] = [origin + truth.picture.path]
    if truth.author:
        article["author"] = [{"@type": "Person", "name": truth.author}]
    return Markup(json.dumps(article, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704


def _around(paper: Paper) -> dict[str, Any]:
    """What stands around articles in the paper's language."""
    around: dict[str, Any] = _all_around()[paper.language]
    return around


@functools.cache
def _all_around() -> dict[str, Any]:
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
