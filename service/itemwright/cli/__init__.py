"""The command line: JSON on standard output, messages on standard error.

Exit status: 0 done, 1 done with shortfall or findings, 2 bad usage or input that could not be read at all.
"""

import importlib
import sys
from collections.abc import Sequence

import click

from itemwright.errors import ItemwrightError

COMMANDS = {
    "ingest": "Read articles into the course.",
    "pack": "Write the manifest of a folder of articles and cards.",
    "search": "Find passages for a question.",
    "cards": "Draw cards up from articles, for an author to review.",
    "generate": "Write fresh practice items, each with its proof.",
    "grade": "Grade answers in a JSON-lines file.",
    "lint": "Find item-writing flaws in a JSON-lines file of items.",
    "prove": "Prove items: quotations, key, code, hints, sums, each with its evidence.",
    "practice": "Practise in the terminal.",
    "serve": "Serve the API and the pages.",
    "worker": "Work on runs, and on what is left ungraded.",
    "models": "Prepare the embedding model.",
    "doctor": "Say what works here and what does not.",
    "demo": "Show the whole path on the shipped corpus.",
}
"""Each command lies in the file of its name and is loaded when called: 'grade' need not wait for the rest."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"itemwright.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands)
@click.version_option(package_name="itemwright")
def _itemwright() -> None:
    """Fresh practice items from your articles, graded free text, practice that adapts."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command (of sys.argv, if None); an error of ours becomes one line and exit status 2."""
    try:
        _itemwright(arguments, prog_name="itemwright")
    except ItemwrightError as error:
        print(f"itemwright: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except BrokenPipeError:
        sys.stderr.close()  # the reader has seen enough; say nothing at exit either
        raise SystemExit(0) from None
