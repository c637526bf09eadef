"""Which words tell that somebody is quoted, and who is it? Verbs of saying with their subjects, words that refer, and to whom it was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from warraq.citations import lexicon
from warraq.citations.mentions import Mention, Text, mention
from warraq.citations.sources import HOUSES, Kind, SourceName, canonical

_REACH = 25  # words from a verb of saying to the paper or agency that it was said to, in its clause
_NEAR = 8  # words from «مقابلة» to the house that it was given to
_CLOSE, _FAR = 3, 8  # words from a subject to the «أن» or «على» that makes its verb one of saying
_AFTER = 7  # words of a source that stands before its verb


def cued(text: Text) -> Iterator[Mention]:
    """Whoever is named by a cue, in no order; the same place may come twice."""
    saying = talking = -_REACH  # the last verb of saying in this clause, the last word like «مقابلة»
    linked = False  # «رابط الخبر بصحيفة …»: a link and its headline
    for at, word in enumerate(text.words):
        linked = (linked and "\n" not in text.between[at]) or (word.text == lexicon.LINK and _links(text, at))
        if linked:
            continue
        if at and text.ended(at) or word.text in lexicon.THAT:
            saying = talking = -_REACH
        since = at - max(saying, talking)
        if since <= _REACH and _addressed(word.text):
            yield from _beside(text, at, near=since <= _NEAR)
        if at - talking <= _NEAR and at > talking + 1 and text.words[at - 1].text in lexicon.ON_AIR:
            yield from _house(text, at)
        talking = at if word.text in lexicon.TALKS else talking
        yield from _referred(text, at)
        verb = _verb(word.text)
        if verb is None or verb in lexicon.ACTS or (at and _unsaid(text, at, verb)):
            continue
        saying = at
        yield from _subject(text, at, verb)
        if verb in lexicon.HANDING_ON:
            yield from _handed_on(text, at)


def _addressed(word: str) -> bool:
    """May this word name whom it was said to, or who speaks for somebody? Nearly none does: asked before anything dear."""
    return (
        word[:1] == lexicon.TO or word[:2] == "ول" or word.removeprefix("و").removeprefix("ال") in _SPEAKING
    )


_SPEAKING = lexicon.SPOKEN_FOR | lexicon.REPORTERS


def _unsaid(text: Text, at: int, verb: str) -> bool:
    """«لم تعلن», «إذا نشرت», «من المقرر أن تعلن»."""
    before = text.words[at - 1].text
    if text.parted(at):
        return False
    return before in lexicon.NEGATIONS or (
        before == lexicon.TO_DO and verb[:1] in ("ت", "ي") and verb in lexicon.PRESENT
    )


def _links(text: Text, at: int) -> bool:
    return at + 1 < len(text.words) and text.words[at + 1].text in lexicon.LINKED


@lru_cache(maxsize=50_000)
def _verb(word: str) -> str | None:
    """The verb of saying in a word, without «و» or «ف» before it and the pronoun of «ما ذكرته», «أعلنها»."""
    for clitic in ("", "و", "ف"):
        if not word.startswith(clitic):
            continue
        rest = word[len(clitic) :]
        if rest in lexicon.VERBS:
            return rest
        for pronoun in ("ها", "ه"):
            bare = rest.removesuffix(pronoun)
            if bare != rest and len(bare) > 2 and bare in lexicon.VERBS:
                return bare
    return None


def _subject(text: Text, at: int, verb: str) -> Iterator[Mention]:
    """Who follows the verb, or stands right before it: «أفاد المرصد», «رويترز ذكرت», «ذكر تقرير للوزارة»."""
    after = _filled(text, at + 1)
    if after < len(text.words) and not _breaks(text, at + 1, after):
        said = _who(text, after) or _behind(text, after)
        if (
            said is not None
            and not _own_site(text, said)
            and _speaks(text, at, verb, said)
            and _follows(text, said, verb)
        ):
            yield said
            yield from _joined(text, said, listed=_each(text, after))
            return
    if (said := _before(text, at)) is not None and _said_by(text, at, verb, said):
        yield said


def _said_by(text: Text, at: int, verb: str, said: Mention) -> bool:
    if verb in lexicon.PUBLISHING and said.source.kind in HOUSES:
        return True
    return (verb not in lexicon.WEAK and verb not in lexicon.NEEDING) or _that_follows(text, at)


def _that_follows(text: Text, at: int) -> bool:
    """«وكان البنك أقر في آذار بأن»: «أن» behind a verb, in its clause."""
    for then in range(at + 1, min(len(text.words), at + _FAR)):
        if text.ended(then):
            return False
        if text.words[then].text in lexicon.THAT:
            return True
    return False


def _who(text: Text, at: int) -> Mention | None:
    said = mention(text, at)
    return said if said is not None and said.onto == "" else None


def _speaks(text: Text, at: int, verb: str, said: Mention) -> bool:
    """Not an object («أبلغ السلطات»: a masculine verb right before a feminine word), nor a name that means somebody else there."""
    word = text.words[said.first].text
    feminine = said.first == at + 1 and word.endswith(_FEMININE) and said.source.kind is Kind.INSTITUTION
    if feminine and not verb.startswith("ت") and not verb.endswith(("ت", "تا", "ن")):
        return False
    return not said.source.short or said.source.kind is not Kind.MEDIUM or _marked(text, said)


_FEMININE = ("ه", "ات")  # as folded


def _marked(text: Text, said: Mention) -> bool:
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


def _follows(text: Text, said: Mention, verb: str) -> bool:
    """Where a verb says as often as it judges or acts, «أن» («على») behind its subject tells."""
    if verb in lexicon.PUBLISHING and said.source.kind in HOUSES:
        return True
    if verb in lexicon.CARRYING and said.source.kind not in HOUSES:
        return False
    if verb in lexicon.WEAK:
        needed = lexicon.THAT
    elif (needed := lexicon.NEEDING.get(verb, frozenset())) == frozenset():
        return True
    # «شدد المصدر، في الوقت نفسه، على أن»; «وسائل الإعلام الإيرانية أن»
    far = needed is lexicon.ON or (said.last < len(text.words) and text.between[said.last].strip() == "،")
    for at in range(said.last, min(len(text.words), said.last + (_FAR if far else _CLOSE))):
        if text.ended(at) or (text.parted(at) and not far):
            return False
        if text.words[at].text in needed:
            return True
        if text.words[at].text in lexicon.FROM and at == said.last and not text.parted(at):
            return False  # «شددت القوات من إجراءاتها»
    return False


def _before(text: Text, at: int) -> Mention | None:
    """«وكانت الوزارة أعلنت», «رويترز ذكرت»: the subject right before its verb, at the head of its clause."""
    last = at
    while last > 1 and text.words[last - 1].text in lexicon.ALREADY:
        last -= 1
    for first in range(max(0, last - _AFTER), last):
        said = mention(text, first)
        if said is None or said.onto not in ("", "و") or not _reaches(text, said.last, last):
            continue
        been = first > 0 and text.words[first - 1].text in lexicon.HEADING
        if text.parted(at) and not (been and text.marked(first, said.last)):
            continue
        heading = first == 0 or text.ended(first) or been
        if said.source.short and not (been and (text.marked(first, said.last) or _the(text, first))):
            continue
        if said.source.kind is Kind.AGENCY or heading:
            return said
    return None


def _the(text: Text, at: int) -> bool:
    """«أن الصحيفة تشير»: a head word with its article, that goes back to somebody."""
    word = text.words[at].text
    return word.startswith("ال") and word[2:] in lexicon.HEADS


def _reaches(text: Text, at: int, last: int) -> bool:
    """Only words that describe the name stand between: «وكالة تاس الروسية للأنباء قد ذكرت»."""
    if at > last:
        return False
    return last - at <= 1 or all(text.words[i].text.startswith(("ال", "لل")) for i in range(at, last))


def _filled(text: Text, at: int) -> int:
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


def _breaks(text: Text, first: int, last: int) -> bool:
    return any(text.ended(at) for at in range(first, last + 1))


def _each(text: Text, at: int) -> bool:
    return at >= 2 and (text.words[at - 2].text, text.words[at - 1].text) == lexicon.EACH


def _joined(text: Text, said: Mention, *, listed: bool = False) -> Iterator[Mention]:
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
            or other.onto != "و"
            or (other.source.kind in HOUSES) != (said.source.kind in HOUSES)
            or other.source.short
        ):
            return
        yield other
        said = other


def _beside(text: Text, at: int, *, near: bool) -> Iterator[Mention]:
    """Soon after a verb of saying: to which house it was said («قال مصدران لـ"رويترز"»), for whom somebody named speaks («قال
    فلان، المتحدث باسم الوزارة») or reports («مراسل رويترز»). Houses that no list knows only `near` the verb."""
    said = mention(text, at)
    if said is None:
        if near and text.words[at].text == lexicon.TO and (house := _marked_house(text, at)) is not None:
            yield house
        return
    head = text.words[said.first].text[len(said.onto) :].removeprefix("ال")
    if head in _SPEAKING:
        if said.source.kind is not Kind.UNNAMED and said.last > said.first + 1:
            yield said
        return
    if said.onto not in ("ل", "ول", "لل") or said.source.kind not in HOUSES or _own_site(text, said):
        return
    if at and text.words[at - 1].text in lexicon.OFFICES:
        return  # «الرئيس التنفيذي لشبكة …»
    if not said.source.short or said.source.kind is Kind.AGENCY or _marked(text, said):
        yield said


def _own_site(text: Text, said: Mention) -> bool:
    """«للموقع الرسمي للنادي», «الجريدة الرسمية», «قناة النادي الرسمية»: a house without a name, and the law gazette."""
    word = text.words[said.first].text
    if said.source.kind not in HOUSES or not word.endswith(lexicon.OWN_HOUSES):
        return False
    return any(text.words[at].text in _OWN for at in range(said.first + 1, said.last))


_OWN = lexicon.folded("الرسمي الرسمية الإلكتروني الإلكترونية")


def _marked_house(text: Text, at: int) -> Mention | None:
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


def _referred(text: Text, at: int) -> Iterator[Mention]:
    """Whom a word refers to, tells, or hears from: «بحسب رويترز», «أبلغ رويترز», «نقلتها رويترز», «علمت "عكاظ"»."""
    word = text.words[at].text
    if (cue := _preposition(text, at)) is not None:
        yield from _listing(text, *cue)
    elif word in lexicon.HANDED:
        yield from _house(text, at + 1, press=True)
        yield from _handed_on(text, at)
    elif word in lexicon.TOLD:
        yield from _house(text, at + 1)
    elif word in lexicon.HEARD and not (at and text.words[at - 1].text in lexicon.NEGATIONS):
        yield from _heard(text, at + 1)
    elif word in lexicon.DOCUMENTS and at and not text.parted(at) and text.words[at - 1].text in _IN:
        if (said := _behind(text, at)) is not None:
            yield said


_IN = lexicon.folded("في وفي")


def _house(text: Text, at: int, *, press: bool = False) -> Iterator[Mention]:
    """The paper or agency from word `at` on; with `press` also «وسائل إعلام محلية»."""
    if at >= len(text.words):
        return
    said = mention(text, at)
    if said is None or said.onto not in ("", "ال", "لل") or _own_site(text, said):
        return
    if said.source.kind in HOUSES or (press and said.source.kind is Kind.UNNAMED):
        yield said


def _heard(text: Text, at: int) -> Iterator[Mention]:
    """«وعلمت "عكاظ" أن»: a house in marks of its own, or one that its name gives away."""
    if at < len(text.words) and (house := _marked_house(text, at)) is not None:
        yield house
        return
    yield from (said for said in _house(text, at) if _marked(text, said) or not said.source.short)


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
    at = _filled(text, at)
    if at >= len(text.words) or (text.ended(at) and ":" not in text.between[at]):
        return
    own = text.words[at].text == needs
    said = mention(text, at) or (mention(text, at + 1) if own and at + 1 < len(text.words) else None)
    if said is None:
        behind = _behind(text, at) if not needs or text.words[at].text.startswith(needs) else None
        said = behind or (_marked_house(text, at) if own or not needs else None)
    elif (needs and needs not in said.onto and not own) or (not needs and said.onto not in ("", "و")):
        return
    if (
        said is None
        or (cue in lexicon.HOUSES_ONLY and said.source.kind not in HOUSES)
        or _own_site(text, said)
    ):
        return
    yield said
    yield from _joined(text, said)


def _behind(text: Text, at: int) -> Mention | None:
    """Whose document it is: «بيان الاتحاد», «تقرير للوزارة», «بيانات من شركة», «دراسة أجرتها جامعة»."""
    if at >= len(text.words):
        return None
    if (word := text.words[at].text) not in lexicon.DOCUMENTS and word[1:] not in lexicon.DOCUMENTS:
        return None
    for then in range(at + 1, min(at + 6, len(text.words))):
        if text.parted(then):
            return None
        word, said = text.words[then].text, mention(text, then)
        if word in lexicon.FROM or word in lexicon.ISSUING:
            after = _filled(text, then + 1)
            if after < len(text.words) and not text.parted(after):
                whose = _who(text, after) or _marked_house(text, after)
                return whose if whose is not None and not _own_site(text, whose) else None
            return None
        if said is not None and (said.onto in ("ل", "لل") or (said.onto == "" and then == at + 1)):
            return said
        if (word in lexicon.STOPS and word not in lexicon.FILLERS) or word in lexicon.VERBS:
            return None
    return None


def _handed_on(text: Text, at: int) -> Iterator[Mention]:
    """«نقلت الوكالة عن مسؤول»: the second, whose words they are; «نقلت "بولد سكاي"»: a house that no list knows."""
    if at + 1 < len(text.words) and mention(text, at + 1) is None and (house := _marked_house(text, at + 1)):
        yield house
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
