"""`warraq doctor`: is everything well, and if not, what is to be done?"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import click

from warraq import editions, wiring
from warraq.cli import ailing, backfill, forecast, output
from warraq.cli import door as doors
from warraq.cli.backup import last
from warraq.cli.checks import Check, names_read, stories_read
from warraq.cli.options import shared
from warraq.cli.readers import admit
from warraq.crawling import room
from warraq.errors import Busy, IndexFailure, WarraqError
from warraq.moderation.policy import in_public, sought
from warraq.moderation.transitions import AWAITING
from warraq.newsroom.petitions import AT_ONCE
from warraq.ports.daybook import EntryState
from warraq.ports.pictures import AddressState
from warraq.press import CaseState, ClaimState, MessageState, Settings
from warraq.wiring import House

_MOST_TOLD = 5
_MOST_REQUESTS = 10_000
_STALE_BACKUP = timedelta(days=8)


@click.command()
@shared
def doctor(settings: Settings, *, as_json: bool) -> None:
    """Look at the machine, the data folder, the readers, the archive, the index and the feeds, and say what is not well.

    Ends non-zero when something needs a hand. Changes nothing.
    """
    checks = list(examine(settings))
    marks = {True: "ok", False: "NOT WELL", None: "note"}
    for check in checks:
        output.note(f"{marks[check.well]:>8}  {check.name}: {check.says}")
        for one in check.papers:
            output.note(f"          {one.slug}: {one.says}\n            -> {one.do}")
    ill = [check.name for check in checks if check.well is False]
    if as_json:
        output.say_json(
            {
                "well": not ill,
                "checks": [{"name": check.name, "well": check.well, "says": check.says} for check in checks],
                "papers": [one.row() for check in checks for one in check.papers],
                "forecast": next((check.figures for check in checks if check.name == "forecast"), None),
            }
        )
    if ill:
        raise WarraqError(f"{len(ill)} of {len(checks)} checks need a hand: {', '.join(ill)}")


def examine(settings: Settings) -> Iterator[Check]:
    """Every check, cheap ones first. None raises."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", sys.version_info >= (3, 11), version)
    yield _folder(settings)
    yield _disk(settings)
    yield _edition(settings)
    yield _readers(settings)
    if not wiring.begun(settings):
        yield Check(
            "archive",
            None,
            "nothing is kept here yet; `warraq up` or `warraq import` begins it" + _demo_beside(settings),
        )
        return
    yield _collector(settings)
    with contextlib.ExitStack() as stack:
        try:
            house = stack.enter_context(wiring.house(settings))
        except IndexFailure as error:
            yield Check("index", False, f"{error}; the archive is untouched: run `warraq rebuild index`")
            return
        except WarraqError as error:
            yield Check("archive", False, str(error))
            return
        for name, check in _KEPT:
            yield _safely(name, check, house)


def _demo_beside(settings: Settings) -> str:
    demo = settings.data / "demo"
    return f". The demo press lives in {demo}: --data {demo}" if demo.is_dir() else ""


def _safely(name: str, check: Callable[[House], Check], house: House) -> Check:
    try:
        return check(house)
    except WarraqError as error:
        return Check(name, False, str(error))


def _folder(settings: Settings) -> Check:
    folder = settings.data
    if not folder.exists():
        return Check("data folder", None, f"{folder} is not there yet")
    if not folder.is_dir():
        return Check("data folder", False, f"{folder} is no folder; set DATA or WARRAQ_DATA")
    writable = os.access(folder, os.W_OK)
    return Check(
        "data folder",
        writable,
        f"{folder.resolve()}" if writable else f"{folder} cannot be written to; mend its owner or mode",
    )


def _disk(settings: Settings) -> Check:
    """The same rule by which collecting stops."""
    try:
        usage = wiring.usage(settings.data)
    except OSError as error:
        return Check("disk", None, f"cannot be measured ({error.strerror})")
    says = f"{usage.free_bytes / 2**30:.1f} GB free, {usage.used:.0%} used"
    if room.full(usage, limit=settings.disk_full):
        return Check(
            "disk",
            False,
            f"{says}: nothing is collected while more than {settings.disk_full:.0%} is used and less than "
            f"{room.AMPLE // 2**30} GB are free; make room, shorten capture_days, or raise disk_full",
        )
    return Check("disk", True, says)


def _forecast(house: House) -> Check:
    try:
        found = forecast.forecast(house)
    except OSError as error:
        return Check("forecast", None, f"the disk cannot be measured ({error.strerror})")
    says = forecast.spoken(found, limit=house.settings.disk_full)
    if found is not None and found.soon:
        says += "; make room, or shorten capture_days"
        return Check("forecast", False, says, forecast.figures(found))
    return Check("forecast", None, says, forecast.figures(found))


def _edition(settings: Settings) -> Check:
    try:
        edition = editions.load(settings.edition, folder=settings.data / "editions")
    except WarraqError as error:
        return Check("edition", False, str(error))
    if edition.problems:
        return Check("edition", False, f"{edition.name}: " + "; ".join(edition.problems))
    feeds = sum(len(paper.feeds) for paper in edition.sources)
    return Check("edition", True, f"{edition.name}: {len(edition.sources)} papers, {feeds} feeds")


