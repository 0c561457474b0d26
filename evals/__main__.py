"""python -m evals run | compare | accept | list: measure the product. Tests assert; evals measure."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from evals import accepted
from evals.comparison import Comparison, compare
from evals.page import write_page
from evals.rating import command as rating
from evals.report import Report, commit, digest, read_report
from evals.runner import run_suite
from evals.suite import Setting, Suite
from evals.suites.adaptivity import Adaptivity
from evals.suites.agreement import Agreement
from evals.suites.grading import Grading
from evals.suites.linting import Linting
from evals.suites.novelty import NoveltySuite
from evals.suites.prompted import Prompted
from evals.suites.proving import Proving
from evals.suites.retrieval import Retrieval
from evals.suites.robustness import Robustness
from evals.suites.solving import Solving
from evals.suites.writing import Writing
from itemwright.errors import ItemwrightError
from itemwright.resources import resource_folder
from itemwright.settings import Settings

SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        Agreement(),
        Writing(),
        NoveltySuite(),
        Solving(),
        Grading(),
        Retrieval(),
        Adaptivity(),
        Robustness(),
        Linting(),
        Proving(),
        Prompted(),
    )
}

FOLDER = Path("evals/reports")


@click.group()
def group() -> None:
    """The eval suite: items and grades held against the curated key and against data graded by people."""


@group.command("list")
def list_suites() -> None:
    """The suites there are, each with what it measures and the error that costs most."""
    for name, suite in SUITES.items():
        click.echo(f"{name:11} {(suite.__doc__ or '').splitlines()[0]}")
        click.echo(f"{'':11} costly error: {suite.costly_error}")


@group.command("run")
@click.argument("names", metavar="[SUITE]...", nargs=-1)
@click.option("--model", default="builtin", show_default=True, help="builtin, or a file of recorded replies")
@click.option(
    "--data", type=click.Path(path_type=Path), help="your own cases, JSONL or CSV (evals/README.md)"
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Path(path_type=Path),
    help="your own articles, repeatable",
)
@click.option(
    "--live", help="ask this chat model, openai:NAME, instead of replaying; its replies are recorded"
)
@click.option("--seed", default=0, show_default=True)
@click.option("--concurrency", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER, show_default=True)
def run(
    names: tuple[str, ...],
    model: str,
    data: Path | None,
    sources: tuple[Path, ...],
    live: str | None,
    seed: int,
    concurrency: int,
    out: Path,
) -> None:
    """Run suites (none named: all); exit 1 on a regression against the accepted run."""
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        raise click.UsageError(f"no suite {unknown[0]!r}; there are {', '.join(SUITES)}")
    absent = [path for path in (data, *sources) if path is not None and not path.exists()]
    if absent:
        raise click.UsageError(f"no file {str(absent[0])!r}")
    settings = Settings()
    setting = Setting(
        model=model,
        seed=seed,
        data=data,
        sources=sources,
        concurrency=concurrency,
        live=live,
        base_url=settings.base_url,
        api_key=settings.api_key,
    )
    report = _run([SUITES[name] for name in dict.fromkeys(names or SUITES)], setting)
    baseline = accepted.read_ledger().newest(model) if report.data is None else None
    comparison = compare(baseline.report, report) if baseline and baseline.report.seed == seed else None
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text(report.model_dump_json(indent=1), encoding="utf-8")
    write_page(report, comparison, out / "report.html")
    _print(report)
    Console(stderr=True).print(f"{report.seconds:.0f} s; every failing case: {out / 'report.html'}")
    if comparison is None:
        click.echo("Not held against an accepted run: there is none of this model, seed and data.", err=True)
    elif _print_regressions(comparison):
        sys.exit(1)


@group.command("compare")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
def compare_runs(before: Path, after: Path) -> None:
    """Two reports side by side; exit 1 when AFTER is worse beyond chance."""
    comparison = compare(read_report(before), read_report(after))
    table = Table("suite", "figure", "before", "after", "change")
    for change in comparison.changes:
        step = change.after.value - change.before.value
        mark = " worse" if change.worse else ""
        table.add_row(
            change.suite,
            change.figure,
            f"{change.before.value:.3f}",
            f"{change.after.value:.3f}",
            f"{step:+.3f}{mark}",
        )
    Console().print(table)
    if _print_regressions(comparison):
        sys.exit(1)


@group.command("accept")
@click.argument("path", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--why", required=True, help="what changed, and why the figures are right")
def accept_run(path: Path, why: str) -> None:
    """Make a run the one that later runs are held against."""
    accepted.accept(read_report(path), why, datetime.now(UTC).date())
    click.echo(f"Accepted. {accepted.LEADERBOARD.name} has the new row.", err=True)


def _run(suites: list[Suite], setting: Setting) -> Report:
    began = time.perf_counter()
    found = []
    for suite in suites:
        click.echo(f"{suite.name} ...", err=True)
        found.append(run_suite(suite, setting))
    costs = [suite.spent.cost for suite in found]
    given = [path for path in (setting.data, *setting.sources) if path is not None]
    return Report(
        suites=tuple(found),
        commit=commit(),
        model=setting.model,
        prompts={name: text for suite in found for name, text in suite.asked.prompts.items()},
        corpus=digest(resource_folder("corpus")),
        seed=setting.seed,
        cost=None if None in costs else sum(cost for cost in costs if cost is not None),
        tokens=sum(suite.spent.tokens_in + suite.spent.tokens_out for suite in found),
        seconds=round(time.perf_counter() - began, 1),
        data=", ".join(f"{path.name} {digest(path)}" for path in given) or None,
    )


def _print(report: Report) -> None:
    table = Table("suite", "figure", "value", "95% interval", "n")
    for suite in report.suites:
        for name, figure in suite.figures.items():
            interval = f"{figure.low:.3f} to {figure.high:.3f}"
            table.add_row(suite.name, name, f"{figure.value:.3f}", interval, str(figure.n))
        if suite.spent.items:
            each = f"{suite.spent.seconds / suite.spent.items:.3f}"
            table.add_row(suite.name, "seconds for an accepted item", each, "-", str(suite.spent.items))
        for gap in suite.missing:
            table.add_row(suite.name, gap, "-", "-", "-")
    Console().print(table)


def _print_regressions(comparison: Comparison) -> bool:
    for regression in comparison.regressions:
        named = ", ".join(regression.cases[:12]) + (" ..." if len(regression.cases) > 12 else "")
        click.echo(
            f"REGRESSION {regression.suite}: {regression.what}{': ' + named if named else ''}", err=True
        )
    return bool(comparison.regressions)


for command in (rating.sheet, rating.agree):
    group.add_command(command)


def main() -> None:
    """The door of the command; what a person can mend is told in one line."""
    try:
        group(prog_name="python -m evals")
    except ItemwrightError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
