"""The fake of a chat model: replies from a list, in order."""

from collections.abc import Iterable

from itemwright.chat.base import ChatRequest, Completion
from itemwright.errors import ModelUnavailable


class ScriptedModel:
    """Gives out prepared replies in order and keeps what it was asked. A text is a whole reply; an error is
    raised."""

    def __init__(self, replies: Iterable[str | Completion | ModelUnavailable]) -> None:
        self._replies = list(replies)
        self.asked: list[ChatRequest] = []
        """The requests, oldest first."""

    async def complete(self, request: ChatRequest) -> Completion:
        self.asked.append(request)
        if not self._replies:
            raise ModelUnavailable(
                f"The scripted model has no reply left for {request.prompt!r}; give it more."
            )
        reply = self._replies.pop(0)
        if isinstance(reply, ModelUnavailable):
            raise reply
        if isinstance(reply, Completion):
            return reply
        return Completion(text=reply, model="scripted", tokens_in=0, tokens_out=0, seconds=0.0, finish="stop")
