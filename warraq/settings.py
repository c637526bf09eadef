"""What did the operator set? Loads Settings from the command line, WARRAQ_* variables and TOML, in that order."""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from warraq.crawling import addresses
from warraq.errors import SettingsError
from warraq.press import ReportRules, Settings

T = TypeVar("T")

PREFIX = "WARRAQ_"
CONFIG = f"{PREFIX}CONFIG"
FILE = "warraq.toml"
_MAX_FILE = 2**20
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)", re.ASCII)
_CODES = re.compile(r"[a-z][a-z0-9-]{1,19}(,[a-z][a-z0-9-]{1,19})*", re.ASCII)
_HOST = re.compile(r"[0-9A-Za-z._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*", re.ASCII)
_MAIL = re.compile(r"[!-~]+@[!-~]+\.[!-~]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one setting is read. `read` raises ValueError or TypeError for what is not allowed; `allowed` says what is.

    `secret`: the value may hold a password and is never repeated in a message.
    """

    read: Callable[[Any], Any]
    allowed: str
    secret: bool = False


def load(*, environment: Mapping[str, str], file: Path | None, given: Mapping[str, object]) -> Settings:
    """The settings in force. What is `given` on the command line wins, then WARRAQ_*, then the file, then defaults.

    `file` is the TOML to read; without it the one that WARRAQ_CONFIG names, else `warraq.toml` in the data folder,
    if there is one. A `None` given, or an empty variable, says nothing. A relative `data` in a file is relative to it.
    Names nobody knows are in `Settings.unknown`, for a warning.

    Raises: SettingsError, naming the option, the variable, or the file and key, and what is allowed.
    """
    said: dict[str, Any] = {}
    unknown: list[str] = []
    for name, value in given.items():
        if value is not None:
            said[name] = _value(name, value, f"--{name.replace('_', '-')}")
    for variable, name in _variables(environment, unknown):
        said.setdefault(name, _value(name, environment[variable], variable))
    asked = _asked_for(environment, file)
    path = asked or _in_folder(said)
    if path is not None:
        for name, value in _from_file(path, unknown, may_place_data=asked is not None).items():
            said.setdefault(name, value)
    return Settings(**said, said=frozenset(said), unknown=tuple(unknown))


def duration(value: object) -> timedelta:
    """`15m`, `2s`, `500ms`, `1h30m`, `7d`; a number without a unit says nothing. Raises: ValueError, TypeError."""
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise TypeError("a length of time is written with its unit")
    text = value.strip().lower()
    parts = _DURATION.findall(text)
    if not parts or _DURATION.sub("", text).strip():
        raise ValueError("no number with a unit")
    try:
        return timedelta(seconds=sum(float(number) * _UNITS_S[unit] for number, unit in parts))
    except OverflowError as error:
        raise ValueError("too long") from error


def _between(least: timedelta, most: timedelta) -> Callable[[Any], timedelta]:
    def read(value: object) -> timedelta:
        return _within(duration(value), least, most)

    return read


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise TypeError("not a whole number")
        return _within(int(value), least, most)

    return read


def _within(value: T, least: T, most: T) -> T:
    if not least <= value <= most:  # type: ignore[operator]
        raise ValueError("out of range")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    text = value.strip()
    if not text or any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise ValueError("empty, or with control characters")
    return text


def _matching(pattern: re.Pattern[str], *, lower: bool = False) -> Callable[[Any], str]:
    def read(value: object) -> str:
        text = _text(value).lower() if lower else _text(value)
        if not pattern.fullmatch(text):
            raise ValueError("not of that form")
        return text

    return read


def _folder(value: object) -> Path:
    return Path(_text(os.fspath(value) if isinstance(value, Path) else value)).expanduser()


def _yes_or_no(value: object) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if isinstance(value, bool):
        return value
    return words[_text(value).lower()]


def _codes(value: object) -> str:
    parts = value if isinstance(value, list | tuple) else _text(value).split(",")
    text = ",".join(_text(part).lower() for part in parts)
    if not _CODES.fullmatch(text):
        raise ValueError("no edition's code")
    return text


def _contact(value: object) -> str:
    """It goes into a header of every request, so it is printable ASCII without spaces."""
    text = _text(value)
    if not (_MAIL.fullmatch(text) or (_url(text, ("http", "https")) and re.fullmatch(r"[!-~]+", text))):
        raise ValueError("neither a mail address nor a page")
    return text


def _database(value: object) -> str:
    text = _text(value)
    if not text.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValueError("no database that Warraq knows")
    return text


def _url(text: str, schemes: tuple[str, ...]) -> bool:
    parts = urlsplit(text)
    return parts.scheme in schemes and bool(parts.hostname)


def _openings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",") if value.strip() else []
    if not isinstance(value, list | tuple):
        raise TypeError("not a list")
    entries = tuple(_text(entry) for entry in value)
    addresses.openings(entries)
    return entries


def _share(value: object) -> float:
    """0.9 or "90%"; less than half a disk, or more than all of it, is a slip of the pen."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("not a number")
    share = float(value.strip().removesuffix("%")) if isinstance(value, str) else float(value)
    if isinstance(value, str) and value.strip().endswith("%"):
        share /= 100
    if not 0.5 <= share <= 1:
        raise ValueError("out of range")
    return share


def _address(value: object) -> str:
    """Scheme and host alone, so that our own paths can be set behind it."""
    text = _text(value).rstrip("/")
    parts = urlsplit(text)
    if not _url(text, ("http", "https")) or f"{parts.scheme}://{parts.netloc}" != text or "@" in text:
        raise ValueError("no address of a site")
    return text


def _networks(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",") if value.strip() else []
    if not isinstance(value, list | tuple):
        raise TypeError("not a list")
    return tuple(str(ipaddress.ip_network(_text(entry), strict=False)) for entry in value)


def _report_rules(value: object) -> tuple[tuple[str, Any], ...]:
    """A table of numbers of `ReportRules`, or the same in one line: `score=3, wait=5m`."""
    if isinstance(value, str):
        pairs = [part.partition("=") for part in value.split(",") if part.strip()]
        value = {name.strip(): said.strip() for name, _, said in pairs}
    if not isinstance(value, Mapping):
        raise TypeError("not a table")
    known = {one.name: getattr(ReportRules(), one.name) for one in fields(ReportRules)}
    return tuple((name, _number_like(known[name], said)) for name, said in sorted(value.items()))


def _number_like(known: object, said: object) -> object:
    """The number as the rule's own kind: a length of time, a whole number or a share; none is below nothing."""
    if isinstance(known, timedelta):
        return _within(duration(said), timedelta(0), timedelta(days=3650))
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        raise TypeError("not a number")
    return _within(int(said) if isinstance(known, int) else float(said), 0, 1_000_000)


def _one_of(*words: str) -> Callable[[Any], str]:
    def read(value: object) -> str:
        text = _text(value).lower()
        if text not in words:
            raise ValueError("no such word")
        return text

    return read


def _level(value: object) -> str:
    text = _text(value).upper()
    if text not in _LEVELS:
        raise ValueError("no such level")
    return text


# One entry for each field of Settings that can be set; docs/reference/settings.md explains them to people.
KINDS: Mapping[str, Kind] = {
    "data": Kind(_folder, "the path of a folder"),
    "edition": Kind(_codes, "an edition's code, or several with commas: eg, or eg,tn,ma"),
    "host": Kind(_matching(_HOST), "a host name or an address, without http:// and port: 127.0.0.1"),
    "port": Kind(_whole(1, 65535), "a port from 1 to 65535"),
    "database": Kind(_database, "an address that begins with sqlite:/// or postgresql://", secret=True),
    "contact": Kind(_contact, "a mail address, or a page that begins with https://"),
    "public": Kind(_yes_or_no, "true or false"),
    "address": Kind(_address, "where readers find the site: https://press.example, without a path"),
    "proxies": Kind(_networks, "a list of networks: 127.0.0.1/32, 10.0.0.0/8"),
    "report_threshold": Kind(_whole(1, 1000), "a whole number from 1 to 1000"),
    "reports": Kind(
        _report_rules,
        f"a table, or name=value with commas, of: {', '.join(one.name for one in fields(ReportRules))}",
    ),
    "provisional_each": Kind(_whole(0, 1000), "a whole number from 0 to 1000"),
    "provisional_day": Kind(_whole(0, 100_000), "a whole number from 0 to 100000"),
    "private": Kind(_openings, "a list of CIDR:port, for example 127.0.0.1/32:8123"),
    "pictures": Kind(_yes_or_no, "true or false"),
    "revisit": Kind(_yes_or_no, "true or false"),
    "capture_days": Kind(_whole(0, 36500), "a number of days from 0 to 36500"),
    "picture_days": Kind(_whole(0, 36500), "a number of days from 0 to 36500"),
    "disk_full": Kind(_share, "a share from 0.5 to 1: 0.9, or 90%"),
    "feed_interval": Kind(
        _between(timedelta(minutes=1), timedelta(days=7)), "a length of time from 1m to 7d"
    ),
    "backfill_pause": Kind(_between(timedelta(0), timedelta(hours=1)), "a length of time from 0s to 1h"),
    "host_delay": Kind(_between(timedelta(0), timedelta(hours=1)), "a length of time from 0s to 1h"),
    "max_hosts": Kind(_whole(1, 256), "a whole number from 1 to 256"),
    "parse_workers": Kind(_whole(1, 32), "a whole number from 1 to 32"),
    "demo": Kind(_yes_or_no, "true or false"),
    "search_pool": Kind(_whole(1, 64), "a whole number from 1 to 64"),
    "hijri_offset": Kind(_whole(-2, 2), "a whole number from -2 to 2"),
    "metrics": Kind(_one_of("off", "loopback", "all"), "off, loopback or all"),
    "log_level": Kind(_level, ", ".join(_LEVELS)),
}


def _value(name: str, value: object, where: str) -> object:
    """The value as its setting's type. Raises: SettingsError."""
    kind = KINDS.get(name)
    if kind is None:
        raise SettingsError(f"{where} is no setting of Warraq; the settings are {', '.join(sorted(KINDS))}")
    try:
        return kind.read(value)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        shown = "the value given (not repeated here)" if kind.secret else _shown(value)
        raise SettingsError(f"{where}: {shown} cannot be used; write {kind.allowed}") from error


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _variables(environment: Mapping[str, str], unknown: list[str]) -> Iterator[tuple[str, str]]:
    """(variable, setting) for each WARRAQ_* variable that says something; strangers are added to `unknown`."""
    for variable in sorted(environment):
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX) or variable == CONFIG:
            continue
        if variable != f"{PREFIX}{name.upper()}" or name not in KINDS:
            unknown.append(_perhaps(variable, name, lambda near: f"{PREFIX}{near.upper()}"))
        elif environment[variable].strip():
            yield variable, name


