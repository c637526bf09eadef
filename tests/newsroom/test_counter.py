"""Can a method of the archive or the index be forgotten at the counter, or hand out a name that is not shown?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

import pytest

from tests.web.press import NOON, SOURCES, Newsstand
from warraq.language import names
from warraq.newsroom.counter import Docket, ShownArchive, ShownIndex
from warraq.ports.archive import Archive
from warraq.ports.index import Index
from warraq.press import ArticleId, DecisionKind, State
from warraq.query import grammar
from warraq.query.tree import Question

NAME = "سلمى الزعفراني"
KEY = "sada.example/1"
EDGES = (NOON - timedelta(days=1), NOON + timedelta(days=1))

# How each method is asked. One that a port gets is to be added here: then this asks whether it gives the name away.
ASKED: dict[str, Callable[[Any], object]] = {
    "article": lambda shown: shown.article(ArticleId(1)),
    "articles": lambda shown: shown.articles([ArticleId(1), ArticleId(2)]),
    "newest": lambda shown: (shown.newest(limit=9), shown.newest(limit=9, author=names.key(NAME))),
    "headlines": lambda shown: shown.headlines(range(1, 9)),
    "numbered": lambda shown: shown.numbered(0, limit=9),
    "versions": lambda shown: shown.versions(ArticleId(1)),
    "wordings": lambda shown: shown.wordings(limit=9),
    "told": lambda shown: shown.told(limit=9),
    "sources": lambda shown: shown.sources(),
    "papers_change": lambda shown: shown.papers_change(),
    "strays": lambda shown: shown.strays(limit=9),
    "find": lambda shown: shown.find(KEY),
    "find_all": lambda shown: shown.find_all([KEY]),
    "tallied": lambda shown: shown.tallied(EDGES, most=9),
    "count": lambda shown: shown.count(),
    "asked_of_robots": lambda shown: shown.asked_of_robots(),
    "ids": lambda shown: tuple(shown.ids()),
    "changes": lambda shown: shown.changes(0, limit=99),
    "last_change": lambda shown: shown.last_change(),
    "damage": lambda shown: shown.damage(),
    # of the index
    "search": lambda shown: shown.search(question(NAME), limit=9),
    "facets": lambda shown: shown.facets(question(NAME), most=9),
    "complete": lambda shown: (shown.complete("الزعف", most=9), shown.complete("سلمى", most=9)),
    "suggest": lambda shown: shown.suggest(question("سلمى الزعفرانى")),
    "explain": lambda shown: shown.explain(question(NAME), [ArticleId(1), ArticleId(2)]),
    "position": lambda shown: shown.position(),
}
# What is written, or ends; and what a reason stands in as it was written, by whose hash it is proven.
WRITES = frozenset(
    {"file", "restate", "redesk", "put_sources", "close", "apply", "clear", "anew", "hand_over"}
)
PROVES = frozenset({"ledger"})


def question(text: str) -> Question:
    return grammar.read(text)


def methods(port: type[Protocol]) -> list[str]:  # type: ignore[valid-type]
    return sorted(name for name in vars(port) if not name.startswith("_"))


@pytest.fixture
def stand() -> Newsstand:
    """A name wherever a paper can print it, in two wordings and a reason."""
    made = Newsstand()
    said = {
        "keys": (KEY,),
        "url": f"https://sada.example/{NAME}",
        "title": f"المجلس يكرم {NAME}",
        "body": f"قالت {NAME} ذلك.",
        "abstract": f"{'كلام ' * 50} سلمى",
        "authors": (NAME,),
        "keywords": (f"تكريم {NAME}",),
        "label": f"ملف {NAME}",
    }
    made.file(**said)
    made.file(**{**said, "title": f"المجلس يعتذر من {NAME} بعد تكريمها", "fingerprint": "other"})
    made.archive.restate(ArticleId(1), State.WITHDRAWN, reason=f"سحبته {NAME}", now=NOON)
    made.archive.restate(ArticleId(1), State.VISIBLE, reason=None, now=NOON)
    made.file(title="خبر آخر")
    made.archive.put_sources([replace(one, permission="mail") for one in SOURCES])
    made.follow()
    return made


def test_the_name_stands_everywhere_before_it_is_masked(stand: Newsstand) -> None:
    plain = [ASKED[name](stand.archive) for name in ("article", "newest", "versions", "told")]
    assert all("سلمى" in repr(answer) for answer in plain)


@pytest.mark.parametrize("name", [one for one in methods(Archive) if one not in WRITES | PROVES])
def test_no_answer_of_the_archive_gives_a_masked_name_away(stand: Newsstand, name: str) -> None:
    stand.decide(DecisionKind.MASK, name=NAME)
    shown = ShownArchive(stand.archive, Docket(stand.decisions, stand.clock))
    assert name in ASKED, f"add {name} to ASKED: does what it hands out hold words of articles?"
    answer = repr(ASKED[name](shown))
    for word in ("سلمى", "الزعفراني", "زعفران"):
        assert word not in answer


@pytest.mark.parametrize("name", [one for one in methods(Index) if one not in WRITES])
def test_no_answer_of_the_index_finds_by_a_masked_name(stand: Newsstand, name: str) -> None:
    shown = ShownIndex(stand.index, Docket(stand.decisions, stand.clock))
    assert name in ASKED, f"add {name} to ASKED: does it find by words?"
    before = ASKED[name](shown)
    stand.decide(DecisionKind.MASK, name=NAME)
    stand.clock.time += timedelta(seconds=2)
    after = ASKED[name](shown)
    if name in ("search", "facets", "complete", "explain"):
        assert before != after
        assert "الزعفراني" not in repr(after)
    else:  # of numbers alone, or of articles that a search gave
        assert before == after
    if name in ("search", "facets"):
        assert after.total == 0


def test_every_method_of_the_ports_stands_at_the_counter() -> None:
    for shown, port in ((ShownArchive, Archive), (ShownIndex, Index)):
        assert set(methods(port)) <= set(dir(shown))
        assert set(methods(port)) <= {*ASKED, *WRITES, *PROVES}
