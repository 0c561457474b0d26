"""The card writer gives every type, the same for the same slot, and each item is whole."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from itemwright.domain.blueprint import Slot
from itemwright.domain.item import ITEM, Cloze, Item, MultipleChoice, Ordering
from itemwright.sandbox import Sandbox
from itemwright.writing.base import Candidates, NothingWritten
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.hint_leak import telling_hints
from itemwright.writing.library import Library
from itemwright.writing.plan import TYPES
from tests.writing.samples import ARTICLE, hash_table, library


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def writer(sandbox: Sandbox) -> CardWriter:
    return CardWriter(library(), sandbox, width=40)


def written(writer: CardWriter, **slot: object) -> list[Item]:
    answer = asyncio.run(writer.write(Slot.model_validate({"number": 0, "seed": 7, **slot})))
    assert isinstance(answer, Candidates), answer
    return list(answer.items)


@pytest.mark.parametrize("kind", TYPES)
def test_writes_each_type_whole(writer: CardWriter, kind: str) -> None:
    items = written(writer, concept="hash-table", type=kind)
    assert items
    for item in items:
        assert item.type == kind
        assert ITEM.validate_json(ITEM.dump_json(item)) == item
        assert all(ARTICLE[c.start : c.end] == c.quote for c in item.citations)
        assert item.citations
        assert not telling_hints(item, item.hints)
        assert item.explanation
        parts = (*item.hints, *item.worked_steps, *item.common_mistakes)
        assert "" not in parts
        for text in (item.explanation, item.quick_check, item.takeaway, *parts):
            assert text.strip() == text
            assert "$" not in text
        assert item.difficulty.sd > 0
        assert item.provenance["seed"] == 7
        assert item.id.startswith("itm-")


def test_options_are_named_by_position_and_each_has_its_reason(writer: CardWriter) -> None:
    for item in written(writer, concept="hash-table", type="multiple_choice"):
        assert item.type == "multiple_choice"
        assert [option.id for option in item.options] == list("abcd"[: len(item.options)])
        assert all(option.rationale for option in item.options)
        assert len({option.text for option in item.options}) == len(item.options)


def test_same_slot_same_items_and_another_seed_others(writer: CardWriter, sandbox: Sandbox) -> None:
    again = CardWriter(library(), sandbox, width=40)
    assert written(writer) == written(again)
    assert [i.id for i in written(writer)] != [i.id for i in written(writer, seed=8)]


def test_slots_of_one_seed_walk_through_the_families(sandbox: Sandbox) -> None:
    writer = CardWriter(library(), sandbox, width=1)
    families = {written(writer, concept="hash-table", number=n)[0].family for n in range(40)}
    assert len(families) == 40


@pytest.mark.parametrize(
    ("field", "value"), [("difficulty", "easy"), ("difficulty", "hard"), ("bloom", "apply")]
)
def test_keeps_to_the_slot(writer: CardWriter, field: str, value: str) -> None:
    for item in written(writer, **{field: value}):
        assert value == (item.difficulty.label if field == "difficulty" else item.bloom)


def test_says_what_it_has_no_material_for(writer: CardWriter) -> None:
    slot = Slot(number=0, seed=0, concept="stack", type="ordering", difficulty="hard")
    answer = asyncio.run(writer.write(slot))
    assert isinstance(answer, NothingWritten)
    assert (answer.code, answer.reason) == ("no_material", "no card offers a hard ordering on 'stack'")


def test_executed_items_record_what_was_run(writer: CardWriter, sandbox: Sandbox) -> None:
    for item in written(writer, concept="hash-table", type="output_prediction"):
        assert item.type == "output_prediction"
        key = next(o.text for o in item.options if o.id == item.key) if item.options else item.key
        assert sandbox.run(item.code).output.strip() == key
    for item in written(writer, concept="hash-table", type="numeric"):
        assert item.type == "numeric"
        assert float(sandbox.run(item.provenance["execution"]["code"]).output) == item.key.value


def test_scenarios_fill_every_number_and_admit_required_draws_only(writer: CardWriter) -> None:
    for number in range(6):
        item = written(writer, concept="hash-table", type="scenario", number=number)[0]
        assert item.type == "scenario"
        assert item.provenance["parameters"]["keys"] in (30, 70, 90)
        assert item.stem.startswith(("An operator", "A developer"))


def test_nothing_is_written_from_a_card_whose_article_is_missing(sandbox: Sandbox) -> None:
    lib = library()
    bare = Library(lib.concepts.values(), lib.cards.values(), (), ())
    assert not CardWriter(bare, sandbox).offers("hash-table")


def test_a_scenario_with_two_right_options_is_not_written(sandbox: Sandbox) -> None:
    card = hash_table()
    for option in card["scenarios"][0]["options"]:
        option["right"] = "True"
    answer = asyncio.run(
        CardWriter(library(card), sandbox).write(
            Slot(number=0, seed=0, concept="hash-table", type="scenario")
        )
    )
    assert isinstance(answer, NothingWritten)
    assert "no draw" in answer.reason


def _of(card: dict[str, Any], sandbox: Sandbox, kind: str, model: str) -> list[Item]:
    """What several slots give of one item model of the card."""
    writer = CardWriter(library(card), sandbox, width=60)
    found = [
        item
        for number in range(3)
        for item in written(writer, concept="hash-table", type=kind, number=number)
    ]
    return [item for item in found if item.provenance["model"] == model]


def test_hints_that_tell_the_key_are_left_out(sandbox: Sandbox) -> None:
    card = hash_table()
    told, fine = card["facts"][0]["answer"], "A cloakroom with numbered hooks works alike."
    for fact in card["facts"]:
        fact["hints"] = [f"It is {fact['answer']}, and this takes {fact['accepts'] or ['long']}.", fine]
    items = _of(card, sandbox, "multiple_choice", "fact_question")
    assert items
    assert all(fine in item.hints for item in items)
    assert not any(told in hint for item in items for hint in item.hints)


def test_a_result_within_the_tolerance_is_no_wrong_option(sandbox: Sandbox) -> None:
    card = hash_table()
    card["code"][1]["slips"].append(
        {"find": "100 * $keys", "replace": "0.3 + 100 * $keys", "why": "Something was added."}
    )
    items = _of(card, sandbox, "multiple_choice", "numeric_options")
    assert items
    for item in items:
        assert isinstance(item, MultipleChoice)
        numbers = {option.id: float(option.text.split()[0]) for option in item.options}
        key = numbers.pop(item.key)
        assert all(abs(number - key) > card["code"][1]["tolerance"] for number in numbers.values())


def test_steps_are_keyed_in_the_order_of_the_card(sandbox: Sandbox) -> None:
    card = hash_table()
    items = _of(card, sandbox, "ordering", "ordered_steps")
    assert len({item.id for item in items}) > 1
    for item in items:
        assert isinstance(item, Ordering)
        texts = {step.id: step.text for step in item.steps}
        assert [texts[id_] for id_ in item.key] == [step["text"] for step in card["procedures"][0]["steps"]]


def test_a_gap_accepts_one_entry_of_its_pool(sandbox: Sandbox) -> None:
    card = hash_table()
    for wrong, text in zip(
        card["facts"][0]["wrong"],
        ("linear time", "quadratic time", "logarithmic time", "cubic time"),
        strict=True,
    ):
        wrong["text"] = text
    items = _of(card, sandbox, "cloze", "cloze")
    pooled = [blank for item in items if isinstance(item, Cloze) for blank in item.blanks if blank.pool]
    assert pooled
    for blank in pooled:
        assert [entry for entry in blank.pool or () if entry in blank.accepts] == ["constant time"]


def test_a_number_is_asked_for_in_its_unit(sandbox: Sandbox) -> None:
    card = hash_table()
    card["code"][1]["question"] = "A table has $slots slots and $keys keys. How full is it?"
    items = _of(card, sandbox, "numeric", "numeric")
    assert items
    assert all(item.stem.endswith("Give the answer in per cent.") for item in items)
