"""What is wrong with each paper, and what is to be done about it? The worst first, in the operator's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warraq.crawling.health import Health
from warraq.newsroom.health import Report
from warraq.press import Condition, Edition, Source, Trouble

# In the order in which a person is wanted: what never mends itself first.
_ORDER = (
    Condition.GONE, Condition.FAILING, Condition.SILENT, Condition.UNREAD, Condition.TROUBLED, Condition.WELL,
)  # fmt: skip
_ADVICE = {
    Trouble.GONE: "give it its new address: `warraq source probe {home}` finds feeds, `warraq source add` takes one; or set enabled = false",
    Trouble.MISSING: "look for its new address: `warraq source probe {home}`",
    Trouble.FORBIDDEN: "it turns us away: set a contact, and write to the paper",
    Trouble.BUSY: "nothing: it is asked less often until it answers; a longer feed_interval or host_delay spares it",
    Trouble.SERVER: "nothing yet: its server fails, and is asked again",
    Trouble.SLOW: "nothing yet: it answers too slowly, and is asked again",
    Trouble.NAME: "see whether the paper moved to another domain: `warraq source probe {home}`",
    Trouble.CERTIFICATE: "its certificate is not accepted: see this machine's clock and certificates first, then tell the paper",
    Trouble.CONNECTION: "nothing yet: the connection fails, and is tried again",
    Trouble.ROBOTS: "its robots.txt closes the feed to us, and that is kept: ask the paper, or choose another feed of it",
    Trouble.UNREADABLE: "what it sends is no feed: `warraq source probe {home}` finds others",
    Trouble.ENCODING: "it sends broken bytes: tell the paper, or choose another feed of it",
    Trouble.MOVED: "its redirects lead nowhere: `warraq source probe {home}`",
    Trouble.CLOSED: "its address is private; name it in the setting `private` if it is meant",
    Trouble.OTHER: "see the reason, and try `warraq source probe {slug}`",
}


@dataclass(frozen=True, slots=True)
class Ailment:
    """One thing that is wrong with a paper. `since` is when it was last as it should be; `do` what a person may do."""

    slug: str
    name: str
    condition: Condition
    trouble: Trouble | None
    since: datetime | None
    says: str
    do: str

    def row(self) -> dict[str, object]:
        """What `--json` prints of it."""
        return {
            "slug": self.slug,
            "name": self.name,
            "condition": self.condition.value,
            "trouble": self.trouble.value if self.trouble else None,
            "since": self.since,
            "says": self.says,
            "do": self.do,
        }


def ailments(edition: Edition, report: Report) -> tuple[Ailment, ...]:
    """What is wrong with the edition's papers, the worst first, then by slug."""
    found = [
        one
        for source in edition.sources
        if (health := report.papers.get(source.slug))
        for one in (_paper(source, health), _moved(source, health))
        if one is not None
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.condition), one.slug)))


def words(found: Health) -> str:
    """A paper's condition in a few words, for lists."""
    match found.condition:
        case Condition.SILENT:
            return f"silent for {found.silent_days} days (usually {found.pace:.3g} a day)"
        case Condition.FAILING:
            return "no feed has answered for a day or longer"
        case Condition.GONE:
            return "gone: every feed said HTTP 410"
        case Condition.UNREAD:
            return "its feeds name new articles, whose pages cannot be had"
        case Condition.TROUBLED:
            return "no feed answers at the moment"
        case Condition.NEW:
            return "not tried yet"
        case Condition.WELL:
            return "well"
        case Condition.ALONE:
            return "left alone: it opted out"


def _paper(source: Source, found: Health) -> Ailment | None:
    says, since = words(found), found.reached
    match found.condition:
        case Condition.NEW | Condition.ALONE:
            return None
        case Condition.SILENT:
            since, do = (
                found.last,
                "look whether its site still prints: its feed may have moved without a word",
            )
        case Condition.UNREAD:
            since, do = found.last, "see why its pages fail: the reasons are under `pages`"
        case _ if found.trouble is None:
            return None
        case _:
            says = (
                f"{says}: {found.says}"
                if found.condition is not Condition.WELL
                else f"one of its feeds fails: {found.says}"
            )
            do = _ADVICE[found.trouble].format(home=source.homepage or source.slug, slug=source.slug)
    return Ailment(source.slug, source.name, found.condition, found.trouble, since, says, do)


def _moved(source: Source, found: Health) -> Ailment | None:
    if not found.moved:
        return None
    told = ", ".join(f"{feed} to {new}" for feed, new in found.moved)
    return Ailment(
        source.slug,
        source.name,
        Condition.WELL,
        Trouble.MOVED,
        found.reached,
        f"moved for good: {told} (asked there meanwhile)",
        f"write it down: `warraq source move {source.slug}`",
    )
