"""Does a table tell whose network an address is in, and do reports of one provider then hide nothing?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.moderation.reporting import NOON, Stand, crowd
from warraq.moderation import cases, providers
from warraq.moderation.cases import Bounds
from warraq.press import CaseState

TABLE = providers.read(
    ["# of Egypt", "197.32.0.0/11 AS8452", "197.33.0.0/16\tAS1", "", "2c0f:fc89::/32 AS36992  # mobile"]
)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("197.40.1.1", "AS8452"),
        ("197.33.9.9", "AS1"),
        ("::ffff:197.40.1.1", "AS8452"),
        ("2c0f:fc89:1::1", "AS36992"),
        ("8.8.8.8", ""),
        ("nowhere", ""),
        ("", ""),
    ],
)
def test_the_narrowest_network_tells(address: str, name: str) -> None:
    assert TABLE.of(address) == name


@pytest.mark.parametrize("line", ["197.32.0.0/11", "x AS1", "197.32.0.0/99 AS1"])
def test_a_line_that_is_none_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2: a network and its provider"):
        providers.read(["", line])
    assert not providers.read([])


@pytest.mark.parametrize(("names", "state"), [(1, CaseState.QUEUED), (2, CaseState.AUTO_HIDDEN)])
def test_with_a_table_one_provider_hides_nothing(names: int, state: CaseState) -> None:
    stand = Stand()
    bounds = Bounds(stand.rules, providers=True)
    for number, one in enumerate(crowd(9, nets=9)):
        said = replace(one, provider=f"AS{number % names}")
        stand.write(cases.reported(stand.case(), said, bounds, key="ab", now=NOON))
    stand.write(cases.reviewed(stand.case(), bounds, now=NOON + stand.rules.wait))
    assert stand.standing().state is state
