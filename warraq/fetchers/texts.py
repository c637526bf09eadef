"""Which TXT records does a name have? Asked of the machine's own resolver, within bounds.

The standard library looks up addresses alone; dnspython (ISC) asks for any record. It is loaded with the first question,
as only `warraq request prove` asks one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from warraq.ports.names import Unwritten, Written

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver

TIMEOUT_S = 3.0  # for one answer of one name server
LIFETIME_S = 10.0  # for all of it
MOST = 50  # records of one name that are read
LONGEST = 1_000  # bytes of one record
_LONGEST_NAME = 253
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII | re.IGNORECASE)


class SystemTexts:
    """`ports.names.Names` as the machine's resolver knows them (its `/etc/resolv.conf`, or what the system has instead).

    `servers` are (address, port) to be asked in its place.
    """

    def __init__(self, servers: Sequence[tuple[str, int]] = (), *, lifetime_s: float = LIFETIME_S) -> None:
        self._servers = tuple(servers)
        self._lifetime_s = lifetime_s
        self._resolver: Resolver | None = None

    async def texts(self, name: str) -> Written | Unwritten:
        if not _valid(name):
            return Unwritten(f"{name[:80]!r} is no name that may have records")
        import dns.exception
        import dns.resolver

        try:
            resolver = self._made()
            answer = await resolver.resolve(f"{name}.", "TXT", search=False, lifetime=self._lifetime_s)
        except dns.resolver.NXDOMAIN:
            return Unwritten("no such name")
        except dns.resolver.NoAnswer:
            return Unwritten("the name has no TXT record")
        except dns.exception.Timeout:
            return Unwritten(f"no answer within {self._lifetime_s:g} s")
        except (dns.exception.DNSException, OSError, ValueError) as error:
            return Unwritten(f"its name servers did not answer ({type(error).__name__})")
        whole = (b"".join(one.strings) for one in list(answer)[:MOST])
        return Written(tuple(text.decode("utf-8", "replace") for text in whole if len(text) <= LONGEST))

    def _made(self) -> Resolver:
        """Raises: DNSException where the system names no server."""
        if self._resolver is None:
            from dns.asyncresolver import Resolver
            from dns.nameserver import Do53Nameserver

            made = Resolver(configure=not self._servers)
            if self._servers:
                made.nameservers = [Do53Nameserver(address, port) for address, port in self._servers]
            made.timeout = min(TIMEOUT_S, self._lifetime_s)
            self._resolver = made
        return self._resolver


def _valid(name: str) -> bool:
    """Whether it is a host name in letters, digits, `-` and `_`, and not an IP address."""
    labels = name.split(".")
    if len(name) > _LONGEST_NAME or len(labels) < 2 or labels[-1].isdecimal():
        return False
    return all(_LABEL.fullmatch(label) for label in labels)
