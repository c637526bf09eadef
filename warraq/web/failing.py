"""What does a reader see when there is nothing to see, or when something is broken?"""

from __future__ import annotations

import logging
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warraq.errors import ArchiveError, IndexFailure
from warraq.web import tongue
from warraq.web.pages import SAFEGUARDS, page, standing
from warraq.web.pool import Crowded

log = logging.getLogger(__name__)

_RETRY_S = "5"


async def not_found(request: Request, error: Exception | None = None) -> Response:
    """404: an address that leads nowhere."""
    try:
        return await page(request, "message.html", status=404, kind="not_found")
    except (ArchiveError, Crowded):
        return standing(request, "message.html", status=404, kind="not_found")


async def refused(request: Request, error: Exception) -> Response:
    """Another HTTP error of the framework's own: a method we do not answer, a request we cannot read."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    answer = standing(request, "message.html", status=status, kind="refused")
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


async def unavailable(request: Request, error: Exception) -> Response:
    """503: the archive, the index or the crowd; said so, with when to come back."""
    kind = (
        "search"
        if isinstance(error, IndexFailure)
        else "crowded"
        if isinstance(error, Crowded)
        else "archive"
    )
    if kind != "crowded":
        log.error("page %s: %s", _named(request), error)
    answer = standing(request, "message.html", status=503, kind=kind)
    answer.headers["retry-after"] = _RETRY_S
    return answer


def _named(request: Request) -> str:
    """The page that was asked for, as a log may hold it: on one line, and without what only who made a request knows."""
    path = str(request.scope["path"])
    return "/request/…" if path.startswith("/request/") else quote(path, safe="/")


async def broken(request: Request, error: Exception) -> Response:
    """500: our own mistake. The framework logs it after this answer, which it sends past every middleware."""
    with tongue.speaking(tongue.wished(request), at=tongue.address(request.scope)):
        answer = standing(request, "message.html", status=500, kind="broken")
    answer.headers.update(SAFEGUARDS)
    return answer
