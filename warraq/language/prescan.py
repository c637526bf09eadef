"""Which charset does a web page's beginning declare? Read as browsers read it, tag by tag.

Source: https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SPACE = b"\t\n\x0c\r "
_SPACES = tuple(bytes([one]) for one in _SPACE)
_META = re.compile(rb"<meta[\t\n\x0c\r /]", re.IGNORECASE)
_TAG = re.compile(rb"</?[A-Za-z][^\t\n\x0c\r >]*")
_CONTENT = re.compile(
    r"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|(?![\"'])([^\t\n\f\r ;]+))", re.IGNORECASE
)


class _Over(Exception):
    """The bytes end inside a tag: nothing is declared."""


def declared(data: bytes, *, known: Callable[[str], bool]) -> str | None:
    """The first label in a `<meta>` that is `known`, in lower case; `None` where there is none.

    Comments do not count, nor what stands inside an attribute; `content` counts only beside its `http-equiv`.
    """
    at = 0
    try:
        while (at := data.find(b"<", at)) >= 0:
            if data.startswith(b"<!--", at):
                at = _after(data, b"-->", at + 2)  # `<!-->` is a whole comment
            elif _META.match(data, at):
                label, at = _of_meta(data, at + 5)
                if label is not None and known(label):
                    return label
            elif tag := _TAG.match(data, at):
                at = tag.end()
                while (found := _attribute(data, at)) is not None:
                    at = found[2]
                at = _after(data, b">", at)
            elif data[at + 1 : at + 2] in (b"!", b"/", b"?"):
                at = _after(data, b">", at)
            else:
                at += 1
    except _Over:
        return None
    return None


def _of_meta(data: bytes, at: int) -> tuple[str | None, int]:
    """The label that one `<meta>` gives, if any, and where its attributes end."""
    seen: dict[str, str] = {}
    while (found := _attribute(data, at)) is not None:
        name, value, at = found
        seen.setdefault(name, value)
    if "charset" in seen:
        return seen["charset"].strip(_SPACE.decode()) or None, at
    if seen.get("http-equiv") != "content-type":
        return None, at
    match = _CONTENT.search(seen.get("content", ""))
    return (next(filter(None, match.groups()), None) if match else None), at


def _attribute(data: bytes, at: int) -> tuple[str, str, int] | None:
    """(name, value, where it ends), in lower case; `None` before the tag's `>`."""
    at = _past(data, _SPACE + b"/", at)
    if data[at : at + 1] == b">":
        return None
    start = at
    while data[at : at + 1] not in (b"=", b"/", b">") or (data[at : at + 1] == b"=" and at == start):
        if data[at : at + 1] in _SPACES:
            break
        at = _next(data, at)
    name = _lower(data[start:at])
    at = _past(data, _SPACE, at)
    if data[at : at + 1] != b"=":
        return name, "", at
    at = _past(data, _SPACE, at + 1)
    quote = data[at : at + 1]
    if quote in (b'"', b"'"):
        end = _after(data, quote, at + 1)
        return name, _lower(data[at + 1 : end - 1]), end
    start = at
    while data[at : at + 1] != b">" and data[at : at + 1] not in _SPACES:
        at = _next(data, at)
    return name, _lower(data[start:at]), at


def _next(data: bytes, at: int) -> int:
    if at + 1 >= len(data):
        raise _Over
    return at + 1


def _past(data: bytes, skipped: bytes, at: int) -> int:
    while at < len(data) and data[at] in skipped:
        at += 1
    if at >= len(data):
        raise _Over
    return at


def _after(data: bytes, end: bytes, at: int) -> int:
    found = data.find(end, at)
    if found < 0:
        raise _Over
    return found + len(end)


def _lower(data: bytes) -> str:
    return data.decode("latin-1").lower()
