"""Which agencies, papers and bodies does a text name? By the lexicon, and by head words that grow into names: «وزارة …», «صحيفة …»."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from warraq.citations import lexicon
from warraq.citations.extents import PURPOSES, agrees, grown, joining, opens, quoted, vague
from warraq.citations.sources import Kind, SourceName, canonical
from warraq.citations.sources import lexicon as names
from warraq.citations.text import CLOSING, Mention, Text
from warraq.language import arabic

_PROCLITICS = ("", "و", "ف", "ل", "ب", "ك", "ول", "فل", "وب")
_APART = frozenset((*filter(None, _PROCLITICS), "ال", "لل"))  # what stands by itself before a quotation mark
_FAR = CLOSING - {"."} | frozenset("،,")


def listed(text: Text, at: int) -> Mention | None:
    word = text.words[at].text
    for onto, rest in _split(word):
        for called, source in names().get(rest, ()):
            last = at + len(called)
            if _spelled(text, at + 1, called[1:]) and not (
                source.name == _AGENCIES and _of_others(text, last)
            ):
                if (source.short or len(rest) < 3) and onto not in ("", "ل", "لل"):
                    continue
                if onto and len(rest) < 3 and len(called) == 1:
                    continue  # «لاس» is no «آس»
                return Mention(at, last, onto, source)
    return None


def _of_others(text: Text, at: int) -> bool:
    """«وكالات المخابرات»: agencies, and none of news."""
    return at < len(text.words) and joining(text.between[at]) and text.words[at].text.startswith("ال")


_AGENCIES = "وكالات"


def glued(text: Text, at: int) -> Mention | None:
    """ل"رويترز", لـCNN: the «ل» is a word of its own to the eye of a machine."""
    if text.words[at].text not in _APART or at + 1 >= len(text.words):
        return None
    between = text.between[at + 1]
    if (not between or between.isspace()) and not text.words[at + 1].text[:1].isascii():
        return None
    named = listed(text, at + 1)
    return named and Mention(at + 1, named.last, text.words[at].text, named.source)


def _spelled(text: Text, at: int, rest: Sequence[str]) -> bool:
    found = text.words[at : at + len(rest)]
    return len(found) == len(rest) and all(
        word.text == name and not _far(text.between[at + i])
        for i, (word, name) in enumerate(zip(found, rest, strict=True))
    )


def _far(between: str) -> bool:
    return not _FAR.isdisjoint(between)


@lru_cache(maxsize=20_000)
def _split(word: str) -> tuple[tuple[str, str], ...]:
    """A word as clitic and rest, the whole word first; «لل» stands for ل + ال."""
    cut = [("", word)]
    cut += [
        (one, word[len(one) :])
        for one in _PROCLITICS
        if one and word.startswith(one) and len(word) > len(one) + 1
    ]
    cut += [
        (one, "ال" + word[len(one) + 1 :])
        for one in ("ل", "ول", "فل")
        if word.startswith(one + "ل") and len(word) > len(one) + 3
    ]
    return tuple(cut)


@lru_cache(maxsize=50_000)
def head_of(word: str, heads: frozenset[str]) -> tuple[str, bool, str] | None:
    """The clitic, whether ال is on it, and the head, if the word is one of them."""
    for onto, rest in _split(word):
        if rest in heads:
            return onto, False, rest
        if rest.startswith("ال") and rest[2:] in heads:
            return onto, True, rest[2:]
    return None


def headed(text: Text, at: int) -> Mention | None:
    if (found := head_of(text.words[at].text, lexicon.HEADS)) is None:
        return None
    onto, definite, head = found
    if _no_house(text, at, head, definite=definite):
        return None
    if head in _MEDIA and not definite and (inner := _of_house(text, at)) is not None:
        return Mention(at, inner.last, onto, inner.source)
    if head == _COMMITTEE and onto.endswith("ل") and not _of_something(text, at):
        definite = True  # «للجنة» is both «for a committee of» and «for the committee»
    last = grown(text, at, definite, medium=head in lexicon.MEDIA_HEADS)
    if last == at + 1 and not definite:
        return None
    for start in range(
        at + 1, min(last + 1, len(text.words))
    ):  # «وكالة "رويترز"», «وكالة أنباء "إيرنا" الإيرانية»
        inside = start < last or opens(text.between[start])
        if (
            inside
            and (named := listed(text, start))
            and (named.last >= last or _only_generic(text, at, start))
            and not named.onto
            and _fits(head, named.source.kind)
            and (not opens(text.between[start]) or text.marked(start, named.last))
            and (not named.source.short or _believed(text, head, at, last, named))
        ):
            return Mention(at, max(last, named.last), onto, named.source)
    if last < len(text.words) and opens(text.between[last]):  # «وكالة تطبيق القانون الأوروبية "يوروبول"»
        named = listed(text, last)
        if named is not None and not named.source.short and text.marked(last, named.last):
            return Mention(at, named.last, onto, named.source)
    if (called := _called(text, at, last)) is not None:
        return Mention(at, called.last, onto, called.source)
    if head in lexicon.REPORTERS and not (
        opens(text.between[at + 1]) or (last == at + 2 and text.words[at + 1].text.startswith("ال"))
    ):
        return None  # «مراسل الغد», «مراسل "الغد"», and not «مراسل حربي»
    name = printed(text, at, last, onto)
    kind = Kind.MEDIUM if _is_medium(text, head, at, last) else Kind.INSTITUTION
    if (
        kind is Kind.MEDIUM
        and not definite
        and all(map(vague, (word.text for word in text.words[at + 1 : last])))
    ):
        kind = kind if opens(text.between[at + 1]) else Kind.UNNAMED  # «تلفزيون أرجنتيني», «صحيفة محلية»
    return Mention(at, last, onto, SourceName(canonical(name), kind, short=last == at + 1))


def _no_house(text: Text, at: int, head: str, *, definite: bool) -> bool:
    """«المبعوث الدولي» reports for nobody, «صحيفة الاتهام» is no paper, «محطة الكهرباء» no station of news."""
    then = text.words[at + 1].text if at + 1 < len(text.words) else ""
    if head == _ON_BEHALF and then[:2] == "عن":
        return True  # «نيابة عنه»
    if head in lexicon.REPORTERS:
        return definite
    if head == _SHEET:
        return then in _OF_COURTS
    if head == _REVIEW:
        return then in _OF_LAW  # «مجلة الأحوال الشخصية» is a code
    if head == _SITE:
        return then in _OF_EVENTS  # «موقع الحادث»
    if head == _STATION and not definite:
        return (
            not (then and opens(text.between[at + 1]))
            and then not in _ON_AIR
            and listed(text, at + 1) is None
        )
    return head == _STATION


_ON_BEHALF = arabic.fold("نيابة")
_REVIEW = arabic.fold("مجلة")
_OF_LAW = lexicon.folded(
    "الأحوال واجبات الإجراءات الجزائية الجنائية الشغل الالتزامات الديوانة الاستثمار حماية الصرف الجباية المرافعات التجارة الحقوق التهيئة الغابات المياه الطرقات"
)
_SHEET, _STATION, _SITE = arabic.fold("صحيفة"), arabic.fold("محطة"), arabic.fold("موقع")
_OF_COURTS = lexicon.folded("الاتهام اتهام الدعوى دعوى السوابق سوابق الأحوال الحالة الجنائية الطعن الاستئناف")
_OF_EVENTS = lexicon.folded(
    "الحادث الحادثة الجريمة الانفجار الهجوم التفجير العمل المشروع البناء الحفل التحطم السقوط الحدث الضربة الاعتداء القصف الحريق الكارثة المباراة"
)
_ON_AIR = lexicon.folded("تلفزيون تلفزيونية التلفزيون إذاعة إذاعية الإذاعة راديو فضائية")
_MEDIA = lexicon.MEDIA_HEADS - lexicon.folded("يومية")


def _of_house(text: Text, at: int) -> Mention | None:
    """«موقع صحيفة "مترو"», «مراسل قناة الجزيرة»: whose site or reporter it is."""
    if at + 1 >= len(text.words) or not joining(text.between[at + 1]):
        return None
    inner = head_of(text.words[at + 1].text, _MEDIA - lexicon.REPORTERS)
    return headed(text, at + 1) if inner is not None and inner[0] == "" else None


def _called(text: Text, at: int, last: int) -> Mention | None:
    """«وكالة الأنباء الرسمية "انا"»: what it is, then its name in marks."""
    if last >= len(text.words) or not (lexicon.GENERIC_AGENCY & {word.text for word in text.words[at:last]}):
        return None
    if any(
        word.text not in lexicon.GENERIC_AGENCY and not _national(word.text) for word in text.words[at:last]
    ):
        return None
    if not opens(text.between[last]) or (end := quoted(text, last)) == last:
        return None
    name = listed(text, last)
    source = name.source if name else SourceName(printed(text, last, end, ""), Kind.AGENCY)
    return Mention(last, end, "", source)


def ministry(text: Text, at: int) -> Mention | None:
    """«الخارجية الروسية», and «الداخلية» alone where its verb is feminine: the ministry is left out."""
    word = text.words[at].text
    if word not in lexicon.MINISTRIES:
        return None
    last = at + 1
    while (
        last < min(len(text.words), at + 3)
        and joining(text.between[last])
        and _national(text.words[last].text)
    ):
        last += 1
    name = _MINISTRY + " " + printed(text, at, last, "")
    return Mention(at, last, "", SourceName(canonical(name), Kind.INSTITUTION, short=last == at + 1))


def _national(word: str) -> bool:
    return word.startswith("ال") and word.endswith("يه") and word not in lexicon.STOPS


_MINISTRY = "وزارة"


_MARKS = {ord(sign): " " for sign in '"«»“”_'}


def _only_generic(text: Text, at: int, start: int) -> bool:
    """«وكالة أنباء سبوتنيك»: nothing but what it is stands before the name."""
    return all(word.text in lexicon.GENERIC_AGENCY for word in text.words[at + 1 : start])


def _is_medium(text: Text, head: str, at: int, last: int) -> bool:
    """An agency of news, not of the environment: «وكالة» alone or in marks, or with a word of the press behind it."""
    if head != _AGENCY or last == at + 1 or opens(text.between[at + 1]):
        return head in lexicon.MEDIA_HEADS
    return any(word.text in lexicon.OF_NEWS for word in text.words[at + 1 : last])


_AGENCY = arabic.fold("وكالة")


def _fits(head: str, kind: Kind) -> bool:
    """No ministry is a paper; «شبكة "فيسبوك"» is a company, «وكالة الأمم المتحدة للهجرة» not the United Nations."""
    if head in lexicon.MEDIA_HEADS:
        return kind in (Kind.AGENCY, Kind.MEDIUM) or head in _NETWORKS
    return kind is Kind.INSTITUTION


_NETWORKS = lexicon.folded("شبكة موقع منصة")


def _of_something(text: Text, at: int) -> bool:
    """Does a name follow that makes «لجنة» whole: «للجنة حقوق الإنسان», «للجنة التحقيق»?"""
    if text.parted(at + 1):
        return False
    word = text.words[at + 1].text
    return word in PURPOSES or (word.startswith("ال") and not agrees(word, text.words[at].text))


_COMMITTEE = arabic.fold("لجنة")


def _believed(text: Text, head: str, at: int, last: int, named: Mention) -> bool:
    """A short name behind what it is: «وكالة واس», «صحيفة "الوطن"»; not «وزارة الداخلية الفرنسية», «الصحيفة الألمانية»."""
    if head not in lexicon.MEDIA_HEADS:
        return False
    marked = opens(text.between[named.first]) and text.marked(named.first, named.last)
    alone = (
        named.first == at + 1
        and named.last >= last
        and not text.words[at].text.startswith(("ال", "لل", "وال", "ولل"))
    )
    return marked or alone


def printed(text: Text, first: int, last: int, onto: str) -> str:
    """The name as it is printed, without the clitic: «للجنة» is «اللجنة»."""
    start, word = text.words[first].start, text.words[first].text
    original = text.original[start + len(onto) : text.words[last - 1].end]
    if onto.endswith("ل") and word[len(onto) :] == _COMMITTEE:
        original = original if _of_something(text, first) else "ال" + original
    elif onto.endswith("ل") and word[len(onto) :].startswith("ل"):
        original = "ا" + original
    return " ".join(original.translate(_MARKS).split())
