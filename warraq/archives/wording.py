"""What follows from a draft's words, whatever stores them? (Shared by every back end, so that they cannot differ.)"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from warraq.errors import ArchiveError
from warraq.press import Draft, Entry, Moment

TEASER_LETTERS = 300
# Why an old article's picture is not fetched.
NOT_ASKED = "the article was old when it came"
_CLAUSE_LETTERS = 300
# PostgreSQL indexes nothing longer than about 2,700 bytes; addresses of percent-encoded Arabic titles come near it.
_LONGEST_KEY_BYTES = 1000
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def check(draft: Draft) -> None:
    """Refuse what no back end could give back exactly. Raises: ArchiveError, naming the draft and the field.

    The sanitising function before filing leaves nothing to refuse; this is the last door.
    """
    if not draft.keys:
        raise ArchiveError(f"the draft {draft.url!r} of {draft.source!r} has no key to know it again by")
    # All at once first: nearly every draft is in order.
    if storable("".join(text for _, text in _texts(draft))):
        return
    name = next((name for name, text in _texts(draft) if not storable(text)), "text")
    raise ArchiveError(
        f"the draft {draft.url!r} of {draft.source!r}: its {name} holds U+0000 or half a character"
        " (a lone surrogate); sanitise it before filing"
    )


def storable(text: str) -> bool:
    """Whether every back end can hold this text exactly."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def mended(text: str) -> str:
    """The text with U+FFFD for what no back end could hold: for reasons and problems, never for a paper's words."""
    return text if storable(text) else _UNSTORABLE.sub("�", text)


def bounded(key: str) -> str:
    """The key as it is indexed: itself, or where it is too long or no proper text, its beginning and its SHA-256."""
    if key.isascii() and len(key) <= _LONGEST_KEY_BYTES and "\0" not in key:
        return key
    if storable(key) and len(key.encode()) <= _LONGEST_KEY_BYTES:
        return key
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{mended(key)[:100]}#sha256={digest}"


def teaser(draft: Draft) -> str | None:
    """What a list shows below the title, at most 300 characters: the paper's own abstract, else the body's beginning.

    Cut at a space where there is one, so that no word is broken.
    """
    text = draft.abstract or draft.body[: TEASER_LETTERS + 1].replace("\n", " ")
    if len(text) <= TEASER_LETTERS:
        return text or None
    cut = text[: TEASER_LETTERS + 1]
    space = cut.rfind(" ")
    return cut[:space] if space > 0 else text[:TEASER_LETTERS]


def sorted_at(draft: Draft, first_seen: datetime) -> datetime:
    """The date by which lists sort it."""
    return draft.published.at if draft.published else first_seen


def kept_reason(reason: str | None) -> str | None:
    """Why a state was given, in our own words: mended rather than refused."""
    return None if reason is None else mended(reason)


def clause(reason: str | None) -> str | None:
    """Why an assignment came to its end, for the operator's screen: one clause, 300 letters at most."""
    return mended(reason)[:_CLAUSE_LETTERS] if reason else None


def said(entry: Entry) -> str:
    """A digest of what makes an entry worth another visit: its title and the dates it prints."""
    parts = (entry.title or "", _printed(entry.published), _printed(entry.updated))
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _printed(moment: Moment | None) -> str:
    return "" if moment is None else moment.printed or moment.at.isoformat()


def _texts(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Every text of a draft, by the name of its field."""
    return (
        ("source", draft.source),
        ("address", draft.url),
        ("keys", "".join(draft.keys)),
        ("title", draft.title),
        ("body", draft.body),
        ("reader", draft.reader),
        ("abstract", draft.abstract or ""),
        ("authors", "".join(draft.authors)),
        ("published date", _moment_text(draft.published)),
        ("updated date", _moment_text(draft.updated)),
        ("section", draft.section or ""),
        ("label", draft.label or ""),
        ("language", draft.language or ""),
        ("image", draft.image or ""),
        ("keywords", "".join(draft.keywords)),
        ("capture", draft.capture or ""),
        ("fingerprint", draft.fingerprint),
    )


def _moment_text(moment: Moment | None) -> str:
    return f"{moment.zone or ''}{moment.printed or ''}" if moment else ""
