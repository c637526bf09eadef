"""How does what was agreed with a paper come into the operator's own edition file? Its two lines, and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from warraq.editions.catalogue import PACKAGED
from warraq.editions.tables import read
from warraq.editions.writing import known, put, quoted, says
from warraq.errors import EditionError
from warraq.press import Policy

FEEDS = r"[ \t]*\.[ \t]*feeds"  # the table of its feeds, for `header`
_VALUE = r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'"


def write_policy(
    folder: Path, code: str, slug: str, *, policy: Policy | None, permission: str | None
) -> Path:
    """Set `policy` and `permission` of a paper in `<folder>/<code>.toml`; `None` takes a line away. The file's path.

    Comments and order of the file stay. Where the packaged file says something of the paper, nothing agreed is written
    as `policy = "none"`, so that it holds above it.
    Raises: EditionError for a file into which the lines cannot be set safely (they are then in the message).
    """
    path = folder / f"{code}.toml"
    before = path.read_text("utf-8-sig") if path.is_file() else ""
    known(before, slug, path)
    said: dict[str, str | None] = {"policy": policy, "permission": permission}
    if policy is None and permission is None and _packaged(code, slug):
        said["policy"] = "none"
    after = before
    for key in ("permission", "policy"):  # each new line goes to the top: policy stands first
        after = _set(after, slug, key, said[key])
    if after == before:
        return path
    if not says(after, _expected(before, slug, said)):
        lines = "\n".join(f"{key} = {quoted(value)}" for key, value in said.items() if value) or "(neither)"
        raise EditionError(
            f"{path}: of policy and permission, [papers.{slug}] should say, by hand:\n{lines}",
            "by_hand",
            file=path.name,
            table=f"[papers.{slug}]",
            lines=lines,
        )
    put(path, after)
    return path


def _packaged(code: str, slug: str) -> bool:
    """Whether the packaged file says what was agreed with the paper."""
    path = PACKAGED / f"{code}.toml"
    table = read(path).papers.get(slug) if path.is_file() else None
    return table is not None and bool(table.values.keys() & {"policy", "permission"})


def _set(text: str, slug: str, key: str, value: str | None) -> str:
    table = header(text, slug, "")
    if table is None:
        if value is None:
            return text
        line = f"[papers.{slug}]\n{key} = {quoted(value)}\n"
        if feeds := header(text, slug, FEEDS):
            return f"{text[: feeds.start()]}{line}\n{text[feeds.start() :]}"
        return (text.rstrip("\n") + "\n\n" if text.strip() else "") + line
    start = table.end()
    end = (
        following.start()
        if (following := re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, start))
        else len(text)
    )
    written = re.compile(rf"^([ \t]*{key}[ \t]*=[ \t]*)(?:{_VALUE})(.*\n?)", re.MULTILINE).search(
        text, start, end
    )
    if written is None:
        return text if value is None else f"{text[:start]}\n{key} = {quoted(value)}{text[start:]}"
    line = "" if value is None else f"{written[1]}{quoted(value)}{written[2]}"
    return text[: written.start()] + line + text[written.end() :]


def header(text: str, slug: str, more: str) -> re.Match[str] | None:
    """The line that begins a paper's table, or with `more` a table below it."""
    return re.search(
        rf"^[ \t]*\[[ \t]*papers[ \t]*\.[ \t]*{re.escape(slug)}{more}[ \t]*\][^\n]*$", text, re.MULTILINE
    )


def _expected(text: str, slug: str, said: dict[str, str | None]) -> dict[str, Any]:
    document = tomllib.loads(text)
    papers = document.get("papers", {})
    paper = papers.get(slug, {})
    for key, value in said.items():
        if value is None:
            paper.pop(key, None)
        else:
            paper[key] = value
    if slug in papers or paper:
        document.setdefault("papers", {})[slug] = paper
    return document
