"""Has a second pair of eyes look for what makes an item wrong: one reader lists faults with the words that
prove them, a second one defends the item and rules on each."""

import json
from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from pydantic import Field

from itemwright.chat.base import ChatModel, ChatRequest
from itemwright.domain.item import Item
from itemwright.domain.value import Value
from itemwright.errors import BadInput, ModelUnavailable
from itemwright.prompting import load_prompt
from itemwright.structured import Answer, Unanswered, ask, request_for
from itemwright.text import normal_form
from itemwright.writing.base import Usage
from itemwright.writing.mending import shown_item
from itemwright.writing.metered_model import MeteredModel

EXAMINED_TOKENS = 3000
WEIGHED_TOKENS = 1500
Name = Literal[
    "second_right_answer", "key_not_supported", "contradiction", "hint_tells_key", "code_does_otherwise",
    "leans_on_unseen", "question_broken",
]  # fmt: skip
_TYPICAL = "word " * 500
"""Stands for an item that is not written yet."""
PROVED_BY_WORDS = frozenset({"contradiction"})
"""Faults that are none without the words on the other side."""


class Fault(Value):
    """`words` stand in the item, `evidence` in a passage or the item, or it is empty."""

    fault: Name
    words: str = Field(min_length=1, max_length=2000)
    evidence: str = Field(max_length=2000)
    why: str = Field(max_length=2000)


class ExaminedSheet(Value):
    """What the prompt `examine_item` asks a model for."""

    working: str = Field(max_length=12000)
    faults: tuple[Fault, ...] = Field(max_length=8)


class Ruling(Value):
    """On the fault of this number, counted from 1. `confidence` 0..1 that it stands."""

    number: int
    defence: str = Field(max_length=2000)
    ruling: str = Field(max_length=2000)
    confidence: float = Field(ge=0, le=1)


class WeighedSheet(Value):
    """What the prompt `weigh_faults` asks a model for."""

    verdicts: tuple[Ruling, ...]


class WeighedFault(Value):
    """A fault that was found, and how the second reader ruled on it."""

    fault: Fault
    ruling: Ruling


class Examined(Value):
    """Every fault that was found; none: the item was found sound. `usage` of all calls together."""

    faults: tuple[WeighedFault, ...]
    model: str
    prompts: tuple[str, ...]
    usage: Usage


class Weighed(Value):
    """A ruling on each finding, in their order."""

    rulings: tuple[Ruling, ...]
    model: str
    prompt: str
    usage: Usage


class Examiner(Protocol):
    """Reads items with their keys against passages of the sources."""

    async def examine(self, item: Item, passages: Sequence[str]) -> Examined | Unanswered:
        """The faults of the item, each ruled on, or why it was not examined."""
        ...

    async def weigh(
        self, item: Item, passages: Sequence[str], findings: Sequence[str]
    ) -> Weighed | Unanswered:
        """A ruling on what others have found, after a defence of the item, or why there is none."""
        ...


