"""When is an article visited again, and what does the visit say: is it there, gone, or is that not to be told?

Ever more seldom: what changes, changes early. What is gone is asked for twice more within three days, and no oftener.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from warraq.crawling import urls
from warraq.language.arabic import fold, tokens
from warraq.ports.rechecks import Sample, Watch
from warraq.press import StandIn

PLAN = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
    timedelta(days=180),
)
YEARLY = timedelta(days=365)
# Missed twice, so far apart, with no success in between: then it may be withdrawn.
APART = timedelta(hours=72)
_BETWEEN = timedelta(hours=36)
_STILL_MISSED = timedelta(days=7)
_LONG_MISSED = timedelta(days=30)
STILL_WITHDRAWN = timedelta(days=30)
_DOUBTED = timedelta(days=1)
_LATEST = 0.1  # of the way from one visit to the next, by which visits are spread

SAMPLE = 20
LEAST_SAMPLE = 5
ANSWERING = 0.95
SAMPLE_HOLDS = timedelta(days=1)

# What pages say in their title that are not there and answer 200 all the same; folded.
_NOT_THERE = tuple(
    fold(words)
    for words in (
        "الصفحة غير موجودة", "الصفحة المطلوبة غير", "الصفحة التي تبحث", "لم يتم العثور", "غير متوفر", "الخبر غير موجود",
        "تم حذف", "خطأ 404", "404", "page not found", "not found", "page introuvable", "page non trouvée", "n'existe pas",
    )
)  # fmt: skip
NOT_THERE = StandIn.NOT_THERE.value
_FRONTS = frozenset({"", "index.html", "index.htm", "index.php", "home", "ar", "ar/home"})
_UNLIKE = 0.3
# Two articles that have nothing in common come to .02 (of a hundred, 99 stay below .14; a page of ten others below .21);
# what is left of one that was cut to its first third to .7, never below .5.
_STRANGE = 0.25
_LEAST_WORDS = 12
_SHORTEST_WORD = 4  # letters: what is shorter, every text of a language has


class Sight(StrEnum):
    """What a visit to an article's address says."""

    HERE = "here"
    GONE = "gone"
    DOUBTFUL = "doubtful"  # a page that says nothing certain: neither a success nor a miss
    UNASKED = "unasked"  # nothing was learnt


def first_visit(since: datetime, now: datetime, *, spread: float) -> datetime:
    """When an article that is known from now on is visited first; what came old is visited as what is old."""
    return _planned(min(since, now), now, spread)


def after(watch: Watch, sight: Sight, now: datetime, *, spread: float, reason: str | None = None) -> Watch:
    """The watch after a visit. `spread` in [0, 1) keeps what was filed at once from coming due at once."""
    match sight:
        case Sight.HERE:
            due = _planned(watch.since, now, spread)
            return replace(watch, due=due, missed=None, misses=0, problem=None)
        case Sight.GONE:
            return _missed(watch, now, reason)
        case Sight.DOUBTFUL:
            soonest = now + _DOUBTED * (1 + 6 * spread)
            return replace(watch, due=max(soonest, _planned(watch.since, now, spread)), problem=reason)
        case Sight.UNASKED:
            return replace(watch, due=_planned(watch.since, now, spread), problem=reason)


def not_told(watch: Watch, now: datetime, *, spread: float) -> datetime:
    """When an article is visited again of which its server says nothing (403, 5xx): by its plan, not within a day. A
    site that turns us away is not asked for all its past every day."""
    return max(now + _DOUBTED, _planned(watch.since, now, spread))


def ripe(watch: Watch) -> bool:
    """Whether it was missed twice, far enough apart."""
    return watch.misses >= 2


def lives(sample: Sample) -> bool | None:
    """Whether a paper whose old addresses answered so stands as it stood; `None`: too few were asked to tell."""
    return None if sample.asked < LEAST_SAMPLE else sample.answered >= ANSWERING * sample.asked


def holds(sample: Sample | None, now: datetime) -> bool:
    """Whether a sample still tells of today."""
    return sample is not None and timedelta() <= now - sample.at < SAMPLE_HOLDS


def led_away(asked: str, answered: str) -> tuple[Sight, str] | None:
    """What it means that another page answered instead, by its address alone; `None` where it may be the article's.

    A paper that takes an article away often leads its address to the front page. Another site says nothing for sure.
    """
    if urls.key(asked) == urls.key(answered):
        return None
    if not urls.same_site(asked, answered):
        return Sight.DOUBTFUL, f"it leads to another site, {urls.host(answered)}"
    rest = urls.key(answered).partition("/")[2].strip("/")
    return (Sight.GONE, "it leads to the front page") if rest in _FRONTS else None


def likeness(one: str, other: str) -> float:
    """How alike two texts' words of four letters and more are, 0 to 1: the cosine of their counts, folded."""
    counts, others = (
        Counter(token.text for token in tokens(text) if len(token.text) >= _SHORTEST_WORD)
        for text in (one, other)
    )
    shared = sum(count * others[word] for word, count in counts.items())
    size = math.sqrt(sum(count**2 for count in counts.values()) * sum(count**2 for count in others.values()))
    return shared / size if size else 0.0


def doubt(held_title: str, held: str, title: str, text: str) -> str | None:
    """Why a page that answered may not be the article any more, by its words; `None` where there is no doubt: under the
    same headline any text is the article's."""
    if fold(title).split() == fold(held_title).split():
        return None
    alike = likeness(f"{held_title}\n{held}", f"{title}\n{text}")
    said = fold(title)
    if alike < _UNLIKE and any(words in said for words in _NOT_THERE):
        return NOT_THERE
    if alike < _STRANGE and len(held.split()) >= _LEAST_WORDS:
        return "a page with quite other words"
    return None


def _missed(watch: Watch, now: datetime, reason: str | None) -> Watch:
    if watch.withdrawn:
        return replace(watch, due=now + STILL_WITHDRAWN, problem=reason)
    first = watch.missed if watch.missed and watch.missed <= now else now  # a clock ran ahead
    if now - first < APART:
        due = first + (_BETWEEN if now - first < _BETWEEN else APART)
        return replace(watch, due=due, missed=first, misses=1, problem=reason)
    again = _STILL_MISSED if now - first < _LONG_MISSED else _LONG_MISSED
    return replace(watch, due=now + again, missed=first, misses=2, problem=reason)


def _planned(since: datetime, now: datetime, spread: float) -> datetime:
    """The plan's next visit after now, later by up to a tenth of the way to it."""
    age = now - since
    step = next((step for step in PLAN if step > age), None)
    if step is None:
        years = age // YEARLY + 1
        return since + YEARLY * years + YEARLY * (_LATEST * spread)
    before = max((one for one in PLAN if one <= age), default=timedelta())
    return since + step + (step - before) * (_LATEST * spread)
