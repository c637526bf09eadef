"""Which star ends the beginning of a word? `مدرس*` does; one that frames a word, censors it or stands in it does not."""

from __future__ import annotations

import re

from warraq.language import arabic

_EDGES = ".,،؛;:!؟?…"
_ARTICLES = re.compile("[وف]?(?:[بكل]?ال|لل)")
_SHORTEST = 2


def beginning(text: str) -> str | None:
    """The one word that a star ends; `None` where there is no such star, or one that only frames or censors a word."""
    body = text.rstrip(_EDGES)
    if not body.endswith("*") or body.startswith("*"):
        return None
    words = list(arabic.tokens(body[:-1]))
    whole = len(words) == 1 and words[0].end == len(body) - 1
    return body[words[0].start : -1] if whole else None


def stray(text: str) -> bool:
    words = list(arabic.tokens(text))
    if not words:
        return False
    before, within = text[: words[0].start], text[words[0].start : words[-1].end]
    return "*" in within or ("*" in before and not text.rstrip(_EDGES).endswith("*"))


def too_short(beginning: str) -> bool:
    """Whether next to every article has a word that begins so: one letter, or the article alone."""
    return len(_ARTICLES.sub("", arabic.fold(beginning), count=1)) < _SHORTEST


def alone(text: str) -> bool:
    """Whether there is a star and nothing else."""
    return text.strip(_EDGES) == "*"
