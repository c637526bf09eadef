"""What does it cost to hold a batch of news against every watch? CPU seconds of one core: python -m benchmarks.watching"""

from __future__ import annotations

import contextlib
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from warraq.indexes.memory import MemoryIndex
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import Index, IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar
from warraq.query.tree import Question

_WORDS = [
    "الحكومة",
    "مجلس",
    "النواب",
    "القاهرة",
    "الوزير",
    "الاقتصاد",
    "الموازنة",
    "الدولار",
    "الذهب",
    "المياه",
    "سد",
    "النهضة",
    "السودان",
    "ليبيا",
    "غزة",
    "الرئيس",
    "الجيش",
    "المدارس",
    "الجامعة",
    "الصحة",
    "المستشفى",
    "القمح",
    "الاستثمار",
    "البنك",
    "المركزي",
    "الفائدة",
    "التضخم",
    "المنتخب",
    "المباراة",
    "الدوري",
    "الكأس",
    "النيل",
    "الطاقة",
    "الكهرباء",
    "الغاز",
    "النفط",
    "السياحة",
    "الآثار",
    "المتحف",
    "الشرطة",
    "المحكمة",
    "القاضي",
    "الانتخابات",
    "الحزب",
    "المعارضة",
    "الاتفاق",
    "المفاوضات",
    "الحدود",
    "اللاجئين",
]
_NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def main() -> None:
    watches = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chance = random.Random(7)
    questions = [_question(chance, number) for number in range(watches)]
    for articles in (20, 200):
        entries = [_entry(chance, number) for number in range(1, articles + 1)]
        for kind in ("tantivy", "memory"):
            with contextlib.ExitStack() as stack:
                filled, asked, found = _held(_index(kind, stack), entries, questions)
            print(
                f"{watches} watches, {articles} articles, {kind}: filling {filled:.2f} s, asking {asked:.2f} s, {found} answers"
            )


def _held(index: Index, entries: list[IndexEntry], questions: list[Question]) -> tuple[float, float, int]:
    """As `newsroom.alerting` does it."""
    began = time.process_time()
    index.apply(entries, (), position=1)
    filled = time.process_time()
    found = 0
    for question in questions:
        if index.search(question, limit=0).total:
            found += len(index.search(question, limit=len(entries)).ids)
    done = time.process_time()
    index.close()
    return filled - began, done - filled, found


def _index(kind: str, stack: contextlib.ExitStack) -> Index:
    if kind == "memory":
        return MemoryIndex()
    return TantivyIndex(Path(stack.enter_context(tempfile.TemporaryDirectory())))


def _entry(chance: random.Random, number: int) -> IndexEntry:
    return IndexEntry(ArticleId(number), "nahar", "eg", _text(chance, 9), _text(chance, 250), _NOON)


def _text(chance: random.Random, words: int) -> str:
    """Of few words, so that watches find more than they would in life; each tenth is one of 400 others."""
    return " ".join(
        chance.choice(_WORDS) + (str(chance.randrange(400)) if chance.random() < 0.1 else "")
        for _ in range(words)
    )


def _question(chance: random.Random, number: int) -> Question:
    one, two, three = (chance.choice(_WORDS) for _ in range(3))
    kinds = (
        f'"{one} {two}"',
        f"{one} {two} -{three}",
        f"title:{one}",
        f"{one}{chance.randrange(400)}",
        f"({one} OR {two}) {three} section:sports",
    )
    return grammar.read(kinds[number % len(kinds)])


if __name__ == "__main__":
    main()
