"""What a learner was shown counts in every later session, whatever process asks, until they are erased."""

import itertools
from datetime import UTC, datetime

import pytest

from itemwright.domain.concept import Concept
from itemwright.domain.item import Item
from itemwright.domain.principal import Principal, local_operator
from itemwright.grading.base import ScriptedGrader
from itemwright.histories import Histories
from itemwright.practice import Practice
from itemwright.proving.fingerprint import fingerprint_of
from itemwright.store.concepts import Concepts
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from tests.proving.plain_items import choice, numeric, short

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
WALL = short("In which year did the Berlin Wall fall?", "1989")
WALL_AGAIN = choice("In which year did the Berlin Wall fall?", "1989", "1987", "1991")
RUST = short("Which metal rusts in damp air?", "iron")
LOANS = [
    numeric(f"A loan of {sum_} euros bears {rate} per cent interest a year. How much is due in a year?", due)
    for sum_, rate, due in ((4000, 5, 200), (70, 2, 1.4), (900, 10, 90))
]


@pytest.fixture
def principal(course: str) -> Principal:
    return local_operator().model_copy(update={"course": course})


def desk(store: Store, course: str, *items: Item) -> Practice:
    with store.begin() as tx:
        Concepts(tx, course).save([Concept(slug="any", name="Any", definition="d")])
        for item in items:
            Drafts(tx, course).add(item, "approved", "test", "", NOW)
    return Practice(store, ScriptedGrader([]), lambda: NOW)


def shown(
    practice: Practice, principal: Principal, sessions: int = 1, learner: str = "ada"
) -> list[tuple[str, str]]:
    """(stem, why) of the one item that each new session shows."""
    found = []
    for _ in range(sessions):
        view = practice.next(principal, practice.start(principal, learner, length=1).id)
        if view is None:
            break
        found.append((view.item.stem, view.why))
    return found


def test_a_reworded_item_of_an_earlier_session_waits_until_nothing_else_is_left(
    store: Store, principal: Principal
) -> None:
    practice = desk(store, principal.course, WALL, WALL_AGAIN, RUST)
    stems, reasons = zip(*shown(practice, principal, 3), strict=True)
    assert set(stems[:2]) == {WALL.stem, RUST.stem}
    assert stems[2] == WALL.stem
    assert "Nothing new is left" in reasons[2]
    assert not any("Nothing new" in reason for reason in reasons[:2])
    assert shown(practice, principal) == []


def test_parallel_forms_never_come_one_after_the_other_while_anything_else_is_there(
    store: Store, principal: Principal
) -> None:
    practice = desk(store, principal.course, *LOANS, WALL, RUST)
    stems = [stem for stem, _ in shown(practice, principal, 5)]
    is_loan = ["loan" in stem for stem in stems]
    assert sum(is_loan) == 3
    assert not any(one and other for one, other in itertools.pairwise(is_loan[:3]))


def test_another_process_and_another_learner_see_the_right_history(
    store: Store, principal: Principal
) -> None:
    first = desk(store, principal.course, WALL, WALL_AGAIN, RUST)
    before = shown(first, principal)
    second = Practice(store, ScriptedGrader([]), lambda: NOW)
    after = shown(second, principal)
    assert {before[0][0], after[0][0]} == {WALL.stem, RUST.stem}
    assert len(shown(second, principal, 2, learner="ben")) == 2


def test_an_erased_learner_starts_anew(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, WALL)
    assert len(shown(practice, principal)) == 1
    practice.records.erase(principal, "ada")
    assert len(shown(practice, principal)) == 1


def test_what_is_kept_at_hand_is_bounded_and_still_right(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, WALL, RUST, *LOANS)
    for learner in ("ada", "ben"):
        shown(practice, principal, 3, learner)
    small = Histories(learners=1, versions=1)
    with store.begin() as tx:
        for learner in ("ada", "ben", "ada"):
            history = small.of(tx, principal.course, learner)
            assert len(history.items) == 3
            met = [history.met(fingerprint_of(item)) for item in (WALL, RUST, *LOANS)]
            assert sum(each.relation == "copy" for each in met) == 3
