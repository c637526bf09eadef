"""Which doors are there? Every place where bytes of others are read; a door's own module is imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping

from fuzz.door import Door

_MODULES = {
    **dict.fromkeys(("feeds", "pages", "sitemaps"), "fuzz.reading"),
    **dict.fromkeys(("dates", "questions", "addresses"), "fuzz.asking"),
    **dict.fromkeys(("opml", "warc", "bodies", "toml", "imports", "backups", "transcripts"), "fuzz.files"),
    **dict.fromkeys(("robots", "pictures", "cookies"), "fuzz.visiting"),
    "forms": "fuzz.posting",
}


class _Doors(Mapping[str, Door]):
    """By name. To search one door, the others need not be loaded, nor their branches counted."""

    def __getitem__(self, name: str) -> Door:
        return next(door for door in importlib.import_module(_MODULES[name]).DOORS if door.name == name)

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


DOORS = _Doors()
