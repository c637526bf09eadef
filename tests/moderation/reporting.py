"""How do these tests speak of reporters, cases and logs? Hashes stand as plain words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from warraq.moderation import caselog, cases
from warraq.moderation.cases import Bounds
from warraq.ports.reports import Case, Outcome
from warraq.press import CaseLine, CaseStanding, Category, PictureId, ReportRules, Voice

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ONE = PictureId(1)
AGED = timedelta(days=9)
RULES = ReportRules()


def voice(
    token: str,
    prefix: str = "",
    net: str = "",
    *,
    age: timedelta = AGED,
    at: datetime = NOON,
    **given: object,
) -> Voice:
    return replace(Voice(token, prefix, net, at - age, member=token, mover=prefix), **given)  # type: ignore[arg-type]


def crowd(
    many: int, *, nets: int = 3, age: timedelta = AGED, category: Category = Category.OTHER
) -> tuple[Voice, ...]:
    """So many people, each with a prefix of their own, in so many nets."""
    return tuple(voice(f"t{n}", f"p{n}", f"n{n % nets}", age=age, category=category) for n in range(many))


@dataclass
class Stand:
    """Pictures of one paper, their cases and the log: the port's contract in a few lines."""

    rules: ReportRules = RULES
    pictures_a_day: int = 100
    now: datetime = NOON
    cases: dict[PictureId, Case] = field(default_factory=dict)
    log: list[CaseLine] = field(default_factory=list)
    moved: dict[str, set[PictureId]] = field(default_factory=dict)

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.rules, day={"rival": self.pictures_a_day})

    def case(self, picture: PictureId = ONE) -> Case:
        held = self.cases.get(picture, Case(picture))
        lost = {
            line.said.picture
            for line in self.log
            if line.said.event.value in ("crowd", "veil") and self.now - line.at < timedelta(days=1)
        }
        moved = {mover: frozenset(pictures) for mover, pictures in self.moved.items()}
        return replace(held, moved=moved, spent={"rival": len(lost - {picture})})

    def standing(self, picture: PictureId = ONE) -> CaseStanding:
        return self.case(picture).standing

    def write(self, outcome: Outcome | None) -> None:
        if outcome is None:
            return
        self.cases[outcome.case.picture] = outcome.case
        for one in outcome.case.voices:
            self.moved.setdefault(one.mover, set()).add(outcome.case.picture)
        for word in outcome.words:
            self.log.append(caselog.added(self.log[-1] if self.log else None, word, self.now))

    def report(self, *said: Voice, picture: PictureId = ONE) -> None:
        for one in said:
            self.write(cases.reported(self.case(picture), one, self.bounds, key="ab", now=self.now))

    def wait(self, **time: float) -> None:
        """Let time pass: every case is looked at when it is due."""
        end = self.now + timedelta(**time)
        while due := [case for case in self.cases.values() if case.due is not None and case.due <= end]:
            case = min(due, key=lambda one: (one.due, one.picture))
            self.now = max(self.now, case.due or self.now)
            self.write(cases.reviewed(self.case(case.picture), self.bounds, now=self.now))
        self.now = end
