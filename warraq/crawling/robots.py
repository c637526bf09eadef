"""What does a site's robots.txt let us ask for, and how slowly?

Groups are read here as RFC 9309 says (one product token, groups of the same name joined, records of other kinds without
effect); Protego matches addresses against the patterns of the one group that is ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from protego import Protego

from warraq.crawling import urls

# The product token that a site writes to speak to us: `User-agent: Warraq`.
AGENT = "Warraq"
MAX_BYTES = 500 * 1024  # RFC 9309, section 2.5: at least this much is read
MAX_DELAY_S = 60.0
LIFETIME = timedelta(hours=24)  # RFC 9309, section 2.4
# While the rules cannot be had, the host's own back-off decides when they are asked for again; this only keeps one
# visit from asking twice.
UNKNOWN_LIFETIME = timedelta(minutes=10)

_MISHAPS = 3
_MOST_STRANGERS = 20  # of one group
_MOST_SIGNALS = 50
_HEARD = frozenset([AGENT.lower(), "*"])

_MAX_LINE = 16_663  # what the widest-spread parser keeps of one line
_DISALLOW = frozenset([b"disallow", b"dissallow", b"dissalow", b"disalow", b"diasllow", b"disallaw"])
_KINDS: dict[bytes, str] = {
    b"user-agent": "agent",
    b"useragent": "agent",
    b"user agent": "agent",
    b"allow": "allow",
    b"crawl-delay": "delay",
    b"sitemap": "sitemap",
    b"site-map": "sitemap",
    b"content-signal": "signal",
    **dict.fromkeys(_DISALLOW, "disallow"),
}
_TOKEN = re.compile(r"[A-Za-z_-]*")


@dataclass(frozen=True, slots=True)
class Group:
    """What a robots.txt says to one product token. `rules` are ("allow" | "disallow", pattern) in their order, `signals` its
    Content-Signal lines as they stand (`crawling.wishes` reads them)."""

    rules: tuple[tuple[str, str], ...] = ()
    delay_s: float | None = None
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """One host's robots.txt. `expires` says until when it may be relied on.

    `groups` are by product token in lower case, "*" for everybody else. `unknown` says why the rules could not be had
    for now (then nothing is allowed, and nothing should be given up for good); `reached` whether any answer came; `barred`
    that our own door does not open its address, which waiting seldom changes.
    """

    expires: datetime
    groups: Mapping[str, Group] = field(default_factory=dict)
    sitemaps: tuple[str, ...] = ()
    unknown: str | None = None
    reached: bool = True
    barred: bool = False
    _matchers: dict[str, Protego] = field(default_factory=dict, repr=False, compare=False)

    def allowed(self, url: str, agent: str = AGENT) -> bool:
        """Whether `agent` (a product token or a whole User-Agent line) may ask for `url`."""
        if self.unknown is not None:
            return False
        return bool(self._matcher(agent).can_fetch(_matchable(url), AGENT))

    def crawl_delay(self, agent: str = AGENT) -> float | None:
        """Seconds between two requests that the site asks of `agent`, at most a minute; `None` where it asks none."""
        delay_s = self._group(agent).delay_s
        return None if delay_s is None else min(delay_s, MAX_DELAY_S)

    @property
    def delay_s(self) -> float | None:
        """`crawl_delay` asked of us."""
        return self.crawl_delay()

    @property
    def signals(self) -> tuple[str, ...]:
        """The Content-Signal lines of the group that is ours."""
        return self._group(AGENT).signals

    def ours(self) -> Rules:
        """The same without what is said to others: what is worth remembering of a host."""
        return replace(self, groups={name: group for name, group in self.groups.items() if name in _HEARD})

    def _group(self, agent: str) -> Group:
        return self.groups.get(product(agent).lower()) or self.groups.get("*") or Group()

    def _matcher(self, agent: str) -> Protego:
        token = product(agent).lower()
        if token not in self._matchers:
            lines = [f"{kind}: {pattern}" for kind, pattern in self._group(agent).rules]
            self._matchers[token] = Protego.parse("\n".join(["user-agent: *", *lines]))
        return self._matchers[token]


def read(status: int | None, body: bytes, *, now: datetime) -> Rules:
    """The rules that an answer to `/robots.txt` makes, redirects followed; `status` is `None` when no answer came.

    No file (4xx) allows all. No answer, 5xx and 429 allow nothing for now. Of redirects without end see `astray`.
    Source: RFC 9309, section 2.3.1; 429 as a server's wish to be left alone.
    """
    if status is None:
        return Rules(now + UNKNOWN_LIFETIME, unknown="robots.txt could not be reached", reached=False)
    if status >= 500 or status == 429:
        return Rules(now + UNKNOWN_LIFETIME, unknown=f"robots.txt answered HTTP {status}")
    if not 200 <= status < 300:
        return Rules(now + LIFETIME)
    groups, sitemaps = _parsed(body)
    return Rules(now + LIFETIME, groups, sitemaps)


def astray(times: int, *, now: datetime) -> Rules:
    """The rules where redirects led on and on, so many times in a row: a loop is more often a mishap of an hour than a site
    without rules, so the first times nothing is allowed for now; where it stays so there is no file.

    Source: RFC 9309, section 2.3.1.2, which lets it count as no file at once.
    """
    if times < _MISHAPS:
        return Rules(now + UNKNOWN_LIFETIME, unknown="robots.txt leads from redirect to redirect")
    return Rules(now + LIFETIME)


def product(agent: str) -> str:
    """The product token at the beginning of a user agent: `Warraq/0.1 (+https://…)` is `Warraq`; "*" is "*"."""
    agent = agent.strip()
    if re.match(r"\*(?:\s|$)", agent):
        return "*"
    found = _TOKEN.match(agent)
    return found.group() if found else ""


def directives(body: bytes) -> Iterator[tuple[str, str]]:
    """("agent" | "allow" | "disallow" | "delay" | "sitemap" | "signal", value) of every line that says one of these.

    Values are ASCII: other bytes are percent-escaped as they are.
    """
    if len(body) > MAX_BYTES:
        # A rule cut in two would say something else ("Disallow: /"): the last line is left out.
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    body = re.sub(rb"^\xef(?:\xbb\xbf?)?", b"", body)
    for line in re.split(rb"\r\n|\r|\n", body):
        name, value = _split(line[:_MAX_LINE].partition(b"#")[0])
        if (kind := _KINDS.get(name)) is not None:
            yield kind, "".join(chr(byte) if 32 <= byte < 127 else f"%{byte:02X}" for byte in value)


def _split(line: bytes) -> tuple[bytes, bytes]:
    """Name in lower case and value; a colon parts them, or white space where someone forgot it."""
    name, colon, value = line.partition(b":")
    if colon and name.strip().lower() in _KINDS:
        return name.strip().lower(), value.strip()
    name, _, value = line.strip().partition(b" ")
    return name.strip().lower(), value.strip()


def _parsed(body: bytes) -> tuple[dict[str, Group], tuple[str, ...]]:
    rules: dict[str, list[tuple[str, str]]] = {}
    delays: dict[str, float] = {}
    signals: dict[str, list[str]] = {}
    sitemaps: list[str] = []
    agents: list[str] = []
    naming = True  # still inside a group's run of user-agent lines
    for kind, value in directives(body):
        if kind == "sitemap":
            sitemaps.append(value)
            continue
        if kind == "agent":
            agents = agents if naming else []
            naming = True
            name = product(value).lower()
            # We and everybody are always heard; of strangers only some, or a small file could cost agents x rules.
            if name not in agents and (name in _HEARD or len(agents) < _MOST_STRANGERS):
                agents = [*agents, name]
                rules.setdefault(name, [])
            continue
        if (
            kind == "signal"
        ):  # of no effect on which lines are one group: to the standard it is an unknown record
            for agent in _HEARD.intersection(agents):
                if len(said := signals.setdefault(agent, [])) < _MOST_SIGNALS:
                    said.append(value)
            continue
        naming = False
        for agent in agents:
            if kind == "delay":
                delays.update({agent: delay_s} if (delay_s := _seconds(value)) is not None else {})
            elif value:
                rules[agent].append((kind, value))
    groups = {
        agent: Group(tuple(said), delays.get(agent), tuple(signals.get(agent, ())))
        for agent, said in rules.items()
        if agent
    }
    return groups, tuple(sitemaps)


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _matchable(url: str) -> str:
    # Protego takes what follows "//" for a host, wherever it stands: a cleaned address has one.
    return urls.clean(url) or url
