"""Which letters stand in a row in every word of a stem? So that a text is passed over without stemming its words.

What `stemming` takes off stands before or behind: the stem is a part of the word, or a form that a list knows is.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache

from warraq.language.lexicon import lexicon


@lru_cache(maxsize=4096)
def traces(stem: str) -> tuple[str, ...]:
    """Runs of letters one of which is part of each folded word that `stemming.stem` gives this stem; of Arabic, and of
    numbers. Other words hold them too."""
    found = [stem]
    for form in sorted((stem, *_forms().get(stem, ())), key=len):
        # before a possessive ة is ت: مدرستهم
        for one in (form, f"{form[:-1]}ت") if form[-1:] == "ه" else (form,):
            if not any(shorter in one for shorter in found):
                found.append(one)
    return tuple(found)


@cache
def _forms() -> dict[str, list[str]]:
    """What the lists know as forms of each stem and do not spell with it: broken plurals, weak verbs."""
    known = lexicon()
    forms: dict[str, list[str]] = defaultdict(list)
    for listed in (known.forms, known.verbs):
        for form, stem in listed.items():
            if stem not in form:
                forms[stem].append(form)
    return dict(forms)


def forget() -> None:
    """What the lists know has changed."""
    traces.cache_clear()
    _forms.cache_clear()
