"""itemwright doctor"""

import platform
import sys
from collections.abc import Callable

import click

from itemwright.chat.placement import find_devices, free_memory, told_fit, told_room
from itemwright.cli.desk import open_store
from itemwright.cli.engine import emit
from itemwright.cli.model_looks import look_at_model, look_at_price, look_at_sent
from itemwright.domain.value import Value
from itemwright.errors import ExecutionRefused, ItemwrightError
from itemwright.grading.point_model_files import LABELS_ADAPTERS, POINTS_ADAPTERS, prepared_name
from itemwright.index.models import check_model
from itemwright.resources import resource_folder
from itemwright.sandbox import Sandbox, open_sandbox
from itemwright.settings import Settings
from itemwright.store.cards import Cards
from itemwright.store.items import Items
from itemwright.store.sources import Sources


class Finding(Value):
    """One look at one part; `detail` says what is there, or what to do."""

    name: str
    ok: bool
    detail: str


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def command(as_json: bool) -> None:
    """Say what works here, and for what does not, the next step. Exit status 1: something does not."""
    settings = Settings()
    looks: dict[str, Callable[[Settings], str]] = {
        "python": lambda _: f"{platform.python_version()} on {platform.machine()}",
        "files": _files,
        "database": _database,
        "embedding model": _model,
        "sandbox monty": _monty,
        "sandbox bubblewrap": _bubblewrap,
        "model": look_at_model,
        "model's price": look_at_price,
        "what is sent": look_at_sent,
        "local model": _local_model,
        "review": lambda s: (
            s.review_policy or "default: built-in items from reviewed cards go out on their proof"
        ),
    }
    findings = [_look(name, look, settings) for name, look in looks.items()]
    if as_json:
        emit({"checks": [finding.model_dump() for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.name}: {finding.detail}")
    if not all(finding.ok for finding in findings):
        sys.exit(1)


def _look(name: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(name=name, ok=True, detail=look(settings))
    except (ItemwrightError, FileNotFoundError) as error:
        return Finding(name=name, ok=False, detail=str(error))


def _files(settings: Settings) -> str:
    return f"corpus in {resource_folder('corpus')}, prompts in {resource_folder('prompts')}"


def _database(settings: Settings) -> str:
    with open_store(settings) as (store, principal), store.begin() as tx:
        course = principal.course
        sources, cards = len(Sources(tx, course).all()), len(Cards(tx, course).all())
        items = len(Items(tx, course).newest())
    kind = "embedded" if settings.database_url is None else "by URL"
    hint = "" if sources else "; run 'itemwright ingest PATH' to begin"
    counts = f"{sources} sources, {cards} cards, {items} items{hint}"
    return f"{kind}, data folder {settings.data_dir.absolute()}: {counts}"


def _model(settings: Settings) -> str:
    folder, manifest = check_model(settings.embedder)
    for adapters in (POINTS_ADAPTERS, LABELS_ADAPTERS):
        check_model(prepared_name(adapters))
    return f"{manifest.name}, {manifest.dimensions} dimensions, in {folder}"


def _local_model(settings: Settings) -> str:
    kind, _, name = settings.model.partition(":")
    if kind == "local":
        return told_fit(name, find_devices())
    return f"none is used; set ITEMWRIGHT_MODEL=local:FOLDER to use one: {told_room(free_memory())}"


def _monty(settings: Settings) -> str:
    with Sandbox() as sandbox:
        ran = sandbox.run("print(6 * 7)")
    if ran.output != "42\n":
        raise FileNotFoundError(
            f"The sandbox printed {ran.output!r}, error {ran.error!r}; reinstall pydantic-monty."
        )
    return "runs snippets in a subset of Python, without files or network"


def _bubblewrap(settings: Settings) -> str:
    """A fault only where it was asked for."""
    asked = settings.sandbox == "bubblewrap"
    if not asked:
        open_sandbox(settings.sandbox)  # that there is one of this name
    try:
        open_sandbox("bubblewrap")
    except ExecutionRefused as error:
        if asked:
            raise
        return f"off, and could not be turned on: {error}"
    if not asked:
        return "off; isolates here: set ITEMWRIGHT_SANDBOX=bubblewrap to run all of Python"
    return "runs all of Python's own library: no network, no files, one process; its isolation was tried out"
