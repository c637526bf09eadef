"""Is a headline news, or of a kind that readers may want out of the way? Service items and curiosities, told by how they speak.

Service: what is printed every day again and serves today alone (prayer times, the day's weather, gold and currency prices,
horoscopes, fatwas). Curiosity: a headline that keeps its news back so that one opens it («لن تصدق…», «شاهد..», «والسبب؟»).
Rules of the language, not of papers; in doubt a headline is news.
"""

from __future__ import annotations

import re
from functools import lru_cache

from warraq.language import arabic

SERVICE = "service"
CURIOSITY = "curiosity"
GENRES = (SERVICE, CURIOSITY)

_DAYS = "السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة"
_TODAY = f"اليوم الآن غدا الغد الليلة صباح مساء لليوم ليوم يوم الجاري {_DAYS}"
_SIGNS = "الحمل الثور الجوزاء السرطان الأسد العذراء الميزان العقرب القوس الجدي الدلو الحوت"
_WARES = (
    "الذهب ذهب الدولار دولار اليورو يورو العملات عملات صرف الصرف الريال الدينار الدرهم الجنيه الليرة الفضة الحديد الأسمنت "
    "الخضار الخضروات الخضراوات الفاكهة الفواكه الدواجن البيض اللحوم الأسماك السمك"
)


def _any(words: str) -> str:
    return "(?:" + "|".join(map(re.escape, arabic.fold(words).split())) + ")"


def _rule(pattern: str) -> re.Pattern[str]:
    """A pattern written as papers write, to be found in folded words parted by one space. {name}: any of those words."""
    filled = re.sub(r"\{(\w+)\}", lambda name: _any(_NAMED[name[1]]), pattern)
    return re.compile(arabic.fold(filled))


