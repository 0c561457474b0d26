"""Which words stand together in a rubric, and whether an answer ties the same ones: who has what.

"Arteries carry blood away from the heart, veins back" and its reverse have the same words. A tie joins two
words of one clause, against the grain where one is denied; an opposite is tied as the word it opposes,
denied. Where two words of an answer would fit the rubric better in each other's place, their properties are
exchanged.
"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from itemwright.grading.lexicon import are_akin
from itemwright.grading.opposites import opposed_to
from itemwright.grading.reading import Word, read
from itemwright.numerals import SPELT

Table = NDArray[np.float64]
TIES = (
    "ties_kept", "ties_said", "exchange", "renaming", "order_kept",
    "point_ties_kept", "point_ties_broken", "point_ties_said", "point_ties_strange",
    "point_exchange", "point_renaming", "point_order_kept", "point_order_broken",
)  # fmt: skip
_NEIGHBOURING = 0.3
"""Strength of a tie between clauses side by side, over at most `_REACH` words: "and" often parts a list."""
_REACH = 4
_MOST_WORDS = 160
"""Words of an answer, and of a rubric, that are tied: the cost grows with their square."""


@dataclass(frozen=True, slots=True, eq=False)
class _Web:
    """The ties among `lemmas` (n): `ties` and `order` (n, n) -1..1, weighted; `members` (points, n)."""

    lemmas: tuple[str, ...]
    places: dict[str, int]
    weights: Table
    ties: Table
    order: Table
    members: Table

    def matches(self, word: str) -> Iterator[tuple[int, float]]:
        """Places of the lemmas that a word stands for: 1 the same, .9 akin, -1 an opposite."""
        if (place := self.places.get(word)) is not None:
            yield place, 1.0
            return
        for other in opposed_to(word) & self.places.keys():
            yield self.places[other], -1.0
        if len(word) >= 5:
            for place, lemma in enumerate(self.lemmas):
                if lemma[0] == word[0] and are_akin(word, lemma):
                    yield place, 0.9


def tie_rows(
    points: Sequence[str], references: Sequence[str], statements: Sequence[str]
) -> list[list[float]]:
    """The features of each point, in the order of `TIES`; `references` add ties that the points leave out."""
    web = _web(tuple(dict.fromkeys((*points, *references))), len(points))
    ties, order, seen = _said(web, statements)
    if np.count_nonzero(seen) < 2:
        return [[0.0] * len(TIES) for _ in points]
    products = ties * web.ties
    swap, rename = _exchanges(web, ties, products, seen)
    ordered = order * web.order
    whole = [
        _share(products.sum(), np.abs(products).sum()), _share(products.sum(), np.abs(web.ties).sum()),
        max(0.0, swap.max()), max(0.0, rename.max()), _share(ordered.sum(), np.abs(ordered).sum()),
    ]  # fmt: skip
    inside = [
        _within(web.members, table)
        for table in (
            products.clip(0), -products.clip(max=0), (ties * (web.ties > 0)).clip(0), np.abs(web.ties),
            ordered.clip(0), -ordered.clip(max=0),
        )
    ]  # fmt: skip
    strange = np.abs(ties) * (web.ties == 0)
    rows = []
    for number, member in enumerate(web.members.astype(bool)):
        kept, broken, said, total, straight, inverted = (float(table[number]) for table in inside)
        foreign = float(strange[np.ix_(member, ~member)].sum())
        beyond = np.ix_(member, ~member)
        renamed = max(rename[member].max(initial=0.0), rename[:, member].max(initial=0.0))
        rows.append(
            [
                *whole, _share(kept - broken, total), _share(broken, total), _share(said, total),
                foreign / (foreign + said + 0.5), float(swap[beyond].max(initial=0.0)), float(renamed),
                _share(straight, total), _share(inverted, total),
            ]
        )  # fmt: skip
    return rows


@functools.lru_cache(maxsize=256)
def _web(texts: tuple[str, ...], points: int) -> _Web:
    told = [read(text).told[:_MOST_WORDS] for text in texts]
    weights = {tied_name(word): word.weight for words in told for word in words}
    lemmas = tuple(weights)[:_MOST_WORDS]
    places = {lemma: place for place, lemma in enumerate(lemmas)}
    size = len(lemmas)
    ties, order, members = np.zeros((size, size)), np.zeros((size, size)), np.zeros((points, size))
    for number, words in enumerate(told):
        known = [word for word in words if tied_name(word) in places]
        at = np.array([places[tied_name(word)] for word in known], dtype=np.int64)
        marks = np.zeros((len(known), size))
        marks[np.arange(len(known)), at] = 1.0
        strength, before = _strengths(known)
        ties += marks.T @ strength @ marks
        order += marks.T @ before @ marks
        if number < points:
            members[number, at] = 1.0
    pairs = np.sqrt(np.outer(*[np.array([weights[lemma] for lemma in lemmas])] * 2))
    return _Web(lemmas, places, pairs, _bounded(ties) * pairs, _bounded(order) * pairs, members)


def _said(web: _Web, statements: Sequence[str]) -> tuple[Table, Table, Table]:
    """The answer's ties and order among the web's lemmas, and how surely each lemma is in the answer."""
    words: list[Word] = []
    for number, text in enumerate(statements):
        start = 1000 * number  # clauses of different statements are never neighbours
        words += [Word(w.lemma, w.weight, w.clause + start, w.denied) for w in read(text).told]
    found = [(word, list(web.matches(tied_name(word)))) for word in words[:_MOST_WORDS]]
    marks = np.zeros((len(found), len(web.lemmas)))
    for row, (_, matches) in enumerate(found):
        for place, likeness in matches:
            marks[row, place] = likeness
    seen: Table = np.abs(marks).max(axis=0, initial=0.0)
    if np.count_nonzero(seen) < 2:
        return seen, seen, seen
    strength, before = _strengths([word for word, _ in found])
    ties, order = marks.T @ strength @ marks, marks.T @ before @ marks
    return _bounded(ties) * web.weights, _bounded(order) * web.weights, seen


def tied_name(word: Word) -> str:
    """A word as it is compared: its lemma, a numeral in digits."""
    return f"{SPELT[word.lemma]:g}" if word.lemma in SPELT else word.lemma


def _strengths(words: Sequence[Word]) -> tuple[Table, Table]:
    """How firmly each two words are tied, (n, n) -1..1, and the same with a sign by which comes first."""
    places = np.arange(len(words))
    clauses = np.array([word.clause for word in words])
    denied = np.array([word.denied for word in words], dtype=bool)
    apart = np.abs(clauses[:, None] - clauses)
    distance = places - places[:, None]
    near = (apart == 1) & (np.abs(distance) <= _REACH)
    strength = np.where(apart == 0, 1.0, np.where(near, _NEIGHBOURING, 0.0))
    signed: Table = np.where(denied[:, None] | denied, -strength, strength)
    return signed, signed * np.sign(distance)


def _bounded(table: Table) -> Table:
    bounded: Table = table.clip(-1.0, 1.0)
    np.fill_diagonal(bounded, 0.0)
    return bounded


def _exchanges(web: _Web, ties: Table, products: Table, seen: Table) -> tuple[Table, Table]:
    """What the fit of answer to rubric would gain, as a share, if two words changed places, and if a word of
    the answer were another that it does not have."""
    crossed = ties @ web.ties.T
    most = np.abs(ties) @ np.abs(web.ties).T
    own, own_most = np.diag(crossed)[:, None], np.diag(most)[:, None]
    said, absent = seen >= 0.85, seen == 0
    gain = crossed + crossed.T - own - own.T + 2 * products
    swap = gain / (most + most.T + own_most + own_most.T + 1.0)
    rename = (crossed - own) / (most + own_most + 1.0)
    return np.where(said[:, None] & said, swap, 0.0), np.where(said[:, None] & absent, rename, 0.0)


def _within(members: Table, table: Table) -> Table:
    """The sum of a table over the pairs of words of each point."""
    sums: Table = ((members @ table) * members).sum(axis=1)
    return sums


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
