"""What do the day's papers say, as one paper to be printed, or to be handed on as one file? «عدد اليوم»."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.press import ArticleId, ChangeKind, Masthead
from warraq.web import addresses, broadsheet, dates, offprint, pieces, titles, wording
from warraq.web.broadsheet import Issue
from warraq.web.calendar import edge
from warraq.web.day import Turn, day_of, last_before, reader_of, today_of
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.fresh import UNASKED
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.tongue import Speech, spoken

_REMEMBERED = 12  # issues with their files: some 24 MB at most
_NAMES = 2  # by which a site is reached: a private one has more than one
_LOOKED_AT = 1000  # changes that are looked through to see whether any is the day's
# How late an issue may be for what is new of its day. What is taken back, or changed, is so at once.
LATE = timedelta(minutes=1)
# Past this it is made anew whatever happened: events are grouped anew without a change of any article.
LONGEST = timedelta(minutes=20)

_PATH = "/issue"


@dataclass(slots=True)
class _Held:
    """An issue (`None`: there is none) that was made, where everything stood then, and when that was last looked at."""

    issue: Issue | None
    made: datetime
    asked: datetime
    change: int
    papers: int
    pictures: int
    files: OrderedDict[str, bytes] = field(
        default_factory=OrderedDict
    )  # by the address that is printed in it


_Key = tuple[str, date, Speech, Masthead]


@dataclass(slots=True)
class Issues:
    """Every issue is made once, and kept as long as nothing of its day changed; nobody waits for another day's."""

    _held: OrderedDict[_Key, _Held] = field(default_factory=OrderedDict)
    _making: dict[_Key, asyncio.Lock] = field(default_factory=dict)

    async def of(self, site: Site, scope: Scope, day: date) -> Issue | None:
        return (await self._of(site, scope, day)).issue

    async def file(self, site: Site, scope: Scope, day: date, *, home: str) -> bytes | None:
        """The issue as a file whose addresses begin with `home`."""
        held = await self._of(site, scope, day)
        shown = held.issue
        if shown is None:
            return None
        if (body := held.files.get(home)) is None:
            around = await site.frame(scope)
            body = held.files[home] = await site.pool.ask(
                lambda: printed(site, scope, around, shown, home=home)
            )
            while len(held.files) > _NAMES:
                held.files.popitem(last=False)
        return body

    async def _of(self, site: Site, scope: Scope, day: date) -> _Held:
        around = await site.frame(scope)
        scope = site.scopes[scope.code]  # as the operator's page has it by now
        key = (scope.prefix, day, spoken(), around.masthead)
        held = self._held.get(key)
        if held is not None and timedelta() <= site.clock.now() - held.asked < UNASKED:
            return held
        making = self._making.setdefault(key, asyncio.Lock())
        async with making:
            known = self._held.get(key)
            held = await site.pool.ask(lambda: _renewed(site, around, scope, day, known))
            self._held[key] = held
            self._held.move_to_end(key)
        while len(self._held) > _REMEMBERED:
            self._making.pop(self._held.popitem(last=False)[0], None)
        return held


async def today(request: Request) -> Response:
    """GET /issue: today's."""
    scope = scope_of(request)
    day = today_of(site_of(request), scope)
    return RedirectResponse(scope.path(f"{_PATH}/{day.isoformat()}"), status_code=302)


async def issue(request: Request) -> Response:
    """GET /issue/<yyyy-mm-dd>. Today's that is still empty, and a day within the archive that nothing is kept of, are pages too."""
    site, scope = site_of(request), scope_of(request)
    day = day_of(request.path_params["day"])
    if day is None:
        return await not_found(request)
    now = today_of(site, scope)
    shown = await _issues(request).of(site, scope, day) if day <= now else None
    previous, following = await site.pool.ask(lambda: _beside(site, scope, min(day, now)))
    title = wording.said("issue", "title", day=dates.day(day, scope.how, weekday=True))
    return await page(
        request,
        "issue.html" if shown else "no_issue.html",
        status=200 if shown or day == now or (day < now and previous) else 404,
        kept=False,
        here="issue",
        title=title,
        shown=shown,
        day=day.isoformat(),
        month=scope.path(f"/day/{day:%Y-%m}") if day <= now else scope.path("/day"),
        told=None if shown else _missing(day, now, previous),
        previous=previous,
        following=following if day < now else None,
        home=addresses.home(request, site.settings.address),
        base="",
        file=None,
    )


async def file(request: Request) -> Response:
    """GET /issue/<yyyy-mm-dd>.html: the same in one file."""
    site, scope = site_of(request), scope_of(request)
    day = day_of(request.path_params["day"])
    if day is None or day > today_of(site, scope):
        return await not_found(request)
    home = addresses.home(request, site.settings.address)
    body = await _issues(request).file(site, scope, day, home=home)
    if body is None:
        return await not_found(request)
    return offprint.answered(request, body, file_name(scope, day))


