"""`warraq source policy`: what was agreed with a paper, and what does a public site show of it from now on?"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import get_args

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.decide import OPERATOR
from warraq.cli.options import shared
from warraq.moderation.policy import EXCERPT_LETTERS, bounding, in_public
from warraq.press import Policy, Settings, Source
from warraq.wiring import agreeing


@click.command()
@shared
@click.argument("slug")
@click.argument("agreed", type=click.Choice([*get_args(Policy), "none"]), metavar="full|excerpt|link|none")
@click.option(
    "--permission", help='What the leave rests on, with its date: "mail of the editor, 2026-11-01".'
)
@click.option("--no-permission", "ended", is_flag=True, help="The leave that was recorded has ended.")
@click.option(
    "--reason", default=agreeing.UNSAID, help="Why, in public words: it stands in the log of decisions."
)
@click.option("--by", default=OPERATOR, help="In what office it is recorded.")
def policy(
    settings: Settings,
    *,
    slug: str,
    agreed: str,
    permission: str | None,
    ended: bool,
    reason: str,
    by: str,
    as_json: bool,
) -> None:
    """Record what was agreed with the paper SLUG: how much of it a public site shows.

    It is written to editions/<code>.toml in the data folder and remembered in the archive: a running site obeys within
    seconds, for everything it ever collected. Without --permission the leave that is recorded already stays; `none`
    takes it away. Without a leave nobody sees more than an excerpt.
    """
    said: Policy | None = next((one for one in get_args(Policy) if one == agreed), None)
    with contextlib.ExitStack() as stack:
        house = stack.enter_context(wiring.house(settings)) if wiring.begun(settings) else None
        now = wiring.SystemClock().now()
        told = agreeing.agree(settings, house, slug, policy=said, permission=permission, ended=ended,
                              reason=reason, by=by, now=now)  # fmt: skip
    paper, path = told.now, told.path
    output.note(f"{paper.name} ({slug})\n  before: {agreement(told.before)}\n  now:    {agreement(paper)}")
    output.note(f"Written to {path}." if path else "No edition lists it: remembered in the archive alone.")
    if not settings.public:
        output.note("This site is private: it shows everything whole, until public = true.")
    if as_json:
        output.say_json(
            {
                "slug": slug,
                "policy": paper.policy,
                "permission": paper.permission,
                "in_public": in_public(paper),
                "file": path and str(path),
            }
        )


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
