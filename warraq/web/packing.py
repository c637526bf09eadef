"""In which form can who asks read a page? As it is, or packed: fast for what is sent once, well for what is sent again."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from starlette.requests import Request

Form = Literal["br", "gzip", ""]

WORTH_BYTES = 1000
_GZIP = 31  # with gzip's header
_FAST, _WELL = 1, 6
_MANY = 3  # times that it is sent again: to pack well takes longer than to send
_BROTLI_WELL = 5  # twice as long as gzip's 6, an eighth smaller


def wanted(request: Request) -> Form:
    """The best form that the reader's browser says it can read; "" for none."""
    return _wanted(request.headers.get("accept-encoding", "")[:200])


@lru_cache(maxsize=256)
def _wanted(said: str) -> Form:
    """Source: RFC 9110, section 12.5.3; what has a weight of nought is refused."""
    able = {coding for coding, weight in map(_weighed, said.lower().split(",")) if weight}
    return "br" if "br" in able else "gzip" if able & {"gzip", "x-gzip"} else ""


def _weighed(part: str) -> tuple[str, float]:
    coding, _, parameter = part.partition(";")
    name, _, value = parameter.partition("=")
    try:
        return coding.strip(), float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return coding.strip(), 0.0


def holds(request: Request, etag: str) -> bool:
    """Whether who asks has this answer already. Source: RFC 9110, section 13.1.2 (weak comparison)."""
    said = request.headers.get("if-none-match")
    if not said:
        return False
    known = [one.strip().removeprefix("W/") for one in said.split(",")]
    return etag.removeprefix("W/") in known or known == ["*"]


class Packed:
    """The bytes of one answer. `etag` is weak: it names what is said, in whatever form."""

    __slots__ = ("_forms", "_sent", "_well", "etag")

    def __init__(self, plain: bytes) -> None:
        self._forms: dict[Form, bytes] = {"": plain}
        self._well: set[Form] = set()
        self._sent = 0
        self.etag = f'W/"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"'

    @property
    def size(self) -> int:
        """In memory, in bytes."""
        return sum(map(len, self._forms.values()))

    def once(self, form: Form) -> tuple[bytes, Form]:
        """For what may be sent but once, and the form that it has: packed fast, if it is long enough."""
        if form and form not in self._forms:
            plain = self._plain()
            if len(plain) < WORTH_BYTES:
                return plain, ""
            self._forms[form] = _gzip(plain, _FAST) if form == "gzip" else _brotli(plain, _FAST)
        return self._forms[form] if form else self._plain(), form

    def again(self, form: Form) -> tuple[bytes, Form]:
        """For what is sent many times: packed well from the third time on, and remembered."""
        self._sent += 1
        if form and form not in self._well:
            if self._sent < _MANY and form in self._forms:
                return self._forms[form], form
            plain = self._plain()
            if len(plain) < WORTH_BYTES:
                return plain, ""
            self._forms[form] = _gzip(plain, _WELL) if form == "gzip" else _brotli(plain, _BROTLI_WELL)
            self._well.add(form)
        return self._forms[form] if form else self._plain(), form

    def shrink(self) -> None:
        """Hold no more than the packed forms, where there is one: the plain one is had of them."""
        if len(self._forms) > 1:
            self._forms.pop("", None)

    def _plain(self) -> bytes:
        if "" in self._forms:
            return self._forms[""]
        form, packed = next(iter(self._forms.items()))
        return _unbrotli(packed) if form == "br" else zlib.decompress(packed, _GZIP)


@dataclass(frozen=True, slots=True)
class Made:
    """A page as it may be sent again; `headers` are those of its own."""

    packed: Packed
    headers: Mapping[str, str]


def best(plain: bytes, form: Form) -> bytes:
    """Packed as small as it goes, for what never changes."""
    return _brotli(plain, 11) if form == "br" else _gzip(plain, 9) if form == "gzip" else plain


def _gzip(plain: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
    return packer.compress(plain) + packer.flush()


def _brotli(plain: bytes, quality: int) -> bytes:
    import brotli  # not needed for the first page

    packed: bytes = brotli.compress(plain, quality=quality)
    return packed


def _unbrotli(packed: bytes) -> bytes:
    import brotli

    plain: bytes = brotli.decompress(packed)
    return plain
