"""What would these rules do, with honest readers and with attackers? A simulation over the very functions that decide.

Readers are drawn from a model of providers that may be changed; randomness and time are arguments, so that a seed says
everything. Nothing is opened or written.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

from warraq.moderation import cases, voices
from warraq.moderation.cases import Bounds
from warraq.ports.reports import Case, Outcome
from warraq.press import CaseState, PictureId, ReportRules, Voice

START = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
AGED = timedelta(days=60)
_HORIZON = timedelta(hours=12)
_HIDING = frozenset([CaseState.AUTO_HIDDEN, CaseState.BLURRED])


@dataclass(frozen=True, slots=True)
class Model:
    """Who reads, and when they report. Shares are 0 to 1; what is left of `fixed` and `mobile` reads elsewhere, each from a
    network of their own. A prefix is drawn evenly within its net.

    Honest readers report after a time of `delay` on average, exponentially spread; a share of `young` of their tokens are
    younger than `young_most`, evenly spread.
    """

    fixed: float = 0.55
    fixed_nets: int = 64
    fixed_prefixes: int = 256  # in each net
    mobile: float = 0.37
    mobile_nets: int = 2
    mobile_prefixes: int = 4  # in each net: carrier NAT puts many readers behind few addresses
    young: float = 0.40
    young_most: timedelta = timedelta(hours=3)
    delay: timedelta = timedelta(minutes=35)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: how often of `runs` the picture was hidden (or how many pictures, of `pictures`), the median
    minutes until then (`None`: never), and the greatest score reached."""

    case: str
    runs: int
    hidden: float
    minutes: float | None
    score: float
    pictures: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """One report to come: when, and by whom."""

    at: datetime
    voice: Voice


def table(rules: ReportRules, model: Model, *, runs: int, seed: int) -> tuple[Line, ...]:
    """The whole table, in its order."""
    chance = random.Random(f"{seed} readers")  # noqa: S311 (a model of readers, guards nothing)
    lines = []
    for many in (5, 8, 10, 12, 15):
        drawn = [honest(many, model, chance) for _ in range(runs)]
        lines.append(_repeated(f"honest reporters {many}", drawn, rules))
    lines += [_repeated(name, [reports], rules) for name, reports in _attacks()]
    return (*lines, _newsroom(rules, chance))


def reader(number: int, model: Model, chance: random.Random, at: datetime) -> Voice:
    """One honest reader of the model, as a case would know them."""
    drawn = chance.random()
    if drawn < model.fixed:
        net, many = f"fixed {chance.randrange(model.fixed_nets)}", model.fixed_prefixes
    elif drawn < model.fixed + model.mobile:
        net, many = f"mobile {chance.randrange(model.mobile_nets)}", model.mobile_prefixes
    else:
        net, many = f"elsewhere {number}", 1
    age = AGED if chance.random() >= model.young else model.young_most * chance.random()
    return _voice(f"reader {number}", f"{net}/{chance.randrange(many)}", net, at - age)


def honest(many: int, model: Model, chance: random.Random) -> list[Report]:
    """The reports of so many honest readers on one picture."""
    times = [START + model.delay * chance.expovariate(1) for _ in range(many)]
    return [Report(at, reader(number, model, chance, at)) for number, at in enumerate(times)]


def _attacks() -> Iterator[tuple[str, list[Report]]]:
    hour = timedelta(hours=1)
    yield "one person, 10,000 cookies, one address", [_from(n, "home/1", "home", hour) for n in range(10_000)]
    yield (
        "phone toggling its network, 1,000 aged tokens over 4 prefixes",
        [_from(n, f"mobile/{n % 4}", "mobile", AGED) for n in range(1_000)],
    )
    yield "6 VPN exits, one-hour tokens", [_from(n, f"exit {n}/1", f"exit {n}", hour) for n in range(6)]
    yield "5 aged prefixes in 3 nets", [_from(n, f"net {n % 3}/{n}", f"net {n % 3}", AGED) for n in range(5)]


def _from(number: int, prefix: str, net: str, age: timedelta) -> Report:
    return Report(
        START + timedelta(seconds=number / 10), _voice(f"cookie {number}", prefix, net, START - age)
    )


def _voice(token: str, prefix: str, net: str, made: datetime) -> Voice:
    return Voice(token, prefix, net, made, member=token, mover=prefix)


def _repeated(name: str, drawn: Sequence[list[Report]], rules: ReportRules) -> Line:
    ends = [run(reports, Bounds(rules)) for reports in drawn]
    times = [minutes for minutes, _ in ends if minutes is not None]
    score = max((score for _, score in ends), default=0.0)
    return Line(name, len(drawn), len(times) / len(drawn), median(times) if times else None, score)


def run(reports: Iterable[Report], bounds: Bounds) -> tuple[float | None, float]:
    """Minutes from the first report until the picture is hidden (`None`: not within half a day), and its best score."""
    coming = sorted(reports, key=lambda one: (one.at, one.voice.token))
    case, first, best = Case(PictureId(1)), coming[0].at, 0.0
    for one in coming:
        case = _until(case, one.at, bounds)
        if case.standing.state not in _HIDING:
            case = _after(case, cases.reported(case, one.voice, bounds, key="", now=one.at))
    case = _until(case, first + _HORIZON, bounds)
    at = max(coming[-1].at, first + bounds.rules.wait)
    best = voices.tally([one.voice for one in coming], {}, at, bounds.rules).score
    hidden = case.standing.since if case.standing.state in _HIDING else None
    return (None if hidden is None else (hidden - first) / timedelta(minutes=1)), best


def _until(case: Case, now: datetime, bounds: Bounds) -> Case:
    """Let time pass: what falls due on the way is looked at when it does."""
    while case.due is not None and case.due <= now and case.standing.state not in _HIDING:
        case = _after(case, cases.reviewed(case, bounds, now=case.due))
    return case


def _after(case: Case, outcome: Outcome | None) -> Case:
    return outcome.case if outcome else case


def _newsroom(rules: ReportRules, chance: random.Random) -> Line:
    """50 aged prefixes against a rival's 500 pictures of one day, another eight of them at each, so that they seem not to
    move together."""
    rooms = [
        _voice(f"desk {number}", f"net {number % 25}/{number}", f"net {number % 25}", START - AGED)
        for number in range(50)
    ]
    hidden, times = attacked(rooms, rules, chance, pictures=500, each=8)
    name = "newsroom, 50 aged prefixes, 500 pictures of a rival in a day"
    return Line(name, 1, hidden, median(times) if times else None, rules.net_most * 25, pictures=500)


def attacked(
    rooms: Sequence[Voice], rules: ReportRules, chance: random.Random, *, pictures: int, each: int
) -> tuple[int, list[float]]:
    """How many of a paper's pictures of a day these voices hide, `each` of them at every picture; and after how long."""
    moved: dict[str, set[PictureId]] = {}
    times: list[float] = []
    pause = timedelta(hours=20) / pictures
    for number in range(pictures):
        picture, at = PictureId(number + 1), START + pause * number
        past = {mover: frozenset(seen) for mover, seen in moved.items()}
        case = Case(picture, moved=past, spent={"rival": len(times)})
        bounds = Bounds(rules, day={"rival": pictures})
        for one in chance.sample(list(rooms), min(each, len(rooms))):
            case = _after(case, cases.reported(case, one, bounds, key="", now=at))
            moved.setdefault(one.mover, set()).add(picture)
        case = _until(case, at + rules.wait, replace(bounds, rules=rules))
        if case.standing.state in _HIDING and case.standing.since is not None:
            times.append((case.standing.since - at) / timedelta(minutes=1))
    return len(times), times
