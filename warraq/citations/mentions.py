"""Where does a text name somebody that news could come from? Names of the lexicon, institutions by their head word, unnamed people.

Positions are of words (`arabic.tokens`), clitics before a name are told apart from it: ل"رويترز" is the name after «ل».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from warraq.citations import lexicon
from warraq.citations.sources import Kind, SourceName, canonical
from warraq.citations.sources import lexicon as names
from warraq.language import arabic
from warraq.language.folding import Token

_PROCLITICS = ("", "و", "ف", "ل", "ب", "ك", "ول", "فل", "وب")
_APART = frozenset((*filter(None, _PROCLITICS), "ال", "لل"))  # what stands by itself before a quotation mark
_CLOSING = frozenset(".؟!?؛;:\n…")
_PARTING = _CLOSING | frozenset("،,()/–—|")
_FAR = _CLOSING - {"."} | frozenset("،,")
_OPEN, _CLOSED = frozenset("«\"“”'(/["), frozenset("»\"”“')/]")
_LONGEST = 8  # words of a name
_FOREIGN = 3  # words of a paper's name that follows its head word without quotation marks


@dataclass(frozen=True, slots=True)
class Text:
    """A text as its words: `between[i]` is what stands before word `i`; `between[len(words)]` what stands after the last."""

    original: str
    words: tuple[Token, ...]
    between: tuple[str, ...]

    def parted(self, at: int) -> bool:
        """Does a sentence, a clause in commas or a line end before word `at`?"""
        return at >= len(self.words) or not _PARTING.isdisjoint(self.between[at])

    def ended(self, at: int) -> bool:
        """Does a sentence or a line end before word `at`?"""
        return at >= len(self.words) or not _CLOSING.isdisjoint(self.between[at])

    def marked(self, first: int, last: int) -> bool:
        """Do words `first` to `last` (exclusive) stand in quotation marks or brackets of their own?"""
        return not _OPEN.isdisjoint(self.between[first]) and not _CLOSED.isdisjoint(self.between[last])


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` (exclusive) name a source; `onto` is what is written before the name in the same word."""

    first: int
    last: int
    onto: str
    source: SourceName


def read(original: str) -> Text:
    """The words of a text and what stands between them."""
    words = tuple(
        Token(folded, match.start(), match.end())
        for match in arabic.WORD.finditer(original)
        for folded in _folded(match[0])
    )
    ends = [0, *(word.end for word in words)]
    starts = [*(word.start for word in words), len(original)]
    return Text(original, words, tuple(original[a:b] for a, b in zip(ends, starts, strict=True)))


@lru_cache(maxsize=50_000)
def _folded(run: str) -> tuple[str, ...]:
    return tuple(arabic.parts(arabic.fold(run)))


def mention(text: Text, at: int) -> Mention | None:
    """The source named from word `at` on: by the lexicon first, then by a head word, then unnamed people."""
    return (
        _listed(text, at)
        or _glued(text, at)
        or _ministry(text, at)
        or _headed(text, at)
        or _unnamed(text, at)
    )


def _listed(text: Text, at: int) -> Mention | None:
    word = text.words[at].text
    for onto, rest in _split(word):
        for called, source in names().get(rest, ()):
            last = at + len(called)
            if _spelled(text, at + 1, called[1:]) and not (
                source.name == _AGENCIES and _of_others(text, last)
            ):
                if source.short and not (onto == "" or onto == "ل"):
                    continue
                return Mention(at, last, onto, source)
    return None


def _of_others(text: Text, at: int) -> bool:
    """«وكالات المخابرات»: agencies, and none of news."""
    return at < len(text.words) and _joining(text.between[at]) and text.words[at].text.startswith("ال")


_AGENCIES = "وكالات"


def _glued(text: Text, at: int) -> Mention | None:
    """ل"رويترز", لـCNN: the «ل» is a word of its own to the eye of a machine."""
    if text.words[at].text not in _APART or at + 1 >= len(text.words):
        return None
    between = text.between[at + 1]
    if (not between or between.isspace()) and not text.words[at + 1].text[:1].isascii():
        return None
    named = _listed(text, at + 1)
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
def _head(word: str, heads: frozenset[str]) -> tuple[str, bool, str] | None:
    """The clitic, whether ال is on it, and the head, if the word is one of them."""
    for onto, rest in _split(word):
        if rest in heads:
            return onto, False, rest
        if rest.startswith("ال") and rest[2:] in heads:
            return onto, True, rest[2:]
    return None


