"""What is a door, and what does it promise of every byte that comes in?"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from warraq.crawling import urls
from warraq.extraction.sanitise import sanitised
from warraq.press import Draft, Moment

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PAGE = "https://paper.example/news/412"
SLOWEST_S = 5.0  # processor time of one item, as hostile-web figures and the reading workers have it
_LIVES = re.compile(r"<[A-Za-z/!?]")


class Broken(AssertionError):
    """A door did not keep its promise; the message says which."""


@dataclass(frozen=True, slots=True)
class Door:
    """`pry` takes bytes and says in a word what came of them: "read", or the kind of refusal. It raises `Broken` where a promise is
    not kept; whatever else it raises is a parser's own mistake. `seeds` are well-formed, `tokens` what the format is made of,
    `longest` how many bytes are worth trying."""

    name: str
    pry: Callable[[bytes], str]
    seeds: tuple[bytes, ...]
    tokens: tuple[bytes, ...] = ()
    longest: int = 4_096


def timed(door: Door, data: bytes) -> str:
    """What came of it. Raises: Broken past five seconds of processor time, and what `pry` raises."""
    began = time.process_time()
    outcome = door.pry(data)
    took_s = time.process_time() - began
    holds(took_s <= SLOWEST_S, f"{took_s:.1f} s for {len(data)} bytes")
    return outcome


def holds(kept: bool, promise: str) -> None:
    """Raises: Broken where a promise is not kept."""
    if not kept:
        raise Broken(promise)


def web(addresses: Iterable[str | None]) -> None:
    """Each is an http(s) address as a browser would ask for it, or was not said."""
    for one in addresses:
        holds(one is None or urls.clean(one) is not None, f"no web address: {one!r}")
        holds(one is None or one.startswith(("http://", "https://")), f"of another scheme: {one!r}")


def inert(draft: Draft) -> None:
    """Once cleaned as everything is that is filed, no field of it could make an element, and cleaning again changes nothing."""
    clean = sanitised(draft)
    holds(sanitised(clean) == clean, "cleaning twice changes what was clean")
    texts = (clean.title, clean.body, clean.abstract, clean.label, *clean.authors, *clean.keywords)
    for text in filter(None, texts):
        holds(_LIVES.search(text) is None, f"a tag was filed: {text[:200]!r}")
        text.encode("utf-8")


def draft(**given: object) -> Draft:
    """A draft with these fields, of the page that is pried at."""
    plain = Draft(source="paper", url=PAGE, keys=(urls.key(PAGE),), title="", body="", reader="fuzz/1")
    return replace(plain, **given)  # type: ignore[arg-type]


def plausible(moment: Moment | None, *, ahead: timedelta = timedelta(days=2)) -> None:
    """A moment is aware, and lies between the first newspapers and the day after tomorrow."""
    if moment is not None:
        holds(moment.at.tzinfo is not None, "a moment without a zone")
        holds(moment.at.year >= 1700 and moment.at <= NOW + ahead, f"no day of a newspaper: {moment.at}")


def refusal(error: Exception) -> str:
    """The kind of a named refusal: its first words without what differs from case to case."""
    said = str(error)
    holds(
        0 < len(said) <= 2_000 and "\n" not in said.strip(),
        f"a refusal of one readable clause, not {said[:200]!r}",
    )
    return "refused: " + " ".join(re.sub(r"[^a-zA-Z ]", " ", said).split()[:4])
