"""How does a form of ours come back, and from nobody else's page? Read within bounds, known by a signed token.

The token is made by the form, and by no other page: who only reads carries none.
"""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from warraq.web import asker, tokens
from warraq.web.site import Site


async def body(request: Request, *, most: int) -> bytes | None:
    """What was posted; `None` for more than a form of ours ever sends, and from who went away before its end."""
    read = b""
    try:
        async for part in request.stream():
            read += part
            if len(read) > most:
                return None
    except ClientDisconnect:  # nobody is left to be answered, and nothing is wrong with us
        return None
    return read


def who(request: Request, site: Site, secret: bytes) -> str | None:
    """The random name that the reader's token holds; `None` where there is none of ours."""
    return tokens.name(secret, request.cookies.get(tokens.COOKIE), now=site.clock.now())


def named(request: Request, site: Site, secret: bytes) -> tuple[str, str | None]:
    """The reader's random name, and the fresh token that gives it, where they had none."""
    known = who(request, site, secret)
    if known is not None:
        return known, None
    fresh = tokens.token(secret, now=site.clock.now())
    return tokens.name(secret, fresh, now=site.clock.now()) or "", fresh


def give(answer: Response, fresh: str | None, request: Request, site: Site, *, path: str) -> None:
    """Hand a fresh token to the reader's browser, for forms below that path."""
    if fresh is None:
        return
    answer.set_cookie(
        tokens.COOKIE,
        fresh,
        max_age=int(tokens.LASTS.total_seconds()),
        path=path,
        secure=is_secure(request, site),
        httponly=True,
        samesite="strict",
    )


def ours(
    request: Request, site: Site, secret: bytes, given: str, known: str | None, subject: int | str
) -> bool:
    """Whether our own page sent this form, made for this reader and this subject."""
    from_us = asker.from_our_page(request, site.settings.address)
    return known is not None and from_us and tokens.is_form_token(secret, given, known, subject)


def private(answer: Response) -> Response:
    """What a form's page says is for who asked, and names our own page to us alone."""
    # so that our own form names its page as where it comes from; to others nothing is told
    answer.headers["referrer-policy"] = "same-origin"
    answer.headers["cache-control"] = "private, no-store"
    return answer


def is_secure(request: Request, site: Site) -> bool:
    """Whether a cookie for this reader may be kept to encrypted connections."""
    own = site.settings.address or ""
    return own.startswith("https://") or request.url.scheme == "https"
