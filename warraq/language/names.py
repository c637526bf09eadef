"""By which word is a person, or whoever else signs, known in addresses and lists, however the name is spelled?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from warraq.language.arabic import tokens

_LONGEST = 100


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """The folded words of a name joined by dashes, at most 100 characters; "" where it has no letter or digit.

    «أحمد الدُّريني» and «احمد الدرينى» have one key. Two people of one name have one key too: a list by it says whose
    name it is, never who the person is.
    """
    return "-".join(token[0] for token in tokens(name))[:_LONGEST].strip("-")


def keys(names: Iterable[str]) -> tuple[str, ...]:
    """The keys of several names, each once, in order."""
    return tuple(dict.fromkeys(found for name in names if (found := key(name))))
