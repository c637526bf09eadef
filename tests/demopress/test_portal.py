"""Does the paper that gathers reprint the others as the seed's portal did?"""

from __future__ import annotations

from lxml import html

from tests.demopress.conftest import START
from warraq.demopress import portal
from warraq.demopress.papers import Paper
from warraq.demopress.truth import DemoPress

ORIGINS = {"rasif": "http://127.0.0.1:8802"}


def _portal(demo: DemoPress) -> Paper:
    return next(paper for paper in demo.papers if paper.gathers)


def test_a_reprint_stands_among_58_headlines_and_names_its_paper_its_day_and_its_source(
    demo: DemoPress,
) -> None:
    gathers = _portal(demo)
    origins = {paper.slug: f"http://{paper.slug}.invalid" for paper in demo.papers}
    for truth in portal.reprints(demo, gathers).values():
        if truth.published > START:
            continue
        page = html.document_fromstring(
            portal.page(demo, gathers, truth, now=START, origins=origins).decode()
        )
        paper = next(paper for paper in demo.papers if paper.slug == truth.paper)
        assert len(page.xpath("//div[@id='ticker']//a")) == 58
        (day,) = page.xpath("//div[@id='date']/text()")
        assert day == f"نشر في {paper.name} يوم {truth.published.astimezone(paper.tz):%d - %m - %Y}"
        (source,) = page.xpath("//a[contains(., 'من مصدره')]/@href")
        assert source == f"http://{truth.paper}.invalid{truth.path}"


def test_every_reprint_stands_in_the_archive_under_one_day(demo: DemoPress) -> None:
    gathers, end = _portal(demo), max(truth.published for truth in demo.articles)
    reprints = portal.reprints(demo, gathers)
    days = sorted({portal.day_of(demo, truth) for truth in reprints.values()})
    found = [
        link
        for day in days
        for link in html.document_fromstring(portal.day_page(demo, gathers, day, now=end).decode()).xpath(
            "//ul[@id='list']//a/@href"
        )
    ]
    assert sorted(found) == sorted(reprints)
    assert len(reprints) > 120


def test_what_is_no_day_of_the_archive_has_no_page() -> None:
    assert portal.day_asked("/arshif/2026/03/04") is not None
    for asked in ("/arshif/2026/13/04", "/arshif/", "/arshif/2026", "/arshif/a/b/c"):
        assert portal.day_asked(asked) is None
