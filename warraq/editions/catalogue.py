"""Which papers make up an edition? The packaged file, with the operator's own laid over it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from warraq.editions.tables import FeedLine, File, PaperTable, feed_id, read, section_of
from warraq.errors import EditionError
from warraq.press import Edition, Feed, Source
from warraq.sections.desks import DESKS

PACKAGED = Path(__file__).parent
_CODE = re.compile(r"[a-z][a-z0-9-]{1,19}", re.ASCII)


def codes(folder: Path | None = None) -> tuple[str, ...]:
    """The codes of every edition there is, sorted; with the operator's `folder`, also those that stand only there."""
    folders = [PACKAGED] if folder is None else [PACKAGED, folder]
    return tuple(
        sorted({path.stem for one in folders for path in one.glob("*.toml") if _CODE.fullmatch(path.stem)})
    )


def load(code: str, *, folder: Path | None = None) -> Edition:
    """The edition of that code, or of several with commas, read as one in that order.

    `folder` is the operator's: its `<code>.toml` adds papers, switches off feeds (`economy = false`) and papers
    (`enabled = false`) and overrides what it names. A table that is wrong is left out and told in `problems`.

    Raises: EditionError for a code nobody knows, a file that is no TOML (naming the line), an edition without a name.
    """
    wanted = list(dict.fromkeys(part for part in code.lower().replace(" ", "").split(",") if part))
    if not wanted:
        raise EditionError(f"no edition is named in {code!r}; there are {', '.join(codes(folder))}")
    loaded = [_one(name, folder) for name in wanted]
    return loaded[0] if len(loaded) == 1 else _together(loaded)


def _one(code: str, folder: Path | None) -> Edition:
    packaged = PACKAGED / f"{code}.toml"
    overlay = folder / f"{code}.toml" if folder is not None else None
    known = _CODE.fullmatch(code) is not None
    paths = [path for path in (packaged, overlay) if known and path is not None and path.is_file()]
    if not paths:
        where = f", or write {overlay} yourself" if known and overlay else ""
        if code == "demo":
            where = " (the invented press is no edition: `.venv/bin/warraq demo` shows it)"
        raise EditionError(
            f"there is no edition {code[:40]!r}; take one of {', '.join(codes(folder))}{where}"
        )
    files = [(path, read(path)) for path in paths]
    problems = [problem for _, file in files for problem in file.problems]
    head = _head(code, files, problems)
    papers: dict[str, PaperTable] = {}
    for _, file in files:
        for slug, table in file.papers.items():
            papers[slug] = _over(papers[slug], table) if slug in papers else table
    sources = tuple(_sources(code, head["zone"], papers, problems, paths[-1]))
    return Edition(
        code=code,
        sources=sources,
        first=_first(files, sources, problems, added=overlay),
        problems=tuple(problems),
        section_labels=tuple(
            {desk: label for _, file in files for desk, label in file.labels.items()}.items()
        ),
        desks=_desks(files),
        **head,
    )


def _head(code: str, files: list[tuple[Path, File]], problems: list[str]) -> dict[str, Any]:
    """The [edition] tables laid over each other. Raises: EditionError without a name or a zone."""
    head: dict[str, str | int] = {}
    for path, file in files:
        if file.head.get("code", code) != code:
            problems.append(
                f"{path}: [edition] code: the file's name says {code!r}; leave the key out or rename the file"
            )
        head.update(file.head)
    head.pop("code", None)
    for key, example in (("name", '"مصر"'), ("zone", '"Africa/Cairo"')):
        if key not in head:
            told = "".join(f" ({problem})" for problem in problems[:1])
            raise EditionError(
                f"{files[-1][0]}: [edition] {key} is missing; write for example {key} = {example}{told}"
            )
    return dict(head)


def _desks(files: list[tuple[Path, File]]) -> tuple[str, ...]:
    """What the topmost file names; the others follow in the order of the site."""
    named = next((file.desks for _, file in reversed(files) if file.desks), ())
    return tuple(dict.fromkeys((*named, *DESKS)))