class ChatExaminer:
    """Has a chat model examine items: one call for a sound item, two for one that is found fault with."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self._examine = load_prompt("examine_item")
        self._weigh = load_prompt("weigh_faults")

    def expected(self, passages: Sequence[str], number: int) -> ChatRequest:
        """A request of about the size that examining item `number` of a run takes, from these passages."""
        return self._request(f"{number} {_TYPICAL}", _read(passages))

    async def examine(self, item: Item, passages: Sequence[str]) -> Examined | Unanswered:
        shown, read = _shown(item), _read(passages)
        model = MeteredModel(self._model)
        request = self._request(shown, read)
        said = await ask(model, request, ExaminedSheet, lambda sheet: _check_words(sheet, shown, passages))
        if isinstance(said, Unanswered):
            return said
        faults = said.value.faults
        weighed: tuple[WeighedFault, ...] = ()
        prompts: tuple[str, ...] = (self._examine.fingerprint,)
        if faults:
            told = [json.dumps(fault.model_dump(mode="json"), ensure_ascii=False) for fault in faults]
            second = await self._rule(model, shown, read, told)
            if isinstance(second, Unanswered):
                return second
            ruled = zip(faults, second.value.verdicts, strict=True)
            weighed = tuple(WeighedFault(fault=fault, ruling=ruling) for fault, ruling in ruled)
            prompts += (self._weigh.fingerprint,)
        return Examined(faults=weighed, model=said.completion.model, prompts=prompts, usage=model.usage)

    async def weigh(
        self, item: Item, passages: Sequence[str], findings: Sequence[str]
    ) -> Weighed | Unanswered:
        model = MeteredModel(self._model)
        said = await self._rule(model, _shown(item), _read(passages), findings)
        if isinstance(said, Unanswered):
            return said
        return Weighed(
            rulings=said.value.verdicts,
            model=said.completion.model,
            prompt=self._weigh.fingerprint,
            usage=model.usage,
        )

    def _request(self, shown: str, read: str) -> ChatRequest:
        rendered = self._examine.render(item=shown, passages=read)
        return request_for(rendered, ExaminedSheet, max_output_tokens=EXAMINED_TOKENS)

    async def _rule(
        self, model: MeteredModel, shown: str, read: str, findings: Sequence[str]
    ) -> Answer[WeighedSheet] | Unanswered:
        listed = "\n".join(f"{number}. {finding}" for number, finding in enumerate(findings, start=1))
        rendered = self._weigh.render(item=shown, passages=read, faults=listed)
        request = request_for(rendered, WeighedSheet, max_output_tokens=WEIGHED_TOKENS, seed=1)
        return await ask(model, request, WeighedSheet, lambda sheet: _check_numbers(sheet, len(findings)))


class ScriptedExaminer:
    """The fake: gives out prepared outcomes in order, rulings apart, and keeps what it was asked."""

    def __init__(
        self, outcomes: Iterable[Examined | Unanswered], rulings: Iterable[Weighed | Unanswered] = ()
    ) -> None:
        self._outcomes, self._rulings = list(outcomes), list(rulings)
        self.asked: list[tuple[Item, tuple[str, ...]]] = []
        """Items and passages, oldest first."""
        self.findings: list[tuple[str, ...]] = []
        """What was to be weighed, oldest first."""

    async def examine(self, item: Item, passages: Sequence[str]) -> Examined | Unanswered:
        self.asked.append((item, tuple(passages)))
        if not self._outcomes:
            raise ModelUnavailable(
                f"The scripted examiner has no outcome left for {item.id!r}; give it more."
            )
        return self._outcomes.pop(0)

    async def weigh(
        self, item: Item, passages: Sequence[str], findings: Sequence[str]
    ) -> Weighed | Unanswered:
        self.findings.append(tuple(findings))
        if not self._rulings:
            raise ModelUnavailable(f"The scripted examiner has no ruling left for {item.id!r}; give it more.")
        return self._rulings.pop(0)


def _shown(item: Item) -> str:
    """The item with its key and with every text that its gaps accept."""
    fields = json.loads(shown_item(item))
    gaps = (*(getattr(item, "blanks", None) or ()), *(getattr(item, "cells", None) or ()))
    if gaps:
        fields["accepted"] = {gap.id: list(gap.accepts) for gap in gaps}
    return json.dumps(fields, ensure_ascii=False)


def _read(passages: Sequence[str]) -> str:
    return "\n\n".join(passages) or "(none)"


def _check_words(sheet: ExaminedSheet, shown: str, passages: Sequence[str]) -> None:
    """Holds what is quoted against what was shown.

    Raises:
        BadInput: words that are not in the item, or evidence that is nowhere.
    """
    own = _normal(" ".join(_texts(json.loads(shown))))
    everything = own + " " + _normal(" ".join(passages))
    for number, fault in enumerate(sheet.faults, start=1):
        if _normal(fault.words) not in own:
            raise BadInput(
                f"Fault {number}: 'words' {fault.words!r} are not in the item; copy them from one part of it."
            )
        if not fault.evidence.strip() and fault.fault in PROVED_BY_WORDS:
            raise BadInput(
                f"Fault {number}: a {fault.fault} needs 'evidence'; copy the words it is at odds with."
            )
        if _normal(fault.evidence) not in everything:
            raise BadInput(
                f"Fault {number}: 'evidence' {fault.evidence!r} is in no passage and not in the item; copy "
                "it character by character."
            )


def _check_numbers(sheet: WeighedSheet, count: int) -> None:
    numbers = [ruling.number for ruling in sheet.verdicts]
    if numbers != list(range(1, count + 1)):
        raise BadInput(
            f"'verdicts' are of the faults {numbers}; wanted: one for each from 1 to {count}, in order."
        )


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [str(value)]


def _normal(text: str) -> str:
    return " ".join(normal_form(text).split())
