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

from warraq.language import prescan

# Past this many bytes a declaration does not count (WHATWG: the first 1024; real pages set long comments before it).
_HEAD_BYTES = 16_384
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
_LABEL = re.compile(r"[a-z0-9_.:+-]{2,40}")
_HTTP = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:+-]+)", re.IGNORECASE)
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
    "windows-1252": "cp1252",
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
_LATIN = frozenset(
    ["cp1252", "cp1254", "iso8859_15", "iso-8859-15", "latin-9", "windows-1252", "cp1250", "iso-8859-2"]
)
_SINGLE = _LATIN | {"cp1256", "iso8859_6"}
# Words of three letters and more, in the bytes of either Arabic charset.
_WORDS = {
    "cp1256": re.compile(rb"[\x81\x8d\x8e\x90\xc0-\xd6\xd8-\xdf\xe1\xe3-\xe6\xec\xed]{3,}"),
    "iso8859_6": re.compile(rb"[\xc1-\xda\xe0-\xf2]{3,}"),
}
_FEWEST, _MOSTLY = 6, 0.6
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
    # ASCII alone is the same under every label but those that shift with an escape.
    if utf8 is not None and (not utf8.isascii() or b"\x1b" not in data):
        return Decoded(utf8, "utf-8")
    for label in (_of_http(content_type), declared(data)):
        found = _as_labelled(data, label) if label else None
        if found:
            return found
    if utf8 is not None:
        return Decoded(utf8, "utf-8")
    return _guessed(data)


def declared(data: bytes) -> str | None:
    """The charset that the document declares, by a label that we know; `None` where it does not."""
    if match := _XML.match(data):
        label = match.group(1).decode("ascii", "replace").lower()
    else:
        label = prescan.declared(data[:_HEAD_BYTES], known=_is_known)
    # A declaration we could read as ASCII is not in UTF-16, whatever it says (WHATWG: take UTF-8).
    wide = label is not None and label.startswith(("utf-16", "utf-32", "ucs-2", "unicode"))
    return "utf-8" if wide else label


def without_controls(text: str) -> str:
    """The text without the characters that no XML document may hold."""
    return _BROKEN_XML.sub("", text)


def _of_http(content_type: str | None) -> str | None:
    match = _HTTP.search(content_type or "")
    return match.group(1).lower() if match else None


def _is_known(label: str) -> bool:
    if not _LABEL.fullmatch(label):  # codecs find their names in nearly anything
        return False
    try:
        return isinstance(b"aaaa".decode(_LABELS.get(label, label)), str)  # empty bytes ask no codec
    except (LookupError, ValueError, UnicodeError):
        return False


def _as_labelled(data: bytes, label: str) -> Decoded | None:
    """The bytes as `label` would have them; `None` where they plainly are something else."""
    charset = _LABELS.get(label, label)
    if (other := _contradicted(data, charset)) is not None:
        return other
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        return _nearly(data, charset)
    except (LookupError, ValueError, UnicodeError):
        return None  # no such charset, or one of Python's that is none (base64, idna …)
    if not isinstance(text, str):
        return None
    return Decoded(text.translate(_C1_AS_1256) if charset == "iso8859_6" else text, charset)


def _contradicted(data: bytes, charset: str) -> Decoded | None:
    """What the bytes plainly are, where a single-byte label was put on something else; `None` where it may be right."""
    if charset not in _SINGLE:
        return None
    # Feeds cut summaries between the bytes of a letter: text that is UTF-8 but for that is UTF-8.
    if utf8 := _nearly(data, "utf-8"):
        return utf8
    arabic = _arabic(data) if charset in _LATIN else None
    return Decoded(data.decode(arabic, "replace").translate(_C1_AS_1256), arabic) if arabic else None


def _arabic(data: bytes) -> str | None:
    """windows-1256 or ISO 8859-6, if most letters beyond ASCII stand in words of Arabic ones: in a French text they
    stand alone, or two together."""
    head = data[:_SAMPLE_BYTES]
    beyond = sum(byte >= 0x80 for byte in head)
    if beyond < _FEWEST:
        return None
    in_words = {name: sum(map(len, words.findall(head))) for name, words in _WORDS.items()}
    best = max(in_words, key=lambda name: in_words[name])
    return best if in_words[best] >= beyond * _MOSTLY else None


def _nearly(data: bytes, charset: str) -> Decoded | None:
    if charset == "iso8859_6":  # bytes it does not know: the label was put on windows-1256
        return Decoded(data.decode("cp1256", "replace"), "cp1256")
    try:
        text = data.decode(charset, "replace")
    except (LookupError, ValueError, UnicodeError):
        return None
    letters = sum(byte >= 0x80 for byte in data[:_SAMPLE_BYTES]) or 1
    broken = text[:_SAMPLE_BYTES].count("\ufffd")
    return Decoded(text, charset) if broken <= max(2, letters * _TOLERATED) and broken * 8 < letters else None


def _guessed(data: bytes) -> Decoded:
    if arabic := _arabic(data):
        return Decoded(data.decode(arabic, "replace").translate(_C1_AS_1256), arabic)
    match = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=_LIKELY, enable_fallback=False).best()
    charset = match.encoding if match else "cp1256"
    if charset == "utf_8":  # the sample was, the rest is not
        return Decoded(data.decode("utf-8", "replace"), "utf-8")
    return _as_labelled(data, charset) or Decoded(data.decode("cp1256", "replace"), "cp1256")
