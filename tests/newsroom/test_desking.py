"""Do articles without a label get a desk by a model, kept apart from what papers say?"""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ports.drafting import NOON
from tests.sections.test_learning import WORDS, article
from warraq.archives.memory import MemoryArchive
from warraq.newsroom import desking
from warraq.newsroom.desking import Desking
from warraq.ports.archive import Archive
from warraq.press import ArticleId, Draft, Settings, Source
from warraq.sections.model import Model
from warraq.wiring import deskmodel

PAPERS = ("nahar", "sada", "ufuq")


def filed(
    archive: Archive, number: int, paper: str, desk: str, dice: random.Random, **given: object
) -> ArticleId:
    title, body = article(desk, dice)
    draft = Draft(paper, "", (f"{paper}/{number}",), title, body, "test/1", fingerprint=f"{paper}-{number}")
    (one,) = archive.file([replace(draft, **given)], now=NOON)  # type: ignore[arg-type]
    return one.id


def press() -> MemoryArchive:
    archive, dice = MemoryArchive(), random.Random(7)
    archive.put_sources([Source(paper, paper, "eg", "Africa/Cairo") for paper in PAPERS])
    for paper in PAPERS:
        for place, desk in enumerate(WORDS):
            for number in range(40):
                filed(archive, place * 100 + number, paper, desk, dice, section=desk)
    return archive


def taught(archive: Archive) -> Model:
    return desking.taught(archive, now=NOON, right=0.9).model


def test_a_draft_without_a_desk_gets_the_one_that_its_words_tell() -> None:
    model = taught(press())
    desk = Desking(lambda: model)
    title, body = article("sports", random.Random(1))
    plain = Draft("nahar", "", ("k",), title, body, "test/1")
    told = desk.desked(plain)
    assert (told.section, told.guessed) == ("sports", True)
    assert replace(told, section=None, guessed=False) == plain


def test_a_papers_own_label_is_never_asked_about() -> None:
    model = taught(press())
    desk = Desking(lambda: model)
    title, body = article("sports", random.Random(1))
    own = Draft("nahar", "", ("k",), title, body, "test/1", section="world")
    assert desk.desked(own) is own


def test_in_doubt_and_without_a_model_it_abstains() -> None:
    doubtful = Draft("nahar", "", ("k",), "بيان", "قال مصدر إن البيان", "test/1")
    model = taught(press())
    assert Desking(lambda: model).desked(doubtful).section is None
    assert Desking(lambda: None).desked(doubtful) is doubtful


def test_what_a_model_told_teaches_no_model_and_manners_are_no_desk() -> None:
    archive, dice = press(), random.Random(9)
    for number in range(60):
        filed(archive, 900 + number, "nahar", "sports", dice, section="arts", guessed=True)
        filed(archive, 1900 + number, "nahar", "sports", dice, section="opinion")
    for number in range(9):  # of a desk so rare that it is not learnt
        filed(archive, 2900 + number, "nahar", "sports", dice, section="arts")
    came = desking.taught(archive, now=NOON, right=0.9)
    assert set(came.model.labels) == set(WORDS)
    assert came.articles == len(PAPERS) * len(WORDS) * 40
    assert came.model.taught == NOON.isoformat(timespec="seconds")


def test_a_later_model_proposes_for_those_without_a_label_alone() -> None:
    archive, dice = press(), random.Random(3)
    none = filed(archive, 901, "nahar", "economy", dice)
    wrong = filed(archive, 902, "sada", "sports", dice, section="world", guessed=True)
    own = filed(archive, 903, "sada", "sports", dice, section="world")
    proposal = desking.proposed(archive, taught(archive))
    assert proposal.desks == {none: "economy", wrong: "sports"}
    assert (proposal.given, proposal.other, proposal.taken) == (1, 1, 0)
    assert desking.carried_out(archive, proposal, now=NOON) == 2
    held = {one.id: (one.draft.section, one.draft.guessed) for one in archive.articles([none, wrong, own])}
    assert held == {none: ("economy", True), wrong: ("sports", True), own: ("world", False)}
    assert not desking.proposed(archive, taught(archive)).desks


def test_too_few_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than two labels"):
        desking.taught(MemoryArchive(), now=NOON, right=0.9)


def test_a_running_house_asks_the_model_that_stands_there_now(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    desk = deskmodel.desking(settings)
    title, body = article("sports", random.Random(1))
    plain = Draft("nahar", "", ("k",), title, body, "test/1")
    assert desk.desked(plain) is plain
    model = taught(press())
    deskmodel.keep(settings, model)
    assert desk.desked(plain).section == "sports"
    deskmodel.keep(settings, replace(model, enough=1.01))
    assert desk.desked(plain) is plain
    assert os.listdir(tmp_path) == ["desks.json"]
    deskmodel.forget(settings)
    deskmodel.forget(settings)
    assert desk.desked(plain) is plain


def test_a_broken_model_is_named_once_and_stops_nobodys_work(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data=tmp_path)
    (tmp_path / "desks.json").write_bytes(b'{"form": "desks/1", "lab')
    plain = Draft("nahar", "", ("k",), "مباراة", "هدف", "test/1")
    desk = deskmodel.desking(settings)
    assert desk.desked(plain) is plain is desk.desked(plain)
    (said,) = caplog.messages
    assert "desks.json: it cannot be read" in said
    assert "warraq train sections" in said
