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
_CLOSING = frozenset(".؟!?؛;:\n…")
_OPEN, _CLOSED = frozenset("«\"“'(/"), frozenset("»\"”')/")
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
        return at >= len(self.words) or any(sign in self.between[at] for sign in ".؟!?؛;:\n…،,()/–—|")

    def ended(self, at: int) -> bool:
        """Does a sentence or a line end before word `at`?"""
        return at >= len(self.words) or any(sign in _CLOSING for sign in self.between[at])


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` (exclusive) name a source; `onto` is what is written before the name in the same word."""

    first: int
    last: int
    onto: str
    source: SourceName


def read(original: str) -> Text:
    """The words of a text and what stands between them."""
    words = tuple(arabic.tokens(original))
    ends = [0, *(word.end for word in words)]
    starts = [*(word.start for word in words), len(original)]
    return Text(original, words, tuple(original[a:b] for a, b in zip(ends, starts, strict=True)))


def mention(text: Text, at: int) -> Mention | None:
    """The source named from word `at` on: by the lexicon first, then by a head word, then unnamed people."""
    return _listed(text, at) or _glued(text, at) or _headed(text, at) or _unnamed(text, at)


def _listed(text: Text, at: int) -> Mention | None:
    word = text.words[at].text
    for onto, rest in _split(word):
        for called, source in names().get(rest, ()):
            last = at + len(called)
            if _spelled(text, at + 1, called[1:]):
                if source.short and not (onto == "" or onto == "ل"):
                    continue
                return Mention(at, last, onto, source)
    return None


def _glued(text: Text, at: int) -> Mention | None:
    """ل"رويترز": the «ل» is a word of its own to the eye of a machine."""
    if text.words[at].text not in _PROCLITICS or at + 1 >= len(text.words):
        return None
    if not text.between[at + 1] or text.between[at + 1].isspace():
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
    return any(sign in _CLOSING - {"."} or sign in "،," for sign in between)


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
            and (named.last >= last or start == at + 1)
            and not named.onto
        ):
            return Mention(at, max(last, named.last), onto, named.source)
    name = _said(text, at, last, onto)
    kind = Kind.MEDIUM if head in lexicon.MEDIA_HEADS else Kind.INSTITUTION
    return Mention(at, last, onto, SourceName(canonical(name), kind, short=last == at + 1))


def _said(text: Text, first: int, last: int, onto: str) -> str:
    """The name as it is printed, without the clitic: «للجنة» is «اللجنة»."""
    start, word = text.words[first].start, text.words[first].text
    original = text.original[start + len(onto) : text.words[last - 1].end]
    if onto.endswith("ل") and word[len(onto) :].startswith("ل") and not word[len(onto) :].startswith("لج"):
        original = "ا" + original
    return " ".join(original.replace('"', " ").replace("«", " ").replace("»", " ").split())


def _grown(text: Text, at: int, definite: bool, *, medium: bool) -> int:
    """Where the name that begins with head word `at` ends: at a verb, a preposition or a sign at the latest."""
    last = at + 1
    if last < len(text.words) and _quotes(text.between[last]):
        return _quoted(text, last)
    closed = definite  # a definite word came: only what agrees with it follows
    while last < min(len(text.words), at + _LONGEST):
        between, word = text.between[last], text.words[last].text
        if not _joining(between) or word in lexicon.STOPS or word in lexicon.VERBS:
            break
        foreign = medium and last <= at + _FOREIGN and not word.startswith(("ال", "ب", "ل", "ف"))
        if closed and not foreign and not _agrees(word, text.words[last - 1].text):
            break
        if not closed and last > at + 3:
            break
        closed = closed or word.startswith(("ال", "لل"))
        last += 1
    return last


def _joining(between: str) -> bool:
    return not between.strip(" \u200f\u200e\u00a0*")


def _quotes(between: str) -> bool:
    return between.strip() in {"«", '"', "“", "'", "”"}


def _quoted(text: Text, at: int) -> int:
    for last in range(at + 1, min(len(text.words), at + 5) + 1):
        if any(sign in _CLOSED for sign in text.between[last]):
            return last
    return at + 1


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
    """«مصدر أمني», «ثلاثة مسؤولين سوريين», «متحدث باسم الوزارة»: whose they are, where the text says so."""
    found = _head(text.words[at].text, lexicon.OFFICIALS | lexicon.SPOKEN_FOR)
    if found is None:
        return None
    onto, _, head = found
    last = at + 1
    while last < min(len(text.words), at + 4) and _joining(text.between[last]):
        word = text.words[last].text
        if word in lexicon.STOPS or word in lexicon.VERBS or word == _NAME_OF or _is_owner(text, last):
            break
        last += 1
    if last > at + 1 and text.words[last - 1].text in _NEAR:  # close to the ministry is not the ministry
        owner = _owner(text, last)
        last = owner.last if owner else last
        return Mention(at, last, onto, SourceName(_said(text, at, last, onto), Kind.UNNAMED))
    if (owner := _owner(text, last)) is not None:
        return Mention(at, owner.last, onto, SourceName(owner.source.name, owner.source.kind))
    if head in lexicon.SPOKEN_FOR:
        return None
    name = _said(text, at, last, onto)
    return Mention(at, last, onto, SourceName(name, Kind.UNNAMED))


_NEAR = lexicon.folded("مقرب مقربة مقربان مقربين مقربون قريب قريبة قريبين مطلع مطلعة مطلعين مطلعون مطلعان")
_NAME_OF = arabic.fold("باسم")
_WITHIN = lexicon.folded("في من لدى عن ب")


def _is_owner(text: Text, at: int) -> bool:
    found = _listed(text, at) or _headed(text, at)
    return found is not None


def _owner(text: Text, at: int) -> Mention | None:
    """«مصادر المرصد», «متحدث باسم وزارة الداخلية», «مصدر في الوزارة», «مصدر بوزارة الصحة»."""
    if at >= len(text.words) or not _joining(text.between[at]):
        return None
    if text.words[at].text == _NAME_OF or text.words[at].text in _WITHIN:
        at += 1
        if at >= len(text.words):
            return None
    return _listed(text, at) or _headed(text, at)
