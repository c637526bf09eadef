"""Whom does a word refer to that is no verb of saying? «بحسب رويترز», «في بيان للوزارة», «نقلتها الوكالة», «وعلمت "عكاظ"»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warraq.citations import lexicon
from warraq.citations.extents import goes_on
from warraq.citations.mentions import mention
from warraq.citations.sources import HOUSES, Kind, SourceName, canonical
from warraq.citations.text import Mention, Text
from warraq.language import arabic

_AFTER = 7  # words that may belong to a name in a row of names


def referred(text: Text, at: int) -> Iterator[Mention]:
    """Whom a word refers to, tells, or hears from: «بحسب رويترز», «أبلغ رويترز», «نقلتها رويترز», «علمت "عكاظ"»."""
    word = text.words[at].text
    if (cue := _preposition(text, at)) is not None:
        yield from _listing(text, *cue)
    elif word in lexicon.HANDED and not (word in lexicon.DOCUMENTS and _bulletin(text, at)):
        for said in house_at(text, at + 1, press=True):
            yield said
            yield from joined(text, said)
        yield from handed_on(text, at)
    elif word in lexicon.HOLDING:
        yield from filter(None, [behind(text, at + 1)])
    elif word in lexicon.TOLD:
        yield from house_at(text, at + 1)
    elif word in lexicon.HEARD and not (at and text.words[at - 1].text in lexicon.NEGATIONS):
        yield from _heard(text, at + 1)
    elif (
        word in lexicon.DOCUMENTS - lexicon.RULINGS
        and at
        and not text.parted(at)
        and text.words[at - 1].text in _IN
    ):
        yield from (whose for whose in [behind(text, at)] if whose and not _urged(text, at, whose))


_IN = lexicon.folded("في وفي")
_URGING = lexicon.ACTS | lexicon.folded(
    "حث حثت يحث تحث طالب طالبت يطالب تطالب هنأ هنأت شكر شكرت انتقد انتقدت"
)
_UP_TO = 6  # words from an act to «في بيان» and its object


def _urged(text: Text, at: int, whose: Mention) -> bool:
    """«حث الرئيس في بيان الحكومة على …»: the object of an act, not whose statement it is."""
    if whose.onto or whose.first != at + 1:
        return False
    before = (text.words[i].text.removeprefix("و") for i in range(max(0, at - _UP_TO), at))
    return any(word in _URGING for word in before)


def _bulletin(text: Text, at: int) -> bool:
    """«نشرة الأخبار»: folding makes «نشره» of it."""
    return text.original[text.words[at].end - 1] == "ة"


def _heard(text: Text, at: int) -> Iterator[Mention]:
    """«وعلمت "عكاظ" أن»: a house in marks of its own, or one that its name gives away."""
    if at < len(text.words) and (house := marked_house(text, at)) is not None:
        yield house
        return
    yield from (said for said in house_at(text, at) if marked(text, said) or not said.source.short)


def house_at(text: Text, at: int, *, press: bool = False) -> Iterator[Mention]:
    """The paper or agency from word `at` on; with `press` also «وسائل إعلام محلية»."""
    if at >= len(text.words):
        return
    said = mention(text, at)
    if said is None or said.onto not in ("", "ال", "لل") or own_site(text, said):
        return
    if said.source.kind in HOUSES or (press and said.source.kind is Kind.UNNAMED):
        yield said


def _preposition(text: Text, at: int) -> tuple[int, str, str] | None:
    """Where the source may stand after a cue that begins at word `at`, the clitic it must have, and the cue's own first word."""
    word = text.words[at].text
    first = word if word in lexicon.BEFORE else word[1:] if word[:1] in ("و", "ف") else ""
    for rest in lexicon.BEFORE.get(first, ()):
        needs = lexicon.TO if rest and rest[-1] == lexicon.TO else ""
        middle = rest[:-1] if needs else rest
        if tuple(other.text for other in text.words[at + 1 : at + 1 + len(middle)]) == middle:
            return at + 1 + len(middle), needs, first
    return None


def _listing(text: Text, at: int, needs: str, cue: str) -> Iterator[Mention]:
    at = filled(text, at)
    if at >= len(text.words) or (text.ended(at) and ":" not in text.between[at]):
        return
    own = text.words[at].text == needs
    said = mention(text, at) or (mention(text, at + 1) if own and at + 1 < len(text.words) else None)
    if said is None:
        whose = behind(text, at) if not needs or text.words[at].text.startswith(needs) else None
        said = whose or (marked_house(text, at) if own or not needs else None)
    elif (needs and needs not in said.onto and not own) or (not needs and said.onto not in ("", "و")):
        return
    if (
        said is None
        or (cue in lexicon.HOUSES_ONLY and said.source.kind not in HOUSES)
        or own_site(text, said)
    ):
        return
    if cue in lexicon.REACHING and _COPY not in {word.text for word in text.words[at + 1 : said.last + 2]}:
        return  # «وصل لموقع CNN نسخة منه», and not «وصل لموقع الحادث»
    yield said
    yield from joined(text, said)


_COPY = arabic.fold("نسخة")