_NAMED = {"today": _TODAY, "days": _DAYS, "signs": _SIGNS, "wares": _WARES}
# Each line: a way in which every Arab paper heads such an item.
_SERVICE = tuple(
    map(
        _rule,
        (
            # prayer times, and the hours of the fast
            r"\b(?:مواقيت|أوقات|مواعيد|توقيت) (?:ال)?(?:صلاة|صلوات|أذان)\b",
            r"^(?:مواقيت|أوقات|مواعيد|توقيت|موعد) (?:ال)?(?:إفطار|سحور|إمساك)\b",
            r"\bموعد (?:أذان|صلاة|آذان)\b",
            r"\b(?:ال)?إمساكية\b",
            # the day's weather
            r"(?<!سوء )\b(?:ال)?(?:حالة|توقعات|نشرة|أحوال|أخبار) (?:حالة )?(?:ال)?(?:طقس|جو|جوية|أرصاد)\b",
            r"(?:^|: )(?:أمطار|رياح|ثلوج|سحب(?! قرعة)|ضباب)\b.* (?:الليلة|{today}|منتظرة|مرتقبة)\b",
            r"^(?:ال)?طقس (?:{today}|\w+ {today}|حار|بارد|مستقر|متقلب|معتدل|غائم|مغيم|ممطر|شديد)\b",
            r"\b(?:ال)?طقس (?:هذا )?{today}\b",
            r"^(?:هيئة |مركز )?(?:ال)?(?:أرصاد|إرصاد)(?: الجوية)? ?: ",
            r"^(?:انخفاض|ارتفاع|استقرار|تراجع)(?: \w+){0,2} (?:في |ب)درجات الحرارة\b",
            r"\bدرجات الحرارة (?:المتوقعة|{today})\b",
            # prices of the day
            r"\b(?:سعر|أسعار)(?: \w+){0,2} {wares}(?: \w+){0,6} {today}\b",
            r"\b(?:سعر|أسعار) {today}\b",
            r"^(?:سعر|أسعار)(?: صرف)? {wares}(?: (?:في|ب)? ?\w+){0,2} ?: ",
            r"^{wares} {today}\b",
            # horoscopes
            r"\bحظك (?:{today}|مع)\b",
            r"\b(?:توقعات|حظ) (?:ال)?(?:أبراج|برج)\b",
            r"\bالأبراج (?:{today}|الفلكية|والحظ)\b",
            r"\bبرجك\b",
            r"\bبرج {signs}(?: \w+)? (?:{today}|\d)",
            # fatwas
            r"^(?:ما|هل) (?:هو |هي )?حكم (?:ال)?\w+",
            r"^هل (?:يجوز|تجوز|يحل|يحرم|يبطل|تبطل)\b",
            r"\b(?:دار الإفتاء|الإفتاء|لجنة الفتوى)(?: المصرية| الأردنية)? (?:توضح|تجيب|تحسم|تكشف حكم|تبين)\b",
            r"^(?:دار )?الإفتاء ?: .*\b(?:يجوز|تجوز|حرام|حلال|جائز|جائزة|محرم|مكروه|مستحب|لا حرج|لا مانع|صيام|الصلاة|زكاة|الزكاة)\b",
            r"\bأمين الفتوى\b",
            r"^(?:فتاوى|فتوى) (?:ال)?{today}\b",
        ),
    )
)
_CURIOSITY = tuple(
    map(
        _rule,
        (
            r"\b(?:لن|لا|لم) (?:تصدق|تصدقوا|تصدقي|تتخيل\w*|تتوقع\w*|يخطر على بال\w*)\b",
            r"\b(?:صدق|صدقوا) (?:أو|او) لا تصدق\w*\b",
            # «شاهد» as a call; «شاهد عيان» is a witness
            r"^(?:شاهد|شاهدي|شاهدوا)(?: بالفيديو| بالصور)?(?: ?[.:!]| (?!عيان|عيانا|إثبات|على|في قضية|ملك|زور|رئيسي|نفي)\w)",
            r"[.:!] (?:شاهد|شاهدوا)(?: \w+){0,6} ?$",
            r"^(?:تعرف|تعرفي|تعرفوا) (?:على|إلى)\b",
            r"(?:^|[.:!] )(?:و|ف)?(?:هذا ما \w+|هذا هو|هذه هي|هذا السبب)\b",
            r"\bلهذا السبب ?[.!]?$",
            r"\bما لا تعرف\w* عن\b",
            r"\b(?:والسبب|السبب) ?(?:[؟?!.]|غريب|صادم|مذهل|لا يصدق|مفاجئ|سي\w+ك)",
            r"\b(?:سيصدمك|سيدهشك|ستدهشك|ستصدمك|ستذهلك|سيذهلك|سيفاجئك|ستفاجئك|يصدمك|يدهشك)\b",
            r"\bماذا (?:حدث|حصل|جرى|فعل|فعلت|وجد|وجدت|وجدوا|كانت النتيجة)(?: \w+){0,6} ?[؟?!]? ?$",
            r"\b(?:إليك|إليكم|إليكِ) (?:ال)?(?:سبب|سر|أسرار|قصة|تفاصيل|طريقة|حقيقة|حل|جواب|إجابة|أبرز|أهم|أفضل)\b",
            r"^(?:مفاجأة|صدمة|مفاجاة) ?[.!:]",
        ),
    )
)
# One of these stands in whatever a rule finds: nearly every headline is passed over by one look.
_HINT = _rule(
    "صلا|صلوا|أذان|إفطار|سحور|إمساك|طقس|الجو|جوية|أرصاد|إرصاد|حرارة|أمطار|رياح|ثلوج|سحب|ضباب|سعر|أسعار|{wares}"
    "|حظ|برج|أبراج|حكم|يجوز|تجوز|يحل|يحرم|يبطل|تبطل|إفتاء|فتوى|فتاوى"
    "|تصدق|تتخيل|تتوقع|يخطر|شاهد|تعرف|هذا|هذه|سبب|ك |ك$|ماذا|إليك|سر |قصة|حكاية|حقيقة|مفاجأة|صدمة"
)
_SPACES = re.compile(r"\s+")
_QUOTES = re.compile("[\"'«»“”„()\\[\\]ـ]")
_STOPS = re.compile(r"\s*(?:\.{2,}|…|،|,|؛|\.(?=\s|$))\s*")


@lru_cache(maxsize=16_384)
def genre(headline: str) -> str | None:
    """`SERVICE`, `CURIOSITY`, or `None` for all that is news as far as its headline says. Service comes first."""
    said = _said(headline)
    if not _HINT.search(said):
        return None
    if any(rule.search(said) for rule in _SERVICE):
        return SERVICE
    return CURIOSITY if any(rule.search(said) for rule in _CURIOSITY) else None


def _said(headline: str) -> str:
    """Folded, without quotation marks, its stops as « . »: what the rules are written for."""
    plain = (
        _STOPS.sub(" . ", _QUOTES.sub("", headline))
        .replace(":", " : ")
        .replace("!", " ! ")
        .replace("؟", " ؟ ")
    )
    return _SPACES.sub(" ", arabic.fold(plain)).strip()
