"""A set stays even: types as ordered, keys on all places, as many statements true as false."""

from collections import Counter
from random import Random

import pytest

from itemwright.balance import Balance
from itemwright.domain.blueprint import Slot
from itemwright.domain.item import Item, ItemType
from itemwright.writing.options import key_position
from tests.proving.plain_items import choice, short, true_false


@pytest.fixture
def balance() -> Balance:
    return Balance(Random(1))


def slot(kind: ItemType | None, concept: str = "peft") -> Slot:
    return Slot(number=0, seed=0, concept=concept, type=kind)


def test_of_statements_the_truth_value_comes_next_that_the_set_has_fewer_of(balance: Balance) -> None:
    true, false = true_false("Iron rusts.", True), true_false("Gold rusts.", False)
    for _ in range(5):
        balance.keep(min((true, false), key=balance.cost))
    balance.keep(true)
    assert min((true, false), key=balance.cost) == false


def test_a_truth_value_costs_nothing_beside_other_types(balance: Balance) -> None:
    for _ in range(3):
        balance.keep(true_false("Iron rusts.", True))
        balance.keep(true_false("Gold rusts.", False))
    assert (
        balance.cost(true_false("Tin rusts.", True))[0] == balance.cost(short("What rusts?", "iron"))[0] == 0
    )


def test_keys_stand_evenly_for_each_type_and_for_all(balance: Balance) -> None:
    places: Counter[tuple[str, int | None]] = Counter()
    for number in range(24):
        kind = ("multiple_choice", "scenario")[number % 2]
        item = balance.placed(choice(f"What is {number}?", "a", "b", "c", "d", kind=kind))
        balance.keep(item)
        places[item.type, key_position(item)] += 1
    assert set(places.values()) == {3}
    assert balance.placed(short("What rusts?", "iron")) == short("What rusts?", "iron")


def test_an_owed_type_is_made_up_for_where_there_is_material(balance: Balance) -> None:
    balance.order(slot("table"))
    balance.keep(short("What rusts?", "iron"))  # there was nothing to make a table of
    balance.order(slot("cloze", "lora"))
    choices = [slot("cloze", "lora"), slot("short_answer", "lora"), slot("table", "lora"), slot("cloze")]
    ranked = balance.ranked(choices)
    assert [each.type for each in ranked] == ["cloze", "table", "short_answer", "cloze"]
    assert ranked[3].concept == "peft"
    balance.keep(short("What shines?", "gold"))
    balance.order(slot("cloze", "lora"))
    assert [each.type for each in balance.ranked(choices)][:2] == ["cloze", "table"]


def test_types_that_are_not_owed_keep_their_place_but_come_evenly(balance: Balance) -> None:
    balance.order(slot("cloze"))
    surplus: list[Item] = [
        short("What rusts?", "iron"),
        short("What shines?", "gold"),
        true_false("Iron rusts.", True),
    ]
    for item in surplus:
        balance.keep(item)
    choices = [slot("cloze"), slot("cloze", "lora"), slot("short_answer"), slot("true_false")]
    ranked = balance.ranked(choices)
    assert [(each.type, each.concept) for each in ranked] == [
        ("cloze", "peft"),
        ("cloze", "lora"),
        ("true_false", "peft"),
        ("short_answer", "peft"),
    ]
