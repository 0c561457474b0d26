"""The body of a chat completion, as much of it as is used."""

from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from itemwright.chat.base import Finish
from itemwright.chat.fault import Fault
from itemwright.chat.masking import Mask

_ENDS: tuple[tuple[Finish, tuple[str, ...]], ...] = (
    ("stop", ("", "stop", "eos", "end_turn", "stop_sequence")),
    ("length", ("length", "max_tokens", "model_length")),
    ("content_filter", ("content_filter", "safety")),
)
"""What servers call the ways in which a reply ends. Any other, such as a call of a tool, is none."""
_FINISHES = {name: finish for finish, names in _ENDS for name in names}


class _Part(BaseModel):
    type: str
    text: str = ""


class _Message(BaseModel):
    content: str | list[_Part] | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Reply(BaseModel):
    """Servers add fields of their own, which are passed over. `usage` may hold anything."""

    choices: list[_Choice]
    usage: Any = None
    model: str | None = None


class Reply(NamedTuple):
    """What a server replied, not yet checked. `usage` is its figures, whatever they are."""

    text: str
    finish: Finish
    model: str | None
    tokens_in: object
    tokens_out: object


def read_reply(body: bytes, kind: str, mask: Mask) -> Reply | Fault:
    """The reply in `body`, of content type `kind`; a fault where there is none."""
    if "json" not in kind.lower():
        what = f"answered with {mask.quote(kind or 'no content type')!r} where JSON was due"
        return Fault(what, sick=True, served=True)
    try:
        found = _Reply.model_validate_json(body)
    except ValidationError:
        told = mask.quote(body.decode(errors="replace"))
        return Fault(f"sent something that is no completion: {told!r}", sick=True, served=True)
    if len(found.choices) != 1:
        return Fault(f"sent {len(found.choices)} choices where one was due", sick=True, served=True)
    choice = found.choices[0]
    finish = "refusal" if choice.message.refusal else _FINISHES.get(choice.finish_reason or "")
    text = mask.hide(choice.message.refusal or _text(choice.message.content))
    if finish is None:
        told = mask.quote(choice.finish_reason or "")
        return Fault(f"ended its reply with {told!r} where text was due", served=True)
    if finish == "stop" and not text.strip():
        return Fault("sent an empty reply", sick=True, served=True)
    usage = found.usage if isinstance(found.usage, dict) else {}
    return Reply(text, finish, found.model, usage.get("prompt_tokens"), usage.get("completion_tokens"))


def _text(content: str | list[_Part] | None) -> str:
    if isinstance(content, list):
        return "".join(part.text for part in content if part.type == "text")
    return content or ""
