"""itemwright search"""

import json
import sys
from pathlib import Path
from typing import Any

import click

from itemwright.cli.desk import open_store
from itemwright.cli.engine import embedder, emit
from itemwright.domain.passage import Hit
from itemwright.errors import BadInput
from itemwright.index.search import open_index
from itemwright.settings import Settings


@click.command("search")
@click.argument("query", required=False)
@click.option("-k", "count", type=click.IntRange(1, 100), default=5, show_default=True, help="How many hits.")
@click.option("--queries", type=click.Path(path_type=Path), help='Many at once: lines {"id", "query"}.')
@click.option("--json", "as_json", is_flag=True, help="One JSON line a hit, for programs.")
def command(query: str | None, count: int, queries: Path | None, as_json: bool) -> None:
    """Find passages by meaning and by words together. Exit status 1: nothing found, or an unusable line."""
    if (query is None) == (queries is None):
        raise click.UsageError("give either a QUERY or --queries FILE")
    settings = Settings()
    failed = False
    with open_store(settings) as (store, principal):
        index = open_index(store, principal, embedder(settings))
        if queries is None:
            assert query is not None
            if not query.strip():
                raise BadInput(f"Query {query!r} is empty; ask for something.")
            hits = index.search(query, count)
            failed = not hits
            for hit in hits:
                if as_json:
                    emit(_line(hit))
                else:
                    _print(hit)
        else:
            for number, line in enumerate(_lines(queries), 1):
                asked = _query(line, number, queries)
                if isinstance(asked, str):
                    print(asked, file=sys.stderr)
                    failed = True
                    continue
                for hit in index.search(asked["query"], count):
                    emit({"id": asked["id"], **_line(hit)})
    if failed:
        sys.exit(1)


def _line(hit: Hit) -> dict[str, Any]:
    return {"rank": hit.rank, "score": hit.score, **hit.passage.model_dump(mode="json", exclude={"id"})}


def _print(hit: Hit) -> None:
    place = " > ".join(hit.passage.heading_path)
    click.echo(
        f"{hit.rank}. {hit.passage.path} [{hit.passage.start}:{hit.passage.end}] {place} ({hit.score:.3f})"
    )
    click.echo("   " + " ".join(hit.passage.text.split())[:300] + "\n")


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"Queries file {str(path)!r} cannot be read: {error}.") from error


def _query(line: str, number: int, path: Path) -> dict[str, Any] | str:
    """The query of a line, or what is wrong with it."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return f"{path}, line {number}: not JSON ({error.msg}); skipped."
    if not isinstance(found, dict) or "id" not in found or not str(found.get("query", "")).strip():
        return f'{path}, line {number}: wants {{"id", "query"}}; skipped.'
    return found
