"""Which kind of news is it, as far as that decides what makes two of them one?

Series repeat their words every day and mean another happening each time: forecasts, closing prices, results of companies, executions,
weddings, cables, receptions. A statement about a happening belongs to it. A match or a ceremony is announced, then it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from warraq.language import arabic


class Kind(StrEnum):
    """A series that an article may belong to, told from its headline and the first words of its text."""

    WEATHER = "weather"
    STOCKS = "stocks"
    OIL = "oil"
    GOLD = "gold"
    MONEY = "money"
    RESULTS = "results"
    EXECUTION = "execution"
    WEDDING = "wedding"
    CABLE = "cable"
    RECEPTION = "reception"
    CONDOLENCE = "condolence"
    FUNERAL = "funeral"
    ACCIDENT = "accident"
    SEIZURE = "seizure"
    INSPECTION = "inspection"
    COURT = "court"
    JOBS = "jobs"
    AID = "aid"


class Stage(StrEnum):
    """Whether it is told beforehand or afterwards; only what says so plainly."""

    AHEAD = "ahead"
    DONE = "done"


# What is new every day or session, whatever its words.
DAILY = frozenset({Kind.WEATHER, Kind.STOCKS, Kind.OIL, Kind.GOLD, Kind.MONEY})


def _folded(words: str) -> frozenset[str]:
    return frozenset(arabic.fold(words).split())


_WORDS = {
    Kind.WEATHER: _folded("أمطار أمطارا طقس أرصاد غبار أتربة مناخ رعدية عواصف سحب مئوية غائم"),
    Kind.STOCKS: _folded("أسهم مؤشر بورصة بورصات تاسي أسواق تداولات تداول ناسداك نيكي داو"),
    Kind.OIL: _folded("نفط خام برنت برميل أوبك"),
    Kind.GOLD: _folded("ذهب أونصة أوقية فضة بلاتين عيار"),
    Kind.MONEY: _folded("دولار يورو عملات ين إسترليني صرف"),
    Kind.RESULTS: _folded("أرباح أرباحها أرباحا خسائرها إيرادات إيراداتها"),
    Kind.EXECUTION: _folded("قصاص قصاصا تعزيرا تعزير حرابة إعدام"),
    Kind.WEDDING: _folded("أفراح زفاف زفافه زواج قران قرانه عرس"),
    Kind.CABLE: _folded("برقية برقيات برقيتي يهنئ تهنئ يهنئان يهنىء تهنئة هنأ هنأت تهاني"),
    Kind.RECEPTION: _folded("استقبل يستقبل استقبال يستقبلان استقبلت تستقبل استقباله"),
    Kind.CONDOLENCE: _folded("يعزي يعزون يعزى تعزي عزاء تعازي مواساة يواسي عزى"),
    Kind.FUNERAL: _folded("تشييع يشيع يشيعون شيع جثمان جثامين جنازة جنازته"),
    Kind.ACCIDENT: _folded("حريق حرائق إخماد إنقاذ تصادم دهس غرق مصرع انقلاب اختناق إخلاء"),
    Kind.SEIZURE: _folded("ضبط تضبط يضبط إحباط يحبط تحبط مضبوطات مصادرة"),
    Kind.INSPECTION: _folded("مخالفة مخالفات تفتيش تفتيشية جولات حملة حملات"),
    Kind.COURT: _folded("سجن محكمة حكم محاكمة قضت"),
    Kind.JOBS: _folded("وظائف شاغرة وظيفة توظيف"),
    Kind.AID: _folded("مساعدات إغاثية إغاثة إغاثي إنسانية غذائية سلال"),
}
_OF_WORD: dict[str, tuple[Kind, ...]] = {
    word: tuple(kind for kind, words in _WORDS.items() if word in words)
    for word in frozenset().union(*_WORDS.values())
}
_REACTING = _folded(
    "دان أدان يدين تدين دانت أدانت إدانة إدانات إدانتها إدانته استنكر استنكرت يستنكر تستنكر استنكار استنكارها يستنكرون يدينون شجب شجبت "
    "يشجب تشجب يندد تندد ندد نددت تنديد مستنكرا منددا مدينا"
)
_AHEAD = _folded(
    "غدا غد مباشر يواجه تواجه يلاقي يلتقي يلتقيان يستعد استعدادا استعدادات يستهل مواجهة قبيل يترقب ينتظر تنتظر مرتقبة يعتزم تعتزم يقترب "
    "تقترب ستنطلق سينطلق"
)
_DONE = _folded(
    "فاز فوز يفوز تفوز فازت يتغلب تغلب تغلبت يتأهل تأهل تأهلت خسر خسارة يخسر تعادل يتعادل يهزم هزم هزيمة اكتسح يسحق يقصي أقصى ودع يودع "
    "يكسب كسب"
)


@lru_cache(maxsize=100_000)
def bare(word: str) -> str:
    """A folded word without its article and what stands before it."""
    for front in ("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال"):
        if word.startswith(front) and len(word) - len(front) >= 2:
            return word[len(front) :]
    return word


def kinds(words: Iterable[str]) -> frozenset[Kind]:
    """The series that folded words speak for."""
    return frozenset(kind for word in words for kind in _OF_WORD.get(bare(word), ()))


def subject(words: Iterable[str]) -> Kind | None:
    """What a headline about prices is about: of gold, oil, money and shares, what it names first."""
    named = (kind for word in words for kind in _OF_WORD.get(bare(word), ()) if kind in DAILY)
    return next(named, None)


def reacts(words: Iterable[str]) -> bool:
    """Whether folded words condemn or deplore something."""
    return any(word in _REACTING or bare(word) in _REACTING for word in words)


def stage(words: Iterable[str]) -> Stage | None:
    """Of the words of a headline; both or none: unknown."""
    plain = {bare(word) for word in words}
    ahead, done = bool(plain & _AHEAD), bool(plain & _DONE)
    if ahead == done:
        return None
    return Stage.AHEAD if ahead else Stage.DONE
