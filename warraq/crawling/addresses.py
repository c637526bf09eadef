"""May the egress door open a connection to this address and port?

The list of what is refused is our own: `ipaddress.is_global` says yes to NAT64, 6to4, multicast and site-local
addresses. A name is never judged, only the address that is about to be connected: `①②⑦.⓪.⓪.①`, `0x7f000001`, `127.1`
and a name that resolves to loopback all end up here as 127.0.0.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

PORTS = frozenset([80, 443])

# Source: the IANA special-purpose address registries (RFC 6890), read for "could this be inside someone's network,
# or be turned into an address that is?"
_REFUSED_4 = tuple(
    (IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a carrier's network"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's own service"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "AMT"),
        ("192.88.99.0/24", "6to4 relays"),
        ("192.168.0.0/16", "a private network"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarks"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("255.255.255.255/32", "broadcast"),
        ("240.0.0.0/4", "reserved"),
    )
)
# Of IPv6 only global unicast is open at all; the names below are for the message, the last six lie inside it.
_GLOBAL_6 = IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    (IPv6Network(network), kind)
    for network, kind in (
        ("::/128", "this host"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "an IPv4-mapped address"),
        ("::/96", "an IPv4-compatible address"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("100::/64", "discard-only"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
        ("2001::/32", "Teredo"),
        ("2001:2::/48", "benchmarks"),
        ("2001:db8::/32", "documentation"),
        ("2001::/23", "protocol assignments"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3fff::/20", "documentation"),
    )
)


@dataclass(frozen=True, slots=True)
class Opening:
    """One entry of the operator's opt-in list: these addresses, on this port, may be opened although not public."""

    network: IPv4Network | IPv6Network
    port: int


@lru_cache(maxsize=64)
def openings(private: tuple[str, ...]) -> tuple[Opening, ...]:
    """The opt-in list, read. Each is `CIDR:port`: `127.0.0.1/32:8123`, `10.1.0.0/16:80`, `[fd00::]/8:443`.

    Raises: ValueError naming the entry that is wrong.
    """
    return tuple(_opening(entry) for entry in private)


def refusal(ip: str, port: int, private: tuple[str, ...] = ()) -> str | None:
    """Why this address must not be connected, as a readable clause; `None` when it may.

    Raises: ValueError for a wrong entry in `private`.
    """
    address = _address(ip)
    if address is None:
        return f"{ip[:60]!r} is no IP address"
    if any(opening.port == port and address in opening.network for opening in openings(private)):
        return None
    if kind := _kind(address):
        return f"the address {address} is not public ({kind})"
    if port not in PORTS:
        return f"port {port} is not open (only 80 and 443 are)"
    return None


def port_refusal(port: int, private: tuple[str, ...] = ()) -> str | None:
    """Why no address at all may be connected on this port; `None` when some may. Asked before a name is looked up."""
    if port in PORTS or any(opening.port == port for opening in openings(private)):
        return None
    return f"port {port} is not open (only 80 and 443 are)"


def is_literal(name: str) -> bool:
    """Whether a host's name is an IP address already, brackets left out."""
    return _address(name) is not None


def _kind(address: IPv4Address | IPv6Address) -> str | None:
    if isinstance(address, IPv4Address):
        return next((kind for network, kind in _REFUSED_4 if address in network), None)
    named = next((kind for network, kind in _REFUSED_6 if address in network), None)
    return named or (None if address in _GLOBAL_6 else "not global unicast")


def _address(ip: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(ip.partition("%")[0])  # "%eth0" names the way out, not the address
    except ValueError:
        return None


def _opening(entry: str) -> Opening:
    network, colon, port = entry.strip().rpartition(":")
    try:
        if not colon or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError("the port is missing")
        return Opening(ip_network(network.replace("[", "").replace("]", "")), int(port))
    except ValueError as wrong:
        raise ValueError(
            f"private address {entry!r}: {wrong}; write CIDR:port, for example 127.0.0.1/32:8123"
        ) from wrong


def is_this_machine(host: str) -> bool:
    """Whether only this machine can mean it. A name that is not localhost is not looked up: it may change."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    found = _address(name)
    return found is not None and found.is_loopback
