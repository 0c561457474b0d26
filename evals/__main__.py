"""python -m evals run | list: measure the product. Tests assert; evals measure."""

import hashlib
import subprocess
import time
from pathlib import Path

import click
from pydantic import Field
from rich.console import Console
from rich.table import Table

from evals.suite import Suite, SuiteReport
from evals.suites.retrieval import retrieval
from evals.suites.solving import solving
from evals.suites.writing import writing
from itemwright.domain.value import Value
from itemwright.resources import resource_folder

ROOT = Path(__file__).resolve().parent.parent
SUITES: dict[str, Suite] = {"writing": writing, "solving": solving, "retrieval": retrieval}


class Report(Value):
    """One run: the suites' figures and what they were measured on."""

    suites: tuple[SuiteReport, ...]
    commit: str
    model: str
    prompts: dict[str, str] = Field(default_factory=dict)
    corpus: str
    seed: int
    cost: float
    seconds: float


@click.group()
def main() -> None:
    """The eval suite."""


@main.command("list")
def list_suites() -> None:
    """The suites there are, each with what it measures."""
    for name, suite in SUITES.items():
        click.echo(f"{name:10} {(suite.__doc__ or '').splitlines()[0]}")


@main.command()
@click.argument("names", nargs=-1)
@click.option("--seed", default=0, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("evals/reports"), show_default=True)
def run(names: tuple[str, ...], seed: int, out: Path) -> None:
    """Run suites (none named: all) with the built-in engine; writes report.json."""
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        raise click.UsageError(f"no suite {unknown[0]!r}; there are {', '.join(SUITES)}")
    began = time.perf_counter()
    found = tuple(SUITES[name](seed) for name in names or SUITES)
    report = Report(
        suites=found,
        commit=_commit(),
        model="builtin",
        corpus=_digest(resource_folder("corpus")),
        seed=seed,
        cost=0.0,
        seconds=round(time.perf_counter() - began, 1),
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text(report.model_dump_json(indent=1))
    _print(report, out)


def _print(report: Report, out: Path) -> None:
    table = Table("suite", "figure", "value", "95% interval", "n")
    for suite in report.suites:
        for name, figure in suite.figures.items():
            interval = f"{figure.low:.3f} to {figure.high:.3f}"
            table.add_row(suite.name, name, f"{figure.value:.3f}", interval, str(figure.n))
    console = Console()
    console.print(table)
    console.print(f"{report.seconds:.0f} s; every failing case is in {out / 'report.json'}.")


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    main()
