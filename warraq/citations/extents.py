"""Where does a name end that a head word begins? At a verb, a preposition or a sign at the latest."""

from __future__ import annotations

from warraq.citations import lexicon
from warraq.citations.text import CLOSED, Text
from warraq.language import arabic

_LONGEST = 8  # words of a name
_FOREIGN = 3  # words of a paper's name that follows its head word without quotation marks


def grown(text: Text, at: int, definite: bool, *, medium: bool) -> int:
    """Where the name that begins with head word `at` ends: at a verb, a preposition or a sign at the latest."""
    last = at + 1
    if last < len(text.words) and opens(text.between[last]) and not definite:
        return quoted(text, last)
    head = text.words[at].text
    closed = definite  # a definite word came: only what agrees with it follows
    while last < min(len(text.words), at + _LONGEST):
        between, word = text.between[last], text.words[last].text
        if (ends := _for_the_sake(text, last)) is not None:
            return ends
        if (
            word == "و"
            or not joining(between)
            or word in lexicon.STOPS
            or _and_stops(word)
            or word in lexicon.VERBS
            or word in lexicon.TITLES
        ):
            break
        if word == "ال" + head or _TANWIN in text.original[text.words[last].start : text.words[last].end]:
            break  # «حكومة موناكو بيانًا»
        if medium and not definite and last == at + 2 and vague(text.words[at + 1].text):
            break  # «صحيفة محلية خبرا»
        foreign = (
            medium
            and not (closed and not definite)
            and (last > at + 1 or not definite)  # «المجلة قائمة»
            and last <= at + _FOREIGN
            and not word.startswith(("ال", "ب", "ل", "ف"))
        )
        if closed and not foreign and not agrees(word, text.words[last - 1].text):
            break
        if (definite and last == at + 1 and _another(word)) or (not closed and _owned(word)):
            break
        if not closed and last > at + 3:
            break
        closed = closed or (word.startswith(("ال", "لل")) and word not in _NO_ARTICLE)
        last += 1
    return last


def vague(word: str) -> bool:
    """«صحيفة محلية»: a kind, and no name. «ألمانية» has no article."""
    return len(word) > 3 and word.endswith(("ي", "يه")) and (not word.startswith("ال") or word in _NO_ARTICLE)


_NO_ARTICLE = lexicon.folded("ألماني ألمانية ألباني ألبانية إلكتروني إلكترونية ألمان")


def _another(word: str) -> bool:
    """«وصفت المنظمة الخطوة»: behind a head word with its article, «ال…ة» is mostly another noun, and «ال…ية» describes."""
    return (
        word.endswith("ه") and word.startswith("ال") and not word.endswith("يه") and word not in _DESCRIBING
    )


def _owned(word: str) -> bool:
    """«أعلن تنظيم داعش مسؤوليته»: what is somebody's is no part of a name."""
    return len(word) > 4 and word.endswith(("ته", "تها", "تهم", "تهما"))


_DESCRIBING = lexicon.folded(
    "العامة المتحدة العليا الخاصة المسلحة المشتركة الموحدة المستقلة القابضة المساهمة المختصة المالكة المشغلة الحاكمة الدائمة المؤقتة"
    " التابعة الثالثة الثانية المانحة المنظمة المديرة الفدرالية الكبرى المعارضة المقاومة الرابعة الخامسة الناقلة المصنعة المطورة المشرفة الراعية المنتجة"
)


def _for_the_sake(text: Text, at: int) -> int | None:
    """«الاتحاد من أجل المتوسط», «التحالف من أجل القيم المشتركة»: where a name ends that goes on with «من أجل»."""
    if (
        tuple(word.text for word in text.words[at : at + 2]) != _SAKE
        or text.parted(at)
        or text.parted(at + 2)
    ):
        return None
    last = at + 3
    while last < min(len(text.words), at + 5) and joining(text.between[last]):
        if not agrees(text.words[last].text, text.words[last - 1].text):
            break
        last += 1
    return last if text.words[at + 2].text.startswith("ال") else None


_SAKE = tuple(arabic.fold("من أجل").split())


_TANWIN = "\u064b"


def _and_stops(word: str) -> bool:
    return word[:1] == "و" and word[1:] in lexicon.STOPS


def joining(between: str) -> bool:
    return not between.strip(" \u200f\u200e\u00a0*_#")


def opens(between: str) -> bool:
    """A mark before a name; '" ' closes one: «صحيفة "20Minutes" الفرنسية»."""
    sign = between.strip()
    return sign in {"«", '"', "“", "'", "”", "("} and not (
        sign in {'"', "'"} and between[-1:].isspace() and not between[:1].isspace()
    )


def quoted(text: Text, at: int) -> int:
    """Where a name in marks that begins with word `at` ends; `at` where they do not close behind a few words: somebody speaks."""
    for last in range(at + 1, min(len(text.words), at + 5) + 1):
        if not CLOSED.isdisjoint(text.between[last]):
            return last
    return at


def agrees(word: str, before: str) -> bool:
    """May this word belong to a name whose last word is definite? An adjective of it, «وال…», «لل…» after it, another part."""
    if word.startswith(("وال", "لل")):
        return word not in _READERS
    if goes_on(word):
        return True
    if word.startswith("ل") and word[1:] in PURPOSES:
        return True
    if before[1:] in PURPOSES and word.startswith("ال"):
        return True
    return word.startswith("ال") and (word.endswith(("ي", "يه", "ه")) or word in _ADJECTIVES)


def goes_on(word: str) -> bool:
    """«الرئاسة العامة للأرصاد وحماية البيئة»: one body, not two."""
    return word[:1] == "و" and word[1:] in PURPOSES


_READERS = lexicon.folded(
    "للصحفيين للصحافة للصحافيين للجزيرة للعربية للإعلام والتي والذي للحديث للتعليق للمرة"
)
PURPOSES = lexicon.folded(
    "حقوق شؤون مكافحة كرة رعاية دعم إدارة تنمية دراسات أبحاث بحوث حماية مراقبة تنظيم جمع علوم دول"
)
_ADJECTIVES = lexicon.folded("العام العليا الأعلى الوطني العالي القومي الأوسط الموحد المشترك المسلمين المتحدة العراق الخاصة الإنسان القدم"
                             " العسكري الأحمر المدني")  # fmt: skip
