"""How does each paper write: its digits, quotation marks, final ya, month names, and «أمس الاثنين»?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from warraq.demopress.papers import Paper

_TELLING = {-1: "غدا {}", 0: "اليوم {}", 1: "أمس {}", 2: "أول أمس {}"}
_COMMA = re.compile("[,،] ")


def _listed(names: str) -> tuple[str, ...]:
    return tuple(_COMMA.split(names))


_WEEKDAYS = _listed("الاثنين، الثلاثاء، الأربعاء، الخميس، الجمعة، السبت، الأحد")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How some papers name days and months.

    `telling` says a weekday so many days later; `last` and `next_` one further off; `first` is the month's first day.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...] = _WEEKDAYS
    telling: tuple[tuple[int, str], ...] = tuple(_TELLING.items())
    last: str = "{} الماضي"
    next_: str = "{} المقبل"
    first: str = "1"

    def dated(self, day: date) -> str:
        """«23 نوفمبر»."""
        return f"{self.first if day.day == 1 else day.day} {self.months[day.month - 1]}"

    def relative(self, day: date, today: date) -> str:
        """«أمس الاثنين»."""
        distance = (today - day).days
        further = self.last if distance > 0 else self.next_
        return dict(self.telling).get(distance, further).format(self.weekdays[day.weekday()])


CALENDARS = {
    "egyptian": Calendar(
        _listed("يناير، فبراير، مارس، أبريل، مايو، يونيو، يوليو، أغسطس، سبتمبر، أكتوبر، نوفمبر، ديسمبر")
    ),
    "maghrebi": Calendar(
        _listed("جانفي، فيفري، مارس، أفريل، ماي، جوان، جويلية، أوت، سبتمبر، أكتوبر، نوفمبر، ديسمبر")
    ),
    "moroccan": Calendar(
        _listed("يناير، فبراير، مارس، أبريل، ماي، يونيو، يوليوز، غشت، شتنبر، أكتوبر، نونبر، دجنبر")
    ),
    "levantine": Calendar(
        _listed(
            "كانون الثاني، شباط، آذار، نيسان، أيار، حزيران، تموز، آب، أيلول، تشرين الأول، تشرين الثاني، كانون الأول"
        )
    ),
    "english": Calendar(
        _listed(
            "January, February, March, April, May, June, July, August, September, October, November, December"
        ),
        weekdays=_listed("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"),
        telling=((0, "on {}"), (1, "on {}"), (2, "on {}")),
        last="last {}",
        next_="next {}",
    ),
    "french": Calendar(
        _listed(
            "janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre"
        ),
        weekdays=_listed("lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche"),
        telling=((-1, "demain {}"), (0, "ce {}"), (1, "hier {}"), (2, "avant-hier {}")),
        last="{} dernier",
        next_="{} prochain",
        first="1er",
    ),
}
PLACE = re.compile(r"\{(when|day|date|year)([+-]\d+)?\}")
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_TALL = re.compile(r"(?<=«) | (?=[»:;?!])")
_FINAL_YA = re.compile(r"ي(?![\u0621-\u0652\u0640])")


def told(text: str, *, event: datetime, printed: datetime, zone: ZoneInfo, months: str) -> str:
    """Text with its dates filled in, as one who prints at `printed` would say the event's day.

    `{when}` becomes «أمس الاثنين», `{day}` «الاثنين», `{date}` «23 نوفمبر», `{year}` 2026, all of the event's day;
    `{when+2}` and the like are that many days later. One who prints later says the same day in other words.
    """
    calendar = CALENDARS[months]
    today = printed.astimezone(zone).date()
    of_event = event.astimezone(zone).date()

    def filled(match: re.Match[str]) -> str:
        day = of_event + timedelta(days=int(match[2] or 0))
        if match[1] == "when":
            return calendar.relative(day, today)
        if match[1] == "day":
            return calendar.weekdays[day.weekday()]
        return str(day.year) if match[1] == "year" else calendar.dated(day)

    return PLACE.sub(filled, text)


def months_of(paper: Paper, language: str) -> str:
    """By which calendar a paper tells days in a language: its own, but in its English section."""
    return "english" if language == "en" else paper.months


def printed_by(paper: Paper, text: str, *, language: str | None = None) -> str:
    """Text as this paper's typesetter leaves it; `language` where it is not the paper's."""
    if language == "en":
        return text.replace("'", "’")
    if paper.language == "fr":
        # French sets a space that does not break inside its quotation marks and before tall punctuation
        return _TALL.sub("\u00a0", text).replace("'", "’")
    if paper.quotes != "«":
        left, right = (paper.quotes, paper.quotes) if paper.quotes == '"' else ("“", "”")
        text = text.replace("«", left).replace("»", right)
    if paper.final_ya:
        text = _FINAL_YA.sub("ى", text)
    if paper.digits == "arabic-indic":
        text = _DECIMAL.sub("٫", text).translate(_DIGITS)
    return text


def dateline(paper: Paper, at: datetime, *, language: str | None = None) -> str:
    """The date as the paper prints it over an article: weekday, day, month in words, year, hour."""
    spoken = language or paper.language
    local, calendar = at.astimezone(paper.tz), CALENDARS[months_of(paper, spoken)]
    day = f"{calendar.weekdays[local.weekday()]} {calendar.dated(local)} {local.year}"
    if paper.clock == 24 or spoken != "ar":
        return f"{day} - {local:%H:%M}"
    return printed_by(paper, f"{day} - {local:%I:%M} {'ص' if local.hour < 12 else 'م'}")
