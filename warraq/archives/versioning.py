"""Is this another wording, what caused it, and what are readers told of it? (Shared by every back end.)"""

from __future__ import annotations

from warraq.duplicates import verdict
from warraq.duplicates.verdict import Verdict
from warraq.press import Cause, ChangeKind, Draft, Told


def versioned(held: Draft, draft: Draft) -> bool:
    """Whether the draft is another wording of what is held: other words, and not only others in spelling,
    in the setting of a number or in the furniture of the page."""
    return held.fingerprint != draft.fingerprint and more_than_noise(held.title, held.body, draft)


def more_than_noise(held_title: str, held_body: str, draft: Draft) -> bool:
    """As `versioned`, of fingerprints that are known to differ."""
    return verdict.of(held_title, held_body, draft.title, draft.body) is Verdict.EDIT


def is_labelled(draft: Draft) -> bool:
    """Whether its desk is the paper's own word, and not a model's."""
    return draft.section is not None and not draft.guessed


def cause_of(held_reader: str | None, reader: str, seen: Cause | None) -> tuple[Cause, bool]:
    """The cause of a wording, and whether it is proven. `held_reader` read the one before (`None`: there is none)."""
    if held_reader is None:
        return Cause.FIRST, True
    if seen is not None:
        return seen, True
    return (Cause.EDIT, True) if held_reader == reader else (Cause.REREAD, False)


def told_of(kind: ChangeKind, cause: Cause, before: str | None, title: str) -> Told | None:
    """What a change tells readers; `None` where it is nothing to tell: a new article, or a newer reading by us.

    `before` and `title` are the headlines before and after it.
    """
    if kind is ChangeKind.RESTATED:
        return Told.STATE
    if kind is ChangeKind.FILED or cause is not Cause.EDIT or before is None:
        return None
    return Told.HEADLINE if verdict.renamed(before, title) else Told.WORDS
