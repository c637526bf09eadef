"""What do the pages look like in which one paper reprints the others, with their names, their days and a way to each source?

The pages are the seed's own habit: 58 headlines of others around an article, a dialog for reported pictures, the
paper's name and the day as `DD - MM - YYYY`, and «انقر هنا لقراءة الخبر من مصدره». No list of news leads to them, only an
archive with a page a day: they are the past of the paper that gathers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from warraq.demopress.choosing import number
from warraq.demopress.pages import elsewhere, rendered
from warraq.demopress.papers import Paper
from warraq.demopress.truth import DemoPress, Truth

ARCHIVE = "/arshif/"


@dataclass(frozen=True, slots=True)
class Reprint:
    """A link of a day's page."""

    href: str
    headline: str
    paper: str


def path(press: DemoPress, truth: Truth) -> str:
    """Where the portal has its reprint of an article: a number that depends on the seed alone."""
    return f"/manqul/{100_000 + number(press.seed, f'reprint {truth.id}')}"


def reprints(press: DemoPress, portal: Paper) -> dict[str, Truth]:
    """By path, what the portal reprints: every Arabic article of the others that a crawler may have read, as it stood first."""
    return {
        path(press, truth): truth
        for truth in press.articles
        if truth.paper != portal.slug and truth.language == "ar" and not truth.forbidden
    }


def page(
    press: DemoPress, portal: Paper, truth: Truth, *, now: datetime, origins: Mapping[str, str]
) -> bytes:
    """The portal's page of another paper's article. `origins`: http://host:port of every paper."""
    paper = _paper(press, truth)
    return rendered(
        "portal.html",
        portal,
        truth=truth,
        said=truth.versions[0],
        printed_in=paper.name,
        day=f"{truth.published.astimezone(paper.tz):%d - %m - %Y}",
        source=origins[truth.paper] + truth.path,
        elsewhere=elsewhere(press, portal, now, without=truth.paper),
    )


def day_page(press: DemoPress, portal: Paper, day: date, *, now: datetime) -> bytes:
    """The archive's page of one day, which may be empty."""
    links = [
        Reprint(where, truth.versions[0].headline, _paper(press, truth).name)
        for where, truth in reprints(press, portal).items()
        if truth.published <= now and day_of(press, truth) == day
    ]
    return rendered("portalday.html", portal, day=day, links=links)


def day_of(press: DemoPress, truth: Truth) -> date:
    """The day under which the portal's archive has an article: that of its own paper."""
    return truth.published.astimezone(_paper(press, truth).tz).date()


def day_asked(asked: str) -> date | None:
    """The day that a path of the archive means (`/arshif/2026/03/04`)."""
    try:
        return date(*(int(part) for part in asked.removeprefix(ARCHIVE).strip("/").split("/")))
    except (ValueError, TypeError):
        return None


def _paper(press: DemoPress, truth: Truth) -> Paper:
    return next(paper for paper in press.papers if paper.slug == truth.paper)
