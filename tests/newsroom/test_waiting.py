"""Those that wait beside each other, however many come within the hour."""

from __future__ import annotations

import gzip
import json
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from warraq.newsroom.waiting import Waiting
from warraq.press import ArticleId, EventId, Evidence, Grounds, Member, MoveKind, Placing, StoryId
from warraq.stories.clustering import Clustering
from warraq.stories.reading import Account

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def account(number: int, title: str, body: str) -> Account:
    return Account(
        ArticleId(number), f"paper-{number % 7}", title, body, NOON + timedelta(seconds=number / 10)
    )


def member(one: Account) -> Member:
    number = one.article
    placing = Placing(number, EventId(number), StoryId(number), Grounds(Evidence.FIRST))
    return Member(placing, one.source, "eg", one.at, None)


def test_what_stands_together_is_known_through_all_merges_and_splits(shared: Path) -> None:
    with gzip.open(shared / "data" / "saudinewsnet" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in islice(file, 1_500)]
    waiting = Waiting(Clustering())
    beside, moved = waiting._beside, Counter[MoveKind]()
    told = beside.moves

    def counted() -> tuple[object, ...]:
        moves = told()
        moved.update(one.kind for one in moves)
        return moves

    beside.moves = counted  # type: ignore[method-assign,assignment]
    accounts = [account(number, one["title"], one["text"]) for number, one in enumerate(records, 1)]
    for number, one in enumerate(accounts):
        waiting.note(one, member(one), waits=True)
        if number >= 900:  # the oldest leave meanwhile
            waiting.leave(accounts[number - 900])
        if number % 100 == 0:
            waits = [each.article for each in accounts[max(0, number - 899) : number + 1]]
            apart: dict[EventId, set[ArticleId]] = defaultdict(set)
            for article in waits:
                if (event := beside.event_of(article)) is not None:
                    apart[event].add(article)
            assert waiting._together == apart
    assert moved[MoveKind.MERGED] > 3
    assert moved[MoveKind.SPLIT] > 0


def test_each_of_thousands_without_a_date_costs_what_each_of_few_does() -> None:
    """An archive without dates, brought in at once: all of it waits for the same hour."""

    def spent(count: int) -> float:
        settled = Clustering()
        waiting = Waiting(settled)
        accounts = [
            account(one, f"خبر رقم {one}", f"نص الخبر {one} من ورق {one * 7}") for one in range(count)
        ]
        for one in accounts:
            waiting.note(one, member(one), waits=True)
        for _ in waiting.provisional():
            pass
        began = time.process_time()
        for one in accounts:
            waiting.leave(one)
            waiting.settle(settled.place(one)[0])
        return (time.process_time() - began) / count

    few, many = min(spent(500) for _ in range(3)), spent(5_000)
    print(f"{few * 1e6:.0f} and {many * 1e6:.0f} µs")
    assert many < 2 * few
