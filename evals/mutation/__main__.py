"""python -m evals.mutation [NAME]...: are seeded faults noticed, and refactorings let be?"""

import json
import sys
from pathlib import Path

import click

from evals.mutation.seeded import chosen, read_changes
from evals.mutation.tree import copied
from evals.mutation.trial import Bench, By, Tried
from evals.report import ROOT
from itemwright.errors import ItemwrightError


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--list", "listed", is_flag=True, help="only name the changes")
@click.option("--by", type=click.Choice(["tests", "suites", "both"]), default="both", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="a JSON file for the outcome")
def check(names: tuple[str, ...], listed: bool, by: By, out: Path | None) -> None:
    """Seed each change into a copy of the tree and run what has to notice it; exit 1 on a survivor."""
    changes = chosen(read_changes(), names)
    if listed:
        for change in changes:
            click.echo(f"{change.kind:8} {change.name:34} {change.stands_for}")
        return
    tried: list[Tried] = []
    with copied(ROOT) as tree:
        bench = Bench(tree, by)
        for change in changes:
            found = bench.attempt(change)
            tried.append(found)
            mark = "  " if found.as_wanted else "!!"
            told = f"{found.colour:6} {change.kind:8} {change.name:34} {found.seconds:6.1f} s"
            click.echo(f"{mark} {told}  {found.where}")
    if out is not None:
        out.write_text(
            json.dumps([each.model_dump(mode="json") for each in tried], indent=1), encoding="utf-8"
        )
    for kind, wanted in (("fault", "red"), ("harmless", "green")):
        mine = [each for each in tried if each.change.kind == kind]
        if mine:
            click.echo(f"{sum(each.as_wanted for each in mine)} of {len(mine)} {kind} changes are {wanted}.")
    if not all(each.as_wanted for each in tried):
        sys.exit(1)


def main() -> None:
    """The door of the command; what a person can mend is told in one line."""
    try:
        check(prog_name="python -m evals.mutation")
    except ItemwrightError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
