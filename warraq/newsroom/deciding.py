"""How does a decision come to hold? Written down first, then carried out: the only way in for people's word.

Names and papers need no more than the log: who shows words asks it (`newsroom.counter`). Articles and pictures have a state
of their own, which is set after the line is written; whoever opens the house sets again what a crash in between left out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from warraq.crawling import urls
from warraq.errors import DecisionError, Late
from warraq.extraction.sanitise import line, paragraphs
from warraq.moderation import cases, names
from warraq.moderation.decisions import Rulings, before, replay, standing
from warraq.newsroom.likening import Likening
from warraq.ports.archive import Archive
from warraq.ports.decisions import Decisions
from warraq.ports.pictures import Pictures
from warraq.ports.reports import Case, Outcome, Reports
from warraq.press import (
    Actor,
    ArticleId,
    CaseEvent,
    CaseState,
    Decision,
    DecisionKind,
    PictureId,
    Recorded,
    State,
)

log = logging.getLogger(__name__)

Judge = Callable[[Case], Outcome | None]

REASON_LETTERS = 300
REPLY_LETTERS = 4_000
NAME_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Bench:
    """What is decided about, and the log."""

    archive: Archive
    pictures: Pictures
    decisions: Decisions
    reports: Reports


def decide(bench: Bench, decision: Decision, *, now: datetime) -> Recorded:
    """Write the decision down and carry it out. Raises: DecisionError for one of nothing that is there; ArchiveError."""
    made = bench.decisions.record(prepared(bench, decision), now=now)
    carry_out(bench, made, now)
    return made


def prepared(bench: Bench, decision: Decision) -> Decision:
    """The decision as it is written down, if it can be decided so. Raises: DecisionError; ArchiveError."""
    return _checked(bench, _settled(decision))


def undo(
    bench: Bench, number: int, *, reason: str, by: str, now: datetime, claim: int | None = None
) -> Recorded:
    """Take a decision back, once. Raises: DecisionError for one that does not stand; ArchiveError."""
    made = None
    while made is None:  # whoever else decides takes the next number: then it is looked at again
        lines = bench.decisions.log()
        held = next((one for one in standing(lines) if one.number == number), None)
        if held is None:
            raise Late(
                f"no decision {number} stands; `warraq decide list` lists those that do",
                "not_standing",
                number=str(number),
            )
        said = prepared(bench, contrary(held, reason=reason, by=by, claim=claim))
        made = bench.decisions.record_next(said, last=lines[-1].number, now=now)
    carry_out(bench, made, now)
    return made


def contrary(held: Recorded, *, reason: str, by: str, claim: int | None = None) -> Decision:
    """The decision that takes that one back. Raises: DecisionError for one that is none to be taken back."""
    said = held.decision
    if said.kind is DecisionKind.AGREE:
        raise DecisionError(
            f"decision {held.number} says what was agreed with {said.source}: say what is agreed now",
            "agreed",
            number=str(held.number),
            paper=said.source or "",
        )
    return Decision(
        said.kind,
        reason,
        by,
        article=said.article,
        picture=said.picture,
        source=said.source,
        name=said.name,
        address=said.address,
        claim=claim,
        undoes=held.number,
    )


def come_back(
    bench: Bench, source: str, *, reason: str, by: str, now: datetime, claim: int | None = None
) -> tuple[Recorded, ...]:
    """A paper is left alone no more: every word that says so is taken back, as several requests may have said it; none: nobody
    did. Raises: DecisionError, ArchiveError."""
    said = [
        one.number
        for one in standing(bench.decisions.log())
        if one.decision.kind is DecisionKind.OPT_OUT and one.decision.source == source
    ]
    return tuple(undo(bench, number, reason=reason, by=by, now=now, claim=claim) for number in said)


def enforce(bench: Bench, *, now: datetime) -> int:
    """Set every article and picture that was ever decided about to what the log says; how many differed."""
    lines = bench.decisions.log()
    held = replay(lines)
    articles = {one.decision.article for one in lines if one.decision.kind is DecisionKind.WITHHOLD}
    pictures = {one.decision.picture for one in lines if one.decision.kind is DecisionKind.HIDE}
    done = sum(_set_article(bench, one, held, lines, now) for one in articles if one is not None)
    return done + sum(_set_picture(bench, one, held, lines, now) for one in pictures if one is not None)


def carry_out(bench: Bench, made: Recorded, now: datetime) -> None:
    """What a line that was written down says of an article, a picture or a paper holds from now on. Raises: ArchiveError."""
    said = made.decision
    log.info(
        "decision %s: %s%s", made.number, said.kind.value, f" undoes {said.undoes}" if said.undoes else ""
    )
    if said.kind is DecisionKind.AGREE and said.source is not None:
        paper = bench.archive.sources()[said.source]
        bench.archive.put_sources([replace(paper, policy=said.policy, permission=said.permission)])
    if said.kind not in (DecisionKind.WITHHOLD, DecisionKind.HIDE):
        return
    lines = bench.decisions.log()
    if said.article is not None:
        _set_article(bench, said.article, replay(lines), lines, now)
    elif said.picture is not None:
        _set_picture(bench, said.picture, replay(lines), lines, now)


def _set_article(
    bench: Bench, article: ArticleId, rulings: Rulings, lines: tuple[Recorded, ...], now: datetime
) -> bool:
    """An article that is withheld is so; one that is no more has the state it had before. Whether anything changed."""
    held = bench.archive.article(article)
    if held is None:
        return False
    ruling = rulings.withheld.get(article)
    if ruling is not None:
        if held.state is State.WITHHELD and held.reason == ruling.decision.reason:
            return False
        if held.state is State.WITHHELD:  # another of several reasons is the first that stands now
            bench.archive.restate(article, before(article, lines), reason=None, now=now)
        bench.archive.restate(article, State.WITHHELD, reason=ruling.decision.reason, now=now)
        return True
    if held.state is not State.WITHHELD:
        return False
    bench.archive.restate(article, before(article, lines), reason=None, now=now)
    return True


def _set_picture(
    bench: Bench, picture: PictureId, rulings: Rulings, lines: tuple[Recorded, ...], now: datetime
) -> bool:
    """What the log hides is hidden as by law, whatever moderators said; what it hides no more is kept, unless a moderator's
    word hid it before, or it is nearly another that is hidden. Its near copies follow, but for what nobody has looked at.
    Whether anything changed."""
    likening = Likening(bench.reports, bench.pictures, bench.archive, bench.decisions)
    ruling, state = rulings.pictures.get(picture), bench.reports.case(picture).standing.state
    why = next(one.decision.reason for one in reversed(lines) if one.decision.picture == picture)
    changed = False
    if (state is CaseState.LEGAL_HIDDEN) is not (ruling is not None):
        judge: Judge = (
            partial(cases.decided, event=CaseEvent.LEGAL, reason=ruling.decision.reason, now=now)
            if ruling is not None
            else _lifted(bench, likening, picture, why, now)
        )
        changed = bool(bench.reports.settle(picture, judge, now=now))
    spreads = picture in rulings.looked
    copies = likening.spread(picture, now) if spreads else likening.lift(picture, why, now)
    return bool(changed or copies)


def _lifted(bench: Bench, likening: Likening, picture: PictureId, why: str, now: datetime) -> Judge:
    """What holds once the law hides a picture no more."""
    before = next(
        (
            one.said
            for one in reversed(bench.reports.log(picture))
            if one.said.event not in (CaseEvent.LEGAL, CaseEvent.APPEAL)
        ),
        None,
    )
    if before is not None and before.after is CaseState.CONFIRMED_HIDDEN:
        return partial(cases.decided, event=CaseEvent.HIDE, reason=why, now=now)
    looked = before is not None and before.event is CaseEvent.KEEP and before.actor is Actor.MODERATOR
    hider = None if looked else likening.hider(picture)
    if hider is not None:
        return partial(cases.rematched, origin=hider, now=now)
    return partial(cases.decided, event=CaseEvent.KEEP, reason=why, now=now)


def _settled(decision: Decision) -> Decision:
    """Its words as they may be shown."""
    return replace(
        decision,
        reason=line(decision.reason, limit=REASON_LETTERS),
        by=line(decision.by, limit=NAME_LETTERS),
        name=line(decision.name, limit=NAME_LETTERS) if decision.name else None,
        variants=tuple(filter(None, (line(one, limit=NAME_LETTERS) for one in decision.variants))),
        shown=line(decision.shown, limit=NAME_LETTERS) or None if decision.shown else None,
        text=paragraphs(decision.text, limit=REPLY_LETTERS) if decision.text else None,
        signed=line(decision.signed, limit=NAME_LETTERS) if decision.signed else None,
        permission=line(decision.permission, limit=REASON_LETTERS) or None if decision.permission else None,
        note=paragraphs(decision.note, limit=REPLY_LETTERS) or None if decision.note else None,
    )


def _checked(bench: Bench, said: Decision) -> Decision:
    """The decision, an article's state before it noted. Raises: DecisionError."""
    if not said.reason or not said.by:
        raise DecisionError(
            "a decision says why and by whom: the reason is what the public is told", "no_reason"
        )
    if said.undoes is not None:
        return said
    _check_articles(bench, said)
    match said.kind:
        case DecisionKind.WITHHOLD | DecisionKind.REPLY:
            held = bench.archive.article(said.article) if said.article is not None else None
            if held is None:
                raise _no_article(str(said.article))
            if said.kind is DecisionKind.REPLY and not (said.text and said.signed):
                raise DecisionError("a reply has words, and says whose they are", "no_reply")
            return replace(said, before=held.state) if said.kind is DecisionKind.WITHHOLD else said
        case DecisionKind.HIDE:
            if said.picture is None or bench.pictures.picture(said.picture) is None:
                raise DecisionError(
                    f"there is no picture {said.picture}; `warraq picture list` lists them",
                    "no_picture",
                    picture=str(said.picture),
                )
        case DecisionKind.DELIST | DecisionKind.MASK:
            if not names.words(said.name or ""):
                raise DecisionError(
                    f"{said.name!r} is no name: it has no letter", "no_name", name=said.name or ""
                )
        case DecisionKind.OPT_OUT | DecisionKind.ADOPT | DecisionKind.AGREE:
            if said.kind is DecisionKind.ADOPT and urls.clean(said.address or "") is None:
                raise DecisionError(
                    f"{said.address!r} is no web address at which a paper may be at home",
                    "no_home",
                    address=said.address or "",
                )
            if said.source is None or said.source not in bench.archive.sources():
                raise DecisionError(
                    f"no paper is called {said.source!r}; `warraq source list` lists them",
                    "no_paper",
                    paper=said.source or "",
                )
    return said


def _check_articles(bench: Bench, said: Decision) -> None:
    known = {one.id for one in bench.archive.articles(said.articles)}
    missing = [str(number) for number in said.articles if number not in known]
    if missing:
        raise _no_article(", ".join(missing))


def _no_article(numbers: str) -> DecisionError:
    message = f"there is no article {numbers}; its number ends its address"
    return DecisionError(message, "no_article", article=numbers)
