"""Items over several entries: rivals of one kind, no search for words, hints and checks of their own."""

import random
from collections.abc import Iterator

import pytest

from itemwright.domain.card import Card, Misconception
from itemwright.domain.item import BLANK, Item
from itemwright.sandbox import Sandbox
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.draw import changed_sentence, neighbours
from itemwright.writing.free_text import is_one_idea, refutes
from itemwright.writing.matching_items import echoing
from itemwright.writing.other_facts import gist, quick_check
from itemwright.writing.procedure_items import swappable
from itemwright.writing.table_items import completed_table
from tests.writing.samples import hash_table, library


@pytest.fixture(scope="module")
def items() -> Iterator[dict[str, Item]]:
    with Sandbox() as sandbox:
        offers = CardWriter(library(), sandbox).offers("hash-table")
        written = [(offer.setting.family.split("/")[0], offer.written(random.Random(3))) for offer in offers]
        yield {model: item for model, item in written if item is not None}


def test_a_quick_check_asks_another_fact_and_answers_it() -> None:
    card = Card.model_validate(hash_table())
    asked = card.facts[0]
    check = quick_check(card, f"{asked.question} {asked.statement}")
    others = [
        f"{fact.question} Answer: {fact.answer[0].upper()}{fact.answer[1:]}." for fact in card.facts[1:]
    ]
    assert check in others
    everything = " ".join(f"{fact.question} {fact.answer}" for fact in card.facts)
    assert quick_check(card, everything) == ""


def test_a_gist_is_near_and_not_said() -> None:
    card = Card.model_validate(hash_table())
    statement = card.facts[3].statement
    assert gist(card, "", f"resized when the load factor passes {card.facts[3].question}") == statement
    assert gist(card, statement, statement) != statement
    assert gist(card, "", "bread needs salt") == ""


def test_steps_that_share_words_are_the_likeliest_to_be_swapped() -> None:
    steps = [
        "Weigh the flour",
        "Heat the oven",
        "Mix flour and water",
        "Rest the mixed flour and water",
        "Bake",
    ]
    assert swappable(steps)[0] == 2
    assert sorted(swappable(steps)) == [0, 1, 2, 3]


def test_ordering_hints_name_two_steps_and_never_a_whole_order(items: dict[str, Item]) -> None:
    item = items["ordered_steps"]
    assert item.type == "ordering"
    texts = [step.text for step in item.steps]
    for hint in item.hints:
        assert sum(f"“{text}”" in hint for text in texts) == 2


def test_pairs_that_a_search_for_words_solves_are_counted() -> None:
    rights = ["A byte has eight bits", "Speed falls with large batches", "An unrelated reply"]
    assert echoing(["How many bits has a byte?", "What about colours?"], rights) == [0]


def test_matched_answers_leave_two_wrong_answers_over(items: dict[str, Item]) -> None:
    item = items["matched_answers"]
    assert item.type == "matching"
    left_over = {side.text for side in item.pairs.right if side.id not in item.key.values()}
    wrong = {w["text"].capitalize() for fact in hash_table()["facts"] for w in fact["wrong"]}
    assert len(left_over) == 2
    assert left_over <= wrong
    assert all(f"“{text}” is left over" in item.explanation for text in left_over)


def test_no_term_is_matched_beside_one_that_is_a_kind_of_it(items: dict[str, Item]) -> None:
    item = items["matched_terms"]
    assert item.type == "matching"
    assert len(item.pairs.right) == len(item.pairs.left) + 1
    card = hash_table()
    assert not set(item.concepts) & set(card.get("broader", ()))


def test_tables_hide_rows_whole_so_that_each_entry_has_a_rival(items: dict[str, Item]) -> None:
    for model in ("contrast_table", "article_table"):
        item = items[model]
        assert item.type == "table"
        for row in item.grid[1:]:
            assert len({cell == BLANK for cell in row[1:]}) == 1
        assert all(hint.count("“") >= 2 for hint in item.hints)


def test_a_table_keeps_a_third_column_as_entries_left_over(items: dict[str, Item]) -> None:
    drawn = items["contrast_table"]
    with Sandbox() as sandbox:
        setting = next(
            offer.setting
            for offer in CardWriter(library(), sandbox).offers("hash-table")
            if offer.setting.family == drawn.family
        )
    rows = [("Access", "by key", "by position"), ("Order", "none", "as inserted")]
    header = ("Aspect", "Table", "List")
    item = completed_table(setting, header, rows, [0], ["by turns"], random.Random(0))
    assert item is not None
    assert sorted(item.pool or ()) == ["by key", "by position", "by turns"]
    assert "One entry is left over." in item.stem
    twice = [("Access", "by key", "by key")]
    assert completed_table(setting, header, twice, [0], [], random.Random(0)) is None


@pytest.mark.parametrize(
    ("answer", "one"),
    [
        ("because many keys fall into one slot", True),
        ("they can be hashed and compared", True),
        ("it can be tested within hours and gives the baseline for others", False),
        ("it is fast, but it needs more memory", False),
    ],
)
def test_one_rubric_point_scores_one_idea(answer: str, one: bool) -> None:
    assert is_one_idea(answer) is one


def test_a_fact_that_says_nothing_of_a_claim_gives_it_no_hints() -> None:
    card = Card.model_validate(hash_table())
    fact = card.facts[3]
    near = Misconception(
        id="a", claim="A load factor has no limit.", refutation="The slots are resized past it.", fact=fact.id
    )
    far = Misconception(id="b", claim="Bread needs no salt.", refutation="Salt firms dough.", fact=fact.id)
    assert refutes(card, near, fact)
    assert not refutes(card, far, fact)


def test_a_neighbouring_draw_changes_one_parameter() -> None:
    found = neighbours({"a": (1, 2, 3), "b": ("x", "y")}, {"a": 1, "b": "x", "derived": 7})
    assert found == [{"a": 2, "b": "x"}, {"a": 3, "b": "x"}, {"a": 1, "b": "y"}]
    assert changed_sentence("It has 3 keys. Why?", "It has 4 keys. Why?") == "It has 4 keys."
    assert changed_sentence("It has 3 keys. Are 3 few?", "It has 4 keys. Are 4 few?") is None
    assert changed_sentence("Same.", "Same.") is None


def test_a_scenario_is_checked_with_a_case_of_another_answer(items: dict[str, Item]) -> None:
    item = items["scenario"]
    assert item.type == "scenario"
    key = next(option.text for option in item.options or () if option.id == item.key)
    asked, _, answer = item.quick_check.partition(" Answer: ")
    assert asked.startswith("Suppose instead: “")
    assert answer.rstrip(".") in {option.text for option in item.options or ()} - {key}


def test_faulty_code_is_shown_with_what_it_prints_and_should_print(items: dict[str, Item]) -> None:
    item = items["debug"]
    assert item.type == "debug"
    with Sandbox() as sandbox:
        printed = sandbox.run(item.code).output.strip()
    assert printed in item.stem
    expected = item.provenance["execution"]["expected"]
    assert item.stem.count(f" print {expected}") == 1


def test_a_change_that_does_not_help_is_never_told_as_an_order(items: dict[str, Item]) -> None:
    item = items["debug"]
    assert not item.hints[0].startswith("Replac")
    assert item.hints[-1].startswith("Replacing `")
    assert "` does not help: " in item.hints[-1]
    told = [*item.hints, *item.common_mistakes, item.quick_check]
    assert not any(text.startswith(("Replace ", "Delete ")) for text in told)
