"""Which page answers which address? The site as one application over the ports."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from warraq.errors import ArchiveError, IndexFailure
from warraq.newsroom.shownnames import ShownNames
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.index import Index
from warraq.ports.mastheads import Mastheads
from warraq.ports.rechecks import Doorway
from warraq.ports.stories import Stories
from warraq.ports.subscriptions import Subscriptions
from warraq.ports.watches import Watches
from warraq.press import Edition, Progress, Settings, Standing
from warraq.web import (
    answers,
    article,
    author,
    changes,
    cite,
    clippings,
    completing,
    day,
    desk,
    desksite,
    failing,
    front,
    guide,
    health,
    healthfeed,
    hub,
    imprint,
    issue,
    latest,
    live,
    login,
    metrics,
    most,
    name,
    offline,
    outfeeds,
    picture,
    place,
    prayer,
    preferences,
    report,
    robots,
    saved,
    search,
    section,
    sitecss,
    sitemap,
    source,
    sources,
    statics,
    status,
    story,
    switch,
    versions,
    watchfeed,
    whytogether,
)
from warraq.web import request as requests
from warraq.web.fresh import LONGEST
from warraq.web.gallery import Gallery
from warraq.web.hosts import Hosts
from warraq.web.kept import Kept, kept
from warraq.web.lodge import Lodge
from warraq.web.pages import Safeguards
from warraq.web.pool import Crowded, Pool
from warraq.web.rights import Rights
from warraq.web.routing import by_first_word
from warraq.web.scope import Editions
from warraq.web.site import Site
from warraq.web.templating import templates
from warraq.web.tongue import Tongues
from warraq.web.traffic import Counted
from warraq.web.upkeep import Upkeep

# The words before /{source} are all among press.RESERVED_SLUGS, or hold a character that no slug has. An edition's word
# before any of them is taken off first (`web.scope`).
ROUTES = (
    Route("/", kept(front.front, LONGEST)),
    Route("/rss", outfeeds.of(front.view)),
    Route("/latest", kept(latest.latest)),
    Route("/latest/rss", outfeeds.of(latest.view)),
    Route("/latest/new", live.fresh),
    Route("/ticker", live.ticker),
    Route("/saved", saved.saved),
    Route("/offline", offline.offline),
    Route("/offline.json", offline.forgotten),
    Route("/sw.js", offline.worker),
    Route("/manifest.webmanifest", offline.manifest),
    Route("/section/{desk}", kept(section.section)),
    Route("/section/{desk}/rss", outfeeds.of(section.view)),
    Route("/author/{name}", kept(author.author)),
    Route("/author/{name}/rss", outfeeds.of(author.view)),
    Route("/clippings", clippings.clippings, methods=["GET", "POST"]),
    Route("/clippings.html", clippings.file, methods=["GET", "POST"]),
    Route("/day", kept(day.days)),
    Route("/day/{day}", kept(day.day)),
    Route("/day/{day}/rss", outfeeds.of(day.view)),
    Route("/issue", issue.today),
    Route("/issue/{day}.html", issue.file),
    Route("/issue/{day}", issue.issue),
    Route("/name/{name}.json", name.as_json),
    Route("/name/{name}", kept(name.name)),
    Route("/name/{name}/rss", outfeeds.of(name.view)),
    Route("/place/{code}", kept(place.place)),
    Route("/place/{code}/rss", outfeeds.of(place.view)),
    Route("/places", kept(place.places)),
    Route("/prayer", prayer.prayers),
    Route("/prayer/{city}", prayer.prayer),
    Route("/changes", changes.changes),
    Route("/changes/rss", changes.feed),
    Route("/search", search.search),
    Route("/search/rss", outfeeds.of(search.view)),
    Route("/search.json", answers.as_json),
    Route("/search.csv", answers.as_csv),
    Route("/search/complete", completing.complete),
    Route("/search/help", guide.guide),
    Route("/stories", kept(most.most)),
    Route("/stories/rss", most.feed),
    Route("/story/{id}", kept(story.story)),
    Route("/story/{id}/rss", story.feed),
    Route("/story/{id}/why", whytogether.why),
    Route("/sources", sources.sources),
    Route("/settings/language", switch.language, methods=["GET", "POST"]),
    Route("/settings/headlines", preferences.moved),
    Route("/settings/reading", preferences.reading, methods=["GET", "POST"]),
    Route("/about", imprint.about),
    Route("/contact", imprint.contact),
    Route("/privacy", imprint.privacy),
    Route("/rights", imprint.rights),
    Route("/request", requests.ask, methods=["GET", "POST"]),
    Route("/request/{ticket}", requests.ticket),
    Route("/url", article.by_address),
    Route("/desk", desk.desk),
    Route("/desk/login", login.login, methods=["GET", "POST"]),
    Route("/desk/logout", login.logout, methods=["GET", "POST"]),
    Route("/desk/site", desksite.edit, methods=["GET", "POST"]),
    Route("/desk/site.css", desksite.sheet),
    Route("/site.css", sitecss.sheet),
    Route("/health", health.health),
    Route("/health/rss", healthfeed.feed),
    Route("/healthz", status.health),
    Route("/readyz", status.ready),
    Route("/metrics", metrics.metrics),
    Route("/robots.txt", robots.robots),
    Route("/sitemap.xml", sitemap.index),
    Route("/sitemap/{name}.xml", sitemap.sitemap),
    Route("/favicon.ico", statics.favicon),
    Route("/static/{name}", statics.static),
    Route("/picture/{id}", picture.picture),
    Route("/picture/{id}/card", picture.card),
    Route("/picture/{id}/report", report.report, methods=["GET", "POST"]),
    Route("/hub/{token}", hub.hub, methods=["GET", "POST"]),
    Route("/watch/{token}/rss", watchfeed.feed),
    Route("/{source}", kept(source.source)),
    Route("/{source}/rss", outfeeds.of(source.view)),
    Route("/{source}/health", health.of_source),
    Route("/{source}/{id}", kept(article.article)),
    Route("/{source}/{id}/cite", cite.cite),
    Route("/{source}/{id}/cite.{form}", cite.as_form),
    Route("/{source}/{id}/record.{form}", cite.record),
    Route("/{source}/{id}/versions", versions.versions),
    Route("/{source}/{id}/versions/{number}", versions.version),
)


def application(
    archive: Archive,
    index: Index,
    *,
    clock: Clock,
    edition: Edition,
    settings: Settings,
    progress: Callable[[], Progress],
    standing: Callable[[], Standing] = Standing,
    demo: bool = False,
    gallery: Gallery | None = None,
    doors: Callable[[], Mapping[str, Doorway]] = dict,
    upkeep: Upkeep | None = None,
    rights: Rights | None = None,
    subscriptions: Subscriptions | None = None,
    stories: Stories | None = None,
    watches: Watches | None = None,
    names: ShownNames | None = None,
    mastheads: Mastheads | None = None,
    lodge: Lodge | None = None,
) -> Starlette:
    """The site. Its reading threads end with its lifespan; the back ends stay the caller's to close.

    `standing` may block, and is asked often: whoever gives it keeps it cheap.
    """
    pool = Pool(settings.search_pool)
    if rights is not None:
        archive, index = rights.shown(archive, index)
    told = rights.shown_stories(stories) if rights is not None and stories is not None else stories

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            pool.close()
            if lodge is not None:
                lodge.pool.close()

    app = Starlette(
        routes=list(ROUTES),
        lifespan=lifespan,
        exception_handlers={
            404: failing.not_found,
            HTTPException: failing.refused,
            ArchiveError: failing.unavailable,
            IndexFailure: failing.unavailable,
            Crowded: failing.unavailable,
            Exception: failing.broken,
        },
    )
    app.router.redirect_slashes = False
    app.router.middleware_stack = by_first_word(app.router)  # type: ignore[assignment]
    app.state.upkeep = upkeep or Upkeep()
    app.add_middleware(
        Counted, traffic=app.state.upkeep.traffic, templates={route.endpoint: route.path for route in ROUTES}
    )
    app.add_middleware(Editions, edition=edition)
    app.add_middleware(Tongues)
    app.add_middleware(Hosts, settings=settings)
    app.add_middleware(Safeguards)
    app.state.site = Site(
        archive,
        index,
        clock,
        edition,
        settings,
        progress,
        standing,
        demo,
        pool,
        gallery,
        doors,
        rights,
        subscriptions,
        told,
        watches,
        names,
        mastheads,
        lodge,
    )
    app.state.issues = issue.Issues()
    app.state.kept = Kept()
    templates()
    statics.statics()
    return app
