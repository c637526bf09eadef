"""Does a reader's cookie say what they wished, and nothing that somebody else made up?"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response

from warraq.sections.genres import GENRES
from warraq.web import reading
from warraq.web.reading import DIGITS, MOST_BYTES, MOST_PAPERS, NONE, SIZES, THEMES, UIS, Wishes

SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True)
ANY = st.builds(
    Wishes,
    ui=st.none() | st.sampled_from(UIS[1:]),
    size=st.none() | st.sampled_from([one for one in SIZES if one != "m"]),
    digits=st.none() | st.sampled_from(DIGITS[1:]),
    theme=st.none() | st.sampled_from(THEMES),
    mute=st.frozensets(st.sampled_from(GENRES)),
    papers=st.frozensets(SLUGS, max_size=MOST_PAPERS),
    edition=st.none() | SLUGS,
)


@given(ANY)
def test_what_is_written_is_read_again(wished: Wishes) -> None:
    text = reading.written(wished)
    assert len(text) <= MOST_BYTES
    assert reading.read(text) == wished
    assert not set(text) & set(' ",;\\\r\n')  # what ends a cookie's value, or makes its header two


@given(st.text(max_size=1500) | st.from_regex(r"(ui|size|papers|mute|edition)=.{0,40}(&[a-z]+=.{0,40})*"))
def test_whatever_a_browser_sends_only_wishes_of_the_form_are_read(text: str) -> None:
    found = reading.read(text)
    assert found.ui in (None, *UIS)
    assert found.size in (None, *SIZES)
    assert found.digits in (None, *DIGITS)
    assert found.theme in (None, *THEMES)
    assert found.mute <= frozenset(GENRES)
    assert len(found.papers) <= MOST_PAPERS
    for word in (*found.papers, found.edition or "x"):
        assert len(word) <= 40
        assert word.replace("-", "").isascii()
        assert word.replace("-", "").isalnum()
    assert reading.read(reading.written(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "ui=de&size=xxl&theme=<script>&digits=arabext",
        "papers=" + quote("../../etc") + "." + quote('"><b>'),
        "edition=" + quote("eg\r\nset-cookie: a=b"),
        "&".join(f"k{number}=1" for number in range(200)),
        "papers=" + ".".join(["sada"] * 400),
        "ui=ar" + " " * 2000,
    ],
)
def test_what_is_no_wish_is_passed_over(text: str) -> None:
    assert reading.read(text) == NONE


def test_one_bad_wish_does_not_cost_the_others() -> None:
    found = reading.read("ui=fr&size=huge&papers=sada.%00x.manara&mute=service.none")
    assert found == Wishes(ui="fr", papers=frozenset({"sada", "manara"}), mute=frozenset({"service"}))


def test_a_page_tells_its_stylesheet_of_size_and_theme_alone() -> None:
    assert Wishes(ui="fr", size="xl", theme="dark", edition="tn").look == "size-xl theme-dark"
    assert Wishes(size="m").look == NONE.look == ""


def test_the_cookie_is_kept_for_a_year_out_of_scripts_reach_and_no_wish_takes_it_away() -> None:
    answer = Response()
    reading.keep(answer, Wishes(ui="fr", papers=frozenset({"sada", "al-manara"})), secure=True)
    assert answer.headers["set-cookie"] == (
        "reading=ui=fr&papers=al-manara.sada; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax; Secure"
    )
    gone = Response()
    reading.keep(gone, NONE, secure=False)
    assert gone.headers["set-cookie"] == "reading=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"
