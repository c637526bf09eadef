"""How do papers spoil a feed that was right? Its charset is misnamed, or it is XML no more."""

from __future__ import annotations


def mislabelled(whole: bytes, *, truly: str, said: str) -> bytes:
    """XML whose declaration names a charset that its bytes are not in."""
    first, _, rest = whole.partition(b"\n")
    return first.replace(truly.upper().encode(), said.encode()) + b"\n" + rest


def broken(whole: bytes) -> bytes:
    """XML as a template glued together by hand leaves it.

    A blank line stands before the declaration, ampersands in links are bare, each description holds an entity that
    nobody declared, behind it is a tag that nobody closes, and the end is missing.
    """
    spoilt = b"\n" + whole.replace(b"&amp;", b"&")
    spoilt = spoilt.replace(b"</description>", b"&nbsp;</description><br>")
    return spoilt[: spoilt.rindex(b"</channel>")]
