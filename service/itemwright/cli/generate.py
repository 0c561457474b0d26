"""itemwright generate"""

import asyncio
import sys
from pathlib import Path

import click
import yaml
from pydantic import ValidationError
from rich.progress import Progress

from itemwright.bank import Bank
from itemwright.chat.estimate import Estimate
from itemwright.cli.claims import claim_model
from itemwright.cli.console import console
from itemwright.cli.desk import now, open_store
from itemwright.cli.engine import embedder, emit, write_report
from itemwright.cli.item_text import item_text
from itemwright.cli.writing_model import run_models
from itemwright.domain.blueprint import Blueprint
from itemwright.domain.principal import Principal
from itemwright.domain.run import Run
from itemwright.errors import BadInput
from itemwright.run_desk import RunDesk, Wanted
from itemwright.run_worker import work_alone
from itemwright.sandbox import open_sandbox
from itemwright.settings import Settings
from itemwright.writing.plan import WritingRequest


@click.command("generate")
@click.option(
    "--source", "sources", multiple=True, help="Only from this article: its path or id. Repeatable."
)
@click.option("--concept", "concepts", multiple=True, help="Only about this concept. Repeatable.")
@click.option("--type", "types", multiple=True, help="Only this type of item. Repeatable.")
@click.option("--blueprint", type=click.Path(path_type=Path), help="A YAML or JSON file with cells.")
@click.option("--count", default=10, show_default=True, help="How many items, 1 to 1000.")
@click.option("--difficulty", type=click.Choice(["easy", "medium", "hard"]))
@click.option("--model", help="Who writes: builtin, openai:NAME, local:FOLDER or scripted:FILE.")
@click.option(
    "--seed",
    type=int,
    help="The same seed gives the same items. Without one: 0, then 1 ...; a run that was stopped goes on.",
)
@click.option("--budget", type=float, help="Most US dollars to spend; the built-in writer spends none.")
@click.option("--examine", is_flag=True, help="Have the model read each item once more for faults.")
@click.option("--dry-run", is_flag=True, help="Tell what it would cost; call and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Item lines, for programs.")
def command(
    sources: tuple[str, ...],
    concepts: tuple[str, ...],
    types: tuple[str, ...],
    blueprint: Path | None,
    count: int,
    difficulty: str | None,
    model: str | None,
    seed: int | None,
    budget: float | None,
    examine: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write fresh items, prove them and keep them as drafts. Exit status 1: fewer than asked."""
    settings = Settings()
    if budget is not None and budget < 0:
        raise BadInput(f"Budget {budget!r} is negative; give US dollars, or leave it out.")
    request = WritingRequest.model_validate(
        {
            "count": count,
            "concepts": concepts,
            "types": types,
            "difficulty": difficulty,
            "sources": sources,
            "examine": examine,
            "blueprint": None if blueprint is None else read_blueprint(blueprint),
        }
    )
    wanted = Wanted(request, model or settings.model, seed, budget)
    with open_store(settings) as (store, principal), open_sandbox(settings.sandbox) as sandbox:
        claims = claim_model(settings.embedder)
        bank = Bank(store, sandbox, embedder(settings), now, settings.review_policy, claims)
        desk = RunDesk(store, bank, run_models(settings), now)
        if dry_run:
            price = desk.price(principal, wanted)
            write_report(price.estimate or Estimate(calls=0, reused=0, tokens_in=0, tokens_out=0, usd=0.0))
            return
        run, is_known = desk.submit(principal, wanted, alone=True)
        if is_known:
            console.print(told_of(run))
        run = _worked_on(desk, principal, run, as_json)
        report, items = desk.report(principal, run), desk.items(principal, run)
    for item in items:
        if as_json:
            emit(item)
        else:
            click.echo(item_text(item) + "\n")
    if run.state != "completed":
        console.print(f"Run {run.id} is {run.state}: {run.why}. The same command carries it on.")
    if not as_json:
        console.print(
            f"{report.delivered} of {report.requested} items written in {report.seconds:.1f} s; "
            f"--seed {report.seed} gives them again."
        )
    write_report(report)
    if report.delivered < report.requested:
        sys.exit(1)


def _worked_on(desk: RunDesk, principal: Principal, run: Run, quietly: bool) -> Run:
    """The run when it has ended."""
    if not run.is_open:
        return run
    with Progress(console=console, transient=True, disable=quietly) as progress:
        task = progress.add_task("Writing", total=run.requested)

        def show(seen: Run) -> None:
            report = desk.report(principal, seen)
            progress.update(task, completed=report.requested - report.open)

        return asyncio.run(work_alone(desk, principal, run, show))


def told_of(run: Run) -> str:
    """What a person is told of a run that is stored already."""
    if not run.is_open:
        return f"Run {run.id} (seed {run.seed}) is stored: here are its items. Another --seed gives others."
    return f"Run {run.id} (seed {run.seed}) goes on where it was."


def read_blueprint(path: Path) -> Blueprint:
    """A blueprint file: {"cells": [{"count", "concept"?, "type"?, "difficulty"?, "bloom"?}]}.

    Raises:
        BadInput: the file cannot be read or is no blueprint.
    """
    try:
        return Blueprint.model_validate(yaml.safe_load(path.read_text()))
    except OSError as error:
        raise BadInput(f"Blueprint {str(path)!r} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"Blueprint {str(path)!r} is neither YAML nor JSON: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInput(f"Blueprint {str(path)!r}, {place}: {first['msg']}.") from error
