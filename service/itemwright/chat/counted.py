"""A model that counts what passes through it: what a slot, a card, a grade has cost."""

from collections.abc import Sequence

from itemwright.chat.base import ChatModel, ChatRequest, Completion, KeepsReplies
from itemwright.errors import ModelUnavailable
from itemwright.spent import Spent


class CountedModel:
    """`calls` that were asked for, `reused` of them answered from the journal, and what the rest cost, failed
    ones too. One for each thing that is counted: it is cheap."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self.calls = 0
        self.reused = 0
        self.spent = Spent()

    async def complete(self, request: ChatRequest) -> Completion:
        self.calls += 1
        try:
            completion = await self._model.complete(request)
        except ModelUnavailable as error:
            self.spent = self.spent.plus(error.spent)
            raise
        if completion.spent.requests == 0:
            self.reused += 1
        self.spent = self.spent.plus(completion.spent)
        return completion

    async def reject(self, requests: Sequence[ChatRequest]) -> None:
        if isinstance(self._model, KeepsReplies):
            await self._model.reject(requests)
