"""What is `make torture` made of? Every harness at full length, in parts that each end within the hour or so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

STORES = ("sqlite", "postgres")


@dataclass(frozen=True, slots=True)
class Part:
    """One run of pytest. `long` is what WARRAQ_LONG says to it, `offset` is added to the seed."""

    name: str
    tests: str
    choose: str = ""
    long: int = 1
    offset: int = 0

    def arguments(self) -> tuple[str, ...]:
        return (*self.tests.split(), *(("-k", self.choose) if self.choose else ()))

    def command(self, seed: int) -> str:
        """As a person would type it."""
        choose = f' -k "{self.choose}"' if self.choose else ""
        return f"WARRAQ_LONG={self.long} WARRAQ_SEED={seed + self.offset} pytest {self.tests}{choose}"


def _rows() -> Iterator[Part]:
    journeys = "tests/journeys"
    for store in STORES:
        yield Part(f"chaos-{store}", f"{journeys}/test_chaos.py", store)
    yield Part("drips", f"{journeys}/test_drip.py")
    for store in STORES:
        yield Part(f"haul-{store}", f"{journeys}/test_long_haul.py", store)
    for store in STORES:  # five hundred points, a hundred at a time
        for hundred in range(5):
            name = f"kill-collecting-{store}-{hundred + 1}"
            yield Part(name, f"{journeys}/test_crashes.py", f"collection and {store}", 100, 100 * hundred)
        yield Part(f"kill-importing-{store}", f"{journeys}/test_crashes.py", f"import and {store}", 100)
        yield Part(f"kill-filing-{store}", "tests/archives/test_killed.py", store, 100)
    yield Part(
        "kill-beside", f"{journeys}/test_crashes_beside.py {journeys}/test_grouping_killed.py", "", 100
    )
    yield Part("kill-upgrading", "tests/archives/test_upgrades.py")
    yield Part("power-sqlite", f"{journeys}/test_power.py", "not postgres", 100)
    yield Part("power-postgres", f"{journeys}/test_power.py", "postgres", 100)
    yield Part("postgres-killed", f"{journeys}/test_postgres_killed.py", "", 20)
    yield Part(
        "trouble",
        f"{journeys}/test_trouble.py {journeys}/test_clocks.py {journeys}/test_postgres_trouble.py {journeys}/test_instances.py",
    )
    yield Part("silence", f"{journeys}/test_three_days.py")
    yield Part("hostile-files", f"{journeys}/test_hostile_files.py tests/newsroom/test_mutated_pages.py")
    yield Part("hostile-pictures", "tests/newsroom/test_strange_pictures.py")
    yield Part("fuzz", "tests/fuzz/test_doors.py")
    yield Part(
        "suites",
        "tests/suites/test_addresses.py tests/suites/test_collected.py tests/suites/test_lists.py tests/suites/test_outputs.py"
        " tests/suites/test_robots.py tests/suites/test_tokens.py tests/suites/test_warcs.py",
    )
    yield Part("inwards", f"tests/fetchers/test_egress.py {journeys}/test_ssrf_range.py")
    yield Part(
        "rows",
        f"{journeys}/test_bars.py {journeys}/test_privacy.py {journeys}/test_what_hurt_others.py tests/feeds/test_entities.py"
        " tests/newsroom/test_darkroom.py tests/web/test_guarded.py tests/web/test_doors.py tests/web/test_decided_doors.py"
        " tests/cli/test_logline.py",
    )
    yield Part(
        "backup",
        f"{journeys}/test_backup.py tests/cli/test_backup.py tests/cli/test_decide.py tests/archives/test_copying.py",
    )


PARTS = tuple(_rows())


def chosen(words: str) -> tuple[Part, ...]:
    """The parts whose names begin with one of these words; all where there are none. Raises: ValueError for an idle word."""
    wanted = words.replace(",", " ").split()
    idle = [word for word in wanted if not any(part.name.startswith(word) for part in PARTS)]
    if idle:
        raise ValueError(
            f"no part begins with {idle[0]!r}: there are {', '.join(part.name for part in PARTS)}"
        )
    return tuple(part for part in PARTS if not wanted or any(part.name.startswith(word) for word in wanted))
