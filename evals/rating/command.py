"""python -m evals sheet | agree: let people rate items blind, and see how far they agree."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from evals.figure import Figure
from evals.rating.agreement import agreement, read_origins, read_ratings, usable_by_writer
from evals.rating.sheet import VERDICTS, make_sheet, write_sheet, written_pools
from evals.suite import Setting

FOLDER = Path("evals/reports/rating")


@click.command("sheet")
@click.option("--count", type=click.IntRange(1, 400), default=40, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--source", "sources", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER, show_default=True)
def sheet(count: int, seed: int, sources: tuple[Path, ...], out: Path) -> None:
    """A blind rating sheet: items of all writers, shuffled, as a page and as a CSV file."""
    pools = written_pools(Setting(seed=seed, sources=sources), count)
    page, table, origins = write_sheet(make_sheet(pools, count, seed), out)
    click.echo(f"{page}\n{table}\n{origins} (who wrote what: do not open it before both have rated)")


@click.command("agree")
@click.argument("one", metavar="A.csv", type=click.Path(path_type=Path))
@click.argument("other", metavar="B.csv", type=click.Path(path_type=Path))
@click.option("--origins", type=click.Path(path_type=Path), help="origins.csv: tells usable items by writer")
def agree(one: Path, other: Path, origins: Path | None) -> None:
    """How far two raters of one sheet agree, and on which items they differ."""
    first, second = read_ratings(one), read_ratings(other)
    found = agreement(first, second)
    console = Console()
    counts = Table(f"{one.name} \\ {other.name}", *VERDICTS)
    for mine in VERDICTS:
        counts.add_row(mine, *(str(found.counts[mine, theirs]) for theirs in VERDICTS))
    console.print(counts)
    figures = Table("measure", "value", "95% interval", "n")
    named = (("raw agreement", found.raw), ("Cohen's kappa", found.kappa), ("Gwet's AC1", found.ac1))
    for name, figure in named:
        figures.add_row(name, *_told(figure))
    if origins is not None:
        by_writer = usable_by_writer((first, second), read_origins(origins, list(first)))
        for writer, figure in by_writer.items():
            figures.add_row(f"usable, {writer}", *_told(figure))
    console.print(figures)
    for each in found.differences:
        console.print(
            f"{each.id}: {each.one.verdict} or {each.other.verdict}? {each.one.stem[:90]}", markup=False
        )
        for rating in (each.one, each.other):
            if rating.reason:
                console.print(f"    {rating.verdict}: {rating.reason}", markup=False)


def _told(figure: Figure | None) -> tuple[str, str, str]:
    if figure is None:
        return "undefined", "one verdict for all", "-"
    return f"{figure.value:.3f}", f"{figure.low:.3f} to {figure.high:.3f}", str(figure.n)
