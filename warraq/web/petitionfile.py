"""What does an editor see of a request before answering it: what it is about, what was decided, and what goes with it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from warraq.moderation.decisions import standing
from warraq.moderation.policy import Case, Door, case, may_show
from warraq.newsroom.likening import Likening
from warraq.newsroom.petitions import newer, stands_as
from warraq.press import Article, Claim, DecisionKind, Picture, PictureState, Recorded, Source, State
from warraq.web import casefile, casewords, dates, wording
from warraq.web.admitted import signed
from warraq.web.bidi import isolated
from warraq.web.lines import article_path
from warraq.web.passing import DOORS, passes
from warraq.web.rights import Rights
from warraq.web.site import Site

# What is decided of a whole paper: by admins alone.
OF_A_PAPER = frozenset([DecisionKind.OPT_OUT, DecisionKind.ADOPT, DecisionKind.AGREE])
_NEAR = 12  # copies that are named


@dataclass(frozen=True, slots=True)
class Passing:
    """What passes a door: today, if the article is withheld, and if its paper is left alone."""

    door: str
    today: str
    withheld: str
    alone: str


@dataclass(frozen=True, slots=True)
class Line:
    """A decision that was made for a request: what, when, by whom, and whether who looks may take it back."""

    number: int
    what: str
    reason: str
    by: Markup | str
    at: str
    machine: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """A picture that is nearly the request's: its number, its page at the desk, and how it stands."""

    number: str
    href: str
    state: str


@dataclass(frozen=True, slots=True)
class Held:
    """A request with what it is about, as the archive has it: who answers sees also what is withheld. `seen` is another word
    once anything of it has changed."""

    claim: Claim
    seen: str
    article: Article | None
    picture: Picture | None
    paper: Source | None
    lines: tuple[Recorded, ...]
    stands: frozenset[int]


def held(rights: Rights | None, site: Site, number: int) -> Held | None:
    """Blocks."""
    claim = rights.claims.claim(number) if rights and number else None
    if rights is None or claim is None:
        return None
    bench, log = rights.bench, rights.bench.decisions.log()
    article = bench.archive.article(claim.article) if claim.article is not None else None
    paper = site.archive.sources().get(article.draft.source) if article else None
    return Held(
        claim,
        stands_as(log, claim),
        article,
        bench.pictures.of([article.id]).get(article.id) if article else None,
        paper,
        tuple(one for one in log if one.decision.claim == number),
        frozenset(one.number for one in standing(log)),
    )


def meanwhile(held: Held, than: str, site: Site) -> Iterator[Markup | str]:
    """What was answered and decided since somebody saw the request."""
    claim = held.claim
    if claim.settled is not None and claim.outcome:
        yield wording.said(
            "petitions",
            "meanwhile",
            state=wording.said("claim_states", claim.state.value),
            when=dates.stamp(claim.settled, site.zone, site.how),
            outcome=isolated(claim.outcome),
        )
    for one in newer(held.lines, claim, than):
        made = line(one, held, site, admin=False)
        yield wording.said("petitions", "meanwhile_line", what=isolated(made.what), by=made.by)


def about(held: Held, site: Site) -> dict[str, Any]:
    """What the request is about: the article, its picture, and what passes which door, today and afterwards."""
    article, picture = held.article, held.picture
    if article is None:
        return {"article": None, "picture": None, "paper": None, "passing": ()}
    draft = article.draft
    return {
        "article": article,
        "path": article_path(draft.source, article.id, draft.language),
        "article_state": wording.said("article_states", article.state.value),
        "authors": wording.listed(draft.authors) if draft.authors else None,
        "printed": dates.day(draft.published.at.astimezone(site.zone).date(), site.how)
        if draft.published
        else None,
        "picture": picture,
        "picture_path": f"{casefile.PATH}/{picture.id}" if picture else None,
        "picture_state": wording.said("picture_states", picture.state.value) if picture else None,
        "paper": held.paper,
        "passing": tuple(_passing(held, article, site.settings.public is True)),
    }


def copies(rights: Rights, held: Held) -> tuple[Copy, ...]:
    """What is hidden with the picture of the request, if that is hidden. Blocks."""
    bench = rights.bench
    if held.picture is None:
        return ()
    likening = Likening(bench.reports, bench.pictures, bench.archive, bench.decisions)
    near = likening.copies(held.picture.id)[:_NEAR]
    return tuple(
        Copy(str(one), f"{casefile.PATH}/{one}", casewords.state(bench.reports.case(one).standing.state))
        for one in near
    )


def _passing(held: Held, article: Article, public: bool) -> list[Passing]:
    """By the one judgement of what may be shown, before and after. A picture that is hidden passes no door, whatever its article does."""
    paper, hidden = held.paper, held.picture is None or held.picture.state is PictureState.HIDDEN

    def judged(state: State, source: Source | None) -> Case:
        return case(state, source, public=public, robots=article.draft.robots)

    today, withheld = judged(article.state, paper), judged(State.WITHHELD, paper)
    alone = judged(article.state, replace(paper, opted_out=True) if paper else None)
    return [
        Passing(
            wording.said("doors", door.value),
            *(
                wording.said("doors", "nothing")
                if hidden and door is Door.PICTURE
                else passes(may_show(one, door), door)
                for one in (today, withheld, alone)
            ),
        )
        for door in DOORS
    ]


def line(one: Recorded, held: Held, site: Site, *, admin: bool) -> Line:
    said = one.decision
    kind = wording.said("decisions", said.kind.value)
    if said.undoes is not None:
        kind = wording.said("decisions", "undoes", number=str(said.undoes), what=kind)
    elif said.provisional:
        kind = wording.said("decisions", "provisional", what=kind)
    subject = said.name or said.source
    return Line(
        one.number,
        f"{kind}: {subject}" if subject else kind,
        said.reason,
        signed(said.by),
        dates.stamp(one.at, site.zone, site.how),
        dates.instant(one.at),
        one.number in held.stands and (admin or said.kind not in OF_A_PAPER),
    )
