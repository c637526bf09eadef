"""What may be shown of which paper, and which of them are in trouble? `/desk/papers`: policy, door, health and wishes of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from warraq.crawling.health import Health
from warraq.moderation.policy import agreed, bounding, in_public
from warraq.newsroom.admission import Seat
from warraq.ports.rechecks import DoorState, Doorway
from warraq.press import Condition, Role, Source
from warraq.web import dates, wording
from warraq.web.admitted import room, seated
from warraq.web.bidi import isolated
from warraq.web.deskrequests import Choice
from warraq.web.health import sentence
from warraq.web.origins import epitaph
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.upkeep import Upkeep, upkeep_of

PATH = "/desk/papers"
ILL = frozenset([Condition.SILENT, Condition.FAILING, Condition.UNREAD, Condition.GONE, Condition.TROUBLED])
# What never mends itself first.
_ORDER = (Condition.GONE, Condition.FAILING, Condition.SILENT, Condition.UNREAD, Condition.TROUBLED)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with all that is known of it; `health` is `None` where nobody examines it (of no edition deployed)."""

    source: Source
    health: Health | None
    door: Doorway | None
    listed: bool

    @property
    def ill(self) -> bool:
        return self.health is not None and self.health.condition in ILL


@dataclass(frozen=True, slots=True)
class Row:
    """A paper in the list. `shows` is what a public site shows of it, `why` what that rests on."""

    href: str
    name: Markup
    shows: str
    why: str
    told: str | None
    door: str | None
    last: str | None
    machine: str | None
    ill: bool


_ONLY: dict[str, Callable[[Paper], bool]] = {
    "all": lambda _: True,
    "ill": lambda one: one.ill,
    "doors": lambda one: one.door is not None and one.door.state is not DoorState.OPEN,
    "leave": lambda one: bool(one.source.permission) and not one.source.opted_out,
    "asks": lambda one: bool(one.source.wishes),
    "alone": lambda one: one.source.opted_out,
}


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/papers?only=ill|doors|leave|asks|alone"""
    site, scope, upkeep = site_of(request), scope_of(request), upkeep_of(request)
    asked = request.query_params.get("only", "all")
    only = asked if asked in _ONLY else "all"
    every = await site.pool.ask(lambda: known(site, upkeep))
    found = sorted((one for one in every.values() if _ONLY[only](one)), key=_rank)
    return await page(
        request,
        "desk_papers.html",
        kept=False,
        choices=tuple(
            Choice(
                PATH if one == "all" else f"{PATH}?only={one}",
                wording.said("agreed", f"only_{one}"),
                one == only,
            )
            for one in _ONLY
        ),
        count=wording.counted("paper", len(found)),
        private=not site.settings.public,
        rows=tuple(row(one, scope, site.clock.now()) for one in found),
        **room(request, seat),
    )


def known(site: Site, upkeep: Upkeep) -> dict[str, Paper]:
    """Every paper of the editions deployed, and every other of which something is kept, by slug. Blocks."""
    held, doors = site.archive.sources(), site.doors()
    examined = upkeep.report().papers if upkeep.report else {}
    listed = agreed(site.edition.sources, held)
    return {
        slug: _paper(one, examined, doors, listed=slug in listed) for slug, one in {**held, **listed}.items()
    }


def _paper(
    one: Source, examined: Mapping[str, Health], doors: Mapping[str, Doorway], *, listed: bool
) -> Paper:
    return Paper(one, examined.get(one.slug), doors.get(one.slug), listed)


def row(one: Paper, scope: Scope, now: datetime) -> Row:
    source, health = one.source, one.health
    last = health.last if health else None
    return Row(
        f"{PATH}/{source.slug}",
        isolated(source.name),
        wording.said("agreed", f"shows_{in_public(source)}"),
        rests(source),
        sentence(health, scope) if health else wording.said("agreed", "unlisted"),
        epitaph(one.door, scope.zone, scope.how) if one.door else None,
        dates.ago(last, now, scope.zone, scope.how) if last else None,
        dates.instant(last) if last else None,
        one.ill,
    )


def rests(source: Source) -> str:
    """On what it rests that so much is shown, in a sentence."""
    if source.opted_out:
        return wording.said("agreed", "opted_out")
    asked = bounding(source.wishes)
    if asked is not None:
        return wording.said("agreed", "site_asks", asked=f"\u2066{asked}\u2069")
    if source.permission:
        return wording.said("agreed", "leave", leave=source.permission)
    return wording.said("agreed", "no_leave_full" if source.policy == "full" else "no_leave")


def _rank(one: Paper) -> tuple[int, str]:
    ill = one.health.condition if one.health and one.ill else None
    return (_ORDER.index(ill) if ill else len(_ORDER), one.source.name)


papers = seated(_shown, least=Role.MODERATOR)
