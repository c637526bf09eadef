"""Which of a folder's indexes do readers get, and which one is being filled?

    index/serving          the name of the one that readers get
    index/3-light-2        an index: format and analyzer
    index/3-light-2.2      the second of that kind: filled beside the first while that serves

Another format or analyzer, or a rebuild, begins an index beside the one that serves; only when it holds everything does
`serving` name it, in one rename that every process sees at its next look, and the older ones go.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

_POINTER = "serving"


def pointer(folder: Path) -> str:
    """The file that says which index serves."""
    return str(folder / _POINTER)


def mark(pointer: str) -> tuple[int, int]:
    """Changes whenever another index begins to serve."""
    try:
        status = os.stat(pointer)
    except FileNotFoundError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_ino)


def serving(folder: Path, kind: str) -> str:
    """The name of the index that readers get: in a folder in which none was named yet the youngest, or one of that kind."""
    with contextlib.suppress(FileNotFoundError):
        if (named := (folder / _POINTER).read_text(encoding="utf-8").strip()) in _there(folder):
            return named
    youngest = max(
        _there(folder), key=lambda one: (folder / one / "meta.json").stat().st_mtime_ns, default=kind
    )
    _name(folder, youngest)  # before another one is begun, and is the youngest
    return youngest


def filling(folder: Path, kind: str, serves: str, *, anew: bool = False) -> str:
    """The name of the index to fill of a kind (format and analyzer): the one that serves if it is of that kind.

    `anew`: one beside it. Where one beside it was begun and never came to serve, that one goes on.
    """
    begun = sorted((name for name in _there(folder) if _kind(name) == kind), key=_number)
    if _kind(serves) == kind and not anew:
        return serves
    beside = [name for name in begun if name != serves]
    if beside:
        return beside[-1]
    return f"{kind}.{_number(begun[-1]) + 1}" if begun else kind


def serve(folder: Path, name: str) -> None:
    """Let readers get the index of that name, and remove the others. Raises: OSError."""
    _name(folder, name)
    for other in folder.iterdir():
        if other.is_dir() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)


def _name(folder: Path, name: str) -> None:
    beside = folder / f"{_POINTER}.{os.getpid()}"
    beside.write_text(f"{name}\n", encoding="utf-8")
    beside.replace(folder / _POINTER)


def _there(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.glob("*/meta.json")}


def _kind(name: str) -> str:
    kind, dot, number = name.rpartition(".")
    return kind if dot and number.isdecimal() else name


def _number(name: str) -> int:
    number = name.rpartition(".")[2]
    return int(number) if number.isdecimal() and "." in name else 1
