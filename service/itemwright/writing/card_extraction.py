"""Cards from an article: a chat model reads it part by part, and each fact has to stand in it word for word.

Without a model the built-in extractor reads what surely says what something is or does; its cards are thin.
"""

import json
from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import Field, ValidationError, WithJsonSchema

from itemwright.chat.base import ChatModel
from itemwright.domain.card import Card
from itemwright.domain.source import Source
from itemwright.domain.value import Value
from itemwright.prompting import load_prompt
from itemwright.structured import Unanswered, ask, request_for
from itemwright.text import normal_form
from itemwright.writing.base import Usage
from itemwright.writing.card_shapes import CardShape
from itemwright.writing.drawn_card import CardDrawer, LeftOut
from itemwright.writing.item_call import shown_passages
from itemwright.writing.library import Library
from itemwright.writing.material import Part, shared_out, telling
from itemwright.writing.metered_model import MeteredModel
from itemwright.writing.reply import plain_schema

CHARS_PER_CALL = 3_500
"""Characters of an article read in one call: cards say each fact in several ways, so replies are long."""
CARDS_PER_CALL = 3
MAX_OUTPUT_TOKENS = 6_000
_KNOWN = 40
"""Known concepts told to the model."""

_Card = Annotated[Any, WithJsonSchema(plain_schema(CardShape))]


class ExtractedCards(Value):
    """What the prompt `extract_cards` asks a model for; each card is held to its shape by itself."""

    reported: str = Field(max_length=800)
    cards: list[_Card] = Field(max_length=CARDS_PER_CALL)


class Extraction(NamedTuple):
    """The cards of one article, what was left out and why, and what the model reported of instructions."""

    cards: tuple[Card, ...]
    left_out: tuple[LeftOut, ...]
    reported: tuple[str, ...]
    usage: Usage


async def extract_cards(
    model: ChatModel, source: Source, library: Library, known: Sequence[Card] = ()
) -> Extraction:
    """Cards on what the article explains, by `model`; `known`: cards that are there already.

    A call that gives no answer is told as left out, and the other parts of the article are still read."""
    metered = MeteredModel(model)
    cards: dict[str, Card] = {}
    left_out: list[LeftOut] = []
    reported: list[str] = []
    for part in _parts(source, library):
        others = _names([*known, *cards.values()])
        drawer = CardDrawer(source.path, part.passages, others)
        said = await _ask(metered, part, [*known, *cards.values()])
        if isinstance(said, Unanswered):
            left_out.append(LeftOut(f"part from {part.passages[0].start}", f"{said.reason}: {said.detail}"))
            continue
        if said.reported.strip():
            reported.append(said.reported.strip())
        for given in said.cards:
            card = _drawn(given, drawer)
            if card is not None:
                cards[card.concept] = _joined(cards[card.concept], card) if card.concept in cards else card
        left_out += drawer.left_out
    return Extraction(tuple(cards.values()), tuple(left_out), tuple(reported), metered.usage)


def _parts(source: Source, library: Library) -> list[Part]:
    passages = telling(library.passages_of(source.id))
    length = sum(len(passage.text) for passage in passages)
    return shared_out(passages, max(1, round(length / CHARS_PER_CALL))) if passages else []


async def _ask(model: ChatModel, part: Part, known: Sequence[Card]) -> ExtractedCards | Unanswered:
    names = "\n".join(f"- {card.term}" for card in known[-_KNOWN:])
    rendered = load_prompt("extract_cards").render(
        passages=shown_passages(part.passages), known=names or "(none)"
    )
    request = request_for(rendered, ExtractedCards, max_output_tokens=MAX_OUTPUT_TOKENS)
    said = await ask(model, request, ExtractedCards)
    return said if isinstance(said, Unanswered) else said.value


def _drawn(given: Any, drawer: CardDrawer) -> Card | None:
    try:
        shape = CardShape.model_validate_json(json.dumps(given), strict=True)
        return drawer.card(shape)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in first["loc"]) or "the card"
        drawer.left_out.append(LeftOut("a card", f"{place}: {first['msg']}"))
        return None


def _names(cards: Sequence[Card]) -> dict[str, str]:
    """The slugs of cards by the normal forms of their names."""
    return {
        normal_form(name): card.concept
        for card in cards
        for name in (card.term, card.acronym, card.expansion, *card.aliases)
        if name
    }


def _joined(first: Card, second: Card) -> Card:
    """A card with the facts that a later part of the article adds to it."""
    ids, said = {fact.id for fact in first.facts}, {normal_form(fact.statement) for fact in first.facts}
    new = tuple(f for f in second.facts if f.id not in ids and normal_form(f.statement) not in said)
    ideas = {idea.id for idea in first.misconceptions}
    kept = {fact.id for fact in new}
    more = tuple(idea for idea in second.misconceptions if idea.id not in ideas and idea.fact in kept)
    named = ideas | {idea.id for idea in more}
    new = tuple(
        fact.model_copy(
            update={
                "wrong": tuple(
                    w if w.misconception in named else w.model_copy(update={"misconception": None})
                    for w in fact.wrong
                )
            }
        )
        for fact in new
    )
    return first.model_copy(
        update={
            "facts": (*first.facts, *new),
            "misconceptions": (*first.misconceptions, *more),
            "contrasts": (*first.contrasts, *second.contrasts),
            "procedures": (*first.procedures, *second.procedures),
        }
    )
