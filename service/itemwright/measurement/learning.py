"""One answer, all that follows from it: belief, review date, streak, mastery."""

from datetime import datetime

from itemwright.domain.learner import ConceptState, LearnerState
from itemwright.measurement.ability import Answer, observe_answer
from itemwright.measurement.forgetting import SUCCESS, drift, schedule_review
from itemwright.measurement.mastery import is_mastered


def learn_from(learner: LearnerState, answer: Answer, at: datetime) -> LearnerState:
    """The learner's state after `answer`, given at `at` (aware)."""
    drifted = {slug: drift(learner.concepts.get(slug, ConceptState()), at) for slug in answer.concepts}
    learner = learner.model_copy(update={"concepts": {**learner.concepts, **drifted}})
    learner = observe_answer(learner, answer)
    reviewed = {slug: schedule_review(learner.concepts[slug], answer.score, at) for slug in answer.concepts}
    success = answer.score >= SUCCESS
    streak = max(learner.streak, 0) + 1 if success else min(learner.streak, 0) - 1
    learner = learner.model_copy(update={"concepts": {**learner.concepts, **reviewed}, "streak": streak})
    # General ability moved, so every concept's mastery is looked at anew.
    judged = {
        slug: state.model_copy(update={"mastered": is_mastered(learner, slug)})
        for slug, state in learner.concepts.items()
    }
    return learner.model_copy(update={"concepts": judged})
