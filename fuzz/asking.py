"""Is whatever a reader types a question, and whatever a paper prints a date or none? Dates, questions, addresses."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import QueryParams

from fuzz import door
from fuzz.door import NOW, PAGE, Door, holds
from warraq.crawling import addresses, urls
from warraq.indexes.tantivy import TantivyIndex
from warraq.language import dates
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId, Moment, Precision
from warraq.query import grammar, snippet
from warraq.query.names import Here, Names
from warraq.query.tree import Kind
from warraq.web import asked

_COUNTRIES = ("eg", "ly", "ma", "sa", "lb")
_ZONES = ("Africa/Cairo", "Africa/Tripoli", "Africa/Casablanca", "Asia/Riyadh", "Asia/Beirut")
_REFERENCE = Moment(NOW - timedelta(hours=3), Precision.MINUTE, "Africa/Cairo")
_TITLE, _BODY = (
    "المجلس يقر خطة الجسر الجديد",
    "أعلن المجلس، صباح اليوم، بدء العمل في «الجسر الجديد» with R&D in Cairo 2026.",
)
_HERE = Here({Kind.SOURCE: Names.of([("sada", "صدى النهر"), ("phare", "Le Phare du Nil")])}, today=NOW.date())


def moments(data: bytes) -> str:
    printed = data.decode("utf-8", "replace")
    which = len(printed) % len(_COUNTRIES)
    how = {"country": _COUNTRIES[which], "zone": _ZONES[which]}
    for reference in (None, _REFERENCE):
        found = dates.read(printed, **how, now=NOW, reference=reference)
        door.plausible(found)
        holds(
            found == dates.read(printed, **how, now=NOW, reference=reference),
            "the same text is another moment the next time",
        )
        if found is not None:
            holds(found.printed == printed, "what was printed is not kept")
            _comes_back(found)
    return "read" if found else "refused: no date, or several"


def _comes_back(found: Moment) -> None:
    """A moment written as ISO 8601 has it is the same moment when it is read again."""
    again = dates.read(found.at.isoformat(), country="eg", zone="Africa/Cairo", now=NOW)
    holds(
        again is not None and again.at == found.at.replace(microsecond=0),
        f"{found.at.isoformat()} comes back as {again}",
    )


@lru_cache(maxsize=1)
def _index() -> TantivyIndex:
    """Three articles; the folder goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="warraq-fuzz-")
    index = TantivyIndex(Path(folder.name))
    index.kept_until_the_end = folder  # type: ignore[attr-defined]
    entries = [
        IndexEntry(ArticleId(1), "sada", "eg", _TITLE, _BODY, NOW, language="ar"),
        IndexEntry(
            ArticleId(2), "sada", "eg", "كأس العالم غدا", "a b c", NOW, language="ar", authors=("منى السيد",)
        ),
        IndexEntry(ArticleId(3), "phare", "tn", "Le pont du Nil", "Le pont est ouvert.", NOW, language="fr"),
    ]
    index.apply(entries, [], position=1)
    return index


