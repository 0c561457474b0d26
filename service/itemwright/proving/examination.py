"""The examination as a check of the proof: what an examiner found, and what of it stands."""

from collections.abc import Sequence

from itemwright.domain.item import Item
from itemwright.domain.proof import Check, Verdict
from itemwright.proving.blind_solve import nearest_first
from itemwright.proving.examiner import Examined, Weighed
from itemwright.structured import Unanswered
from itemwright.writing.base import Usage

STANDS = 0.7
"""Confidence of the second reader from which a fault refuses the item."""
DISMISSED = 0.3
"""Confidence up to which a fault is set aside."""
READ = 12_000
"""Characters of passages that an examiner is given: all of a short article, the nearest of a long one."""


def passages_to_read(item: Item, passages: Sequence[str]) -> list[str]:
    """The passages nearest to the item that fit into `READ` characters, in the order of the source."""
    kept: set[str] = set()
    left = READ
    for text in nearest_first(item, passages):
        if len(text) <= left:
            kept.add(text)
            left -= len(text)
    return [text for text in passages if text in kept]


def examination_check(examined: Examined | Unanswered, seconds: float = 0.0) -> Check:
    """fail: a fault stands; unsure: one may, or the item could not be examined."""
    cost: dict[str, object] = {"milliseconds": round(1000 * seconds, 2)}
    if isinstance(examined, Unanswered):
        evidence = f"not examined ({examined.reason}): {examined.detail[:300]}"
        return Check(name="examination", verdict="unsure", evidence=evidence, cost=cost)
    cost |= _spent(examined.usage) | {
        "model": examined.model,
        "prompts": list(examined.prompts),
        "faults": [each.model_dump(mode="json") for each in examined.faults],
    }
    if not examined.faults:
        return Check(name="examination", verdict="pass", evidence="no fault was found", cost=cost)
    worst = max(examined.faults, key=lambda each: each.ruling.confidence)
    confidence = worst.ruling.confidence
    verdict: Verdict = "fail" if confidence >= STANDS else "unsure" if confidence > DISMISSED else "pass"
    if verdict == "pass":
        evidence = f"{len(examined.faults)} found and dismissed: {worst.ruling.ruling[:300]}"
    else:
        fault = worst.fault
        beside = f", beside {fault.evidence[:160]!r}" if fault.evidence else ""
        evidence = f"{fault.fault} ({confidence:.2f}): {fault.words[:160]!r}{beside}: {fault.why[:300]}"
    return Check(name="examination", verdict=verdict, evidence=evidence, cost=cost)


def weighing_check(found: Sequence[Check], weighed: Weighed | Unanswered, seconds: float = 0.0) -> Check:
    """What came of findings of other checks that were put to a reader. It passes: those that stand fail, or
    are unsure, by themselves."""
    names = ", ".join(check.name for check in found)
    cost: dict[str, object] = {"milliseconds": round(1000 * seconds, 2)}
    if isinstance(weighed, Unanswered):
        evidence = f"{names}: not weighed ({weighed.reason}): {weighed.detail[:300]}"
        return Check(name="weighing", verdict="pass", evidence=evidence, cost=cost)
    kept = [c.name for c, r in zip(found, weighed.rulings, strict=True) if r.confidence > DISMISSED]
    cost |= _spent(weighed.usage) | {
        "model": weighed.model,
        "prompts": [weighed.prompt],
        "rulings": [ruling.model_dump(mode="json") for ruling in weighed.rulings],
    }
    evidence = f"{', '.join(kept)} stand" if kept else f"set aside: {names}"
    return Check(name="weighing", verdict="pass", evidence=evidence, cost=cost)


def _spent(usage: Usage) -> dict[str, object]:
    return {"calls": usage.calls, "tokens": usage.tokens, "usd": usage.cost}
