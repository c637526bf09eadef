"""To whom does «الوزارة», «الصحيفة», «المصدر ذاته» go back? To who was named in full last before it, or to nobody that we could name."""

from __future__ import annotations

from collections.abc import Sequence

from warraq.citations import lexicon
from warraq.citations.mentions import mention
from warraq.citations.sources import HOUSES, Kind, SourceName
from warraq.citations.text import Mention, Text
from warraq.language import arabic

_BACK = 400  # words in which a name in full is sought: a text of any length costs its length
_NEAR = 60  # words back to «مسؤول» from «المسؤول»: farther off, another official has mostly been named
_SAME = lexicon.folded("ذات نفس ذاته ذاتها نفسه نفسها")
_OF_SOMETHING = lexicon.folded("وزارة شرطة")  # «الوزارة المركزية», «مركز الشرطة المحلي» name none
_AGENCY = arabic.fold("وكالة")
_OFFICIAL = arabic.fold("مسؤول")
_WHAT_KIND = lexicon.folded("المحلي الحقوقية الأممية المذكورة المعنية الدولية")

Found = tuple[Mention, SourceName]


def in_full(text: Text, said: Mention, before: Sequence[Found]) -> SourceName | None:
    """The source behind a mention, by the attributions `before` it and the names in the text; `None` when it stays open."""
    if said.source.kind is Kind.UNNAMED:
        return _people(text, said, before)
    words = arabic.fold(said.source.name).split() or [""]
    if words[0] == _AGENCY and all(word in lexicon.GENERIC_AGENCY for word in words):
        return _agency(text, before) or (said.source if len(words) > 1 else None)
    head = words[0].removeprefix("ال")
    if said.source.kind not in _BODIES or head == words[0] or len(words) > 2 or head not in lexicon.HEADS:
        return said.source
    medium = head in lexicon.MEDIA_HEADS
    if len(words) == 2 and words[1] not in _WHAT_KIND and not medium:
        return said.source
    if (whole := _attributed_before(text, said, head, before) or _named_before(text, said, head)) is not None:
        return whole
    if head == _AGENCY and (agency := _agency(text, before)) is not None:
        return agency
    if (
        head in _ANY_BODY
        and (len(words) == 1 or words[1] in _WHAT_KIND)
        and (body := _body_before(before)) is not None
    ):
        return body
    return None if medium and len(words) == 1 else said.source


# What bodies are called that were named without saying what they are: «ناسا … وقالت الوكالة».
_ANY_BODY = lexicon.folded("شركة منظمة وكالة مؤسسة هيئة جماعة تنظيم حركة مجموعة")


def _agency(text: Text, before: Sequence[Found]) -> SourceName | None:
    return next((source for _, source in reversed(before) if source.kind is Kind.AGENCY), None)


def _body_before(before: Sequence[Found]) -> SourceName | None:
    """The body attributed to last, where its own name does not say that it is of another kind."""
    for _, source in reversed(before):
        if source.kind is Kind.INSTITUTION:
            first = arabic.fold(source.name).split()[0].removeprefix("ال")
            return None if first in lexicon.HEADS else source
    return None


_BODIES = (Kind.INSTITUTION, Kind.MEDIUM)


def _attributed_before(text: Text, said: Mention, head: str, before: Sequence[Found]) -> SourceName | None:
    """What was attributed to before is meant rather than what was only mentioned."""
    for at in range(len(before) - 1, -1, -1):
        if at and before[at][0].onto == "و" and before[at - 1][0].last == before[at][0].first:
            continue  # «قالت صحيفة كذا وصحيفة كذا … وذكرت الصحيفة»: the first of two
        other, source = before[at]
        printed = text.words[other.first].text[len(other.onto) :].removeprefix("ال")
        first = arabic.fold(source.name).split()[:1]
        named = first in ([head], ["ال" + head]) or printed == head
        if (
            named
            and (
                len(source.name.split()) > len(said.source.name.split())
                or other.last - other.first > said.last - said.first  # «الاتحاد الأوروبي لكرة القدم» is يويفا
            )
            and source.kind is said.source.kind
        ):
            return source
    return None


def _named_before(text: Text, said: Mention, head: str) -> SourceName | None:
    """«المرصد» is the observatory that was named in full last before it, «الوزارة» the ministry, «الصحيفة» the paper."""
    for at in range(said.first - 1, max(-1, said.first - _BACK), -1):
        if head not in text.words[at].text or (named := mention(text, at)) is None:
            continue
        begins = text.words[named.first].text[len(named.onto) :].removeprefix("ال")
        longer = len(named.source.name.split()) > len(said.source.name.split())
        longer = longer or (named.last - named.first > 1 and named.source.name != said.source.name)
        longer = longer and not (head in _OF_SOMETHING and named.source.name.startswith("ال"))
        if begins == head and longer and named.source.kind is not Kind.UNNAMED:
            return named.source
    return None


