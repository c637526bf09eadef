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
from warraq.web import failing, front, later, statics
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

# What the first page does not need is named here and read later (`web.later`). The words before /{source} are all among
# press.RESERVED_SLUGS, or hold a character that no slug has. An edition's word before any of them is taken off first (`web.scope`).
ROUTES = (
    Route("/", kept(front.front, LONGEST)),
    Route("/rss", later.feed("front.view")),
    Route("/latest", kept(later.page("latest.latest"))),
    Route("/latest/rss", later.feed("latest.view")),
    Route("/latest/new", later.page("live.fresh")),
    Route("/ticker", later.page("live.ticker")),
    Route("/saved", later.page("saved.saved")),
    Route("/offline", later.page("offline.offline")),
    Route("/offline.json", later.page("offline.forgotten")),
    Route("/sw.js", later.page("offline.worker")),
    Route("/manifest.webmanifest", later.page("offline.manifest")),
    Route("/section/{desk}", kept(later.page("section.section"))),
    Route("/section/{desk}/rss", later.feed("section.view")),
    Route("/author/{name}", kept(later.page("author.author"))),
    Route("/author/{name}/rss", later.feed("author.view")),
    Route("/clippings", later.page("clippings.clippings"), methods=["GET", "POST"]),
    Route("/clippings.html", later.page("clippings.file"), methods=["GET", "POST"]),
    Route("/day", kept(later.page("day.days"))),
    Route("/day/{day}", kept(later.page("day.day"))),
    Route("/day/{day}/rss", later.feed("day.view")),
    Route("/issue", later.page("issue.today")),
    Route("/issue/{day}.html", later.page("issue.file")),
    Route("/issue/{day}", later.page("issue.issue")),
    Route("/name/{name}.json", later.page("name.as_json")),
    Route("/name/{name}", kept(later.page("name.name"))),
    Route("/name/{name}/rss", later.feed("name.view")),
    Route("/place/{code}", kept(later.page("place.place"))),
    Route("/place/{code}/rss", later.feed("place.view")),
    Route("/places", kept(later.page("place.places"))),
    Route("/prayer", later.page("prayer.prayers")),
    Route("/prayer/{city}", later.page("prayer.prayer")),
    Route("/changes", later.page("changes.changes")),
    Route("/changes/rss", later.page("changes.feed")),
    Route("/search", later.page("search.search")),
    Route("/search/rss", later.feed("search.view")),
    Route("/search.json", later.page("answers.as_json")),
    Route("/search.csv", later.page("answers.as_csv")),
    Route("/search/complete", later.page("completing.complete")),
    Route("/search/help", later.page("guide.guide")),
    Route("/stories", kept(later.page("most.most"))),
    Route("/stories/rss", later.page("most.feed")),
    Route("/story/{id}", kept(later.page("story.story"))),
    Route("/story/{id}/rss", later.page("story.feed")),
    Route("/story/{id}/why", later.page("whytogether.why")),
    Route("/sources", later.page("sources.sources")),
    Route("/settings/language", later.page("switch.language"), methods=["GET", "POST"]),
    Route("/settings/headlines", later.page("preferences.moved")),
    Route("/settings/reading", later.page("preferences.reading"), methods=["GET", "POST"]),
    Route("/about", later.page("imprint.about")),
    Route("/contact", later.page("imprint.contact")),
    Route("/privacy", later.page("imprint.privacy")),
    Route("/rights", later.page("imprint.rights")),
    Route("/request", later.page("request.ask"), methods=["GET", "POST"]),
    Route("/request/{ticket}", later.page("request.ticket"), methods=["GET", "POST"]),
    Route("/url", later.page("article.by_address")),
    Route("/desk", later.page("desk.desk")),
    Route("/desk/login", later.page("login.login"), methods=["GET", "POST"]),
    Route("/desk/logout", later.page("login.logout"), methods=["GET", "POST"]),
    Route("/desk/requests", later.page("deskrequests.listed")),
    Route("/desk/requests/{number}", later.page("deskrequest.one"), methods=["GET", "POST"]),
    Route("/desk/stories", later.page("deskstories.stories"), methods=["GET", "POST"]),
    Route("/desk/stories/{id}", later.page("deskstory.story"), methods=["GET", "POST"]),
    Route("/desk/papers", later.page("deskpapers.papers")),
    Route("/desk/papers/{source}", later.page("deskpaper.paper"), methods=["GET", "POST"]),
    Route("/desk/site", later.page("desksite.edit"), methods=["GET", "POST"]),
    Route("/desk/site.css", later.page("desksite.sheet")),
    Route("/desk/pictures", later.page("deskpictures.pictures")),
    Route("/desk/pictures/log", later.page("desklog.log")),
    Route("/desk/pictures/log.jsonl", later.page("desklog.file")),
    Route("/desk/pictures/restore", later.page("deskday.restore"), methods=["GET", "POST"]),
    Route("/desk/pictures/{id}", later.page("deskcase.case"), methods=["GET", "POST"]),
    Route("/desk/pictures/{id}/blurred", later.page("deskprints.blurred")),
    Route("/desk/pictures/{id}/full", later.page("deskprints.full")),
    Route("/site.css", later.page("sitecss.sheet")),
    Route("/health", later.page("health.health")),
    Route("/health/rss", later.page("healthfeed.feed")),
    Route("/healthz", later.page("status.health")),
    Route("/readyz", later.page("status.ready")),
    Route("/metrics", later.page("metrics.metrics")),
    Route("/robots.txt", later.page("robots.robots")),
    Route("/sitemap.xml", later.page("sitemap.index")),
    Route("/sitemap/{name}.xml", later.page("sitemap.sitemap")),
    Route("/favicon.ico", statics.favicon),
    Route("/static/{name}", statics.static),
    Route("/picture/{id}", later.page("picture.picture")),
    Route("/picture/{id}/card", later.page("picture.card")),
    Route("/picture/{id}/report", later.page("report.report"), methods=["GET", "POST"]),
    Route("/picture/{id}/appeal", later.page("report.appeal"), methods=["GET", "POST"]),
    Route("/picture/{id}/{width}", later.page("picture.screen")),
    Route("/icon/{source}/{mark}", later.page("icons.icon")),
    Route("/hub/{token}", later.page("hub.hub"), methods=["GET", "POST"]),
    Route("/watch/{token}/rss", later.page("watchfeed.feed")),
    Route("/{source}", kept(later.page("source.source"))),
    Route("/{source}/rss", later.feed("source.view")),
    Route("/{source}/health", later.page("health.of_source")),
    Route("/{source}/{id}", kept(later.page("article.article"))),
    Route("/{source}/{id}/cite", later.page("cite.cite")),
    Route("/{source}/{id}/cite.{form}", later.page("cite.as_form")),
    Route("/{source}/{id}/record.{form}", later.page("cite.record")),
    Route("/{source}/{id}/versions", later.page("versions.versions")),
    Route("/{source}/{id}/versions/{number}", later.page("versions.version")),
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
        stories,
    )
    app.state.kept = Kept()
    templates()
    statics.statics()
    return app
