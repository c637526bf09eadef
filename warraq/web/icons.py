"""What does a paper's icon look like? Our own print of it, by the paper and its mark; never anything that a server sent."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from warraq.press import icon_key
from warraq.web import addresses
from warraq.web.failing import not_found
from warraq.web.packing import holds
from warraq.web.site import site_of

# Another icon has another address, and pages name it within seconds no more: it may be kept by the browser that asked, and by nobody between.
_HEADERS = {
    "cache-control": "private, max-age=604800, immutable",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
}


async def icon(request: Request) -> Response:
    """GET /icon/<source>/<mark>: the icon as it stands; with another mark there is none."""
    site = site_of(request)
    slug = addresses.slug(request.path_params["source"])
    held = (await site.whole()).icons.get(slug or "")
    gallery = site.gallery
    if held is None or held.print is None or gallery is None or held.mark != request.path_params["mark"]:
        return await not_found(request)
    etag = f'"{held.mark}"'
    headers = _HEADERS | {"etag": etag}
    if holds(request, etag):
        return Response(status_code=304, headers=headers)
    key = icon_key(held.print)
    body = await site.pool.ask(lambda: gallery.objects.get(key))
    if body is None:
        return await not_found(request)
    return Response(body, media_type="image/png", headers=headers)
