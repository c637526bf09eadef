"""How does an entry of a feed lie in one JSON text, and come back exactly?"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from warraq.archives.wording import storable
from warraq.press import Entry, Moment, Precision


def packed(entry: Entry) -> str:
    """JSON, with Arabic as Arabic; escaped throughout where the feed sent half characters."""
    fields = {
        "guid": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content": entry.content,
        "authors": entry.authors,
        "published": _moment(entry.published),
        "updated": _moment(entry.updated),
        "categories": entry.categories,
        "image": entry.image,
    }
    said = {name: value for name, value in fields.items() if value is not None and value != ()}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return text if storable(text) else json.dumps(said, separators=(",", ":"))


def unpacked(text: str) -> Entry:
    said: dict[str, Any] = json.loads(text)
    for name in ("authors", "categories"):
        said[name] = tuple(said.get(name, ()))
    for name in ("published", "updated"):
        if name in said:
            at, precision, zone, printed = said[name]
            said[name] = Moment(datetime.fromisoformat(at), Precision(precision), zone, printed)
    return Entry(**{"guid": "", "url": "", **said})


def _moment(given: Moment | None) -> tuple[str, str, str | None, str | None] | None:
    return (given.at.isoformat(), given.precision.value, given.zone, given.printed) if given else None
