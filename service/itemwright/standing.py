"""Where an attempt stands: which key it counts by, or that it counts no more, read from its events alone."""

from dataclasses import dataclass

from itemwright.domain.attempt import Attempt, Graded, ItemRetired, Regraded, Responded
from itemwright.domain.grade import Outcome


@dataclass(frozen=True)
class Standing:
    """`version` is the item version by whose key the attempt counts. `outcomes`, by number of response, are
    those that count: all by that key. `before`: those that counted before the newest retirement."""

    version: int
    retired: ItemRetired | None
    outcomes: dict[int, Outcome]
    before: dict[int, Outcome]
    responses: int

    @property
    def void(self) -> bool:
        """The attempt counts no more."""
        return self.retired is not None and self.retired.version is None

    @property
    def ungraded(self) -> int | None:
        """The first response without an outcome that counts; None when there is none, or none is wanted."""
        waiting = (n for n in range(1, self.responses + 1) if n not in self.outcomes)
        return None if self.void else next(waiting, None)


def standing_of(attempt: Attempt) -> Standing:
    """Folds the events in their order: each retirement begins anew, with the grades of its round."""
    version, retired, responses = attempt.version, None, 0
    outcomes: dict[int, Outcome] = {}
    before: dict[int, Outcome] = {}
    for event in attempt.events:
        if isinstance(event, Responded):
            responses = max(responses, event.number)
        elif isinstance(event, ItemRetired):
            retired, before, outcomes = event, outcomes, {}
            version = attempt.version if event.version is None else event.version
        elif isinstance(event, Graded | Regraded):
            outcomes[event.number] = event.outcome
    return Standing(version=version, retired=retired, outcomes=outcomes, before=before, responses=responses)