def _headed(text: Text, at: int) -> Mention | None:
    if (found := _head(text.words[at].text, lexicon.HEADS)) is None:
        return None
    onto, definite, head = found
    if head == _OFFICE and at + 1 < len(text.words) and _head(text.words[at + 1].text, lexicon.SPOKEN_FOR):
        return _unnamed(text, at + 1)  # «مكتب الناطق باسم النيابة»
    if head == _COMMITTEE and onto.endswith("ل") and not _of_something(text, at):
        definite = True  # «للجنة» is both «for a committee of» and «for the committee»
    last = _grown(text, at, definite, medium=head in lexicon.MEDIA_HEADS)
    if last == at + 1 and not definite:
        return None
    for start in range(
        at + 1, min(last + 1, len(text.words))
    ):  # «وكالة "رويترز"», «وكالة أنباء "إيرنا" الإيرانية»
        inside = start < last or _quotes(text.between[start])
        if (
            inside
            and (named := _listed(text, start))
            and (named.last >= last or _only_generic(text, at, start))
            and not named.onto
            and _fits(head, named.source.kind)
            and (not named.source.short or _believed(text, head, at, start))
        ):
            return Mention(at, max(last, named.last), onto, named.source)
    if (called := _called(text, at, last)) is not None:
        return Mention(at, called.last, onto, called.source)
    name = _said(text, at, last, onto)
    kind = Kind.MEDIUM if _is_medium(text, head, at, last) else Kind.INSTITUTION
    if (
        kind is Kind.MEDIUM
        and not definite
        and all(map(_vague, (word.text for word in text.words[at + 1 : last])))
    ):
        kind = kind if _quotes(text.between[at + 1]) else Kind.UNNAMED  # «تلفزيون أرجنتيني», «صحيفة محلية»
    return Mention(at, last, onto, SourceName(canonical(name), kind, short=last == at + 1))


def _called(text: Text, at: int, last: int) -> Mention | None:
    """«وكالة الأنباء الرسمية "انا"»: what it is, then its name in marks."""
    if any(word.text not in lexicon.GENERIC_AGENCY for word in text.words[at:last]) or last >= len(
        text.words
    ):
        return None
    if not _quotes(text.between[last]) or (end := _quoted(text, last)) == last:
        return None
    name = _listed(text, last)
    source = name.source if name else SourceName(_said(text, last, end, ""), Kind.AGENCY)
    return Mention(last, end, "", source)


def _ministry(text: Text, at: int) -> Mention | None:
    """«الخارجية الروسية», and «الداخلية» alone where its verb is feminine: the ministry is left out."""
    word = text.words[at].text
    if word not in lexicon.MINISTRIES:
        return None
    last = at + 1
    while (
        last < min(len(text.words), at + 3)
        and _joining(text.between[last])
        and _national(text.words[last].text)
    ):
        last += 1
    name = _MINISTRY + " " + _said(text, at, last, "")
    return Mention(at, last, "", SourceName(canonical(name), Kind.INSTITUTION, short=last == at + 1))


def _national(word: str) -> bool:
    return word.startswith("ال") and word.endswith("يه") and word not in lexicon.STOPS


_MINISTRY, _OFFICE = "وزارة", arabic.fold("مكتب")


def _vague(word: str) -> bool:
    return not word.startswith("ال") and word.endswith(("ي", "يه"))


def _only_generic(text: Text, at: int, start: int) -> bool:
    """«وكالة أنباء سبوتنيك»: nothing but what it is stands before the name."""
    return all(word.text in lexicon.GENERIC_AGENCY for word in text.words[at + 1 : start])


def _is_medium(text: Text, head: str, at: int, last: int) -> bool:
    """An agency of news, not of the environment: «وكالة» alone or in marks, or with a word of the press behind it."""
    if head != _AGENCY or last == at + 1 or _quotes(text.between[at + 1]):
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
    return word in _PURPOSES or (word.startswith("ال") and not _agrees(word, text.words[at].text))


_COMMITTEE = arabic.fold("لجنة")


def _believed(text: Text, head: str, at: int, start: int) -> bool:
    """«وكالة واس», «صحيفة "الوطن"»; not the last word of «وزارة الداخلية الفرنسية»."""
    named = _listed(text, start)
    marked = named is not None and _quotes(text.between[start]) and text.marked(start, named.last)
    return head in lexicon.MEDIA_HEADS and (start == at + 1 or marked)


def _said(text: Text, first: int, last: int, onto: str) -> str:
    """The name as it is printed, without the clitic: «للجنة» is «اللجنة»."""
    start, word = text.words[first].start, text.words[first].text
    original = text.original[start + len(onto) : text.words[last - 1].end]
    if onto.endswith("ل") and word[len(onto) :] == _COMMITTEE:
        original = original if _of_something(text, first) else "ال" + original
    elif onto.endswith("ل") and word[len(onto) :].startswith("ل"):
        original = "ا" + original
    return " ".join(original.replace('"', " ").replace("«", " ").replace("»", " ").split())


