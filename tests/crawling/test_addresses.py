"""Does the door stay shut to every address that is not public?"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import addresses

INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::2",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2620:4f:8000::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]
OUTSIDE = [
    "1.1.1.1",
    "8.8.8.8",
    "41.33.0.1",
    "100.63.255.255",
    "100.128.0.0",
    "172.32.0.1",
    "192.0.1.1",
    "198.17.0.1",
]
OUTSIDE_6 = [
    "2001:200::1",
    "2001:4860:4860::8888",
    "2400:cb00::1",
    "2606:4700::1111",
    "2a00:1450::1",
    "2c0f:f248::1",
]


@pytest.mark.parametrize("ip", INSIDE)
@pytest.mark.parametrize("port", [80, 443])
def test_no_inner_address_is_opened(ip: str, port: int) -> None:
    assert addresses.refusal(ip, port)


@pytest.mark.parametrize("ip", OUTSIDE + OUTSIDE_6)
def test_public_addresses_are_open_on_the_web_ports_alone(ip: str) -> None:
    assert addresses.refusal(ip, 80) is None
    assert addresses.refusal(ip, 443) is None
    for port in (0, 22, 25, 81, 6379, 8000, 8080, 8443, 65535):
        assert "port" in (addresses.refusal(ip, port) or "")


def test_an_opt_in_opens_exactly_its_addresses_and_its_port() -> None:
    private = ("127.0.0.1/32:8123", "[fd00::]/8:443")
    assert addresses.refusal("127.0.0.1", 8123, private) is None
    assert addresses.refusal("fd12::1", 443, private) is None
    assert addresses.refusal("127.0.0.1", 80, private)
    assert addresses.refusal("127.0.0.2", 8123, private)
    assert addresses.refusal("::ffff:127.0.0.1", 8123, private)
    assert addresses.refusal("8.8.8.8", 8123, private)
    assert addresses.port_refusal(8123, private) is None
    assert addresses.port_refusal(8124, private)


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "127.0.0.1",
        "127.0.0.1/32",
        "127.0.0.1/32:",
        "127.0.0.1/32:x",
        "127.0.0.1/8:80",
        "localhost:80",
        "10.0.0.0/8:70000",
        "::1",
    ],
)
def test_a_wrong_opt_in_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="CIDR:port") as wrong:
        addresses.openings((entry,))
    assert repr(entry) in str(wrong.value)


def test_an_address_without_a_mask_is_that_address_alone() -> None:
    assert addresses.refusal("127.0.0.1", 8123, ("127.0.0.1:8123",)) is None
    assert addresses.refusal("127.0.0.2", 8123, ("127.0.0.1:8123",))


@pytest.mark.parametrize(
    "name", ["localhost", "", "127.1", "0x7f000001", "2130706433", "①②⑦.⓪.⓪.①", "0177.0.0.1"]
)
def test_a_name_is_no_address(name: str) -> None:
    assert addresses.refusal(name, 80)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_nothing_that_python_calls_private_is_open_in_ipv4(address: IPv4Address) -> None:
    if not address.is_global or address.is_multicast:
        assert addresses.refusal(str(address), 443)


@given(st.integers(0, 2**128 - 1).map(IPv6Address))
def test_nothing_that_python_calls_private_is_open_in_ipv6(address: IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_site_local:
        assert addresses.refusal(str(address), 443)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_no_ipv4_address_hides_inside_an_ipv6_one(address: IPv4Address) -> None:
    number = int(address)
    for hidden in (
        number,
        0xFFFF << 32 | number,
        0x64FF9B << 96 | number,
        0x2002 << 112 | number << 80,
        0x20010000 << 96 | number,
    ):
        assert addresses.refusal(str(ip_address(hidden) if hidden >= 2**32 else IPv6Address(hidden)), 443)
