"""Which pages were judged, and what did the judges say? Folders of saved pages and gold, in the forms that sets come in.

The form is found by its shape: one JSON a page; one JSON of all pages by file name (fundus-evaluation, the benchmark of
article extraction); folders of papers with an index.json beside them (the pages of fundus).
"""

from __future__ import annotations

import gzip
import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from evaluation.corpus import Unmeasurable

_PAGES = (".html", ".htm", ".html.gz", ".htm.gz")
_NAMES = ("ground_truth.json", "ground-truth.json", "gold.json")


@dataclass(frozen=True, slots=True)
class Gold:
    """What a page holds, by its judge. `None` and empty mean that the judge did not say.

    `optional` paragraphs neither help nor hurt. `titles` and `pictures`: the right one and its alternates. `day` is the
    local day of publication, `published` the moment with its offset.
    """

    stem: str
    body: tuple[str, ...]
    optional: tuple[str, ...] = ()
    url: str | None = None
    titles: tuple[str, ...] = ()
    day: date | None = None
    published: datetime | None = None
    pictures: frozenset[str] = frozenset()
    must_not: tuple[str, ...] = ()


def pages(folder: Path) -> dict[str, Path]:
    """Every saved page under the folder, by its stem. Raises: Unmeasurable when there is none."""
    if not folder.is_dir():
        raise Unmeasurable(f"{folder} is no folder of pages")
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.name.lower().endswith(_PAGES) and path.is_file():
            found.setdefault(stem(path.name), path)
    if not found:
        raise Unmeasurable(f"{folder} holds no page (.html or .html.gz)")
    return found


def bytes_of(path: Path) -> bytes:
    """Raises: Unmeasurable."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except (OSError, EOFError) as error:
        raise Unmeasurable(f"the page {path} cannot be read: {error}") from error


def stem(name: str) -> str:
    """`Paper_1.html.gz` and `Paper_1.json` are both `Paper_1`."""
    for ending in (".gz", ".html", ".htm", ".json"):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return name


def golds(path: Path) -> dict[str, Gold]:
    """What was judged, by stem, from a folder or a file of gold. Raises: Unmeasurable when it holds none."""
    found = {one.stem: one for one in _golds(path) if one.body}
    if not found:
        raise Unmeasurable(f"{path} holds no gold with a body")
    return found


def _golds(path: Path) -> Iterator[Gold]:
    if path.is_file():
        yield from _of_file(path)
    elif (path / "index.json").is_file():
        yield from _of_papers(path)
    elif path.is_dir():
        whole = [path / name for name in _NAMES if (path / name).is_file()]
        for one in whole or sorted((*path.rglob("*.json"), *path.rglob("*.json.gz"))):
            yield from _of_file(one)
    else:
        raise Unmeasurable(f"there is no gold at {path}")


def _of_file(path: Path) -> Iterator[Gold]:
    """One page's gold, or many by file name, or one a line."""
    data = bytes_of(path)
    try:
        if stem(path.name).endswith(".jsonl") or path.suffix == ".jsonl":
            rows = [orjson.loads(line) for line in data.splitlines() if line.strip()]
            yield from (_gold(_named(row), row) for row in rows if isinstance(row, dict))
            return
        loaded = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Unmeasurable(f"{path} is no JSON: {error}") from error
    if isinstance(loaded, list):
        yield from (_gold(_named(row), row) for row in loaded if isinstance(row, dict))
    elif isinstance(loaded, dict) and ("body" in loaded or "articleBody" in loaded):
        yield _gold(stem(path.name), loaded)
    elif isinstance(loaded, dict):
        yield from (_gold(stem(name), row) for name, row in loaded.items() if isinstance(row, dict))


def _named(row: Mapping[str, Any]) -> str:
    return stem(str(next((row[key] for key in ("stem", "id", "file", "page") if row.get(key)), "")))


def _gold(name: str, row: Mapping[str, Any]) -> Gold:
    listed = row.get("body") or row.get("articleBody")
    printed = _paragraphs(listed)
    bracketed = tuple(one[1:-1] for one in printed if isinstance(listed, list) and _is_bracketed(one))
    published = _moment(row.get("published"))
    day = _moment(row.get("published_day_local"))
    return Gold(
        stem=name,
        body=tuple(one for one in printed if one[1:-1] not in bracketed),
        optional=(*bracketed, *_paragraphs(row.get("optional_body"))),
        url=row.get("url") or None,
        titles=_texts(row.get("title"), row.get("title_alternates")),
        day=day.date() if day else published.date() if published else None,
        published=published if published and published.tzinfo else None,
        pictures=frozenset(_texts(row.get("lead_image"), row.get("lead_image_alternates"))),
        must_not=_texts(row.get("must_not")),
    )


def _is_bracketed(paragraph: str) -> bool:
    """An optional paragraph, as fundus-evaluation writes it."""
    return len(paragraph) > 2 and paragraph[0] == "[" and paragraph[-1] == "]"


def _of_papers(folder: Path) -> Iterator[Gold]:
    """The pages of fundus: a paper's parsers by version, in the order of the days their pages were saved."""
    for name, saved in orjson.loads((folder / "index.json").read_bytes()).items():
        path = folder / f"{name}.json"
        if not path.is_file():
            continue
        versions: dict[str, dict[str, Any]] = orjson.loads(path.read_bytes())
        if len(versions) != len(saved):  # nobody could say which is whose
            continue
        ordered = sorted(saved.items(), key=lambda item: item[1]["crawl_date"])
        for (file, about), (_, read) in zip(ordered, sorted(versions.items(), key=_version), strict=True):
            yield _fundus(stem(file), about, read)


def _version(item: tuple[str, Any]) -> tuple[int, ...]:
    return tuple(int(part) for part in item[0].lstrip("V").split("_"))


def _fundus(name: str, about: Mapping[str, Any], read: Mapping[str, Any]) -> Gold:
    body = read.get("body") or {}
    printed = [*body.get("summary", ())]
    for section in body.get("sections", ()):
        printed += [*section.get("headline", ()), *section.get("paragraphs", ())]
    published = _moment(read.get("publishing_date"))
    covers = [one for one in read.get("images") or () if one.get("is_cover")]
    return Gold(
        stem=name,
        body=_paragraphs(printed),
        url=about.get("url"),
        titles=_texts(read.get("title")),
        day=published.date() if published else None,
        published=published if published and published.tzinfo else None,
        pictures=frozenset(size["url"] for one in covers for size in one.get("versions", ())),
    )


def _paragraphs(value: Any) -> tuple[str, ...]:
    """A list of paragraphs or a string of lines."""
    texts = [value] if isinstance(value, str) else value if isinstance(value, Sequence) else []
    return tuple(line.strip() for text in texts for line in str(text).split("\n") if line.strip())


def _texts(*values: Any) -> tuple[str, ...]:
    listed = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return tuple(html.unescape(one) for one in listed if isinstance(one, str) and one)


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
