"""What a graded response changes: the attempt's state, and what is believed of the learner."""

from itemwright.attempt_view import DONE, tries_allowed
from itemwright.domain.attempt import Attempt, AttemptState, Graded, HintOpened, Mode, Responded
from itemwright.domain.grade import Grade
from itemwright.domain.item import Item
from itemwright.domain.learner import LearnerState
from itemwright.measurement.ability import Answer
from itemwright.measurement.learning import learn_from
from itemwright.selection import chance_of


def state_after(item: Item, mode: Mode, event: Graded) -> AttemptState:
    """Closed when nothing is left to try, else open again."""
    done = isinstance(event.outcome, Grade) and event.outcome.score >= DONE
    return "closed" if done or event.number >= tries_allowed(item, mode) else "open"


def learn_from_attempt(state: LearnerState, attempt: Attempt, item: Item, event: Graded) -> LearnerState:
    """Only the first response tells of ability: later ones were made knowing what was wrong."""
    if event.number != 1 or not isinstance(event.outcome, Grade):
        return state
    answered = next(e.at for e in attempt.events if isinstance(e, Responded) and e.number == 1)
    hints = sum(isinstance(e, HintOpened) and e.at <= answered for e in attempt.events)
    answer = Answer(
        concepts=item.concepts,
        score=event.outcome.score,
        difficulty=item.difficulty.mean,
        difficulty_sd=item.difficulty.sd,
        chance=chance_of(item),
        levels=_levels(item),
        confidence=event.outcome.confidence,
        hints=hints,
    )
    return learn_from(state, answer, event.at)


def _levels(item: Item) -> int:
    """How many separately scored parts the item has."""
    sizes = [len(getattr(item, name, None) or ()) for name in ("blanks", "cells", "rubric")]
    return max(1, *sizes, len(item.key) if item.type == "matching" else 1)
