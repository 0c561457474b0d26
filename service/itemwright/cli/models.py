"""itemwright models prepare"""

import click

from itemwright.cli.console import console
from itemwright.grading.point_model_files import prepare_point_models
from itemwright.index.models import prepare_models
from itemwright.settings import Settings


@click.group("models")
def command() -> None:
    """The models that come with the package: embeddings and grading."""


@command.command("prepare")
def prepare() -> None:
    """Export and check the models; quick when that was done before."""
    prepare_models((Settings().embedder,), progress=console.print)
    prepare_point_models(progress=console.print)
