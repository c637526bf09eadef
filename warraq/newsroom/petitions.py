"""Who takes requests, and who answers them? Ordinary ones wait for a person; the gravest hide something at once.

Of who asks nothing is kept but what they write: networks are counted in memory, for a day, under a key that dies with the
process.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from warraq.errors import DecisionError, Late
from warraq.extraction.sanitise import line, paragraphs
from warraq.moderation.decisions import standing
from warraq.newsroom.deciding import Bench, carry_out, contrary, decide, prepared
from warraq.ports.claims import Claims, Stood
from warraq.press import (
    Article,
    ArticleId,
    Claim,
    ClaimKind,
    ClaimState,
    Decision,
    DecisionKind,
    PictureId,
    PictureState,
    Recorded,
    State,
)

TEXT_LETTERS = 4_000
CONTACT_LETTERS = 200
CONTACT_KEPT = timedelta(days=30)
# What may not wait for a person: it is hidden until one has looked.
AT_ONCE = frozenset([ClaimKind.MINOR, ClaimKind.INTIMATE])
# Within this a request is to be answered: the gravest in a day, the others in the month that the law gives (GDPR, 12(3)).
DUE_AT_ONCE, DUE = timedelta(days=1), timedelta(days=30)
_LONGEST = 4 * TEXT_LETTERS  # of a request with all that was said since
_EACH_DAY = 20  # requests from one network
_ALL_DAY = 1_000  # from all of them: some four megabytes, and more than anybody reads
_PROVISIONAL = "حُجب مؤقتًا إلى أن يُنظر في طلب وصلنا بشأنه."
_LOOKED = "نُظر في الطلب."
_DESK = "مكتب الطلبات"


@dataclass(frozen=True, slots=True)
class Limits:
    """How often something is hidden at once in a day: for one network (`each`), and altogether."""

    each: int
    together: int


@dataclass(slots=True)
class Desk:
    """The desk for requests."""

    bench: Bench
    claims: Claims
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _day: date | None = None
    _asked: Counter[str] = field(default_factory=Counter)
    _hid: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admits(self, place: str, *, now: datetime) -> bool:
        """Whether one more request from this network is taken today; it is counted."""
        with self._lock:
            self._turn(now)
            who = self._who(place)
            if self._asked[who] >= _EACH_DAY or self._asked.total() >= _ALL_DAY:
                return False
            self._asked[who] += 1
            return True

    def take(
        self,
        kind: ClaimKind,
        text: str,
        *,
        key: str,
        article: ArticleId | None,
        contact: str | None,
        place: str,
        limits: Limits,
        now: datetime,
    ) -> Claim:
        """Keep a request; of the gravest kinds, hide at once what it is about, unless that was asked too often today."""
        held = self.bench.archive.article(article) if article is not None else None
        claim = self.claims.open(
            kind,
            paragraphs(text, limit=TEXT_LETTERS),
            key=key,
            article=held.id if held else None,
            contact=line(contact, limit=CONTACT_LETTERS) or None if contact else None,
            now=now,
        )
        if held is None or kind not in AT_ONCE:
            return claim
        provisional = self._provisional(claim, held)
        if provisional is None or not self._may_hide(place, limits, now):
            return claim
        self.claims.mark_hidden(claim.number)  # first: what is counted twice hides less
        decide(self.bench, provisional, now=now)
        return replace(claim, hidden=True)

    def settle(
        self,
        number: int,
        decisions: Sequence[Decision],
        *,
        granted: bool,
        outcome: str,
        by: str,
        now: datetime,
        seen: str | None = None,
    ) -> Claim:
        """Answer a request: with decisions, or with none, all of it in one transaction. What was hidden for it at once is shown
        again, unless one of them hides it.

        Raises: DecisionError for no such request or an impossible decision, Late where it stands no more as it was `seen`
        (`stands_as`), ArchiveError; then nothing was decided.
        """
        outcome = line(outcome, limit=TEXT_LETTERS)
        if not outcome:
            raise DecisionError("an answer says why: it is what its page shows to who asked", "no_outcome")
        made = [prepared(self.bench, replace(one, claim=number)) for one in decisions]
        state = ClaimState.GRANTED if granted else ClaimState.REFUSED

        def answered(claim: Claim, log: Sequence[Recorded]) -> tuple[Recorded, ...] | None:
            back = [
                prepared(self.bench, contrary(held, reason=_LOOKED, by=by, claim=number))
                for held in standing(log)
                if held.decision.claim == number and held.decision.provisional
            ]
            stood = Stood(claim, log[-1].number if log else 0)
            return self.claims.settle(
                number, state, outcome=outcome, now=now, decisions=(*made, *back), stood=stood
            )

        claim, lines = self._said(number, seen, answered)
        for one in lines:
            carry_out(self.bench, one, now)
        return self.claims.claim(number) or claim

    def ask(self, number: int, question: str, *, now: datetime, seen: str | None = None) -> Claim:
        """Ask who asks for more: nothing is decided, and what was hidden at once stays so. Raises: as `settle`."""
        said = line(question, limit=TEXT_LETTERS)
        if not said:
            raise DecisionError(
                "a question has words: they are what its page shows to who asked", "no_question"
            )

        def asked(claim: Claim, log: Sequence[Recorded]) -> tuple[Recorded, ...] | None:
            if claim.state not in (ClaimState.OPEN, ClaimState.ASKED):
                raise DecisionError(
                    f"request {number} is answered: nobody waits to be asked",
                    "answered",
                    number=str(number),
                )
            stood = Stood(claim, log[-1].number if log else 0)
            return self.claims.settle(number, ClaimState.ASKED, outcome=said, now=now, stood=stood)

        claim, _ = self._said(number, seen, asked)
        return self.claims.claim(number) or claim

    def _said(
        self,
        number: int,
        seen: str | None,
        write: Callable[[Claim, Sequence[Recorded]], tuple[Recorded, ...] | None],
    ) -> tuple[Claim, tuple[Recorded, ...]]:
        """Write of a request what follows from how it stands, until nothing was decided between the look and the writing."""
        while True:
            claim, log = self.claims.claim(number), self.bench.decisions.log()
            if claim is None:
                raise DecisionError(
                    f"there is no request {number}; `warraq request list` lists them",
                    "no_request",
                    number=str(number),
                )
            if seen is not None and stands_as(log, claim) != seen:
                raise Late(
                    f"request {number} was decided about meanwhile; look at it again",
                    "late",
                    number=str(number),
                )
            if (lines := write(claim, log)) is not None:
                return claim, lines

    def more(self, number: int, text: str) -> bool:
        """Who asked was asked for more, and says this: the request waits again. False: nobody asked them."""
        claim = self.claims.claim(number)
        if claim is None or claim.state is not ClaimState.ASKED:
            return False
        said = paragraphs(text, limit=TEXT_LETTERS)
        whole = f"{claim.text}\n\n« {claim.outcome} »\n\n{said}"
        return self.claims.reopen(number, whole[-_LONGEST:])

    def forget(self, now: datetime) -> int:
        """Forget how to reach those whose answer is 30 days old; of how many."""
        return self.claims.forget_contacts(now - CONTACT_KEPT)

    def _provisional(self, claim: Claim, held: Article) -> Decision | None:
        if claim.kind is ClaimKind.INTIMATE:
            picture = self.bench.pictures.of([held.id]).get(held.id)
            if picture is None or picture.state is PictureState.HIDDEN or self._looked_at(picture=picture.id):
                return None
            return Decision(
                DecisionKind.HIDE,
                _PROVISIONAL,
                _DESK,
                picture=picture.id,
                claim=claim.number,
                provisional=True,
            )
        if held.state is State.WITHHELD or self._looked_at(article=held.id):
            return None
        return Decision(
            DecisionKind.WITHHOLD,
            _PROVISIONAL,
            _DESK,
            article=held.id,
            claim=claim.number,
            provisional=True,
        )

    def _looked_at(self, *, article: ArticleId | None = None, picture: PictureId | None = None) -> bool:
        """Whether a person has shown it again after it was hidden: asked anew, it stays until one has looked anew."""
        return any(
            one.decision.undoes is not None
            and (one.decision.article, one.decision.picture) == (article, picture)
            for one in self.bench.decisions.log()
        )

    def _may_hide(self, place: str, limits: Limits, now: datetime) -> bool:
        if self.claims.hidden_since(now - timedelta(days=1)) >= limits.together:
            return False
        with self._lock:
            self._turn(now)
            who = self._who(place)
            self._hid[who] += 1
            return self._hid[who] <= limits.each

    def _turn(self, now: datetime) -> None:
        if self._day != now.date():
            self._day, self._key = now.date(), secrets.token_bytes(32)
            self._asked.clear()
            self._hid.clear()

    def _who(self, place: str) -> str:
        return hmac.new(self._key, place.encode(), hashlib.sha256).hexdigest()


def key_of(secret_part: str) -> str:
    """What is kept of the secret part of a request's address: enough to know it again."""
    return hashlib.sha256(secret_part.encode()).hexdigest()


