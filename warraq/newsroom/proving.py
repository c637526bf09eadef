"""Is it the publisher who asks? A file on the paper's own site says so, or a record beside its name.

The file comes through the one egress door; the record of the machine's own resolver, which is connected to for every name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from warraq.crawling import urls
from warraq.ports.fetcher import Failed, Fetched, Fetcher, Limits, Refused, Request
from warraq.ports.names import Names, Unwritten

_LIMITS = Limits(wire_bytes=4096, decoded_bytes=4096)
_LABEL = "_warraq"


@dataclass(frozen=True, slots=True)
class Proof:
    """`address` is where the word was looked for. `problem` is why it proves nothing, one clause, and `kind` of which kind that
    is (absent, else, unreached, no_name); `None` where it does."""

    address: str
    problem: str | None = None
    kind: str | None = None


async def prove(fetcher: Fetcher, host: str, token: str) -> Proof:
    """By a file. Nothing that leads elsewhere proves anything, nor a page that merely repeats what it was asked for."""
    address = f"https://{host}/.well-known/warraq-{token}.txt"
    answer = await fetcher.fetch(Request(address, accept="text/plain", limits=_LIMITS))
    match answer:
        case Fetched(capture=capture) if capture.body.decode("utf-8-sig", "replace").strip() == token:
            return Proof(address)
        case Fetched():
            return Proof(address, "it does not hold the word, and nothing else", "else")
        case Failed(reason=reason) | Refused(reason=reason):
            return Proof(address, reason, "unreached")
        case other:
            return Proof(address, f"it is not there ({type(other).__name__})", "absent")


async def prove_by_record(names: Names, host: str, token: str) -> Proof:
    """By a TXT record of the host or of its registrable domain that says `record(token)` and nothing else."""
    proof = Proof(f"{_LABEL}.{host}", "an IP address has no records", "no_name")
    for name in record_names(host):
        found = await names.texts(name)
        if isinstance(found, Unwritten):
            proof = Proof(name, found.reason, "absent")
        elif any(text.strip() == record(token) for text in found.texts):
            return Proof(name)
        else:
            proof = Proof(
                name, f"none of its {len(found.texts)} TXT records holds the word, and nothing else", "else"
            )
    return proof


def record(token: str) -> str:
    """What the record says."""
    return f"warraq={token}"


def record_names(host: str) -> Iterator[str]:
    """Beside which names it may stand: the host's, then its registrable domain's, which stands over the host."""
    site = urls.site(f"https://{host}/")
    if not site or ":" in site:  # an IP address, or a name of this machine
        return
    yield from dict.fromkeys((f"{_LABEL}.{host}", f"{_LABEL}.{site}"))
