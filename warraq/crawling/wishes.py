"""What do a site's robots.txt and tdmrep.json ask for all its pages, and for this one?

A wish is a word as pages' own wishes are (`extraction.robots`): `search=no`, `ai-input=no`, `ai-train=no`, `tdm-reservation`.
A yes is remembered and grants nothing: whoever says nothing reserves nothing.
Source: contentsignals.org (Content-Signal in robots.txt); the TDM Reservation Protocol (W3C community group, 2024).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import orjson

from warraq.crawling import urls
from warraq.press import Reservation, SiteWishes

SIGNALS = ("search", "ai-input", "ai-train")
TDM = "tdm-reservation"
ADDRESS = "/.well-known/tdmrep.json"

_MOST_RULES = 500
_LONGEST = 500
_EVERYWHERE = frozenset(["", "/", "/*", "*"])
_SIGNAL = re.compile(r"([a-z][a-z-]{0,30})[ \t]*=[ \t]*(yes|no)", re.ASCII)


def signals(lines: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What Content-Signal lines say of the three uses that are defined, in order. Said twice differently, it is a no.

    A line that is for some paths alone (`/x search=no`) says nothing of the whole site and is left out.
    """
    said: dict[str, str] = {}
    for line in lines:
        if line.lstrip().startswith("/"):
            continue
        for part in line.lower().split(","):
            found = _SIGNAL.fullmatch(part.strip())
            if found and found[1] in SIGNALS and said.get(found[1]) != "no":
                said[found[1]] = found[2]
    return tuple(sorted(said.items()))


def rules(body: bytes) -> tuple[Reservation, ...] | None:
    """The rules of a tdmrep.json in its order; `None` where it is none (no JSON, no list). A rule without a location or a
    reservation is no rule."""
    try:
        read = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None
    if not isinstance(read, list):
        return None
    made = (_rule(one) for one in read[:_MOST_RULES] if isinstance(one, dict))
    return tuple(rule for rule in made if rule is not None)


def of_site(wishes: SiteWishes) -> tuple[str, ...]:
    """What it asks for every page."""
    asked = [f"{name}=no" for name, value in wishes.signals if value == "no"]
    whole = any(rule.reserved and rule.location in _EVERYWHERE for rule in wishes.rules)
    return tuple(sorted([*asked, *([TDM] if whole else [])]))


def for_some(wishes: SiteWishes) -> bool:
    """Whether it reserves some of its pages by a rule of their own."""
    return any(rule.reserved and rule.location not in _EVERYWHERE for rule in wishes.rules)


def of_page(wishes: SiteWishes, url: str) -> tuple[str, ...]:
    """What its tdmrep.json reserves for this page by a rule that is not for all.

    Of several rules the one with the longest location counts, as in robots.txt; of two as long the reservation.
    """
    parts = urlsplit(urls.clean(url) or "")
    if urls.site(url) != urls.site(f"https://{wishes.host}/"):
        return ()
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    fit = [
        rule for rule in wishes.rules if rule.location not in _EVERYWHERE and _matches(rule.location, path)
    ]
    best = max(fit, key=lambda rule: (len(rule.location), rule.reserved), default=None)
    return (TDM,) if best is not None and best.reserved else ()


def _rule(said: dict[str, object]) -> Reservation | None:
    location, reserved, policy = said.get("location"), said.get(TDM), said.get("tdm-policy")
    if not isinstance(location, str) or len(location) > _LONGEST or reserved not in (0, 1, "0", "1"):
        return None
    terms = urls.clean(policy) if isinstance(policy, str) and len(policy) <= _LONGEST else None
    return Reservation(location.strip(), reserved in (1, "1"), terms)


def _matches(location: str, path: str) -> bool:
    """In time that grows with the two lengths alone, whatever stands in the pattern."""
    anchored = location.endswith("$")
    first, *rest = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not anchored or path == first
    at = len(first)
    for piece in rest[:-1] if anchored else rest:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not anchored or (path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at)
