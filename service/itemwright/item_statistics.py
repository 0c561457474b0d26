"""What learners' answers say of an item: collected from its attempts, reckoned by `measurement`."""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from itemwright.domain.attempt import Attempt, HintOpened, Responded, Shown
from itemwright.domain.grade import Grade
from itemwright.domain.item import Item, Response
from itemwright.domain.report import Report
from itemwright.domain.value import Value
from itemwright.item_form import form_of
from itemwright.measurement.item_analysis import (
    Estimate,
    ObservedDifficulty,
    Pick,
    Trial,
    count_picks,
    item_rest_correlation,
    mean_score,
    observe_difficulty,
    prox_ability,
)
from itemwright.selection import chance_of
from itemwright.standing import standing_of
from itemwright.store.attempts import Attempts
from itemwright.store.items import Items

ENOUGH_REST = 2
"""Other answers that a learner's ability is reckoned from, at least."""
MOST_LEARNERS = 300
"""The newest learners of an item whose other answers are looked at: a correlation then errs by .06."""

Scored = dict[str, list[tuple[str, float, float]]]


@dataclass(frozen=True)
class Answered:
    """The first response to one attempt. `places`: where in the order shown stood what was picked, from 1.
    `trial` is None as long as nothing counts: not graded yet, or void."""

    attempt: str
    learner: str
    picks: tuple[tuple[str, str], ...]
    places: tuple[int, ...]
    trial: Trial | None


@dataclass(frozen=True)
class Record:
    """The answers to one item, over the `versions` that ask the same; `item` is the newest version."""

    item: Item
    versions: tuple[int, ...]
    shown: int
    void: int
    answered: tuple[Answered, ...]

    @property
    def trials(self) -> list[Trial]:
        """The first answers that count."""
        return [answer.trial for answer in self.answered if answer.trial is not None]

    @property
    def able(self) -> frozenset[str]:
        """Learners above the middle by their other answers."""
        known = {a.learner: a.trial.rest for a in self.answered if a.trial and a.trial.rest is not None}
        middle = statistics.median(known.values()) if known else 0.0
        return frozenset(learner for learner, rest in known.items() if rest > middle)


class ReportCounts(Value):
    open: int
    closed: int


class ItemStatistics(Value):
    """`versions`: those counted, which ask the same. `attempts` were shown; of `answered` ones `graded`
    count, `void` count no more. `score`: mean of first answers, 0..1. `picks` are over all first answers,
    void ones too; `by_place` counts them by their place in the order shown. `seldom_picked`: options that do
    no work. `discrimination`: item-rest correlation. None: too few answers."""

    item: str
    version: int
    versions: tuple[int, ...]
    attempts: int
    answered: int
    graded: int
    void: int
    score: Estimate | None
    picks: tuple[Pick, ...]
    by_place: tuple[int, ...]
    seldom_picked: tuple[str, ...]
    discrimination: Estimate | None
    difficulty: ObservedDifficulty | None
    reports: ReportCounts


def read_record(tx: Connection, course: str, item_id: str) -> Record:
    """Raises NotFound for an unknown item."""
    return read_records(tx, course, [item_id])[0]


def read_records(tx: Connection, course: str, item_ids: Sequence[str]) -> list[Record]:
    """The records of these items, in their order; what their learners answered elsewhere is read once.

    Raises:
        NotFound: an unknown item.
    """
    items, attempts = Items(tx, course), Attempts(tx, course)
    found: list[tuple[Item, dict[int, Item], list[Attempt]]] = []
    learners: set[str] = set()
    for item_id in item_ids:
        item = items.get(item_id)
        form = form_of(item)
        alike = {version.version: version for version in items.versions(item_id) if form_of(version) == form}
        shown = attempts.of_item(item_id, alike)
        found.append((item, alike, shown))
        learners |= set(list(dict.fromkeys(attempt.learner for attempt in reversed(shown)))[:MOST_LEARNERS])
    scored = _first_scores(attempts.outcomes_of(sorted(learners)), items)
    return [_record(item, alike, shown, scored) for item, alike, shown in found]


def _record(item: Item, alike: dict[int, Item], shown: Sequence[Attempt], scored: Scored) -> Record:
    rest = _rest_abilities(scored, item.id)
    answered = [_answered(attempt, alike, rest) for attempt in shown]
    return Record(
        item=item,
        versions=tuple(alike),
        shown=len(shown),
        void=sum(standing_of(attempt).void for attempt in shown),
        answered=tuple(answer for answer in answered if answer is not None),
    )


