"""What becomes of a picture when somebody reports it, when time passes, and when a person has looked?

Each function takes a case as it stands and gives what is to be written, or `None` for nothing. A moderator's word sticks:
reports count only where `transitions.LISTENING` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from warraq.moderation import transitions, voices
from warraq.moderation.voices import Tally
from warraq.ports.reports import Case, Outcome
from warraq.press import (
    SEVERE,
    Actor,
    CaseEvent,
    CaseStanding,
    CaseState,
    CaseWord,
    PictureId,
    ReportRules,
    Voice,
)

RULE = "reports/2"
OPERATOR = "operator/1"
COPIES = "copies/1"

_RULES = {Actor.READERS: RULE, Actor.CLOCK: RULE, Actor.MODERATOR: OPERATOR, Actor.COPY: COPIES}
_WORDS = frozenset([CaseEvent.KEEP, CaseEvent.HIDE, CaseEvent.LEGAL])


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is judged by: the rules, the papers that show the picture with how many pictures each printed within a day,
    and whether a table tells whose networks are."""

    rules: ReportRules = field(default_factory=ReportRules)
    day: Mapping[str, int] = field(default_factory=dict)
    providers: bool = False


def reported(case: Case, said: Voice, bounds: Bounds, *, key: str, now: datetime) -> Outcome | None:
    """One more report. `key` is the case's own (`Case.key`), or a fresh one for a case that this report opens."""
    if case.standing.state not in transitions.LISTENING:
        return None
    case = unexpired(case, bounds.rules, now)
    heard = voices.added(case.voices, said, now, bounds.rules)
    if heard is case.voices:
        return None
    opened = case.opened or now
    severe = case.severe or said.category in SEVERE
    case = replace(case, voices=heard, opened=opened, key=case.key or key, severe=severe)
    return replace(_followed(case, bounds, now), received=1)


def withdrawn(case: Case, token: str, bounds: Bounds, *, now: datetime) -> Outcome | None:
    """That token's reports count no more. What is hidden stays hidden: only a person opens it again."""
    left = tuple(one for one in case.voices if one.token != token)
    if len(left) == len(case.voices):
        return None
    return _followed(replace(case, voices=left), bounds, now)


def reviewed(case: Case, bounds: Bounds, *, now: datetime) -> Outcome:
    """What time has brought: grown tokens, an end to waiting, to freezing, to hiding unseen, and to a case's key."""
    return _followed(unexpired(case, bounds.rules, now), bounds, now)


def decided(
    case: Case, event: CaseEvent, reason: str | None, *, actor: Actor = Actor.MODERATOR, now: datetime
) -> Outcome:
    """A person's word: keep, hide, or the law's. The case is closed, its key and voices are destroyed.

    How its voices turned out is noted for their tokens: right where the picture is hidden.
    """
    assert event in _WORDS
    right = event is not CaseEvent.KEEP
    judged = {one.member: right for one in case.voices if one.member} if actor is Actor.MODERATOR else {}
    word = _word(case, event, actor, _plain_tally(case), reason=reason)
    return Outcome(_closed(_told(case, word, now)), (word,), judged=judged)


def thawed(case: Case, reason: str | None, *, now: datetime) -> Outcome | None:
    """A moderator takes a frozen picture back to the queue, where it waits for their word."""
    if not transitions.allowed(case.standing.state, CaseEvent.THAW):
        return None
    word = _word(case, CaseEvent.THAW, Actor.MODERATOR, _plain_tally(case), reason=reason)
    return Outcome(_told(case, word, now), (word,))


def appealed(case: Case, words: str, *, now: datetime) -> Outcome | None:
    """Somebody says that it was wrong to hide it. Once: what a person answered to an appeal is answered."""
    if case.standing.appealed or not transitions.allowed(case.standing.state, CaseEvent.APPEAL):
        return None
    word = _word(case, CaseEvent.APPEAL, Actor.READERS, Tally())
    return Outcome(replace(_told(case, word, now), appeal=words), (word,))


def matched(case: Case, origin: PictureId, *, now: datetime) -> Outcome | None:
    """Nearly the same picture was confirmed hidden by a person, or hidden by law. What a person kept is not hidden so; what was
    kept with another picture is. What is hidden so or by law stays as it is."""
    standing = case.standing
    said = standing.state is CaseState.KEPT and standing.rule != COPIES
    hidden = standing.state in (CaseState.MATCH_HIDDEN, CaseState.LEGAL_HIDDEN)
    if said or hidden or not transitions.allowed(standing.state, CaseEvent.MATCH):
        return None
    return rematched(case, origin, now=now)


def rematched(case: Case, origin: PictureId, *, now: datetime) -> Outcome:
    """What hid it hides it no more, but it is nearly that one too, which is hidden."""
    word = _word(case, CaseEvent.MATCH, Actor.COPY, Tally(), origin=origin)
    return Outcome(_closed(_told(case, word, now)), (word,))


def lifted(
    case: Case, stood: CaseStanding, reason: str | None, *, origin: PictureId, now: datetime
) -> Outcome | None:
    """The law's word for whose sake likeness hid it was taken back, and nobody looked at this one: it is where it `stood` before,
    and what readers had hidden stays so. Voices are gone."""
    to = transitions.back(stood)
    if not transitions.allowed(case.standing.state, CaseEvent.LIFT) or to not in transitions.BACK:
        return None
    hidden = to in (CaseState.AUTO_HIDDEN, CaseState.BLURRED)
    word = _word(case, CaseEvent.LIFT, Actor.COPY, Tally(), reason=reason, origin=origin, to=to)
    word = replace(word, rule=RULE) if hidden else word
    return Outcome(replace(_closed(_told(case, word, now)), due=now), (word,))


