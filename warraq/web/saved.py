"""What did this reader put aside for later? Only their browser knows: this page is the shelf, empty as it leaves us."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from warraq.web.pages import page


async def saved(request: Request) -> Response:
    """GET /saved"""
    return await page(request, "saved.html")
