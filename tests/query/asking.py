"""Where and when do the tests' questions ask?"""

from __future__ import annotations

from datetime import date

from warraq.query.names import Here, Names
from warraq.query.tree import Kind

HERE = Here(
    {
        Kind.SOURCE: Names.of(
            [
                *(("ahram", name) for name in ("ahram", "الأهرام", "Al-Ahram", "ahram.org.eg")),
                ("almasry", "المصري اليوم"),
                ("shorouk", "الشروق"),
                ("alchourouk", "الشروق"),
                ("assabah-tn", "الصباح"),
            ]
        ),
        Kind.SECTION: Names.of([("sports", "رياضة"), ("economy", "مال وأعمال")]),
        Kind.COUNTRY: Names.of([("eg", "مصر"), ("eg", "Égypte"), ("tn", "تونس")]),
        Kind.LANGUAGE: Names.of([("ar", "العربية"), ("fr", "الفرنسية")]),
        Kind.PLACE: Names.of([("EG-C", "القاهرة"), ("EG-KFS", "كفر الشيخ")]),
    },
    date(2026, 3, 10),
    week_start=6,
)