def proof_token(claim: Claim) -> str:
    """What a publisher puts on its own site to show that it is the publisher who asks."""
    return hashlib.sha256(f"proof:{claim.key}".encode()).hexdigest()[:32]


def stands_as(log: Iterable[Recorded], claim: Claim) -> str:
    """Where a request stands, with all that was decided for it or of its article: another word once anything has changed."""
    lines = [
        one.number
        for one in log
        if one.decision.claim == claim.number
        or (claim.article is not None and claim.article in (one.decision.article, *one.decision.articles))
    ]
    settled = claim.settled.isoformat() if claim.settled else ""
    return (
        f"{claim.state.value} {settled} {len(claim.text)} {claim.proof is not None} {max(lines, default=0)}"
    )


def newer(log: Iterable[Recorded], claim: Claim, than: str) -> tuple[Recorded, ...]:
    """What was decided for a request since it stood as that word of `stands_as` says."""
    last = than.rpartition(" ")[2]
    since = int(last) if last.isascii() and last.isdecimal() else 0
    return tuple(one for one in log if one.decision.claim == claim.number and one.number > since)


def due(claim: Claim) -> datetime:
    """By when it is to be answered."""
    return claim.opened + (DUE_AT_ONCE if claim.kind in AT_ONCE else DUE)


def urgent(claims: Iterable[Claim]) -> list[Claim]:
    """What hides something before a person has looked stands first, then what is due the soonest."""
    return sorted(claims, key=rank)


def rank(claim: Claim) -> tuple[bool, datetime, int]:
    """The place of a request in that order."""
    return not (claim.hidden and claim.settled is None), due(claim), claim.number
