"""itemwright ingest"""

import sys

import click

from itemwright.cli.console import console
from itemwright.cli.desk import open_store
from itemwright.cli.engine import embedder, emit
from itemwright.ingest.ingest import ingest_paths
from itemwright.settings import Settings


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def command(paths: tuple[str, ...], as_json: bool) -> None:
    """Read articles (files or folders) into the course. Exit status 1: some were rejected; 2: all were."""
    settings = Settings()
    with open_store(settings) as (store, principal), console.status("Reading ...") as status:
        results = ingest_paths(store, principal, embedder(settings), paths, status.update)
    rejected = sum(result.status == "rejected" for result in results)
    if as_json:
        emit({"sources": [result.model_dump(mode="json", exclude_none=True) for result in results]})
    for result in results:
        if not as_json:
            click.echo(f"{result.status:9} {result.path}  ({result.passages} passages)  {result.title}")
        for warning in result.warnings:
            console.print(f"{result.path}: {warning.message} [{warning.code}]", markup=False)
    if rejected:
        sys.exit(2 if rejected == len(results) else 1)
