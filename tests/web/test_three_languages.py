"""Is every page whole in each language, and is nothing said but by the catalogues?"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts import words
from tests.web.asking import Reader
from tests.web.conftest import Opens
from tests.web.press import Newsstand, two
from tests.web.test_pages import every_page
from tests.web.test_tongue import set_to
from warraq.web.tongue import TONGUES

ROOT = Path(__file__).parents[2]
WEB = ROOT / "warraq" / "web"
LETTER = re.compile("[\u0620-\u064a\u0671-\u06d3]")
PLACE = re.compile("{[a-z_]+}")
# The beginnings of words that search is warmed with are no words to anybody.
NO_WORDS = {"warming.py"}
# What stays Arabic in every language: examples of questions, the names of their fields, of a governorate, of a language.
ARABIC_BY_NATURE = re.compile(r"guide\.|search\.example_|notes\.|tongues\.ar$|conditions$")


def messages(tongue: str) -> dict[str, Any]:
    found = {}
    for message in words.read(words.LOCALE / tongue / "LC_MESSAGES" / "warraq.po"):
        if message.id:
            found[message.id[0] if isinstance(message.id, tuple) else message.id] = message.string
    return found


SAID = {tongue: messages(tongue) for tongue in TONGUES}


def whole(name: str) -> str:
    """The message's name, without what a language adds to it where it has words of its own for none of something."""
    of = name.removesuffix(".none")
    return of if of in SAID["ar"] else name


@pytest.mark.parametrize("tongue", ["fr", "en"])
def test_every_message_is_said_in_every_language_and_in_none_alone(tongue: str) -> None:
    assert {name for name in SAID[tongue] if whole(name) == name} == SAID["ar"].keys()
    assert {whole(name) for name in SAID[tongue]} == SAID["ar"].keys()


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_message_has_the_places_of_the_arabic_one_and_all_forms(tongue: str) -> None:
    catalogue = words.read(words.LOCALE / tongue / "LC_MESSAGES" / "warraq.po")
    for name, text in SAID[tongue].items():
        other = SAID["ar"][whole(name)]
        if isinstance(text, tuple):
            assert len(text) == catalogue.num_plurals, name
            assert all(text), name
            assert "{n}" in text[-1], name
            assert {place for form in text for place in PLACE.findall(form)} == {"{n}"}, name
        elif whole(name) == name:
            assert text, name
            assert Counter(PLACE.findall(text)) == Counter(PLACE.findall(other)), name


@pytest.mark.parametrize("tongue", ["fr", "en"])
def test_no_message_of_another_language_is_arabic(tongue: str) -> None:
    for name, text in SAID[tongue].items():
        if not ARABIC_BY_NATURE.match(name):
            assert not LETTER.search("".join(text)), name


def test_french_puts_its_spaces_before_its_marks() -> None:
    wrong = re.compile(r"[\w}»)] ?[;!?](?!\w)|[\w}»)] :|«[ \w]| »")
    texts = {
        name: text if isinstance(text, str) else " ".join(text)
        for name, text in SAID["fr"].items()
        if not ARABIC_BY_NATURE.match(name)
    }
    assert {name: text for name, text in texts.items() if wrong.search(text.replace("«{", ""))} == {}


@pytest.mark.parametrize("path", sorted((WEB / "templates").glob("*.html")), ids=lambda path: path.name)
def test_no_template_says_a_word_of_its_own(path: Path) -> None:
    assert not LETTER.search(path.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted((WEB / "static").glob("*.js")), ids=lambda path: path.name)
def test_no_script_says_a_word_of_its_own(path: Path) -> None:
    assert not LETTER.search(path.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(WEB.glob("*.py")), ids=lambda path: path.name)
def test_no_module_says_a_word_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    for told in re.findall(r'"""(?:.|\n)*?"""', text):
        text = text.replace(told, "")
    assert path.name in NO_WORDS or not LETTER.search(re.sub(r"#.*", "", text))


def left_over(page: LexborHTMLParser, keep: str) -> str:
    """The text of a page without what is said to be Arabic, and what people wrote in their own words."""
    page.strip_tags(["script", "style", "title", "option", "svg"])
    for node in page.css(f"body {keep}, [dir=auto]"):
        node.decompose()
    assert page.body is not None
    return " ".join(page.body.text(separator=" ").split())


def arabic_around(text: str) -> list[str]:
    return [
        text[max(0, found.start() - 40) : found.end() + 20]
        for found in re.finditer(f"{LETTER.pattern}+", text)
    ]


async def told(reader: Reader, address: str, **wishes: str) -> LexborHTMLParser | None:
    """A page as a reader with these wishes has it; a feed listens to no wish, nor does what stands in its place."""
    answer = await reader.get(address, headers=set_to(**wishes))
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return answer.page if is_page and not address.partition("?")[0].endswith("/rss") else None


@pytest.mark.parametrize("tongue", ["fr", "en"])
@pytest.mark.parametrize("several", [False, True], ids=["one edition", "several"])
async def test_no_page_of_another_language_says_a_word_in_arabic(
    opens: Opens, tongue: str, several: bool
) -> None:
    walk = await every_page(opens, Newsstand(edition=two()) if several else Newsstand())
    for address in walk.addresses:
        page = await told(walk.reader, address, ui=tongue)
        if page is None:
            continue
        root = page.css_first("html")
        assert root is not None
        assert (root.attributes["lang"], root.attributes["dir"]) == (tongue, "ltr"), address
        assert arabic_around(left_over(page, "[lang^=ar]")) == [], address


async def test_an_arabic_page_says_none_in_another_language(opens: Opens) -> None:
    walk = await every_page(opens, Newsstand())
    said = {
        text
        for tongue in ("fr", "en")
        for text in SAID[tongue].values()
        if isinstance(text, str) and len(text) > 12 and " " in text
    } - {text for text in SAID["ar"].values() if isinstance(text, str)}
    for address in walk.addresses:
        page = await told(walk.reader, address, ui="ar")
        if page is not None:
            shown = left_over(page, "[lang^=fr], body [lang^=en]")
            assert [text for text in said if text in shown] == [], address


async def test_the_eastern_digits_of_a_reader_are_those_of_the_interface_alone(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="المجلس يقر 25 خطة", body="قال إن 18 شهرًا تكفي.")
    stand.follow()
    reader = await opens(stand)
    wish = set_to(digits="arab")
    front = await reader.get("/", headers=wish)
    assert "٢٣ نوفمبر ٢٠٢٦" in front.words(".calendars")
    assert "25 خطة" in front.text
    article = await reader.get("/sada/1", headers=wish)
    assert "18 شهرًا" in article.words(".body")
    assert "٢٣ - ١١ - ٢٠٢٦" in article.words(".byline")
    time = article.page.css_first(".byline time")
    assert time is not None
    assert (time.attributes["datetime"] or "").startswith("2026-11-23")
    assert "2026" in (await reader.get("/", headers=set_to(digits="arab", ui="fr"))).words(".calendars")
    day = await reader.get("/day/2026-11-23", headers=wish)
    assert not re.search("[0-9]", day.words(".calendar"))


async def test_no_date_and_no_count_of_an_interface_in_eastern_digits_has_others(opens: Opens) -> None:
    walk = await every_page(opens, Newsstand())
    for address in walk.addresses:
        page = await told(walk.reader, address, digits="arab")
        if page is not None:
            shown = [node.text() for node in page.css("time, .count, .counts, .total, .rank, .figures li")]
            assert [text for text in shown if re.search("[0-9]", text)] == [], address
