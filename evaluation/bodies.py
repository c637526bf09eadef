"""How much of a page was read rightly, as a number? A page's figures, their means, and the interval of a gain over sites."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from html import unescape
from zoneinfo import ZoneInfo

from evaluation import bootstrap
from evaluation.judged import Gold
from warraq.language import markup
from warraq.language.arabic import fold

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor found on a page. `day`: when it was published, as printed for the page's own readers; `at` with
    its `zone` in its place where a moment was found."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    day: date | None = None
    at: datetime | None = None
    zone: str | None = None
    image: str | None = None
    tells: bool = False  # whether it looks for more than the body at all


NOTHING = Found(())


@dataclass(frozen=True, slots=True)
class Scores:
    """One page's figures, 0 to 1. `None`: cannot be had, since nobody judged it or nobody looked for it."""

    f1: float
    precision: float
    recall: float
    paragraph_f1: float
    title_exact: float | None = None
    date_right: float | None = None
    date_wrong: float | None = None
    date_unknown: float | None = None
    image_right: float | None = None
    leaks: int | None = None


SHARES = (
    "f1", "precision", "recall", "paragraph_f1",
    "title_exact", "date_right", "date_wrong", "date_unknown", "image_right",
)  # fmt: skip


def scores(found: Found, gold: Gold) -> Scores:
    """Multisets of folded words, and of folded paragraphs; what is optional is taken out of what was found before."""
    precision, recall, f1 = _overlap(
        Counter(words(found.paragraphs)), Counter(words(gold.body)), Counter(words(gold.optional))
    )
    *_, paragraph_f1 = _overlap(
        *(Counter(map(folded, texts)) for texts in (found.paragraphs, gold.body, gold.optional))
    )
    right, wrong, unknown = _date(found, gold) or (None, None, None)
    return Scores(
        f1=f1,
        precision=precision,
        recall=recall,
        paragraph_f1=paragraph_f1,
        title_exact=_title(found, gold),
        date_right=right,
        date_wrong=wrong,
        date_unknown=unknown,
        image_right=float(_address(found.image or "") in set(map(_address, gold.pictures)))
        if gold.pictures and found.tells
        else None,
        leaks=_leaks(found, gold) if gold.must_not else None,
    )


def words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _WORD.findall(fold(text))]


def folded(text: str) -> str:
    return " ".join(words([text]))


def interval(gains: Mapping[str, Sequence[float]]) -> tuple[float, float] | None:
    """The middle 95 % of the mean gain a page, over samples of the sites drawn with repetition; `None` for one site.

    Pages of one site fail together, so sites are drawn, not pages.
    """
    sites = [(sum(values), len(values)) for _, values in sorted(gains.items())]
    if len(sites) < 2:
        return None
    return bootstrap.middle(
        sum(total for total, _ in sample) / sum(count for _, count in sample)
        for sample in bootstrap.drawn(sites)
    )


def by_site(sites: Sequence[str], ours: Sequence[float], theirs: Sequence[float]) -> dict[str, list[float]]:
    gains: dict[str, list[float]] = defaultdict(list)
    for site, one, other in zip(sites, ours, theirs, strict=True):
        gains[site].append(one - other)
    return gains


def _overlap(found: Counter[str], gold: Counter[str], optional: Counter[str]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    found = found - ((found - gold) & optional)
    del found[""]
    both = (found & gold).total()
    if not both:
        return 0.0, 0.0, 0.0
    return both / found.total(), both / gold.total(), 2 * both / (found.total() + gold.total())


def _title(found: Found, gold: Gold) -> float | None:
    if not gold.titles or not found.tells:
        return None
    return float(folded(found.title or "") in set(map(folded, gold.titles)))


def _date(found: Found, gold: Gold) -> tuple[float, float, float] | None:
    """Right, wrong, unknown: at the gold's day, in the page's own zone."""
    if gold.day is None or not found.tells:
        return None
    if found.at is None and found.day is None:
        return 0.0, 0.0, 1.0
    expected, said = gold.day, found.day
    if found.at is not None:
        zone = _zone(found.zone) or (gold.published.tzinfo if gold.published else None) or UTC
        said = found.at.astimezone(zone).date()
        if gold.published and gold.day == gold.published.date():  # in whatever zone the judge wrote it down
            expected = gold.published.astimezone(zone).date()
    return (1.0, 0.0, 0.0) if said == expected else (0.0, 1.0, 0.0)


def _zone(name: str | None) -> tzinfo | None:
    """Of an IANA name or an offset (`+03:00`)."""
    if not name:
        return None
    try:
        return datetime.strptime(name, "%z").tzinfo if name[0] in "+-" else ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def _address(address: str) -> str:
    """As a browser would write it: the case of the host and the escapes of the path make no difference."""
    return (markup.link(unescape(address), "") or address).partition("#")[0]


def _leaks(found: Found, gold: Gold) -> int:
    """How many of the strings that no body may hold stand in it."""
    text = "\n".join(found.paragraphs)
    return sum(one in text for one in gold.must_not)
