"""By which letter is a name known?"""

from __future__ import annotations

import re
from functools import lru_cache

_ARTICLE = "ال"
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=2048)
def initial(name: str) -> str:
    """The letter that stands for the name: of an Arabic one not its article's; "" of one without a letter."""
    word = next(iter(_WORD.findall(name)), "")
    if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1:
        word = word.removeprefix(_ARTICLE)
    return word[:1].upper()
