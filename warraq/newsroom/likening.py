"""Which pictures are nearly one that a person or the law hid, and what becomes of them once it is hidden no more?

A moderator's *hide* and a decision that stands (`warraq decide hide`, a granted request) spread to near copies; what reports
alone hid and what a request hid before anybody looked do not. Each copy names in the log for whose sake it is hidden: when
that word is taken back, it comes back too, unless it is nearly another that is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from warraq.moderation import cases, nearcopies, transitions
from warraq.moderation.decisions import looked, standing
from warraq.moderation.nearcopies import Album
from warraq.ports.archive import Archive
from warraq.ports.decisions import Decisions
from warraq.ports.pictures import Pictures
from warraq.ports.reports import Asked, Case, Outcome, Reports
from warraq.press import (
    Actor,
    CaseEvent,
    CaseLine,
    CaseStanding,
    CaseState,
    Likeness,
    PictureId,
)

_USERS = 20
_CONFIRMED = 5_000
_HIDING = (CaseEvent.MATCH, CaseEvent.LEGAL, CaseEvent.APPEAL)
_HIDDEN = (CaseState.MATCH_HIDDEN, CaseState.LEGAL_HIDDEN, CaseState.APPEALED)


def hidden_for(lines: Sequence[CaseLine]) -> PictureId | None:
    """For whose sake likeness hides the picture whose log this is; `None`: it does not."""
    last = next((one.said for one in reversed(lines) if one.said.event is not CaseEvent.APPEAL), None)
    return last.origin if last is not None and last.event is CaseEvent.MATCH else None


@dataclass(frozen=True, slots=True)
class Likening:
    """What is hidden stands in `reports` and `decisions`, what pictures look like in `pictures`."""

    reports: Reports
    pictures: Pictures
    archive: Archive
    decisions: Decisions

    def papers(self, picture: PictureId) -> tuple[str, ...]:
        """The papers that show it."""
        users = self.archive.articles(self.pictures.users(picture, limit=_USERS))
        return tuple(sorted({one.draft.source for one in users}))

    def copies(self, origin: PictureId) -> tuple[PictureId, ...]:
        """Pictures that are nearly the same one, by number, as far as likenesses are kept."""
        found: set[PictureId] = set()
        for own in self.pictures.likenesses([origin]):
            found.update(nearcopies.copies(own, self.pictures.alike(own.pdq, within=nearcopies.NEAR)))
        return tuple(sorted(found))

    def lawful(self) -> frozenset[PictureId]:
        """The pictures that a decision hides at which a person has looked."""
        return looked(standing(self.decisions.log()))

    def hides(self, origin: PictureId) -> bool:
        """Whether its near copies are hidden for its sake."""
        held = self.reports.case(origin).standing.state is CaseState.CONFIRMED_HIDDEN
        return held or origin in self.lawful()

    def hider(self, picture: PictureId) -> PictureId | None:
        """For whose sake it is to be hidden: the first near copy that a person or the law hides."""
        return next((one for one in self.copies(picture) if self.hides(one)), None)

    def lift(self, origin: PictureId, why: str | None, now: datetime) -> tuple[CaseLine, ...]:
        """The law hides it no more, for that reason: near copies hidden for its sake are back where they were."""
        return self._freed(origin, partial(_lifted, why=why), now)

    def spread(self, origin: PictureId, now: datetime) -> tuple[CaseLine, ...]:
        """Hide near copies of what a person or the law hid."""
        return tuple(line for one in self.copies(origin) for line in self.match(one, origin, now))

    def release(self, origin: PictureId, why: str, now: datetime) -> tuple[CaseLine, ...]:
        """Of a picture that a moderator keeps after all, the near copies hidden for its sake are kept too."""
        return self._freed(origin, partial(_kept, why=why), now)

    def match(self, picture: PictureId, origin: PictureId, now: datetime) -> tuple[CaseLine, ...]:
        """Hide a picture that is nearly `origin`, which is hidden."""
        if cases.matched(self.reports.case(picture), origin, now=now) is None:
            return ()
        lines = self._settle(picture, partial(cases.matched, origin=origin, now=now), now)
        if lines and not self.hides(origin):  # taken back while this was written
            return (*lines, *self._freed(origin, partial(_lifted, why=None), now))
        return lines

    def met(self, new: Iterable[Likeness], now: datetime) -> tuple[CaseLine, ...]:
        """Hold pictures that are newly known by their looks against those that are hidden."""
        confirmed = self.reports.listed([CaseState.CONFIRMED_HIDDEN], limit=_CONFIRMED)
        hidden = {one.picture for one in confirmed} | self.lawful()
        album = Album(self.pictures.likenesses(sorted(hidden)))
        return tuple(line for one in new for line in self._met(one, hidden, album, now))

    def _met(self, one: Likeness, hidden: set[PictureId], album: Album, now: datetime) -> Iterator[CaseLine]:
        if one.picture in hidden:  # it was hidden before it was known what it looks like
            yield from self.spread(one.picture, now)
        elif (origin := album.like(one)) is not None:
            yield from self.match(one.picture, origin, now)

    def _freed(
        self,
        origin: PictureId,
        end: Callable[[Case, CaseStanding, PictureId, datetime], Outcome | None],
        now: datetime,
    ) -> tuple[CaseLine, ...]:
        """Each near copy that is hidden for its sake is hidden for another's, or comes to that end."""
        done: list[CaseLine] = []
        for picture in self.copies(origin):
            lines = self.reports.log(picture)
            if hidden_for(lines) != origin:
                continue
            seen, other = self.reports.case(picture).standing, self.hider(picture)
            if other == origin:  # a word of another kind hides it still
                continue
            stood = stood_before(picture, lines)

            def judge(
                case: Case,
                seen: CaseStanding = seen,
                other: PictureId | None = other,
                stood: CaseStanding = stood,
            ) -> Outcome | None:
                if case.standing != seen:
                    return None
                if other is None:
                    return end(case, stood, origin, now)
                waits = seen.state is CaseState.APPEALED
                return None if waits else cases.rematched(case, other, now=now)

            done += self._settle(picture, judge, now)
        return tuple(done)

    def _settle(
        self, picture: PictureId, judge: Callable[[Case], Outcome | None], now: datetime
    ) -> tuple[CaseLine, ...]:
        return self.reports.settle(picture, judge, asked=Asked(self.papers(picture)), now=now)


def stood_before(picture: PictureId, lines: tuple[CaseLine, ...]) -> CaseStanding:
    """How a picture that likeness hides stood before that, or the law, hid it."""
    at = next(
        place
        for place in range(len(lines) - 1, -1, -1)
        if lines[place].said.event in _HIDING and lines[place].said.before not in _HIDDEN
    )
    return transitions.replayed(lines[:at]).get(picture, CaseStanding())


def _kept(case: Case, _: CaseStanding, origin: PictureId, now: datetime, *, why: str) -> Outcome | None:
    """Who looked at the one has looked at its copies. An appeal is answered by itself."""
    if case.standing.state is not CaseState.MATCH_HIDDEN:
        return None
    return cases.decided(case, CaseEvent.KEEP, why, actor=Actor.COPY, now=now)


def _lifted(
    case: Case, stood: CaseStanding, origin: PictureId, now: datetime, *, why: str | None
) -> Outcome | None:
    return cases.lifted(case, stood, why, origin=origin, now=now)
