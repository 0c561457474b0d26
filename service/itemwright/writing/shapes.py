"""What a chat model writes for a slot: a shape for each type, in the order in which an item is best thought.

Ids, spans, the order of options, the key's place and the difficulty are no part of it: they follow in code.
"""

from typing import Annotated

from pydantic import Field

from itemwright.domain.item import ItemType
from itemwright.domain.value import Value

Line = Annotated[str, Field(min_length=1, max_length=400)]
Text = Annotated[str, Field(min_length=1, max_length=1600)]
Code = Annotated[str, Field(min_length=1, max_length=3000)]
Quotes = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=700)]], Field(min_length=1, max_length=3)
]
Facts = Annotated[list[Annotated[int, Field(ge=1, le=40)]], Field(max_length=8)]
Steps = Annotated[list[Line], Field(min_length=2, max_length=6)]


class Teaching(Value):
    """What a learner gets around the answer. `check` is a further question, `answer` answers it."""

    explanation: Text
    hints: list[Line] = Field(min_length=1, max_length=3)
    check: Line
    answer: Line
    takeaway: Line


class Right(Value):
    """A right option and what makes it right."""

    text: Line
    why: Line


class Wrong(Value):
    """A wrong option, what makes it wrong, and the wrong idea that would have somebody choose it."""

    text: Line
    why: Line
    idea: Annotated[str, Field(max_length=160)]


class Filler(Value):
    """An entry of a pool that belongs nowhere, and why."""

    text: Annotated[str, Field(min_length=1, max_length=160)]
    why: Line


class Change(Value):
    """A change of code: `find`, which stands in it once, becomes `replace`."""

    find: Annotated[str, Field(min_length=1, max_length=300)]
    replace: Annotated[str, Field(max_length=300)]
    why: Line
    idea: Annotated[str, Field(max_length=160)]


class Shape(Value):
    """What every shape opens with: the facts tested (numbers of the reply's list), and where they stand."""

    facts: Facts
    quotes: Quotes
    stem: Text


class MultipleChoiceShape(Shape):
    right: Right
    wrong: list[Wrong] = Field(min_length=3, max_length=4)
    teaching: Teaching


class MultipleResponseShape(Shape):
    right: list[Right] = Field(min_length=2, max_length=4)
    wrong: list[Wrong] = Field(min_length=1, max_length=4)
    teaching: Teaching


class TrueFalseShape(Shape):
    """The stem is the statement; `idea` the wrong idea of whoever misjudges it."""

    is_true: bool
    idea: Annotated[str, Field(max_length=160)]
    teaching: Teaching


class ClozeShape(Shape):
    """`[[ ]]` in the stem marks what becomes a gap."""

    others: list[Filler] = Field(min_length=2, max_length=5)
    teaching: Teaching


class CodeClozeShape(Shape):
    """`[[ ]]` in the code marks what becomes a gap; `setup` and `check` run before and after it, unseen."""

    code: Code
    setup: Annotated[str, Field(max_length=1500)]
    check: Annotated[str, Field(max_length=1500)]
    others: list[Filler] = Field(min_length=2, max_length=5)
    steps: Steps
    teaching: Teaching


class OutputPredictionShape(Shape):
    """What the code prints is not asked of the model: it is executed, with and without each slip."""

    code: Code
    slips: list[Change] = Field(min_length=3, max_length=5)
    steps: Steps
    teaching: Teaching


class DebugShape(Shape):
    """`code` is faulty; `mend` alone makes it print `expected`, the others do not."""

    code: Code
    expected: Text
    mend: Change
    others: list[Change] = Field(min_length=3, max_length=4)
    steps: Steps
    teaching: Teaching


class ScenarioShape(Shape):
    """The stem is the case with its question."""

    right: Right
    wrong: list[Wrong] = Field(min_length=3, max_length=4)
    steps: Steps
    teaching: Teaching


class Pair(Value):
    left: Annotated[str, Field(min_length=1, max_length=200)]
    right: Line


class MatchingShape(Shape):
    """`spare`: right sides that belong to no left one."""

    pairs: list[Pair] = Field(min_length=3, max_length=6)
    spare: list[Line] = Field(max_length=2)
    teaching: Teaching


class OrderedStep(Value):
    """A step, and why it cannot stand elsewhere."""

    text: Line
    why: Line


class OrderingShape(Shape):
    """The steps in their right order."""

    steps: list[OrderedStep] = Field(min_length=4, max_length=7)
    teaching: Teaching


Row = Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(min_length=2, max_length=5)]


class TableShape(Shape):
    """`[[ ]]` around a whole cell of `rows` marks it as one to be filled; the first column names the row."""

    header: list[Annotated[str, Field(min_length=1, max_length=120)]] = Field(min_length=2, max_length=5)
    rows: list[Row] = Field(min_length=2, max_length=6)
    others: list[Filler] = Field(min_length=1, max_length=4)
    teaching: Teaching


class NumericShape(Shape):
    """`code` prints the number; `value` is what the model takes it to be."""

    unit: Annotated[str, Field(max_length=40)]
    code: Code
    value: float
    tolerance: float = Field(ge=0)
    steps: Steps
    teaching: Teaching


class ShortAnswerShape(Shape):
    answer: Annotated[str, Field(min_length=1, max_length=80)]
    accepts: list[Annotated[str, Field(min_length=1, max_length=80)]] = Field(max_length=8)
    teaching: Teaching


class Point(Value):
    """One thing that a full answer says; `weight` 1 to 3."""

    point: Line
    weight: int = Field(ge=1, le=3)


class FreeTextShape(Shape):
    """`parts` are the questions of a question in parts, else none."""

    parts: list[Line] = Field(max_length=4)
    answer: Text
    points: list[Point] = Field(min_length=1, max_length=6)
    teaching: Teaching


SHAPES: dict[ItemType, type[Shape]] = {
    "multiple_choice": MultipleChoiceShape,
    "multiple_response": MultipleResponseShape,
    "true_false": TrueFalseShape,
    "cloze": ClozeShape,
    "code_cloze": CodeClozeShape,
    "output_prediction": OutputPredictionShape,
    "debug": DebugShape,
    "scenario": ScenarioShape,
    "matching": MatchingShape,
    "ordering": OrderingShape,
    "table": TableShape,
    "numeric": NumericShape,
    "short_answer": ShortAnswerShape,
    "free_text": FreeTextShape,
}