def _grown(text: Text, at: int, definite: bool, *, medium: bool) -> int:
    """Where the name that begins with head word `at` ends: at a verb, a preposition or a sign at the latest."""
    last = at + 1
    if last < len(text.words) and _quotes(text.between[last]) and not definite:
        return _quoted(text, last)
    head = text.words[at].text
    closed = definite  # a definite word came: only what agrees with it follows
    while last < min(len(text.words), at + _LONGEST):
        between, word = text.between[last], text.words[last].text
        if (
            not _joining(between)
            or word in lexicon.STOPS
            or _and_stops(word)
            or word in lexicon.VERBS
            or word in lexicon.TITLES
        ):
            break
        if word == "ال" + head or _TANWIN in text.original[text.words[last].start : text.words[last].end]:
            break  # «حكومة موناكو بيانًا»
        if medium and not definite and last == at + 2 and _vague(text.words[at + 1].text):
            break  # «صحيفة محلية خبرا»
        foreign = medium and last <= at + _FOREIGN and not word.startswith(("ال", "ب", "ل", "ف"))
        if closed and not foreign and not _agrees(word, text.words[last - 1].text):
            break
        if not closed and last > at + 3:
            break
        closed = closed or word.startswith(("ال", "لل"))
        last += 1
    return last


_TANWIN = "\u064b"


def _and_stops(word: str) -> bool:
    return word[:1] == "و" and word[1:] in lexicon.STOPS


def _joining(between: str) -> bool:
    return not between.strip(" \u200f\u200e\u00a0*_#")


def _quotes(between: str) -> bool:
    return between.strip() in {"«", '"', "“", "'", "”", "("}


def _quoted(text: Text, at: int) -> int:
    """Where a name in marks that begins with word `at` ends; `at` where they do not close behind a few words: somebody speaks."""
    for last in range(at + 1, min(len(text.words), at + 5) + 1):
        if not _CLOSED.isdisjoint(text.between[last]):
            return last
    return at


def _agrees(word: str, before: str) -> bool:
    """May this word belong to a name whose last word is definite? An adjective of it, «وال…», «لل…» after it, another part."""
    if word.startswith(("وال", "لل")):
        return word not in _READERS
    if word.startswith("ل") and word[1:] in _PURPOSES:
        return True
    if before[1:] in _PURPOSES and word.startswith("ال"):
        return True
    return word.startswith("ال") and (word.endswith(("ي", "يه", "ه")) or word in _ADJECTIVES)


_READERS = lexicon.folded(
    "للصحفيين للصحافة للصحافيين للجزيرة للعربية للإعلام والتي والذي للحديث للتعليق للمرة"
)
_PURPOSES = lexicon.folded(
    "حقوق شؤون مكافحة كرة رعاية دعم إدارة تنمية دراسات أبحاث بحوث حماية مراقبة تنظيم جمع علوم دول"
)
_ADJECTIVES = lexicon.folded("العام العليا الأعلى الوطني العالي القومي الأوسط الموحد المشترك المسلمين المتحدة العراق الخاصة الإنسان القدم"
                             " العسكري الأحمر المدني")  # fmt: skip


def _unnamed(text: Text, at: int) -> Mention | None:
    """«مصدر أمني», «ثلاثة مسؤولين سوريين», «مسؤول في الوزارة»; and whom they speak for: «متحدث باسم الوزارة», «مصادر المرصد»."""
    found = _head(text.words[at].text, _PEOPLE)
    if found is None:
        return None
    onto, definite, head = found
    last = _described(text, at, definite)
    if head == _MEANS and (last == at + 1 or text.words[at + 1].text not in lexicon.PRESS):
        return None
    if last < len(text.words) and text.words[last].text in _NAME_OF_THEM:
        return None  # «متحدث باسمه»: a person's own
    if head in lexicon.SOURCES and last > at + 1 and text.words[at + 1].text.startswith(_THINGS):
        return None  # «مصادر تمويلها»: of something else than news
    if head in _OFFICES and not definite and last > at + 1 and text.words[at + 1].text.startswith("ال"):
        return None  # «طبيب المنتخب»: an office, and mostly a name behind it
    near = last > at + 1 and text.words[last - 1].text in _NEAR  # close to the ministry is not the ministry
    owner, link = _owner(text, last, spoken=head in lexicon.SPOKEN_FOR)
    if (
        owner is not None
        and not near
        and (head in lexicon.SPOKEN_FOR or (head in lexicon.SOURCES and not link))
    ):
        return Mention(at, owner.last, onto, owner.source)
    last = owner.last if owner is not None and (near or link) else last
    name = _said(text, at, last, onto)
    return Mention(at, last, onto, SourceName(name, Kind.UNNAMED))


