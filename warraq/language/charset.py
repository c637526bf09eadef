"""Which characters do these bytes spell? From the surest sign to the weakest, and never an exception.

The order: a byte order mark, the charset of the HTTP answer, the document's own declaration (XML or `<meta>`), strict
UTF-8, statistics. A declaration that its own bytes contradict is passed over: bytes that are valid UTF-8 with letters
beyond ASCII are UTF-8 whatever a single-byte label says (windows-1256 text is never valid UTF-8 by accident).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

# Past this many bytes a declaration does not count (WHATWG: the first 1024; real pages put it a little later).
_HEAD_BYTES = 4096
_SAMPLE_BYTES = 20_000
# Share of broken sequences up to which a text that calls itself UTF-8 is believed.
_TOLERATED = 0.02

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED: tuple[tuple[bytes, str], ...] = (
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
)
_HTTP = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:+-]+)|<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:+-]+)",
    re.IGNORECASE,
)
# What the web means by these labels (https://encoding.spec.whatwg.org/#names-and-labels).
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "arabic": "iso8859_6",
    "asmo-708": "iso8859_6",
    "ecma-114": "iso8859_6",
    "iso-8859-6": "iso8859_6",
    "iso8859-6": "iso8859_6",
    "iso-8859-6-i": "iso8859_6",
    "iso-8859-6-e": "iso8859_6",
    "windows-1256": "cp1256",
    "cp-1256": "cp1256",
    "x-cp1256": "cp1256",
    "iso-8859-9": "cp1254",
    "utf8": "utf-8",
    "unicode": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
_C1_AS_1256 = {code: bytes([code]).decode("cp1256") for code in range(0x80, 0xA0)}
# The statistics choose among what Arabic, French and English papers have ever used.
_LIKELY = ["utf_8", "cp1256", "iso8859_6", "cp1252", "cp720", "mac_arabic"]
_BROKEN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` without its mark; `charset` is Python's name of what the bytes were taken for."""

    text: str
    charset: str


def decoded(data: bytes, *, content_type: str | None) -> Decoded:
    """Read bytes as text; `content_type` is the HTTP header as sent. What cannot be read becomes U+FFFD."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(charset, "replace"), charset)
    for beginning, charset in _UNMARKED:
        if data.startswith(beginning):
            return Decoded(data.decode(charset, "replace"), charset)
    try:
        utf8: str | None = data.decode("utf-8")
    except UnicodeDecodeError:
        utf8 = None
    if utf8 is not None and not utf8.isascii():
        return Decoded(utf8, "utf-8")
    for label in (_of_http(content_type), _of_document(data)):
        found = _as_labelled(data, label) if label else None
        if found:
            return found
    if utf8 is not None:
        return Decoded(utf8, "utf-8")
    return _guessed(data)


def without_controls(text: str) -> str:
    """The text without the characters that no XML document may hold."""
    return _BROKEN_XML.sub("", text)


def _of_http(content_type: str | None) -> str | None:
    match = _HTTP.search(content_type or "")
    return match.group(1).lower() if match else None


def _of_document(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD_BYTES])
    if not match:
        return None
    label = (match.group(1) or match.group(2)).decode("ascii", "replace").lower()
    # A declaration we could read as ASCII is not in UTF-16, whatever it says (WHATWG: take UTF-8).
    return "utf-8" if label.startswith(("utf-16", "utf-32", "ucs-2", "unicode")) else label


def _as_labelled(data: bytes, label: str) -> Decoded | None:
    """The bytes as `label` would have them; `None` where they plainly are something else."""
    charset = _LABELS.get(label, label)
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        return _nearly(data, charset)
    except (LookupError, ValueError, UnicodeError):
        return None  # no such charset, or one of Python's that is none (base64, idna …)
    if not isinstance(text, str):
        return None
    return Decoded(text.translate(_C1_AS_1256) if charset == "iso8859_6" else text, charset)


def _nearly(data: bytes, charset: str) -> Decoded | None:
    if charset == "iso8859_6":  # bytes it does not know: the label was put on windows-1256
        return Decoded(data.decode("cp1256", "replace"), "cp1256")
    try:
        text = data.decode(charset, "replace")
    except (LookupError, ValueError, UnicodeError):
        return None
    letters = sum(byte >= 0x80 for byte in data[:_SAMPLE_BYTES]) or 1
    broken = text[:_SAMPLE_BYTES].count("\ufffd")
    return Decoded(text, charset) if broken <= max(2, letters * _TOLERATED) else None


def _guessed(data: bytes) -> Decoded:
    match = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=_LIKELY, enable_fallback=False).best()
    charset = match.encoding if match else "cp1256"
    if charset == "utf_8":  # the sample was, the rest is not
        return Decoded(data.decode("utf-8", "replace"), "utf-8")
    return _as_labelled(data, charset) or Decoded(data.decode("cp1256", "replace"), "cp1256")
