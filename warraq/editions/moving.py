"""How does a feed's new address come into the operator's own edition file? One line, and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from warraq.editions.agreeing import FEEDS, header
from warraq.editions.tables import MAIN, address_problem
from warraq.editions.writing import known, put, quoted, says
from warraq.errors import EditionError
from warraq.press import Feed

_VALUE = r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|\{[^{}\n]*\}"


def write_address(folder: Path, code: str, feed: Feed, url: str) -> Path:
    """Give a feed another address in `<folder>/<code>.toml`; its id, desk and kind stay. The file's path.

    Comments and order of the file stay; it is replaced in one step.
    Raises: EditionError for what is no address, or a file into which the line cannot be set safely (it is then in the
    message).
    """
    if why := address_problem(url):
        raise EditionError(why)
    path = folder / f"{code}.toml"
    before = path.read_text("utf-8-sig") if path.is_file() else ""
    key = MAIN if feed.id == feed.source else feed.id.removeprefix(f"{feed.source}/")
    held = known(before, feed.source, path).get("feeds", {}).get(key)
    value: str | dict[str, str] = url
    if isinstance(held, dict):
        value = {**held, "url": url}
    elif feed.kind != "feed":
        value = {"url": url, "kind": feed.kind}
    line = f"{key} = {_written(value)}"
    after = _set(before, feed.source, key, line)
    if not says(after, _expected(before, feed, key, value)):
        raise EditionError(f"{path}: set this line in [papers.{feed.source}.feeds] by hand:\n{line}")
    put(path, after)
    return path


def _written(value: str | dict[str, str]) -> str:
    if isinstance(value, str):
        return quoted(value)
    return "{ " + ", ".join(f"{name} = {quoted(str(word))}" for name, word in value.items()) + " }"


def _set(text: str, slug: str, key: str, line: str) -> str:
    table = header(text, slug, FEEDS)
    if table is None:
        parted = text.rstrip("\n") + "\n\n" if text.strip() else ""
        return f"{parted}[papers.{slug}.feeds]\n{line}\n"
    start = table.end()
    following = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, start)
    end = following.start() if following else len(text)
    written = re.compile(rf"^[ \t]*{re.escape(key)}[ \t]*=[ \t]*(?:{_VALUE})", re.MULTILINE).search(
        text, start, end
    )
    if written is None:
        return f"{text[:start]}\n{line}{text[start:]}"
    return text[: written.start()] + line + text[written.end() :]


def _expected(text: str, feed: Feed, key: str, value: str | dict[str, str]) -> dict[str, Any]:
    document = tomllib.loads(text)
    paper = document.setdefault("papers", {}).setdefault(feed.source, {})
    paper.setdefault("feeds", {})[key] = value
    return document
