"""An audit of written items: everything that the suite can find wrong without asking the product's proof."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from evals.article_key import article_faults
from evals.card_key import key_faults
from evals.code_key import recomputed_faults
from evals.feedback_key import feedback_faults
from evals.item_set import task_of
from evals.quotation import Articles
from itemwright.domain.card import Card
from itemwright.domain.item import Item
from itemwright.writing.library import Library

LEVELS = ("easy", "medium", "hard")
FEWEST = 3
"""Items of a level from which their mean difficulty is taken as a measure."""


class Audited(NamedTuple):
    """What was found, by part; `key` is None when no rule of the suite tells the key."""

    key: list[str] | None
    quotation: list[str]
    feedback: list[str]

    @property
    def reasons(self) -> tuple[str, ...]:
        parts = (("key", self.key or []), ("quotation", self.quotation), ("feedback", self.feedback))
        return tuple(f"{name}: {reason}" for name, reasons in parts for reason in reasons)

    @property
    def numbers(self) -> dict[str, float]:
        """1 where the part holds; "key" is left out when it could not be told."""
        held = {"quotation": float(not self.quotation), "feedback": float(not self.feedback)}
        return held if self.key is None else held | {"key": float(not self.key)}


class Auditor:
    """Audits items against the articles and cards of a library. `executes`: code of the articles and cards is
    run by this Python, which is no sandbox; only for the project's own."""

    def __init__(self, library: Library, executes: bool) -> None:
        self._cards, self._executes = library.cards, executes
        self._articles = Articles(library.sources, library.passages, library.cards)

    def audit(self, item: Item) -> Audited:
        found = [key_faults(item, self._cards), article_faults(item, self._articles.sources, self._executes)]
        if self._executes:
            found.append(recomputed_faults(item, self._cards))
        told = [faults for faults in found if faults is not None]
        key = [fault for faults in told for fault in faults] if told else None
        return Audited(key, self._articles.faults(item), feedback_faults(item))


def repeated(items: Sequence[Item], known: Sequence[Item] = ()) -> dict[int, str]:
    """By position: items that ask what an earlier one or a known one asks."""
    seen = {task_of(item): f"item {item.id}" for item in known}
    families = {item.family for item in known if not item.provenance.get("parameters")}
    found = {}
    for place, item in enumerate(items):
        task = task_of(item)
        if task in seen:
            found[place] = f"novelty: asks what {seen[task]} asks"
        elif item.family in families:
            found[place] = f"novelty: {item.family} was asked before"
        seen.setdefault(task, f"item {place + 1}")
        if not item.provenance.get("parameters"):
            families.add(item.family)
    return found


def difficulty_faults(items: Sequence[Item], cards: Mapping[str, Card]) -> dict[int, str]:
    """By position: items whose label is out of order with their mean, or whose mean is on the wrong side of
    those that the cards rate easier or harder."""
    found: dict[int, str] = {}
    rated = [_rating(item, cards) for item in items]
    for place, item in enumerate(items):
        mean, level = item.difficulty.mean, LEVELS.index(item.difficulty.label)
        if any(
            (other.difficulty.mean - mean) * (LEVELS.index(other.difficulty.label) - level) < 0
            for other in items
        ):
            found[place] = f"difficulty: labelled {item.difficulty.label} at {mean:+.2f}, out of order"
        rating = rated[place]
        if rating is None or rating == 1:
            continue
        opposite = [o.difficulty.mean for o, r in zip(items, rated, strict=True) if r == 2 - rating]
        if len(opposite) >= FEWEST and (mean - math.fsum(opposite) / len(opposite)) * (rating - 1) <= 0:
            found[place] = f"difficulty: the card rates it {LEVELS[rating]}, its mean is {mean:+.2f}"
    return found


def _rating(item: Item, cards: Mapping[str, Card]) -> int | None:
    """0 easy, 1 medium, 2 hard, as the card rates the entry; None where the entry has no rating."""
    card = cards.get(str(item.provenance.get("card")))
    if card is None:
        return None
    parts: Sequence[Sequence[Any]] = (card.facts, card.scenarios, card.code, card.open_questions)
    found = [each for part in parts for each in part if each.id == item.provenance.get("entry")]
    return LEVELS.index(found[0].difficulty) if len(found) == 1 else None
