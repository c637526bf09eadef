"""Where does a text name somebody that news could come from? An agency, a paper, a body, or people left unnamed.

Positions are of words, clitics before a name are told apart from it: ل"رويترز" is the name after «ل».
"""

from __future__ import annotations

from warraq.citations import lexicon
from warraq.citations.bodies import glued, head_of, headed, listed, ministry, printed
from warraq.citations.extents import agrees, grown, joining, opens, quoted
from warraq.citations.sources import Kind, SourceName, canonical
from warraq.citations.text import Mention, Text
from warraq.language import arabic


def mention(text: Text, at: int) -> Mention | None:
    """The source named from word `at` on: by the lexicon first, then by a head word, then unnamed people."""
    return (
        listed(text, at)
        or glued(text, at)
        or ministry(text, at)
        or _office(text, at)
        or headed(text, at)
        or _unnamed(text, at)
    )


def _office(text: Text, at: int) -> Mention | None:
    """«مكتب الناطق باسم النيابة»: the spokesman, wherever he sits."""
    if head_of(text.words[at].text, _OFFICE) is None or at + 1 >= len(text.words):
        return None
    spoken = head_of(text.words[at + 1].text, lexicon.SPOKEN_FOR)
    return _unnamed(text, at + 1) if spoken is not None else None


_OFFICE = lexicon.folded("مكتب")


def _unnamed(text: Text, at: int) -> Mention | None:
    """«مصدر أمني», «ثلاثة مسؤولين سوريين», «مسؤول في الوزارة»; and whom they speak for: «متحدث باسم الوزارة», «مصادر المرصد»."""
    found = head_of(text.words[at].text, _PEOPLE)
    if found is None:
        return None
    onto, definite, head = found
    if head == _TEAM and not _searching(text, at, definite=definite):
        return None
    last = _described(text, at, definite)
    if head == _MEANS and (last == at + 1 or text.words[at + 1].text not in lexicon.PRESS):
        return None
    if last < len(text.words) and text.words[last].text in _NAME_OF_THEM:
        return None  # «متحدث باسمه»: a person's own
    if head in lexicon.SOURCES and last > at + 1 and text.words[at + 1].text.startswith(_THINGS):
        return None  # «مصادر تمويلها»: of something else than news
    if head in lexicon.SOURCES and last > at + 1 and text.words[at + 1].text.endswith(_OURS):
        return None  # «مصادر مراسلنا»
    whose = text.words[at + 1].text if at + 1 < len(text.words) and joining(text.between[at + 1]) else ""
    if head in _OFFICES and not definite and whose.startswith("ال"):
        return None  # «طبيب المنتخب»: an office, and mostly a name behind it
    near = last > at + 1 and text.words[last - 1].text in _NEAR  # close to the ministry is not the ministry
    owner, link = _owner(text, last, spoken=head in lexicon.SPOKEN_FOR)
    if (
        owner is not None
        and not near
        and (head in lexicon.SPOKEN_FOR or (head in lexicon.SOURCES and not link and last == at + 1))
    ):
        return Mention(at, owner.last, onto, owner.source)
    last = owner.last if owner is not None and (near or link) else last
    if owner is None and link == _NAME_OF:
        last = min(last + 3, len(text.words))  # «متحدث باسم ناطحة السحاب»
    name = printed(text, at, last, onto)
    return Mention(at, last, onto, SourceName(name, Kind.UNNAMED))


def _described(text: Text, at: int, definite: bool) -> int:
    """Past the adjectives of unnamed people."""
    last = at + 1
    while last < min(len(text.words), at + 4) and joining(text.between[last]):
        word = text.words[last].text
        if (
            (word in lexicon.STOPS and word != _OTHER)
            or word in lexicon.TITLES
            or word in lexicon.VERBS
            or word.startswith(_NAME_OF)
        ):
            break
        the = word.startswith("ال") and text.words[at].text.endswith(_SPEAKERS)
        if definite and not the and not agrees(word, ""):
            break  # «وعزت المصادر السبب»
        if word[:1] == "و" and (head_of(word[1:], _PEOPLE) or word[1:] in lexicon.STOPS):
            break
        if len(word) == 1 or listed(text, last) or headed(text, last) or head_of(word, _DIRECTORATES):
            break
        last += 1
    return last


def _searching(text: Text, at: int, *, definite: bool) -> bool:
    """«فريق من العلماء», «فريق طبي», «الفريق البحثي»; not «فريق الإسعاف», «فريق برشلونة», nor the rank «الفريق»."""
    if at + 1 >= len(text.words) or text.parted(at + 1):
        return False
    word = text.words[at + 1].text
    if definite:
        return word in _OF_SEARCH
    whose = at + 2 if word in _WITHIN else at + 1
    if whose < len(text.words) and head_of(text.words[whose].text, _PEOPLE) is not None:
        return True
    return word == _LED or word in _STUDY or (word.endswith("ي") and not word.startswith("ال"))