def behind(text: Text, at: int) -> Mention | None:
    """Whose document it is: «بيان الاتحاد», «تقرير للوزارة», «بيانات من شركة», «دراسة أجرتها جامعة»."""
    if at >= len(text.words):
        return None
    word = text.words[at].text
    page = word in _PAGE and at + 1 < len(text.words) and text.words[at + 1].text == _OFFICIAL
    if word not in lexicon.DOCUMENTS and word[1:] not in lexicon.DOCUMENTS and not page:
        return None
    for then in range(at + 1, min(at + 6, len(text.words))):
        if text.parted(then):
            return None
        word, said = text.words[then].text, mention(text, then)
        if word in lexicon.FROM or word in lexicon.ISSUING:
            after = filled(text, then + 1)
            if after < len(text.words) and not text.parted(after):
                whose = who(text, after) or marked_house(text, after)
                return whose if whose is not None and not own_site(text, whose) else None
            return None
        if said is not None and (said.onto in ("ل", "لل") or (said.onto == "" and then == at + 1)):
            loose = said.source.short and said.source.kind is Kind.MEDIUM and not marked(text, said)
            return None if loose else said  # «نشرة الأخبار»
        if word in lexicon.RELATIVE:
            continue  # «الدراسة التي أجراها معهد»
        if (word in lexicon.STOPS and word not in lexicon.FILLERS) or word in lexicon.VERBS:
            return None
    return None


_PAGE, _OFFICIAL = lexicon.folded("الصفحة الحساب الموقع"), arabic.fold("الرسمية")


def who(text: Text, at: int) -> Mention | None:
    said = mention(text, at)
    return said if said is not None and said.onto == "" else None


def filled(text: Text, at: int) -> int:
    """Past what may stand between a verb and its subject."""
    moved = True
    while moved and at < len(text.words):
        moved = False
        for phrase in lexicon.FILLING.get(text.words[at].text, ()):
            if tuple(word.text for word in text.words[at : at + len(phrase)]) == phrase:
                at, moved = at + len(phrase), True
                break
        else:
            if text.words[at].text in lexicon.FILLERS or text.words[at].text.isdigit():
                at, moved = at + 1, True
    return at


def joined(text: Text, said: Mention, *, listed: bool = False) -> Iterator[Mention]:
    """«وزارتا الصحة والداخلية» is one name; «رويترز وفرانس برس» are two; «كل من المرصد، والمنظمة، والمركز» go on over commas."""
    while True:
        at = said.last
        while (
            listed
            and not text.parted(at)
            and at < said.last + _AFTER
            and text.words[at].text not in lexicon.STOPS
        ):
            at += 1  # what else belongs to a name
        if at >= len(text.words) or (text.parted(at) and not (listed and text.between[at].strip() == "،")):
            return
        other = mention(text, at)
        if (
            other is None
            or goes_on(text.words[at].text)
            or other.onto != "و"
            or (
                (other.source.kind in HOUSES) != (said.source.kind in HOUSES)
                and other.source.kind is not Kind.UNNAMED
            )
            or other.source.short
        ):
            return
        yield other
        said = other


def marked(text: Text, said: Mention) -> bool:
    """In marks of its own, or behind a word that says what it is: «"الوطن"», «صحيفة الوطن»; «الصحيفة» needs neither."""
    word = text.words[said.first].text[len(said.onto) :]
    if (
        word in lexicon.MEDIA_HEADS
        or word in lexicon.SOURCES
        or word[1:] in _THE_MEDIA
        or word[2:] in lexicon.MEDIA_HEADS
    ):
        return True
    return text.marked(said.first, said.last)


_THE_MEDIA = frozenset("ل" + head for head in lexicon.MEDIA_HEADS) | lexicon.MEDIA_HEADS


def marked_house(text: Text, at: int) -> Mention | None:
    """«لـ"عين اليوم"», «نقلت "بولد سكاي"»: a house that no list knows, in quotation marks of its own behind a cue."""
    first = at + 1 if text.words[at].text == lexicon.TO else at
    if first >= len(text.words) or text.between[first].strip() not in _MARKS:
        return None
    last = next(
        (i for i in range(first + 1, min(first + 4, len(text.words)) + 1) if text.between[i].strip()), 0
    )
    if not last or not _MARKS_CLOSE.match(text.between[last]):
        return None
    name = text.original[text.words[first].start : text.words[last - 1].end]
    return Mention(first, last, "", SourceName(canonical(name), Kind.MEDIUM))


_MARKS = frozenset(('"', "«", "“", "”"))
_MARKS_CLOSE = re.compile('["»”“]')


def own_site(text: Text, said: Mention) -> bool:
    """«للموقع الرسمي للنادي», «الجريدة الرسمية», «قناة النادي الرسمية»: a house without a name, and the law gazette."""
    word = text.words[said.first].text
    if said.source.kind not in HOUSES or not word.endswith(lexicon.OWN_HOUSES):
        return False
    return any(text.words[at].text in _OWN for at in range(said.first + 1, said.last))


_OWN = lexicon.folded("الرسمي الرسمية الإلكتروني الإلكترونية")


_TOLD, _TOLD_FAR = 8, 16  # words from «نقلت» to «عن»; over «التي …» behind who hands on


def handed_on(text: Text, at: int) -> Iterator[Mention]:
    """«نقلت الوكالة عن مسؤول»: the second, whose words they are; «نقلت "بولد سكاي"»: a house that no list knows."""
    if at + 1 < len(text.words) and mention(text, at + 1) is None and (house := marked_house(text, at + 1)):
        yield house
    most = _TOLD
    for about in range(at + 1, len(text.words) - 1):
        if text.words[about].text in lexicon.RELATIVE:
            most = _TOLD_FAR
        if text.ended(about) or about >= at + most:
            return
        if text.words[about].text in lexicon.QUOTED_FROM:
            after = filled(text, about + 1)
            said = mention(text, after) if after < len(text.words) else None
            if said is not None and not said.onto:
                yield said
                yield from joined(text, said)
            return
