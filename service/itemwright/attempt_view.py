"""What a learner sees of an attempt: the item without its key, and after the end the worked solution."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from random import Random

from itemwright.domain.attempt import (
    Attempt,
    AttemptState,
    Graded,
    HintOpened,
    Mode,
    Regraded,
    Responded,
    Shown,
)
from itemwright.domain.grade import Grade, Outcome, Ungraded
from itemwright.domain.item import Citation, Item, Labelled, LearnerItem, Option, Pairs, Response
from itemwright.domain.value import Value
from itemwright.standing import Standing, standing_of
from itemwright.writing.frame import content_of

TRY_CREDIT = (1.0, 0.7, 0.4)
"""Share of the score that the first, second and third try can earn."""
DONE = 0.9
"""A score from which nothing is left to try."""
SHARED_WORDS = 5
"""So many words in a row, or all of a shorter text, that feedback shares with a secret give it away."""


class Solution(Value):
    """Told when an attempt is closed: the key and all that explains it."""

    key: object
    key_text: str
    explanation: str
    worked_steps: tuple[str, ...]
    rationales: dict[str, str]
    common_mistakes: tuple[str, ...]
    quick_check: str
    takeaway: str
    citations: tuple[Citation, ...]


class RetiredItem(Value):
    """The attempt's item was retired. `counts`: the attempt still does, by a corrected key;
    `credit_before` is what it counted until then."""

    at: datetime
    counts: bool
    credit_before: float | None


class AttemptView(Value):
    """One attempt as its learner may see it. `credit` 0..1 is what counts so far, None before a grade."""

    id: str
    session: str
    state: AttemptState
    item: LearnerItem
    why: str
    hints: tuple[str, ...]
    hints_left: int
    tries_left: int
    responses: tuple[Response, ...]
    grade: Grade | None
    ungraded: Ungraded | None
    credit: float | None
    solution: Solution | None
    retired: RetiredItem | None = None


def display_order(item: Item, rng: Random) -> tuple[str, ...]:
    """The ids of what may be shuffled (options, steps or right sides) in a fresh order.

    True and False keep their places. Steps are never shown in the right order."""
    if item.type == "true_false":
        return tuple(option.id for option in item.options)
    ids = [entry.id for entry in _shuffled_part(item)]
    order = rng.sample(ids, len(ids))
    while item.type == "ordering" and tuple(order) == item.key:
        order = rng.sample(ids, len(ids))
    return tuple(order)


def tries_allowed(item: Item, mode: Mode) -> int:
    """How often an item may be answered: once as a measurement, never until only the key is left."""
    if mode in ("exam", "diagnose") or item.type == "true_false":
        return 1
    options = getattr(item, "options", None)
    if options is not None and item.type != "multiple_response":
        return max(1, min(len(TRY_CREDIT), len(options) - 2))
    return 2 if item.type == "free_text" else len(TRY_CREDIT)


def view_attempt(attempt: Attempt, item: Item, mode: Mode, counted: Item | None = None) -> AttemptView:
    """The attempt as its learner may see it now. `item` is the version shown, `counted` the one by whose key
    it counts if that is another. Of a void attempt no solution is told: its key is not to be trusted."""
    standing = standing_of(attempt)
    counted = counted or item
    responses = [event for event in attempt.events if isinstance(event, Responded)]
    outcomes = {} if standing.void else standing.outcomes
    opened = sum(isinstance(event, HintOpened) for event in attempt.events)
    newest = outcomes.get(len(responses))
    closed = attempt.state == "closed"
    over = closed or attempt.state == "withdrawn"
    if newest is not None and not closed:
        newest = told_so_far(counted, newest, opened)
    return AttemptView(
        id=attempt.id,
        session=attempt.session,
        state=attempt.state,
        item=learner_item(item, attempt.order),
        why=next(event.choice.sentence for event in attempt.events if isinstance(event, Shown)),
        hints=item.hints[:opened],
        hints_left=0 if over or mode == "exam" else len(item.hints) - opened,
        tries_left=0 if over else max(0, tries_allowed(item, mode) - len(responses)),
        responses=tuple(event.response for event in responses),
        grade=newest if isinstance(newest, Grade) else None,
        ungraded=newest if isinstance(newest, Ungraded) else None,
        credit=credit(outcomes),
        solution=solution_of(counted) if closed and not standing.void else None,
        retired=_retired(standing),
    )


def told_so_far(item: Item, outcome: Outcome, hints_opened: int = 0) -> Outcome:
    """`outcome` as its learner may see it while another try is open: rubric points go by number, rationales
    are left out, and a sentence of the feedback that repeats what is told at the end is cut.

    Feedback on gaps, pairs, steps and numbers is made of what is right and wrong alone, and stays."""
    options = getattr(item, "options", None) or ()
    rubric = getattr(item, "rubric", None) or ()
    if isinstance(outcome, Ungraded) or not (options or rubric):
        return outcome
    points, feedback = outcome.criteria, outcome.feedback
    if rubric:
        points = tuple(c.model_copy(update={"point": f"Point {n}"}) for n, c in enumerate(points, 1))
    for option in options:
        feedback = feedback.replace(option.rationale, "")
    shown = _words(content_of(item))
    secrets = [_words(text) for text in _secrets(item, hints_opened)]
    said = [part for part in re.split(r"(?<=[.!?])\s+", feedback.strip()) if part]
    kept = [part for part in said if not any(_repeats(_words(part), words, shown) for words in secrets)]
    return outcome.model_copy(update={"criteria": points, "feedback": " ".join(kept)})


def attempt_so_far(attempt: Attempt, item: Item) -> Attempt:
    """The attempt as it may be handed to its learner: until its end, each outcome as in `told_so_far`."""
    if attempt.state == "closed":
        return attempt
    opened = sum(isinstance(event, HintOpened) for event in attempt.events)
    events = tuple(
        event.model_copy(update={"outcome": told_so_far(item, event.outcome, opened)})
        if isinstance(event, Graded | Regraded)
        else event
        for event in attempt.events
    )
    return attempt.model_copy(update={"events": events})


def _retired(standing: Standing) -> RetiredItem | None:
    if standing.retired is None:
        return None
    return RetiredItem(
        at=standing.retired.at, counts=not standing.void, credit_before=credit(standing.before)
    )


def credit(outcomes: Mapping[int, Outcome]) -> float | None:
    """The best score, each try discounted by TRY_CREDIT; None while nothing is graded."""
    scores = [
        TRY_CREDIT[min(number, len(TRY_CREDIT)) - 1] * outcome.score
        for number, outcome in outcomes.items()
        if isinstance(outcome, Grade)
    ]
    return max(scores) if scores else None


def learner_item(item: Item, order: Sequence[str] = ()) -> LearnerItem:
    """`item` without anything that tells its key; options, steps or right sides in `order`."""
    names = set(LearnerItem.model_fields) & set(type(item).model_fields)
    shown = item.model_dump(include=names - {"options", "blanks", "cells", "pairs", "steps"})
    rank = {entry: place for place, entry in enumerate(order)}
    part = sorted(_shuffled_part(item), key=lambda entry: rank.get(entry.id, 0))
    if getattr(item, "options", None) is not None:
        shown["options"] = [{"id": option.id, "text": option.text} for option in part]
    if getattr(item, "blanks", None) is not None:
        shown["blanks"] = [{"id": b.id, "pool": b.pool} for b in item.blanks]  # type: ignore[union-attr]
    if item.type == "ordering":
        shown["steps"] = part
    if item.type == "matching":
        shown["pairs"] = Pairs(left=item.pairs.left, right=tuple(part))
    if item.type == "table":
        shown["cells"] = [{"id": c.id, "row": c.row, "column": c.column} for c in item.cells]
    if item.type == "numeric":
        shown["unit"] = item.key.unit or None
    return LearnerItem.model_validate(shown)


def solution_of(item: Item) -> Solution:
    """The key, in the item's own form and as a text to read, and all that explains it."""
    options = getattr(item, "options", None) or ()
    key = item.key.model_dump() if item.type == "numeric" else item.key
    return Solution(
        key=key,
        key_text=_key_text(item),
        explanation=item.explanation,
        worked_steps=item.worked_steps,
        rationales={option.id: option.rationale for option in options},
        common_mistakes=item.common_mistakes,
        quick_check=item.quick_check,
        takeaway=item.takeaway,
        citations=item.citations,
    )


