"""Whose network does an address belong to, where the operator has a table that tells?

A line of the table is a network and its provider: `197.32.0.0/11 AS8452`. The narrowest network that holds an address tells.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Providers:
    """A table, by address version and length of prefix, the longest first."""

    networks: tuple[tuple[int, int, dict[int, str]], ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.networks)

    def of(self, address: str) -> str:
        """The provider of an address; "" where the table does not tell, or it is none."""
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return ""
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        for version, length, names in self.networks:
            if version == ip.version and (name := names.get(int(ip) >> (ip.max_prefixlen - length))):
                return name
        return ""


def read(lines: Iterable[str]) -> Providers:
    """The table in these lines; empty ones and those that begin with # say nothing. Raises: ValueError, naming the line."""
    found: dict[tuple[int, int], dict[int, str]] = {}
    for number, line in enumerate(lines, start=1):
        said = line.split("#", 1)[0].split(maxsplit=1)
        if not said:
            continue
        try:
            network = ipaddress.ip_network(said[0], strict=False)
            name = said[1].strip()
        except (ValueError, IndexError) as error:
            raise ValueError(
                f"line {number}: a network and its provider are wanted: 197.32.0.0/11 AS8452"
            ) from error
        at = int(network.network_address) >> (network.max_prefixlen - network.prefixlen)
        found.setdefault((network.version, network.prefixlen), {})[at] = name
    return Providers(tuple((*key, found[key]) for key in sorted(found, reverse=True)))