def file_name(scope: Scope, day: date) -> str:
    return f"warraq-{scope.edition.code.replace(',', '-')}-{day.isoformat()}.html"


def printed(site: Site, scope: Scope, around: Frame, shown: Issue, *, home: str) -> bytes:
    """The issue as one HTML file of at most `broadsheet.LARGEST_BYTES`. Blocks. Made twice, it is the same bytes."""
    pictures = pieces.printed(site, shown.pictures)
    name = titles.shown(around.masthead)
    made = _printed(site, scope, shown, home, pictures, name)
    # the rooms are measured so that this does not come to pass; a bound that is promised is kept all the same
    if len(made) <= broadsheet.LARGEST_BYTES:
        return made
    return _printed(site, scope, _bare(shown), home, {}, name)


def _printed(
    site: Site, scope: Scope, shown: Issue, home: str, pictures: object, name: titles.Shown
) -> bytes:
    return offprint.made(
        "issue_file.html",
        shown=shown,
        scope=scope,
        edition=scope.edition,
        invented=site.invented(),
        home=home,
        base=home,
        address=home + scope.path(f"{_PATH}/{shown.day.isoformat()}"),
        file=pictures,
        title=wording.said("issue", "title", day=shown.gregorian),
        titles=name,
    )


def _bare(shown: Issue) -> Issue:
    """Without what is headlines alone."""
    return replace(
        shown, pictures=(), parts=tuple(replace(one, briefs=()) for one in shown.parts if one.told)
    )


def _issues(request: Request) -> Issues:
    state = request.app.state
    if not hasattr(state, "issues"):
        state.issues = Issues()
    issues: Issues = state.issues
    return issues


def _renewed(site: Site, around: Frame, scope: Scope, day: date, held: _Held | None) -> _Held:
    """What is held where it still holds, else made anew. Blocks."""
    now = site.clock.now()
    # asked before making: a change in between is seen the next time
    change, papers = site.archive.last_change(), site.archive.papers_change()
    pictures = site.gallery.last_change() if site.gallery else 0
    if (
        held is not None
        and _holds(site, scope, day, held, now=now, change=change, papers=papers)
        and (pictures == held.pictures or _hang(site, around, held.issue))
    ):
        held.pictures, held.asked = pictures, now
        return held
    return _Held(broadsheet.issue(site, around, scope, day, now=now), now, now, change, papers, pictures)


def _holds(
    site: Site, scope: Scope, day: date, held: _Held, *, now: datetime, change: int, papers: int
) -> bool:
    """Whether nothing happened to the day since. Where only other days' articles came, that is remembered."""
    if papers != held.papers or not timedelta() <= now - held.made < LONGEST:
        return False
    if change == held.change:
        return True
    since = site.archive.changes(held.change, limit=_LOOKED_AT)
    looked = held.issue.looked if held.issue else frozenset()
    if len(since) == _LOOKED_AT or any(one.article in looked for one in since):
        return False
    heads = site.archive.headlines([one.article for one in since if one.kind is not ChangeKind.REVISED])
    first, last = edge(day, scope.zone), edge(day + timedelta(days=1), scope.zone)
    if any(first <= one.at < last for one in heads):
        return now - held.made < LATE  # looked through again the next time
    held.change = since[-1].number if since else held.change
    return True


def _hang(site: Site, around: Frame, shown: Issue | None) -> bool:
    """Whether every picture that hangs in it may still."""
    if shown is None or site.gallery is None:
        return True
    told = [shown.lead, *(one for part in shown.parts for one in part.told)]
    worn: dict[ArticleId, str] = {one.piece.id: one.piece.source for one in told if one.piece.picture}
    heads = {one.id: one for one in site.archive.headlines(list(worn))}
    robots = {article: heads[article].robots if article in heads else () for article in worn}
    found = site.gallery.of(worn, around.sources, public=site.settings.public, robots=robots)
    return all(article in found and found[article].covered is None for article in worn)


def _beside(site: Site, scope: Scope, day: date) -> tuple[Turn | None, Turn | None]:
    """The issue before, where anything is kept, and the day after."""
    before = last_before(site.archive, day, reader_of(scope, day))
    after = day + timedelta(days=1)
    return _turn(before, day, scope) if before else None, _turn(after, day, scope)


def _turn(one: date, shown: date, scope: Scope) -> Turn:
    name = dates.day(one, scope.how, weekday=True, year=one.year != shown.year)
    return Turn(name, scope.path(f"{_PATH}/{one.isoformat()}"))


def _missing(day: date, today: date, previous: Turn | None) -> str:
    """Why there is no issue."""
    if day > today:
        return wording.said("issue", "future")
    if previous is None:
        return wording.said("issue", "before")
    return wording.said("issue", "early" if day == today else "empty")
