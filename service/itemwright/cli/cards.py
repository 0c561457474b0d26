"""itemwright cards"""

import asyncio
import sys

import click

from itemwright.card_desk import CardDesk, DrawnCard
from itemwright.cli.console import console
from itemwright.cli.desk import open_store
from itemwright.cli.engine import embedder, emit, write_report
from itemwright.cli.writing_model import writing_model
from itemwright.settings import Settings


@click.command("cards")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--model", help="Who reads: builtin, openai:NAME, local:FOLDER or scripted:FILE.")
@click.option("--json", "as_json", is_flag=True, help="Card lines, for programs.")
def command(sources: tuple[str, ...], model: str | None, as_json: bool) -> None:
    """Draw cards up from articles, as drafts for an author. Exit status 1: an article gave none."""
    settings = Settings()
    with open_store(settings) as (store, principal):
        chat_model = writing_model(model or settings.model, settings, store, principal)
        with console.status("Reading ..."):
            desk = CardDesk(store, embedder(settings))
            drawn = asyncio.run(desk.draw_up(principal, sources, chat_model, may_ingest=True))
    for each in drawn.cards:
        if as_json:
            emit(each)
        else:
            click.echo(_shown(each) + "\n")
    report = drawn.report
    if not as_json:
        console.print(f"{report.cards} cards with {report.facts} facts from {report.sources} articles.")
    write_report(report)
    if report.empty:
        sys.exit(1)


def _shown(drawn: DrawnCard) -> str:
    card = drawn.card
    lines = [f"{card.term} [{card.concept}, {drawn.status}] is {card.definition.text}."]
    lines += [f"  - {fact.statement}" for fact in card.facts]
    lines += [f"  ! wrong idea: {idea.claim}" for idea in card.misconceptions]
    return "\n".join(lines)