def _secrets(item: Item, hints_opened: int) -> Iterator[str]:
    """Texts that a learner is told at the end of an attempt, or on asking for the next hint."""
    yield from (item.explanation, item.quick_check, item.takeaway, *item.hints[hints_opened:])
    yield from (*item.worked_steps, *item.common_mistakes, *(c.quote for c in item.citations))
    yield from (option.rationale for option in getattr(item, "options", None) or ())
    if rubric := getattr(item, "rubric", None):
        yield from (point.point for point in rubric)
        yield str(item.key)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _repeats(said: list[str], secret: list[str], shown: list[str]) -> bool:
    """Whether `said` holds SHARED_WORDS of `secret` in a row, or all of it, that do not stand in `shown`."""
    length = min(SHARED_WORDS, len(secret))
    runs = {tuple(secret[at : at + length]) for at in range(len(secret) - length + 1)}
    told = {tuple(said[at : at + length]) for at in range(len(said) - length + 1)}
    public = {tuple(shown[at : at + length]) for at in range(len(shown) - length + 1)}
    return length > 0 and bool(runs & told - public)


def _shuffled_part(item: Item) -> Sequence[Option | Labelled]:
    if item.type == "ordering":
        return item.steps
    if item.type == "matching":
        return item.pairs.right
    return getattr(item, "options", None) or ()


def _key_text(item: Item) -> str:
    texts = {entry.id: entry.text for entry in _shuffled_part(item)}
    if item.type == "numeric":
        return f"{item.key.value:g} {item.key.unit}".strip()
    if item.type == "matching":
        left = {entry.id: entry.text for entry in item.pairs.left}
        return "; ".join(f"{left[a]} - {texts[b]}" for a, b in item.key.items())
    if item.type == "table":
        return "; ".join(f"{cell.row}, {cell.column}: {item.key[cell.id]}" for cell in item.cells)
    if isinstance(item.key, dict):
        return "; ".join(item.key.values())
    keys = (item.key,) if isinstance(item.key, str) else item.key
    return " / ".join(texts.get(key, key) for key in keys)
