"""Typed answers from a chat model: validated strictly, repaired once, else the reason why there is none."""

import json
from collections.abc import Callable, Sequence
from typing import Generic, Literal, NamedTuple, TypeVar

from pydantic import ValidationError

from itemwright.chat.base import ChatModel, ChatRequest, Completion, KeepsReplies
from itemwright.chat.json_object import objects_in
from itemwright.domain.value import Value
from itemwright.errors import BadInput, ModelUnavailable, PromptInvalid, Unavailability
from itemwright.prompting import Rendered

T = TypeVar("T", bound=Value)
Why = Literal["refused", "malformed", "timed_out", "unavailable", "too_long", "budget"]
_SHOWN = 2000
"""Characters of a reply that are quoted back to the model that wrote it."""


class Answer(NamedTuple, Generic[T]):
    """What the model answered, and the completion that said so."""

    value: T
    completion: Completion


class Unanswered(Value):
    """Why there is no answer. `detail` is written for the person who reads it, `retry_after` seconds after
    which it may be worth asking again, where that is known."""

    reason: Why
    detail: str
    retry_after: float | None = None


def request_for(
    rendered: Rendered, answer: type[T], *, max_output_tokens: int, temperature: float = 0.0, seed: int = 0
) -> ChatRequest:
    """The request that a rendered prompt makes of a model, to be answered by an `answer`.

    Raises:
        PromptInvalid: the prompt declares another output, or the type lets unknown fields pass.
    """
    if answer.__name__ != rendered.output:
        raise PromptInvalid(
            f"Prompt {rendered.fingerprint!r} asks for {rendered.output!r}, not for {answer.__name__!r}; "
            "change its 'output' or the type."
        )
    if answer.model_config.get("extra") != "forbid":
        raise PromptInvalid(f"Type {answer.__name__!r} lets unknown fields pass; derive it from Value.")
    return ChatRequest(
        system=rendered.system,
        user=rendered.user,
        schema_name=answer.__name__,
        json_schema=answer.model_json_schema(),
        max_output_tokens=max_output_tokens,
        temperature=temperature,
        seed=seed,
        prompt=rendered.fingerprint,
    )


async def ask(
    model: ChatModel, request: ChatRequest, answer: type[T], check: Callable[[T], object] | None = None
) -> Answer[T] | Unanswered:
    """The model's answer as an `answer`, after at most one repair; both calls together make no more requests
    to a server than `request.tries`.

    `check` holds the answer against what was asked and raises BadInput when it does not fit: the model is
    told so as it is told of a slip in form. A reply cut at its limit is asked for once more with twice the
    room; what was cut is never completed by guessing. Where there is no answer, no reply is kept for the next
    time."""
    asked: list[ChatRequest] = []
    problem, left = "", request.tries
    while len(asked) < 2 and left > 0:
        asked.append(request.model_copy(update={"tries": left}))
        try:
            completion = await model.complete(asked[-1])
        except ModelUnavailable as error:
            await _reject(model, asked[:-1])
            return _unanswered(error)
        left -= completion.spent.requests
        if completion.finish in ("content_filter", "refusal"):
            said = completion.text or "the provider's filter withheld the reply"
            await _reject(model, asked)
            return Unanswered(reason="refused", detail=said[:_SHOWN])
        if completion.finish == "length":
            problem = f"The reply was cut at {request.max_output_tokens} tokens."
            request = request.model_copy(update={"max_output_tokens": 2 * request.max_output_tokens})
            continue
        try:
            value = _read(completion.text, answer)
            if check is not None:
                check(value)
            return Answer(value, completion)
        except BadInput as error:
            problem = str(error)
        request = _repair(request, completion.text, problem)
    await _reject(model, asked)
    return Unanswered(reason="malformed", detail=problem)


async def _reject(model: ChatModel, asked: Sequence[ChatRequest]) -> None:
    if asked and isinstance(model, KeepsReplies):
        await model.reject(asked)


def _unanswered(error: ModelUnavailable) -> Unanswered:
    reasons: dict[Unavailability, Why] = {
        "timed_out": "timed_out",
        "too_long": "too_long",
        "budget": "budget",
        "cut_off": "malformed",
    }
    return Unanswered(
        reason=reasons.get(error.reason, "unavailable"), detail=str(error), retry_after=error.retry_after
    )


def _read(text: str, answer: type[T]) -> T:
    """The one JSON object in `text`: of several, one may be quoted from a stranger.

    Raises:
        BadInput: there is none, or more than one, or it is not an `answer`.
    """
    found = objects_in(text)
    if len(found) != 1:
        raise BadInput(f"The reply holds {len(found) or 'no'} JSON objects where one is due.")
    try:
        return answer.model_validate_json(json.dumps(found[0]), strict=True)
    except ValidationError as error:
        slips = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'the object'}: {each['msg']}" for each in error.errors()
        )
        raise BadInput(f"The JSON object does not meet the schema: {slips}.") from error


def _repair(request: ChatRequest, said: str, problem: str) -> ChatRequest:
    quoted = json.dumps(said[:_SHOWN], ensure_ascii=False)
    told = (
        f"{request.user}\n\nYour reply to this was, as a JSON string: {quoted}\n"
        f"It cannot be used. {problem}\nReply again with one JSON object that meets the schema, nothing else."
    )
    return request.model_copy(update={"user": told})
