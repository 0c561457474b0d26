"""itemwright models prepare"""

import click

from itemwright.cli.desk import console
from itemwright.index.models import prepare_models
from itemwright.settings import Settings


@click.group("models")
def command() -> None:
    """The embedding model."""


@command.command("prepare")
def prepare() -> None:
    """Export and check the embedding model; quick when that was done before."""
    prepare_models((Settings().embedder,), progress=console.print)
