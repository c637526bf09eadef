"""How is it recorded what was agreed with a paper? In the operator's edition file, in the archive, and in the log of decisions.

The file is what a start reads; the archive what a running site obeys; the log says who recorded it, and why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from warraq import editions
from warraq.errors import EditionError
from warraq.extraction.sanitise import line
from warraq.moderation.policy import agreed
from warraq.newsroom import deciding
from warraq.press import Decision, DecisionKind, Policy, Recorded, Settings, Source
from warraq.wiring.opening import House

UNSAID = "سُجّل ما اتُّفق عليه مع الصحيفة."
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A paper before and now; the file that says so (`None`: no edition lists it), and the line of the log (`None`: nothing is
    kept in the data folder yet)."""

    before: Source
    now: Source
    path: Path | None
    line: Recorded | None


def agree(
    settings: Settings,
    opened: House | None,
    slug: str,
    *,
    policy: Policy | None,
    permission: str | None = None,
    ended: bool = False,
    reason: str = UNSAID,
    by: str,
    now: datetime,
) -> Agreed:
    """Record it; a running site obeys within seconds, for everything it ever collected.

    Without `permission` the leave that is recorded stays, unless it `ended` or nothing is agreed any more (`policy` is `None`).
    Raises: EditionError for a paper nobody knows, a leave without a date, a file that cannot be written; DecisionError, ArchiveError.
    """
    held = opened.shown()[0].sources() if opened else {}
    code, paper = of_any_edition(settings, held, slug)
    gone = ended or policy is None
    if permission is not None:
        _check(permission, gone=gone)
    leave = (
        None if gone else (permission and line(permission, limit=deciding.REASON_LETTERS)) or paper.permission
    )
    after = replace(paper, policy=policy, permission=leave)
    said = Decision(DecisionKind.AGREE, reason, by, source=slug, policy=policy, permission=leave)
    path = recorded = None
    if opened is not None:
        if slug not in opened.archive.sources():
            opened.archive.put_sources([paper])
        deciding.prepared(opened.bench(), said)  # nothing is written of what cannot be decided
    if code is not None:
        folder = settings.data / "editions"
        path = editions.write_policy(folder, code, slug, policy=policy, permission=leave)
    if opened is not None:
        recorded = deciding.decide(opened.bench(), said, now=now)
    return Agreed(paper, after, path, recorded)


def of_any_edition(settings: Settings, held: Mapping[str, Source], slug: str) -> tuple[str | None, Source]:
    """The edition whose file lists the paper (`None`: only the archive knows it), and the paper, as agreed so far.

    Raises: EditionError for a paper nobody knows.
    """
    folder = settings.data / "editions"
    known = editions.codes(folder)
    for code in dict.fromkeys([*settings.edition.split(","), *known]):
        for paper in editions.load(code, folder=folder).sources if code in known else ():
            if paper.slug == slug:
                return code, agreed([paper], held)[slug]
    if slug in held:
        return None, held[slug]
    raise EditionError(
        f"no paper is called {slug!r}; `warraq source list` lists those of an edition",
        "no_paper",
        paper=slug,
    )


def _check(permission: str, *, gone: bool) -> None:
    if gone:
        raise EditionError(
            "a leave is either recorded or ended: leave out --permission, or say full, excerpt or link",
            "leave_or_end",
        )
    if not _DATE.search(permission):
        raise EditionError(
            f'{permission[:80]!r} names no date; write what the leave rests on and when it was given: "mail of the'
            ' editor, 2026-11-01"',
            "no_date",
        )
