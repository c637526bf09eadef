"""Who wrote it? Names that the page declares or prints in a byline; the paper itself, programs and addresses are no authors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from lxml import etree

from warraq.extraction.evidence import Evidence, same, words_of
from warraq.extraction.headline import heading, parts
from warraq.language import markup

_MAX_NAME = 60
_MAX_NAMES = 10
_SHORTEST_HOUSE = 4  # letters: shorter ones stand in addresses by chance
_VERB = re.compile(
    r"^\s*(?:كتبت?|كتب\s*[-–:/]|بقلم|تحرير|إعداد|اعداد|أعد[ّته]*|حرره|المصدر|الكاتب[ة]?|المحرر[ة]?|by|par)\s*[:/؛|-]*\s+|^\s*(?:كتبت?|بقلم)\s*[:/؛-]\s*",
    re.IGNORECASE,
)
# "كتب" and "تقرير" are everyday words: they sign only at a line's beginning.
_SIGNED = re.compile(
    r"(?:(?:^|[|•·/–-])\s*(?:بقلم|تحرير|إعداد|اعداد|حرره|حررته)\s*[:/؛–-]?|^\s*(?:كتبت?|تقرير|متابعة)\s*[:/؛–-])\s*([^|•\d]{5,60}?)\s*(?:[|•]|$)"
)
_NEAR, _NEAR_LINES = 400, 4
_SEVERAL = re.compile(r"\s*(?:،|,|;|\||/|\s+و\s+|\s-\s)\s*")
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d{2}|\b(?:developed|powered|designed) by\b|^(?:admin|administrator|editor|webmaster|null|none|undefined)$",
    re.IGNORECASE,
)
# Several people, each with a place, make a long line; but no one of them has so many words.
_BETWEEN = re.compile(r"[،,;:|/()]|\s[-–]\s?")
_MAX_WORDS = 8
_ROUNDS = 3  # an entity may be written of an entity
_SIGNING = frozenset(["span", "div", "p", "a", "h4", "h5", "li", "strong"])
_AUTHOR_BOX = re.compile("author|byline|writer|writeBy|editor-name")


def authors(evidence: Evidence, *, title: str | None) -> tuple[str, ...]:
    """Names as printed, without the verb before them; empty where the page names no person."""
    for declared in evidence.said("author", "creator"):
        found = _people(declared, evidence)
        if found:
            return found
    for name in (
        "article:author",
        "author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "byl",
        "sailthru.author",
    ):
        found = _named(evidence.metas.get(name, ()), evidence)
        if found:
            return found
    return _signed(evidence, title) or _printed(evidence)


def signers(printed: Iterable[str]) -> tuple[str, ...]:
    """Of lines that stand where a set, a feed or a page names its author, those that a person or an agency can have
    signed with: markup and entities resolved, without addresses, dates and sentences. Idempotent."""
    lines = (_resolved(one).strip(" .:؛-–") for one in printed)
    return tuple(
        dict.fromkeys(
            one
            for one in lines
            if any(map(str.isalpha, one))
            and not _NO_NAME.search(one)
            and all(len(piece.split()) <= _MAX_WORDS for piece in _BETWEEN.split(one))
        )
    )


def _resolved(text: str) -> str:
    for _ in range(_ROUNDS):
        before, text = text, markup.line(text)
        if text == before:
            break
    return text


def _signed(evidence: Evidence, title: str | None) -> tuple[str, ...]:
    """The names behind a verb of writing, in the lines that follow the headline."""
    element = heading(evidence, title)
    if element is None:
        return ()
    for line in markup.text_after(element, limit=_NEAR).split("\n")[:_NEAR_LINES]:
        match = _SIGNED.search(line) if len(line) <= 3 * _MAX_NAME else None
        found = _named((match.group(1),), evidence) if match else ()
        if found and all(len(name.split()) <= 5 for name in found):
            return found
    return ()


def _people(declared: Any, evidence: Evidence) -> tuple[str, ...]:
    people = declared if isinstance(declared, list) else [declared]
    names = (words_of(person) or "" for person in people[:_MAX_NAMES] if not _is_house(person, evidence))
    return _named(tuple(names), evidence)


def _is_house(person: Any, evidence: Evidence) -> bool:
    """Whether an organisation that signs is the paper: its address holds the name. An agency's does not."""
    kind = str(person.get("@type")) if isinstance(person, dict) else ""
    name = same(words_of(person) or "").replace(" ", "")
    return "Organization" in kind and len(name) >= _SHORTEST_HOUSE and name in _host(evidence.url).lower()


def _named(names: tuple[str, ...], evidence: Evidence) -> tuple[str, ...]:
    """Those that can be a person's name, each once."""
    strangers = {same(evidence.site or ""), *same(_host(evidence.url)).split()}
    titles = (evidence.window_title or "", *evidence.metas.get("og:title", ()))
    strangers.update(same(part) for title in titles for part in parts(title))
    found: dict[str, None] = {}
    for printed in names:
        for name in _SEVERAL.split(_VERB.sub("", printed)):
            own = same(name)
            if own and len(name) <= _MAX_NAME and own not in strangers and not _NO_NAME.search(name):
                found[name.strip(" .:؛-–")] = None
    return tuple(found)[:_MAX_NAMES]


def _printed(evidence: Evidence) -> tuple[str, ...]:
    """The names of the page's first byline element, if it is short enough to be one."""
    for element in islice(filter(_is_byline, evidence.tree.iter(tag=etree.Element)), 20):
        text = markup.inner_text(element)
        first = text.split("\n", 1)[0].strip()
        if not first or len(text) > 2 * _MAX_NAME:
            continue
        found = _named((first,), evidence)
        if found and all(2 <= len(name.split()) <= 5 for name in found):
            return found
    return ()


def _is_byline(element: etree._Element) -> bool:
    """Asked of every element of a page: one look at its attributes costs a fifth of what an XPath does."""
    said = element.attrib
    if not said:
        return False
    if said.get("itemprop") == "author" or (element.tag == "a" and "author" in said.get("rel", "").split()):
        return True
    return element.tag in _SIGNING and (
        _AUTHOR_BOX.search(said.get("class", "")) is not None or "author" in said.get("id", "")
    )


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]
