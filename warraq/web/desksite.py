"""How does an operator say what the site is called, in which colours, and with what words? Looked at before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.newsroom.admission import Seat
from warraq.ports.mastheads import Mastheads
from warraq.press import Masthead, Recast, Role
from warraq.web import addresses, colours, dates, recasting, titles, wording
from warraq.web.admitted import Fields, room, seated, signed
from warraq.web.failing import not_found
from warraq.web.pages import answer, render
from warraq.web.reading import wishes
from warraq.web.recasting import LANGUAGES, TEXTS, Flaw
from warraq.web.site import Site, scope_of, site_of
from warraq.web.tongue import ARABIC

PATH = "/desk/site"
_LISTED = 20
# Arabic as forms send it takes six bytes a letter.
_LONGEST = 6 * 3 * sum(TEXTS.values()) + 8_000
_DO = ("preview", "save", "undo")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form. `limit` letters; `flaw` is what is wrong with it, in a sentence; `hint` what stands where it is
    left empty."""

    name: str
    label: str
    value: str
    limit: int
    flaw: str | None
    hint: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """The fields in one language. `folded`: nothing is said in it, and the site's own is another."""

    code: str
    name: str
    fields: tuple[Field, ...]

    @property
    def folded(self) -> bool:
        return self.code != ARABIC and not any(field.value for field in self.fields)


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier masthead in the list of changes. `what` changed with it, in words; `stands`: it is the newest."""

    number: int
    at: str
    machine: str
    by: Markup | str
    what: str
    stands: bool


async def _shown(request: Request, seat: Seat) -> Response:
    """GET /desk/site"""
    site = site_of(request)
    if site.mastheads is None:
        return await not_found(request)
    saved = next((one for one in ("saved", "undone") if one in request.query_params), None)
    standing = await site.pool.ask(site.masthead)
    return await _form(request, seat, site.mastheads, recasting.written(standing), stage=saved)


async def _done(request: Request, seat: Seat, fields: Fields) -> Response:
    """POST /desk/site: do=preview, do=save, or do=undo with the number of the state that is to be again."""
    site, held = site_of(request), site_of(request).mastheads
    if held is None or fields.get("do") not in _DO:
        return await not_found(request)
    after = _number(fields.get("after", ""))
    if fields["do"] == "undo":
        return await _undone(request, seat, held, _number(fields.get("number", "")), after)
    masthead, flaws = recasting.read(fields)
    if flaws:
        return await _form(request, seat, held, fields, stage="flawed", flaws=flaws, status=400)
    if fields["do"] == "preview":
        return await _form(request, seat, held, recasting.written(masthead), proposed=masthead)
    put = await _put(site, held, masthead, seat, after)
    if put is None:
        return await _form(request, seat, held, recasting.written(masthead), stage="late", status=409)
    return RedirectResponse(f"{PATH}?saved", status_code=303)


async def _undone(request: Request, seat: Seat, held: Mastheads, number: int, after: int) -> Response:
    site = site_of(request)
    earlier = await site.pool.ask(lambda: held.recast(number)) if number else None
    if earlier is None and number:
        return await not_found(request)
    masthead = earlier.masthead if earlier else Masthead()
    if await _put(site, held, masthead, seat, after, undoes=number) is None:
        standing = await site.pool.ask(site.masthead)
        return await _form(request, seat, held, recasting.written(standing), stage="late", status=409)
    return RedirectResponse(f"{PATH}?undone", status_code=303)


async def _put(
    site: Site, held: Mastheads, masthead: Masthead, seat: Seat, after: int, *, undoes: int | None = None
) -> Recast | None:
    now = site.clock.now()
    return await site.pool.ask(
        lambda: held.put(masthead, by=seat.user.name, now=now, after=after, undoes=undoes)
    )


async def _form(
    request: Request,
    seat: Seat,
    held: Mastheads,
    given: Fields,
    *,
    stage: str | None = None,
    flaws: tuple[Flaw, ...] = (),
    proposed: Masthead | None = None,
    status: int = 200,
) -> Response:
    """The form; with `proposed` in a page that is already called and coloured so."""
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    listed = await site.pool.ask(lambda: held.listed(limit=_LISTED + 1))
    standing = listed[0].masthead if listed else Masthead()
    shown = proposed or standing  # the frame may be two seconds old
    head = titles.shown(shown)
    if proposed and head.sheet:
        accents = {"light": shown.light or "", "dark": shown.dark or ""}
        head = replace(head, sheet=f"{PATH}.css?{urlencode(accents)}")
    told = {flaw.where: wording.said("flaws", flaw.kind, **flaw.said) for flaw in flaws}
    text = render(
        site,
        "desk_site.html",
        site.headed(around, scope, shown),
        scope=scope,
        titles=head,
        reader=wishes(request),
        told=wording.said("recast", stage) if stage else None,
        alarm=status != 200,
        previewed=proposed is not None,
        languages=tuple(
            Language(one, wording.said("recast", f"in_{one}"), _texts(given, told, one)) for one in LANGUAGES
        ),
        colours=tuple(_plain(given, told, one, 7) for one in ("light", "dark")),
        contact=_plain(given, told, "contact", recasting.CONTACT_LETTERS),
        hijri=_plain(given, told, "hijri", 2),
        offsets=tuple((str(one), wording.said("hijri", _offset(one))) for one in recasting.HIJRI),
        after=listed[0].number if listed else 0,
        past=_past(site, listed),
        **room(request, seat),
    )
    return answer(request, text, status=status)


def _texts(given: Fields, told: Fields, language: str) -> tuple[Field, ...]:
    return tuple(
        Field(
            f"{name}_{language}",
            wording.said("recast", name),
            given.get(f"{name}_{language}", ""),
            most,
            told.get(f"{name}_{language}"),
            wording.said("recast", f"{name}_hint"),
            long=name == "about",
        )
        for name, most in TEXTS.items()
    )


def _plain(given: Fields, told: Fields, name: str, limit: int) -> Field:
    label, hint = wording.said("recast", name), wording.said("recast", f"{name}_hint")
    return Field(name, label, given.get(name, ""), limit, told.get(name), hint)


def _past(site: Site, listed: tuple[Recast, ...]) -> tuple[Past, ...]:
    """The changes, the newest first, each beside the one before it."""
    lines = []
    for one, before in zip(listed, (*listed, None)[1:], strict=True):
        when = dates.stamp(one.at, site.zone, site.how)
        what = _what(one, before.masthead if before else Masthead())
        lines.append(
            Past(one.number, when, dates.instant(one.at), signed(one.by), what, stands=one is listed[0])
        )
    return tuple(lines[:_LISTED])


def _what(one: Recast, before: Masthead) -> str:
    if one.undoes is None:
        return changed(before, one.masthead)
    return (
        wording.said("recast", "undoes", number=str(one.undoes))
        if one.undoes
        else wording.said("recast", "undoes_all")
    )


def changed(before: Masthead, after: Masthead) -> str:
    """Which fields two mastheads differ in, in words."""
    one, other = recasting.written(before), recasting.written(after)
    names = dict.fromkeys(name.rpartition("_")[0] or name for name in other if one[name] != other[name])
    return wording.said("recast", "between").join(
        wording.said("recast", name) for name in names
    ) or wording.said("recast", "nothing")


def _offset(days: int) -> str:
    return f"minus_{-days}" if days < 0 else f"plus_{days}"


def _number(text: str) -> int:
    return int(addresses.article_id(text) or 0)


async def _sheet(request: Request, _: Seat) -> Response:
    """GET /desk/site.css?light=&dark=: the colours that are looked at before they are kept."""
    accents = {name: request.query_params.get(name, "") for name in ("light", "dark")}
    masthead, _flaws = recasting.read(accents)
    return Response(colours.sheet(masthead), media_type="text/css; charset=utf-8")


edit = seated(_shown, _done, least=Role.ADMIN, longest=_LONGEST)
sheet = seated(_sheet, least=Role.ADMIN)
