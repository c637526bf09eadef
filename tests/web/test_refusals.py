"""Has each refusal that the desk can meet its words in every language of the site, and none of another language?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import Markup

import warraq
from warraq.errors import DecisionError, EditionError
from warraq.web import refusals, wording
from warraq.web.tongue import TONGUES, Speech, speaking

ROOT = Path(warraq.__file__).parent
# Where what a page of the desk asks for may be refused.
ASKED = (
    "newsroom/answering.py",
    "newsroom/deciding.py",
    "newsroom/doorwords.py",
    "newsroom/editing.py",
    "newsroom/moderating.py",
    "newsroom/petitions.py",
    "wiring/agreeing.py",
    "editions/agreeing.py",
    "editions/tables.py",
)
REFUSED = ("DecisionError", "EditionError", "Late")
LATIN = re.compile(r"[A-Za-z]+")


def refused() -> Iterator[tuple[str, str | None, frozenset[str]]]:
    """Where each is refused, by which word, and with which values."""
    for name in ASKED:
        for node in ast.walk(ast.parse((ROOT / name).read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSED:
                word = node.args[1] if len(node.args) > 1 else None
                said = word.value if isinstance(word, ast.Constant) else None
                values = frozenset(one.arg for one in node.keywords if one.arg)
                yield f"{name}:{node.lineno}", str(said) if said else None, values


FOUND = sorted(refused(), key=lambda one: one[0])


def test_every_refusal_names_its_sentence() -> None:
    assert len(FOUND) > 30
    assert [place for place, word, _ in FOUND if word is None] == []


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_refusal_is_said_in_the_readers_language_with_all_its_values(tongue: str) -> None:
    with speaking(Speech(tongue)):
        for place, word, values in FOUND:
            assert word is not None
            given = {
                name: "proof_absent" if name.endswith(refusals.WORDED) else f"٧{number}٧"
                for number, name in enumerate(sorted(values))
            }
            told = str(refusals.told(DecisionError(f"English of {place}", word, **given)))
            assert "English" not in told
            assert "{" not in told, (place, told)
            plain = Markup(told).striptags()
            if tongue == "ar":
                assert [one for one in LATIN.findall(plain) if one not in ("https", "http")] == [], told
            for name, value in given.items():
                shown = wording.said("refusals", value) if name.endswith(refusals.WORDED) else value
                assert shown in plain, (place, name, told)


def test_the_kinds_of_proofs_have_their_words() -> None:
    kinds = set(
        re.findall(r'"(absent|else|unreached|no_name)"\)', (ROOT / "newsroom/proving.py").read_text())
    )
    assert kinds == {"absent", "else", "unreached", "no_name"}
    for kind in kinds:
        assert wording.said("refusals", f"proof_{kind}")


def test_what_has_no_sentence_of_its_own_is_said_without_its_english() -> None:
    assert refusals.told(EditionError("path/to/file is odd")) == "رفض الخادم ذلك، والسبب في سجله."
    assert "<script>" not in refusals.told(DecisionError("x", "no_name", name="<script>"))
