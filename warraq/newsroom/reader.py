"""What does a reading worker do? It serves one pipe: a job and bytes in, JSON out, until nobody speaks to it.

Run by `newsroom.parsing`, one process a worker; what it must survive, and what must survive it, is said there.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import orjson

from warraq.errors import Unreadable
from warraq.extraction.front import FrontReading
from warraq.extraction.icons import Mark, Marks
from warraq.extraction.page import NOTHING_KNOWN, Known
from warraq.feeds.discovery import Named
from warraq.feeds.past import PastReading
from warraq.press import FeedReading, Layout

Job: TypeAlias = Callable[[bytes, dict[str, Any]], Any]  # data, fields -> what orjson can write

# So many times an item's processor time may pass before nobody waits any longer: other programs may have the machine.
PATIENCE = 4
LENGTH = struct.Struct(">QQ")  # of the header (or the answer) in JSON, of the data behind it


def _read_feed(data: bytes, fields: dict[str, Any]) -> FeedReading:
    from warraq import feeds

    return feeds.read(data, **{**fields, "now": datetime.fromisoformat(fields["now"])})


def _read_feeds_named(data: bytes, fields: dict[str, Any]) -> tuple[Named, ...]:
    from warraq.feeds import discovery

    return discovery.read(data, **fields)


def _study_page(data: bytes, fields: dict[str, Any]) -> dict[str, Any]:
    from warraq.extraction import page, templatetext
    from warraq.extraction.dates import Place

    asked = dict(fields)
    place = Place(
        country=asked.pop("country"), zone=asked.pop("zone"), now=datetime.fromisoformat(asked.pop("now"))
    )
    found = page.study(data, **{**asked, "known": known_taken(asked["known"])}, place=place)
    return {
        "reading": found.reading,
        "sighting": templatetext.sighting_handed(found.sighting),
        "trial": found.trial,
    }


def known_taken(said: dict[str, Any] | None) -> Known:
    """What a desk knows of a source, as it came through the pipe (`handed.known_handed`)."""
    from warraq.extraction import templatetext

    if said is None:
        return NOTHING_KNOWN
    layout = said["layout"]
    return Known(
        template=templatetext.taken(said["template"]) if said["template"] is not None else None,
        way=said["way"],
        layout=Layout(layout[0], tuple(layout[1])) if layout else None,
        told=said["told"],
    )


def _read_front(data: bytes, fields: dict[str, Any]) -> FrontReading:
    from warraq.extraction import front

    return front.read(data, **fields)


def _read_past(data: bytes, fields: dict[str, Any]) -> PastReading:
    from warraq.feeds import past

    return past.read(data, **{**fields, "now": datetime.fromisoformat(fields["now"])})


def _read_icons(data: bytes, fields: dict[str, Any]) -> Marks | tuple[Mark, ...]:
    from warraq.extraction import icons

    if "content_type" in fields:
        return icons.declared(data, **fields)
    return icons.of_manifest(data, **fields)


def _warm() -> None:
    """Import what is heavy before the first item's clock runs."""
    import feedparser  # noqa: F401
    import trafilatura  # noqa: F401

    from warraq import feeds  # noqa: F401
    from warraq.extraction import page  # noqa: F401


JOBS: dict[str, Job] = {
    "feed": _read_feed,
    "feeds_named": _read_feeds_named,
    "study": _study_page,
    "front": _read_front,
    "past": _read_past,
    "icons": _read_icons,
}


def work(table: str, memory_bytes: int, deadline_s: float) -> None:
    """Serve frames from standard input until it ends."""
    speak, listen = _pipes()
    _die_with_the_parent()
    _limit(memory_bytes)
    jobs = _table(table)
    if jobs is JOBS:
        _warm()
    _send(speak, {"up": True})
    while True:
        head = listen.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return
        length, data_length = LENGTH.unpack(head)
        # The first ends whatever computes too long, in C too; the other what hangs while the house is gone or stopped.
        signal.setitimer(signal.ITIMER_PROF, deadline_s)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * deadline_s + 10)
        header, data = json.loads(listen.read(length)), listen.read(data_length)
        answer = _answer(jobs, header, data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(speak, answer)


def _answer(jobs: Mapping[str, Job], header: dict[str, Any], data: bytes) -> bytes | dict[str, Any]:
    try:
        result = jobs[header["job"]](data, header["fields"])
        return orjson.dumps({"result": result, "rss": _rss_bytes()}, default=_plain)
    except Unreadable as error:
        return {"unreadable": str(error).encode("utf-8", "replace").decode(), "rss": _rss_bytes()}
    except MemoryError:
        return {"memory": True}
    except RecursionError:
        return {"unreadable": "nested too deeply to read", "rss": _rss_bytes()}
    except Exception as error:  # a parser's own mistake costs this item, and says what it was
        said = f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
        return {"unreadable": f"the reader failed on it ({said[:150]})", "rss": _rss_bytes()}


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


def _send(speak: BinaryIO, answer: bytes | dict[str, Any]) -> None:
    body = answer if isinstance(answer, bytes) else orjson.dumps(answer)
    speak.write(LENGTH.pack(len(body), 0) + body)
    speak.flush()


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes to the house, out of reach of whatever prints or reads in a library."""
    speak, listen = os.fdopen(os.dup(1), "wb"), os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return speak, listen


def _die_with_the_parent() -> None:
    """Ctrl-C is not for us; the end of the house is (Linux: prctl PR_SET_PDEATHSIG; elsewhere the pipe's end)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "linux":
        return
    import ctypes

    parent = os.getppid()
    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
    if parent == 1 or os.getppid() != parent:
        os._exit(0)


def _limit(memory_bytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # a system that has no such limit
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


def _rss_bytes() -> int:
    """What the process holds now; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _table(name: str) -> Mapping[str, Job]:
    import importlib

    module, _, attribute = name.partition(":")
    table: Mapping[str, Job] = getattr(importlib.import_module(module), attribute)
    return table


if __name__ == "__main__":
    # `-m` runs this file under another name: the table's own module is the imported one.
    from warraq.newsroom import reader

    table, memory, deadline = sys.argv[1:] or ("warraq.newsroom.reader:JOBS", str(512 * 2**20), "5")
    reader.work(table, int(memory), float(deadline))
