"""Which day of the week is this, in Arabic, French or English? Names in the plain form of month names; 0 is Monday."""

from __future__ import annotations

from warraq.language.months import plain

_NAMES = (
    "الاثنين|الأثنين|الإتنين|lundi|monday",
    "الثلاثاء|الثلاثا|الثلثاء|mardi|tuesday",
    "الأربعاء|الاربعا|mercredi|wednesday",
    "الخميس|jeudi|thursday",
    "الجمعة|vendredi|friday",
    "السبت|samedi|saturday",
    "الأحد|dimanche|sunday",
)
WEEKDAYS: dict[str, int] = {
    plain(name): number for number, names in enumerate(_NAMES) for name in names.split("|")
}
# As RFC 822 writes them, there alone: "mar" and "sun" are other words elsewhere.
WEEKDAYS_ENGLISH_SHORT: dict[str, int] = {
    name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
