"""What a chat model draws up as cards: without ids and places, which follow in code."""

from typing import Annotated

from pydantic import Field

from itemwright.domain.card import Bloom, FactKind, Level
from itemwright.domain.value import Value

Phrase = Annotated[str, Field(min_length=1, max_length=240)]
Sentence = Annotated[str, Field(min_length=1, max_length=500)]
Quote = Annotated[str, Field(min_length=1, max_length=900)]


class WrongShape(Value):
    """`idea`: the number of the card's misconception behind it, 0 for none."""

    text: Phrase
    why: Sentence
    idea: int = Field(ge=0, le=4)


class FactShape(Value):
    kind: FactKind
    statement: Sentence
    question: Sentence
    answer: Phrase
    wrong: list[WrongShape] = Field(max_length=6)
    paraphrases: list[Phrase] = Field(max_length=5)
    accepts: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field(max_length=6)
    hints: list[Sentence] = Field(max_length=2)
    bloom: Bloom
    difficulty: Level
    quote: Quote


class MisconceptionShape(Value):
    """`fact`: the number of the card's fact that shows it to be wrong."""

    claim: Sentence
    refutation: Sentence
    fact: int = Field(ge=1, le=8)


class ContrastShape(Value):
    other: Annotated[str, Field(min_length=1, max_length=80)]
    dimension: Phrase
    this_side: Phrase
    other_side: Phrase
    quote: Quote


class StepShape(Value):
    text: Phrase
    why: Sentence


class ProcedureShape(Value):
    goal: Phrase
    steps: list[StepShape] = Field(min_length=4, max_length=8)
    quote: Quote


class CardShape(Value):
    term: Annotated[str, Field(min_length=1, max_length=80)]
    acronym: Annotated[str, Field(max_length=20)]
    aliases: list[Annotated[str, Field(min_length=1, max_length=80)]] = Field(max_length=4)
    genus: Annotated[str, Field(min_length=1, max_length=60)]
    definition: Sentence
    definition_quote: Quote
    definition_paraphrases: list[Phrase] = Field(max_length=5)
    facts: list[FactShape] = Field(min_length=1, max_length=6)
    misconceptions: list[MisconceptionShape] = Field(max_length=4)
    contrasts: list[ContrastShape] = Field(max_length=3)
    procedures: list[ProcedureShape] = Field(max_length=1)
