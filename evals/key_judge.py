"""A model's judgement whether the key of a written item contradicts a curated one."""

from collections.abc import Sequence

from pydantic import Field

from evals.key_item import KeyItem, as_item
from itemwright.attempt_view import learner_item, solution_of
from itemwright.chat.base import ChatModel
from itemwright.domain.item import (
    BLANK,
    Cloze,
    Debug,
    Item,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Ordering,
    OutputPrediction,
    Scenario,
    TrueFalse,
)
from itemwright.domain.value import Value
from itemwright.errors import BadInput
from itemwright.prompting import load_prompt
from itemwright.proving.item_sheet import sheet_of
from itemwright.structured import Answer, Unanswered, ask, request_for

MAX_OUTPUT_TOKENS = 1000


class KeyComparison(Value):
    """What the prompt `compare_keys` asks a model for. A contradiction quotes both sides."""

    reasoning: str = Field(max_length=4000)
    same_fact: bool
    contradicts: bool
    written_quote: str = Field(max_length=2000)
    curated_quote: str = Field(max_length=2000)


class KeyJudge:
    """Compares keys with the help of a chat model."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self._prompt = load_prompt("compare_keys")

    async def compare(self, written: Item, key: KeyItem) -> Answer[KeyComparison] | Unanswered:
        """The judgement; a contradiction whose quotations are not in the items is not accepted."""
        new, curated = _told(written), f"{_told(as_item(key))}\n\nExplanation: {key.explanation}"
        request = request_for(
            self._prompt.render(written=new, curated=curated),
            KeyComparison,
            max_output_tokens=MAX_OUTPUT_TOKENS,
        )

        def quoted(said: KeyComparison) -> None:
            if said.contradicts:
                _check_quote("written_quote", said.written_quote, new)
                _check_quote("curated_quote", said.curated_quote, curated)

        return await ask(self._model, request, KeyComparison, quoted)


def turned_round(item: Item) -> Item | None:
    """The item with a wrong key, on purpose; None for a type on which that is not sure to be wrong."""
    if isinstance(item, Cloze):
        fillings = [_another(blank.pool or (), blank.accepts) for blank in item.blanks]
        if not all(fillings):
            return None
        wrong = dict(zip(item.key, fillings, strict=True))
        blanks = [b.model_copy(update={"accepts": (wrong[b.id],)}) for b in item.blanks]
        return item.model_copy(update={"key": wrong, "blanks": tuple(blanks)})
    if isinstance(item, MultipleResponse):
        others = tuple(option.id for option in item.options if option.id not in item.key)
        return item.model_copy(update={"key": others}) if others else None
    if isinstance(item, MultipleChoice | TrueFalse | Scenario | Debug | OutputPrediction):
        ids = [option.id for option in item.options or ()]
        if not ids:
            return None
        return item.model_copy(update={"key": ids[(ids.index(str(item.key)) + 1) % len(ids)]})
    if isinstance(item, Matching) and len(set(item.key.values())) == len(item.key) > 1:
        right = list(item.key.values())
        return item.model_copy(update={"key": dict(zip(item.key, right[1:] + right[:1], strict=True))})
    if isinstance(item, Ordering):
        return item.model_copy(update={"key": tuple(reversed(item.key))})
    return None


def _told(item: Item) -> str:
    return f"{sheet_of(learner_item(item)).text}\n\nKey: {_key_text(item)}"


def _key_text(item: Item) -> str:
    text = solution_of(item).key_text
    return item.stem.replace(BLANK, f"[{text}]") if isinstance(item, Cloze) and len(item.key) == 1 else text


def _another(pool: Sequence[str], accepts: Sequence[str]) -> str:
    return next((text for text in pool if text not in accepts), "")


def _check_quote(field: str, quote: str, text: str) -> None:
    if not quote.strip() or " ".join(quote.split()) not in " ".join(text.split()):
        raise BadInput(f"{field!r} is {quote!r}, which does not stand in the item; copy its words.")
