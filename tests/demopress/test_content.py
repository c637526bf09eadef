"""Is what the papers print real newspaper Arabic, each text its own?"""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

from warraq.demopress.papers import DESKS
from warraq.demopress.truth import DemoPress, Truth

# Letters, harakat, tatweel, both kinds of digits, and the punctuation that Arabic papers set.
_SET_IN_TYPE = {
    "ar": re.compile(r"[\u0621-\u063A\u0640-\u0652\u0660-\u0669\u066B0-9 .,:؛،؟!?%/()\-–«»\"“”]+"),
    # French: its letters, and the space that does not break
    "en": re.compile(r"[A-Za-z0-9 .,:;?!%/()’“”\-]+"),
    "fr": re.compile(r"[A-Za-zÀÂÇÉÈÊËÎÏÔÛàâçéèêëîïôûùœ0-9 \u00a0.,:;?!%/()’\-«»]+"),
}


def _words(truth: Truth) -> list[str]:
    return truth.versions[0].body.split()


def _shingles(truth: Truth) -> set[tuple[str, ...]]:
    words = _words(truth)
    return {tuple(words[place : place + 4]) for place in range(len(words) - 3)}


def test_every_body_is_a_newspapers_text(demo: DemoPress) -> None:
    for truth in demo.articles:
        for version in truth.versions:
            assert len(version.body.split()) >= 60, truth.id
            assert 3 <= len(version.paragraphs) <= 8, truth.id
            assert 3 <= len(version.headline.split()) <= 16, truth.id


def test_nothing_but_its_languages_letters_digits_and_punctuation_is_set_in_type(demo: DemoPress) -> None:
    for truth in demo.articles:
        for version in truth.versions:
            for text in (version.headline, *version.paragraphs):
                letters = _SET_IN_TYPE[truth.language]
                assert letters.fullmatch(text), (truth.id, letters.sub("", text))
                assert "  " not in text, truth.id


def test_quotation_marks_and_brackets_close(demo: DemoPress) -> None:
    for truth in demo.articles:
        for version in truth.versions:
            text = version.headline + version.body
            for left, right in ("«»", "“”", "()"):
                assert text.count(left) == text.count(right), truth.id
            assert text.count('"') % 2 == 0, truth.id


def test_texts_that_are_no_copies_hardly_share_a_run_of_four_words(demo: DemoPress) -> None:
    copies = demo.copies()
    shingles = {truth.id: _shingles(truth) for truth in demo.articles}
    for one, other in combinations(shingles, 2):
        if frozenset((one, other)) not in copies:
            shared = len(shingles[one] & shingles[other]) / min(len(shingles[one]), len(shingles[other]))
            assert shared < 0.2, (one, other)


def test_reprints_share_much_and_are_edited(demo: DemoPress) -> None:
    shingles = {truth.id: _shingles(truth) for truth in demo.articles}
    for one, other in demo.copies():
        shared = len(shingles[one] & shingles[other]) / min(len(shingles[one]), len(shingles[other]))
        assert shared > 0.35, (one, other)
        assert demo.article(one).versions[0].body != demo.article(other).versions[0].body


def test_no_sentence_stands_twice_in_texts_that_are_no_copies(demo: DemoPress) -> None:
    seen: dict[str, Truth] = {}
    for truth in demo.articles:
        for paragraph in truth.versions[0].paragraphs:
            for sentence in re.split(r"[.؟!] ", paragraph):
                if len(sentence.split()) < 5:
                    continue
                before = seen.setdefault(sentence, truth)
                assert before is truth or (before.wire and before.wire == truth.wire), sentence


def test_all_desks_have_news(demo: DemoPress) -> None:
    assert min(Counter(truth.section for truth in demo.articles).values()) >= 5
    assert {truth.section for truth in demo.articles} == set(DESKS)


def test_the_papers_write_as_their_countries_do(demo: DemoPress) -> None:
    text = {
        paper.slug: "\n".join(
            version.body for truth in demo.articles if truth.paper == paper.slug for version in truth.versions
        )
        for paper in demo.papers
    }
    assert not re.search(r"[0-9]", text["diffatayn"])
    assert re.search(r"[٠-٩]", text["diffatayn"])
    assert not re.search(r"ي(?![\u0621-\u0652])", text["shurfa"])
    assert " فى " in text["shurfa"]
    assert "جانفي" in text["mirsat"]
    assert "دجنبر" in text["sawari"]
    assert "“" in text["fasqiya"]
    assert re.search(r"\w[\u064B-\u0652]", text["mirsat"])  # harakat
    assert "لـ«" in text["sawari"]  # tatweel after a clitic
    assert "تشرين" in text["baydar"] + text["sanabil"]
    assert "بالمائة" in text["hidhab"]
    assert "«\u00a0" in text["jetee"]
    assert "\u00a0:" in text["jetee"]


def test_no_paper_has_the_name_of_a_real_one(demo: DemoPress, shared: Path) -> None:
    with (shared / "data" / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        real = {name.strip() for row in csv.DictReader(file) for name in (row["name_ar"], row["name_en"])}
    assert not real & {name for paper in demo.papers for name in (paper.name, paper.name_en)}
