"""How many people stand behind these reports, and how far is each to be believed?

A voice is a token, weighed by its age and by how often it agreed with moderators. Of one network's prefix only the
weightiest counts, and one wider net counts for two at most: neither many cookies nor a phone that changes its network is
many people. Nothing here knows who anybody is: tokens and networks come in as keyed hashes.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

from warraq.press import Category, PictureId, Reporter, ReportRules, Voice

# More voices of one prefix than this say nothing new: the weightiest stay.
MOST_OF_A_PREFIX = 8
MOST_OF_A_CASE = 4_000
_PERIOD = timedelta(days=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What is that near a threshold has reached it: sums of shares are not exact.
_NEAR = 1e-9

Moved = Mapping[str, frozenset[PictureId]]


@dataclass(frozen=True, slots=True)
class Tally:
    """What reports come to. `voices` are tokens; `plain` are those of the private instance's own machine."""

    score: float = 0.0
    voices: int = 0
    prefixes: int = 0
    nets: int = 0
    providers: int = 0
    plain: int = 0


def place_of(address: str, *, public: bool) -> tuple[str, str]:
    """The network that a reader's address belongs to, and the wider net around it: /24 in /16, or of IPv6 /48 in /32.

    ("", "") on a private instance's own machine. What is no address (a socket without one) is one place for all.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown", "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_loopback and not public:
        return "", ""
    near, wide = (24, 16) if ip.version == 4 else (48, 32)
    return _network(ip, near), _network(ip, wide)


def _network(ip: ipaddress.IPv4Address | ipaddress.IPv6Address, bits: int) -> str:
    return str(ipaddress.ip_network((ip, bits), strict=False))


def period_of(now: datetime) -> int:
    """The number of the 30-day period, counted from 1970."""
    return (now - _EPOCH) // _PERIOD


def members(reporter: Reporter, *, period: bytes) -> tuple[str, str]:
    """How the token and the prefix are known in a 30-day period; the prefix of one's own machine is ""."""
    mover = _hashed(period, "mover", reporter.place) if reporter.place else ""
    return _hashed(period, "member", reporter.token), mover


def voice(
    reporter: Reporter, *, key: bytes, period: bytes, category: Category, now: datetime, trust: float = 1.0
) -> Voice:
    """The reporter under a case's key and the period's."""
    member, mover = members(reporter, period=period)
    place, net = reporter.place, reporter.net
    made = max(reporter.made.replace(second=0, microsecond=0), now - timedelta(days=1))
    return Voice(
        token=token_of(reporter, key=key),
        prefix=_hashed(key, "place", place) if place else "",
        net=_hashed(key, "net", net) if net else "",
        made=made,
        trust=round(trust, 3),  # as it is stored
        provider=_hashed(key, "provider", reporter.provider) if reporter.provider else "",
        member=member,
        mover=mover,
        category=category,
    )


def token_of(reporter: Reporter, *, key: bytes) -> str:
    return _hashed(key, "token", reporter.token)


def trust(right: int, wrong: int, rules: ReportRules) -> float:
    """How far a token is believed that moderators agreed with so often: 1 for one they never contradicted."""
    return (right + rules.agree_prior) / (right + wrong + rules.agree_prior)


def weight(voice: Voice, now: datetime, rules: ReportRules) -> float:
    """What the voice counts for now: 0 to 1. Its token's age grows while the case is open."""
    age = now - voice.made
    if age < rules.young:
        return 0.0
    return voice.trust * (rules.fresh_weight if age < rules.fresh else 1.0)


def added(voices: tuple[Voice, ...], said: Voice, now: datetime, rules: ReportRules) -> tuple[Voice, ...]:
    """The voices with this one: the same where it says nothing new.

    A token is written down once for each prefix. Of a full prefix the weightiest stay.
    """
    for known in voices:
        if (known.token, known.prefix) == (said.token, said.prefix):
            return voices
    beside = [one for one in voices if one.prefix == said.prefix]
    if said.prefix and len(beside) >= MOST_OF_A_PREFIX:
        least = min(beside, key=lambda one: (weight(one, now, rules), one.token))
        if weight(said, now, rules) <= weight(least, now, rules):
            return voices
        voices = tuple(one for one in voices if one is not least)
    return (*voices, said) if len(voices) < MOST_OF_A_CASE else voices


def tally(voices: Iterable[Voice], moved: Moved, now: datetime, rules: ReportRules) -> Tally:
    """What these reports come to, in whatever order they came.

    Each token stands at one of its prefixes. Prefixes that moved together before are one. Of each the largest weight
    counts, and a wider net counts for `net_most` at most.
    """
    placed = _placed(tuple(voices))
    plain = sum(not one.prefix for one in placed)
    heaviest: dict[str, tuple[float, Voice]] = {}
    for one in placed:
        if one.prefix:
            said = weight(one, now, rules)
            if one.prefix not in heaviest or said > heaviest[one.prefix][0]:
                heaviest[one.prefix] = (said, one)
    spoken = {prefix: pair for prefix, pair in heaviest.items() if pair[0] > 0}
    apart = _apart(spoken, moved, rules)
    nets: dict[str, float] = {}
    for said, one in apart:
        nets[one.net] = nets.get(one.net, 0.0) + said
    return Tally(
        score=round(sum(min(rules.net_most, said) for said in nets.values()) + _NEAR, 6),
        voices=len({one.token for one in placed}),
        prefixes=len(apart),
        nets=len(nets),
        providers=len({one.provider for _, one in apart if one.provider}),
        plain=plain,
    )


def _placed(voices: tuple[Voice, ...]) -> tuple[Voice, ...]:
    """Each token at the first of its prefixes in their own order, with the oldest making that it showed."""
    at: dict[str, Voice] = {}
    for one in voices:
        known = at.get(one.token)
        if known is None:
            at[one.token] = one
            continue
        first = min(known, one, key=lambda each: each.prefix)
        at[one.token] = replace(first, made=min(known.made, one.made), trust=min(known.trust, one.trust))
    return tuple(at.values())


def _apart(
    spoken: Mapping[str, tuple[float, Voice]], moved: Moved, rules: ReportRules
) -> list[tuple[float, Voice]]:
    """The weightiest of each group of prefixes that moved together; of equals the first in the hashes' own order."""
    leader = {prefix: prefix for prefix in spoken}

    def led(prefix: str) -> str:
        while leader[prefix] != prefix:
            prefix = leader[prefix]
        return prefix

    movers = [
        (prefix, past)
        for prefix, (_, one) in spoken.items()
        if len(past := moved.get(one.mover, frozenset())) >= rules.together
    ]
    for (one, past), (other, past_too) in combinations(movers, 2):
        if (first := led(one)) != (second := led(other)) and together(past, past_too, rules):
            leader[second] = first
    groups: dict[str, list[tuple[float, Voice]]] = {}
    for prefix, pair in spoken.items():
        groups.setdefault(led(prefix), []).append(pair)
    return [min(group, key=lambda pair: (-pair[0], pair[1].prefix)) for group in groups.values()]


def together(one: frozenset[PictureId], other: frozenset[PictureId], rules: ReportRules) -> bool:
    """Whether two prefixes moved together: on enough pictures, and on a great enough share of all that either reported.

    Without the share two busy prefixes of a mobile network would be one, for much is reported from both.
    """
    shared = len(one & other)
    return shared >= rules.together and shared >= rules.together_share * len(one | other)


def _hashed(key: bytes, kind: str, text: str) -> str:
    return hmac.new(key, f"{kind}:{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]
