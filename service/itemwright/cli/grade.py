"""itemwright grade"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click

from itemwright.cli.engine import emit, grader, require_builtin
from itemwright.errors import BadInput
from itemwright.grading.lines import grade_lines
from itemwright.settings import Settings


@click.command("grade")
@click.argument("file")
@click.option("--model", help="Who grades: builtin.")
@click.option("--labels", type=click.Choice(["3way", "2way"]), help="SemEval-2013 task 7 labels.")
def command(file: str, model: str | None, labels: str | None) -> None:
    """Grade answers in FILE (JSON lines, - for standard input). Exit status 1: unusable lines."""
    settings = Settings()
    require_builtin(model or "builtin")  # ITEMWRIGHT_MODEL is the one that writes
    unusable = False
    with _opened(file) as lines:
        for line in grade_lines(lines, grader(settings), labels):
            unusable |= "error" in line
            emit(line)
    if unusable:
        sys.exit(1)


@contextmanager
def _opened(file: str) -> Iterator[TextIO]:
    # Bytes that are no UTF-8 spoil their own line, not the rest of the file.
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
        yield sys.stdin
        return
    try:
        with open(file, encoding="utf-8", errors="surrogateescape") as lines:
            yield lines
    except OSError as error:
        raise BadInput(f"File {file!r} cannot be read: {error.strerror}.") from error
