"""Is the paper still at home behind its front page? One look is a finding; a state changes only after several, over days.

A domain that ran out is soon somebody else's: our readers must not be sent there, and nothing read there is the paper's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from warraq.crawling import urls
from warraq.language.arabic import fold, tokens
from warraq.ports.fetcher import Failed
from warraq.ports.rechecks import DoorState, Doorway

WEEKLY = timedelta(days=7)
_AGAIN = timedelta(days=1)
SURE = timedelta(hours=72)
# A server in trouble, or a certificate that ran out, is mended within days; a paper's end is not.
LONG = timedelta(days=14)
_BACK = timedelta(hours=20)
_LOOKS, _LOOKS_BACK = 3, 2

_LEAST_HEADLINES = 5
_LEAST_WORDS, _LEAST_OWN_WORDS = 40, 25
_UNLIKE, _STRANGE = 0.15, 0.03
_OWN_SCRIPT, _OTHER_SCRIPT = 0.6, 0.1
_SPAM = 4
_SHORTEST_WORD = 4  # letters: what is shorter, every text of a language has

# Words of those who buy the domains of dead papers: gambling, pills, pornography; Arabic, English, Turkish, Indonesian.
_LURES = frozenset(
    fold(word)
    for word in [
        "كازينو",
        "روليت",
        "بلاك",
        "جاك",
        "بوكر",
        "سلوت",
        "رهانات",
        "مراهنات",
        "رهان",
        "قمار",
        "الإيداع",
        "المقامرة",
        "فياجرا",
        "سياليس",
        "إباحي",
        "سكس",
        "casino",
        "slot",
        "slots",
        "poker",
        "roulette",
        "blackjack",
        "betting",
        "jackpot",
        "bookmaker",
        "sportsbook",
        "baccarat",
        "deposit",
        "bonus",
        "viagra",
        "cialis",
        "levitra",
        "porn",
        "xxx",
        "escort",
        "sex",
        "milf",
        "bahis",
        "bahisi",
        "kumar",
        "rulet",
        "canlı",
        "iddaa",
        "bonusu",
        "deneme",
        "freebet",
        "güncel",
        "giriş",
        "yatırım",
        "porno",
        "eskort",
        "judi",
        "togel",
        "gacor",
        "maxwin",
        "situs",
        "daftar",
        "toto",
        "bandar",
        "taruhan",
        "scatter",
        "rtp",
        "bokep",
        "pragmatic",
    ]
)
_FOR_SALE = tuple(
    fold(words)
    for words in (
        "domain is for sale", "domain name is for sale", "buy this domain", "domain may be for sale", "parked free",
        "this domain is parked", "domain has expired", "هذا النطاق للبيع", "النطاق معروض للبيع", "هذا الدومين للبيع",
        "انتهت صلاحية النطاق", "alan adı satılık", "domain ini dijual", "domaine est à vendre",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look at a front page speaks for; no `state`: nothing was learnt. It must be so for `patience` to count."""

    state: DoorState | None
    reason: str | None = None
    target: str | None = None
    patience: timedelta = SURE


NOTHING = Finding(None)
OPEN = Finding(DoorState.OPEN, patience=_BACK)


def failed(outcome: Failed) -> Finding:
    """What it means that the front page could not be had, while others could."""
    if outcome.status == 410:
        return Finding(DoorState.DEAD, "HTTP 410")
    if outcome.offline and outcome.reason == "name not found":
        return Finding(DoorState.DEAD, "its domain is not found any more")
    if outcome.status is None or outcome.status >= 500 or outcome.status == 404:
        return Finding(DoorState.DEAD, outcome.reason, patience=LONG)
    return NOTHING  # it answers, though not to us


