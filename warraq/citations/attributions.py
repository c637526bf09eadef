"""Who is the news attributed to? A cue («قال», «وفقًا لـ», a dateline) and the source it belongs to, with their places.

Named persons are speakers (`quotes`), not sources: «قال باراك» attributes a sentence, «قالت رويترز» the news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from warraq.citations import lexicon
from warraq.citations.mentions import Mention, Text, mention, read
from warraq.citations.sources import Kind, SourceName
from warraq.language import arabic

_REACH = 12  # words from a verb of saying to the paper or agency that it was said to
_AFTER = 5  # words of a source that stands before its verb
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
    found: dict[int, Mention] = {}
    for said in (*_datelines(text), *_signed(text), *_cued(text)):
        if not any(said.first < other.last and other.first < said.last for other in found.values()):
            found[said.first] = said
    return tuple(_attribution(text, found[at]) for at in sorted(found))


def _attribution(text: Text, said: Mention) -> Attribution:
    source = _in_full(text, said)
    start = text.words[said.first].start + _cut(text, said)
    return Attribution(start, text.words[said.last - 1].end, source.name, source.kind)


def _in_full(text: Text, said: Mention) -> SourceName:
    """«المرصد» is the observatory that was named in full last before it, «الوزارة» the ministry."""
    source = said.source
    head = arabic.fold(source.name)
    if " " in source.name or source.kind not in (Kind.INSTITUTION, Kind.MEDIUM) or not head.startswith("ال"):
        return source
    bare = head.removeprefix("ال")
    for at in range(said.first - 1, -1, -1):
        if bare in text.words[at].text and (named := mention(text, at)) is not None:
            first = arabic.fold(named.source.name.split()[0]).removeprefix("ال")
            if first == bare and " " in named.source.name and named.source.kind is source.kind:
                return named.source
    return source


def _cut(text: Text, said: Mention) -> int:
    word = text.words[said.first]
    glued = said.onto and word.text.startswith(said.onto) and word.end - word.start > len(said.onto) + 1
    return len(said.onto) if glued else 0


# --- datelines and signatures ------------------------------------------------------------------------------------------

_BRACKETED = re.compile(r"[(/\[]\s*([^()/\[\]\n]{2,40}?)\s*[)/\]]")


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
        if bracketed or (leading and (at == 0 or before or not said.source.short)):
            yield said


def _signed(text: Text) -> Iterator[Mention]:
    """«(أ ف ب)», «/انتهى/ وات», «المصدر: وكالات»: alone in brackets anywhere, alone on the last line."""
    at = 0
    while at < len(text.words):
        said = (
            mention(text, at)
            if text.between[at].strip()[-1:] in ("(", "[", "/") or text.between[at].endswith("\n")
            else None
        )
        if (
            said is not None
            and said.source.kind in (Kind.AGENCY, Kind.MEDIUM)
            and not said.onto
            and _alone(text, said)
        ):
            yield said
        at += 1


def _alone(text: Text, said: Mention) -> bool:
    before, after = text.between[said.first], text.between[said.last]
    if before.strip()[-1:] in ("(", "[", "/"):
        return after.strip()[:1] in (")", "]", "/", "-", "،", ",")
    return before.endswith("\n") and said.last == len(text.words) and said.source.kind is Kind.AGENCY


# --- cues --------------------------------------------------------------------------------------------------------------


def _cued(text: Text) -> Iterator[Mention]:
    saying = -_REACH  # the last verb of saying in this sentence
    for at, word in enumerate(text.words):
        if text.ended(at) and at:
            saying = -_REACH
        if (said := _to(text, at, near=at - saying <= _REACH)) is not None:
            yield said
        if (cue := _preposition(text, at)) is not None:
            yield from _listing(text, cue)
        verb = _verb(word.text, what=at > 0 and text.words[at - 1].text in lexicon.WHAT)
        if verb is None:
            continue
        if at and text.words[at - 1].text in lexicon.NEGATIONS and not text.parted(at):
            continue
        saying = at
        yield from _subject(text, at, weak=verb in lexicon.WEAK)
        if verb in lexicon.HANDING_ON:
            yield from _handed_on(text, at)


def _verb(word: str, *, what: bool) -> str | None:
    """The verb of saying in a word, «و» or «ف» before it; with the pronoun of «ما ذكرته» where `what` stands before."""
    for clitic in ("", "و", "ف"):
        if not word.startswith(clitic):
            continue
        rest = word[len(clitic) :]
        if rest in lexicon.VERBS:
            return rest
        if what and (bare := rest.removesuffix("ها").removesuffix("ه")) != rest and bare in lexicon.VERBS:
            return bare
    return None


def _subject(text: Text, at: int, *, weak: bool) -> Iterator[Mention]:
    """Who follows the verb, or stands right before it: «أفاد المرصد», «رويترز ذكرت»."""
    after = _filled(text, at + 1)
    if after < len(text.words) and not _breaks(text, at + 1, after):
        said = mention(text, after)
        if (
            said is not None
            and said.onto in ("", "ل")
            and not (said.onto and said.source.kind is Kind.INSTITUTION)
        ) and (not weak or (said.last < len(text.words) and text.words[said.last].text in lexicon.THAT)):
            yield said
            yield from _joined(text, said)
            return
    if not weak and (said := _before(text, at)) is not None:
        yield said


def _before(text: Text, at: int) -> Mention | None:
    """«وكانت الوزارة أعلنت», «رويترز ذكرت»: the subject right before its verb, at the head of its clause."""
    last = at - 1 if text.words[at - 1].text in lexicon.ALREADY else at
    for first in range(max(0, last - _AFTER), last):
        said = mention(text, first)
        if said is None or said.onto not in ("", "و") or not last - 1 <= said.last <= last or text.parted(at):
            continue
        heading = first == 0 or text.ended(first) or text.words[first - 1].text in lexicon.BEEN
        if said.source.short or (said.source.kind is not Kind.AGENCY and not heading):
            continue
        return said
    return None


def _filled(text: Text, at: int) -> int:
    """Past what may stand between a verb and its subject."""
    moved = True
    while moved and at < len(text.words):
        moved = False
        for phrase in lexicon.FILLING_PHRASES:
            if tuple(word.text for word in text.words[at : at + len(phrase)]) == phrase:
                at, moved = at + len(phrase), True
                break
        else:
            if text.words[at].text in lexicon.FILLERS:
                at, moved = at + 1, True
    return at


def _breaks(text: Text, first: int, last: int) -> bool:
    return any(text.ended(at) for at in range(first, last + 1))


def _joined(text: Text, said: Mention) -> Iterator[Mention]:
    """«وزارتا الصحة والداخلية» is one name; «رويترز وفرانس برس» are two."""
    if said.last < len(text.words) and not text.parted(said.last):
        other = mention(text, said.last)
        if (
            other is not None
            and other.onto == "و"
            and other.source.kind is said.source.kind
            and not other.source.short
        ):
            yield other


def _to(text: Text, at: int, *, near: bool) -> Mention | None:
    """«قال مصدران لـ"رويترز"»: a paper or an agency to which it was said, soon after a verb of saying."""
    if not near:
        return None
    said = mention(text, at)
    if said is None or said.onto not in ("ل", "ول") or said.source.kind not in (Kind.AGENCY, Kind.MEDIUM):
        return None
    if said.source.short and text.between[said.first].strip()[-1:] not in ("«", '"', "“", "("):
        return None
    return said


def _preposition(text: Text, at: int) -> tuple[int, str] | None:
    """Where the source may stand after a cue that begins at word `at`, and the clitic it must have."""
    first = text.words[at].text
    for row in lexicon.BEFORE:
        if first != row[0] and first not in ("و" + row[0], "ف" + row[0]):
            continue
        rest = row[1:]
        needs = rest[-1] if rest and rest[-1] == lexicon.TO else ""
        middle = rest[:-1] if needs else rest
        if tuple(word.text for word in text.words[at + 1 : at + 1 + len(middle)]) == middle:
            return at + 1 + len(middle), needs
    return None


def _listing(text: Text, cue: tuple[int, str]) -> Iterator[Mention]:
    at, needs = cue
    at = _filled(text, at)
    if at >= len(text.words) or (text.ended(at) and ":" not in text.between[at]):
        return
    said = mention(text, at)
    if said is None and text.words[at].text == needs and at + 1 < len(text.words):
        said = mention(text, at + 1)
    if said is None or (needs and needs not in said.onto and text.words[at].text != needs):
        return
    if not needs and said.onto not in ("", "و"):
        return
    yield said
    yield from _joined(text, said)


def _handed_on(text: Text, at: int) -> Iterator[Mention]:
    """«نقلت الوكالة عن مسؤول»: the second, whose words they are."""
    for about in range(at + 1, min(len(text.words) - 1, at + 8)):
        if text.ended(about):
            return
        if text.words[about].text in lexicon.QUOTED_FROM:
            after = _filled(text, about + 1)
            said = mention(text, after) if after < len(text.words) else None
            if said is not None and not said.onto:
                yield said
                yield from _joined(text, said)
            return
