"""What was ever done to reported pictures, and was the log altered since? `/desk/pictures/log`, to read and to take along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from warraq.moderation import caselog
from warraq.newsroom import casework
from warraq.newsroom.admission import Seat
from warraq.ports.reports import Reports
from warraq.press import CaseEvent, PictureId, Role
from warraq.web import addresses, casewords, wording
from warraq.web.admitted import room, seated
from warraq.web.casefile import PATH
from warraq.web.casewords import ROOM
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.pages import page
from warraq.web.site import Site, site_of
from warraq.web.tongue import number as number_of

EACH = 100
# A longer log is looked through only when somebody asks: it is read whole, with every case that it names.
_AT_ONCE = 5_000
_STEP = 2_000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines: of a month (`2026-03`, UTC; `None`: the newest that has any), a picture, a kind of event."""

    month: str | None
    picture: PictureId | None
    event: CaseEvent | None

    def query(self, **more: int | str) -> str:
        event = self.event.value if self.event else ""
        said = {"month": self.month or "", "picture": self.picture or "", "event": event, **more}
        kept = "&".join(f"{name}={value}" for name, value in said.items() if value != "")
        return f"?{kept}" if kept else ""


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/pictures/log?month=&picture=&event=&page=&verify="""
    site, gallery = site_of(request), site_of(request).gallery
    if gallery is None:
        return await not_found(request)
    around, query, reports = await site.whole(), request.query_params, gallery.desk.reports
    at = int(addresses.article_id(query.get("page", "1")) or 1)
    months = await site.pool.ask(lambda: [one.month for one in reports.months()])
    wanted = _filter(query.get("month", ""), query.get("picture", ""), query.get("event", ""), months)
    asked = await site.pool.ask(lambda: _asked(site, around, reports, wanted, at))
    state = await site.pool.ask(lambda: _state(reports, asked=bool(query.get("verify"))))
    return await page(
        request,
        "desk_log.html",
        kept=False,
        months=months,
        events=[(one.value, wording.said(ROOM, f"event_{one.value}")) for one in CaseEvent],
        wanted=wanted,
        state=state,
        back=PATH,
        file=f"{PATH}/log.jsonl",
        path=f"{PATH}/log",
        **asked,
        **room(request, seat),
    )


def _filter(month: str, picture: str, event: str, months: list[str]) -> Filter:
    number = addresses.picture_id(picture)
    of = month if month in months else None
    if of is None and number is None and months:
        of = months[0]
    return Filter(of, number, CaseEvent(event) if event in set(CaseEvent) else None)


def _asked(site: Site, around: Frame, reports: Reports, wanted: Filter, at: int) -> dict[str, Any]:
    """The lines, the newest first. Blocks."""
    since, until = _month(wanted.month) if wanted.month else (None, None)
    lines = [
        one
        for one in reversed(reports.log(wanted.picture, since=since, until=until))
        if wanted.event in (None, one.said.event)
    ]
    shown = lines[(at - 1) * EACH : at * EACH]
    path = f"{PATH}/log"
    return {
        "lines": tuple(casewords.told(one, site, around.sources) for one in shown),
        "many": wording.counted("log_lines", len(lines)),
        "before": path + wanted.query(page=at - 1 if at > 2 else "") if at > 1 else None,
        "after": path + wanted.query(page=at + 1) if at * EACH < len(lines) else None,
    }


def _month(month: str) -> tuple[datetime, datetime]:
    since = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    ahead = since.month // 12
    return since, since.replace(year=since.year + ahead, month=since.month % 12 + 1)


@dataclass(frozen=True, slots=True)
class _State:
    """Whether the log is whole, in a sentence; `None` for one that nobody asked about and is long."""

    told: str | None
    whole: bool = True


def _state(reports: Reports, *, asked: bool) -> _State:
    """Blocks."""
    if not asked and reports.log(after=_AT_ONCE, limit=1):
        return _State(None)
    found = casework.verified(reports)
    if found.broken is not None:
        return _State(wording.said(ROOM, "broken", line=number_of(found.broken)), whole=False)
    if found.differ:
        pictures = wording.listed(str(one) for one in found.differ[:9])
        return _State(wording.said(ROOM, "differ", pictures=pictures), whole=False)
    return _State(wording.counted("lines_whole", found.lines))


async def _file(request: Request, _: Seat) -> Response:
    """GET /desk/pictures/log.jsonl: the whole log, a line a line, the oldest first; nobody is in it"""
    site, gallery = site_of(request), site_of(request).gallery
    if gallery is None:
        return await not_found(request)
    reports = gallery.desk.reports

    body = await site.pool.ask(lambda: b"".join(_written(reports)))
    headers = {"content-disposition": 'attachment; filename="warraq-reports-log.jsonl"'}
    return Response(body, media_type="application/x-ndjson", headers=headers)


def _written(reports: Reports) -> Iterator[bytes]:
    """Some hundreds of bytes a line; of its lines only so many are held at a time."""
    last = 0
    while lines := reports.log(after=last, limit=_STEP):
        yield b"".join(orjson.dumps(caselog.told(one)) + b"\n" for one in lines)
        last = lines[-1].number


log = seated(_shown, least=Role.MODERATOR)
file = seated(_file, least=Role.MODERATOR)
