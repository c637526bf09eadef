"""Which governorates of its country is an article about? Told from dateline, headline and lead; in doubt, none.

The names are data (`gazetteer/<country>.toml`). A name may be sure, may need to stand «in» the place (`placed`: capitals, and
names that are words too), or may need a word like محافظة before it (`doubtful`). All comparing is on folded words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from warraq.language import arabic

_LEAD = 400  # characters of the body in which a mention counts as in the headline
_REACH = 1200  # characters of the body in which «محافظة X» counts
_MOST = 4  # an article that names more places is about the country

_COUNTRIES = frozenset(
    path.name.removesuffix(".toml") for path in (files("warraq.entities") / "gazetteer").iterdir() if path.name.endswith(".toml")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A governorate, wilaya, region or emirate. `code` is ISO 3166-2 but for one or two that have none yet."""

    code: str
    country: str
    name: str
    name_en: str


def places(country: str) -> tuple[Place, ...]:
    """The places of a country (ISO 3166, lower case), in the order of its file; none where we have no gazetteer."""
    return _gazetteer(country).places if country in _COUNTRIES else ()


def place(code: str) -> Place | None:
    """The place of that code, or `None`."""
    return next((one for one in places(code.partition("-")[0].lower()) if one.code == code), None)


def called(country: str) -> str | None:
    """What a country calls such a place: محافظة, ولاية, جهة, إمارة …; `None` where we have no gazetteer."""
    return _gazetteer(country).called if country in _COUNTRIES else None


def mentioned(title: str, body: str, *, country: str) -> tuple[str, ...]:
    """Codes of the places of `country` that an article is about, those in its headline first.

    A nationwide round-up (more than four places) is about none but those in its headline. Other countries' places are never
    looked for: an Egyptian paper's «القدس الشرقية» says nothing of الشرقية.
    """
    if country not in _COUNTRIES:
        return ()
    known = _gazetteer(country)
    headline = dict.fromkeys(_found(known, title, reach=len(title), opening=_Need.PLACED))
    lead = dict.fromkeys(_found(known, body[:_REACH], reach=_LEAD, opening=_Need.DOUBTFUL))
    together = headline | lead
    return tuple(together if len(together) <= _MOST else headline)


class _Need(IntEnum):
    """What a name needs, to be believed."""

    SURE = 0
    PLACED = 1
    DOUBTFUL = 2


