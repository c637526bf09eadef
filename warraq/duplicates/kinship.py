"""Whose words are these? What a text is to an older one: the same, a reprint, an excerpt, one that embeds it, or nothing.

Between texts of like length a third of the runs of four words is enough: rewriting leaves few runs whole. What stands in a clearly
longer text must be half there, and of its beginning something, where the news stands: two articles that end in the same background
are not one text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warraq.press import Kinship

PROPOSED = 0.2  # of the sampled runs: enough to look closer
_MOSTLY = 0.5
_LARGELY = 0.35  # between texts of like length
_LEAD = 40  # runs at the beginning, or a third of them
_LEAD_SEEN = 0.15
_CLEARLY_LONGER = 0.7  # the shorter has fewer runs than this share of the longer one's


@dataclass(frozen=True, slots=True)
class Verdict:
    """`share`: of the shorter text's runs, what stands in the other; `lead`: of those of its beginning."""

    kinship: Kinship | None
    share: float
    lead: float


def between(older: Sequence[int], newer: Sequence[int], *, same_page: bool = False) -> Verdict:
    """The verdict on the shingles of two texts. `same_page`: the paper itself says that it is one article."""
    old, new = set(older), set(newer)
    if not old or not new:
        return Verdict(None, 0.0, 0.0)
    shorter, longer = (newer, old) if len(new) <= len(old) else (older, new)
    share = len(old & new) / min(len(old), len(new))
    beginning = shorter[: min(_LEAD, max(1, len(shorter) // 3))]
    lead = sum(one in longer for one in beginning) / len(beginning)
    if old == new:
        return Verdict(Kinship.VERSION if same_page else Kinship.SAME, 1.0, 1.0)
    like_long = min(len(old), len(new)) >= _CLEARLY_LONGER * max(len(old), len(new))
    if not (share >= _LARGELY if like_long else share >= _MOSTLY and lead >= _LEAD_SEEN):
        return Verdict(None, share, lead)
    if same_page:
        return Verdict(Kinship.VERSION, share, lead)
    if like_long:
        return Verdict(Kinship.REPRINT, share, lead)
    return Verdict(Kinship.EXCERPT if len(new) < len(old) else Kinship.EMBEDS, share, lead)
