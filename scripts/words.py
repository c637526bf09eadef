"""How do the catalogues of the site's words become what gettext reads?  `make words`

Each `warraq/web/locale/<language>/LC_MESSAGES/warraq.po` is compiled to the `warraq.mo` beside it. The same words give the
same bytes, whatever made the .po, so that a test can hold one against the other.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "warraq" / "web" / "locale"
_MAGIC = 0x950412DE
_HEAD = 7 * 4  # bytes; then the table of names, the table of texts, names and texts


def main() -> int:
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        path.with_suffix(".mo").write_bytes(compiled(read(path)))
    return 0


def read(path: Path) -> Catalog:
    """Raises: babel's PoFileError where a line is none of a .po."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def compiled(catalogue: Catalog) -> bytes:
    """A .mo without a hash table. Source: the GNU gettext manual, "The Format of GNU MO Files"."""
    found = {"": _header(catalogue)} | dict(_entries(catalogue))
    ordered = [(name.encode(), found[name].encode()) for name in sorted(found, key=str.encode)]
    at = _HEAD + 16 * len(ordered)
    tables, bodies = [], []
    for column in (0, 1):
        for pair in ordered:
            tables.append(struct.pack("<II", len(pair[column]), at))
            bodies.append(pair[column] + b"\0")
            at += len(pair[column]) + 1
    first, second = _HEAD, _HEAD + 8 * len(ordered)
    head = struct.pack("<7I", _MAGIC, 0, len(ordered), first, second, 0, _HEAD + 16 * len(ordered))
    return head + b"".join(tables) + b"".join(bodies)


def _header(catalogue: Catalog) -> str:
    plural = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
    return f"Language: {catalogue.locale}\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: {plural}\n"


def _entries(catalogue: Catalog) -> list[tuple[str, str]]:
    """What is said of each name; what is not yet said, or doubtful, is left out."""
    found = []
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        names = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if all(texts):
            found.append(("\0".join(names), "\0".join(texts)))
    return found


if __name__ == "__main__":
    sys.exit(main())