def _over(below: PaperTable, above: PaperTable) -> PaperTable:
    feeds = dict(below.feeds)
    for key, line in above.feeds.items():
        old = feeds.get(key, FeedLine())
        feeds[key] = FeedLine(
            line.url or old.url,
            line.section or old.section,
            old.enabled if line.enabled is None else line.enabled,
            # another address is another thing: what the old one was says nothing of it
            line.kind or (old.kind if line.url in (None, old.url) else None),
        )
    enabled = below.enabled if above.enabled is None else above.enabled
    layouts = below.layouts if above.layouts is None else above.layouts
    return PaperTable({**below.values, **above.values}, feeds, enabled, layouts)


def _sources(
    code: str, zone: str, papers: Mapping[str, PaperTable], problems: list[str], path: Path
) -> Iterator[Source]:
    """The papers that are switched on; `path` is named where a table lacks something."""
    country = code if len(code) == 2 else "zz"
    for slug, table in papers.items():
        if table.enabled is False:
            continue
        if "name" not in table.values:
            problems.append(
                f'{path}: [papers.{slug}]: name is missing; write name = "…", as its readers know it'
            )
            continue
        said: dict[str, Any] = {"country": country, "zone": zone, **table.values}
        if said.get("policy") == "none":  # then no leave stands either
            del said["policy"]
            said.pop("permission", None)
        feeds = tuple(_feeds(slug, table, problems, path))
        yield Source(slug=slug, feeds=feeds, layouts=table.layouts or (), **said)


def _feeds(slug: str, table: PaperTable, problems: list[str], path: Path) -> Iterator[Feed]:
    for key, line in table.feeds.items():
        if line.enabled is False:
            continue
        if line.url is None:
            problems.append(
                f"{path}: [papers.{slug}.feeds] {key}: there is no such feed to switch on; give its address"
            )
            continue
        yield Feed(feed_id(slug, key), slug, line.url, line.section or section_of(key), line.kind or "feed")


def _first(
    files: list[tuple[Path, File]], sources: tuple[Source, ...], problems: list[str], *, added: Path | None
) -> tuple[str, ...]:
    """What the topmost file names; before it, the feeds of papers that only the operator's file has.

    Whoever adds a paper wants to see it.
    """
    ids = {feed.id for source in sources for feed in source.feeds}
    told = {
        feed_id(slug, key) for _, file in files for slug, table in file.papers.items() for key in table.feeds
    }
    path, named = next(
        ((path, file.first) for path, file in reversed(files) if file.first), (files[-1][0], ())
    )
    for name in named:
        if name not in told:
            problems.append(f"{path}: [edition] first: there is no feed {name!r}")
    below = set(files[0][1].papers) if len(files) > 1 else {source.slug for source in sources}
    own = [feed.id for source in sources if added and source.slug not in below for feed in source.feeds]
    return tuple(dict.fromkeys(name for name in (*own, *named) if name in ids))


def _together(editions: list[Edition]) -> Edition:
    """Several countries read as one; customs and zone are the first's, what to try first is taken in turns.

    Labels are the site's own then: a word of one country's press does not stand over another's articles. Each edition stays
    whole among the `parts`.
    """
    papers: dict[str, Source] = {}
    problems = [problem for edition in editions for problem in edition.problems]
    for edition in editions:
        for source in edition.sources:
            if source.slug in papers:
                problems.append(
                    f"edition {edition.code}: {source.slug} is a paper of an earlier edition too; left out here"
                )
            papers.setdefault(source.slug, source)
    turns = chain.from_iterable(zip_longest(*(edition.first for edition in editions)))
    return replace(
        editions[0],
        code=",".join(edition.code for edition in editions),
        name="، ".join(edition.name for edition in editions),
        name_en=", ".join(edition.name_en or edition.code for edition in editions),
        sources=tuple(papers.values()),
        first=tuple(dict.fromkeys(name for name in turns if name)),
        problems=tuple(problems),
        section_labels=(),
        desks=tuple(dict.fromkeys(chain.from_iterable(edition.desks for edition in editions))),
        parts=tuple(editions),
    )
