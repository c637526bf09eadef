"""Which word of the standard language may one be that is written as it is spoken? By rule, on folded words."""

from __future__ import annotations

from collections.abc import Iterator

from warraq.language.lexicon import lexicon
from warraq.language.stemming import knows

# A letter as most dialects say it, and what the standard language writes.
_SAID = (("ت", "ث"), ("د", "ذ"), ("ض", "ظ"), ("ز", "ذ"))
# Before the present: it is so now (Egypt, Levant), it will be so (Egypt).
_NOW = "بحه"
# Before the past: it was done to somebody (اتسرق in Egypt, انسرق in the Levant, the Gulf and Iraq).
_SUFFERED = ("ات", "ان")


def standard(word: str) -> tuple[str, ...]:
    """Words that we know and that a folded one may stand for: وظايف for وظائف, كهربا for كهرباء, تلج for ثلج, هيقول for يقول,
    اتسرق for سرق. None for a word that we know as it stands."""
    if len(word) < 3 or knows(word):
        return ()
    return tuple(dict.fromkeys([*_spoken_verbs(word), *filter(knows, _said(word))]))


def _said(word: str) -> Iterator[str]:
    """The hamza that became ي or went, and the letters that became others, one at a time."""
    yield from (word.replace(said, written) for said, written in (("اي", "اء"), ("يي", "ءي")) if said in word)
    if word[-1] == "ا":
        yield word + "ء"
    for said, written in _SAID:
        for at, letter in enumerate(word):
            if letter == said:
                yield word[:at] + written + word[at + 1 :]


def _spoken_verbs(word: str) -> Iterator[str]:
    known = lexicon()
    if word[0] in _NOW and word[1:] in known.present:
        yield word[1:]
    if word.startswith(_SUFFERED) and len(word) > 4:
        done = word[2:]
        past = known.verbs.get(done) or (done if done in known.words else None)
        if past and len(past) == 3:
            yield past
