"""How is a body decoded as it comes, and stopped at the first byte too many?"""

from __future__ import annotations

import zlib

import brotli

from warraq.ports.fetcher import Limits

# What we ask for. `br` is met as well, in what others' crawls recorded.
ACCEPTED = "gzip, deflate"
_KNOWN = ("gzip", "deflate", "br")

_STEP = 64 * 1024
_RATIO_FROM = 2**20
_GZIP_MAGIC = b"\x1f\x8b"
_MIB = 2**20


class Spoiled(Exception):
    """The body cannot be had whole within its limits; the message is one readable clause."""


class Body:
    """A body being received. Feed it what comes, then ask for `whole()`.

    Decoded bytes are made at most 64 KiB at a time, so that a bomb costs no more than its cap.
    """

    def __init__(self, encoding: str | None, limits: Limits) -> None:
        """Raises: Spoiled for an encoding that we did not ask for."""
        self._layer = _layer(encoding)
        self._limits = limits
        self._wire = 0
        self._decoded = bytearray()
        self._head = b""  # the first bytes of a compressed stream, until they tell which kind it is
        self._inflating: zlib._Decompress | None = None
        self._brotli = brotli.Decompressor() if self._layer == "br" else None
        self._ended = False
        self._over = False  # what came after the end begins no stream: nothing that follows is looked at

    def feed(self, chunk: bytes) -> None:
        """Take what came over the wire.

        Raises: Spoiled past any limit, or for a stream that cannot be decoded.
        """
        self._wire += len(chunk)
        if self._wire > self._limits.wire_bytes:
            raise Spoiled(f"more than {_size(self._limits.wire_bytes)} sent")
        if self._layer is None:
            self._keep(chunk)
            return
        try:
            if self._brotli is None:
                self._inflate(chunk)
            elif not self._ended:
                self._unpack(self._brotli, chunk)
            elif chunk:  # in one piece with the end, the library refuses it too
                raise Spoiled("broken br: bytes after its end")
        except (zlib.error, brotli.error) as error:
            raise Spoiled(f"broken {self._layer}: {error}") from error

    def whole(self) -> bytes:
        """The decoded body.

        Raises: Spoiled if the compressed stream has not come to its end.
        """
        if self._layer is not None and self._wire and not self._ended:
            raise Spoiled(f"the {self._layer} stream broke off")
        return bytes(self._decoded)

    def _inflate(self, chunk: bytes) -> None:
        data = self._head + chunk
        while data and not self._closed(data):
            if self._inflating is None:
                if len(data) < 2:
                    break
                self._inflating, self._ended = _inflater(self._layer, data), False
            out = self._inflating.decompress(data, _STEP)
            self._keep(out)
            if self._inflating.eof:
                data, self._inflating, self._ended = self._inflating.unused_data, None, True
            else:
                data = self._inflating.unconsumed_tail
                if not data and len(out) == _STEP:
                    # the last bytes of input may have more to say than one step holds
                    data = self._drain()
        self._over = self._over or (bool(data) and self._closed(data))
        self._head = data if self._inflating is None and not self._over else b""

    def _unpack(self, unpacking: brotli.Decompressor, chunk: bytes) -> None:
        self._keep(unpacking.process(chunk, output_buffer_limit=_STEP))
        while not unpacking.can_accept_more_data():
            self._keep(unpacking.process(b"", output_buffer_limit=_STEP))
        self._ended = unpacking.is_finished()

    def _drain(self) -> bytes:
        """What is left of the input once the decompressor has said all that it holds back."""
        assert self._inflating is not None
        while out := self._inflating.decompress(b"", _STEP):
            self._keep(out)
        if self._inflating.eof:
            rest, self._inflating, self._ended = self._inflating.unused_data, None, True
            return rest
        return b""

    def _closed(self, data: bytes) -> bool:
        """Whether a stream has ended and these bytes begin no other: what servers append is left, as browsers do."""
        return self._over or (
            self._ended
            and self._inflating is None
            and not (self._layer == "gzip" and (data.startswith(_GZIP_MAGIC) or _GZIP_MAGIC.startswith(data)))
        )

    def _keep(self, decoded: bytes) -> None:
        self._decoded += decoded
        size = len(self._decoded)
        if size > self._limits.decoded_bytes:
            raise Spoiled(f"more than {_size(self._limits.decoded_bytes)} decoded")
        if size > _RATIO_FROM and size > self._wire * self._limits.ratio:
            raise Spoiled(f"decoded to more than {self._limits.ratio} times what was sent")


def _layer(encoding: str | None) -> str | None:
    """The one compression of the body. Source: RFC 9110, section 8.4.1."""
    names = [name.strip().lower().removeprefix("x-") for name in (encoding or "").split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if not names:
        return None
    if len(names) > 1 or names[0] not in _KNOWN:
        raise Spoiled(f"encoded as {', '.join(names)[:60]!r}, which was not asked for")
    return names[0]


def _inflater(layer: str | None, head: bytes) -> zlib._Decompress:
    if layer == "gzip":
        return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    # "deflate" should come in a zlib wrapper (RFC 1950); some servers leave it out
    wrapped = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
    return zlib.decompressobj(wbits=zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


def _size(size_bytes: int) -> str:
    return f"{size_bytes // _MIB} MB" if size_bytes >= _MIB else f"{size_bytes} bytes"
