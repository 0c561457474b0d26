"""The request to mend an item: what the proof found, the item as it stands, and the passages it rests on."""

import json
import re
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
    "stem", "code", "options", "pairs", "steps", "grid", "pool", "accepts", "parts",
    "rubric", "key", "explanation", "worked_steps", "hints", "quick_check", "takeaway",
)  # fmt: skip


_DISPENSABLE = {
    "hints": ("hints", "hint_leaks_key", "hint_repeats_stem", "hint_generic"),
    "takeaway": ("takeaway_repeats",),
    "quick_check": ("quick_check_unanswered",),
}
"""Parts that an item can do without, by the checks of the proof that are about them."""


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


def without_faults(item: Item, findings: Sequence[str]) -> Item | None:
    """The item without the hints, the takeaway or the quick check that the findings are about; None where a
    finding is about more, or nothing would be left out."""
    changes: dict[str, Any] = {}
    for finding in findings:
        name, _, evidence = finding.partition(": ")
        field = next((field for field, names in _DISPENSABLE.items() if name in names), None)
        if field is None:
            return None
        if field == "hints":
            changes[field] = _other_hints(item.hints, evidence)
        else:
            changes[field] = ""
    if not changes or all(getattr(item, field) == value for field, value in changes.items()):
        return None
    return item.model_copy(update=changes)


def _other_hints(hints: Sequence[str], evidence: str) -> tuple[str, ...]:
    """The hints but those that the evidence quotes or numbers; none of them, where it does neither."""
    numbered = {int(number) for number in re.findall(r"\bhints\.(\d+)", evidence)}
    kept = tuple(
        hint
        for place, hint in enumerate(hints)
        if place not in numbered and hint not in evidence and repr(hint) not in evidence
    )
    return kept if len(kept) < len(hints) else ()


def shown_item(item: Item) -> str:
    """The item with its key, as JSON without ids that say nothing and without what is empty."""
    fields: dict[str, Any] = item.model_dump(mode="json", exclude_none=True, include=set(_SHOWN))
    fields["quotes"] = [citation.quote for citation in item.citations]
    pools = [blank.pool for blank in getattr(item, "blanks", None) or () if blank.pool]
    if pools:
        fields["pool"] = list(pools[0])
    return json.dumps(
        {name: fields[name] for name in (*_SHOWN, "quotes") if fields.get(name)}, ensure_ascii=False
    )
