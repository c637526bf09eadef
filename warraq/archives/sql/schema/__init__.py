"""Which tables hold the archive? As they stand after every migration.

What lists show of an article stands in `articles`, small; its words stand in `versions`, large.
"""

from __future__ import annotations

from warraq.archives.sql.schema.articles import (
    HIDDEN,
    TOLD,
    VISIBLE,
    addresses,
    articles,
    bylines,
    changes,
    counters,
    sources,
    versions,
)
from warraq.archives.sql.schema.columns import METADATA, whole
from warraq.archives.sql.schema.desk import mastheads, sessions, users
from warraq.archives.sql.schema.health import crawl_gaps, feed_days, source_turns
from warraq.archives.sql.schema.icons import icons, placeholders
from warraq.archives.sql.schema.names import BELIEVED, name_papers, name_times, name_uses, names
from warraq.archives.sql.schema.pages import page_approvals, templates
from warraq.archives.sql.schema.past import PAST_PENDING, backfills, past_addresses
from warraq.archives.sql.schema.people import ANSWERED, claims, decisions
from warraq.archives.sql.schema.pictures import (
    CASE_DUE,
    PICTURE_HIDDEN,
    PICTURE_UNPROVED,
    WANTED,
    picture_addresses,
    picture_bands,
    picture_uses,
    pictures,
    report_cases,
    report_log,
    report_members,
    report_months,
    report_moves,
    report_periods,
    report_voices,
)
from warraq.archives.sql.schema.revisits import MISSED, WATCHED, doorways, rechecks
from warraq.archives.sql.schema.stories import (
    events,
    heats,
    kinships,
    moves,
    placings,
    proposals,
    samples,
    words,
)
from warraq.archives.sql.schema.visits import (
    PENDING,
    SETTLED,
    captures,
    entries,
    feed_states,
    host_states,
    site_wishes,
    subscriptions,
)
from warraq.archives.sql.schema.watches import watch_messages, watches

# The newest revision in archives/migrations/versions: an archive at this one is opened without loading Alembic.
REVISION = "0023"

__all__ = [
    "ANSWERED",
    "BELIEVED",
    "CASE_DUE",
    "HIDDEN",
    "METADATA",
    "MISSED",
    "PAST_PENDING",
    "PENDING",
    "PICTURE_HIDDEN",
    "PICTURE_UNPROVED",
    "REVISION",
    "SETTLED",
    "TOLD",
    "VISIBLE",
    "WANTED",
    "WATCHED",
    "addresses",
    "articles",
    "backfills",
    "bylines",
    "captures",
    "changes",
    "claims",
    "counters",
    "crawl_gaps",
    "decisions",
    "doorways",
    "entries",
    "events",
    "feed_days",
    "feed_states",
    "heats",
    "host_states",
    "icons",
    "kinships",
    "mastheads",
    "moves",
    "name_papers",
    "name_times",
    "name_uses",
    "names",
    "page_approvals",
    "past_addresses",
    "picture_addresses",
    "picture_bands",
    "picture_uses",
    "pictures",
    "placeholders",
    "placings",
    "proposals",
    "rechecks",
    "report_cases",
    "report_log",
    "report_members",
    "report_months",
    "report_moves",
    "report_periods",
    "report_voices",
    "samples",
    "sessions",
    "site_wishes",
    "source_turns",
    "sources",
    "subscriptions",
    "templates",
    "users",
    "versions",
    "watch_messages",
    "watches",
    "whole",
    "words",
]