def _followed(case: Case, bounds: Bounds, now: datetime) -> Outcome:
    """Take every step that the case may take now."""
    words: list[CaseWord] = []
    while (step := _next(case, bounds, now)) is not None:
        word = _word(case, *step, _tally(case, bounds, now))
        case = _told(case, word, now)
        words.append(word)
    return Outcome(replace(case, due=_due(case, bounds.rules, now)), tuple(words))


def _next(case: Case, bounds: Bounds, now: datetime) -> tuple[CaseEvent, Actor] | None:
    rules, standing = bounds.rules, case.standing
    since = standing.since or now
    match standing.state:
        case CaseState.VISIBLE if case.voices:
            return CaseEvent.REPORT, Actor.READERS
        case CaseState.REPORTED | CaseState.QUEUED:
            return _heard(case, bounds, now)
        case CaseState.FROZEN if now - since >= rules.frozen:
            return CaseEvent.THAW, Actor.CLOCK
        case CaseState.AUTO_HIDDEN if now - since >= rules.lapse:
            return CaseEvent.LAPSE, Actor.CLOCK
    return None


def _heard(case: Case, bounds: Bounds, now: datetime) -> tuple[CaseEvent, Actor] | None:
    rules = bounds.rules
    said = _tally(case, bounds, now)
    if case.severe and case.standing.rule is None and _veils(case, bounds, now) and _left(case, bounds):
        return CaseEvent.VEIL, Actor.READERS
    if case.standing.state is CaseState.REPORTED:
        queues = said.score >= rules.queue or said.plain >= min(rules.queue, rules.plain)
        return (CaseEvent.QUEUE, Actor.READERS) if queues else None
    if said.plain >= rules.plain:
        return CaseEvent.CROWD, Actor.READERS  # the operator's own machine: nobody to be guarded against
    if not hides(said, case.opened, bounds, now):
        return None
    return (CaseEvent.CROWD if _left(case, bounds) else CaseEvent.FREEZE), Actor.READERS


def hides(said: Tally, opened: datetime | None, bounds: Bounds, now: datetime) -> bool:
    """Whether reports hide a picture, but for breakers and what a person said of it."""
    rules = bounds.rules
    enough = said.score >= rules.score and said.prefixes >= rules.prefixes and said.nets >= rules.nets
    told_apart = not bounds.providers or said.providers >= rules.providers
    return enough and told_apart and opened is not None and now - opened >= rules.wait


def _veils(case: Case, bounds: Bounds, now: datetime) -> bool:
    """Whether several people say that it is of a severe kind."""
    severe = replace(case, voices=tuple(one for one in case.voices if one.category in SEVERE))
    said = _tally(severe, bounds, now)
    return said.prefixes >= bounds.rules.severe_prefixes and said.nets >= bounds.rules.severe_nets


def budget(pictures: int, rules: ReportRules) -> int:
    """How many of so many pictures a paper loses in a day by reports alone."""
    return max(rules.day_least, int(pictures * rules.day_share))


def _left(case: Case, bounds: Bounds) -> bool:
    """Whether no breaker is open: every paper that shows the picture may lose one more today."""
    return all(
        case.spent.get(source, 0) < budget(pictures, bounds.rules) for source, pictures in bounds.day.items()
    )


def _tally(case: Case, bounds: Bounds, now: datetime) -> Tally:
    past = {mover: pictures - {case.picture} for mover, pictures in case.moved.items()}
    return voices.tally(case.voices, past, now, bounds.rules)


def _plain_tally(case: Case) -> Tally:
    """How many spoke, for the line of a word that their number did not decide."""
    return Tally(voices=len({one.token for one in case.voices}))


def _word(
    case: Case,
    event: CaseEvent,
    actor: Actor,
    said: Tally,
    *,
    reason: str | None = None,
    origin: PictureId | None = None,
    to: CaseState | None = None,
) -> CaseWord:
    state = case.standing.state
    return CaseWord(
        picture=case.picture,
        event=event,
        actor=actor,
        before=state,
        after=to or transitions.after(state, event),
        rule=_RULES[actor],
        score=said.score,
        voices=said.voices,
        prefixes=said.prefixes,
        nets=said.nets,
        reason=reason,
        sources=tuple(sorted(case.spent)),
        origin=origin,
    )


def _told(case: Case, word: CaseWord, now: datetime) -> Case:
    return replace(case, standing=transitions.moved(case.standing, word, now))


def _closed(case: Case) -> Case:
    return replace(case, opened=None, key=None, voices=(), severe=False, appeal=None, due=None)


def unexpired(case: Case, rules: ReportRules, now: datetime) -> Case:
    """The case without what was said under a key whose time is over."""
    if case.opened is None or now - case.opened < rules.case:
        return case
    return replace(case, opened=None, key=None, voices=(), severe=False)


def _due(case: Case, rules: ReportRules, now: datetime) -> datetime | None:
    """When time alone may bring something next; `None`: never."""
    return min((at for at in _dates(case, rules) if at > now), default=None)


def _dates(case: Case, rules: ReportRules) -> Iterator[datetime]:
    state, since = case.standing.state, case.standing.since
    if since is not None and state is CaseState.FROZEN:
        yield since + rules.frozen
    if since is not None and state is CaseState.AUTO_HIDDEN:
        yield since + rules.lapse
    if case.opened is not None:
        yield case.opened + rules.case
        if state in (CaseState.REPORTED, CaseState.QUEUED):
            yield case.opened + rules.wait
            for one in case.voices:
                yield one.made + rules.young
                yield one.made + rules.fresh
