"""How does the namebook follow the archive? By its change feed, from the position the namebook itself remembers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from zoneinfo import ZoneInfo

from warraq.entities import persons
from warraq.entities.register import Register
from warraq.errors import Busy
from warraq.language import names
from warraq.ports.archive import Archive
from warraq.ports.namebook import Namebook
from warraq.press import Article, Named, NameKind, Naming, Source, State

log = logging.getLogger(__name__)

# Changes taken at a time: their names are written in one transaction, while which no article is filed.
BATCH = 100
_NOWHERE = "zz"


@dataclass(slots=True)
class Registering:
    """The desk that reads who is named in what is shown. Several may follow: one writes, the others get Busy.

    `lists` gives the names to look for, as they are now. Articles of which nobody should be named (`entities.persons.careful`) name nobody here.
    """

    archive: Archive
    book: Namebook
    lists: Callable[[], Register]
    batch: int = BATCH
    _papers: Mapping[str, Source] = field(default_factory=dict)

    def step(self) -> int:
        """Read one batch of changes and write it in one transaction; how many changes. Raises: Busy, ArchiveError."""
        followed = self.book.followed()
        position = followed.position
        if position > self.archive.last_change():
            # another archive stands here than the names were read from (restored from a backup, say): begin anew
            log.warning("the names are ahead of their archive, and are read anew")
            self.book.clear()
            followed = self.book.followed()
            position = followed.position
        if position == 0 and followed.register != self.lists().version:
            self.restart()
        changes = self.archive.changes(position, limit=self.batch)
        if changes:
            wanted = list(dict.fromkeys(change.article for change in changes))
            namings = [self._naming(one) for one in self.archive.articles(wanted)]
            if not self.book.follow(namings, after=position, position=changes[-1].number):
                raise Busy("another process reads names")
        return len(changes)

    def behind(self) -> bool:
        """Whether the archive holds changes whose articles were not read."""
        return self.book.followed().position != self.archive.last_change()

    def outdated(self) -> bool:
        """Whether anything was read with other lists than these: after a `restart` it is read again."""
        followed = self.book.followed()
        return followed.position > 0 and followed.register != self.lists().version

    def catch_up(self) -> int:
        """Read batches until nothing is left; how many changes."""
        read = 0
        while count := self.step():
            read += count
        return read

    def restart(self) -> None:
        """Whoever follows reads every article again, with these lists. Pages of names stand meanwhile, each as it was until
        its articles are read."""
        self.book.restart(self.lists().version)

    def _naming(self, article: Article) -> Naming:
        paper = self._paper(article.draft.source)
        zone = _zone(article, paper)
        return Naming(
            article.id,
            article.draft.source,
            paper.country if paper else _NOWHERE,
            article.at,
            _day(article, zone),
            tuple(named(article, self.lists())) if article.state is State.VISIBLE else (),
        )

    def _paper(self, slug: str) -> Source | None:
        if slug not in self._papers:
            self._papers = self.archive.sources()
        return self._papers.get(slug)


def named(article: Article, register: Register) -> Iterator[Named]:
    """Whom an article names, each once: those of the lists, then whom a title before a name proposes; of crimes and courts, only the former."""
    draft = article.draft
    if persons.careful(draft.title, draft.body, draft.section):
        return
    title, body = register.mentions(draft.title, draft.body)
    above = {mention.key for mention in title}
    for key in dict.fromkeys(mention.key for mention in (*title, *body)):
        known = register.name(key)
        if known is not None:
            yield Named(key, known.kind, known.shown, headline=key in above)
    if persons.charged(draft.title, draft.body):
        return
    seen: set[str] = set()
    for where, text in ((True, draft.title), (False, draft.body)):
        for printed in persons.proposed(text):
            key = names.key(printed)
            if key and key not in seen and not register.knows(printed):
                seen.add(key)
                yield Named(key, NameKind.PERSON, " ".join(printed.split()), listed=False, headline=where)


def _zone(article: Article, paper: Source | None) -> tzinfo:
    given = article.draft.published.zone if article.draft.published else None
    for name in (given, paper.zone if paper else None):
        if name and "/" in name:
            try:
                return ZoneInfo(name)
            except (ValueError, OSError):  # a zone that no table has
                continue
    return UTC


def _day(article: Article, zone: tzinfo) -> date:
    try:
        return article.at.astimezone(zone).date()
    except OverflowError:  # at the end of time
        return article.at.date()