def _readers(settings: Settings) -> Check:
    try:
        warned = admit(settings)
    except WarraqError as error:
        return Check("readers", False, f"the site will not start: {error}")
    if not settings.public:
        return Check("readers", None if warned else True, warned or "private: you alone, on this machine")
    found = (
        f"at {settings.address}" if settings.address else "but no address is set for maps, feeds and cards"
    )
    return Check(
        "readers", True if settings.address else None, f"public, contact {settings.contact}, {found}"
    )


def _agreements(house: House) -> Check:
    papers = house.shown()[0].sources().values()  # after opt-outs and what sites ask
    force = Counter(in_public(paper) for paper in papers if paper.permission)
    leave = sum(force.values())
    links = sum(1 for paper in papers if in_public(paper) == "link")
    says = f"{leave} of {len(papers)} papers gave leave"
    if leave:
        says += f": {force['full']} in full, {force['excerpt']} for an excerpt, {force['link']} for a link"
    if links > force["link"]:
        says += f"; {links - force['link']} more show headlines alone"
    edition = editions.load(house.settings.edition, folder=house.settings.data / "editions")
    own = {paper.slug for paper in edition.sources}
    says += "; of the others a public site shows a beginning and the link"
    if others := sum(1 for paper in papers if paper.slug not in own):
        says += f". {others} are of no edition deployed"
    return Check("agreements", None, says)


def _collector(settings: Settings) -> Check:
    try:
        with wiring.only_collector(settings.data):
            return Check("collecting", None, "no warraq collects into this folder at the moment")
    except Busy as error:
        return Check("collecting", None, str(error).split(";", maxsplit=1)[0])
    except OSError as error:
        return Check("collecting", False, f"the lock cannot be looked at ({error.strerror})")


def _archive(house: House) -> Check:
    count, change = house.archive.count(), house.archive.last_change()
    broken = house.archive.damage()
    if broken:
        return Check(
            "archive", False, f"damaged: {broken}; restore from a backup, or export what can be read"
        )
    return Check("archive", True, f"{count} articles, {change} changes")


def _index(house: House) -> Check:
    position, last = house.index.position(), house.archive.last_change()
    if position < last:
        return Check(
            "index",
            None,
            f"{last - position} changes behind; a running warraq catches up, or `warraq rebuild index`",
        )
    if position > last:
        return Check("index", False, "it followed another archive than this one; run `warraq rebuild index`")
    states = sought(public=house.settings.public)
    held = {one for state in states for one in house.archive.ids(state=state)}
    found = set(house.index.ids())
    if held != found:
        says = (
            f"{len(held - found)} articles missing, {len(found - held)} too many; run `warraq rebuild index`"
        )
        return Check("index", False, says)
    return Check("index", True, f"equal to the archive: {len(found)} articles")


def _feeds(house: House) -> Check:
    states = house.daybook.feed_states().values()
    ill = [state for state in states if state.problem or state.stopped]
    if not states:
        return Check("feeds", None, "none visited yet")
    worst = "; ".join(f"{state.feed}: {state.stopped or state.problem}" for state in ill[:3])
    says = f"{len(states) - len(ill)} of {len(states)} well" + (
        f" ({worst} …; `warraq source list` lists all)" if ill else ""
    )
    return Check("feeds", len(ill) < len(states), says)


def _papers(house: House) -> Check:
    """Each paper that is not as it should be. A remark: a press in which nothing ever fails is none."""
    settings = house.settings
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    report = house.examining(edition)()
    found = ailing.ailments(edition, report)
    gaps = len(report.gaps)
    says = (
        f"{len({one.slug for one in found})} of {len(report.papers)} want a look"
        if found
        else "nothing is wrong with any"
    )
    says += f"; nobody collected {gaps} times within a month (`/health` lists when)" if gaps else ""
    return Check("papers", None, says, papers=found)


def _pages(house: House) -> Check:
    tally = house.daybook.tally()
    says = ", ".join(f"{tally.get(state, 0)} {state.value}" for state in EntryState)
    why = "; ".join(
        f"{reason} ({count})" for reason, count in house.daybook.reasons(EntryState.FAILED, limit=3)
    )
    return Check("pages", None, says + (f". Failed: {why}" if why else ""))


def _pictures(house: House) -> Check:
    tally = house.pictures.tally()
    says = f"{house.pictures.count()} kept, " + ", ".join(
        f"{tally[state]} {state.value}" for state in AddressState
    )
    why = house.pictures.reasons(AddressState.GIVEN_UP, limit=3)
    says += "".join(
        f"{'; ' if number else '. Given up: '}{reason} ({count})"
        for number, (reason, count) in enumerate(why)
    )
    return Check("pictures", None, says)


