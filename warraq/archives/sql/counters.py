"""How many, and which number is next? Kept in the transaction that changes it, never counted."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from warraq.archives.sql import rows
from warraq.archives.sql.engine import Work
from warraq.archives.sql.schema import counters

ARTICLES = "articles"
LAST_ARTICLE = "last_article"
LAST_CHANGE = "last_change"
PAPERS = "papers"  # how often they were changed; begun by the first change
DECISIONS = "decisions"
CLAIMS = "claims"
WISHES = "wishes"  # how often what sites ask has changed
PICTURES = "pictures"
PICTURE_DECISIONS = "picture_decisions"
PICTURES_CHANGED = "pictures_changed"
PICTURE_PROOFS = "picture_proofs"  # begun by the first proof
PICTURES_FOLLOWED = "pictures_followed"
RECHECKS_FOLLOWED = "rechecks_followed"
NAMES_FOLLOWED = "names_followed"
NAMES_REGISTER = "names_register"  # which lists were read with
STORIES_FOLLOWED = "stories_followed"
STORY_MOVES = "story_moves"
STORY_WORDS = "story_words"
WATCHES = "watches"  # the last number given; begun by the first watch
WATCHES_FOLLOWED = "watches_followed"
ICONS = "icons"  # how often what is seen of them changed; begun by the first
PLACEHOLDERS = "placeholders"  # likewise
USERS = "users"  # the last number given; begun by the first user

_READ = select(counters.c.value).where(counters.c.name == bindparam("counter"))
_BEGIN = insert(counters)
_NAMED = select(counters.c.name, counters.c.value)
_ADD = (
    update(counters)
    .where(counters.c.name == bindparam("counter"))
    .values(value=counters.c.value + bindparam("more", type_=counters.c.value.type))
)


def read(work: Work, name: str) -> int:
    return int(work.rows(_READ, {"counter": name})[0][0])


def begun(work: Work, name: str) -> int:
    """As `read`, of a counter that may not have begun: 0."""
    return int(found[0][0]) if (found := work.rows(_READ, {"counter": name})) else 0


def begin(work: Work, name: str) -> None:
    """Inside a writing transaction: the counter stands from now on."""
    if not work.rows(_READ, {"counter": name}):
        work.run(_BEGIN, {"name": name, "value": 0})


def read_all(work: Work, names: list[str]) -> dict[str, int]:
    return {row[0]: row[1] for row in rows.among(work, _NAMED, counters.c.name, names)}


def add(work: Work, name: str, more: int) -> None:
    if more:
        work.run(_ADD, {"counter": name, "more": more})


def entries(state: str) -> str:
    """The counter of the entries in a state."""
    return f"entries:{state}"


def picture_addresses(state: str) -> str:
    """The counter of the pictures' addresses in a state."""
    return f"picture_addresses:{state}"