def page(home: str, answered: str, title: str, text: str, headlines: Sequence[str]) -> Finding:
    """What the page that answered speaks for, beside headlines that the paper printed."""
    away = not urls.same_site(home, answered)
    strange = _stranger(f"{title}\n{text}", headlines)
    if strange:
        where = f" at {urls.site(answered)}" if away else ""
        return Finding(DoorState.HIJACKED, strange + where, target=answered if away else None)
    if away:
        return Finding(DoorState.MOVED, f"it leads to {urls.site(answered)}", target=answered)
    return OPEN if len(text.split()) >= _LEAST_WORDS else NOTHING  # a page that scripts fill says nothing


def after(door: Doorway, found: Finding, now: datetime) -> Doorway:
    """The door after a look. What a person decided stays, whatever is found."""
    seen = replace(door, checked=now, due=now + WEEKLY)
    if door.decided:
        return seen
    if found.state is None:
        return replace(seen, due=now + _AGAIN)
    if found.state is door.state and (door.state is not DoorState.MOVED or found.target == door.target):
        return replace(seen, leaning=None, leaning_since=None, looks=0)
    same = door.leaning is found.state and door.leaning_since is not None and door.leaning_since <= now
    since = door.leaning_since if same and door.leaning_since else now
    looks = door.looks + 1 if same else 1
    enough = _LOOKS_BACK if found.state is DoorState.OPEN else _LOOKS
    if looks < enough or now - since < found.patience:
        return replace(seen, due=now + _AGAIN, leaning=found.state, leaning_since=since, looks=looks)
    return replace(
        seen,
        state=found.state,
        since=since,
        target=found.target,
        reason=found.reason,
        leaning=None,
        leaning_since=None,
        looks=0,
    )


def shut(door: Doorway) -> bool:
    """Whether what stands behind the door may be a stranger's: nothing of it is visited again or filed."""
    hers = door.decided or door.leaning is not DoorState.HIJACKED
    return door.state in (DoorState.DEAD, DoorState.HIJACKED) or not hers


def is_due(door: Doorway, now: datetime) -> bool:
    """Whether it is to be looked at; one put off for longer than a week was put off by a clock that ran ahead."""
    return door.due is None or door.due <= now or door.due > now + WEEKLY + _AGAIN


def first_look(source: str, now: datetime, *, spread: float) -> Doorway:
    """A door nobody looked at yet: some time within the week."""
    return Doorway(source, due=now + WEEKLY * spread)


def _stranger(text: str, headlines: Sequence[str]) -> str | None:
    """Why these words are not the paper's; `None` where they may be."""
    if len(headlines) < _LEAST_HEADLINES:
        return None
    own, said = _counted(headlines), _counted([text])
    alike = _cosine(own, said)
    if alike >= _UNLIKE:
        return None
    folded = fold(text)
    if any(words in folded for words in _FOR_SALE):
        return "the domain is for sale"
    lures = _LURES & {token.text for token in tokens(text)}
    if len(lures) >= _SPAM:
        return "a page that sells something else (" + ", ".join(sorted(lures)[:3]) + ")"
    if alike < _STRANGE and sum(said.values()) >= _LEAST_OWN_WORDS and _other_script(headlines, text):
        return "a page in another language, without a word of the paper's"
    return None


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(
        token.text for text in texts for token in tokens(text) if len(token.text) >= _SHORTEST_WORD
    )


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[word] for word, count in one.items())
    size = math.sqrt(sum(count**2 for count in one.values()) * sum(count**2 for count in other.values()))
    return shared / size if size else 0.0


def _other_script(headlines: Sequence[str], text: str) -> bool:
    own, said = _arabic_share(" ".join(headlines)), _arabic_share(text)
    return (own >= _OWN_SCRIPT and said <= _OTHER_SCRIPT) or (own <= _OTHER_SCRIPT and said >= _OWN_SCRIPT)


def _arabic_share(text: str) -> float:
    letters = [letter for letter in text if letter.isalpha()]
    return sum("\u0600" <= letter <= "\u06ff" for letter in letters) / max(len(letters), 1)
