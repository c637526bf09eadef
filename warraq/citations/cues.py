"""Which words tell that somebody is quoted, and who is it? Verbs of saying with their subjects, and to whom it was said."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from warraq.citations import lexicon
from warraq.citations.mentions import mention
from warraq.citations.referring import (
    behind,
    filled,
    handed_on,
    house_at,
    joined,
    marked,
    marked_house,
    own_site,
    referred,
    who,
)
from warraq.citations.sources import HOUSES, Kind, canonical
from warraq.citations.text import Mention, Text

_REACH = 15  # words from a verb of saying to the paper or agency that it was said to, in its clause
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
        if (at and text.ended(at)) or word.text in lexicon.THAT:
            saying = talking = -_REACH
        since = at - max(saying, talking)
        if since <= _REACH and _addressed(word.text):
            yield from _beside(text, at, near=since <= _NEAR)
        if at - talking <= _NEAR and at > talking + 1 and text.words[at - 1].text in lexicon.ON_AIR:
            yield from house_at(text, at)
        talking = at if word.text in lexicon.TALKS else talking
        for said in referred(text, at):
            saying = at if said.source.kind is Kind.UNNAMED else saying  # «بحسب مصدر لرويترز»
            yield said
        verb = (None if _a_noun(text, at) else _verb(word.text)) or _showed(text, at)
        if (
            verb is None
            or verb in lexicon.ACTS
            or (at and (_unsaid(text, at, verb) or _no_verb(text, at, verb)))
        ):
            continue
        saying = at
        yield from _subject(text, at, verb)
        if verb in lexicon.HANDING_ON:
            yield from handed_on(text, at)


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


def _no_verb(text: Text, at: int, verb: str) -> bool:
    """A noun behind a preposition («قبل نشر التقرير»), or an act with its object («هدنة أعلنتها الحكومة»)."""
    if text.parted(at):
        return False
    word = text.words[at].text
    if word in lexicon.NOUNS:
        return text.words[at - 1].text in lexicon.BEFORE_NOUNS
    onto = word.endswith(_OBJECT) and word.removeprefix("و") != verb
    if verb in lexicon.JUDGING:
        return onto  # «تصريحاته التي اعتبرها النادي …»
    onto = onto or (at + 1 < len(text.words) and text.words[at + 1].text in _OF_IT)  # «طلب أعلن عنه المعهد»
    if verb not in lexicon.ANNOUNCING or not onto:
        return False
    before = {other.text.removeprefix("ال") for other in text.words[max(0, at - _CLOSE) : at]}
    return before.isdisjoint(lexicon.TOLD_OF | lexicon.DOCUMENTS)


_OF_IT = lexicon.folded("عنه عنها")
_OBJECT = ("ها", "ه")


def _showed(text: Text, at: int) -> str | None:
    """«وبين المتحدث»: before a spokesman «بين» is a verb."""
    if text.words[at].text not in lexicon.SHOWED or at + 1 >= len(text.words):
        return None
    if _DOUBLED in text.original[text.words[at].start : text.words[at].end]:
        return lexicon.SAID  # «بيّن»
    who_is = text.words[at + 1].text.removeprefix("ال")
    if who_is in lexicon.SPOKEN_FOR:
        return lexicon.SAID
    told = at + 2 < len(text.words) and text.words[at + 2].text in lexicon.THAT
    if text.ended(at) and text.words[at].text[:1] == "و" and (said := who(text, at + 1)) is not None:
        told_by = said.last < len(text.words) and text.words[said.last].text in lexicon.THAT
        return lexicon.SAID if told_by and said.source.kind is not Kind.MEDIUM else None  # «وبين البنك أن»
    return lexicon.SAID if told and who_is in lexicon.SOURCES else None


_DOUBLED = "\u0651"


def _links(text: Text, at: int) -> bool:
    return at + 1 < len(text.words) and text.words[at + 1].text in lexicon.LINKED


def _a_noun(text: Text, at: int) -> bool:
    """«نسبة»، «نشرة»، «طمأنة»: folding makes a pronoun of their ending."""
    word = text.words[at]
    return word.text.endswith("ه") and text.original[word.end - 1] == "ة"


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
    after = filled(text, at + 1)
    if after < len(text.words) and not _breaks(text, at + 1, after):
        said = who(text, after) or behind(text, after)
        if (
            said is not None
            and not own_site(text, said)
            and _speaks(text, at, verb, said)
            and _follows(text, said, verb)
        ):
            yield said
            yield from joined(text, said, listed=_each(text, after))
            if verb in lexicon.TOLD and said.last < len(text.words):
                yield from house_at(text, said.last)  # «أبلغ مصدر أمني وكالة رويترز»
            return
    if (said := _before(text, at)) is not None and _said_by(text, at, verb, said):
        yield said


def _them(word: str) -> bool:
    """«المسؤولين»: not the case of a subject."""
    return word.startswith("ال") and word.endswith("ين")


def _said_by(text: Text, at: int, verb: str, said: Mention) -> bool:
    if verb in lexicon.PUBLISHING and said.source.kind in HOUSES:
        return True
    if verb in lexicon.CARRIED and said.source.kind is Kind.INSTITUTION:
        return _in_clause(text, at + 1, lexicon.THAT | lexicon.QUOTED_FROM)
    if verb in lexicon.WEAK and _them(text.words[said.first].text):
        return False  # «يقال إن المسؤولين يعتقدون أن»: somebody else says so
    return (verb not in lexicon.WEAK and verb not in lexicon.NEEDING) or _that_follows(text, at)


def _that_follows(text: Text, at: int) -> bool:
    """«وكان البنك أقر في آذار بأن»: «أن» behind a verb, in its clause."""
    return _in_clause(text, at + 1, lexicon.THAT)


def _in_clause(text: Text, at: int, words: frozenset[str]) -> bool:
    for then in range(at, min(len(text.words), at + _FAR)):
        if text.ended(then):
            return False
        if text.words[then].text in words:
            return True
    return False


def _speaks(text: Text, at: int, verb: str, said: Mention) -> bool:
    """Not an object («أبلغ السلطات»: a masculine verb right before a feminine word), nor a name that means somebody else there."""
    word = text.words[said.first].text
    feminine = said.first == at + 1 and word.endswith(_FEMININE) and said.source.kind is Kind.INSTITUTION
    if feminine and not verb.startswith("ت") and not verb.endswith(("ت", "تا", "ن")):
        return False
    if said.first == at + 1 and verb.endswith("وا") and said.source.kind is not Kind.UNNAMED:
        return False  # «أبلغوا الأمم المتحدة»
    if said.source.kind is Kind.UNNAMED and _them(word):
        return False  # «أبلغ المسؤولين»: the object's case
    if said.first == at + 1 and verb.endswith("ت") and word in _MEN:
        return False  # «حذرت السكان»
    return not said.source.short or said.source.kind is not Kind.MEDIUM or marked(text, said)


_MEN = lexicon.folded("السكان الأهالي المسؤولين الخبراء المراقبين المواطنين الصحفيين")
_FEMININE = ("ه", "ات")  # as folded


def _follows(text: Text, said: Mention, verb: str) -> bool:
    """Where a verb says as often as it judges or acts, «أن» («على») behind its subject tells."""
    press = text.words[said.first].text.removeprefix("ال") in lexicon.MANY_HOUSES
    if verb in lexicon.PUBLISHING and (said.source.kind in HOUSES or press):
        return True
    if verb in lexicon.CARRIED and said.source.kind is Kind.INSTITUTION:
        return text.words[said.first - 1].text in lexicon.DOCUMENTS or _in_clause(
            text, said.last, lexicon.THAT | lexicon.QUOTED_FROM
        )
    if verb in lexicon.CARRYING and said.source.kind not in HOUSES:
        return False
    if verb in lexicon.WEAK:
        needed = lexicon.THAT
    elif (needed := lexicon.NEEDING.get(verb, frozenset())) == frozenset():
        return True
    # «شدد المصدر، في الوقت نفسه، على أن»; «وسائل الإعلام الإيرانية أن»
    far = (
        needed is lexicon.ON
        or text.words[said.first - 1].text in lexicon.ISSUING  # «أظهرت دراسة أجرتها جامعة …»
        or said.source.kind is Kind.UNNAMED
        or (said.last < len(text.words) and text.between[said.last].strip(' »"”') == "،")
    )
    for at in range(said.last, min(len(text.words), said.last + (_FAR if far else _CLOSE))):
        if text.ended(at) or (text.parted(at) and not far):
            return False
        if text.words[at].text in needed or text.words[at].text in lexicon.SPEECH:
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
        been = first > 0 and text.words[first - 1].text in lexicon.HEADING
        if said is None or said.onto not in ("", "و") or not _reaches(text, said.last, last):
            continue
        if text.parted(at) and not (been and (text.marked(first, said.last) or _paused(text, said.last, at))):
            continue
        heading = first == 0 or text.ended(first) or been
        if said.source.short and not (been and (text.marked(first, said.last) or _the(text, first))):
            continue
        if said.source.kind is Kind.AGENCY or heading:
            return said
    return None


def _paused(text: Text, last: int, at: int) -> bool:
    """«وكانت جمعية القضاة، أكدت»"""
    return last == at and text.between[at].strip() == "،"


_IN_TOWN, _WHERE = 2, lexicon.folded("في ب")


def _the(text: Text, at: int) -> bool:
    """«أن الصحيفة تشير»: a head word with its article, that goes back to somebody."""
    word = text.words[at].text
    return word.startswith("ال") and word[2:] in lexicon.HEADS


def _reaches(text: Text, at: int, last: int) -> bool:
    """Only words that describe the name stand between: «وكالة تاس الروسية للأنباء قد ذكرت»."""
    if at > last:
        return False
    if last - at == _IN_TOWN and text.words[at].text in _WHERE:
        return True  # «لكن السفارة الروسية في لندن قالت»
    return last - at <= 1 or all(text.words[i].text.startswith(("ال", "لل")) for i in range(at, last))


def _breaks(text: Text, first: int, last: int) -> bool:
    return any(text.ended(at) for at in range(first, last + 1))


def _each(text: Text, at: int) -> bool:
    return at >= 2 and (text.words[at - 2].text, text.words[at - 1].text) == lexicon.EACH


_PAGES = lexicon.folded(
    "صفحة بصفحة حساب بحساب موقع بموقع لقاء في من على إلى عن مع عبر لدى خلال حول ضد"
)  # «عبر صفحة المتحدث العسكري»
_HEARING = lexicon.folded("صحيفة جريدة قناة إذاعة تلفزيون مجلة وكالة")


def _beside(text: Text, at: int, *, near: bool) -> Iterator[Mention]:
    """Soon after a verb of saying: to which house it was said («قال مصدران لـ"رويترز"»), for whom somebody named speaks («قال
    فلان، المتحدث باسم الوزارة») or reports («مراسل رويترز»). Houses that no list knows only `near` the verb."""
    said = mention(text, at)
    if said is None:
        owned = at and text.words[at - 1].text in lexicon.OFFICES  # «شركات تابعة لـ"…"»
        if (
            near
            and not owned
            and text.words[at].text == lexicon.TO
            and (house := marked_house(text, at)) is not None
        ):
            yield house
        return
    head = text.words[said.first].text[len(said.onto) :].removeprefix("ال")
    if head in _SPEAKING:
        page = at and not text.parted(at) and text.words[at - 1].text in _PAGES and head in lexicon.SPOKEN_FOR
        if said.source.kind is not Kind.UNNAMED and said.last > said.first + 1 and not page:
            yield said
        return
    if said.onto not in ("ل", "ول", "لل") or said.source.kind not in HOUSES or own_site(text, said):
        return
    the = text.words[at].text.startswith(("لل", "ولل")) and head in lexicon.HEADS
    if the and not near and said.last == said.first + 1:
        return  # «في أكثر من لقاء للشبكة»
    if the and not near and canonical(said.source.name) == said.source.name and head not in _HEARING:
        return  # «في افتتاح المؤتمر الخامس للشبكة العربية لتعزيز النزاهة»
    if at and text.words[at - 1].text in lexicon.OFFICES:
        return  # «الرئيس التنفيذي لشبكة …»
    if not said.source.short or said.source.kind is Kind.AGENCY or marked(text, said):
        yield said
