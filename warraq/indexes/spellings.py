"""By what is a text known again, and how are its words and authors printed?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from warraq.language import arabic
from warraq.ports.index import IndexEntry

# A text of fewer words says too little for another one to be its copy.
_COPIED_WORDS = 12
_TEXT_BITS = 52  # what a number in an answer of tantivy's holds exactly

# Parts of what `spelled` yields: what it is, the folded words that a prefix is compared with, and how they are printed.
# `ALONE` is a headline word that may be completed alone, behind no other: «طفلة م…» would tell who she is.
WORD, ALONE, NAME, AS = "w", "a", "n", "\x1f"
_MARKS = re.compile(r"[\u0640\u064b-\u065f\u0670\u200c-\u200f]")


def text(surfaces: Sequence[str]) -> int | None:
    """Equal for equal folded words; None for a text too short to be another one's copy."""
    if len(surfaces) < _COPIED_WORDS:
        return None
    digest = hashlib.blake2b(" ".join(surfaces).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> (64 - _TEXT_BITS)


def begun(word: str) -> bool:
    """Whether so much of a folded word is typed that it tells anything: two letters, ال not counted.

    Fewer begin so many words that to look through them takes longer than a reader types.
    """
    return len(word.removeprefix("ال")) >= (1 if word.startswith("ال") else 2)


def spelled(entry: IndexEntry) -> Iterator[str]:
    """Headline words and authors' names as printed, behind the folded words that find them."""
    kind = ALONE if entry.spared else WORD
    for word in arabic.tokens(entry.title):
        printed = _MARKS.sub("", entry.title[word.start : word.end])
        if len(word.text) > 1 and not word.text.isdecimal() and len(printed) <= arabic.MAX_LETTERS:
            yield f"{kind}{word.text}{AS}{printed}"
    for name in entry.authors:
        folded = " ".join(word.text for word in arabic.tokens(name))
        if 1 < len(folded) <= len(name) <= 2 * arabic.MAX_LETTERS:
            yield f"{NAME}{folded}{AS}{' '.join(name.split())}"
