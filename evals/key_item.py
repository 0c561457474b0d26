"""Items of the answer key, one class a form; and the same items as the product has them.

The format is told in `evals/answer_key/README.md`. Nothing is filled in, trimmed or mended here.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from itemwright.domain.card import Bloom, Level, Slug
from itemwright.domain.item import BLANK, ITEM, Item
from itemwright.domain.rubric import RubricPoint
from itemwright.domain.value import Value

FAMILY = "answer-key"
LOGITS: Mapping[Level, float] = {"easy": -1.0, "medium": 0.0, "hard": 1.0}
"""Where a label puts the item, before anybody has answered it."""
SPREAD = 1.0
"""Standard deviation of that guess in logits: a label of the wrong neighbour lies within it."""
SECONDS: Mapping[Level, int] = {"easy": 45, "medium": 75, "hard": 120}

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(?s:.*\S)?$")]
"""A text that neither opens nor ends in white space."""
Letter = Literal["A", "B", "C", "D", "E", "F"]
Number = Annotated[float, Field(allow_inf_nan=False)]
_LETTERS: tuple[Letter, ...] = get_args(Letter)


class KeyBlank(Value):
    """A gap: the texts that are right in it, and what it may be filled from, of which one is right."""

    accepts: tuple[Text, ...] = Field(min_length=1)
    pool: tuple[Text, ...] | None = None

    @model_validator(mode="after")
    def _one_of_the_pool_is_right(self) -> Self:
        _distinct("accepts", self.accepts)
        if self.pool is not None:
            _distinct("pool", self.pool)
            if len(set(self.pool) & set(self.accepts)) != 1:
                raise ValueError(f"pool {list(self.pool)!r} must hold one of {list(self.accepts)!r}")
        return self


class KeyedBase(Value):
    """What every item has, whatever its type. `rubric` judges a free-text answer to the stem."""

    id: Text
    concept: Slug
    bloom: Bloom
    difficulty: Level
    stem: Text
    explanation: Text
    rubric: tuple[RubricPoint, ...] = Field(min_length=2, max_length=4)
    misconceptions: tuple[Text, ...] = Field(min_length=1, max_length=3)
    articles: tuple[Text, ...] = Field(min_length=1)
    note: Text | None = None

    @model_validator(mode="after")
    def _named_and_weighed(self) -> Self:
        if not re.fullmatch(rf"k-{re.escape(self.concept)}-[1-9][0-9]*", self.id):
            raise ValueError(f"id {self.id!r} is not 'k-{self.concept}-<number>'")
        total = sum(point.weight for point in self.rubric)
        if abs(total - 1) > 1e-9:
            raise ValueError(f"the weights of the rubric add up to {total!r}, not to 1")
        _distinct("articles", self.articles)
        return self


class KeyedChoice(KeyedBase):
    type: Literal["multiple_choice", "scenario"]
    options: dict[Letter, Text]
    rationales: dict[Letter, Text]
    key: Letter

    @model_validator(mode="after")
    def _one_of_four(self) -> Self:
        _check_options(self.options, self.rationales, [self.key], counts=(4,))
        return self


class KeyedResponses(KeyedBase):
    """Several options are right, and not all of them."""

    type: Literal["multiple_response"]
    options: dict[Letter, Text]
    rationales: dict[Letter, Text]
    key: tuple[Letter, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _some_of_the_options(self) -> Self:
        _check_options(self.options, self.rationales, self.key, counts=(4, 5, 6))
        _distinct("key", self.key)
        if len(self.key) == len(self.options):
            raise ValueError("field 'key': every option is keyed; write at least one wrong option")
        return self


class KeyedDebug(KeyedBase):
    type: Literal["debug"]
    code: Text
    options: dict[Letter, Text]
    rationales: dict[Letter, Text]
    key: Letter

    @model_validator(mode="after")
    def _one_of_four(self) -> Self:
        _check_options(self.options, self.rationales, [self.key], counts=(4,))
        return self


class KeyedTrueFalse(KeyedBase):
    type: Literal["true_false"]
    options: dict[Letter, Text]
    rationales: dict[Letter, Text]
    key: Letter

    @model_validator(mode="after")
    def _true_then_false(self) -> Self:
        _check_options(self.options, self.rationales, [self.key], counts=(2,))
        if self.options != {"A": "True", "B": "False"}:
            raise ValueError(f"options {self.options!r} are not A True, B False")
        return self


class KeyedOutput(KeyedBase):
    """`key` is a letter if there are options, else the exact output without its last line end."""

    type: Literal["output_prediction"]
    code: Text
    options: dict[Letter, Text] | None = None
    rationales: dict[Letter, Text] | None = None
    key: Text

    @model_validator(mode="after")
    def _letter_of_an_option(self) -> Self:
        if (self.options is None) != (self.rationales is None):
            raise ValueError("options and rationales come together or not at all")
        if self.options is not None and self.rationales is not None:
            _check_options(self.options, self.rationales, [self.key], counts=(4,))
        return self


class KeyedCloze(KeyedBase):
    type: Literal["cloze"]
    blanks: tuple[KeyBlank, ...] = Field(min_length=1)
    key: tuple[Text, ...]

    @model_validator(mode="after")
    def _filled(self) -> Self:
        _check_blanks(self.stem, self.blanks, self.key)
        return self


class KeyedCodeCloze(KeyedBase):
    type: Literal["code_cloze"]
    code: Text
    blanks: tuple[KeyBlank, ...] = Field(min_length=1)
    key: tuple[Text, ...]

    @model_validator(mode="after")
    def _filled(self) -> Self:
        _check_blanks(self.code, self.blanks, self.key)
        return self

    def fill(self, texts: Sequence[str]) -> str:
        """The code with its blanks filled in their order."""
        first, *others = self.code.split(BLANK)
        return first + "".join(text + piece for text, piece in zip(texts, others, strict=True))


class KeyedMatching(KeyedBase):
    type: Literal["matching"]
    left: tuple[Text, ...] = Field(min_length=2)
    right: tuple[Text, ...]
    key: dict[Text, Text]

    @model_validator(mode="after")
    def _paired(self) -> Self:
        _distinct("left", self.left)
        _distinct("right", self.right)
        if set(self.key) != set(self.left):
            raise ValueError(f"key pairs {sorted(self.key)!r}, left holds {sorted(self.left)!r}")
        if not set(self.key.values()) < set(self.right):
            raise ValueError("right must hold every text that the key pairs, and at least one more")
        return self


class KeyedOrdering(KeyedBase):
    type: Literal["ordering"]
    steps: tuple[Text, ...] = Field(min_length=3)
    key: tuple[Text, ...]

    @model_validator(mode="after")
    def _shuffled(self) -> Self:
        _distinct("steps", self.steps)
        if sorted(self.key) != sorted(self.steps):
            raise ValueError("key must order every step once")
        if self.key == self.steps:
            raise ValueError("steps stand in their right order; shuffle them")
        return self


class KeyedTable(KeyedBase):
    """`key` and `accepts` by `row|column`, for each `____` in `grid`, whose first row is the header."""

    type: Literal["table"]
    grid: tuple[tuple[Text, ...], ...] = Field(min_length=2)
    key: dict[Text, Text]
    accepts: dict[Text, tuple[Text, ...]]

    @model_validator(mode="after")
    def _hidden_cells_are_keyed(self) -> Self:
        header, *rows = self.grid
        if any(len(row) != len(header) for row in rows):
            raise ValueError("every row of the grid has as many cells as its header")
        _distinct("grid", header)
        _distinct("grid", [row[0] for row in rows])
        hidden = [name for name, _, _ in self.hidden()]
        for field, names in (("key", self.key), ("accepts", self.accepts)):
            if sorted(names) != sorted(hidden):
                raise ValueError(f"{field} is given for {sorted(names)!r}, hidden are {sorted(hidden)!r}")
        for name, text in self.key.items():
            if text not in self.accepts[name]:
                raise ValueError(f"cell {name!r} does not accept its own key {text!r}")
        return self

    def hidden(self) -> list[tuple[str, str, str]]:
        """(`row|column`, row, column) of each hidden cell, row by row."""
        header, *rows = self.grid
        return [
            (f"{row[0]}|{column}", row[0], column)
            for row in rows
            for column, text in zip(header, row, strict=True)
            if text == BLANK
        ]


class KeyedNumeric(KeyedBase):
    """Right within `tolerance` of `key`, absolute and in `unit`."""

    type: Literal["numeric"]
    key: Number
    tolerance: Annotated[Number, Field(ge=0)]
    unit: str


class KeyedShort(KeyedBase):
    type: Literal["short_answer"]
    accepts: tuple[Text, ...] = Field(min_length=1)
    key: Text

    @model_validator(mode="after")
    def _accepts_its_key(self) -> Self:
        _distinct("accepts", self.accepts)
        if self.key not in self.accepts:
            raise ValueError(f"accepts must hold the key {self.key!r}")
        return self


class KeyedText(KeyedBase):
    """`key` is a model answer, judged by `rubric`."""

    type: Literal["free_text"]
    key: Text


KeyItem = Annotated[
    KeyedChoice | KeyedResponses | KeyedDebug | KeyedTrueFalse | KeyedOutput | KeyedCloze | KeyedCodeCloze
    | KeyedMatching | KeyedOrdering | KeyedTable | KeyedNumeric | KeyedShort | KeyedText,
    Field(discriminator="type"),
]  # fmt: skip


def as_item(item: KeyItem) -> Item:
    """The item as the product shows, lints and grades it: letters become ids, `A` is `a`.

    What only the key has (the rubric of a keyed type, the articles, the note) goes into `provenance`.
    """
    fields: dict[str, Any] = {
        "id": item.id,
        "type": item.type,
        "concepts": (item.concept,),
        "bloom": item.bloom,
        "difficulty": {"mean": LOGITS[item.difficulty], "sd": SPREAD, "label": item.difficulty},
        "seconds": SECONDS[item.difficulty],
        "stem": item.stem,
        "explanation": item.explanation,
        "common_mistakes": item.misconceptions,
        "family": FAMILY,
        "provenance": item.model_dump(mode="json", include={"rubric", "articles", "note"}),
    }
    if isinstance(item, KeyedDebug | KeyedOutput | KeyedCodeCloze):
        fields |= {"code": item.code, "language": "python"}
    return ITEM.validate_python(fields | _answering(item))


def _answering(item: KeyItem) -> dict[str, Any]:
    """The fields in which the types differ."""
    if isinstance(item, KeyedText):
        return {"key": item.key, "rubric": item.rubric}
    if isinstance(item, KeyedShort):
        return {"key": item.key, "accepts": item.accepts}
    if isinstance(item, KeyedNumeric):
        return {"key": {"value": item.key, "tolerance": item.tolerance, "unit": item.unit}}
    if isinstance(item, KeyedCloze | KeyedCodeCloze):
        blanks = [{"id": f"b{n}", **blank.model_dump()} for n, blank in enumerate(item.blanks, start=1)]
        return {"blanks": blanks, "key": {f"b{n}": text for n, text in enumerate(item.key, start=1)}}
    if isinstance(item, KeyedMatching):
        left, right = _labelled("l", item.left), _labelled("r", item.right)
        ids = {side["text"]: side["id"] for side in right}
        return {
            "pairs": {"left": left, "right": right},
            "key": {side["id"]: ids[item.key[side["text"]]] for side in left},
        }
    if isinstance(item, KeyedOrdering):
        steps = _labelled("s", item.steps)
        ids = {step["text"]: step["id"] for step in steps}
        return {"steps": steps, "key": [ids[text] for text in item.key]}
    if isinstance(item, KeyedTable):
        cells = [
            {"id": f"c{n}", "row": row, "column": column, "accepts": item.accepts[name]}
            for n, (name, row, column) in enumerate(item.hidden(), start=1)
        ]
        key = {f"c{n}": item.key[name] for n, (name, _, _) in enumerate(item.hidden(), start=1)}
        return {"grid": item.grid, "cells": cells, "key": key}
    if item.options is None or item.rationales is None:
        return {"accepts": (item.key,), "key": item.key}
    options = [
        {"id": letter.lower(), "text": text, "rationale": item.rationales[letter]}
        for letter, text in item.options.items()
    ]
    if isinstance(item, KeyedResponses):
        return {"options": options, "key": [letter.lower() for letter in item.key]}
    return {"options": options, "key": item.key.lower()}


def _labelled(prefix: str, texts: Iterable[str]) -> list[dict[str, str]]:
    return [{"id": f"{prefix}{n}", "text": text} for n, text in enumerate(texts, start=1)]


def _distinct(field: str, texts: Sequence[str]) -> None:
    if twice := [text for text, count in Counter(texts).items() if count > 1]:
        raise ValueError(f"field {field!r}: {twice[0]!r} is given twice")


def _check_options(
    options: Mapping[Letter, str],
    rationales: Mapping[Letter, str],
    key: Sequence[str],
    counts: Collection[int],
) -> None:
    if len(options) not in counts or list(options) != list(_LETTERS[: len(options)]):
        raise ValueError(f"field 'options': letters are {list(options)}; wanted are A, B, ... ({counts})")
    if list(rationales) != list(options):
        raise ValueError(f"field 'rationales': letters are {list(rationales)}, options {list(options)}")
    if not set(key) <= set(options):
        raise ValueError(f"field 'key': {list(key)} is not among the options {list(options)}")
    _distinct("options", list(options.values()))


def _check_blanks(shown: str, blanks: Sequence[KeyBlank], key: Sequence[str]) -> None:
    if not shown.count(BLANK) == len(blanks) == len(key):
        raise ValueError(
            f"{shown.count(BLANK)} blanks are shown, {len(blanks)} described and {len(key)} keyed"
        )
    for number, (blank, text) in enumerate(zip(blanks, key, strict=True), start=1):
        if text not in blank.accepts or (blank.pool is not None and text not in blank.pool):
            raise ValueError(f"field 'key': {text!r} is not among what blank {number} accepts and offers")
