"""Exchanges with a model kept in a JSONL file: replayed offline, or answered live and appended."""

from pathlib import Path

from pydantic import ValidationError

from itemwright.chat.base import ChatModel, ChatRequest, Completion, request_digest
from itemwright.domain.value import Value
from itemwright.errors import BadInput, ModelUnavailable


class Exchange(Value):
    """One line of a recording. `asked` is `request_digest` of the request; `user` is kept for the reader."""

    asked: str
    prompt: str
    user: str
    completion: Completion


def read_recording(file: Path) -> dict[str, Exchange]:
    """The exchanges by digest; of two with one digest the later binds.

    Raises:
        ModelUnavailable: there is no such file.
        BadInput: a line is not an exchange.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise ModelUnavailable(
            f"No recording at {str(file)!r}; name a JSONL file of recorded replies."
        ) from error
    found: dict[str, Exchange] = {}
    for number, line in enumerate(lines, start=1):
        try:
            exchange = Exchange.model_validate_json(line)
        except ValidationError as error:
            raise BadInput(
                f"{file.name}, line {number}: {line[:60]!r} is not a recorded exchange; remove the line."
            ) from error
        found[exchange.asked] = exchange
    return found


class RecordedModel:
    """Replays a recording. It never guesses: a request that differs in one character is unknown."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._exchanges = read_recording(file)

    async def complete(self, request: ChatRequest) -> Completion:
        exchange = self._exchanges.get(request_digest(request))
        if exchange is None:
            raise ModelUnavailable(
                f"{self._file.name!r} holds no reply to this request of prompt {request.prompt!r}; "
                "ask a live model once and have its replies recorded."
            )
        return exchange.completion


class RecordingModel:
    """Answers live and appends each exchange to `file`, so that it can be replayed."""

    def __init__(self, live: ChatModel, file: Path) -> None:
        self._live = live
        self._file = file

    async def complete(self, request: ChatRequest) -> Completion:
        completion = await self._live.complete(request)
        exchange = Exchange(
            asked=request_digest(request), prompt=request.prompt, user=request.user, completion=completion
        )
        with self._file.open("a", encoding="utf-8") as lines:
            lines.write(exchange.model_dump_json() + "\n")
        return completion
