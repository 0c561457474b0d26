"""Numbers of a set of items as a whole: how varied it is, and whether the place of a key tells anything."""

import itertools
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from evals.card_key import keyed
from evals.figure import Better, Figure, mean, share
from evals.plain import plain
from itemwright.attempt_view import display_order
from itemwright.domain.item import Item

Named = tuple[str, Figure | None]
CHOICES = 4
"""Options of the items whose key places are counted."""
FEWEST = 3
"""Things to shuffle from which an order tells something."""


def task_of(item: Any) -> str:
    """All that tells one task from another: question, code, and what there is to choose from or to order, in
    no order."""
    texts = [option.text for option in getattr(item, "options", None) or ()]
    texts += [step.text for step in getattr(item, "steps", None) or ()]
    if (pairs := getattr(item, "pairs", None)) is not None:
        texts += [side.text for side in (*pairs.left, *pairs.right)]
    texts += [" ".join(row) for row in getattr(item, "grid", None) or ()]
    return plain("\n".join([item.stem, item.code or "", *sorted(texts)]))


def variety(items: Sequence[Item]) -> Iterator[Named]:
    """How much the items of a set differ from each other."""
    stems = [plain(item.stem) for item in items]
    yield "distinct tasks", share(len({task_of(item) for item in items}), len(items), "higher")
    yield "distinct stems", share(len(set(stems)), len(items), "higher")
    pairs = [pair for stem in stems for pair in _bigrams(stem)]
    yield "distinct word pairs of stems", share(len(set(pairs)), len(pairs), "higher")
    families = Counter(item.family for item in items)
    yield "distinct families", share(len(families), len(items), "higher")
    models = Counter(item.family.split("/")[0] for item in items)
    yield "largest family of items", share(max(families.values(), default=0), len(items), "lower")
    yield "largest item model", share(max(models.values(), default=0), len(items), "lower")
    yield "item models", _number(len(models), "higher")
    yield "types", _number(len({item.type for item in items}), "higher")
    yield "concepts", _number(len({concept for item in items for concept in item.concepts}), "higher")
    levels = Counter(str(item.difficulty.label) for item in items)
    yield "evenness of difficulty labels", _evenness(levels, 3)
    yield "evenness of Bloom levels", _evenness(Counter(str(item.bloom) for item in items), 6)


def _number(value: float, better: Better) -> Figure | None:
    return mean([float(value)], better)


def _bigrams(text: str) -> list[tuple[str, str]]:
    words = re.findall(r"\w+", text)
    return list(itertools.pairwise(words))


def _evenness(counts: Counter[str], kinds: int) -> Figure | None:
    """Shannon's evenness, 0..1: 1 when all kinds are equally frequent."""
    total = sum(counts.values())
    if total == 0:
        return None
    entropy = -sum(n / total * math.log(n / total) for n in counts.values())
    value = entropy / math.log(kinds)
    return Figure(value=value, low=value, high=value, n=total, better="higher")


def key_places(items: Sequence[Item], seed: int) -> Iterator[Named]:
    """Whether the key can be told by its place or its length: as stored and as displayed."""
    chosen = [item for item in items if _has_one_key(item)]
    stored = [_place([option.id for option in _options(item)], item) for item in chosen]
    shown = [_place(list(display_order(item, random.Random(f"{seed}/{item.id}"))), item) for item in chosen]
    for name, places in (("place", stored), ("displayed place", shown)):
        commonest = max(Counter(places).values(), default=0)
        yield f"key at its commonest {name}", share(commonest, len(places), "lower")
        yield f"unevenness of the key's {name}", _unevenness(places)
    lengths = [_lengths(item) for item in chosen]
    yield "key longest", share(sum(key > max(rest) for key, rest in lengths), len(lengths), "lower")
    yield "key shortest", share(sum(key < min(rest) for key, rest in lengths), len(lengths), "lower")
    ratios = [key / (math.fsum(rest) / len(rest)) for key, rest in lengths]
    yield "length of the key to that of the others", mean(ratios)
    judged = [item for item in items if item.type == "true_false"]
    true = sum(keyed(item)[0][0].text == "True" for item in judged)
    yield "true of true-or-false", share(true, len(judged))
    yield "orders stored in the key's order", _given_away(items)
    yield "shown in one order to two learners", _alike(items, seed)


def _has_one_key(item: Item) -> bool:
    return len(_options(item)) == CHOICES and isinstance(item.key, str)


def _options(item: Any) -> Sequence[Any]:
    return getattr(item, "options", None) or ()


def _place(order: Sequence[str], item: Any) -> int:
    return order.index(item.key)


def _unevenness(places: Sequence[int]) -> Figure | None:
    """Pearson's chi-square over its mean under even places (3 for four places): about 1 is chance."""
    if not places:
        return None
    expected = len(places) / CHOICES
    square = sum((places.count(place) - expected) ** 2 / expected for place in range(CHOICES))
    value = square / (CHOICES - 1)
    return Figure(value=value, low=value, high=value, n=len(places), better="lower")


def _lengths(item: Any) -> tuple[int, list[int]]:
    keys, others = keyed(item)
    return len(keys[0].text), [len(option.text) for option in others]


def _alike(items: Sequence[Item], seed: int) -> Figure | None:
    """Items whose options, steps or right sides two learners see in one order; by chance 1 in 24 of four."""
    shown = [
        [display_order(item, random.Random(f"{seed}/{item.id}/{learner}")) for learner in "ab"]
        for item in items
        if item.type != "true_false"
    ]
    several = [(one, other) for one, other in shown if len(one) >= FEWEST]
    return share(sum(one == other for one, other in several), len(several), "lower")


def _given_away(items: Sequence[Any]) -> Figure | None:
    """Items to order or to match whose stored order is that of the key already."""
    ordered = [
        [step.id for step in item.steps] == list(item.key) for item in items if item.type == "ordering"
    ]
    matched = [
        list(item.key.values()) == [side.id for side in item.pairs.right][: len(item.key)]
        for item in items
        if item.type == "matching"
    ]
    return share(sum(ordered) + sum(matched), len(ordered) + len(matched), "lower")
