"""How does a picture go from one state to the next? State is what the log says when it is read from its beginning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from warraq.press import CaseEvent, CaseLine, CaseStanding, CaseState, CaseWord, PictureId, PictureState

ANY = frozenset(CaseState)
# Where reports count. Elsewhere a person's word or the law's holds, or they hid it already.
LISTENING = frozenset([CaseState.VISIBLE, CaseState.REPORTED, CaseState.QUEUED, CaseState.FROZEN])
# What may be appealed against. What the law hides is answered where the law is pleaded (`/request`).
APPEALABLE = frozenset(
    [CaseState.AUTO_HIDDEN, CaseState.BLURRED, CaseState.CONFIRMED_HIDDEN, CaseState.MATCH_HIDDEN]
)
# What a person, or the law, said: no report changes it, and likeness only what likeness kept.
STICKY = frozenset(
    [CaseState.KEPT, CaseState.CONFIRMED_HIDDEN, CaseState.MATCH_HIDDEN, CaseState.LEGAL_HIDDEN]
)
# What waits for a moderator, the most pressing first.
AWAITING = (
    CaseState.FROZEN,
    CaseState.APPEALED,
    CaseState.QUEUED,
    CaseState.AUTO_HIDDEN,
    CaseState.BLURRED,
)
# Where readers do not see the picture, or only when they ask for it. One that waits in the queue may be veiled too.
HIDING = (
    CaseState.CONFIRMED_HIDDEN,
    CaseState.LEGAL_HIDDEN,
    CaseState.MATCH_HIDDEN,
    CaseState.AUTO_HIDDEN,
    CaseState.APPEALED,
    CaseState.BLURRED,
)
_UNJUDGED = ANY - STICKY - {CaseState.APPEALED}
_STAYS = None

# event -> (the states it may come in, the state it leads to)
MOVES: dict[CaseEvent, tuple[frozenset[CaseState], CaseState | None]] = {
    CaseEvent.REPORT: (frozenset([CaseState.VISIBLE]), CaseState.REPORTED),
    CaseEvent.QUEUE: (frozenset([CaseState.REPORTED]), CaseState.QUEUED),
    CaseEvent.VEIL: (frozenset([CaseState.REPORTED, CaseState.QUEUED]), _STAYS),
    CaseEvent.CROWD: (frozenset([CaseState.QUEUED]), CaseState.AUTO_HIDDEN),
    CaseEvent.FREEZE: (frozenset([CaseState.QUEUED]), CaseState.FROZEN),
    CaseEvent.THAW: (frozenset([CaseState.FROZEN]), CaseState.QUEUED),
    CaseEvent.LAPSE: (frozenset([CaseState.AUTO_HIDDEN]), CaseState.BLURRED),
    CaseEvent.APPEAL: (APPEALABLE, CaseState.APPEALED),
    CaseEvent.KEEP: (ANY, CaseState.KEPT),
    CaseEvent.HIDE: (ANY, CaseState.CONFIRMED_HIDDEN),
    CaseEvent.MATCH: (  # of those kept, what likeness kept; of those hidden, what another picture hides still
        _UNJUDGED | {CaseState.KEPT, CaseState.MATCH_HIDDEN, CaseState.LEGAL_HIDDEN},
        CaseState.MATCH_HIDDEN,
    ),
    CaseEvent.LIFT: (frozenset([CaseState.MATCH_HIDDEN, CaseState.APPEALED]), _STAYS),  # but see BACK
    CaseEvent.LEGAL: (ANY, CaseState.LEGAL_HIDDEN),
}
# Where a picture goes back to when nothing like it is hidden any more: where readers had it, or a likeness kept it.
BACK = frozenset(
    [
        CaseState.VISIBLE,
        CaseState.REPORTED,
        CaseState.QUEUED,
        CaseState.AUTO_HIDDEN,
        CaseState.BLURRED,
        CaseState.KEPT,
    ]
)
# What reports alone take from readers' eyes: breakers count it.
BY_READERS = frozenset([CaseEvent.CROWD, CaseEvent.VEIL])
# What readers see from then on; events that are not named change nothing of it.
_SEEN = {
    CaseEvent.VEIL: PictureState.BLURRED,
    CaseEvent.CROWD: PictureState.HIDDEN,
    CaseEvent.LAPSE: PictureState.BLURRED,
    CaseEvent.KEEP: PictureState.VISIBLE,
    CaseEvent.HIDE: PictureState.HIDDEN,
    CaseEvent.MATCH: PictureState.HIDDEN,
    CaseEvent.LEGAL: PictureState.HIDDEN,
}


def allowed(state: CaseState, event: CaseEvent) -> bool:
    return state in MOVES[event][0]


def after(state: CaseState, event: CaseEvent) -> CaseState:
    """The state that the event leads to. Raises: ValueError where it may not come."""
    if not allowed(state, event):
        raise ValueError(f"{event.value} does not come in the state {state.value}")
    return MOVES[event][1] or state


def leads(word: CaseWord) -> bool:
    """Whether that is where its event leads from there."""
    if not allowed(word.before, word.event):
        return False
    if word.event is CaseEvent.LIFT:
        return word.after in BACK
    return word.after is after(word.before, word.event)


def back(stood: CaseStanding) -> CaseState:
    """Where a picture that stood so goes back to. Its voices are gone: what only they held waits for a moderator."""
    if stood.seen is PictureState.BLURRED:
        return CaseState.BLURRED
    return CaseState.QUEUED if stood.state is CaseState.FROZEN else stood.state


def moved(standing: CaseStanding, word: CaseWord, at: datetime) -> CaseStanding:
    """How the picture stands after this line of the log."""
    state = CaseState(word.after)
    since = at if state is not standing.state or standing.since is None else standing.since
    if word.event is CaseEvent.LIFT:
        return _lifted(word, at)
    # a person who hides a picture of their own accord opens it to an appeal again; one who answers an appeal does not
    appealed = (
        word.event is CaseEvent.APPEAL
        or (standing.appealed and standing.state is CaseState.APPEALED)
        or (standing.appealed and word.event is not CaseEvent.HIDE)
    )
    seen = _SEEN.get(word.event)
    held = replace(standing, state=state, since=since, appealed=appealed)
    if seen is None:
        return held
    return replace(held, seen=seen, rule=word.rule, reason=word.reason, judged=at)


def _lifted(word: CaseWord, at: datetime) -> CaseStanding:
    match word.after:
        case CaseState.AUTO_HIDDEN:
            return CaseStanding(word.after, at, PictureState.HIDDEN, word.rule, None, at)
        case CaseState.BLURRED:
            return CaseStanding(word.after, at, PictureState.BLURRED, word.rule, None, at)
        case CaseState.KEPT:
            return CaseStanding(word.after, at, PictureState.VISIBLE, word.rule, word.reason, at)
        case listening:  # as if nobody had ever judged it
            return CaseStanding(listening, at)


def replayed(log: Iterable[CaseLine]) -> dict[PictureId, CaseStanding]:
    """What a log comes to, for every picture it names, in its order."""
    standings: dict[PictureId, CaseStanding] = {}
    for line in log:
        picture = line.said.picture
        standings[picture] = moved(standings.get(picture, CaseStanding()), line.said, line.at)
    return standings
