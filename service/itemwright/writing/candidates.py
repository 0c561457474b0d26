"""From opportunities to the candidates of one slot: which fit, in which order, and what their draws give."""

import random
from collections.abc import Iterable

from itemwright.domain.blueprint import Slot
from itemwright.domain.item import Item
from itemwright.writing.base import Candidates, NothingWritten
from itemwright.writing.opportunity import Opportunity

WIDTH = 8
"""Candidates for one slot: enough to choose among, few enough to stay fast."""


def draw_candidates(
    offers: Iterable[Opportunity], slot: Slot, width: int, source: str
) -> Candidates | NothingWritten:
    """Up to `width` items for `slot`, always the same for the same slot and offers; none if all are written.

    `source` is what the offers come from ("card", "article"), as a reason names it.
    """
    fitting = [offer for offer in offers if fits(offer, slot)]
    if not fitting:
        return NothingWritten(code="no_material", reason=f"no {source} offers {described(slot)}")
    fitting = [offer for offer in fitting if offer.setting.family not in slot.without]
    if not fitting:
        return Candidates(items=())
    random.Random(f"{slot.seed}/{slot.concept}/{slot.type}/{slot.difficulty}/{slot.bloom}").shuffle(fitting)
    start = slot.number % len(fitting)
    items: list[Item] = []
    for offer in fitting[start:] + fitting[:start]:
        item = offer.written(random.Random(f"{slot.seed}/{slot.number}/{offer.setting.family}"))
        if item is not None:
            items.append(item.model_copy(update={"provenance": item.provenance | {"seed": slot.seed}}))
        if len(items) == width:
            break
    if not items:
        return NothingWritten(code="no_material", reason=f"no draw gave {described(slot)}")
    return Candidates(items=tuple(items))


def fits(offer: Opportunity, slot: Slot) -> bool:
    """Whether the offer is of the slot's type, level and Bloom level, where it names them."""
    setting = offer.setting
    return (
        slot.type in (None, setting.type)
        and slot.difficulty in (None, setting.difficulty.label)
        and slot.bloom in (None, setting.bloom)
    )


def described(slot: Slot) -> str:
    """What the slot asks for, in words."""
    wanted = [slot.difficulty, slot.bloom, slot.type and slot.type.replace("_", " ")]
    kind = " ".join(word for word in wanted if word) or "item"
    return f"a {kind} on {slot.concept!r}" if slot.concept else f"a {kind}"
