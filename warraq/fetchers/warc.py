"""What would the press have answered when this was recorded? WARC and ARC files in the network's place.

The files are read through once; of each answer its address and place are remembered, never its body. An address
answers with its first capture when first asked, its second when asked again, and stays at its last.
"""

from __future__ import annotations

import asyncio
import hashlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from warraq.crawling import urls
from warraq.fetchers.answers import is_held, outcome
from warraq.fetchers.decoding import Spoiled
from warraq.fetchers.recorded import answers, captured
from warraq.fetchers.records import Broken, Place, Record, record_at, records
from warraq.ports.fetcher import Failed, FetchOutcome, Limits, Refused, Request
from warraq.press import Capture, Spoilt

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Kept:
    """One answer's place: which file, where in it, when it was recorded."""

    at: float  # seconds since 1970
    file: int
    run: int
    skip: int
    revisit: bool


class _Places:
    """The answers of all files, as numbers in arrays: some 60 bytes each, and an address once."""

    def __init__(self) -> None:
        self._at = array("d")
        self._numbers = array("q")
        self._of: dict[bytes, list[int]] = {}  # an address, hashed -> its answers
        self._named: dict[bytes, bytes] = {}  # how an address is known again, hashed -> the last such address

    def add(self, url: str, kept: _Kept) -> None:
        number, address = len(self._at), _hashed(url)
        self._at.append(kept.at)
        self._numbers.extend((kept.file, kept.run, kept.skip, kept.revisit))
        self._of.setdefault(address, []).append(number)
        self._named[_hashed(urls.key(url))] = address

    def order(self) -> None:
        """Each address's answers by their time: files may be given in any order."""
        for numbers in self._of.values():
            numbers.sort(key=self._at.__getitem__)

    def of(self, url: str) -> tuple[_Kept, ...]:
        """The answers of this very address; where there are none, of one that means the same page."""
        found = self._of.get(_hashed(url))
        if found is None:
            found = self._of.get(self._named.get(_hashed(urls.key(url)), b""), [])
        return tuple(self._kept(number) for number in found)

    def __len__(self) -> int:
        return len(self._at)

    def _kept(self, number: int) -> _Kept:
        file, run, skip, revisit = self._numbers[number * 4 : number * 4 + 4]
        return _Kept(self._at[number], file, run, skip, bool(revisit))


class WarcFetcher:
    """`ports.fetcher.Fetcher` on files. `spoilt` says what in them is no record, or none that can be read."""

    def __init__(self, files: Sequence[Path], *, now: Callable[[], datetime] | None = None) -> None:
        self._files = tuple(files)
        self._now = now or (lambda: datetime.now(UTC))
        self._places = _Places()
        self._asked: Counter[bytes] = Counter()
        self.spoilt: tuple[Spoilt, ...] = tuple(self._read())

    def __len__(self) -> int:
        """How many answers the files hold."""
        return len(self._places)

    def times(self, addresses: Iterable[str]) -> int:
        """How often the most recorded of these addresses was recorded."""
        return max((len(self._places.of(urls.clean(one) or one)) for one in addresses), default=0)

    async def fetch(self, request: Request) -> FetchOutcome:
        """The answer whose turn it is. What was never recorded is a 404 that says so."""
        url = urls.clean(request.url)
        if url is None:
            return Refused(f"{request.url[:120]!r} is no web address that may be opened")
        found = self._places.of(url)
        if not found:
            return Failed("not among the answers recorded", status=404)
        turn = min(self._asked[_hashed(url)], len(found) - 1)
        self._asked[_hashed(url)] += 1
        return await asyncio.to_thread(self._answer, replace(request, url=url), found, turn)

    async def close(self) -> None:
        return

    def _read(self) -> Iterable[Spoilt]:
        for number, path in enumerate(self._files):
            try:
                with path.open("rb") as file:
                    for record in records(file):
                        if isinstance(record, Broken):
                            where = f"{path.name}:{record.place.run + record.place.skip}"
                            yield Spoilt(where, record.reason)
                        elif answers(record) and (url := urls.clean(record.url)):
                            self._places.add(url, _kept(record, number))
            except OSError as error:
                yield Spoilt(path.name, f"cannot be read ({error.strerror})")
        self._places.order()

    def _answer(self, request: Request, found: tuple[_Kept, ...], turn: int) -> FetchOutcome:
        try:
            capture = self._capture(found[turn], request.limits, found)
        except Spoiled as spoiled:
            return Failed(f"recorded, but {spoiled}", status=404)
        except OSError as error:
            return Failed(f"the file cannot be read ({error.strerror})", status=404)
        capture = replace(capture, url=request.url)  # known again under another spelling
        if capture.status == 200 and is_held(request, capture):
            capture = replace(capture, status=304, body=b"")
        return outcome(capture, now=self._now())

    def _capture(self, kept: _Kept, limits: Limits, others: tuple[_Kept, ...]) -> Capture:
        """Raises: Spoiled, OSError."""
        with self._files[kept.file].open("rb") as file:
            record = record_at(file, Place(kept.run, kept.skip))
            capture = captured(record, limits)
        if record.kind != "revisit" or not (200 <= capture.status < 300 or capture.status == 304):
            return capture
        original = self._original(record, others)
        if original is None:
            raise Spoiled("as a repetition of what is not in these files")
        whole = self._capture(original, limits, ())
        said = capture.headers if capture.status == whole.status and capture.headers else whole.headers
        return replace(whole, at=capture.at, headers=said)

    def _original(self, record: Record, others: tuple[_Kept, ...]) -> _Kept | None:
        """The answer that a revisit repeats: the one it names, else the last one before it of its own address."""
        named = urls.clean(record.fields.get("warc-refers-to-target-uri", "").strip("<>"))
        among = [one for one in (self._places.of(named) if named else others) if not one.revisit]
        at = (record.at - _EPOCH).total_seconds()
        if date := record.fields.get("warc-refers-to-date"):
            with_date = [one for one in among if _same_second(one.at, date)]
            among = with_date or among
        return max((one for one in among if one.at <= at), key=lambda one: one.at, default=None)


def _kept(record: Record, file: int) -> _Kept:
    at = (record.at - _EPOCH).total_seconds()
    return _Kept(at, file, record.place.run, record.place.skip, record.kind == "revisit")


def _same_second(at: float, date: str) -> bool:
    try:
        said = datetime.fromisoformat(date)
    except ValueError:
        return False
    return int(at) == int((said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp())


def _hashed(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
