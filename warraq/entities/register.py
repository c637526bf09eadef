"""Which people, bodies and places does a text name, whatever form of their name it prints?

The names are data: hand-written lists that are shipped (`names/*.txt`), the countries of the Unicode consortium's tables, and
what an operator adds in a file of the same form. All comparing is on folded words; offsets are of the original text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files

from babel import Locale

from warraq.entities import cutting
from warraq.language import arabic
from warraq.language.names import key as key_of
from warraq.press import NameKind

_CLITICS = ("", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل")
_OWN, _AFTER = "!", "~"
_READER = 1  # grows when mentions are found otherwise


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something by the name it is shown under. `key`: its folded words joined by dashes (`language.names.key`).

    `forms` are what it is called, each as folded words, sure wherever they stand; `short` are forms that are believed only once one of
    `forms` has stood before them in the same article. `others` are its forms beside the one shown, as a list spells them.
    """

    key: str
    kind: NameKind
    shown: str
    forms: frozenset[tuple[str, ...]]
    short: frozenset[tuple[str, ...]] = frozenset()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameMention:
    """`text[start:end]` calls `key` by a name. Clitics before it are outside."""

    key: str
    kind: NameKind
    start: int
    end: int


class Register:
    """Names to look for. Made once and asked for every article; never changed."""

    def __init__(self, names: Iterable[Name]) -> None:
        """Of several names with one key, or one form, the first has it."""
        self._names: dict[str, Name] = {}
        for name in names:
            self._names.setdefault(name.key, name)

    def name(self, key: str) -> Name | None:
        """The name of that key."""
        return self._names.get(key)

    def names(self) -> tuple[Name, ...]:
        """All of them, in the order given."""
        return tuple(self._names.values())

    @cached_property
    def version(self) -> int:
        """A number that these names alone have (48 bits): other lists, other mentions."""
        told = hashlib.sha256(str(_READER).encode())
        for name in sorted(self._names.values(), key=lambda one: one.key):
            said = (name.key, name.kind.value, name.shown, sorted(name.forms), sorted(name.short))
            told.update(repr(said).encode("utf-8", "surrogatepass"))
        return int.from_bytes(told.digest()[:6])

    def knows(self, printed: str) -> bool:
        """Whether a person's name, as printed somewhere, calls or begins with somebody of the lists."""
        return any(mention.kind is NameKind.PERSON for mention in self.mentions(printed)[0])

    @cached_property
    def _by_first(self) -> Mapping[str, tuple[tuple[tuple[str, ...], Name, bool], ...]]:
        """First word -> forms that begin so, the longest first; the last says whether the form must wait for a full one."""
        first: dict[str, dict[tuple[str, ...], tuple[tuple[str, ...], Name, bool]]] = {}
        for waits in (False, True):
            for name in self._names.values():
                for form in name.short if waits else name.forms:
                    first.setdefault(form[0], {}).setdefault(form, (form, name, waits))
        return {
            word: tuple(sorted(forms.values(), key=lambda found: -len(found[0])))
            for word, forms in first.items()
        }

    def mentions(self, *texts: str) -> tuple[tuple[NameMention, ...], ...]:
        """For each text, in the order an article prints them (headline, body), where it names whom.

        A short form counts from the first full one on, in whichever of the texts; in a headline also when the full name comes later.
        """
        found = [list(self._found(text)) for text in texts]
        told = {mention.key for mentions in found for mention, waits in mentions if not waits}
        return tuple(
            tuple(mention for mention, waits in mentions if not waits or mention.key in told)
            for mentions in found
        )

    def _found(self, text: str) -> Iterator[tuple[NameMention, bool]]:
        words = cutting.words(text)
        at = 0
        while at < len(words):
            match = self._at(words, at)
            if match is None:
                at += 1
                continue
            form, name, waits, onto = match
            last = words[at + len(form) - 1]
            start = words[at].start + (onto if words[at].end - words[at].start > onto else 0)
            yield NameMention(name.key, name.kind, start, last.end), waits
            at += len(form)

    def _at(self, words: Sequence[arabic.Token], at: int) -> tuple[tuple[str, ...], Name, bool, int] | None:
        word = words[at].text
        for onto, rest in _cut(word):
            for form, name, waits in self._by_first.get(rest, ()):
                if len(form) == 1 or tuple(one.text for one in words[at : at + len(form)])[1:] == form[1:]:
                    return form, name, waits, len(onto)
        return None


@lru_cache(maxsize=50_000)
def _cut(word: str) -> tuple[tuple[str, str], ...]:
    """A word with nothing, then with each clitic, taken off; of «لل», written for «ل» and «ال», nothing can be."""
    cut = [(one, word[len(one) :]) for one in _CLITICS if word.startswith(one) and len(word) > len(one) + 2]
    cut += [
        (one, "ا" + word[len(one) + 1 :])
        for one in ("", "و")
        if word.startswith(one + "لل") and len(word) > 4
    ]
    return tuple(cut)


