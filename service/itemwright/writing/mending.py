"""The request to mend an item: what the proof found, the item as it stands, and the passages it rests on."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from itemwright.chat.base import ChatRequest
from itemwright.domain.blueprint import Slot
from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.prompting import Prompt
from itemwright.structured import request_for
from itemwright.writing.item_call import BASE_TOKENS, TOKENS_PER_ITEM, fields_of, shown_passages
from itemwright.writing.reply import MendedItem, mended_reply

_SHOWN = (
    "stem", "code", "options", "blanks", "pairs", "steps", "grid", "cells", "pool", "accepts", "parts",
    "rubric", "key", "explanation", "worked_steps", "hints", "quick_check", "takeaway",
)  # fmt: skip


class AskedMending(NamedTuple):
    """A request, and the type of its reply."""

    request: ChatRequest
    reply: type[MendedItem]


def ask_to_mend(
    item: Item,
    slot: Slot,
    findings: Sequence[str],
    passages: Sequence[Passage],
    prompt: Prompt,
    fields: Prompt,
) -> AskedMending:
    """The request to write `item` anew for its slot; `fields`: the prompt that has the types' fields."""
    rendered = prompt.render(
        slot=f"{item.type}, {item.difficulty.label}, {item.bloom}",
        fields=fields_of(fields, (item.type,)),
        item=shown_item(item),
        findings="\n".join(f"- {finding}" for finding in findings) or "(none)",
        passages=shown_passages(passages),
    )
    reply = mended_reply(item.type)
    request = request_for(rendered, reply, max_output_tokens=BASE_TOKENS + TOKENS_PER_ITEM, seed=slot.seed)
    return AskedMending(request, reply)


def shown_item(item: Item) -> str:
    """The item with its key, as JSON without what is empty."""
    fields: dict[str, Any] = item.model_dump(mode="json", exclude_none=True, include=set(_SHOWN))
    fields["quotes"] = [citation.quote for citation in item.citations]
    shown = {name: fields[name] for name in (*_SHOWN, "quotes") if fields.get(name)}
    return json.dumps(shown, ensure_ascii=False, indent=0)