class _Onto(Enum):
    NOTHING = ""
    INSIDE = "ب"
    ELSE = "و ف ك ل"


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it may stand in a text: its first word's form is the key, `rest` the words after it.

    `code` is `None` for a phrase in which a name means something else. `onto` is what the form has written onto it:
    nothing, بـ, or something else («في غات» is in the town, «في لغات» in languages).
    """

    rest: tuple[str, ...]
    code: str | None
    need: _Need
    onto: _Onto


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    places: tuple[Place, ...]
    called: str
    names: Mapping[str, tuple[_Name, ...]]  # longest first
    openings: Mapping[
        tuple[str, ...], tuple[str, _Need]
    ]  # whole names that may be a dateline; never the capital


def _folded(words: str) -> frozenset[str]:
    return frozenset(arabic.fold(words).split())


# Before a name, without ال: «مدينة الجديدة» is a town, «المدينة الجديدة» a new one.
_TITLES = """
محافظة محافظ محافظتي محافظات محافظي ولاية والي ولايتي ولايات ولاة مدينة مدينتي مدن بلدية بلديات بلديتي إقليم أقاليم عمالة جهة جهات جهتي
منطقة منطقتي مناطق إمارة إمارتي معتمدية معتمد بلدة قرية ريف مديرية قضاء دائرة لواء ضواحي مطار ميناء مستشفى محكمة نيابة
"""
_ANNOUNCING = frozenset(clitic + word for word in _folded(_TITLES) for clitic in ("", "و", "ب", "ل", "وب", "ول", "ف", "ك")) | {
    "gouvernorat", "gouvernorats", "wilaya", "wilayas", "ville", "region", "governorate", "province", "city", "commune",
}  # fmt: skip
_OFFICES = _folded("مدير مديرية وكيل")  # مدير أمن المنيا
_OF_OFFICES = _folded("أمن صحة تعليم تموين زراعة")
_INSIDE = _folded(
    "في وسط شمال جنوب شرق غرب شمالي جنوبي شرقي غربي داخل قرب وفي بوسط بشمال بجنوب بشرق بغرب a dans in"
)
_LINKING = frozenset(["de", "d", "du", "des", "la", "le", "les", "l", "of", "the"])
# What bears a town's name and is not the town, leads there, or comes from there.
_NAMESAKES = _folded(
    "نادي فريق اتحاد نجم شبيبة قوافل مستقبل ترجي أولمبيك أمل هلال مولودية وداد شباب نهضة رجاء وفاق بنك صحيفة جريدة قناة إذاعة "
    "مجلة شارع قمة اتفاق إعلان وثيقة طريق خليج أصيل أصيلة أصيلي باتجاه نحو مواليد"
)
_OPENING = re.compile(r"\W{0,3}([^\W\d_]+(?: [^\W\d_]+){0,2}) ?(?:[-–—:/|(]|\.\.)")


def _found(known: _Gazetteer, text: str, *, reach: int, opening: _Need) -> Iterator[str]:
    """Codes in their order. Plain mentions count up to `reach`; `opening`: what a dateline is enough for."""
    folded = arabic.fold(text)
    if (
        (begins := _OPENING.match(folded))
        and (said := known.openings.get(tuple(begins[1].split())))
        and said[1] <= opening
    ):
        yield said[0]
    words = arabic.WORD.findall(folded)
    near = len(words) if reach >= len(text) else len(arabic.WORD.findall(folded, 0, reach))
    free = 0  # words before this one belong to a name already
    announced_at = -1  # a list that «محافظات» announced goes on at this word
    for at in [at for at, word in enumerate(words) if word in known.names]:
        if at < free or (name := _name_at(known, words, at)) is None:
            continue
        free = at + 1 + len(name.rest)
        announced = at == announced_at or (name.onto is _Onto.NOTHING and _announced(words, at))
        if announced:
            announced_at = free
        if name.code is not None and (announced or (at < near and _believed(words, at, name))):
            yield name.code


def _name_at(known: _Gazetteer, words: Sequence[str], at: int) -> _Name | None:
    for name in known.names[words[at]]:
        if tuple(words[at + 1 : at + 1 + len(name.rest)]) == name.rest:
            return name
    return None


def _announced(words: Sequence[str], at: int) -> bool:
    before = at - 1
    while before > 0 and words[before] in _LINKING:
        before -= 1
    if before < 0:
        return False
    return words[before] in _ANNOUNCING or (
        before > 0 and words[before] in _OF_OFFICES and words[before - 1].lstrip("ولب") in _OFFICES
    )


def _believed(words: Sequence[str], at: int, name: _Name) -> bool:
    before = words[at - 1] if at else ""
    if before in _NAMESAKES:
        return False
    inside = name.onto is _Onto.INSIDE or (name.onto is _Onto.NOTHING and before in _INSIDE)
    return name.need is _Need.SURE or (name.need is _Need.PLACED and inside)


@lru_cache(maxsize=32)
def _gazetteer(country: str) -> _Gazetteer:
    file = _file(country)
    names: dict[str, list[_Name]] = {}
    openings: dict[tuple[str, ...], tuple[str, _Need]] = {}
    capital = _split(file["capital"])
    for words, code, need in _listed(file):
        for form, onto in _forms(words[0]):
            names.setdefault(form, []).append(_Name(words[1:], code, need, onto))
        if code is not None and words != capital:
            openings.setdefault(words, (code, need))
    ordered = {
        form: tuple(sorted(all_of, key=lambda name: -len(name.rest))) for form, all_of in names.items()
    }
    known = tuple(Place(code, country, said["name"], said["en"]) for code, said in file["places"].items())
    return _Gazetteer(known, file["word"], ordered, openings)


def _file(country: str) -> dict[str, Any]:
    return tomllib.loads((files("warraq.entities") / "gazetteer" / f"{country}.toml").read_text("utf-8"))


def _listed(file: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str | None, _Need]]:
    """Every name of a file with its code and what it needs; what a file lists twice counts as the more doubtful."""
    for phrase in _items(file.get("nothing", "")):
        yield phrase, None, _Need.SURE
    for code, said in file["places"].items():
        own = {words: need for need in _Need for words in _items(said.get(need.name.lower(), ""))}
        need = own.setdefault(_split(said["name"]), _Need.SURE)
        own.setdefault(_split(said["en"]), need)
        yield from ((words, code, need) for words, need in own.items())


def _items(line: str) -> list[tuple[str, ...]]:
    return [words for item in line.split(",") if (words := _split(item))]


def _split(name: str) -> tuple[str, ...]:
    return tuple(arabic.parts(arabic.fold(name)))


def _forms(word: str) -> Iterator[tuple[str, _Onto]]:
    """A name's first word as it is and with what is written onto it.

    ف and ك only onto ال: elsewhere they more often begin another word (كسبها is no Sabha).
    """
    yield word, _Onto.NOTHING
    if not "\u0621" <= word[0] <= "\u064a":
        return
    definite = word.startswith("ال")
    to = "لل" + word[2:] if definite else "ل" + word
    for form in ("و" + word, to, "و" + to, *(("ف" + word, "ك" + word) if definite else ())):
        yield form, _Onto.ELSE
    for form in ("ب" + word, "وب" + word, "فب" + word):
        yield form, _Onto.INSIDE
