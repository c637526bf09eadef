"""`warraq train`: what can be learnt from what is kept?"""

from __future__ import annotations

import time
from importlib import util

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import SettingsError
from warraq.newsroom import desking
from warraq.newsroom.desking import Proposal, Taught
from warraq.press import Settings
from warraq.wiring import teaching


@click.group()
def train() -> None:
    """Learn from what is kept."""


@train.command()
@shared
@click.option(
    "--right",
    type=click.FloatRange(0.5, 0.999),
    default=0.9,
    show_default=True,
    help="How often a guess must be right of papers that taught nothing; where it is less sure, it abstains.",
)
@click.option("--apply", is_flag=True, help="Also give articles filed before the desks that it proposes.")
@click.option("--forget", is_flag=True, help="Remove what was learnt: only papers' labels make desks.")
def sections(settings: Settings, *, right: float, apply: bool, forget: bool, as_json: bool) -> None:
    """Learn desks from articles whose papers name one, for those whose papers name none.

    The model is `desks.json` in the data folder; a running warraq asks it from the next article on. A desk that a model
    told is shown as such, and never takes the place of a paper's own label. What it would change of articles filed before
    is told, and done with --apply: only those without a desk, or with one that a model told.
    """
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet, so there is nothing to learn from")
    if forget:
        teaching.forget(settings)
        output.note("forgotten; desks that it told stay with their articles")
        if as_json:
            output.say_json({"articles": 0})
        return
    if util.find_spec("numpy") is None:
        raise SettingsError(
            "to learn, numpy is needed (to ask what was learnt, nothing): `.venv/bin/python -m pip install numpy`"
        )
    began = time.monotonic()
    with wiring.house(settings) as house:
        now = house.clock.now()
        try:
            taught = desking.taught(
                house.archive, now=now, right=right, told=lambda said: output.note(f"  {said}")
            )
        except ValueError as error:
            raise SettingsError(
                f"too few articles have a desk by their papers' labels: {error}; collect or import more"
            ) from error
        teaching.keep(settings, taught.model)
        proposal = desking.proposed(house.archive, taught.model)
        changed = desking.carried_out(house.archive, proposal, now=now) if apply else 0
    _tell(taught, proposal, changed, time.monotonic() - began, applied=apply, as_json=as_json)


def _tell(
    taught: Taught, proposal: Proposal, changed: int, seconds: float, *, applied: bool, as_json: bool
) -> None:
    model = taught.model
    if as_json:
        output.say_json(
            {
                "articles": taught.articles,
                "desks": model.labels,
                "words": len(model.words),
                "sureness": model.enough,
                "sources": {source: _of(taught, source) for source in taught.lessons},
                "proposed": {
                    "given": proposal.given,
                    "other": proposal.other,
                    "taken": proposal.taken,
                },
                "changed": changed,
                "seconds": round(seconds, 3),
            }
        )
        return
    click.echo(f"{taught.articles} articles taught {len(model.labels)} desks: {', '.join(model.labels)}")
    for source in taught.lessons:
        click.echo(f"  {source}: {_said(_of(taught, source))}")
    if model.enough > 1:
        click.echo(
            "It is sure of nothing, and will abstain: papers' labels agree too little, or --right asks too much."
        )
    click.echo(
        f"Of articles without a label {proposal.given} would get a desk, {proposal.other} another,"
        f" {proposal.taken} none any more; "
        + (f"{changed} were changed." if applied else "--apply changes them.")
    )


def _of(taught: Taught, source: str) -> dict[str, object]:
    lesson = taught.lessons[source]
    number = sum(lesson.labels.values())
    return {
        "articles": number,
        "labels": dict(sorted(lesson.labels.items())),
        "accuracy": None if lesson.right is None else round(lesson.right / number, 4),
        "sure": None if lesson.sure is None else round(lesson.sure / number, 4),
        "accuracy_sure": round(lesson.sure_right / lesson.sure, 4)
        if lesson.sure and lesson.sure_right is not None
        else None,
        "moved": lesson.moved,
    }


def _said(of: dict[str, object]) -> str:
    if of["accuracy"] is None:
        return f"{of['articles']} articles; no other paper taught, so that nothing can be said of it"
    sure = (
        ""
        if of["accuracy_sure"] is None
        else f", {of['accuracy_sure']:.0%} where sure ({of['sure']:.0%} of them)"
    )
    moved = f"; {of['moved']} taken for a desk that it has not" if of["moved"] else ""
    return f"{of['articles']} articles; by the other papers {of['accuracy']:.0%} right{sure}{moved}"
