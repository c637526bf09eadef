"""The command `warraq`: one module a command. Commands are imported when used, so that `--help` answers at once."""

from __future__ import annotations

import gc
import importlib
import logging
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import click

from warraq import __version__
from warraq.cli import logged
from warraq.errors import WarraqError

# command -> ("module:attribute", one line for the list)
COMMANDS = {
    "up": ("warraq.cli.up:up", "Collect an edition and serve the site, all at once."),
    "serve": ("warraq.cli.serve:serve", "Serve the site on what is kept, without collecting."),
    "collect": ("warraq.cli.collect:collect", "Collect an edition, for ever or once, without the site."),
    "demo": ("warraq.cli.demo:demo", "The whole of Warraq on an invented press, no network needed."),
    "backfill": ("warraq.cli.backfill:backfill", "A paper's past, from its sitemaps and archives, slowly."),
    "import": ("warraq.cli.imports:imports", "Bring in articles collected elsewhere, or lists of feeds."),
    "export": ("warraq.cli.exports:exports", "Take out what is kept, in forms that others read."),
    "issue": ("warraq.cli.issue:issue", "A day's papers as one file, to be printed or handed on."),
    "search": ("warraq.cli.search:search", "Search what is kept."),
    "litmus": ("warraq.cli.litmus:litmus", "Does search find what any reader means? The public litmus."),
    "stories": ("warraq.cli.stories:stories", "What papers tell together, why, and an editor's word on it."),
    "source": ("warraq.cli.source:source", "The papers of an edition: list, probe, add, agree."),
    "watch": ("warraq.cli.watch:watch", "Tell me whenever the press prints something that answers this."),
    "picture": ("warraq.cli.picture:picture", "Pictures that are kept: how each stands, hidden or restored."),
    "reports": ("warraq.cli.reports:reports", "What readers report of pictures, and a moderator's word."),
    "simulate": (
        "warraq.cli.simulate:simulate",
        "What would rules for reports do, on readers and attackers?",
    ),
    "decide": ("warraq.cli.decide:decide", "What people decided: withheld, silenced, replied to, undone."),
    "request": ("warraq.cli.request:request", "What readers and publishers asked for, and the answers."),
    "site": ("warraq.cli.site:site", "What the site is called, and in which colours."),
    "user": ("warraq.cli.user:user", "Who may sign in at the desk, and as what."),
    "doctor": ("warraq.cli.doctor:doctor", "Is everything well, and if not, what to do?"),
    "verify": ("warraq.cli.verify:verify", "Was anything altered since it was filed?"),
    "backup": ("warraq.cli.backup:backup", "Everything that is kept, in one file, while all goes on."),
    "restore": ("warraq.cli.restore:restore", "A data folder from a backup."),
    "train": ("warraq.cli.train:train", "Learn desks from papers' own labels, for articles without one."),
    "words": ("warraq.cli.words:words", "Learn frequent words from what is kept, for the search."),
    "names": ("warraq.cli.names:names", "Who is named in what is kept; an operator's own names."),
    "rebuild": ("warraq.cli.rebuild:rebuild", "Make again what follows the archive."),
}


class _Commands(click.Group):
    """A group whose commands are imported when asked for; errors that a person must hear of are said in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(_imported(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WarraqError as error:
            click.echo(f"warraq: {error}", err=True)
            ctx.exit(1)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:  # type: ignore[override]
        return super().main(args, prog_name or "warraq", **extra)


def _imported(module: str) -> ModuleType:
    """Import it, while cycles are not looked for: what modules make stays, and looking is a tenth of an import."""
    looked = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        if looked:
            gc.enable()


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, prog_name="warraq")
@click.option(
    "-v", "--verbose", count=True, help="Say more: -v what an editor would care for, -vv everything."
)
def main(verbose: int) -> None:
    """Warraq (ورّاق): collect the press, keep it, search it.

    \b
    Begin here:
      warraq up                      collect the edition of Egypt and serve it on http://127.0.0.1:8000
      warraq demo                    the same with an invented press, no network needed
      warraq search انسحاب القوات     search what is kept
      warraq doctor                  is everything well, and if not, what to do

    Everything lives in one data folder (--data, WARRAQ_DATA; by default ./data). Settings come from WARRAQ_*
    variables and from warraq.toml in the data folder. Every command prints JSON as its last line with --json.
    """
    level = {0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG)
    logged.begin(level)
