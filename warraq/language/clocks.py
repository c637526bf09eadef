"""Which times of the day does a text print, and by whose clock? «٠٣:١٥ م», 20h30, «20:30 ت.غ», «11:00 مساءً بتوقيت مكة المكرمة».

Half of the day: ص and م, صباحاً, ظهراً, عصراً, مساءً, ليلاً, فجراً, AM and PM. What they leave open (midnight's day, «12 ليلاً») is not read.
Without them a time is one of the 24-hour clock where it can only be meant so (13:00, 00:10, seconds, 20h30, a zone beside it), where
the country prints that clock, or where it is written in that clock's way (05:30, not 5:30), if «الساعة» does not stand before
it: then a person tells the hour, on a clock's face; and if no half of the day is said elsewhere in the text. Else it is unknown.

`text` is in the plain form of month names throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from warraq.language.days import LETTER
from warraq.language.instants import Time
from warraq.language.zones import PLACES, of_place

# Countries whose papers print the 24-hour clock.
_CLOCK_24 = frozenset(["dj", "dz", "fr", "km", "ly", "ma", "mr", "tn"])

OWN = ""  # in place of a zone: the paper's own
UTC_SAID = "Z"


@dataclass(frozen=True, slots=True)
class Clock:
    """`time` is `None` where its half of the day is unsaid. `zones`: names or offsets that it may be meant in, empty if unknown."""

    time: Time | None
    zones: tuple[str, ...]


_HALVES = "صباحا|صباح|ضحي|قبل الظهر|بعد الظهر|بعد ظهر|مساءا|مساء|ظهرا|ليلا|فجرا|عصرا|ص|م|ق\\.?\\s?ظ|ب\\.?\\s?ظ|am|pm|a\\.m|p\\.m|du matin|du soir"
_HALF = rf"(?:(?P<half>{_HALVES})(?!{LETTER})\.?)?"
_MORNING = frozenset(["صباحا", "صباح", "ضحي", "قبل الظهر", "قظ", "ص", "am", "فجرا", "du matin"])
_AFTERNOON = frozenset(
    ["مساءا", "مساء", "م", "pm", "عصرا", "بعد الظهر", "بعد ظهر", "بظ", "ليلا", "du soir", "ظهرا"]
)
_AT = r"(?P<at>(?:ال|لل)?ساعه\s+)?"
_MINUTES = (
    rf"{_AT}(?<![\d:/.+-])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}}))?(?![\d:])\s*{_HALF}"
)
# 20h30, 20 h 30, 8h; in Algeria 20سا30
_LETTERED = rf"(?<![\d:/.+-])(?P<hour>\d{{1,2}})\s?(?:h|سا)\s?(?:و\s?)?(?P<minute>\d{{2}})?(?:\s?(?:mn|min|د))?(?!\w)\s*{_HALF}"
# «الساعة 18.30», «11,00 ت غ»: a point or a comma, beside a word that makes it a time
_POINTED = rf"{_AT}(?<![\d:/.,+-])(?P<hour>\d{{1,2}})[.,](?P<minute>\d{{2}})(?![\d.,])\s*{_HALF}(?P<gmt>(?=\s*(?:ت\.?\s?غ|gmt)))?"
_HOUR = rf"{_AT}(?<![\d:/.,+-])(?P<hour>\d{{1,2}})(?![\d:.,/-])\s*{_HALF}"
_TIMES = tuple(re.compile(shape) for shape in (_MINUTES, _LETTERED, _POINTED, _HOUR))
_SHORT_HALVES = frozenset(["ص", "م"])
_HALF_BEFORE = re.compile(rf"(?<!\w)({_HALVES})\.?\s*$")
# A half of the day that stands by itself, near no time: of which is it? Not the م of an era behind its date.
_LOOSE = re.compile(rf"(?<!\w)(?<!\| )(?:{_HALVES})(?!\w)")

_ABBREVIATIONS = {
    "cet": "cet",
    "cest": "cest",
    "eet": "eet",
    "eest": "eest",
    "est": "est",
    "edt": "edt",
    "gst": "+04:00",
    "msk": "+03:00",
    "trt": "+03:00",
    "ksa": "Asia/Riyadh",
    "uae": "Asia/Dubai",
}
_GREENWICH = r"(?:gmt|utc|[غجقك]ري?ن(?:ي)?تش|التوقيت العالمي)"
_PLACE = "|".join(re.escape(name) for name in sorted(PLACES, key=len, reverse=True))
_ZONE = re.compile(
    rf"(?:(?:ب|بال|ال|حسب |وفق )?(?:ال)?توقيت\s+|\(\s*)?(?<!\w)(?P<greenwich>{_GREENWICH})(?!\w)\s*\)?\s*(?:(?P<sign>[+-])\s*(?P<hours>\d{{1,2}})(?::?(?P<minutes>\d{{2}}))?(?!\d))?"
    rf"|(?<!\w)(?P<short>ت\.?\s?غ)(?!\w)\.?"
    rf"|(?:ب|بال|ال)?توقيت(?:\s+(?:ال)?)?\s*(?P<local>محلي)"
    rf"|(?:توقيت\s+(?:مدينه\s+)?|\(\s*)(?P<place>{_PLACE})(?!\w)"
    rf"|(?P<unknown>توقيت|heure de)"
    rf"|(?<=\d)\s?\(?(?P<offset>[+-]\d{{2}}:?\d{{2}})(?!\d)"
    rf"|(?<!\w)(?P<abbreviation>{'|'.join(_ABBREVIATIONS)})(?!\w)"
    rf"|(?<=\d) \(?(?P<doubtful>ast|ist|cst|bst|irst)(?!\w)"
)
_GONE = " "


@dataclass(frozen=True, slots=True)
class _Seen:
    start: int
    end: int
    match: re.Match[str]


def clocks(text: str, *, country: str) -> tuple[list[Clock], str]:
    """Every time of day that the text prints, and the text without times and zones."""
    seen = _times(text)
    zones = [(match.start(), _meant(match, country)) for match in _ZONE.finditer(text)]
    rest = _without(text, seen)
    loose = bool(_LOOSE.search(rest))
    found = []
    for number, one in enumerate(seen):
        until = seen[number + 1].start if number + 1 < len(seen) else len(text)
        since = 0 if len(seen) == 1 else one.start
        beside = [meant for start, meant in zones if since <= start < until]
        named = country in _CLOCK_24 or any(zone != (OWN,) for zone in beside)
        found.append(Clock(_time(one, text, on_24=named, loose=loose), _agreed(beside)))
    return found, rest


def _times(text: str) -> list[_Seen]:
    """Where a time stands; of two readings of one place the more explicit."""
    seen: list[_Seen] = []
    for shape in _TIMES:
        for match in shape.finditer(text):
            if _is_time(match, shape) and all(
                match.end() <= one.start or match.start() >= one.end for one in seen
            ):
                seen.append(_Seen(match.start(), match.end(), match))
    return sorted(seen, key=lambda one: one.start)


def _is_time(match: re.Match[str], shape: re.Pattern[str]) -> bool:
    """Whether a number without a colon is a time: beside «الساعة», or a word (no mere letter) for the half of the day."""
    if shape is _TIMES[2]:
        return bool(match["at"]) or match["gmt"] is not None
    if shape is _TIMES[3]:
        return bool(match["half"]) and (bool(match["at"]) or match["half"] not in _SHORT_HALVES)
    return True


def _time(seen: _Seen, text: str, *, on_24: bool, loose: bool) -> Time | None:
    """`on_24`: the clock has 24 hours, as country or zone tell. `loose`: the text says a half of the day elsewhere."""
    said = seen.match.groupdict()
    hour, minute = int(said["hour"]), int(said.get("minute") or 0)
    second = int(said["second"]) if said.get("second") else None
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    if said["half"]:
        hour_of_day = _in_half(hour, said["half"])
        return None if hour_of_day is None else (hour_of_day, minute, second)
    if hour >= 13 or hour == 0 or second is not None or seen.match.re is _TIMES[1]:
        return hour, minute, second
    before = _HALF_BEFORE.search(text[: seen.start])
    if before and before[1] != "م":  # "ص 03:15"; of "2025 م 03:15" nobody knows
        hour_of_day = _in_half(hour, before[1])
        return None if hour_of_day is None else (hour_of_day, minute, second)
    written = len(said["hour"]) == 2 and not said.get("at")
    return (hour, minute, second) if (written or on_24) and not loose and not before else None


def _in_half(hour: int, half: str) -> int | None:
    """The hour of the day, 0 to 23; `None` where hour and half do not go together, or leave the day open."""
    half = "".join(half.split()) if half[-1] == "ظ" else half
    half = half.replace(".", "")
    if hour > 12 or hour == 0:
        late = half in _AFTERNOON
        return hour if late == (hour >= 12) else None
    match half:
        case "ليلا":
            return hour + 12 if 6 <= hour <= 11 else None  # from midnight on, of which day?
        case "ظهرا":
            return {11: 11, 12: 12}.get(hour, hour + 12 if hour <= 3 else None)
        case "عصرا":
            return hour + 12 if 1 <= hour <= 7 else None
        case "فجرا":
            return hour if hour <= 7 else None
    return hour % 12 if half in _MORNING else hour % 12 + 12


def _meant(match: re.Match[str], country: str) -> tuple[str, ...]:
    said = match.groupdict()
    if said["greenwich"] and said["sign"]:
        return (f"{said['sign']}{int(said['hours']):02}:{int(said['minutes'] or 0):02}",)
    if said["greenwich"] or said["short"]:
        return (UTC_SAID,)
    if said["local"]:
        return (OWN,)
    if said["place"]:
        return of_place(said["place"], country)
    if said["abbreviation"]:
        return (_ABBREVIATIONS[said["abbreviation"]],)
    return (said["offset"],) if said["offset"] else ()


def _agreed(beside: list[tuple[str, ...]]) -> tuple[str, ...]:
    """All zones that were named beside a time: whether they show the same hour depends on the day."""
    if not beside:
        return (OWN,)
    return () if () in beside else tuple(dict.fromkeys(zone for zones in beside for zone in zones))


def _without(text: str, seen: list[_Seen]) -> str:
    def pieces() -> Iterator[str]:
        at = 0
        for one in seen:
            yield text[at : one.start]
            at = one.end
        yield text[at:]

    return _ZONE.sub(_GONE, _GONE.join(pieces()))
