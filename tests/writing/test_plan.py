"""Slots cover concepts and types evenly, and unknown names are refused with near ones."""

from collections import Counter

import pytest

from itemwright.domain.blueprint import Blueprint, BlueprintCell
from itemwright.errors import BadInput
from itemwright.writing.plan import TYPES, WritingRequest, plan_slots
from tests.writing.samples import library


def test_spreads_over_concepts_and_types() -> None:
    plan = plan_slots(WritingRequest(count=84), library(), seed=1)
    wanted = [planned.choices[0] for planned in plan]
    assert [slot.number for slot in wanted] == list(range(84))
    assert set(Counter(slot.concept for slot in wanted).values()) == {14}
    assert set(Counter(slot.type for slot in wanted).values()) == {6}
    assert len({(slot.concept, slot.type) for slot in wanted}) == 84


def test_keeps_to_what_is_asked_and_widens_within_it() -> None:
    request = WritingRequest(
        count=4, concepts=("stack", "heap"), types=("ordering", "table"), difficulty="hard"
    )
    for planned in plan_slots(request, library(), seed=0):
        assert {slot.concept for slot in planned.choices} == {"stack", "heap"}
        assert {slot.type for slot in planned.choices} == {"ordering", "table"}
        assert {slot.difficulty for slot in planned.choices} == {"hard"}
    free = plan_slots(WritingRequest(count=1, concepts=("stack",)), library(), seed=0)[0]
    assert {slot.type for slot in free.choices} == set(TYPES)


def test_types_that_were_asked_for_come_before_the_spread_over_concepts() -> None:
    request = WritingRequest(count=1, concepts=("stack", "heap"), types=("ordering", "table"))
    wanted, second, *_ = plan_slots(request, library(), seed=0)[0].choices
    assert second.type == wanted.type
    assert second.concept != wanted.concept
    open_request = WritingRequest(count=1, concepts=("stack", "heap"))
    wanted, second, *_ = plan_slots(open_request, library(), seed=0)[0].choices
    assert second.concept == wanted.concept
    assert second.type != wanted.type


def test_a_blueprint_unfolds_cell_by_cell() -> None:
    cells = (
        BlueprintCell(count=2, concept="heap", type="table", bloom="analyze"),
        BlueprintCell(count=3, difficulty="easy"),
    )
    plan = plan_slots(WritingRequest(blueprint=Blueprint(cells=cells)), library(), seed=0)
    assert [planned.choices[0].number for planned in plan] == [0, 1, 2, 3, 4]
    assert [(p.choices[0].concept, p.choices[0].type, p.choices[0].bloom) for p in plan[:2]] == [
        ("heap", "table", "analyze")
    ] * 2
    assert {p.choices[0].difficulty for p in plan[2:]} == {"easy"}


@pytest.mark.parametrize("count", [0, -3, 1001])
def test_refuses_impossible_counts(count: int) -> None:
    with pytest.raises(BadInput, match=str(count)):
        plan_slots(WritingRequest(count=count), library(), seed=0)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (WritingRequest(concepts=("hash-tables",)), "'hash-tables', did you mean 'hash-table'"),
        (WritingRequest(types=("multiple-choice",)), "'multiple-choice', did you mean 'multiple_choice'"),
        (WritingRequest(types=("essay",)), "types: multiple_choice, "),
        (
            WritingRequest(blueprint=Blueprint(cells=(BlueprintCell(count=1, concept="zzz"),))),
            "Unknown concept 'zzz';",
        ),
    ],
)
def test_refuses_unknown_names(request_: WritingRequest, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        plan_slots(request_, library(), seed=0)


def test_every_type_is_known() -> None:
    assert len(TYPES) == 14
