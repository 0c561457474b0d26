"""What time does: belief grows less certain, and each concept has a date for its next review (FSRS)."""

from datetime import datetime, timedelta

from fsrs import Card as ReviewCard
from fsrs import Rating, Scheduler

from itemwright.domain.learner import CONCEPT_VAR, ConceptState

VAR_PER_DAY = 0.01
"""Growth of a concept's variance for each day without practice, up to its prior variance."""
DELAY = timedelta(hours=16)
"""A success this long after the first one counts as remembered, not as repeated."""
SUCCESS = 0.7

_scheduler = Scheduler(enable_fuzzing=False)


def drift(state: ConceptState, at: datetime) -> ConceptState:
    """The belief at `at`: its variance grown with the days since the concept was last seen."""
    if state.last_seen is None:
        return state
    days = max((at - state.last_seen).total_seconds() / 86400.0, 0.0)
    grown = min(state.var + VAR_PER_DAY * days, max(CONCEPT_VAR, state.var))
    return state.model_copy(update={"var": grown})


def schedule_review(state: ConceptState, score: float, at: datetime) -> ConceptState:
    """The state after an answer at `at`: next review date and whether a delayed success was seen."""
    card = (
        ReviewCard(card_id=0, due=at)
        if state.review_card is None
        else ReviewCard.from_json(state.review_card)
    )
    card, _ = _scheduler.review_card(card, rating(score), at)
    success = score >= SUCCESS
    first = state.first_success or (at if success else None)
    delayed = state.delayed_success or (success and first is not None and at - first >= DELAY)
    return state.model_copy(
        update={
            "last_seen": at,
            "due": card.due,
            "review_card": card.to_json(),
            "first_success": first,
            "delayed_success": delayed,
        }
    )


def retrievability(state: ConceptState, at: datetime) -> float:
    """Probability 0..1 that the concept is still remembered; 1 when it was never reviewed."""
    if state.review_card is None:
        return 1.0
    return float(_scheduler.get_card_retrievability(ReviewCard.from_json(state.review_card), at))


def rating(score: float) -> Rating:
    """A score 0..1 as a review rating."""
    if score < 0.4:
        return Rating.Again
    return Rating.Hard if score < SUCCESS else Rating.Good if score < 0.95 else Rating.Easy
