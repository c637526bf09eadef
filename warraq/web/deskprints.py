"""What does a moderator see of a picture? Its blurred print, until they ask for the picture itself, hidden or not; nobody else does.

Both are made for the session that asks, and no browser or proxy keeps them (`admitted.seated`).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from warraq.errors import Unreadable
from warraq.newsroom.admission import Seat
from warraq.newsroom.blurring import blurred as blurring
from warraq.press import Role, object_key
from warraq.web import addresses
from warraq.web.admitted import seated
from warraq.web.failing import not_found
from warraq.web.picture import ALONE
from warraq.web.site import site_of


async def _blurred(request: Request, _: Seat) -> Response:
    """GET /desk/pictures/<id>/blurred"""
    body = await _kept(request, "card")
    if body is None:
        return await not_found(request)
    try:
        made = await site_of(request).pool.ask(lambda: blurring(body))
    except Unreadable:
        return await not_found(request)
    return Response(made, media_type="image/jpeg", headers=ALONE)


async def _full(request: Request, _: Seat) -> Response:
    """GET /desk/pictures/<id>/full: the large print, in whatever state the picture is"""
    body = await _kept(request, "full")
    if body is None:
        return await not_found(request)
    return Response(body, media_type="image/jpeg", headers=ALONE)


async def _kept(request: Request, size: str) -> bytes | None:
    site, gallery = site_of(request), site_of(request).gallery
    number = addresses.picture_id(request.path_params["id"])
    if number is None or gallery is None:
        return None

    def asked() -> bytes | None:
        held = gallery.pictures.picture(number)
        if held is None or held.stored is None:
            return None
        return gallery.objects.get(object_key(held.negative.pixels, size))

    return await site.pool.ask(asked)


blurred = seated(_blurred, least=Role.MODERATOR)
full = seated(_full, least=Role.MODERATOR)