def _reports(house: House) -> Check:
    """What waits for a moderator. A breaker that opened, and an appeal, are not to wait."""
    tally = house.reports.tally()
    waiting = {state: tally[state] for state in AWAITING if tally.get(state)}
    if not waiting:
        return Check("reports", True, "no picture waits for a moderator")
    counts = ", ".join(f"{many} {state.value}" for state, many in waiting.items())
    says = f"pictures: {counts}; `warraq reports list`"
    frozen = house.reports.listed([CaseState.FROZEN], limit=1)
    if frozen:
        last = house.reports.log(frozen[0].picture)[-1].said
        papers = ", ".join(last.sources)
        says = (
            f"a breaker is open: reports took as many pictures of {papers} as may be lost in a day, {says};"
            f" if it is an attack: `warraq reports restore {last.sources[0] if last.sources else 'PAPER'} --reason …`"
        )
    return Check("reports", False if frozen or waiting.get(CaseState.APPEALED) else None, says)


def _doors(house: House) -> Check:
    found = doors.findings(house.rechecks)
    if not found:
        return Check(
            "doors", True, "no paper's site is known to be gone, and no article is missed at its address"
        )
    more = f"; {len(found) - _MOST_TOLD} more in `warraq source list`" if len(found) > _MOST_TOLD else ""
    return Check("doors", None, "; ".join(found[:_MOST_TOLD]) + more)


def _pasts(house: House) -> Check:
    """How far papers' pasts are that somebody wished for, those that are not had yet first."""
    held = sorted(house.pasts.backfills().values(), key=lambda one: (one.ended is not None, one.source))
    if not held:
        return Check("pasts", True, "no paper's past is asked for")
    rows = [backfill.row(house, house.settings, one) for one in held[:_MOST_TOLD]]
    more = f"; {len(held) - _MOST_TOLD} more in `warraq backfill`" if len(held) > _MOST_TOLD else ""
    return Check("pasts", None, "; ".join(map(backfill.spoken, rows)) + more)


def _requests(house: House) -> Check:
    """What waits for an answer. What may not wait for long is not well: until a person looks, it may be hidden wrongly."""
    waiting = house.claims.listed(state=ClaimState.OPEN, limit=_MOST_REQUESTS)
    if not waiting:
        return Check("requests", True, "none waits for an answer")
    many = len(waiting)
    count = f"{many} or more wait" if many == _MOST_REQUESTS else f"{many} wait{'s' if many == 1 else ''}"
    oldest = min(waiting, key=lambda one: one.opened)
    age = (house.clock.now() - oldest.opened).days
    says = f"{count} for an answer, the oldest (number {oldest.number}) for {age} days: `warraq request list`"
    grave = [one for one in waiting if one.kind in AT_ONCE]
    if not grave:
        return Check("requests", None, says)
    numbers = ", ".join(str(one.number) for one in sorted(grave, key=lambda one: one.number)[:_MOST_TOLD])
    about = f"{len(grave)} of them about minors, victims or intimate pictures ({numbers})"
    hidden = sum(one.hidden for one in grave)
    return Check(
        "requests", False, f"{says}; {about}; for {hidden} of these something is hidden until you look"
    )


def _watches(house: House) -> Check:
    """Of what waits or failed. What was given up, or paused itself, waits for a person."""
    held = house.watches.listed()
    if not held:
        return Check("watches", None, "nothing is watched for: `warraq watch QUERY --to WEBHOOK`")
    tallies = {one.id: house.watches.tally(one.id) for one in held}
    waiting = sum(tally.get(MessageState.WAITING, 0) for tally in tallies.values())
    says = f"{len(held)} watches, {waiting} messages wait"
    ill = [one for one in held if one.problem or tallies[one.id].get(MessageState.DEAD)]
    if not ill:
        return Check("watches", True, says)
    worst = "; ".join(
        f"watch {one.id} ({one.rule.name}): "
        + (
            f"paused, {one.problem}"
            if one.problem
            else f"{tallies[one.id][MessageState.DEAD]} messages given up"
        )
        for one in ill[:_MOST_TOLD]
    )
    return Check("watches", False, f"{says}; {worst}; `warraq watch show ID`, then `warraq watch resume ID`")


def _backup(house: House) -> Check:
    made = last(house.settings.data)
    if made is None:
        return Check("backup", None, "none was ever made: `warraq backup FILE`")
    age = house.clock.now() - made.at
    says = f"the last was made {age.days} days ago: {made.file}"
    return Check("backup", None, says if age < _STALE_BACKUP else f"{says}; it is time for another")


# What is looked at in what is kept, in this order.
_KEPT: tuple[tuple[str, Callable[[House], Check]], ...] = (
    ("archive", _archive),
    ("index", _index),
    ("stories", stories_read),
    ("names", names_read),
    ("agreements", _agreements),
    ("feeds", _feeds),
    ("papers", _papers),
    ("pages", _pages),
    ("pictures", _pictures),
    ("reports", _reports),
    ("doors", _doors),
    ("pasts", _pasts),
    ("requests", _requests),
    ("watches", _watches),
    ("forecast", _forecast),
    ("backup", _backup),
)
