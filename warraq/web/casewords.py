"""How are a case, a line of its log and a moderator's reasons said in the language of who sits at the desk?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from warraq.moderation.transitions import APPEALABLE, AWAITING
from warraq.newsroom.casework import Breaker
from warraq.press import CaseEvent, CaseLine, CaseState, Category, Source
from warraq.web import dates, wording
from warraq.web.bidi import isolated
from warraq.web.site import Site

ROOM = "hung"
# What a moderator answers most: one key is enough, and the log says why. Words of their own take their place.
KEEPS = ("news", "attack", "hard", "kept_else")
HIDES = (
    Category.VIOLENCE.value,
    Category.PRIVATE.value,
    Category.FALSE.value,
    Category.INTIMATE.value,
    Category.CHILD.value,
    "hidden_else",
)
# In the order of the filter: what waits, then what was decided.
STATES = (
    CaseState.APPEALED,
    CaseState.QUEUED,
    CaseState.AUTO_HIDDEN,
    CaseState.BLURRED,
    CaseState.FROZEN,
    CaseState.REPORTED,
    CaseState.KEPT,
    CaseState.CONFIRMED_HIDDEN,
    CaseState.MATCH_HIDDEN,
    CaseState.LEGAL_HIDDEN,
)
_COUNTING = frozenset([CaseEvent.VEIL, CaseEvent.QUEUE, CaseEvent.CROWD, CaseEvent.FREEZE, CaseEvent.THAW])


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log as a page shows it. `counts` says what reports came to where that moved the case; `why` is the reason;
    `seal` the beginning of its hash, `new` whether it came since somebody looked."""

    number: int
    picture: int
    at: str
    machine: str
    what: str
    who: str
    counts: str | None
    papers: Markup | str
    why: Markup | None
    origin: int | None
    seal: str
    new: bool = False


def state(of: CaseState) -> str:
    return wording.said(ROOM, f"state_{of.value}")


def waits(of: CaseState) -> bool:
    return of in AWAITING


def hides_by_reports(of: CaseState) -> bool:
    """Whether readers see nothing of it, or only when they ask, and an appeal is open to them."""
    return of in APPEALABLE


def told(line: CaseLine, site: Site, sources: Mapping[str, Source], *, seen: int | None = None) -> Told:
    """`seen` is the last line that somebody saw, where newer ones are to be marked."""
    said = line.said
    counts = None
    if said.event in _COUNTING and said.score:
        counts = score(said.score, said.prefixes, said.nets)
    return Told(
        line.number,
        said.picture,
        dates.stamp(line.at, site.zone, site.how),
        dates.instant(line.at),
        wording.said(ROOM, f"event_{said.event.value}"),
        wording.said(ROOM, f"by_{said.actor.value}"),
        counts,
        papers(said.sources, sources),
        isolated(said.reason) if said.reason else None,
        said.origin,
        line.hash[:12],
        new=seen is not None and line.number > seen,
    )


def score(points: float, prefixes: int, nets: int) -> str:
    return wording.listed(
        [
            wording.said(ROOM, "score", score=f"{points:g}"),
            wording.counted("prefixes", prefixes),
            wording.counted("nets", nets),
        ]
    )


def papers(slugs: tuple[str, ...], sources: Mapping[str, Source]) -> Markup | str:
    return wording.listed([paper(slug, sources) for slug in slugs])


def paper(slug: str, sources: Mapping[str, Source]) -> Markup:
    return isolated(sources[slug].name if slug in sources else slug)


def kind(of: Category) -> str:
    return wording.said("reports", f"category_{of.value}")


def reasons(codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((code, reason(code)) for code in codes)


def reason(code: str) -> str:
    return wording.said(ROOM, f"reason_{code}")


def alert(breaker: Breaker, site: Site, sources: Mapping[str, Source]) -> str:
    """That a paper's breaker is open."""
    return wording.said(
        ROOM,
        "breaker",
        paper=paper(breaker.source, sources),
        day=dates.day(breaker.day, site.how),
        pictures=wording.counted("frozen_pictures", breaker.pictures),
    )
