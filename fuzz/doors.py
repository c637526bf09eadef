"""Which doors are there? Every place where bytes of others are read."""

from __future__ import annotations

from fuzz import asking, files, reading, visiting
from fuzz.door import Door

DOORS: dict[str, Door] = {door.name: door for of in (reading, asking, files, visiting) for door in of.DOORS}
