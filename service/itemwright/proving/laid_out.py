"""A source laid out in clauses, found again by the words that they share with a claim."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from itemwright.proving.clauses import FEW, Clause, Turned, clauses, turned, weight
from itemwright.text import plain, sentences


class Told(NamedTuple):
    """A clause of the source, or a whole sentence, and the sentence that it stands in."""

    clause: Clause
    within: Clause


class LaidOut:
    """The sentences of a text that are neither headings nor table rows, each whole and in its clauses."""

    def __init__(self, text: str) -> None:
        self._wholes, self._parts = _Index(), _Index()
        for span in sentences(text):
            line = text[text.rfind("\n", 0, span.start) + 1 : span.start].lstrip()
            if span.text.startswith("|") or line.startswith("#"):
                continue
            found = clauses(plain(span.text))
            if not found:
                continue
            self._wholes.add(Told(found[0], found[0]))
            for clause in found[1:] or found:
                self._parts.add(Told(clause, found[0]))

    def near(self, claim: Clause, *, as_whole: bool) -> Iterator[tuple[Told, Turned]]:
        """What shares enough with a claim to be laid beside it, and how the claim stands to it: sentences for
        a whole one, clauses for a part."""
        for told in (self._wholes if as_whole else self._parts).sharing(claim):
            yield told, turned(claim, told.clause)


class _Index:
    """Clauses by their words."""

    def __init__(self) -> None:
        self._told: list[Told] = []
        self._places: dict[str, list[int]] = defaultdict(list)

    def add(self, told: Told) -> None:
        for word in told.clause.words:
            self._places[word].append(len(self._told))
        self._told.append(told)

    def sharing(self, claim: Clause) -> Iterator[Told]:
        shared: dict[int, float] = defaultdict(float)
        for word in claim.words:
            for place in self._places.get(word, ()):
                shared[place] += weight((word,))
        enough = FEW * weight(claim.words)
        yield from (self._told[place] for place in sorted(shared) if shared[place] >= enough)


@lru_cache(maxsize=64)
def lay_out(text: str) -> LaidOut:
    """The text, laid out; those that come again are kept."""
    return LaidOut(text)
