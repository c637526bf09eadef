"""How many people reported this picture, and is that enough to hide it?

A voice needs a token of its own and a network of its own: neither one person with many cookies nor one phone that
changes its network is several people. Nothing here knows who anybody is: places and tokens come in as keyed hashes.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from warraq.press import PictureDecision, PictureState, Reporter

RULE = "reports/1"
OPERATOR = "operator/1"
# A case that nothing came of for so long is closed: its key is destroyed, and with it all that could tell reporters.
CASE_LASTS = timedelta(days=30)
# More tokens than this behind one network say nothing new: they are not written down.
MOST_OF_A_PLACE = 32
MOST_OF_A_CASE = 5_000


@dataclass(frozen=True, slots=True)
class Voice:
    """A reporter as a case knows it: keyed hashes that mean nothing in another case, or once the key is destroyed."""

    token: str
    place: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What was decided of a picture so far."""

    state: PictureState = PictureState.VISIBLE
    kept: bool = False


def place_of(address: str, *, public: bool) -> str:
    """The network that a reader's address belongs to: /24, or /48 of IPv6; "" on a private instance's own machine.

    What is no address (a socket without one) is one place for all.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_loopback and not public:
        return ""
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def voice(reporter: Reporter, *, key: bytes) -> Voice:
    """The reporter under a case's key. A reporter without a place stands at one of their own."""
    token = _hashed(key, "token", reporter.token)
    place = _hashed(key, "place", reporter.place) if reporter.place else token
    return Voice(token, place)


def voices(reports: Iterable[Voice]) -> int:
    """How many people at least must stand behind these reports: as many as can be told apart by token and place both.

    The largest matching of tokens with places. Source: Kuhn 1955, "The Hungarian method for the assignment problem".
    """
    places: dict[str, list[str]] = {}
    for one in reports:
        places.setdefault(one.token, []).append(one.place)
    taken: dict[str, str] = {}  # place -> the token that stands for it
    return sum(_placed(token, places, taken) for token in places)


def hides(reports: Iterable[Voice], standing: Standing, *, threshold: int) -> bool:
    """Whether the reports hide a picture of this standing. What a person restored, they hide no more."""
    if standing.kept or standing.state is PictureState.HIDDEN:
        return False
    return voices(reports) >= threshold


def heard(voice: Voice, known: Sequence[Voice]) -> bool:
    """Whether this voice is written down beside those known: not twice, and no flood of one place or of one case."""
    if voice in known or len(known) >= MOST_OF_A_CASE:
        return False
    return sum(one.place == voice.place for one in known) < MOST_OF_A_PLACE


def replayed(log: Iterable[PictureDecision]) -> Standing:
    """What the log of one picture comes to, in its order."""
    standing = Standing()
    for line in log:
        kept = line.rule == OPERATOR and line.after is PictureState.VISIBLE
        standing = Standing(line.after, kept=kept)
    return standing


def _placed(token: str, places: dict[str, list[str]], taken: dict[str, str]) -> bool:
    """Find a place for this token, moving others along where that makes room: a walk, not a recursion."""
    came: dict[str, str] = {}  # place -> the token that looked there
    queue = [token]
    for one in queue:
        for place in places[one]:
            if place in came:
                continue
            came[place] = one
            if place in taken:
                queue.append(taken[place])
                continue
            _moved(place, token, came, taken)
            return True
    return False


def _moved(place: str, token: str, came: dict[str, str], taken: dict[str, str]) -> None:
    """Give the free place to whoever looked there, theirs to the one before, back to `token`."""
    stands_at = {holder: held for held, holder in taken.items()}
    while True:
        holder = came[place]
        taken[place] = holder
        if holder == token:
            return
        place = stands_at[holder]


def _hashed(key: bytes, kind: str, text: str) -> str:
    return hmac.new(key, f"{kind}:{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]
