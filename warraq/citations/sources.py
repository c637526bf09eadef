"""By which name is a source known, whatever the text calls it?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from warraq.language import arabic

# Words before a name that say what it is and not which.
_DESCRIBING = frozenset(
    arabic.fold(
        "وكالة صحيفة جريدة قناة شبكة موقع مجلة منظمة حركة تنظيم مصادر مصدر متحدث باسم الأنباء أنباء الإخبارية الأمريكية البريطانية"
        " الرسمية في ب ل الأميركية نت"
    ).split()
)
_UNNAMED = {
    arabic.fold(beginning): people
    for people, beginnings in (
        ("officials", "مسؤول"), ("sources", "مصدر مصادر"), ("witnesses", "شاهد شهود"), ("diplomats", "دبلوماسي"),
        ("experts", "خبير خبراء محلل باحث"), ("activists", "ناشط نشطاء"), ("residents", "سكان أهالي"), ("medics", "مسعف طبيب أطباء"),
    )
    for beginning in beginnings.split()
}  # fmt: skip


_OFFICIAL = arabic.fold("الرسمية")  # «وكالة الأنباء الرسمية السعودية»


class Kind(StrEnum):
    """What a source is."""

    AGENCY = "agency"
    MEDIUM = "medium"
    INSTITUTION = "institution"
    UNNAMED = "unnamed"  # officials, witnesses, «مصادر»


HOUSES = (Kind.AGENCY, Kind.MEDIUM)


@dataclass(frozen=True, slots=True)
class SourceName:
    """A source by the name it is shown under. `short` names need brackets, a dateline or a cue around them."""

    name: str
    kind: Kind
    short: bool = False


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, tuple[tuple[tuple[str, ...], SourceName], ...]]:
    """First folded word -> the names that begin so, longest first, each as its folded words."""
    file = tomllib.loads((files("warraq.citations") / "sources.toml").read_text("utf-8"))
    known: dict[tuple[str, ...], SourceName] = {}
    for kind in (Kind.AGENCY, Kind.MEDIUM, Kind.INSTITUTION):
        for name, others in file[kind].items():
            for called in (name, *others.split(",")):
                if words := _words(called):
                    known.setdefault(words, SourceName(name, kind))
    named = {source.name: source for source in known.values()}
    for called, name in file["short"].items():
        whose = named.get(name, SourceName(name, Kind.MEDIUM))
        known.setdefault(_words(called), SourceName(whose.name, whose.kind, short=True))
    first: dict[str, list[tuple[tuple[str, ...], SourceName]]] = {}
    for words, source in known.items():
        first.setdefault(words[0], []).append((words, source))
    return {word: tuple(sorted(names, key=lambda named: -len(named[0]))) for word, names in first.items()}


def canonical(name: str) -> str:
    """The name under which a source is known: «وكالة أ.ف.ب» -> «فرانس برس»; an unknown name as it is, blanks apart."""
    words = tuple(word for word in _words(name) if word != _OFFICIAL)
    while words:
        for named, source in lexicon().get(words[0], ()):
            if named == words:
                return source.name
        if words[0] not in _DESCRIBING:
            break
        words = words[1:]
    return " ".join(name.replace("وزارتي", "وزارتا", 1).split())


def same(one: str, other: str) -> bool:
    """Do two names name one source? By the lexicon, or when all the telling words of one stand in the other."""
    if canonical(one) == canonical(other) or _anywhere(one) == _anywhere(other):
        return True
    if _people(one) & _people(other):
        return True
    telling = [frozenset(map(_bare, _words(canonical(name)))) - _DESCRIBING for name in (one, other)]
    return all(telling) and (telling[0] <= telling[1] or telling[1] <= telling[0])


def _anywhere(name: str) -> str:
    """Whose country does not matter where the name is enough: «مكتب التحقيقات الاتحادي الأمريكي»."""
    words = name.split()
    while len(words) > 1 and canonical(" ".join(words)) == " ".join(words) and _national(_words(words[-1])):
        words = words[:-1]
    return canonical(" ".join(words)) if canonical(" ".join(words)) != " ".join(words) else canonical(name)


def _national(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and words[0].startswith("ال") and words[0].endswith(("ي", "يه"))


def _people(name: str) -> frozenset[str]:
    """What unnamed people are called, in any number: مصدران and مصادر are sources, مسؤولين are officials."""
    return frozenset(
        people
        for word in _words(name)[:3]
        for beginning, people in _UNNAMED.items()
        if _bare(word).startswith(beginning)
    )


def _words(name: str) -> tuple[str, ...]:
    return tuple(arabic.parts(arabic.fold(name)))


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word
