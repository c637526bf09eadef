"""Which addresses does the site understand, and which only look like one?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from starlette.requests import Request

from warraq.ports.archive import Cursor
from warraq.press import ArticleId, PictureId

# What the archive's column holds (a signed 64-bit integer), one digit to spare.
_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", re.ASCII)
_CURSOR = re.compile(r"(-?[0-9]{1,18})\.([1-9][0-9]{0,17})", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def home(request: Request, said: str | None) -> str:
    """The site's own address without a slash at its end: as its operator says, else as the reader came."""
    if said:
        return said.rstrip("/")
    host = request.headers.get("host", "")
    return f"{request.scope['scheme']}://{host if _HOST.fullmatch(host) else 'localhost'}"


def article_id(text: str) -> ArticleId | None:
    """A decimal number without sign, blanks or leading zeros; `None` for anything else."""
    return ArticleId(int(text)) if _ID.fullmatch(text) else None


def picture_id(text: str) -> PictureId | None:
    """As `article_id`."""
    return PictureId(int(text)) if _ID.fullmatch(text) else None


def slug(text: str) -> str | None:
    """A paper's word in our addresses; `None` for what can be none."""
    return text if _SLUG.fullmatch(text) else None


def cursor(text: str | None) -> Cursor | None:
    """Where a list goes on: microseconds since 1970, a dot, an id. `None` for none and for nonsense."""
    found = _CURSOR.fullmatch(text or "")
    if found is None:
        return None
    try:
        return Cursor(_EPOCH + timedelta(microseconds=int(found[1])), ArticleId(int(found[2])))
    except OverflowError:
        return None


def cursor_text(at: datetime, number: int) -> str:
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}.{number}"
