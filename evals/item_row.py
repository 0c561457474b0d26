"""Items in a row, looked at from outside: which read alike, and whether keys give themselves away.

The measure of likeness is none of the product's: all that two items show is compared, by an embedder and by
words.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from evals.card_key import keyed
from evals.figure import Figure, share
from evals.item_set import Named, task_of
from itemwright.domain.item import Item
from itemwright.index.embedding import Embedder
from itemwright.text import content_words

COSINE = 0.93
JACCARD = 0.85
"""From which on, of the vectors or of the lemmas of the whole task, a pair of items reads alike."""
LONGEST_OF = 4
"""Options of the items whose key must not stand out by its length."""


def alike_pairs(items: Sequence[Item], embedder: Embedder) -> list[tuple[int, int]]:
    """The pairs of places at which two items read alike, over all pairs."""
    tasks = [task_of(item) for item in items]
    vectors = embedder.embed(tasks) if tasks else np.zeros((0, 1), dtype=np.float32)
    lemmas = [frozenset(content_words(task)) for task in tasks]
    found = {
        (int(a), int(b)) for a, b in zip(*np.where(np.triu(vectors @ vectors.T, 1) > COSINE), strict=True)
    }
    for (a, one), (b, other) in itertools.combinations(enumerate(lemmas), 2):
        shorter, longer = sorted((len(one), len(other)))
        if shorter >= JACCARD * longer and len(one & other) > JACCARD * len(one | other):
            found.add((a, b))
    return sorted(found)


def row_figures(items: Sequence[Item], ordered: Sequence[str | None], embedder: Embedder) -> Iterator[Named]:
    """What a row of items must not show; `ordered`: the types as they were ordered."""
    alike = alike_pairs(items, embedder)
    later = {max(pair) for pair in alike}
    yield "items that read like an earlier one", share(len(later), len(items), "lower")
    yield "pairs that read alike", share(len(alike), len(items) * (len(items) - 1) // 2, "lower")
    yield from _places(items)
    yield from _lengths(items)
    judged = [item for item in items if item.type == "true_false"]
    true = sum(keyed(item)[0][0].text == "True" for item in judged)
    yield "true of true-or-false", share(true, len(judged))
    got: Counter[str | None] = Counter(item.type for item in items)
    kept = sum(min(got[kind], wanted) for kind, wanted in Counter(ordered).items())
    yield "types delivered as ordered", share(kept, len(ordered), "higher")


def _places(items: Sequence[Any]) -> Iterator[Named]:
    """For each number of options, how far the commonest place of the key lies over an even share."""
    places: dict[int, Counter[int]] = {}
    for item in items:
        options = getattr(item, "options", None) or ()
        if item.type != "true_false" and options and isinstance(item.key, str):
            place = [option.id for option in options].index(item.key)
            places.setdefault(len(options), Counter())[place] += 1
    for count, used in sorted(places.items()):
        total = used.total()
        off = max(abs(used[place] / total - 1 / count) for place in range(count))
        yield (
            f"key off an even place, of {count} options",
            Figure(value=off, low=off, high=off, n=total, better="lower"),
        )


def _lengths(items: Sequence[Any]) -> Iterator[Named]:
    chosen = [
        item
        for item in items
        if len(getattr(item, "options", None) or ()) == LONGEST_OF and isinstance(item.key, str)
    ]
    longest = sum(
        len(right[0].text) > max(len(option.text) for option in wrong) for right, wrong in map(keyed, chosen)
    )
    yield f"key longest of {LONGEST_OF} options", share(longest, len(chosen), "lower")
