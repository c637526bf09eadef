"""How does a paper come into the operator's own edition file? Lines are added; nothing that stands there is touched."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any, TypeAlias

from warraq.editions.catalogue import codes, load
from warraq.editions.tables import MAIN, address_problem, feed_id, slug_problem
from warraq.errors import EditionError
from warraq.press import Edition, Source

# What stands behind a feed's key: its address, or a table where there is more to say of it.
Line: TypeAlias = str | dict[str, str]


def write_source(folder: Path, code: str, source: Source) -> Path:
    """Add a paper, or more feeds of a paper that is there already, to `<folder>/<code>.toml`; the file's path.

    Comments and order of the file stay. It is replaced in one step, so a reader sees the old file or the new one.
    Raises: EditionError for a slug that is reserved or another edition's, an address that is read already, or a file
    into which the lines cannot be set safely (they are then in the message, to be set by hand).
    """
    edition = load(code, folder=folder)
    _refuse(folder, edition, source)
    path = folder / f"{edition.code}.toml"
    before = path.read_text("utf-8-sig") if path.is_file() else ""
    there = known(before, source.slug, path)
    keys = _keys(edition, source, taken=set(there.get("feeds", {})))
    packaged = any(paper.slug == source.slug for paper in edition.sources)
    values = {} if there or packaged else _values(edition, source)
    after = _set_in(before, source.slug, values, keys)
    if not says(after, _expected(before, source.slug, values, keys)):
        lines = "\n".join(_lines(keys))
        raise EditionError(f"{path}: add these lines to [papers.{source.slug}.feeds] by hand:\n{lines}")
    put(path, after)
    return path


def says(text: str, wanted: dict[str, Any]) -> bool:
    """Whether TOML says exactly this: what was written by lines is read back as a whole."""
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def quoted(text: str) -> str:
    """A TOML string. Every escape that JSON makes is TOML's too; DEL is the one that JSON leaves."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _refuse(folder: Path, edition: Edition, source: Source) -> None:
    if why := slug_problem(source.slug):
        raise EditionError(f"{source.slug!r} cannot be a paper's slug: {why}")
    for other in codes(folder):
        if other == edition.code:
            continue
        for paper in load(other, folder=folder).sources:
            if paper.slug == source.slug:
                raise EditionError(
                    f"{source.slug!r} is {paper.name} of the edition {other}: deploy that edition (EDITION={edition.code},{other}), or choose another with --slug"
                )


def known(text: str, slug: str, path: Path) -> dict[str, Any]:
    """What the operator's file says of the paper. Raises: EditionError where it is not shaped as tables."""
    papers = tomllib.loads(text).get("papers", {})
    paper = papers.get(slug, {}) if isinstance(papers, dict) else None
    if not isinstance(paper, dict) or not isinstance(paper.get("feeds", {}), dict):
        raise EditionError(
            f"{path}: [papers.{slug}] and its feeds are no tables; mend them before adding to them"
        )
    return paper


def _keys(edition: Edition, source: Source, *, taken: set[str]) -> dict[str, Line]:
    """key -> line of the feeds to add. Raises: EditionError when there is none, or one is read already."""
    if not source.feeds:
        raise EditionError(f"{source.slug}: a paper needs a feed; give its address")
    read = {feed.url: feed.id for paper in edition.sources for feed in paper.feeds}
    ids = {feed.id for paper in edition.sources for feed in paper.feeds}
    keys: dict[str, Line] = {}
    for feed in source.feeds:
        if feed.url in read:
            raise EditionError(f"{feed.url} is read already, as {read[feed.url]}")
        if why := address_problem(feed.url):
            raise EditionError(why)
        stem = feed.section or feed.id.removeprefix(source.slug).lstrip("/") or MAIN
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem):
            raise EditionError(f"{stem!r} is no section; a section is a word like politics or sports")
        key, count = stem, 1
        while key in keys or key in taken or feed_id(source.slug, key) in ids:
            count += 1
            key = f"{stem}-{count}"
        keys[key] = feed.url if feed.kind == "feed" else {"url": feed.url, "kind": feed.kind}
    return keys


def _values(edition: Edition, source: Source) -> dict[str, str]:
    """What the table says besides feeds: only what differs from the edition."""
    country = edition.code if len(edition.code) == 2 else "zz"
    said = {
        "name": source.name,
        "name_en": source.name_en,
        "homepage": source.homepage,
        "language": source.language if source.language != "ar" else None,
        "country": source.country if source.country != country else None,
        "zone": source.zone if source.zone != edition.zone else None,
        "note": source.note,
    }
    return {key: " ".join(value.split()) for key, value in said.items() if value}


def _set_in(text: str, slug: str, values: dict[str, str], keys: dict[str, Line]) -> str:
    lines = _lines(keys)
    header = re.compile(
        rf"^[ \t]*\[[ \t]*papers[ \t]*\.[ \t]*{re.escape(slug)}[ \t]*\.[ \t]*feeds[ \t]*\][^\n]*$",
        re.MULTILINE,
    )
    if found := header.search(text):
        return f"{text[: found.end()]}\n{chr(10).join(lines)}{text[found.end() :]}"
    table = (
        [f"[papers.{slug}]", *(f"{key} = {quoted(value)}" for key, value in values.items()), ""]
        if values
        else []
    )
    parted = text.rstrip("\n") + "\n\n" if text.strip() else ""
    return parted + "\n".join([*table, f"[papers.{slug}.feeds]", *lines]) + "\n"


def _lines(keys: dict[str, Line]) -> list[str]:
    return [f"{key} = {_quoted(line)}" for key, line in keys.items()]


def _quoted(line: Line) -> str:
    if isinstance(line, str):
        return quoted(line)
    return "{ " + ", ".join(f"{name} = {quoted(value)}" for name, value in line.items()) + " }"


def _expected(text: str, slug: str, values: dict[str, str], keys: dict[str, Line]) -> dict[str, Any]:
    document = tomllib.loads(text)
    paper = document.setdefault("papers", {}).setdefault(slug, {})
    paper.update(values)
    paper.setdefault("feeds", {}).update(keys)
    return document


def put(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except (OSError, UnicodeEncodeError) as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise EditionError(
            f"{path} cannot be written ({error}); mend the folder's owner or mode",
            "file_unwritten",
            file=path.name,
        ) from error
