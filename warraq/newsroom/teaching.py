"""What has each paper's page taught us, and how is its next one read? A desk's memory of templates, before their port."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from warraq.duplicates import verdict
from warraq.duplicates.verdict import Verdict
from warraq.errors import ArchiveError
from warraq.extraction import choosing, templatetext
from warraq.extraction.page import Known, Studied
from warraq.extraction.template import EMPTY, Repeated, Template, learnt, without
from warraq.extraction.ways import USUAL, WAYS, Way, layout_at
from warraq.ports.templates import Approval, KeptTemplate, Templates
from warraq.press import Article, Draft, Layout, Source

log = logging.getLogger(__name__)

_EACH = 10  # lessons, or another version: then it is written down
_WRITTEN = timedelta(minutes=10)
_REMEMBERED = 32  # readings, to read a page's earlier capture just as its present one was read
# What somebody approved in another process is seen after so long.
_APPROVALS = timedelta(minutes=5)


@dataclass(slots=True)
class _Lesson:
    """One paper's template as it is at the moment, and as it stands written down."""

    template: Template
    repeated: Repeated  # what it says of a page, made once a lesson
    kept: KeptTemplate | None
    approvals: tuple[Approval, ...]
    asked: datetime
    unwritten: int = 0


class Teaching:
    """Templates of the papers that are read at the moment. Several threads may call at once; calls may block on the port."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._lessons: dict[str, _Lesson] = {}
        self._used: OrderedDict[tuple[str, str], Known] = OrderedDict()
        self._lock = threading.RLock()

    def known(self, source: Source, at: datetime, *, told: str | None = None) -> Known:
        """How a page of the paper is read that was fetched at `at`. `told`: its feed's own text, tried while it can tell more."""
        with self._lock:
            lesson = self._lesson(source.slug, at)
            way, layout = chosen(source, lesson.approvals, lesson.template, at)
            tries = (
                told is not None
                and layout is None
                and choosing.is_open(lesson.template.trials, lesson.template.articles)
            )
            return Known(lesson.repeated, way, layout, told if tries else None)

    def as_read(self, source: Source, reader: str, at: datetime) -> Known:
        """What was known when this reader read a page of the paper a moment ago; else what is known now."""
        with self._lock:
            return self._used.get((source.slug, reader)) or self.known(source, at)

    def learn(self, source: Source, known: Known, studied: Studied, at: datetime) -> None:
        """Take in what a page fetched at `at` taught, and write it down where that is due. A store that fails costs nothing
        but the writing."""
        with self._lock:
            self._remember(source.slug, studied.reading.reader, known)
            lesson = self._lesson(source.slug, at)
            before, said = lesson.template, (lesson.repeated.bodies, lesson.repeated.always)
            lesson.template = learnt(before, studied.sighting, now=at)
            if studied.trial is not None:
                trials = choosing.after(before.trials, studied.trial)
                lesson.template = replace(lesson.template, trials=MappingProxyType(trials))
            lesson.repeated = lesson.template.repeated
            lesson.unwritten += 1
            is_news = lesson.unwritten >= _EACH or (lesson.repeated.bodies, lesson.repeated.always) != said
            if is_news or lesson.kept is None or not timedelta() <= at - lesson.kept.at < _WRITTEN:
                self._write(source.slug, lesson, at)

    def write(self, now: datetime) -> None:
        """Write down what was learnt since it was last written."""
        with self._lock:
            for slug, lesson in self._lessons.items():
                if lesson.unwritten:
                    self._write(slug, lesson, now)

    def explains(self, source: Source, held: Article, draft: Draft) -> bool:
        """Whether the draft has other words than the article only because more lines are known to be the paper's own."""
        if held.draft.reader.partition("+")[0] != draft.reader.partition("+")[0]:
            return False
        known = self.as_read(source, draft.reader, held.first_seen).template
        if known is None:
            return False
        body = "\n".join(without(known, held.draft.body.split("\n")))
        return verdict.of(held.draft.title, body, draft.title, draft.body) is not Verdict.EDIT

    def _lesson(self, slug: str, now: datetime) -> _Lesson:
        lesson = self._lessons.get(slug)
        if lesson is None:
            kept = self._templates.of(slug)
            template = opened(kept)
            lesson = _Lesson(template, template.repeated, kept, self._templates.approvals(slug), now)
            self._lessons[slug] = lesson
        elif not timedelta() <= now - lesson.asked < _APPROVALS:
            lesson.approvals, lesson.asked = self._templates.approvals(slug), now
        return lesson

    def _write(self, slug: str, lesson: _Lesson, now: datetime) -> None:
        template, before = lesson.template, lesson.kept
        kept = KeptTemplate(
            source=slug,
            text=templatetext.written(template),
            version=lesson.repeated.version,
            articles=template.articles,
            revision=before.revision + 1 if before else 1,
            at=now,
        )
        try:
            if self._templates.put(kept):
                lesson.kept, lesson.unwritten = kept, 0
                return
            # Somebody else learnt of the same paper, or had it forgotten: what stands is gone on with.
            stands = self._templates.of(slug)
        except ArchiveError as error:
            log.warning("the template of %s is not written down: %s", slug, error)
            return
        lesson.kept, lesson.template, lesson.unwritten = stands, opened(stands), 0
        lesson.repeated = lesson.template.repeated

    def _remember(self, slug: str, reader: str, known: Known) -> None:
        self._used[slug, reader] = replace(known, told=None)
        self._used.move_to_end((slug, reader))
        while len(self._used) > _REMEMBERED:
            self._used.popitem(last=False)


def opened(kept: KeptTemplate | None) -> Template:
    """The template as it was written down; an empty one where there is none, or it cannot be read any more."""
    if kept is None:
        return EMPTY
    try:
        return templatetext.read(kept.text)
    except ValueError as error:
        log.warning("the template of %s is learnt anew: %s", kept.source, error)
        return EMPTY


def chosen(
    source: Source, approvals: Sequence[Approval], template: Template, at: datetime
) -> tuple[Way, Layout | None]:
    """How a page of that moment is read. Selectors that ended later than it was fetched come first: they were written for
    such pages. Then what a person approved last, the edition's selectors of today, and what the paper's feed told."""
    layout = layout_at(source.layouts, at)
    if layout is not None and layout.until is not None:
        return USUAL, layout
    if approvals:
        newest = approvals[0]
        way = next((one for one in WAYS if one == newest.way), USUAL)
        return way, newest.layout
    if layout is not None:
        return USUAL, layout
    return choosing.best(template.trials), None
