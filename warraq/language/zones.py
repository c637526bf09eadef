"""Whose clock is meant? The zone of a country, and of the places by whose time papers print: «بتوقيت مكة المكرمة».

Names of the tz database, so that summer time is what it was on that day.
"""

from __future__ import annotations

from warraq.language.months import plain

# The members of the Arab League, then the countries whose Arabic papers have an edition. Where a country has several zones,
# that of its press.
COUNTRIES: dict[str, str] = {
    "ae": "Asia/Dubai",
    "bh": "Asia/Bahrain",
    "dj": "Africa/Djibouti",
    "dz": "Africa/Algiers",
    "eg": "Africa/Cairo",
    "iq": "Asia/Baghdad",
    "jo": "Asia/Amman",
    "km": "Indian/Comoro",
    "kw": "Asia/Kuwait",
    "lb": "Asia/Beirut",
    "ly": "Africa/Tripoli",
    "ma": "Africa/Casablanca",
    "mr": "Africa/Nouakchott",
    "om": "Asia/Muscat",
    "ps": "Asia/Hebron",
    "qa": "Asia/Qatar",
    "sa": "Asia/Riyadh",
    "sd": "Africa/Khartoum",
    "so": "Africa/Mogadishu",
    "sy": "Asia/Damascus",
    "tn": "Africa/Tunis",
    "ye": "Asia/Aden",
    "de": "Europe/Berlin",
    "fr": "Europe/Paris",
    "gb": "Europe/London",
    "ru": "Europe/Moscow",
    "tr": "Europe/Istanbul",
    "us": "America/New_York",
}

_PLACES = {
    "Asia/Riyadh": "مكة المكرمة|مكة|السعودية|المملكة العربية السعودية|المملكة|الرياض|جدة|المدينة المنورة",
    "Africa/Cairo": "القاهرة|مصر|جمهورية مصر العربية",
    "Asia/Dubai": "الإمارات|دولة الإمارات|أبوظبي|أبو ظبي|دبي|الشارقة",
    "Asia/Qatar": "الدوحة|قطر|دولة قطر",
    "Asia/Kuwait": "الكويت|دولة الكويت",
    "Asia/Bahrain": "المنامة|البحرين|مملكة البحرين",
    "Asia/Muscat": "مسقط|سلطنة عمان|السلطنة",
    "Asia/Aden": "صنعاء|عدن|اليمن",
    "Asia/Baghdad": "بغداد|العراق",
    "Asia/Amman": "الأردن|العاصمة الأردنية",
    "Asia/Beirut": "بيروت|لبنان",
    "Asia/Damascus": "دمشق|سوريا|سورية",
    "Asia/Hebron": "فلسطين|رام الله|غزة",
    "Asia/Jerusalem": "إسرائيل|تل أبيب",
    "Africa/Khartoum": "الخرطوم|السودان",
    "Africa/Tripoli": "ليبيا|طرابلس الغرب",
    "Africa/Tunis": "تونس",
    "Africa/Algiers": "الجزائر",
    "Africa/Casablanca": "المغرب|الرباط|الدار البيضاء",
    "Africa/Nouakchott": "نواكشوط|موريتانيا",
    "Africa/Mogadishu": "مقديشو|الصومال",
    "Africa/Djibouti": "جيبوتي",
    "Indian/Comoro": "موروني|جزر القمر",
    "Europe/Paris": "باريس|فرنسا|paris",
    "Europe/London": "لندن|بريطانيا",
    "Europe/Berlin": "برلين|ألمانيا",
    "Europe/Moscow": "موسكو|روسيا",
    "Europe/Istanbul": "إسطنبول|اسطنبول|أنقرة|تركيا",
    "Asia/Tehran": "طهران|إيران",
    "Europe/Kyiv": "كييف|أوكرانيا",
    "America/New_York": "واشنطن|نيويورك|شرق الولايات المتحدة|شرق أمريكا|شرق أميركا",
}
# Places that mean one clock or another: read only where these show the same hour.
_DISPUTED = {
    "القدس": ("Asia/Hebron", "Asia/Jerusalem"),
    "القدس المحتلة": ("Asia/Hebron", "Asia/Jerusalem"),
    "طرابلس": ("Africa/Tripoli", "Asia/Beirut"),
    "عمان": ("Asia/Amman", "Asia/Muscat"),  # Amman and Oman, alike without vowel signs
}
PLACES: dict[str, tuple[str, ...]] = {
    **{plain(name): (zone,) for zone, names in _PLACES.items() for name in names.split("|")},
    **{plain(name): zones for name, zones in _DISPUTED.items()},
}


def of_place(name: str, country: str) -> tuple[str, ...]:
    """The zones that a place (in plain form) may mean in a paper of this country; empty if it is none we know."""
    zones = PLACES.get(name, ())
    own = COUNTRIES.get(country)
    return (own,) if own in zones else zones
