"""How does a reader say how they want to read? One plain form, and a cookie of their own browser that holds the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.language import arabic
from warraq.press import Source
from warraq.sections.genres import GENRES
from warraq.web import asker, forms, wording
from warraq.web import reading as wished
from warraq.web.bidi import isolated
from warraq.web.frame import Frame
from warraq.web.lines import paper_path
from warraq.web.pages import page
from warraq.web.reading import Wishes
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of

PATH = "/settings/reading"
_MOST_BYTES = 16_000  # every box of the form ticked
_FIELDS = 2 * wished.MOST_PAPERS + 40  # every paper on the form, and its other questions
_LISTED = 60  # papers on the form, beside those that are muted; the others are found by name
_FIND = 60  # characters


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on the form: `value` is "" for "nothing said". `told` explains it, `language` is the name's own."""

    value: str
    name: str | Markup
    chosen: bool
    told: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the form that has one answer."""

    key: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers on the form, those that are muted first; `unlisted` others match what was sought."""

    choices: tuple[Choice, ...]
    unlisted: int
    found: int


async def moved(request: Request) -> Response:
    """GET /settings/headlines: where kinds of headlines were muted before."""
    return RedirectResponse(scope_of(request).path(PATH), status_code=301)


async def reading(request: Request) -> Response:
    """GET and POST /settings/reading: a plain form. GET with its fields shows them as they were chosen and not yet kept, for the
    button that seeks a paper; the answer to POST is the cookie. `mute-paper` or `hear-paper` and a slug changes that alone."""
    site, scope = site_of(request), scope_of(request)
    if request.method != "POST":
        asked = _fields(request.scope.get("query_string", b"")) or {}
        known = wished.chosen(asked) if "find" in asked else wished.wishes(request)
        return await _form(request, known, asked, stage="saved" if "saved" in asked else None)
    sent = await forms.body(request, most=_MOST_BYTES)
    given = None if sent is None else _fields(sent)
    if given is None or not asker.from_our_page(request, site.settings.address):
        return await _form(request, wished.wishes(request), {}, stage="strange", status=403)
    slug = next(iter((*given.get("mute-paper", ()), *given.get("hear-paper", ()))), None)
    if slug is not None:
        return await _of_one_paper(request, slug, mute="mute-paper" in given)
    around = await site.frame(scope)
    papers = around.sources.keys() & frozenset(given.get("papers", ()))
    editions = [one for one in given.get("edition", ()) if one in site.scopes]
    known = wished.chosen({**given, "papers": sorted(papers), "edition": editions})
    if len(papers) > wished.MOST_PAPERS or len(wished.written(known)) > wished.MOST_BYTES:
        return await _form(request, known, given, stage="too_many", status=400)
    return _kept(request, site, known, f"{scope.path(PATH)}?saved")


async def _of_one_paper(request: Request, slug: str, *, mute: bool) -> Response:
    """The button on a paper's own page."""
    site, known = site_of(request), wished.wishes(request)
    around = await site.whole()
    if slug not in around.sources:
        return await _form(request, known, {}, stage="strange", status=400)
    papers = known.papers | {slug} if mute else known.papers - {slug}
    made = replace(known, papers=papers)
    if len(papers) > wished.MOST_PAPERS or len(wished.written(made)) > wished.MOST_BYTES:
        return await _form(request, known, {}, stage="too_many", status=400)
    return _kept(request, site, made, paper_path(slug))


def _kept(request: Request, site: Site, known: Wishes, onward: str) -> Response:
    answer = RedirectResponse(onward, status_code=303)
    wished.keep(answer, known, secure=forms.is_secure(request, site))
    return forms.private(answer)


async def _form(
    request: Request,
    known: Wishes,
    given: Mapping[str, Sequence[str]],
    *,
    stage: str | None,
    status: int = 200,
) -> Response:
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    sought = next(iter(given.get("find", ())), "").strip()[:_FIND]
    answer = await page(
        request,
        "reading.html",
        status=status,
        kept=False,
        rows=_rows(site, known),
        kinds=tuple(
            Choice(
                kind, wording.said("genres", kind), kind in known.mute, told=wording.said("genres_told", kind)
            )
            for kind in GENRES
        ),
        papers=_papers(scope, around, known, sought),
        sought=sought,
        notice=wording.said("reading", stage) if stage else None,
        action=scope.path(PATH),
    )
    return forms.private(answer)


def _rows(site: Site, known: Wishes) -> tuple[Row, ...]:
    """The questions with one answer; which edition is asked where there are several."""
    rows = [
        Row("ui", wording.said("reading", "ui"), tuple(_language(code, known.ui) for code in wished.UIS)),
        _row("size", wished.SIZES, known.size, "m"),
        _row("digits", wished.DIGITS, known.digits, "latn"),
        _row("theme", ("", *wished.THEMES), known.theme, ""),
    ]
    if len(site.scopes) > 1:
        every = Choice("", wording.said("reading", "every_edition"), known.edition not in site.scopes)
        own = (
            Choice(code, isolated(one.edition.name), code == known.edition)
            for code, one in site.scopes.items()
            if code
        )
        rows.append(Row("edition", wording.said("reading", "edition"), (every, *own)))
    return tuple(rows)


def _row(key: str, values: Iterable[str], given: str | None, usual: str) -> Row:
    names = {value: wording.said("reading", f"{key}_{value or 'system'}") for value in values}
    return Row(
        key,
        wording.said("reading", key),
        tuple(Choice(value, name, value == (given or usual)) for value, name in names.items()),
    )


def _language(code: str, given: str | None) -> Choice:
    """A language by the name that its own readers know it by."""
    return Choice(code, wording.said("tongues", code), code == (given or wished.UIS[0]), language=code)


def _papers(scope: Scope, around: Frame, known: Wishes, sought: str) -> Papers:
    """Those that are muted, and of the edition's those that were sought, the best known first."""
    first = {feed.partition("/")[0]: None for feed in scope.edition.first}
    own = [one.slug for one in scope.edition.sources]
    beyond = () if scope.prefix else around.sources
    order = [one for one in dict.fromkeys((*first, *own, *beyond)) if one in around.sources]
    silent = [slug for slug in order if slug in known.papers]
    silent += sorted(known.papers & around.sources.keys() - set(order))
    found = [slug for slug in order if slug not in known.papers and _is(around.sources[slug], sought)]
    shown = (*silent, *found[:_LISTED])
    choices = tuple(Choice(slug, isolated(around.sources[slug].name), slug in known.papers) for slug in shown)
    return Papers(choices, max(0, len(found) - _LISTED), len(found))


def _is(paper: Source, sought: str) -> bool:
    """Whether that is a part of the paper's name, in whatever spelling."""
    names = (paper.name, paper.name_en or "", paper.slug)
    return any(arabic.fold(sought.casefold()) in arabic.fold(name.casefold()) for name in names)


def _fields(sent: bytes) -> Mapping[str, Sequence[str]] | None:
    """A form's fields; `None` for one that has more than ours ever has."""
    try:
        return parse_qs(sent.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        return None
