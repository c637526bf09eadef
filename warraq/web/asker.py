"""Who asks, as far as that may be known, and was it our own page that sent them?"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.requests import Request

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address(request: Request, proxies: tuple[str, ...]) -> str:
    """The reader's address. Of X-Forwarded-For the last entry counts that no trusted proxy made; without one, who
    connected. "" where there is none."""
    peer = request.client.host if request.client else ""
    trusted = _networks(proxies)
    if not _within(peer, trusted):
        return peer
    told = ",".join(request.headers.getlist("x-forwarded-for"))
    for entry in reversed([part.strip() for part in told.split(",") if part.strip()]):
        peer = _without_port(entry)
        if not _within(peer, trusted):
            break
    return peer


def from_our_page(request: Request, own: str | None) -> bool:
    """Whether a page of this site sent the request. `own` is the site's address where the operator set it.

    Browsers say so themselves in Sec-Fetch-Site; older ones and plain HTTP by Origin, or else by Referer. A request that
    says nothing at all came from no page. Source: the Fetch Metadata specification; RFC 6454.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    said = request.headers.get("origin") or request.headers.get("referer")
    if not said:
        return False
    try:
        there = urlsplit(said)
    except ValueError:
        return False
    if there.scheme not in ("http", "https") or not there.netloc:
        return False  # "null" among them
    ours = {request.headers.get("host", "").lower()}
    if own:
        ours.add(urlsplit(own).netloc.lower())
    return there.netloc.lower() in ours


@lru_cache(maxsize=8)
def _networks(proxies: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(one, strict=False) for one in proxies)


def _within(text: str, networks: Iterable[Network]) -> bool:
    try:
        found: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in networks)


def _without_port(entry: str) -> str:
    """An address as proxies write it: `1.2.3.4`, `1.2.3.4:55`, `2001:db8::1`, `[2001:db8::1]:55`."""
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    return entry.partition(":")[0] if entry.count(":") == 1 else entry
