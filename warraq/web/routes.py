"""Which page answers which address? The site as one application over the ports."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Route

from warraq.errors import ArchiveError, IndexFailure
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.index import Index
from warraq.press import Edition, Progress, Settings
from warraq.web import article, failing, front, latest, picture, report, search, statics, status
from warraq.web.gallery import Gallery
from warraq.web.pages import Safeguards
from warraq.web.pool import Crowded, Pool
from warraq.web.site import Site
from warraq.web.templating import templates

# The words before /{source} are all among press.RESERVED_SLUGS, or hold a character that no slug has.
ROUTES = (
    Route("/", front.front),
    Route("/latest", latest.latest),
    Route("/search", search.search),
    Route("/sources", latest.papers),
    Route("/url", article.by_address),
    Route("/healthz", status.health),
    Route("/robots.txt", status.robots),
    Route("/static/{name}", statics.static),
    Route("/picture/{id}", picture.picture),
    Route("/picture/{id}/card", picture.card),
    Route("/picture/{id}/report", report.report, methods=["GET", "POST"]),
    Route("/{source}", latest.paper),
    Route("/{source}/{id}", article.article),
)


def application(
    archive: Archive,
    index: Index,
    *,
    clock: Clock,
    edition: Edition,
    settings: Settings,
    progress: Callable[[], Progress],
    demo: bool = False,
    gallery: Gallery | None = None,
) -> FastAPI:
    """The site. Its reading threads end with its lifespan; the back ends stay the caller's to close."""
    pool = Pool(settings.search_pool)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            pool.close()

    app = FastAPI(
        title="Warraq",
        routes=list(ROUTES),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers={
            404: failing.not_found,
            HTTPException: failing.refused,
            ArchiveError: failing.unavailable,
            IndexFailure: failing.unavailable,
            Crowded: failing.unavailable,
            Exception: failing.broken,
        },
        # What readers ask for is nobody's to trace.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    app.add_middleware(Safeguards)
    app.state.site = Site(archive, index, clock, edition, settings, progress, demo, pool, gallery)
    app.state.shown = front.Shown()
    templates()
    statics.statics()
    return app
