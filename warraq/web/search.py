"""Where do these words stand in the press? `/search`: the papers' own spelling, with what was asked for marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from warraq.ports.index import Facets, Hits
from warraq.press import ArticleId
from warraq.query.names import Here
from warraq.query.tree import Phrase, Prefix, Question, Sort, Word, positive
from warraq.web import addresses, asked, chips, facets, finding, meant, spans, why, wording
from warraq.web.again import Mark
from warraq.web.asked import DEEPEST, Asked
from warraq.web.finding import Result
from warraq.web.folding import LOOKED_AT, Fold, Together, folds, together
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.manner import manner
from warraq.web.packing import Made
from warraq.web.pages import again, answer, render
from warraq.web.pages import page as paged
from warraq.web.place import named
from warraq.web.reading import Wishes, wishes
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.view import View, headline

_EACH = 10
_COPIES = 20
_NAMED_LETTERS = 120  # of the question, in the page's heading


@dataclass(frozen=True, slots=True)
class Opened:
    """One result that the reader wants to know more of: why it is among the answers, or where else its text stands."""

    article: ArticleId | None = None
    why: tuple[str, ...] = ()
    copies: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    question: Question
    hits: Hits
    results: tuple[Result, ...]
    counts: Facets
    opened: Opened
    suggested: meant.Way | None = None
    looser: tuple[meant.Way, ...] = ()
    folds: Mapping[ArticleId, Fold] = field(default_factory=dict)
    events: str | None = None  # of how many events these are, where they stand together

    @property
    def nearly(self) -> bool:
        """Whether one word was asked for, and what is found holds none but its likes."""
        words = [leaf for leaf in positive(self.question.tree) if isinstance(leaf, Word | Phrase | Prefix)]
        return self.hits.relaxed and len(words) == 1

    @property
    def lists(self) -> tuple[tuple[Result, ...], tuple[Result, ...]]:
        """What stands together, and apart under a heading: near answers, unless they stand among the others (of a question so
        long that nobody means every word)."""
        whole = next((number for number, one in enumerate(self.results) if one.near), len(self.results))
        mixed = any(not one.near for one in self.results[whole:])
        return (self.results, ()) if mixed else (self.results[:whole], self.results[whole:])


async def view(request: Request) -> View | None:
    """The list of `/search`, newest first; `None` where nothing is asked for."""
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    given = read(request, scope, around)
    return None if given.nothing else _view(given, around, scope)


async def search(request: Request) -> Response:
    """GET /search?q=&sort=best|newest&source=&section=&place=&country=&language=&when=&group=story&after=&why=&copies="""
    site, scope = site_of(request), scope_of(request)
    around = await site.frame(scope)
    given = read(request, scope, around)
    if given.nothing:
        return await paged(request, "search_start.html")
    wanted = {name: addresses.article_id(request.query_params.get(name, "")) for name in ("why", "copies")}
    key = (bytes(request.scope["query_string"]), scope.prefix, manner(request))

    def ask() -> tuple[Mark, Made | Found]:
        mark = site.again.mark()
        return mark, site.again.said(key, mark, around) or _find(site, given, around, scope, wanted, mark)

    mark, found = await site.pool.ask(ask)
    if isinstance(found, Made):
        return again(request, found)
    page = answer(request, _page(site, given, found, around, scope, wishes(request)))
    if page.made is not None:
        site.again.keep(key, mark, around, page.made)
    return page


def _page(site: Site, given: Asked, found: Found, around: Frame, scope: Scope, reader: Wishes) -> str:
    notes = (wording.note(key, value) for key, value in found.question.notes)
    onward = found.hits.next
    return render(
        site,
        "search.html",
        around,
        scope=scope,
        reader=reader,
        q=given.text,
        view=_view(given, around, scope),
        named=_heading(given, around, scope),
        asked=given,
        address=Markup(escape(given.page(given.after))),  # noqa: S704 (escaped once for all links)
        found=found,
        total=_total(found),
        notes=tuple(note for note in notes if note),
        beside=site.besides.of(given, found.counts, around, scope, named),
        typed=chips.typed(given, around, scope, named),
        back=given.page(given.after[:-1]) if given.after else None,
        onward=given.page((*given.after, onward)) if onward and onward.rank < DEEPEST else None,
        cut_short=onward is not None and onward.rank >= DEEPEST,
        best=Sort.BEST,
        newest=Sort.NEWEST,
    )


def read(request: Request, scope: Scope, around: Frame) -> Asked:
    """What the address asks of the edition."""
    today = site_of(request).clock.now().astimezone(scope.zone).date()
    here = Here(around.names, today, scope.how.first_day)
    path = scope.path("/search")
    return asked.read(request.query_params, path=path, countries=scope.kept, zone=scope.zone, here=here)


def _view(given: Asked, around: Frame, scope: Scope) -> View:
    newest = replace(given, sort=Sort.NEWEST)
    named = _heading(newest, around, scope)
    return View(newest.path, named, question=newest.question(), query=newest.query())


def _heading(given: Asked, around: Frame, scope: Scope) -> str:
    """What was asked for, in words: the question itself, else what narrows it."""
    if given.text.strip():
        text = given.text
        return text if len(text) <= _NAMED_LETTERS else f"{text[:_NAMED_LETTERS]}…"
    sources = (around.sources[slug].name for slug in given.sources if slug in around.sources)
    sections = (name for slug in given.sections if (name := scope.label(slug)))
    places = (name for code in given.places if (name := named(code)))
    countries = (name for code in given.countries if (name := wording.country(code)))
    languages = (name for code in given.languages if (name := wording.language(code)))
    times = (spans.said(span, scope) for span in given.chosen("when"))
    return wording.listed([*sections, *places, *sources, *countries, *languages, *times]) or "…"


def _total(found: Found) -> str | None:
    """How many articles answer, and how many texts these are where papers printed one text several times."""
    if not found.hits.total:
        return None
    said = wording.counted("article", found.hits.total)
    texts = found.counts.texts
    return f"{said} {wording.counted('in_text', texts)}" if 0 < texts < found.hits.total else said


def _events(joined: Together) -> str | None:
    """Of how many events the answers are; of many answers, the best of them."""
    if joined.page.relaxed or not joined.looked_at:
        return None
    said = wording.counted("in_event", joined.events)
    if not joined.beyond:
        return said
    return f"{wording.counted('first_answers', joined.looked_at)} {said}"


def _find(
    site: Site,
    given: Asked,
    around: Frame,
    scope: Scope,
    wanted: dict[str, ArticleId | None],
    mark: Mark,
) -> Found:
    question = given.question()
    joined = None
    if given.grouped:
        every = finding.hits(site, replace(given, after=()), question, limit=LOOKED_AT)
        joined = together(site, every, start=given.after[-1].rank if given.after else 0, each=_EACH)
        hits = joined.page
    else:
        hits = finding.hits(site, given, question, limit=_EACH)
    counts = site.counts.of(question, most=facets.MOST, at=mark[1:]) if hits.total > 1 else Facets()
    results = finding.results(site, question, hits, around=around, scope=scope, at=mark[:2])
    opened = _opened(site, question, results, around, scope, wanted)
    few = (hits.total < meant.FEW or hits.relaxed) and not (given.after or question.empty)
    return Found(
        question,
        hits,
        results,
        counts,
        opened,
        suggested=meant.suggested(site.index.suggest(question), given) if few else None,
        looser=meant.looser(site.index, given) if few and (hits.relaxed or not hits.total) else (),
        folds=folds(site, joined, around, scope) if joined else {},
        events=_events(joined) if joined else None,
    )


def _opened(
    site: Site,
    question: Question,
    results: tuple[Result, ...],
    around: Frame,
    scope: Scope,
    wanted: dict[str, ArticleId | None],
) -> Opened:
    """Asked of the index only where the reader asks."""
    for one in results:
        number = one.article.id
        if number == wanted["why"]:
            reasons = site.index.explain(question, [number]).get(number, ())
            return Opened(number, why=why.sentences(reasons, one.article, question))
        if number == wanted["copies"] and one.copies:
            others = tuple(map(headline, finding.held_of(site, one.copies[:_COPIES])))
            return Opened(number, copies=site.lines(others, around, scope))
    return Opened()
