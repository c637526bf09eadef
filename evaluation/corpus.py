"""What do files of articles, questions and judgements say? Read as they come: plain or gzipped, with BOM, CRLF or blank lines."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
# Lone surrogates stand in some collections: they cannot be written down again, and no letter is lost with them.
_LONE = re.compile("[\ud800-\udfff]")
_IDS = ("id", "docid", "doc_id", "_id")
_QIDS = ("qid", "id", "query_id", "_id")


class Unmeasurable(Exception):
    """Nothing can be measured; the message says what is missing and where."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article of a collection. `None` and empty mean that the collection did not say."""

    id: str
    title: str
    text: str
    source: str | None = None
    url: str | None = None
    published: str | None = None
    category: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A judged question. `half` is the part of the set that it belongs to, `family` its family of phenomena."""

    qid: str
    text: str
    half: str | None = None
    phenomenon: str | None = None
    family: str | None = None


# qid -> document -> grade
Judgements = dict[str, dict[str, int]]


def documents(files: Iterable[Path]) -> list[Document]:
    """Every article of the files, each id once (the first). Raises: Unmeasurable when there is none."""
    files = tuple(files)
    found: dict[str, Document] = {}
    for path in files:
        for row in rows(path):
            if (key := _first(row, _IDS)) and key not in found:
                found[key] = Document(
                    key,
                    _text(row, "title"),
                    _text(row, "text") or _text(row, "body"),
                    *(
                        _text(row, name) or None
                        for name in ("source", "url", "published", "category", "language")
                    ),
                )
    if not found:
        raise Unmeasurable(f"no article with an id stands in {', '.join(map(str, files))}")
    return list(found.values())


def queries(path: Path) -> list[Query]:
    """Raises: Unmeasurable when there is none."""
    found: dict[str, Query] = {}
    for row in rows(path):
        text = _text(row, "text") or _text(row, "query")
        if (key := _first(row, _QIDS)) and text.strip():
            named = (_text(row, name) or None for name in ("half", "phenomenon", "family"))
            found.setdefault(key, Query(key, text, *named))
    if not found:
        raise Unmeasurable(f"no query with a qid and a text stands in {path}")
    return list(found.values())


def judgements(path: Path) -> Judgements:
    """Lines of qid, docid, grade; also TREC's four columns, and a header. Raises: Unmeasurable when there is none."""
    found: Judgements = {}
    for line in _lines(path):
        cells = tabbed if len(tabbed := line.split("\t")) > 2 else line.split()
        if len(cells) > 2 and (grade := _grade(cells[-1])) is not None:
            found.setdefault(cells[0].strip(), {})[cells[-2].strip()] = grade
    if not found:
        raise Unmeasurable(f"no line `qid<TAB>docid<TAB>grade` stands in {path}")
    return found


def _grade(cell: str) -> int | None:
    """A grade below nought (spam, in some collections) judges as nought does."""
    try:
        return max(0, int(float(cell)))
    except ValueError:
        return None


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines, or of one JSON array. Raises: Unmeasurable where no line can be read."""
    wrong = right = 0
    for line in _lines(path):
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            wrong += 1
            continue
        for row in value if isinstance(value, list) else [value]:
            if isinstance(row, dict):
                right += 1
                yield row
    if wrong and not right:
        raise Unmeasurable(f"{path} holds no JSON lines")


def _lines(path: Path) -> Iterator[str]:
    try:
        data = path.read_bytes()
        if data.startswith(_GZIP):
            data = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise Unmeasurable(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    # never `splitlines`: it also cuts at signs that stand inside JSON strings (U+2028)
    for line in data.removeprefix(_BOM).replace(b"\r\n", b"\n").split(b"\n"):
        if line.strip():
            yield line.decode("utf-8", "replace").strip("\r")


def _first(row: dict[str, Any], names: Iterable[str]) -> str:
    return next((text for name in names if (text := _text(row, name))), "")


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None or isinstance(value, bool | dict):
        return ""
    if isinstance(value, list):
        value = "\n".join(one for one in value if isinstance(one, str))
    return _LONE.sub("", str(value)).strip()