def _described(text: Text, at: int, definite: bool) -> int:
    """Past the adjectives of unnamed people."""
    last = at + 1
    while last < min(len(text.words), at + 4) and _joining(text.between[last]):
        word = text.words[last].text
        if (
            (word in lexicon.STOPS and word != _OTHER)
            or word in lexicon.TITLES
            or word in lexicon.VERBS
            or word.startswith(_NAME_OF)
        ):
            break
        the = word.startswith("ال") and text.words[at].text.endswith(_SPEAKERS)
        if definite and not the and not _agrees(word, ""):
            break  # «وعزت المصادر السبب»
        if word[:1] == "و" and (_head(word[1:], _PEOPLE) or word[1:] in lexicon.STOPS):
            break
        if len(word) == 1 or _listed(text, last) or _headed(text, last) or _head(word, _DIRECTORATES):
            break
        last += 1
    return last


_PEOPLE = lexicon.OFFICIALS | lexicon.SPOKEN_FOR
_THINGS = tuple(lexicon.folded("تمويل دخل رزق طاقة الطاقة مياه المياه قلق إزعاج إلهام قوة الثروة ثروة"))
_OFFICES = lexicon.folded("مسؤول مسؤولة خبير طبيب ضابط دبلوماسي")
_SPEAKERS = tuple(lexicon.SPOKEN_FOR)  # «المتحدث المكلف باسم»
_MEANS, _OTHER = arabic.fold("وسائل"), arabic.fold("غير")
_NEAR = lexicon.folded("مقرب مقربة مقربان مقربين مقربون قريب قريبة قريبين مطلع مطلعة مطلعين مطلعون مطلعان")
_NAME_OF = arabic.fold("باسم")
_NAME_OF_THEM = lexicon.folded("باسمه باسمها باسمهم باسمهما")
_WITHIN = lexicon.folded("في من لدى عن ب")


def _owner(text: Text, at: int, *, spoken: bool) -> tuple[Mention | None, str]:
    """Whose people they are, and the word or clitic between: «مصادر المرصد», «مصدر في الوزارة», «متحدث باسم وزارة الداخلية»."""
    if at >= len(text.words):
        return None, ""
    if _quotes(text.between[at]):
        return _listed(text, at), ""
    if not _joining(text.between[at]):
        return None, ""
    link = ""
    if text.words[at].text == _NAME_OF or text.words[at].text in _WITHIN:
        link, at = text.words[at].text, at + 1
        if at >= len(text.words) or text.parted(at):
            return None, link
    owner = _listed(text, at) or _headed(text, at)
    if owner is None and spoken:
        owner = _body(text, at, named=link == _NAME_OF)
    if owner is not None and "ل" in owner.onto and not (spoken and owner.source.kind is Kind.INSTITUTION):
        return None, ""
    return owner, link or (owner.onto if owner else "")


def _body(text: Text, at: int, *, named: bool) -> Mention | None:
    """A body without a head word that has a spokesman: «باسم السلطة القضائية», «بصحة عسير»."""
    word = text.words[at].text
    if named and _quotes(text.between[at]):
        if (last := _quoted(text, at)) == at:
            return None
        return Mention(at, last, "", SourceName(canonical(_said(text, at, last, "")), Kind.INSTITUTION))
    if (found := _head(word, _DIRECTORATES)) is not None:
        last = min(at + 2, len(text.words))
        if last < len(text.words) and _joining(text.between[last]) and text.words[last].text.startswith("ال"):
            last += text.words[last].text not in lexicon.TITLES  # «صحة حفر الباطن»
        return Mention(at, last, found[0], SourceName(_said(text, at, last, found[0]), Kind.INSTITUTION))
    if not named or not word.startswith("ال") or word in _PERSONS:
        return None
    last = _grown(text, at, True, medium=False)
    return Mention(at, last, "", SourceName(_said(text, at, last, ""), Kind.INSTITUTION))


_DIRECTORATES = lexicon.folded("صحة تعليم مرور شؤون نيابة")
_PERSONS = lexicon.folded(
    "الرئيس الرئيسة الوزير الوزيرة الملك الأمير السيد السيدة الشيخ الإمام الدكتور الأسرة العائلة اللاعب الفنان"
)
