"""What does a page ask of robots that read it, in its tags and in its headers?

Source: the robots meta tag and X-Robots-Tag as search engines document them; the TDM Reservation Protocol (W3C community
group, 2024), whose reservation is read of a page and of its answer, not of a site's tdmrep.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

AGENT = "warraq"
TDM = "tdm-reservation"
# What is kept with an article; `max-snippet:<letters>` besides.
KEPT = frozenset(["noindex", "noarchive", "nosnippet", "noimageindex", TDM])
_DIRECTIVES = KEPT | {"nofollow"}
_SNIPPET = re.compile(r"max-snippet:(-?[0-9]{1,6})")
_WITH_VALUE = ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after")
_AGENT = re.compile(r"\s*([A-Za-z][A-Za-z0-9_.-]*)\s*:\s*(.*)", re.DOTALL)
_PARTS = re.compile(r"[\s,]+")


def of_metas(metas: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """What the page's tags ask of everyone, and of us by name."""
    said = (value for name in ("robots", AGENT) for value in metas.get(name, ()))
    asked = {one for value in said for one in _directives(value)}
    reserved = any(value.strip() == "1" for value in metas.get(TDM, ()))
    return frozenset(asked | ({TDM} if reserved else set()))


def of_headers(headers: Iterable[tuple[str, str]]) -> frozenset[str]:
    """What the answer's headers ask (names in lower case): of everyone, or of us by name; another robot's are its own."""
    asked: set[str] = set()
    for name, value in headers:
        if name == "x-robots-tag":
            asked.update(_of_header(value))
        elif name == TDM and value.strip() == "1":
            asked.add(TDM)
    return frozenset(asked)


def kept(*asked: Iterable[str]) -> tuple[str, ...]:
    """What is remembered of all that was asked, in order."""
    every = {one for some in asked for one in some}
    return tuple(sorted(one for one in every if one in KEPT or _SNIPPET.fullmatch(one)))


def _of_header(value: str) -> Iterator[str]:
    agent = _AGENT.fullmatch(value)
    if agent and agent[1].lower() not in _WITH_VALUE:
        if agent[1].lower() != AGENT:
            return
        value = agent[2]
    yield from _directives(value)


def _directives(value: str) -> Iterator[str]:
    for word in _PARTS.split(re.sub(r"\s*:\s*", ":", value.lower())):
        if word == "none":
            yield from ("noindex", "nofollow")
        elif word in _DIRECTIVES:
            yield word
        elif (found := _SNIPPET.fullmatch(word)) and int(found[1]) >= 0:
            yield "nosnippet" if int(found[1]) == 0 else f"max-snippet:{int(found[1])}"
