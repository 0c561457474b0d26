"""Items: one class a type, joined by `type`; and the learner's view, which has no field for a key."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from itemwright.domain.card import Bloom, Level
from itemwright.domain.proof import Proof
from itemwright.domain.rubric import RubricPoint
from itemwright.domain.value import Value

BLANK = "____"
UNPLACED = -1
"""Both offsets of a quotation whose place in its source was not told."""


class Citation(Value):
    """Where the item's truth stands: `quote` is the source's text `[start:end]`, or else `UNPLACED`."""

    source: str
    path: str
    passage: str
    quote: str
    start: int
    end: int


class Difficulty(Value):
    """Rasch difficulty in logits, and how unsure it is (standard deviation, never 0)."""

    mean: float
    sd: float = Field(gt=0)
    label: Level


class Option(Value):
    """One choice; `rationale` says why it is right or wrong, `misconception` names the idea behind it."""

    id: str
    text: str
    rationale: str
    misconception: str | None = None


class Blank(Value):
    """A gap, written `____` in stem or code, in order; `pool`: what it may be filled from."""

    id: str
    accepts: tuple[str, ...] = Field(min_length=1)
    pool: tuple[str, ...] | None = None


class Labelled(Value):
    """A text with an id: a step to order, or a side of a pair."""

    id: str
    text: str


class Pairs(Value):
    """What has to be matched; `right` may hold more than `left`."""

    left: tuple[Labelled, ...]
    right: tuple[Labelled, ...]


class Cell(Value):
    """A table cell to be filled, found by the names of its row and column."""

    id: str
    row: str
    column: str
    accepts: tuple[str, ...] = Field(min_length=1)


class NumericKey(Value):
    """Right within `tolerance` (absolute, same unit) of `value`."""

    value: float
    tolerance: float = Field(ge=0)
    unit: str = ""


class ItemBase(Value):
    """What every item carries, whatever its type."""

    id: str
    version: int = 1
    concepts: tuple[str, ...] = Field(min_length=1)
    bloom: Bloom
    difficulty: Difficulty
    seconds: int = Field(gt=0)
    stem: str = Field(min_length=1)
    code: str | None = None
    language: str | None = None
    explanation: str
    worked_steps: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    common_mistakes: tuple[str, ...] = ()
    quick_check: str = ""
    takeaway: str = ""
    citations: tuple[Citation, ...] = ()
    family: str
    provenance: dict[str, Any] = Field(default_factory=dict)
    proof: Proof | None = None


class _Choice(ItemBase):
    options: tuple[Option, ...] = Field(min_length=2)
    key: str

    @model_validator(mode="after")
    def _key_is_an_option(self) -> Self:
        _check_options(self.options, [self.key])
        return self


class MultipleChoice(_Choice):
    type: Literal["multiple_choice"] = "multiple_choice"


class TrueFalse(_Choice):
    type: Literal["true_false"] = "true_false"

    @model_validator(mode="after")
    def _two_options(self) -> Self:
        if [option.text for option in self.options] != ["True", "False"]:
            raise ValueError("true_false has the options True and False")
        return self


class MultipleResponse(ItemBase):
    type: Literal["multiple_response"] = "multiple_response"
    options: tuple[Option, ...] = Field(min_length=3)
    key: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _key_is_among_options(self) -> Self:
        _check_options(self.options, self.key)
        return self


class _Blanks(ItemBase):
    blanks: tuple[Blank, ...] = Field(min_length=1)
    key: dict[str, str]

    @model_validator(mode="after")
    def _blanks_are_keyed(self) -> Self:
        _check_blanks(self, self.blanks, self.key)
        return self


class Cloze(_Blanks):
    type: Literal["cloze"] = "cloze"


class CodeCloze(_Blanks):
    type: Literal["code_cloze"] = "code_cloze"
    code: str


class _OneOf(ItemBase):
    """Types that take options, blanks, accepted texts or a rubric, whichever fits: exactly one of them."""

    options: tuple[Option, ...] | None = None
    blanks: tuple[Blank, ...] | None = None
    accepts: tuple[str, ...] | None = None
    rubric: tuple[RubricPoint, ...] | None = None
    key: str | dict[str, str]

    @model_validator(mode="after")
    def _exactly_one_form(self) -> Self:
        forms = [f for f in ("options", "blanks", "accepts", "rubric") if getattr(self, f) is not None]
        if len(forms) != 1:
            raise ValueError(f"wants one of options, blanks, accepts, rubric; got {forms}")
        if self.options is not None:
            _check_options(self.options, [self.key])
        if self.blanks is not None:
            if not isinstance(self.key, dict):
                raise ValueError("the key of blanks is {blank: text}")
            _check_blanks(self, self.blanks, self.key)
        return self


class OutputPrediction(_OneOf):
    type: Literal["output_prediction"] = "output_prediction"
    code: str


class Debug(_OneOf):
    type: Literal["debug"] = "debug"
    code: str


class Scenario(_OneOf):
    type: Literal["scenario"] = "scenario"


class Matching(ItemBase):
    type: Literal["matching"] = "matching"
    pairs: Pairs
    key: dict[str, str]

    @model_validator(mode="after")
    def _pairs_are_keyed(self) -> Self:
        left, right = {x.id for x in self.pairs.left}, {x.id for x in self.pairs.right}
        if set(self.key) != left or not set(self.key.values()) <= right:
            raise ValueError(f"key {self.key} must give each of {sorted(left)} one of {sorted(right)}")
        return self


class Ordering(ItemBase):
    type: Literal["ordering"] = "ordering"
    steps: tuple[Labelled, ...] = Field(min_length=3)
    key: tuple[str, ...]

    @model_validator(mode="after")
    def _key_orders_all_steps(self) -> Self:
        if sorted(self.key) != sorted(step.id for step in self.steps):
            raise ValueError(f"key {self.key} must order every step once")
        return self


class TableItem(ItemBase):
    """`grid`: header row first, then the rows, a hidden cell as `____`; `pool`: texts to fill it from."""

    type: Literal["table"] = "table"
    grid: tuple[tuple[str, ...], ...]
    cells: tuple[Cell, ...] = Field(min_length=1)
    pool: tuple[str, ...] | None = None
    key: dict[str, str]

    @model_validator(mode="after")
    def _cells_are_keyed(self) -> Self:
        if set(self.key) != {cell.id for cell in self.cells}:
            raise ValueError(f"key {self.key} must fill every cell")
        if any(len(row) != len(self.grid[0]) for row in self.grid):
            raise ValueError("every row of the grid has as many cells as its header")
        return self


class Numeric(ItemBase):
    type: Literal["numeric"] = "numeric"
    key: NumericKey


class ShortAnswer(ItemBase):
    type: Literal["short_answer"] = "short_answer"
    accepts: tuple[str, ...] = Field(min_length=1)
    key: str


class FreeText(ItemBase):
    """`key` is the reference answer; `parts` are the lettered parts of a multi-part question."""

    type: Literal["free_text"] = "free_text"
    rubric: tuple[RubricPoint, ...] = Field(min_length=1)
    parts: tuple[str, ...] = ()
    key: str


Item = Annotated[
    MultipleChoice | MultipleResponse | TrueFalse | Cloze | CodeCloze | OutputPrediction | Debug | Scenario
    | Matching | Ordering | TableItem | Numeric | ShortAnswer | FreeText,
    Field(discriminator="type"),
]  # fmt: skip
ItemType = Literal[
    "multiple_choice", "multiple_response", "true_false", "cloze", "code_cloze", "output_prediction", "debug",
    "scenario", "matching", "ordering", "table", "numeric", "short_answer", "free_text",
]  # fmt: skip
ITEM: TypeAdapter[Item] = TypeAdapter(Item)

Response = str | float | list[str] | dict[str, str]
"""What a learner hands in: option id, text or number; ids; {blank, cell or left id: text or id}."""


class LearnerOption(Value):
    id: str
    text: str


class LearnerBlank(Value):
    id: str
    pool: tuple[str, ...] | None = None


class LearnerCell(Value):
    id: str
    row: str
    column: str


class LearnerItem(Value):
    """An item as its learner sees it before answering. It has no field that could hold a key."""

    id: str
    version: int
    type: ItemType
    concepts: tuple[str, ...]
    seconds: int
    stem: str
    code: str | None = None
    language: str | None = None
    options: tuple[LearnerOption, ...] | None = None
    blanks: tuple[LearnerBlank, ...] | None = None
    pairs: Pairs | None = None
    steps: tuple[Labelled, ...] | None = None
    grid: tuple[tuple[str, ...], ...] | None = None
    cells: tuple[LearnerCell, ...] | None = None
    pool: tuple[str, ...] | None = None
    unit: str | None = None
    parts: tuple[str, ...] | None = None


def _check_options(options: tuple[Option, ...], key: Any) -> None:
    ids = [option.id for option in options]
    if len(set(ids)) != len(ids):
        raise ValueError(f"option ids are not unique: {ids}")
    if not set(key) <= set(ids):
        raise ValueError(f"key {list(key)} is not among the options {ids}")


def _check_blanks(item: ItemBase, blanks: tuple[Blank, ...], key: dict[str, str]) -> None:
    ids = [blank.id for blank in blanks]
    if list(key) != ids:
        raise ValueError(f"key {list(key)} must fill the blanks {ids} in their order")
    shown = item.stem.count(BLANK) + (item.code or "").count(BLANK)
    if shown != len(ids):
        raise ValueError(f"{len(ids)} blanks are declared, but {shown} are shown as {BLANK}")
    for blank in blanks:
        if key[blank.id] not in blank.accepts:
            raise ValueError(f"blank {blank.id!r} does not accept its own key {key[blank.id]!r}")
