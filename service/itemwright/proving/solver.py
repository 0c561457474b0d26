"""Solves items blind: a solver is given what a learner is given, and its type has no field for a key."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from pydantic import Field

from itemwright.chat.base import ChatModel
from itemwright.domain.item import LearnerItem, Response
from itemwright.domain.value import Value
from itemwright.errors import ModelUnavailable
from itemwright.prompting import Prompt, load_prompt
from itemwright.proving.item_sheet import sheet_of
from itemwright.structured import Unanswered, ask, request_for

MAX_OUTPUT_TOKENS = 1500
_ALONE = "There are no passages to look things up in; answer from what you know."
_GIVEN = "Passages of the course's articles; where they bear on the item, they decide:"


class SolvedSheet(Value):
    """What the prompt `solve_item` asks a model for."""

    reasoning: str = Field(max_length=4000)
    answer: list[str] = Field(min_length=1, max_length=40)
    confidence: float = Field(ge=0, le=1)
    doubt: str = Field(max_length=2000)


class Solved(Value):
    """A response to an item. `confidence` 0..1 that it is right; `doubt` "" when the item seems sound."""

    response: Response
    confidence: float = Field(ge=0, le=1)
    doubt: str
    reasoning: str
    model: str
    prompt: str | None = None


class Solver(Protocol):
    """Answers items without their key."""

    async def solve(self, item: LearnerItem, passages: Sequence[str] = ()) -> Solved | Unanswered:
        """The response to `item`, with the help of `passages`, or why there is none."""
        ...


class ChatSolver:
    """Has a chat model solve items. Another `seed` draws another opinion, as far as the model heeds it."""

    def __init__(self, model: ChatModel, prompt: Prompt | None = None, *, seed: int = 0) -> None:
        self._model = model
        self.prompt = prompt or load_prompt("solve_item")
        self._seed = seed

    async def solve(self, item: LearnerItem, passages: Sequence[str] = ()) -> Solved | Unanswered:
        sheet = sheet_of(item)
        rendered = self.prompt.render(
            form=sheet.form,
            sheet=sheet.text,
            source=_GIVEN if passages else _ALONE,
            passages="\n\n".join(passages) or "(none)",
        )
        request = request_for(rendered, SolvedSheet, max_output_tokens=MAX_OUTPUT_TOKENS, seed=self._seed)
        said = await ask(self._model, request, SolvedSheet, lambda solved: sheet.read(solved.answer))
        if isinstance(said, Unanswered):
            return said
        return Solved(
            response=sheet.read(said.value.answer),
            confidence=said.value.confidence,
            doubt=said.value.doubt,
            reasoning=said.value.reasoning,
            model=said.completion.model,
            prompt=rendered.fingerprint,
        )


class ScriptedSolver:
    """The fake: gives out prepared outcomes in order and keeps what it was asked."""

    def __init__(self, outcomes: Iterable[Solved | Unanswered]) -> None:
        self._outcomes = list(outcomes)
        self.asked: list[LearnerItem] = []
        """The items, oldest first."""

    async def solve(self, item: LearnerItem, passages: Sequence[str] = ()) -> Solved | Unanswered:
        self.asked.append(item)
        if not self._outcomes:
            raise ModelUnavailable(f"The scripted solver has no outcome left for {item.id!r}; give it more.")
        return self._outcomes.pop(0)
