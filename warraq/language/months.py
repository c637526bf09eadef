"""Which month do papers mean by this name? Six ways of naming the Gregorian months in Arabic, and two European ones.

No name means two different months in two dialects, so that a reader needs no guess; `LIBYAN` stands apart because its
names (summer, spring, the plough …) are everyday words, months only beside a day and a year.
"""

from __future__ import annotations

EGYPTIAN = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
MAGHREBI = [
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
MOROCCAN = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
]
MAURITANIAN = [
    "يناير",
    "فبراير",
    "مارس",
    "إبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغشت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "دجمبر",
]
LEVANTINE = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
# Official in Libya from the 1970s to 2011.
LIBYAN = [
    "أي النار",
    "النوار",
    "الربيع",
    "الطير",
    "الماء",
    "الصيف",
    "ناصر",
    "هانيبال",
    "الفاتح",
    "التمور",
    "الحرث",
    "الكانون",
]
LIBYAN_YEARS = range(1970, 2012)

# Spellings that papers really print beside those above, by month.
_VARIANTS: dict[int, str] = {
    2: "فيبراير",
    6: "يونية",
    7: "يولية جويليه",
    8: "أوغسطس اغسطوس",
    9: "سيبتمبر شتمبر",
    10: "أوكتوبر",
    12: "ديسمبير",
}
_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]

# What spelling varies in, and nothing else: every name is compared in this form, and so must what is compared to it.
_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None}
)
_HARAKAT = dict.fromkeys((*range(0x064B, 0x0660), 0x0670))


def plain(name: str) -> str:
    """A month's name without the differences that spelling makes (hamza, final ya, tatweel, vowel signs, case)."""
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(name.translate(_HARAKAT).translate(_FOLD).lower().split())


def _table() -> dict[str, int]:
    names: dict[str, int] = {}
    for dialect in (EGYPTIAN, MAGHREBI, MOROCCAN, MAURITANIAN, LEVANTINE, _ENGLISH, _FRENCH):
        names.update({plain(name): number for number, name in enumerate(dialect, 1)})
    for number, variants in _VARIANTS.items():
        names.update({plain(name): number for name in variants.split()})
    for number, name in enumerate(_ENGLISH, 1):
        names[name[:3]] = number
    names.update({"sept": 9, "fevrier": 2, "aout": 8, "decembre": 12})
    names.update({"janv": 1, "févr": 2, "fevr": 2, "avr": 4, "juil": 7, "déc": 12})
    # compound months, also written in one word or without the article's alef
    for number in (1, 10, 11, 12):
        names[plain(LEVANTINE[number - 1]).replace(" ", "")] = number
    names.update({"كانون اول": 12, "كانون ثاني": 1, "تشرين اول": 10, "تشرين ثاني": 11, "تشرين ثان": 11})
    return names


MONTHS: dict[str, int] = _table()  # plain(name) -> 1..12
LIBYAN_MONTHS: dict[str, int] = {plain(name): number for number, name in enumerate(LIBYAN, 1)}
# The months of the Hijri calendar, with the misprints of the two pairs (جمادى is feminine, and often written as if it were not).
_HIJRI = (
    "محرم|المحرم",
    "صفر",
    "ربيع الأول|ربيع أول",
    "ربيع الثاني|ربيع الآخر|ربيع ثاني|ربيع ثان|ربيع آخر",
    "جمادى الأولى|جمادى الأول|جماد الأول|جمادى أولى",
    "جمادى الآخرة|جمادى الثانية|جمادى الآخر|جمادى الثاني|جماد الثاني|جماد الآخر",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة|ذي القعدة|ذوالقعدة|ذا القعدة",
    "ذو الحجة|ذي الحجة|ذوالحجة|ذا الحجة",
)
HIJRI_MONTHS: dict[str, int] = {  # plain(name) -> 1..12
    plain(name): number for number, names in enumerate(_HIJRI, 1) for name in names.split("|")
}
