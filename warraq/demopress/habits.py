"""How does each paper write: its digits, quotation marks, final ya, month names, and «أمس الاثنين»?"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from warraq.demopress.papers import Paper

WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
MONTHS = {
    "egyptian": [
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
    ],
    "french": [
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
    ],
    "moroccan": [
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
    ],
}
_BY_DISTANCE = {-1: "غدا {}", 0: "اليوم {}", 1: "أمس {}", 2: "أول أمس {}"}
PLACE = re.compile(r"\{(when|day|date|year)([+-]\d+)?\}")
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_FINAL_YA = re.compile(r"ي(?![\u0621-\u0652\u0640])")


def told(text: str, *, event: datetime, printed: datetime, zone: ZoneInfo, months: str) -> str:
    """Text with its dates filled in, as one who prints at `printed` would say the event's day.

    `{when}` becomes «أمس الاثنين», `{day}` «الاثنين», `{date}` «23 نوفمبر», `{year}` 2026, all of the event's day;
    `{when+2}` and the like are that many days later. One who prints later says the same day in other words.
    """
    today = printed.astimezone(zone).date()
    of_event = event.astimezone(zone).date()

    def filled(match: re.Match[str]) -> str:
        day = of_event + timedelta(days=int(match[2] or 0))
        if match[1] == "when":
            return _relative(day, today)
        if match[1] == "day":
            return WEEKDAYS[day.weekday()]
        return str(day.year) if match[1] == "year" else f"{day.day} {MONTHS[months][day.month - 1]}"

    return PLACE.sub(filled, text)


def printed_by(paper: Paper, text: str) -> str:
    """Text as this paper's typesetter leaves it."""
    if paper.quotes != "«":
        left, right = (paper.quotes, paper.quotes) if paper.quotes == '"' else ("“", "”")
        text = text.replace("«", left).replace("»", right)
    if paper.final_ya:
        text = _FINAL_YA.sub("ى", text)
    if paper.digits == "arabic-indic":
        text = _DECIMAL.sub("٫", text).translate(_DIGITS)
    return text


def dateline(paper: Paper, at: datetime) -> str:
    """The date as the paper prints it over an article: weekday, day, month in words, year, hour."""
    local = at.astimezone(paper.tz)
    day = f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[paper.months][local.month - 1]} {local.year}"
    if paper.clock == 24:
        return f"{day} - {local:%H:%M}"
    return printed_by(paper, f"{day} - {local:%I:%M} {'ص' if local.hour < 12 else 'م'}")


def _relative(day: date, today: date) -> str:
    distance = (today - day).days
    name = WEEKDAYS[day.weekday()]
    if distance in _BY_DISTANCE:
        return _BY_DISTANCE[distance].format(name)
    return f"{name} الماضي" if distance > 0 else f"{name} المقبل"