def questions(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    question = grammar.read(text, here=_HERE)
    again = grammar.read(grammar.format(question), here=_HERE)
    holds(
        again.tree == question.tree and again.sort == question.sort,
        f"{text!r} is written {grammar.format(question)!r}, which is another question",
    )
    found = _index().search(question, limit=10, near=True)
    holds(len(found.ids) <= min(10, 3) and set(found.ids) <= {1, 2, 3}, f"found {found.ids} of three")
    _index().facets(question, most=20, texts=True)
    for shown in (_TITLE, _BODY):
        holds(
            "".join(piece for piece, _ in snippet.title(shown, question)) == shown, "marking changes the text"
        )
        holds(
            "".join(piece for piece, _ in snippet.marked(shown, question, width=30)) in shown,
            "a snippet that does not stand in the text",
        )
    address = asked.read(QueryParams(quote(text, safe="=&%+;")))
    holds(len(address.text) <= 2_000, "a question longer than any is taken")
    return "read" if question.tree.parts else "refused: says nothing"


def links(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    clean = urls.clean(text)
    urls.key(text), urls.host(text), urls.site(text)
    beside = urls.absolute(text, PAGE)
    door.web([beside])
    holds(beside is None or urls.clean(beside) == beside, f"{beside!r} is cleaned further")
    addresses.refusal(text, 80)
    if clean is None:
        return "refused: no web address"
    holds(urls.clean(clean) == clean, f"{clean!r} is cleaned further, to {urls.clean(clean)!r}")
    holds(urls.key(clean) == urls.key(text), f"{text!r} is another page once cleaned")
    holds(bool(urls.host(clean)) and "@" not in urls.host(clean), f"{clean!r} has no host")
    return "read"


_DATES = (
    "10 مارس 2026", "الثلاثاء 10 مارس 2026 - 21 رمضان 1447", "منذ 3 ساعات", "أمس 10:30 مساء", "2026-03-10T09:00:00+02:00",
    "Tue, 10 Mar 2026 09:00:00 GMT", "10/03/2026 9:15 ص", "20 النوار 2026", "١٠ آذار ٢٠٢٦", "20260310T0900Z", "mardi 10 mars 2026 à 9h15",
)  # fmt: skip
_DATE_WORDS = (
    "رمضان", "شوال", "هـ", "م", "يناير", "كانون الثاني", "جويلية", "ساعة", "دقيقة", "صباحا", "مساء", "بتوقيت القاهرة", "GMT+2", "T", "Z", ":", "/", "-",
    "٢", "۲", "0000", "99", "منذ", "قبل", "أمس", "اليوم", "الجمعة", "عام", "2026", "1447", "am", "h",
)  # fmt: skip
_QUESTIONS = (
    'المجلس "خطة الجسر" -الكأس', "source:sada from:2026-03 to:2026-03-10 sort:newest", "(مصر أو تونس) title:الجسر", "مص* OR a*", "author:منى day:2026-03-10",
    "صدى النهر: الجسر", "q=المجلس&source=sada&when=2026&after=0.1", "country:eg section:sports place:eg-alx language:ar",
)  # fmt: skip
_QUESTION_WORDS = (
    '"', "«", "»", "(", ")", " OR ", " أو ", "-", "*", ":", ",", "،", "title:", "author:", "source:", "from:", "to:", "day:", "sort:newest", "ال", "و", "|",
    "\u202e", "\u200c", "%", "&", "=", "..", "المجلس", "الجسر", "2026", "٢٠٢٦", "lang:", "copies:", "is:",
)  # fmt: skip
_URLS = (
    "https://paper.example/أخبار/1?utm_source=x&id=2#f", "//paper.example\\a", "HTTP://WWW.Paper.Example:80/a//b/../c/", "http://①②⑦.⓪.⓪.①/", "http://0x7f.1/",
    "https://[::ffff:127.0.0.1]/", "/news/1", "?page=2", "http://موقع.مصر/خبر", "https://amp.paper.example/amp/1?amp=1", "https://u:p@paper.example/",
)  # fmt: skip
_URL_WORDS = (
    "http://", "https://", "//", "\\", "/", "?", "#", "@", ":", "%2e", "%00", "%D8%A7", "..", "[", "]", "xn--", "。", "①", "0x", "\t", "\n", "&amp;", "utm_source=",
    "www.", "amp", "m.", "javascript:", "\u202e", "\u00ad", "İ", "ß",
)  # fmt: skip


def _bytes(words: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words)


DOORS = (
    Door("dates", moments, _bytes(_DATES), _bytes(_DATE_WORDS), longest=200),
    Door("questions", questions, _bytes(_QUESTIONS), _bytes(_QUESTION_WORDS), longest=1_500),
    Door("addresses", links, _bytes(_URLS), _bytes(_URL_WORDS), longest=500),
)
