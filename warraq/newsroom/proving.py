"""Is it the publisher who asks? A file on the paper's own site says so, fetched through the one egress door."""

from __future__ import annotations

from dataclasses import dataclass

from warraq.ports.fetcher import Failed, Fetched, Fetcher, Limits, Refused, Request

_LIMITS = Limits(wire_bytes=4096, decoded_bytes=4096)


@dataclass(frozen=True, slots=True)
class Proof:
    """`address` is where the file was looked for. `problem` is why it proves nothing, one clause; `None` where it does."""

    address: str
    problem: str | None = None


async def prove(fetcher: Fetcher, host: str, token: str) -> Proof:
    """Ask once. Nothing that leads elsewhere proves anything, nor a page that merely repeats what it was asked for."""
    address = f"https://{host}/.well-known/warraq-{token}.txt"
    answer = await fetcher.fetch(Request(address, accept="text/plain", limits=_LIMITS))
    match answer:
        case Fetched(capture=capture) if capture.body.decode("utf-8-sig", "replace").strip() == token:
            return Proof(address)
        case Fetched():
            return Proof(address, "it does not hold the word, and nothing else")
        case Failed(reason=reason) | Refused(reason=reason):
            return Proof(address, reason)
        case other:
            return Proof(address, f"it is not there ({type(other).__name__})")
