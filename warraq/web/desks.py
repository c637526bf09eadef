"""What did each desk give, and what do people think of it? News by desk; opinion apart, signed, never among the news."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from warraq.language import names
from warraq.ports.archive import Archive
from warraq.press import Article, ArticleId, Headline
from warraq.sections.desks import DESKS, OPINION
from warraq.web.lines import Line
from warraq.web.scope import Scope

# How many of a desk are read: enough that one paper's flood and what stands elsewhere on the page leave something.
_READ = 28
_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk whose list holds something: its page, and its newest of the front's countries (perhaps none), from which a
    page chooses."""

    slug: str
    name: str
    href: str
    newest: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Who signed: `href` leads to what else this name signed, `None` for a name without a letter."""

    name: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """One opinion: its line and who signed it (nobody: the paper itself)."""

    line: Line
    writers: tuple[Writer, ...]


Lines = Callable[[tuple[Headline, ...]], tuple[Line, ...]]


def desks(
    archive: Archive, scope: Scope, countries: frozenset[str] | None, beyond: frozenset[str]
) -> tuple[Desk, ...]:
    """The edition's desks in its order, those without an article left out: one question each, whatever the archive's size,
    and one more where `countries`, those of the front, gave nothing, of those `beyond`, which its lists hold too."""
    found = []
    for slug in scope.edition.desks or DESKS:
        name = scope.label(slug)
        if slug == OPINION or name is None:
            continue
        newest = archive.newest(limit=_READ, countries=countries, section=slug)
        if newest or given(archive, slug, beyond):
            found.append(Desk(slug, name, scope.path(desk_path(slug)), newest))
    return tuple(found)


def given(archive: Archive, slug: str, countries: frozenset[str]) -> bool:
    """Whether the countries' papers gave the desk anything."""
    return bool(countries and archive.newest(limit=1, countries=countries, section=slug))


def columns(archive: Archive, countries: frozenset[str] | None, lines: Lines) -> tuple[Column, ...]:
    """The newest opinions, one a writer, and of a paper no more than two."""
    newest = archive.newest(limit=_READ, countries=countries, section=OPINION)
    signed = {article.id: article for article in archive.articles([one.id for one in newest])}
    chosen: list[Column] = []
    for line in lines(newest):
        writers = _writers(archive, signed, line.id)
        of_paper = sum(column.line.source == line.source for column in chosen)
        if of_paper < 2 and not (writers and any(column.writers == writers for column in chosen)):
            chosen.append(Column(line, writers))
    return tuple(chosen[:_COLUMNS])


def writers(archive: Archive, signed: Sequence[str]) -> tuple[Writer, ...]:
    """Names as a paper printed them, each with its page, if it has one: a name that is no way to find articles has none."""
    return tuple(Writer(name, _list_of(archive, name)) for name in signed)


def desk_path(slug: str) -> str:
    return f"/section/{quote(slug, safe='')}"


def author_path(key: str) -> str:
    return f"/author/{quote(key, safe='')}"


def _writers(archive: Archive, signed: dict[ArticleId, Article], article: ArticleId) -> tuple[Writer, ...]:
    held = signed.get(article)
    return writers(archive, held.draft.authors) if held else ()


def _list_of(archive: Archive, name: str) -> str | None:
    key = names.key(name)
    return author_path(key) if key and archive.newest(limit=1, author=key) else None
