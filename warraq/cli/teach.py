"""`warraq source teach`: a person looks at a page of a paper and says how it is read rightly."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from warraq import editions
from warraq.cli import output
from warraq.cli.options import shared
from warraq.cli.template import house_of, layout_row, paper_of, spoken
from warraq.crawling import urls
from warraq.errors import ArchiveError, EditionError, WarraqError
from warraq.extraction.ways import WAYS
from warraq.newsroom.approving import Offer, offers
from warraq.newsroom.crawled import by_site
from warraq.newsroom.teaching import opened
from warraq.ports.fetcher import Fetched, Request
from warraq.ports.templates import Approval
from warraq.press import Capture, Layout, Settings, Source
from warraq.wiring import House, desks

_SHOWN = 3  # paragraphs at either end
_CUT = 160  # characters of each
_SURE = 0.95  # of agreement with the text that was given


@click.command("teach")
@shared
@click.argument("url")
@click.option("--source", "slug", metavar="SLUG", help="The paper.  [default: by the page's site]")
@click.option("--file", "saved", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="The page as it was saved.  [default: as it is kept, else as the site answers]")  # fmt: skip
@click.option("--text", "given", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="A file with the article as it should be read: the way that gives it is looked for.")  # fmt: skip
@click.option("--body", "selector", metavar="CSS", help="The selector of the article's own box.")
@click.option("--drop", multiple=True, metavar="CSS", help="What to leave out of it (may be given again).")
@click.option("--way", type=click.Choice([*WAYS, "selectors"]), help="Approve this way of reading.")
@click.option("--yes", is_flag=True, help="Approve the best way for --text, or --body, without asking.")
@click.option("--undo", is_flag=True, help="Take the approval of this page back.")
@click.option("--by", metavar="WHO", help="Who looked, kept with the approval.")
def teach(
    settings: Settings,
    *,
    url: str,
    slug: str | None,
    saved: Path | None,
    given: Path | None,
    selector: str | None,
    drop: tuple[str, ...],
    way: str | None,
    yes: bool,
    undo: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Show what would be the article of the page at URL by every way of reading, and keep which one is right.

    From then on the paper's pages are read so. With --text (the article, copied by hand) the ways are compared with it,
    and a selector that gives it is looked for. Nothing is kept until a way is approved: by an answer, --way or --yes.
    """
    if drop and selector is None:
        raise click.UsageError("--drop goes with --body: it says what to leave out of that box")
    with house_of(settings) as house:
        clean = urls.clean(url)
        if clean is None:
            raise EditionError(f"{url!r} is no web address; it begins with http:// or https://")
        paper = paper_of(settings, house, slug) if slug else _owner(settings, house, clean)
        if undo:
            _undo(house, paper, clean, as_json=as_json)
            return
        text = given.read_text("utf-8") if given else None
        asked = Layout(selector, drop) if selector else None
        found = asyncio.run(
            _offers(house, paper, clean, saved=saved.read_bytes() if saved else None, layout=asked, text=text)
        )
        for number, one in enumerate(found, 1):
            _show(number, one)
        chosen = _chosen(found, way, asked, text, yes=yes, as_json=as_json)
        approval = None
        if chosen is not None:
            now = house.clock.now()
            approval = Approval(paper.slug, clean, chosen.way, chosen.layout, chosen.words, now, by)
            house.templates.approve(approval)
            output.note(
                f"{paper.name} ({paper.slug}) is read by {spoken(chosen.way, chosen.layout)} from now on;"
                f" `warraq source teach {clean} --undo` takes it back"
            )
    if as_json:
        output.say_json(
            {
                "slug": paper.slug,
                "url": clean,
                "offers": [_row(one) for one in found],
                "approved": None
                if approval is None
                else {"way": approval.way, "layout": layout_row(approval.layout)},
            }
        )


def _owner(settings: Settings, house: House, url: str) -> Source:
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    papers = {**house.archive.sources(), **{one.slug: one for one in edition.sources}}
    number = house.archive.find(urls.key(url))
    article = house.archive.article(number) if number is not None else None
    if article is not None and article.draft.source in papers:
        return papers[article.draft.source]
    found = by_site(papers.values())(url)
    if isinstance(found, str):
        raise EditionError(f"{url} is {found}; name the paper with --source")
    return found


