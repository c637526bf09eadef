from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.web import citing
from warraq.web.citing import Reference


def reference(**given: object) -> Reference:
    said: dict[str, object] = {
        "source": "sada",
        "paper": "صدى النهر",
        "number": 7,
        "version": 2,
        "title": "المجلس يقر خطة الجسر",
        "authors": ("منى أحمد", "سعاد القلم"),
        "language": "ar",
        "printed": (2026, 11, 23),
        "dated": "23 نوفمبر 2026 الموافق 13 جمادى الآخرة 1448 هـ",
        "seen": date(2026, 11, 23),
        "seen_said": "23 نوفمبر 2026 الموافق 13 جمادى الآخرة 1448 هـ",
        "site": "صدى النيل",
        "url": "https://sada.example/news/7",
        "permalink": "https://press.example/sada/7",
        "text_hash": "ab" * 32,
    }
    return Reference(**(said | given))  # type: ignore[arg-type]


def field(entry: str, name: str) -> str:
    """A field's value, read as BibTeX reads it: to the brace that closes the one it began with."""
    start = entry.index(f"  {name} = {{") + len(f"  {name} = {{")
    depth, at = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(entry[at], 0)
        at += 1
    return entry[start : at - 1]


def test_the_plain_citation_names_writers_paper_both_calendars_both_addresses_and_the_hash() -> None:
    assert citing.plain(reference()) == (
        "منى أحمد، سعاد القلم، «المجلس يقر خطة الجسر»، صدى النهر، 23 نوفمبر 2026 الموافق 13 جمادى الآخرة 1448 هـ، "
        "https://sada.example/news/7، النسخة 2 كما حُفظت في صدى النيل يوم 23 نوفمبر 2026 الموافق 13 جمادى الآخرة 1448 هـ: "
        f"https://press.example/sada/7، بصمة النص (SHA-256): {'ab' * 32}."
    )


def test_a_day_that_the_paper_did_not_say_is_said_to_be_unknown_and_stands_in_no_field() -> None:
    one = reference(printed=(), dated=None)
    assert "تاريخ النشر غير معلوم" in citing.plain(one)
    assert "year" not in citing.bibtex(one)
    assert "PY  -" not in citing.ris(one)
    assert "issued" not in json.loads(citing.csl(one))[0]


def test_every_form_names_the_site_that_kept_it() -> None:
    one = reference(site="L’Écho & Cie")
    assert "كما حُفظت في L’Écho & Cie يوم" in citing.plain(one)
    assert r"محفوظ في L’Écho \& Cie" in field(citing.bibtex(one), "note")
    assert "DP  - L’Écho & Cie\r\n" in citing.ris(one)
    assert json.loads(citing.csl(one))[0]["archive"] == "L’Écho & Cie"


def test_a_month_is_no_day() -> None:
    entry = citing.bibtex(reference(printed=(2026, 11)))
    assert "  month = nov," in entry
    assert "  day" not in entry
    assert "DA  - 2026/11\r\n" in citing.ris(reference(printed=(2026, 11)))


def test_the_key_is_the_same_for_good_and_of_letters_that_every_program_takes() -> None:
    assert reference().key == "sada-7-v2"
    assert reference(source="Le Phare_é").key == "le-phare---7-v2"


@pytest.mark.parametrize(
    ("title", "spelt"),
    [
        ("50% & more", r"50\% \& more"),
        ("a_b #1 $2", r"a\_b \#1 \$2"),
        ("x~y^z", r"x\textasciitilde{}y\textasciicircum{}z"),
        ("{open", r"\textbraceleft{}open"),
        (r"\input{/etc/passwd}", r"\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}"),
    ],
)
def test_what_means_something_to_latex_is_spelt_out(title: str, spelt: str) -> None:
    assert field(citing.bibtex(reference(title=title)), "title") == f"{{{spelt}}}"


def test_writers_whose_names_hold_commas_or_and_stay_one_writer_each() -> None:
    entry = citing.bibtex(reference(authors=("Smith and Sons, Ltd", "منى")))
    assert field(entry, "author") == "{Smith and Sons, Ltd} and {منى}"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_words_of_a_paper_end_a_field_or_begin_another(title: str, paper: str, url: str) -> None:
    one = reference(title=title, paper=paper, url=url, permalink=f"https://press.example/{url}")
    entry = citing.bibtex(one)
    assert entry.count("{") == entry.count("}")
    assert len(entry.splitlines()) <= len(citing.bibtex(reference()).splitlines())
    assert all(re.match(r"[A-Z0-9]{2}  - ", line) for line in citing.ris(one).split("\r\n")[:-1])
    assert json.loads(citing.csl(one))[0]["id"] == one.key


def test_an_address_in_a_footnote_has_letters_for_letters_and_means_what_it_meant() -> None:
    letters = "http://x.example/%D9%85%D8%AF%D9%86/a%20b%2Fc?q=%D8%B9%D9%84%D9%8A"
    assert "http://x.example/مدن/a%20b%2Fc?q=علي" in citing.plain(reference(url=letters))
    # a turning sign, half a letter, another charset's bytes, an Arabic comma: none of them is a letter
    for kept in ("%E2%80%AE", "%D9", "%E3%E1", "%D8%8C"):
        assert f"http://x.example/{kept}" in citing.plain(reference(url=f"http://x.example/{kept}"))