_TEAM, _LED = arabic.fold("فريق"), arabic.fold("بقيادة")
_STUDY = lexicon.folded("الدراسة البحث الباحثين العلماء")
_OF_SEARCH = lexicon.folded("العلمي البحثي الطبي")
_PEOPLE = lexicon.OFFICIALS | lexicon.SPOKEN_FOR
_OURS = ("تنا", "لنا", "رنا")
_THINGS = tuple(lexicon.folded("تمويل دخل رزق طاقة الطاقة مياه المياه قلق إزعاج إلهام قوة الثروة ثروة"))
_OFFICES = lexicon.folded("قيادي قيادية عقيد عميد مقدم رائد نقيب مسؤول مسؤولة خبير طبيب ضابط دبلوماسي")
_SPEAKERS = tuple(lexicon.SPOKEN_FOR)  # «المتحدث المكلف باسم»
_MEANS, _OTHER = arabic.fold("وسائل"), arabic.fold("غير")
_NEAR = lexicon.folded("مقرب مقربة مقربان مقربين مقربون قريب قريبة قريبين مطلع مطلعة مطلعين مطلعون مطلعان")
_NAME_OF = arabic.fold("باسم")
_NAME_OF_THEM = lexicon.folded("باسمه باسمها باسمهم باسمهما")
_WITHIN = lexicon.folded("في من لدى عن ب داخل")


def _owner(text: Text, at: int, *, spoken: bool) -> tuple[Mention | None, str]:
    """Whose people they are, and the word or clitic between: «مصادر المرصد», «مصدر في الوزارة», «متحدث باسم وزارة الداخلية»."""
    if at >= len(text.words):
        return None, ""
    if opens(text.between[at]):
        return listed(text, at), ""
    if not joining(text.between[at]):
        return None, ""
    link = ""
    if text.words[at].text == _NAME_OF or text.words[at].text in _WITHIN:
        link, at = text.words[at].text, at + 1
        if at >= len(text.words) or text.parted(at):
            return None, link
    owner = listed(text, at) or headed(text, at)
    if owner is None and spoken:
        owner = _body(text, at, named=link == _NAME_OF)
    if owner is not None and "ل" in owner.onto and not (spoken and owner.source.kind is Kind.INSTITUTION):
        return None, ""
    return owner, link or (owner.onto if owner else "")


def _body(text: Text, at: int, *, named: bool) -> Mention | None:
    """A body without a head word that has a spokesman: «باسم السلطة القضائية», «بصحة عسير»."""
    word = text.words[at].text
    if named and opens(text.between[at]):
        if (last := quoted(text, at)) == at:
            return None
        return Mention(at, last, "", SourceName(canonical(printed(text, at, last, "")), Kind.INSTITUTION))
    if (found := head_of(word, _DIRECTORATES)) is not None:
        last = min(at + 2, len(text.words))
        if last < len(text.words) and joining(text.between[last]) and text.words[last].text.startswith("ال"):
            last += text.words[last].text not in lexicon.TITLES  # «صحة حفر الباطن»
        return Mention(at, last, found[0], SourceName(printed(text, at, last, found[0]), Kind.INSTITUTION))
    if not named or word.removeprefix("ال") in _PERSONS:
        return None
    definite = word.startswith("ال")
    if not definite and (word not in _MEN_OF or at + 1 >= len(text.words)):
        return None  # «باسم ترامب»; «باسم فرق الإسعاف» is a body
    last = grown(text, at, definite, medium=False)
    return Mention(at, last, "", SourceName(printed(text, at, last, ""), Kind.INSTITUTION))


_DIRECTORATES = lexicon.folded("صحة تعليم مرور شؤون نيابة")
_MEN_OF = lexicon.folded(
    "فرق فريق وحدة وحدات طواقم حملة تجمع مهرجان شعبة قطاع ميناء مطار عملية أركان منظمي لجان إقليم"
)
_PERSONS = lexicon.folded(
    "مستشار مستشارة عاهل أمين مدير محافظ نائب مفتي بابا مرشد سلطان قائد مبعوث رئيس رئيسة وزير وزيرة ملك ملكة أمير أميرة سيد سيدة شيخ إمام"
    " دكتور أسرة عائلة لاعب فنان فنانة ممثل ممثلة حاكم والي عمدة نجم زعيم مدعي قاضي ولي رجل مرشح"
)