def _perhaps(written: str, name: str, spelt: Callable[[str], str]) -> str:
    near = difflib.get_close_matches(name.lower(), list(KINDS), n=1)
    return f"{written} (perhaps {spelt(near[0])}?)" if near else written


def _asked_for(environment: Mapping[str, str], file: Path | None) -> Path | None:
    """The TOML named by the caller or by WARRAQ_CONFIG. Raises: SettingsError when it is not there."""
    named = environment.get(CONFIG, "").strip()
    asked = file or (Path(named).expanduser() if named else None)
    if asked is not None and not asked.is_file():
        raise SettingsError(
            f"{'settings' if file else CONFIG}: there is no file {asked}; mend the path or leave it out"
        )
    return asked


def _in_folder(said: Mapping[str, object]) -> Path | None:
    """`warraq.toml` in the data folder, if there is one."""
    usual = Path(str(said.get("data", Settings().data))) / FILE
    return usual if usual.is_file() else None


def _from_file(path: Path, unknown: list[str], *, may_place_data: bool) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in _document(path).items():
        if name not in KINDS:
            unknown.append(_perhaps(f"{path}: {name}", name, str))
            continue
        values[name] = _value(name, value, f"{path}: {name}")
    data = values.get("data")
    if isinstance(data, Path):
        if not may_place_data:
            raise SettingsError(
                f"{path}: data cannot be set in the data folder's own file; use --data, WARRAQ_DATA or {CONFIG}"
            )
        values["data"] = path.parent / data
    return values


def _document(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > _MAX_FILE:
            raise SettingsError(f"{path} is larger than 1 MB: that is no settings file")
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); mend its mode or owner") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is not TOML: {error}; a setting is written as  port = 8000") from error
