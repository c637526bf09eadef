"""Who is the news attributed to? A cue («قال», «وفقًا لـ», a dateline) and the source it belongs to, with their places.

Named persons are speakers (`quotes`), not sources: «قال باراك» attributes a sentence, «قالت رويترز» the news.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from warraq.citations import lexicon
from warraq.citations.bodies import head_of
from warraq.citations.cues import cued
from warraq.citations.mentions import mention
from warraq.citations.references import in_full
from warraq.citations.sources import HOUSES, Kind, SourceName
from warraq.citations.text import Mention, Text, read

_GLOSSED = 5  # words of a name that a bracket gives another of
_LATELY = 40  # attributions before one that may go back to them
_OPENING = 12  # words in which a dateline stands


@dataclass(frozen=True, slots=True)
class Attribution:
    """`text[start:end]` names the source; `source` is the name it is known under."""

    start: int
    end: int
    source: str
    kind: Kind


def attributions(original: str) -> tuple[Attribution, ...]:
    """Every attribution of a text in its order, none overlapping another. Offsets are of the original text's characters."""
    text = read(original)
    taken: dict[int, Mention] = {}
    words: set[int] = set()
    for said in (*_datelines(text), *_signed(text), *cued(text)):
        if words.isdisjoint(range(said.first, said.last)):
            words.update(range(said.first, said.last))
            taken[said.first] = said
    found: list[tuple[Mention, SourceName]] = []
    for at in sorted(taken):
        if (source := in_full(text, taken[at], found[-_LATELY:])) is not None:
            found.append((taken[at], source))
    return tuple(_attribution(text, said, source) for said, source in found)


def _attribution(text: Text, said: Mention, source: SourceName) -> Attribution:
    start = text.words[said.first].start + _cut(text, said)
    return Attribution(start, text.words[said.last - 1].end, source.name, source.kind)


def _cut(text: Text, said: Mention) -> int:
    word = text.words[said.first]
    glued = said.onto and word.text.startswith(said.onto) and word.end - word.start > len(said.onto) + 1
    return len(said.onto) if glued else 0


_CITIES = frozenset(["صحيفة الرياض"])


# --- datelines and signatures ------------------------------------------------------------------------------------------


def _datelines(text: Text) -> Iterator[Mention]:
    """«القاهرة (رويترز) -», «رويترز - », «/وات/»: among the first words of a text, in brackets or before a dash."""
    for at in range(min(_OPENING, len(text.words))):
        said = mention(text, at)
        if said is None or said.source.kind not in (Kind.AGENCY, Kind.MEDIUM) or said.onto:
            continue
        before, after = text.between[at].strip(), text.between[said.last].strip()
        bracketed = before[-1:] in ("(", "/", "[") and after[:1] in (")", "/", "]", "،", ",", "-", "–")
        leading = (
            all(not text.ended(i) for i in range(1, at))
            and after[:1] in ("-", "–", "—", ":", "/")
            and at <= 3
        )
        city = said.source.name in _CITIES  # «سبق- الرياض:»
        bracketed = bracketed and not _glosses(text, said) and not _what_it_is(text, said)
        if bracketed or (leading and (at == 0 or (not city and (before or not said.source.short)))):
            yield said


def _signed(text: Text) -> Iterator[Mention]:
    """«(أ ف ب)» where a sentence ends, «المصدر: وكالات»; alone on the last line. «هيئة الإذاعة (بي بي سي)» signs nothing."""
    for at in range(len(text.words)):
        before = text.between[at]
        if not (before.endswith("\n") or before.rstrip()[-1:] in ("(", "[", "/")):
            continue
        said = mention(text, at)
        if said is not None and said.source.kind in HOUSES and not said.onto and _alone(text, said):
            yield said


def _alone(text: Text, said: Mention) -> bool:
    before, after = text.between[said.first], text.between[said.last]
    if before.rstrip()[-1:] in ("(", "[", "/"):
        rest = after.lstrip()
        ends = said.last == len(text.words) or "\n" in after or rest[1:].lstrip()[:1] in (".", "؛")
        return (
            rest[:1] in (")", "]", "/") and ends and not _glosses(text, said) and not _what_it_is(text, said)
        )
    return before.endswith("\n") and said.last == len(text.words) and said.source.kind is Kind.AGENCY


def _what_it_is(text: Text, said: Mention) -> bool:
    """«مراسلة لشبكة (سي إن إن)»: a name in brackets behind what it is."""
    if said.first == 0 or "\n" in text.between[said.first]:
        return False
    return head_of(text.words[said.first - 1].text, lexicon.MEDIA_HEADS) is not None


def _glosses(text: Text, said: Mention) -> bool:
    """«وكالة الأنباء السعودية (واس)»: another name of what stands before the bracket."""
    for first in range(max(0, said.first - _GLOSSED), said.first):
        named = mention(text, first)
        if (
            named is not None
            and said.first - 1 <= named.last <= said.first
            and named.source.name == said.source.name
        ):
            return True
    return False
