"""Subscription lists are read, also broken ones, and what is written is read back."""

from __future__ import annotations

import re
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.errors import Unreadable
from warraq.feeds import opml
from warraq.feeds.opml import Subscription, Subscriptions


def read(body: str, *, head: str = "") -> Subscriptions:
    return opml.read(
        f'<?xml version="1.0"?><opml version="2.0"><head>{head}</head><body>{body}</body></opml>'.encode()
    )


def test_a_list_says_each_feed_s_address_name_group_and_section() -> None:
    found = read(
        """<outline text="صحف مصر"><outline text="اليوم السابع">
        <outline text=" رياضة  اليوم " type="rss" xmlUrl=" https://a.example/rss " htmlUrl="https://a.example/"
          category="/news/sports,غيره" language="ar"/></outline></outline>
        <outline title="قسم" xmlURL="https://b.example/local" type="listing"/>""",
        head="<title>قائمتي</title>",
    )
    assert found == Subscriptions(
        "قائمتي",
        (
            Subscription(
                "https://a.example/rss",
                "رياضة اليوم",
                "https://a.example/",
                ("صحف مصر", "اليوم السابع"),
                "sports",
                "ar",
            ),
            Subscription("https://b.example/local", "قسم", kind="listing"),
        ),
    )


def test_what_is_no_feed_is_left_and_said() -> None:
    found = read(
        '<outline text="x" type="rss" xmlUrl="javascript:x"/><outline text="y" type="include" url="https://a.example/l.opml"/>'
        '<outline htmlUrl="https://c.example/"/><outline text="z" xmlUrl="https://a.example/"/>'
        '<outline text="again" xmlUrl="https://a.example/"/>'
    )
    assert [one.title for one in found.feeds] == ["z"]
    assert found.dropped == (
        "outline 1: no http(s) address of a feed (javascript:x)",
        "outline 2: another list, https://a.example/l.opml",
        "outline 3: no http(s) address of a feed (https://c.example/)",
    )


@pytest.mark.parametrize(
    ("data", "clause"),
    [
        (b" ", "empty"),
        (b"<rss><channel/></rss>", "no OPML: its root is <rss>"),
        (b"feeds: all", "no OPML"),
        (b"<outline>" * 400, "nested too deeply"),
        (b" " * (8 * 2**20 + 1), "more than 8 MB"),
    ],
)
def test_what_is_no_list_is_refused_in_a_clause(data: bytes, clause: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(clause)):
        opml.read(data)


# What the suite expects of its lists and we do otherwise: a blog host's own words of 2007 are not read.
NOT_READ = {
    "rdf/yandex/ya_blogActivity-ensure_name.xml",
    "rdf/yandex/ya_blogActivity-ya_Comments-url.xml",
    "rdf/yandex/ya_blogActivity-ya_Posts-url.xml",
}


def test_every_list_of_the_suite_has_its_expected_outcome(shared: Path) -> None:
    archive = shared / "suites" / "opml" / "listparser.tar.gz"
    if not archive.is_file():
        pytest.skip("no suite of subscription lists beside the checkout")
    seen, unread, differing = 0, [], set()
    with tarfile.open(archive) as files:
        for member in files:
            stream = files.extractfile(member) if member.isfile() else None
            if stream is None:
                continue
            data = stream.read()
            seen += 1
            try:
                found = opml.read(data)
            except Unreadable as error:
                unread.append((member.name, str(error)))
                continue
            if not as_expected(found, data.decode("utf-8", "replace")):
                differing.add(member.name)
    assert seen == 110
    assert unread == [("unknown-namespace.xml", "no OPML: its root is <namespac>")]
    assert differing == NOT_READ


def as_expected(found: Subscriptions, text: str) -> bool:
    """Whether the count, addresses and titles that a file's `Eval:` lines name are ours."""
    counts = re.findall(r"""len\(result\[['"]feeds['"]\]\) == (\d+)""", text)
    named = re.findall(r"""result\[['"]feeds['"]\]\[(\d)\]\[['"](url|title)['"]\] == (['"])(.*?)\3""", text)
    return all(len(found.feeds) == int(count) for count in counts) and all(
        int(place) < len(found.feeds) and (getattr(found.feeds[int(place)], field) or "") == value
        for place, field, _, value in named
    )


# Letters that XML can hold, singly spaced.
words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=12
).map(lambda text: " ".join(text.split()))
some = words.filter(bool)
addresses = st.integers(0, 99).map(lambda number: f"https://paper{number}.example/rss?a=1&b=%D8%B9")
subscriptions = st.builds(
    Subscription,
    url=addresses,
    title=some,
    homepage=st.none() | st.just("https://paper.example/"),
    groups=st.lists(some, max_size=3).map(tuple),
    section=st.none() | st.sampled_from(["sports", "world-2"]),
    language=st.none() | st.sampled_from(["ar", "fr"]),
    kind=st.sampled_from(["feed", "listing"]),
)


@given(st.none() | some, st.lists(subscriptions, max_size=8, unique_by=lambda one: one.url))
def test_what_is_written_is_read_back(title: str | None, feeds: list[Subscription]) -> None:
    given_list = Subscriptions(title, tuple(feeds))
    assert opml.read(opml.write(given_list)) == given_list


@given(st.text(max_size=20), st.text(max_size=20), st.binary(max_size=200))
def test_nothing_raises_anything_else(title: str, group: str, data: bytes) -> None:
    opml.read(opml.write(Subscriptions(title, (Subscription("https://a.example/", title, groups=(group,)),))))
    for one in (data, b"<opml><body><outline xmlUrl='http://a/" + data, b"<opml>" + data + b"</opml>"):
        with suppress(Unreadable):
            opml.read(one)
