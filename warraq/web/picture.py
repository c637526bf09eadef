"""What does a picture look like? Our own print of it, by its number; never anything that a paper's server sent."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from warraq.press import SCREENS, Picture, PictureState, Print, object_key
from warraq.web import addresses, forms
from warraq.web.failing import not_found
from warraq.web.gallery import LOOK, Gallery, granted
from warraq.web.packing import holds
from warraq.web.pages import page
from warraq.web.site import Site, site_of

# Whatever a browser makes of these bytes when they are opened by themselves, it makes it without script, form, frame or
# origin.
ALONE = {
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
}
# Asked for again at every visit, since what is hidden must be gone; usually answered with 304.
_HEADERS = ALONE | {"cache-control": "private, no-cache"}

_SCREENS = frozenset(map(str, SCREENS))
_JPEGS = {"full": "image/jpeg", "card": "image/jpeg"}


async def picture(request: Request) -> Response:
    """GET /picture/<id>: the large JPEG, which everybody takes."""
    return await _print(request, "full")


async def card(request: Request) -> Response:
    """GET /picture/<id>/card: the small JPEG."""
    return await _print(request, "card")


async def screen(request: Request) -> Response:
    """GET /picture/<id>/<width>: a print for screens, of one of the widths of `press.SCREENS`."""
    width = request.path_params["width"]
    return await _print(request, width) if width in _SCREENS else await not_found(request)


async def found(request: Request) -> tuple[Site, Gallery, Picture] | None:
    """The picture that the address names, if there is one and some article lets it out of the house."""
    site = site_of(request)
    number = addresses.picture_id(request.path_params["id"])
    gallery = site.gallery
    if number is None or gallery is None:
        return None
    around = await site.whole()
    public = site.settings.public

    def asked() -> Picture | None:
        held = gallery.pictures.picture(number)
        if held is None or number in gallery.standing_in():
            return None
        if not granted(gallery.pictures, site.archive, number, around.sources, public=public):
            return None
        return held

    held = await site.pool.ask(asked)
    return (site, gallery, held) if held is not None else None


async def _print(request: Request, size: str) -> Response:
    asked = await found(request)
    if asked is None:
        return await not_found(request)
    site, gallery, held = asked
    if held.state is PictureState.HIDDEN:
        return await page(request, "picture_hidden.html", status=410, appeal=f"/picture/{held.id}/appeal")
    if held.state is PictureState.BLURRED and LOOK not in request.query_params:
        return forms.private(
            await page(
                request, "picture_blurred.html", href=request.url.path, look=f"{request.url.path}?{LOOK}=1"
            )
        )
    pixels = held.negative.pixels
    printed = _prints(held).get(size)
    if printed is None:
        return await not_found(request)
    etag = f'"{pixels[:24]}.{size}.{printed.size_bytes}"'
    headers = _HEADERS | {"etag": etag}
    if held.stored is not None and holds(request, etag):
        return Response(status_code=304, headers=headers)
    body = await site.pool.ask(lambda: gallery.objects.get(object_key(pixels, size)))
    if body is None or held.stored is None:
        return await not_found(request)
    return Response(body, media_type=_JPEGS.get(size, "image/webp"), headers=headers)


def _prints(held: Picture) -> dict[str, Print]:
    """What is kept of it, by size."""
    negative = held.negative
    screens = negative.proof.screens if negative.proof else ()
    return {
        "full": negative.full,
        "card": negative.card,
        **{str(width): one for width, one in zip(SCREENS, screens, strict=False)},
    }
