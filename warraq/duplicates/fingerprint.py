"""Are these the same words? A mark that stays equal under everything but a change of words."""

from __future__ import annotations

import hashlib
import re

from warraq.language.arabic import fold

_WORD = re.compile(r"[^\W\d_]+|\d+")  # papers print `23ديسمبر` and `23 ديسمبر`


def of(title: str, body: str) -> str:
    """32 hexadecimal digits of the folded words in order; the title's apart from the body's.

    Spelling variants, vowel signs, tatweel, digits' rows, punctuation, quotes and white space make no difference.
    It is stored with every version: a change of the fold makes every article look edited, so it needs a migration.
    """
    mark = hashlib.blake2b(digest_size=16)
    mark.update(_words(title))
    mark.update(b"\x1e")
    mark.update(_words(body))
    return mark.hexdigest()


def _words(text: str) -> bytes:
    return " ".join(_WORD.findall(fold(text))).encode("utf-8", "surrogatepass")
