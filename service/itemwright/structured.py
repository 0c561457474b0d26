"""Typed answers from a chat model: validated strictly, repaired once, else the reason why there is none."""

import json
from collections.abc import Callable
from typing import Any, Generic, Literal, NamedTuple, NoReturn, TypeVar

from pydantic import ValidationError

from itemwright.chat.base import ChatModel, ChatRequest, Completion
from itemwright.domain.value import Value
from itemwright.errors import BadInput, ModelUnavailable, PromptInvalid
from itemwright.prompting import Rendered

T = TypeVar("T", bound=Value)
Why = Literal["refused", "malformed", "timed_out", "unavailable"]
_SHOWN = 2000
"""Characters of a reply that are quoted back to the model that wrote it."""


class Answer(NamedTuple, Generic[T]):
    """What the model answered, and the completion that said so."""

    value: T
    completion: Completion


class Unanswered(Value):
    """Why there is no answer. `detail` is written for the person who reads it."""

    reason: Why
    detail: str


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
    """The model's answer as an `answer`, after at most one repair.

    `check` holds the answer against what was asked and raises BadInput when it does not fit: the model is
    told so as it is told of a slip in form. A reply cut at its limit is asked for once more with twice the
    room; what was cut is never completed by guessing."""
    for last in (False, True):
        try:
            completion = await model.complete(request)
        except ModelUnavailable as error:
            timed_out = error.reason == "timed_out"
            return Unanswered(reason="timed_out" if timed_out else "unavailable", detail=str(error))
        if completion.finish in ("content_filter", "refusal"):
            said = completion.text or "the provider's filter withheld the reply"
            return Unanswered(reason="refused", detail=said[:_SHOWN])
        if completion.finish == "length":
            problem = f"The reply was cut at {request.max_output_tokens} tokens."
            repaired = request.model_copy(update={"max_output_tokens": 2 * request.max_output_tokens})
        else:
            try:
                value = _read(completion.text, answer)
                if check is not None:
                    check(value)
                return Answer(value, completion)
            except BadInput as error:
                problem = str(error)
            repaired = _repair(request, completion.text, problem)
        if last:
            return Unanswered(reason="malformed", detail=problem)
        request = repaired
    raise AssertionError("the second round returns")


def _read(text: str, answer: type[T]) -> T:
    """The last JSON object in `text`: an earlier one may be a quotation.

    Raises:
        BadInput: there is none, or it is not an `answer`.
    """
    found = _objects(text)
    if not found:
        raise BadInput("The reply holds no JSON object.")
    try:
        return answer.model_validate_json(json.dumps(found[-1]), strict=True)
    except ValidationError as error:
        slips = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'the object'}: {each['msg']}" for each in error.errors()
        )
        raise BadInput(f"The JSON object does not meet the schema: {slips}.") from error


def _objects(text: str) -> list[dict[str, Any]]:
    """The outermost JSON objects of `text`, in order.

    Raises:
        BadInput: an object names a field twice, holds a number that is none, or is nested too deeply.
    """
    decoder = json.JSONDecoder(object_pairs_hook=_fields_once, parse_constant=_no_number)
    found: list[dict[str, Any]] = []
    at = text.find("{")
    while at >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
            found.append(value)
        except ValueError:  # no JSON, or a number of thousands of digits
            at += 1
        except RecursionError as error:
            raise BadInput("The reply is nested too deeply.") from error
        at = text.find("{", at)
    return found


def _fields_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise BadInput(f"The reply names a field twice: {names!r}.")
    return dict(pairs)


def _no_number(constant: str) -> NoReturn:
    raise BadInput(f"The reply holds {constant}, which is no JSON number.")


def _repair(request: ChatRequest, said: str, problem: str) -> ChatRequest:
    quoted = json.dumps(said[:_SHOWN], ensure_ascii=False)
    told = (
        f"{request.user}\n\nYour reply to this was, as a JSON string: {quoted}\n"
        f"It cannot be used. {problem}\nReply again with one JSON object that meets the schema, nothing else."
    )
    return request.model_copy(update={"user": told})
