"""The built-in blind solver: finds what the passages say of an item and reads each answer against it."""

from collections.abc import Callable, Sequence

import numpy as np

from itemwright.domain.item import BLANK, LearnerItem, Response
from itemwright.proving.claim_features import share_of
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.evidence import Window, nearest, windows
from itemwright.proving.solver import Solved
from itemwright.structured import Unanswered
from itemwright.text import content_words, plain

READ = 2
"""Windows that are read: with two the right answer came first in .87 of 96 questions of the corpus and .92 of
37 of the second subject, with one in .80 and .89, with four in .79 and .81."""
ASKED, ANSWERED = 0.45, 0.5
"""Shares of the question's and the answer's words, by weight, that a window needs to have. Without them only
.38 of 56 questions that apply what an article says were answered rightly; 6 of the 56 have both."""
LEAD = ((0.0, 0.4), (0.3, 0.55), (0.5, 0.85), (0.6, 0.93), (0.85, 0.985))
"""How often an answer that leads by so much was right, of 105 questions that have both: above .5 66 of 68,
above .85 31 of 31."""
TRUTH = ((0.0, 0.5), (0.3, 0.8), (0.37, 0.9), (0.45, 0.97))
"""The same for true and false, by the distance of the chance from one half."""
SURE = 0.98
"""A confidence from which it is believed against a key."""
HEEDED = 0.95
"""A confidence below which its answer is no reason to doubt a key."""
NO_VIEW = 0.6
"""A confidence below which nothing is answered: an opinion that is often wrong is no help to an author."""


class BuiltinSolver:
    """Solves items that have answers to choose from; of others, and where it is not sure, it has no view."""

    def __init__(self, claims: ClaimModel) -> None:
        self._claims = claims
        self.name = f"builtin:{claims.name}"

    async def solve(self, item: LearnerItem, passages: Sequence[str] = ()) -> Solved | Unanswered:
        """By the passages alone; without any it knows nothing."""
        found = windows(passages)
        if not found:
            return _no_view("There is no passage to look the answer up in.")
        if item.code is not None or any("`" in option.text for option in item.options or ()):
            return _no_view("What code does is found by running it.")
        if item.type == "true_false" and item.options:
            return self._judged(item, nearest(item.stem, found, self._claims.reader, READ))
        if item.options is not None and item.type != "multiple_response":
            answers = {option.id: option.text for option in item.options}
            return self._chosen(item.stem, answers, lambda name: name, found)
        if item.blanks is not None and len(item.blanks) == 1 and item.blanks[0].pool:
            name, pool = item.blanks[0].id, item.blanks[0].pool
            stem = item.stem.replace(BLANK, "...")
            return self._chosen(stem, {text: text for text in pool}, lambda text: {name: text}, found)
        return _no_view(f"An item of type {item.type!r} is not solved by looking it up.")

    def _chosen(
        self,
        question: str,
        answers: dict[str, str],
        response: Callable[[str], Response],
        found: Sequence[Window],
    ) -> Solved | Unanswered:
        texts = list(answers.values())
        read = nearest(f"{question} {' '.join(texts)}", found, self._claims.reader, READ)
        told = [self._claims.option_chances(question, texts, window.text) for window in read]
        chances = np.mean(told, axis=0)
        best, second = np.sort(chances)[::-1][:2]
        confidence = _between(LEAD, float(best - second))
        if confidence < NO_VIEW:
            return _no_view("The passages do not decide between the answers.")
        chosen = list(answers)[int(np.argmax(chances))]
        if not _is_spoken_of(question, answers[chosen], read):
            return _no_view("The passages do not speak of what is asked in its own words.")
        shown = ", ".join(f"{text[:60]!r} {chance:.2f}" for text, chance in zip(texts, chances, strict=True))
        return self._solved(response(chosen), confidence, f"{shown}; by {read[0].text[:200]!r}")

    def _judged(self, item: LearnerItem, found: Sequence[Window]) -> Solved | Unanswered:
        if not _is_spoken_of(item.stem, "", found):
            return _no_view("The passages do not speak of the statement in its own words.")
        read = [window.text for window in found]
        chance = float(np.mean([self._claims.truth_chance(item.stem, text) for text in read]))
        confidence = _between(TRUTH, abs(chance - 0.5))
        if confidence < NO_VIEW:
            return _no_view("The passages do not decide whether the statement is true.")
        wanted = "True" if chance > 0.5 else "False"
        name = next(option.id for option in item.options or () if option.text == wanted)
        return self._solved(name, confidence, f"true with {chance:.2f} by {read[0][:200]!r}")

    def _solved(self, response: Response, confidence: float, reasoning: str) -> Solved:
        return Solved(
            response=response, confidence=confidence, doubt="", reasoning=reasoning, model=self.name
        )


def _is_spoken_of(question: str, answer: str, read: Sequence[Window]) -> bool:
    asked = set(content_words(plain(question)))
    own = [word for word in content_words(plain(answer)) if word not in asked]
    return max(share_of(asked, window.words) for window in read) >= ASKED and (
        not own or max(share_of(own, window.words) for window in read) >= ANSWERED
    )


def _between(table: Sequence[tuple[float, float]], place: float) -> float:
    """The table's value at a place, straight lines between its points."""
    return float(np.interp(place, [x for x, _ in table], [y for _, y in table]))


def _no_view(detail: str) -> Unanswered:
    return Unanswered(reason="refused", detail=detail)
