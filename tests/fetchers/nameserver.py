"""A small name server on loopback: real packets over UDP and TCP, answered from a table."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

_UDP_BYTES = 512


@dataclass
class Zone:
    """What the server knows: (name, type) to records as zone files write them. `mute` names are never answered."""

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    mute: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)
    broken: bool = False  # answers with bytes that are no answer
    port: int = 0

    def writes(self, name: str, *texts: str) -> None:
        self.records[name, "TXT"] = [" ".join(f'"{part}"' for part in _parts(text)) for text in texts]

    def answer(self, packet: bytes, *, way: str) -> bytes | None:
        query = dns.message.from_wire(packet)
        name = query.question[0].name.to_text(omit_final_dot=True)
        self.asked.append((way, name))
        if name in self.mute:
            return None
        if self.broken:
            return packet[:7]
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        known = {one for one, _ in self.records}
        while (name, "CNAME") in self.records:
            (target,) = self.records[name, "CNAME"]
            reply.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", target))
            name = target.rstrip(".")
        if found := self.records.get((name, "TXT")):
            reply.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", *found))
        elif name not in known:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        wire = reply.to_wire(max_size=65_535)
        if way == "udp" and len(wire) > _UDP_BYTES:
            reply.answer.clear()
            reply.flags |= dns.flags.TC
            wire = reply.to_wire()
        return wire


@asynccontextmanager
async def answering(zone: Zone) -> AsyncIterator[tuple[str, int]]:
    """Its (address, port)."""

    async def stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (size,) = struct.unpack("!H", await reader.readexactly(2))
        wire = zone.answer(await reader.readexactly(size), way="tcp") or b""
        writer.write(struct.pack("!H", len(wire)) + wire)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(stream, "127.0.0.1", 0)
    zone.port = server.sockets[0].getsockname()[1]
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Datagrams(zone), local_addr=("127.0.0.1", zone.port)
    )
    try:
        yield "127.0.0.1", zone.port
    finally:
        transport.close()
        server.close()
        await server.wait_closed()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, zone: Zone) -> None:
        self._zone = zone

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        wire = self._zone.answer(data, way="udp")
        if wire is not None:
            self._transport.sendto(wire, addr)


def _parts(text: str) -> list[str]:
    """Strings of a TXT record hold 255 bytes each."""
    return [text[start : start + 255] for start in range(0, len(text), 255)] or [""]
