"""Does a site open only to readers its operator spoke of?"""

from __future__ import annotations

import pytest

from warraq.cli import running
from warraq.cli.readers import admit
from warraq.crawling.addresses import is_this_machine
from warraq.errors import SettingsError
from warraq.press import Settings

SAID = frozenset({"public"})


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST.", "warraq.localhost"]
)
def test_a_private_site_on_loopback_opens_without_a_word(host: str) -> None:
    assert is_this_machine(host)
    assert admit(Settings(host=host)) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "press.example", "2130706433"])
def test_a_private_site_beyond_loopback_needs_the_word_that_it_is_private(host: str) -> None:
    with pytest.raises(SettingsError, match=r"public = true .* public = false"):
        admit(Settings(host=host))
    warned = admit(Settings(host=host, said=SAID))
    assert warned is not None
    assert "everything whole" in warned


def test_an_address_that_others_use_needs_the_word_too() -> None:
    with pytest.raises(SettingsError, match=r"address = https://press\.example"):
        admit(Settings(address="https://press.example"))
    assert admit(Settings(address="http://localhost:8000")) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_public_site_opens_only_where_its_operator_can_be_reached(host: str) -> None:
    with pytest.raises(SettingsError, match="needs a contact"):
        admit(Settings(host=host, public=True, said=SAID))
    assert admit(Settings(host=host, public=True, contact="desk@example.org", said=SAID)) is None


def test_no_socket_is_taken_before_the_question_is_answered() -> None:
    """`up`, `serve` and `demo` all listen through this one place."""
    with pytest.raises(SettingsError, match="needs a contact"):
        running.listen(Settings(public=True, port=1))