def statistics_of(record: Record, reports: Sequence[Report]) -> ItemStatistics:
    """The figures of `record`, with the `reports` of the item counted."""
    item, trials = record.item, record.trials
    picks = count_picks(_offered(item), [answer.picks for answer in record.answered])
    places = Counter(place for answer in record.answered for place in answer.places)
    still_open = sum(report.state == "open" for report in reports)
    return ItemStatistics(
        item=item.id,
        version=item.version,
        versions=record.versions,
        attempts=record.shown,
        answered=len(record.answered),
        graded=len(trials),
        void=record.void,
        score=mean_score([trial.score for trial in trials]),
        picks=picks,
        by_place=tuple(places[n] for n in range(1, max(places) + 1)) if places else (),
        seldom_picked=tuple(pick.text for pick in picks if pick.seldom),
        discrimination=item_rest_correlation(trials),
        difficulty=observe_difficulty(trials, item.difficulty.mean, item.difficulty.sd),
        reports=ReportCounts(open=still_open, closed=len(reports) - still_open),
    )


def picks_of(item: Item, response: Response) -> tuple[tuple[str, str], ...]:
    """(part, choice) of everything that `response` picks from what the item offers."""
    if getattr(item, "options", None):
        chosen = response if isinstance(response, list) else [str(response)]
        return tuple(("", option) for option in chosen)
    if not isinstance(response, dict):
        return ()
    offered = {(part, choice) for part, choice, _, _ in _offered(item)}
    return tuple(pick for pick in response.items() if pick in offered)


def _answered(attempt: Attempt, versions: dict[int, Item], rest: dict[str, float]) -> Answered | None:
    first = next((e for e in attempt.events if isinstance(e, Responded) and e.number == 1), None)
    if first is None:
        return None
    item, standing = versions[attempt.version], standing_of(attempt)
    picks = picks_of(item, first.response)
    outcome = None if standing.void else standing.outcomes.get(1)
    trial = None
    if isinstance(outcome, Grade):
        trial = Trial(
            score=outcome.score,
            advantage=_advantage(attempt, chance_of(item)),
            chance=chance_of(item),
            hints=sum(isinstance(e, HintOpened) and e.at <= first.at for e in attempt.events),
            rest=rest.get(attempt.learner),
        )
    return Answered(
        attempt=attempt.id,
        learner=attempt.learner,
        picks=picks,
        places=tuple(attempt.order.index(pick) + 1 for _, pick in picks if pick in attempt.order),
        trial=trial,
    )


def _advantage(attempt: Attempt, chance: float) -> float | None:
    """What was believed when the item was chosen: its stored probability of success, as logits."""
    chosen = next(event.choice for event in attempt.events if isinstance(event, Shown))
    if (p := chosen.terms.get("p")) is None:
        return None
    known = min(max((p - chance) / (1.0 - chance), 0.002), 0.998)
    return math.log(known / (1.0 - known))


def _first_scores(attempts: Sequence[Attempt], items: Items) -> Scored:
    """By learner the (item, difficulty, score) of each first answer that counts."""
    counted: list[tuple[str, str, int, float]] = []
    for attempt in attempts:
        standing = standing_of(attempt)
        outcome = None if standing.void else standing.outcomes.get(1)
        if isinstance(outcome, Grade):
            counted.append((attempt.learner, attempt.item, standing.version, outcome.score))
    known = items.many({(item, version) for _, item, version, _ in counted})
    scored: Scored = defaultdict(list)
    for learner, item, version, score in counted:
        scored[learner].append((item, known[(item, version)].difficulty.mean, score))
    return scored


def _rest_abilities(scored: Scored, left_out: str) -> dict[str, float]:
    """Each learner's ability by the first answers to all other items, where there are ENOUGH_REST."""
    rest = {name: [one for one in answers if one[0] != left_out] for name, answers in scored.items()}
    return {
        learner: prox_ability([score for _, _, score in answers], [mean for _, mean, _ in answers])
        for learner, answers in rest.items()
        if len(answers) >= ENOUGH_REST
    }


def _offered(item: Item) -> list[tuple[str, str, str, bool]]:
    """(part, choice, text, keyed) of all that can be picked."""
    if options := getattr(item, "options", None):
        keys = (item.key,) if isinstance(item.key, str) else item.key
        return [("", option.id, option.text, option.id in keys) for option in options]
    if item.type == "matching":
        return [
            (left.id, right.id, f"{left.text}: {right.text}", item.key[left.id] == right.id)
            for left in item.pairs.left
            for right in item.pairs.right
        ]
    if item.type == "table":
        return [
            (cell.id, text, f"{cell.row}, {cell.column}: {text}", text in cell.accepts)
            for cell in item.cells
            for text in item.pool or ()
        ]
    blanks = getattr(item, "blanks", None) or ()
    return [
        (blank.id, text, f"Gap {number}: {text}", text in blank.accepts)
        for number, blank in enumerate(blanks, start=1)
        for text in blank.pool or ()
    ]
