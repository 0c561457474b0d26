"""itemwright pack"""

from pathlib import Path

import click

from itemwright.cli.console import console
from itemwright.ingest.manifest import write_manifest


@click.command("pack")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--title", required=True, help="What the pack is called.")
@click.option("--licence", default="CC-BY-4.0", show_default=True, help="Of every article, as an SPDX name.")
def command(folder: Path, title: str, licence: str) -> None:
    """Write the manifest of a folder with articles, concepts.json and cards/, after checking the cards."""
    console.print(f"Wrote {write_manifest(folder, title, licence)}.")
