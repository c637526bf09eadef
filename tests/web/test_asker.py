"""A reader's address is what trusted proxies say it is, and nobody else's word."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from warraq.web import asker

PROXIES = ("10.0.0.0/8", "2001:db8:ffff::/48")


def asked(peer: str | None, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return Request({"type": "http", "headers": headers, "client": (peer, 1) if peer is not None else None})


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.5", (), "203.0.113.5"),
        ("203.0.113.5", ("198.51.100.1",), "203.0.113.5"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("1.1.1.1, 198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("1.1.1.1", "198.51.100.1, 10.2.2.2"), "198.51.100.1"),
        ("10.0.0.1", ("198.51.100.1:4711",), "198.51.100.1"),
        ("10.0.0.1", ("[2001:db8:1::5]:4711",), "2001:db8:1::5"),
        ("10.0.0.1", ("2001:db8:1::5",), "2001:db8:1::5"),
        ("::ffff:10.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("2001:db8:ffff::1", ("198.51.100.1, 2001:db8:ffff::2",), "198.51.100.1"),
        ("10.0.0.1", ("10.3.3.3, 10.2.2.2",), "10.3.3.3"),
        ("10.0.0.1", ("nonsense, 10.2.2.2",), "nonsense"),
        ("10.0.0.1", (" , ",), "10.0.0.1"),
        (None, ("198.51.100.1",), ""),
        ("", (), ""),
    ],
)
def test_the_last_address_that_no_trusted_proxy_has_counts(
    peer: str | None, forwarded: tuple[str, ...], address: str
) -> None:
    assert asker.address(asked(peer, *forwarded), PROXIES) == address


def test_without_trusted_proxies_the_header_is_nobodys_word() -> None:
    assert asker.address(asked("127.0.0.1", "198.51.100.1"), ()) == "127.0.0.1"
