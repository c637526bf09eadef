"""A list of feeds becomes papers by site, and papers a list."""

from __future__ import annotations

from warraq.feeds import opml
from warraq.feeds.opml import Subscription
from warraq.newsroom import subscribing
from warraq.press import Edition, Feed, Source

PAPER = Source(
    "nahar", "النهار", "eg", "Africa/Cairo", homepage="https://www.nahar.example/",
    feeds=(Feed("nahar", "nahar", "https://nahar.example/rss"), Feed("nahar/l", "nahar", "https://nahar.example/l", "local", "listing")),
)  # fmt: skip
EDITION = Edition("eg", "مصر", "Africa/Cairo", (PAPER,))


def sorted_(*subscriptions: Subscription, others: tuple[Source, ...] = ()) -> subscribing.Sorted:
    return subscribing.papers(subscriptions, EDITION, country="eg", zone="Africa/Cairo", others=others)


def test_what_is_read_already_is_known_and_a_known_site_gets_its_new_feed() -> None:
    found = sorted_(
        Subscription("http://www.nahar.example/rss/", "النهار"),
        Subscription("https://feeds.nahar.example/sport", "رياضة", section="sports"),
    )
    assert found.known == ("http://www.nahar.example/rss/",)
    (paper,) = found.papers
    assert (paper.slug, paper.name) == ("nahar", "النهار")
    assert paper.feeds == (Feed("nahar/sports", "nahar", "https://feeds.nahar.example/sport", "sports"),)


def test_feeds_of_one_site_are_one_new_paper_named_by_their_group() -> None:
    found = sorted_(
        Subscription("https://ahd.example/1", "العهد - سياسة", groups=("صحف", "العهد"), section="politics"),
        Subscription("https://ahd.example/2", "العهد - رياضة", groups=("صحف", "العهد")),
        Subscription("https://ahd.example/2", "مرة أخرى"),
        Subscription("https://www.ahd.example/3", "العهد - فن", groups=("صحف", "العهد")),
    )
    (paper,) = found.papers
    assert (paper.slug, paper.name, paper.homepage) == ("ahd", "العهد", "https://ahd.example/")
    assert [feed.id for feed in paper.feeds] == ["ahd/politics", "ahd", "ahd"]
    assert found.known == ("https://ahd.example/2",)


def test_papers_of_one_house_are_told_by_their_homepages() -> None:
    found = sorted_(
        Subscription("https://house.example/a/rss", "المسائي", "https://massai.house.example/"),
        Subscription("https://house.example/b/rss", "الصباحي", "https://sabah.house.example/"),
    )
    assert [(paper.slug, paper.name) for paper in found.papers] == [
        ("house", "المسائي"),
        ("house-2", "الصباحي"),
    ]


def test_a_relay_s_feeds_are_papers_of_their_own() -> None:
    found = sorted_(
        Subscription("https://feeds.feedburner.com/First", "الأولى"),
        Subscription("https://feeds.feedburner.com/second", "الثانية"),
        Subscription("https://feeds.feedburner.com/nahar2", "النهار", "https://nahar.example/"),
    )
    assert [(paper.slug, paper.homepage) for paper in found.papers] == [
        ("first", None),
        ("second", None),
        ("nahar", "https://www.nahar.example/"),
    ]


def test_an_edition_that_is_exported_is_known_to_itself() -> None:
    listed = opml.read(opml.write(subscribing.subscriptions(EDITION)))
    assert [(one.url, one.kind, one.section) for one in listed.feeds] == [
        (feed.url, feed.kind, feed.section) for feed in PAPER.feeds
    ]
    assert sorted_(*listed.feeds) == subscribing.Sorted((), tuple(feed.url for feed in PAPER.feeds))


def test_a_group_names_a_paper_only_when_it_is_its_own() -> None:
    found = sorted_(
        Subscription("https://express.example/eco", "إكسبراس - economy", groups=("إكسبراس",)),
        Subscription("https://ahd.example/1", "العهد - سياسة", groups=("مصر",)),
        Subscription("https://ahd.example/2", "العهد - رياضة", groups=("مصر",)),
        Subscription("https://masaa.example/1", "المساء", groups=("مصر",)),
    )
    assert [paper.name for paper in found.papers] == ["إكسبراس", "العهد - سياسة", "المساء"]


def test_a_paper_of_another_edition_is_named_and_no_slug_of_its_is_taken() -> None:
    tunisian = Source(
        "express", "إكسبراس", "tn", "Africa/Tunis", homepage="https://express.example/",
        feeds=(Feed("express", "express", "https://express.example/rss"),),
    )  # fmt: skip
    found = sorted_(
        Subscription("https://express.example/rss", "إكسبراس"),
        Subscription("https://express.example/eco", "إكسبراس - economy"),
        Subscription("https://express.invalid/rss", "إكسبراس آخر"),
        others=(tunisian,),
    )
    assert found.elsewhere == (
        ("https://express.example/rss", tunisian),
        ("https://express.example/eco", tunisian),
    )
    assert [paper.slug for paper in found.papers] == ["express-2"]
