"""In which shape does what a desk knows go to a reading worker, and what the worker read come back? As JSON has it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from warraq.extraction import templatetext
from warraq.extraction.origin import Origin
from warraq.extraction.page import NOTHING_KNOWN, Known, PageReading
from warraq.feeds import past
from warraq.feeds.past import PastReading
from warraq.press import Entry, FeedReading, Moment, Part, Precision


def known_handed(known: Known) -> dict[str, Any] | None:
    """What is known of a source, as JSON takes it; `None` where that is nothing."""
    if known == NOTHING_KNOWN:
        return None
    return {
        "template": None if known.template is None else templatetext.handed(known.template),
        "way": known.way,
        "layout": [known.layout.body, known.layout.drop] if known.layout else None,
        "told": known.told,
    }


def feed_reading(found: dict[str, Any]) -> FeedReading:
    return FeedReading(
        title=found["title"],
        entries=tuple(_entry(entry) for entry in found["entries"]),
        reader=found["reader"],
        language=found["language"],
        ttl_s=found["ttl_s"],
        dropped=tuple(found["dropped"]),
        skip_hours=tuple(found["skip_hours"]),
        skip_days=tuple(found["skip_days"]),
        parts=tuple(Part(part["url"], _moment(part["changed"])) for part in found["parts"]),
        whole=found["whole"],
        hub=found["hub"],
        topic=found["topic"],
        page=found["page"],
    )


def past_reading(found: dict[str, Any]) -> PastReading:
    lists, pages = (
        tuple(
            past.Named(
                one["url"], datetime.fromisoformat(one["said"]) if one["said"] else None, one["printed"]
            )
            for one in found[name]
        )
        for name in ("lists", "pages")
    )
    return PastReading(lists, pages, tuple(found["links"]))


def _entry(found: dict[str, Any]) -> Entry:
    tuples = {name: tuple(found[name]) for name in ("authors", "categories")}
    moments = {name: _moment(found[name]) for name in ("published", "updated")}
    return Entry(**{**found, **tuples, **moments})


def page_reading(found: dict[str, Any]) -> PageReading:
    tuples = {name: tuple(found[name]) for name in ("authors", "keywords")}
    moments = {name: _moment(found[name]) for name in ("published", "updated")}
    said_of = Origin(**found["origin"]) if found["origin"] else None
    return PageReading(
        **{**found, **tuples, **moments, "robots": frozenset(found["robots"]), "origin": said_of}
    )


def _moment(found: dict[str, Any] | None) -> Moment | None:
    if found is None:
        return None
    return Moment(
        datetime.fromisoformat(found["at"]), Precision(found["precision"]), found["zone"], found["printed"]
    )