def _people(text: Text, said: Mention, before: Sequence[Found]) -> SourceName | None:
    """People left unnamed by their printed words; «المصدر» and «المتحدث» by those of whoever was meant before."""
    word = text.words[said.first].text[len(said.onto) :]
    if said.onto.endswith("ل") and word.startswith("ل"):
        word = "ا" + word  # «للمصدر ذاته»
    head = word.removeprefix("ال")
    if head == word or head not in _GOING_BACK:
        return said.source
    if head in lexicon.SPOKEN_FOR:
        if any(text.words[at].text == _NAME_OF for at in range(said.first, said.last)):
            return None  # «المتحدثة باسم المستشارة، أنجيلا ميركل»
        return _spokesman(text, said, before)
    if head in _OFFICES and said.last > said.first + 1:
        return _same_official(text, said, before)
    if said.first and text.words[said.first - 1].text in _SOME:
        return said.source
    around = {
        text.words[at].text for at in range(max(0, said.first - 1), min(said.last + 1, len(text.words)))
    }
    again = not around.isdisjoint(_SAME)
    if said.last > said.first + 2 and not again:
        return said.source
    referred = head in lexicon.SOURCES and not _after_verb(text, said.first)
    for other, source in reversed(before):
        alike = _alike(text, other, head) or (
            head in lexicon.SOURCES and not referred and not (head == _ONE and _press(text, other))
        )
        if source.kind is Kind.UNNAMED and alike:
            near = said.first - other.first <= _NEAR or not head.startswith(_OFFICIAL)
            return source if near else None
    near = bool(before) and said.first - before[-1][0].first <= _NEAR  # «كما أوضح المصدر نفسه»
    if referred or (head in lexicon.SOURCES and (near or not again)):  # «بحسب المصدر»: anybody
        one = next(
            (
                source
                for other, source in reversed(before)
                if source.kind is not Kind.UNNAMED and not _told(text, other, source)
            ),
            None,
        )
        return one or (said.source if head in _MANY else None)
    if head in _MANY:
        return said.source  # «قال المسؤولون»: as printed, where none was named before
    return _people_before(text, said, head) if head in _BODIES_UNNAMED else None


def _press(text: Text, other: Mention) -> bool:
    """«وسائل إعلام»: many, and no source that somebody could go back to as one."""
    return text.words[other.first].text[len(other.onto) :].removeprefix("ال") in lexicon.MANY_HOUSES


def _told(text: Text, other: Mention, source: SourceName) -> bool:
    """«في تصريح لوكالة رويترز»: to whom it was said is not who said it."""
    if source.kind not in HOUSES or "ل" not in other.onto:
        return False
    return other.first == 0 or text.words[other.first - 1].text.lstrip("و") not in _BY


_NAME_OF = arabic.fold("باسم")
_MANY = lexicon.folded("مصادر مسؤولون مسؤولين")
_ONE = arabic.fold("مصدر")
_BY = frozenset(word.lstrip("و") for word in lexicon.folded("وفقا طبقا تبعا استنادا وفق"))


def _same_official(text: Text, said: Mention, before: Sequence[Found]) -> SourceName | None:
    """«المسؤول الأمريكي» is «مسؤول أمريكي» before; «المسؤول الإعلامي في النادي» is an office, and mostly a name behind it."""
    told = text.words[said.first + 1].text.removeprefix("ال")
    for other, source in reversed(before):
        words = (word.text for word in text.words[other.first : other.last])
        if source.kind is Kind.UNNAMED and told in words and said.last == said.first + 2:
            return source
    return None


_SOME = lexicon.folded("أحد إحدى بعض كل من جميع عدد")
_OFFICES = lexicon.folded("قيادي قيادية عقيد عميد مقدم رائد نقيب مسؤول مسؤولة خبير طبيب ضابط دبلوماسي")
_BODIES_UNNAMED = lexicon.folded("منظمات جمعيات نقابات")
_GOING_BACK = (
    lexicon.SOURCES
    | lexicon.SPOKEN_FOR
    | _BODIES_UNNAMED
    | lexicon.folded(
        "قيادي قيادية عقيد عميد مقدم رائد نقيب مسؤول مسؤولة مسؤولان مسؤولون مسؤولين دبلوماسي دبلوماسية خبير طبيب ضابط شاهد"
    )
)


def _people_before(text: Text, said: Mention, head: str) -> SourceName | None:
    for at in range(said.first - 1, max(-1, said.first - _BACK), -1):
        if text.words[at].text == head and (named := mention(text, at)) is not None and named.last > at + 1:
            return named.source
    return None


def _alike(text: Text, other: Mention, head: str) -> bool:
    word = text.words[other.first].text[len(other.onto) :].removeprefix("ال")
    return word[:4] == head[:4] or (word in lexicon.SOURCES and head in lexicon.SOURCES)


def _spokesman(text: Text, said: Mention, before: Sequence[Found]) -> SourceName | None:
    for other, source in reversed(before):
        word = text.words[other.first].text[len(other.onto) :].removeprefix("ال")
        if word in lexicon.SPOKEN_FOR and source.kind is not Kind.UNNAMED:
            return source
    return _spokesman_before(text, said)


def _spokesman_before(text: Text, said: Mention) -> SourceName | None:
    for at in range(said.first - 1, max(-1, said.first - _BACK), -1):
        if (
            text.words[at].text.removeprefix("ال") in lexicon.SPOKEN_FOR
            and (named := mention(text, at)) is not None
            and named.source.kind is not Kind.UNNAMED
        ):
            return named.source
    return None


def _after_verb(text: Text, at: int) -> bool:
    first = at - 1
    while first > 0 and text.words[first].text in _SAME:
        first -= 1
    word = text.words[first].text if first >= 0 else ""
    return word in lexicon.VERBS or word[1:] in lexicon.VERBS
