"""What was learnt of how each paper's pages are made, and what did people approve of them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from warraq.press import Layout


@dataclass(frozen=True, slots=True)
class KeptTemplate:
    """One paper's template. `text` is what `extraction.templatetext` wrote, `version` its mark, `articles` how many taught
    it; `revision` counts how often it was put, from 1."""

    source: str
    text: str
    version: str
    articles: int
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """A page of a paper that a person looked at, and how it is read rightly: by a `way` of `extraction.ways`, or by the
    paper's own selectors (`layout`). `words`: of the body that was approved; `by` says who, in a few words."""

    source: str
    url: str
    way: str
    layout: Layout | None
    words: int
    at: datetime
    by: str | None = None


class Templates(Protocol):
    """Templates, one a paper, and approved pages, one an address. Several threads may call at once. Raises: ArchiveError.

    A template lost is learnt again from the pages that come; an approval is a person's word, and is durable.
    """

    def of(self, source: str) -> KeptTemplate | None: ...

    def put(self, kept: KeptTemplate) -> bool:
        """Remember it over the paper's revision before; `False`, and nothing done, where that is not the one that stands:
        somebody else was faster."""
        ...

    def forget(self, source: str) -> bool:
        """Whether there was a template to forget. Approvals stay."""
        ...

    def approve(self, approval: Approval) -> None:
        """Remember it, over an earlier one of this address."""
        ...

    def approvals(self, source: str) -> tuple[Approval, ...]:
        """The paper's, the newest first."""
        ...

    def withdraw(self, source: str, url: str) -> bool:
        """Whether there was an approval of that address to take back."""
        ...