def joined(own: Iterable[Name], others: Iterable[Name]) -> tuple[Name, ...]:
    """An operator's names, then others: a name that both have is as the operator has it, and keeps what else the others call it."""
    rest = {name.key: name for name in others}
    mine = [
        replace(
            one,
            forms=one.forms | known.forms,
            short=(one.short | known.short) - one.forms - known.forms,
            others=tuple(dict.fromkeys((*one.others, *known.others))),
        )
        if (known := rest.get(one.key))
        else one
        for one in own
    ]
    return (*mine, *rest.values())


@lru_cache(maxsize=1)
def shipped() -> tuple[Name, ...]:
    """The names that come with Warraq: people, bodies, countries, towns."""
    lists = ((NameKind.PERSON, "people"), (NameKind.BODY, "bodies"), (NameKind.PLACE, "towns"))
    written = [
        name
        for kind, file in lists
        for name in read((files("warraq.entities") / "names" / f"{file}.txt").read_text("utf-8"), kind)
    ]
    return (*written, *_countries())


def read(lines: str, kind: NameKind | None = None) -> tuple[Name, ...]:
    """The names of a list: one a line, `name = other name = …`; «!x» counts alone, «~x» after the full name, # begins a comment.

    Without a `kind`, lines stand under headings [person], [body] or [place]; a line under none is a person's. A name of one word that
    is marked in no way counts alone unless it is a person's.
    Raises: ValueError, naming the line, for a heading that is none of these, or a name without a letter.
    """
    found = []
    under = kind or NameKind.PERSON
    for number, line in enumerate(lines.splitlines(), 1):
        line = line.partition("#")[0].strip()
        if line.startswith("[") and kind is None:
            try:
                under = NameKind(line.strip("[]").strip())
            except ValueError:
                raise ValueError(f"line {number}: {line} is none of [person], [body], [place]") from None
        elif line:
            try:
                found.append(name(under, *line.split("=")))
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from None
    return tuple(found)


def name(kind: NameKind, shown: str, *others: str) -> Name:
    """A name with its other names, marked as in a list. Raises: ValueError for one without a letter."""
    shown = " ".join(shown.split()).lstrip(_OWN + _AFTER)
    forms: set[tuple[str, ...]] = set()
    short: set[tuple[str, ...]] = set()
    for other in (shown, *others):
        bare = other.strip()
        words = _words(bare.lstrip(_OWN + _AFTER))
        if not words:
            raise ValueError(f"{other!r} holds no word")
        waits = bare.startswith(_AFTER) or (
            kind is NameKind.PERSON and len(words) == 1 and not bare.startswith(_OWN) and bool(others)
        )
        (short if waits else forms).update(_spellings(words))
    called = (" ".join(other.split()).lstrip(_OWN + _AFTER).strip() for other in others)
    return Name(key_of(shown), kind, shown, frozenset(forms), frozenset(short - forms), tuple(called))


def _words(text: str) -> tuple[str, ...]:
    return tuple(arabic.parts(arabic.fold(text)))


_SERVANT, _FATHER = arabic.fold("عبد"), arabic.fold("أبو")
_GOD = arabic.fold("الله")


def _spellings(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """One name parted otherwise: عبد الفتاح and عبدالفتاح, أبو ظبي and أبوظبي, نصر الله and نصرالله."""
    joined = [words]
    for at in range(len(words) - 1):
        if words[at] in (_SERVANT, _FATHER) or words[at + 1] == _GOD:
            joined += [
                (*one[:at], one[at] + one[at + 1], *one[at + 2 :]) for one in joined if len(one) == len(words)
            ]
    parted = []
    for at, word in enumerate(words):
        for before in (_SERVANT, _FATHER):
            if word.startswith(before + "ال"):
                parted.append((*words[:at], before, word[len(before) :], *words[at + 1 :]))
    return {*joined, *parted}


def _countries() -> Iterator[Name]:
    territories: Mapping[str, str] = Locale.parse("ar").territories
    for code, called in sorted(territories.items()):
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY:
            yield name(NameKind.PLACE, called, *_CALLED.get(code, ()))


# Regions that the tables list beside countries, and countries whose name is first of all another word.
_NO_COUNTRY = frozenset(["EU", "UN", "EZ", "ZZ", "XA", "XB", "QO", "TD", "MT", "NE", "CL", "KM", "GN", "BT", "NU", "RE", "PE", "OM", "ML", "HM", "AQ"])  # fmt: skip
_CALLED = {
    "AE": ("الإمارات",), "EG": ("جمهورية مصر العربية",), "GB": ("بريطانيا", "إنجلترا", "إنكلترا"), "PS": ("فلسطين",),
    "RU": ("روسيا الاتحادية",), "SA": ("السعودية",), "SY": ("سورية",), "US": ("أمريكا", "أميركا", "الولايات المتحدة الأمريكية",
    "الولايات المتحدة الأميركية"), "TR": (), "IR": (), "LY": (), "QA": ("دولة قطر",), "BH": ("مملكة البحرين",),
}  # fmt: skip