def _undo(house: House, paper: Source, url: str, *, as_json: bool) -> None:
    if not house.templates.withdraw(paper.slug, url):
        raise EditionError(
            f"no approval of {url} is kept; `warraq source template {paper.slug}` names those that are"
        )
    output.note(f"the approval of {url} is taken back")
    if as_json:
        output.say_json({"slug": paper.slug, "url": url, "withdrawn": True})


async def _offers(
    house: House, paper: Source, url: str, *, saved: bytes | None, layout: Layout | None, text: str | None
) -> tuple[Offer, ...]:
    async with desks.parsers(house.settings) as readers:
        if saved is not None:
            capture = Capture(url, house.clock.now(), 200, (), saved)
        else:
            capture = _kept(house, url) or await _asked(house, url)
        repeated = opened(house.templates.of(paper.slug)).repeated
        return await offers(readers, capture, paper, template=repeated, layout=layout, text=text)


def _kept(house: House, url: str) -> Capture | None:
    number = house.archive.find(urls.key(url))
    article = house.archive.article(number) if number is not None else None
    if article is None:
        return None
    with contextlib.suppress(ArchiveError):
        return house.keeping().found(article.draft.capture)
    return None


async def _asked(house: House, url: str) -> Capture:
    """The page as its site answers, asked for politely. Raises: WarraqError."""
    async with contextlib.AsyncExitStack() as stack:
        fetcher = desks.fetcher(house.settings)
        stack.push_async_callback(fetcher.close)
        answer = await desks.asking(house.settings, fetcher, house.clock).ask(Request(url))
    if isinstance(answer.outcome, Fetched):
        return answer.outcome.capture
    reason = getattr(answer.outcome, "reason", type(answer.outcome).__name__)
    raise WarraqError(f"{url} cannot be had: {reason}; save the page and give it with --file")


def _show(number: int, one: Offer) -> None:
    agreed = f", agrees {one.agreement:.2f} with the text given" if one.agreement is not None else ""
    said = one.problem or f"{one.words} words{agreed}"
    output.note(f"{number}. {spoken(one.way, one.layout)}: {said}")
    lines = one.body.split("\n") if one.body else []
    ends = (
        lines
        if len(lines) <= 2 * _SHOWN
        else [*lines[:_SHOWN], f"… {len(lines) - 2 * _SHOWN} more …", *lines[-_SHOWN:]]
    )
    if one.title and lines:
        output.note(f"     {one.title}")
    for line in ends:
        output.note(f"     {line[:_CUT]}{'…' if len(line) > _CUT else ''}")


def _chosen(
    found: Sequence[Offer],
    way: str | None,
    asked: Layout | None,
    text: str | None,
    *,
    yes: bool,
    as_json: bool,
) -> Offer | None:
    """The offer that was approved; `None` where nobody approved one. Raises: WarraqError where what was asked for fails."""
    readable = [one for one in found if one.problem is None]
    if way is not None or (yes and asked is not None):
        selectors = way in (None, "selectors")
        fit = [
            one
            for one in readable
            if (one.layout is not None if selectors else one.way == way and not one.layout)
        ]
        if not fit:
            raise WarraqError("that way does not read this page; see above what each gives")
        return fit[0]
    if yes:
        if text is None:
            raise click.UsageError("--yes needs --text or --body: somebody must say what is right")
        best = readable[0] if readable else None
        if best is None or (best.agreement or 0.0) < _SURE:
            raise WarraqError(
                f"no way gives the text (it takes {_SURE:.0%} of agreement); name its box with --body"
            )
        return best
    if as_json or not readable or not output.interactive():
        return None
    number = click.prompt(
        "Which one is the article? (0: none)", type=click.IntRange(0, len(found)), default=0, err=True
    )
    return found[number - 1] if number and found[number - 1].problem is None else None


def _row(one: Offer) -> dict[str, Any]:
    return {
        "way": one.way,
        "layout": layout_row(one.layout),
        "title": one.title,
        "body": one.body,
        "words": one.words,
        "problem": one.problem,
        "agreement": None if one.agreement is None else round(one.agreement, 4),
    }
