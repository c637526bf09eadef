"""Which desk does a label mean? A feed's, page's or corpus's name for its section in, one of `DESKS` or `None` out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from warraq.language import arabic
from warraq.sections.labels import NAMES

OPINION = "opinion"

# Every desk there is, in the order of a section bar where an edition does not say otherwise. Slugs stand in archives and
# addresses for good: one may be added, none renamed. Opinion stands last: it never competes with news.
DESKS = (
    "politics", "local", "governorates", "arab", "world", "economy", "sports", "accidents", "society", "education", "health",
    "culture", "arts", "technology", "science", "environment", "religion", "media", "women", "variety", "tourism", "cars",
    "weather", "investigations", "reports", OPINION,
)  # fmt: skip

_LONGEST = 120  # characters: what is longer is a sentence, not a name
_MOST_WORDS = 16  # once folded: one character may stand for four words (ﷺ)

# Words that say nothing beside a desk's name, and nothing at all alone: a service or the front page is no desk.
_SAYS_NOTHING = frozenset(
    arabic.fold(
        "أخبار خبر جديد آخر قسم باب صفحة ركن زاوية ملحق شؤون شئون شأن رئيسية عاجل news section sections category page latest top "
        "actualité actualités actu infos info nouvelles rubrique accueil home general عام عامة"
    ).split()
)
# Steps of a path lead from the wide to the narrow (أخبار > رياضة > كرة القدم); items of a list stand side by side.
_PATH = re.compile(r"&gt;|&raquo;|[>»›/\\|]+")
_LIST = re.compile(r"[,،;؛&+·•]|\s[-–—]\s|\s(?:and|et)\s", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")

# «رياضة عالمية» is sports and «اقتصاد محلي» economy, but «سياسة عربية» may be either: so not for politics.
_ABOUT = frozenset(
    arabic.fold(
        "عربي عربية محلي محلية دولي دولية عالمي عالمية وطني وطنية مصري مصرية تونسي تونسية جزائري جزائرية مغربي مغربية ليبي ليبية "
        "موريتاني موريتانية سوداني سودانية سعودي سعودية إماراتي إماراتية كويتي كويتية قطري قطرية بحريني بحرينية عماني عمانية "
        "يمني يمنية عراقي عراقية سوري سورية لبناني لبنانية أردني أردنية فلسطيني فلسطينية خليجي خليجية مغاربي مغاربية"
    ).split()
)
_QUALIFIED = frozenset(
    {"sports", "economy", "accidents", "arts", "culture", "health", "education", "technology"}
)


@lru_cache(maxsize=4096)
def desk(label: str | None) -> str | None:
    """The desk that a label names in Arabic, French or English, or by a slug; `None` where it names none or several.

    Never a guess: an unknown label stays a label. Where a path also names opinion, it is opinion.
    """
    if not label or len(label) > _LONGEST:
        return None
    return one_of(_listed(step) for step in _PATH.split(label))


def desk_of(labels: Iterable[str]) -> str | None:
    """The one desk that labels side by side (an entry's categories) agree on; opinion wherever one says so."""
    return one_of(desk(label) for label in labels)


def is_opinion(section: str | None) -> bool:
    """Whether an article of that section is somebody's opinion, and never competes with news."""
    return section == OPINION


def one_of(desks: Iterable[str | None]) -> str | None:
    named = {one for one in desks if one}
    if OPINION in named:
        return OPINION
    return named.pop() if len(named) == 1 else None


def _listed(step: str) -> str | None:
    """The desk of a name, or of names side by side when every one of them is known and all mean the same."""
    if found := _joined(_words(step)):
        return found
    items = [words for item in _LIST.split(step) if (words := _words(item))]
    desks = [_joined(words) for words in items]
    return one_of(desks) if len(items) > 1 and (OPINION in desks or all(desks)) else None


def _joined(words: tuple[str, ...]) -> str | None:
    """«اقتصاد وأعمال»: the whole is known, or what stands on both sides of its «و» means the same desk."""
    if found := _named(words):
        return found
    if len(words) > _MOST_WORDS:
        return None
    for place in range(1, len(words)):
        joins = words[place].startswith("و") and len(words[place]) > 3
        # the rest is looked at only behind a known name: behind every «و» it would be twice the work a word
        before = _named(words[:place]) if joins else None
        after = _joined((_bare(words[place][1:]), *words[place + 1 :])) if before else None
        if after:
            return before if before == after else None
    return None


def _named(words: tuple[str, ...]) -> str | None:
    if found := _DESK_OF.get(words):
        return found
    if len(words) == 2 and words[1] in _ABOUT and _DESK_OF.get(words[:1]) in _QUALIFIED:
        return _DESK_OF[words[:1]]
    return None


def _words(label: str) -> tuple[str, ...]:
    """Folded words without ال, and without those that say nothing."""
    folded = arabic.parts(arabic.fold(_HUMP.sub(" ", label)))
    return tuple(bare for word in folded if (bare := _bare(word)) not in _SAYS_NOTHING)


def _bare(word: str) -> str:
    if word.startswith("وال") and len(word) > 4:
        return "و" + word[3:]
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


def _table() -> dict[tuple[str, ...], str]:
    return {_words(name): slug for slug, names in NAMES.items() for name in names.split("·") if _words(name)}


_DESK_OF = _table()
