"""itemwright practice"""

import asyncio
from typing import get_args

import click
from rich.panel import Panel
from rich.text import Text

from itemwright.attempt_view import AttemptView
from itemwright.bank import Bank
from itemwright.cli.claims import claim_model
from itemwright.cli.console import console
from itemwright.cli.desk import now, open_store
from itemwright.cli.engine import embedder, grader
from itemwright.cli.item_text import learner_text, lettered, outcome_text
from itemwright.domain.attempt import Mode
from itemwright.domain.item import LearnerItem, Response
from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, Conflict
from itemwright.practice import Practice
from itemwright.sandbox import open_sandbox
from itemwright.settings import Settings

HELP = {
    "multiple_choice": "the letter",
    "true_false": "the letter",
    "multiple_response": "all right letters, e.g. a c",
    "ordering": "the letters in the right order, e.g. c a b",
    "matching": "pairs, e.g. 1=b 2=a",
    "cloze": "one text a blank, separated by ;",
    "code_cloze": "one text a blank, separated by ;",
    "table": "one text a cell, separated by ;",
    "numeric": "a number",
}


@click.command("practice")
@click.option("--learner", default="me", show_default=True, help="Whose progress this is.")
@click.option("--concept", "concepts", multiple=True, help="Only about this concept. Repeatable.")
@click.option("--mode", type=click.Choice(get_args(Mode)), default="practice", show_default=True)
@click.option("--length", type=click.IntRange(1, 500), default=5, show_default=True, help="How many items.")
def command(learner: str, concepts: tuple[str, ...], mode: Mode, length: int) -> None:
    """Practise: answer, type ? for a hint, or q to stop (the session stays as it is)."""
    settings = Settings()
    with open_store(settings) as (store, principal), open_sandbox(settings.sandbox) as sandbox:
        model = embedder(settings)
        bank = Bank(store, sandbox, model, now, settings.review_policy, claim_model(settings.embedder))
        practice = Practice(store, grader(settings), now, bank.restock)
        session = practice.start(principal, learner, concepts, mode, length)
        number = 0
        while (view := practice.next(principal, session.id)) is not None:
            number += 1
            console.print(Panel(learner_text(view.item), title=f"{number} of {length}"))
            console.print(Text(view.why, style="italic"))
            if not _attempt(practice, principal, view):
                break
        if number == 0:
            console.print(
                "There is nothing to practise yet: run 'itemwright ingest PATH' on your articles first."
            )
        _show_progress(practice, principal, learner)


def _attempt(practice: Practice, principal: Principal, view: AttemptView) -> bool:
    """Until the attempt is closed; False when the learner stops."""
    while view.state == "open":
        how = HELP.get(view.item.type, "the letter" if view.item.options else "your answer")
        typed = click.prompt(
            f"{how} ({view.tries_left} tries, {view.hints_left} hints)", prompt_suffix="> ", err=True
        )
        if typed.strip().lower() == "q":
            return False
        try:
            if typed.strip() == "?":
                view = practice.open_hint(principal, view.id)
                console.print(f"Hint: {view.hints[-1]}", style="yellow")
                continue
            view = asyncio.run(practice.respond(principal, view.id, read_response(view.item, typed)))
        except (BadInput, Conflict) as error:
            console.print(str(error), style="red")
            continue
        if outcome := view.grade or view.ungraded:
            console.print(outcome_text(outcome))
    if view.solution:
        console.print(Panel(f"{view.solution.key_text}\n\n{view.solution.explanation}", title="Solution"))
    return True


def read_response(item: LearnerItem, typed: str) -> Response:
    """What was typed, in the form that the item's type takes.

    Raises:
        BadInput: as many parts as the item has are needed.
    """
    words = typed.replace(",", " ").split()
    ids = {letter: entry for letter, entry, _ in lettered(item)}
    if item.type in ("multiple_response", "ordering"):
        return [ids.get(word.lower(), word) for word in words]
    if item.type == "matching":
        pairs = [_pair(word) for word in words]
        return {left: ids.get(right.lower(), right) for left, right in pairs}
    gaps = [gap.id for gap in item.blanks or item.cells or ()]
    if gaps:
        parts = [part.strip() for part in typed.split(";")]
        if len(parts) != len(gaps):
            raise BadInput(f"{len(gaps)} answers separated by ; are needed, not {len(parts)}.")
        return dict(zip(gaps, parts, strict=True))
    typed = typed.strip()
    return ids.get(typed.lower(), typed) if item.options else typed


def _pair(word: str) -> tuple[str, str]:
    left, found, right = word.partition("=")
    if not found:
        raise BadInput(f"{word!r} is no pair; write e.g. 1=b.")
    return left, right


def _show_progress(practice: Practice, principal: Principal, learner: str) -> None:
    for row in practice.progress(principal, learner).concepts:
        bar = "#" * round(10 * row.mastery)
        answers = "1 answer" if row.answers == 1 else f"{row.answers} answers"
        console.print(f"{row.name:40} {bar:10} {100 * row.mastery:3.0f}% likely mastered, {answers}")
