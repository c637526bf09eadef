"""While it runs for months, a collection says each problem once, and does not remember all of them."""

from __future__ import annotations

from warraq.cli.running import Collector


def test_a_problem_is_told_once_and_forgotten_after_thousands_of_others() -> None:
    collector = Collector()
    always = ("paper", "HTTP 500")
    assert [collector.tells(always) for _ in range(3)] == [True, False, False]
    assert all(collector.tells((f"page {n}", "HTTP 404")) for n in range(1_500))
    assert not collector.tells(always)
    assert all(collector.tells((f"page {n}", "HTTP 404")) for n in range(1_500, 5_000))
    assert collector.tells(always)
