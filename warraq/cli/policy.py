"""`warraq source policy`: what was agreed with a paper, and what does a public site show of it from now on?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import click

from warraq import editions, wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import EditionError
from warraq.moderation.policy import EXCERPT_LETTERS, Door, bounding, case, may_show
from warraq.moderation.policy import agreed as as_agreed
from warraq.press import Policy, Settings, Source, State

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)


@click.command()
@shared
@click.argument("slug")
@click.argument("agreed", type=click.Choice([*get_args(Policy), "none"]), metavar="full|excerpt|link|none")
@click.option(
    "--permission", help='What the leave rests on, with its date: "mail of the editor, 2026-11-01".'
)
@click.option("--no-permission", "ended", is_flag=True, help="The leave that was recorded has ended.")
def policy(
    settings: Settings, *, slug: str, agreed: str, permission: str | None, ended: bool, as_json: bool
) -> None:
    """Record what was agreed with the paper SLUG: how much of it a public site shows.

    It is written to editions/<code>.toml in the data folder and remembered in the archive: a running site obeys within
    seconds, for everything it ever collected. Without --permission the leave that is recorded already stays; `none`
    takes it away. Without a leave nobody sees more than an excerpt.
    """
    code, paper = _paper(settings, slug)
    kept = None if ended or agreed == "none" else permission or paper.permission
    if permission is not None:
        _check(permission, ended=ended, agreed=agreed)
        kept = " ".join(permission.split())
    said: Policy | None = next((one for one in get_args(Policy) if one == agreed), None)
    now = replace(paper, policy=said, permission=kept)
    path = None
    if code is not None:
        path = editions.write_policy(
            settings.data / "editions", code, slug, policy=now.policy, permission=now.permission
        )
    if wiring.begun(settings):
        with wiring.house(settings) as house:
            held = house.archive.sources().get(slug, now)
            house.archive.put_sources([replace(held, policy=now.policy, permission=now.permission)])
    output.note(f"{paper.name} ({slug})\n  before: {agreement(paper)}\n  now:    {agreement(now)}")
    output.note(f"Written to {path}." if path else "No edition lists it: remembered in the archive alone.")
    if not settings.public:
        output.note("This site is private: it shows everything whole, until public = true.")
    if as_json:
        output.say_json(
            {
                "slug": slug,
                "policy": now.policy,
                "permission": now.permission,
                "in_public": in_public(now),
                "file": path and str(path),
            }
        )


def in_public(paper: Source) -> Policy:
    """What a public site shows of a paper: as agreed, and no more than its site asks for."""
    letters = may_show(case(State.VISIBLE, paper, public=True), Door.PAGE).letters
    return "full" if letters is None else "excerpt" if letters else "link"


def agreement(paper: Source) -> str:
    """What a public site shows of a paper, and why."""
    force = in_public(paper)
    shown = {
        "full": "full: whole texts and pictures",
        "excerpt": f"excerpt: a headline, at most {EXCERPT_LETTERS} characters, the link",
        "link": "link: a headline and the link",
    }[force]
    if paper.opted_out:
        return f"{shown} (it opted out: collected no more)"
    if force != in_public(replace(paper, wishes=())):
        return f"{shown} (its site asks: {bounding(paper.wishes)})"
    if paper.permission:
        return f"{shown} ({paper.permission})"
    wanted = ", though full was set" if paper.policy == "full" else ""
    return f"{shown} (no leave is recorded{wanted})"


def _check(permission: str, *, ended: bool, agreed: str) -> None:
    if ended or agreed == "none":
        raise EditionError(
            "a leave is either recorded or ended: leave out --permission, or say full, excerpt or link"
        )
    if not _DATE.search(permission):
        raise EditionError(
            f'{permission[:80]!r} names no date; write what the leave rests on and when it was given: "mail of the'
            ' editor, 2026-11-01"'
        )


def _paper(settings: Settings, slug: str) -> tuple[str | None, Source]:
    """The edition whose file lists the paper (`None`: only the archive knows it), and the paper, as agreed so far.

    Raises: EditionError for a paper nobody knows.
    """
    held: dict[str, Source] = {}
    if wiring.begun(settings):
        with wiring.house(settings) as house:
            held = house.shown()[0].sources()
    folder = settings.data / "editions"
    for code in dict.fromkeys([*settings.edition.split(","), *editions.codes(folder)]):
        for paper in editions.load(code, folder=folder).sources if code in editions.codes(folder) else ():
            if paper.slug == slug:
                return code, as_agreed([paper], held)[slug]
    if slug in held:
        return None, held[slug]
    raise EditionError(f"no paper is called {slug!r}; `warraq source list` lists those of an edition")
