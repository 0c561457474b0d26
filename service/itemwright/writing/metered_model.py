"""A chat model whose spending is counted for one call of a writer."""

from collections.abc import Sequence

from itemwright.chat.base import ChatModel, ChatRequest, Completion, KeepsReplies
from itemwright.errors import ModelUnavailable
from itemwright.spent import Spent
from itemwright.writing.base import Usage


class MeteredModel:
    """Counts what goes through it, what failed included; what was kept from before costs nothing."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self._spent = Spent()

    async def complete(self, request: ChatRequest) -> Completion:
        try:
            completion = await self._model.complete(request)
        except ModelUnavailable as error:
            self._spent = self._spent.plus(error.spent)
            raise
        self._spent = self._spent.plus(completion.spent)
        return completion

    async def reject(self, requests: Sequence[ChatRequest]) -> None:
        """Passed on to a model that keeps its replies."""
        if isinstance(self._model, KeepsReplies):
            await self._model.reject(requests)

    @property
    def usage(self) -> Usage:
        """All of it together."""
        spent = self._spent
        return Usage(calls=spent.requests, tokens=spent.tokens, cost=spent.usd)
