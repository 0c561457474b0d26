"""The proof passes what the writer writes, and finds each way in which an item can be spoilt."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from itemwright.domain.blueprint import Slot
from itemwright.domain.item import ITEM, Item
from itemwright.proving.prover import Prover
from itemwright.sandbox import Sandbox
from itemwright.writing.base import Candidates
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.library import Library
from tests.writing.samples import hash_table, library

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def lib() -> Library:
    return library()


@pytest.fixture(scope="module")
def prover(lib: Library, sandbox: Sandbox) -> Prover:
    return Prover(lib, sandbox)


@pytest.fixture(scope="module")
def items(lib: Library, sandbox: Sandbox) -> dict[str, Item]:
    """One item of each model on hash tables."""
    answer = asyncio.run(
        CardWriter(lib, sandbox, width=500).write(Slot(number=0, seed=3, concept="hash-table"))
    )
    assert isinstance(answer, Candidates)
    return {item.family.split("/")[0]: item for item in reversed(answer.items)}


def spoilt(item: Item, change: Change) -> Item:
    data = ITEM.dump_python(item, mode="json")
    change(data)
    return ITEM.validate_python(data)


def other_key(data: dict[str, Any]) -> None:
    data["key"] = next(option["id"] for option in data["options"] if option["id"] != data["key"])


def wrong_key_alone(data: dict[str, Any]) -> None:
    """A wrong answer is keyed, and the right one is not among the options."""
    key_text(data, "a row of numbered hooks that hang on a wall")
    other_key(data)


def key_text(data: dict[str, Any], text: str) -> None:
    next(option for option in data["options"] if option["id"] == data["key"])["text"] = text


def wrong_text(data: dict[str, Any], text: str) -> None:
    next(option for option in data["options"] if option["id"] != data["key"])["text"] = text


def all_wrong(data: dict[str, Any], text: str) -> None:
    for number, option in enumerate(data["options"]):
        if option["id"] != data["key"]:
            option["text"] = f"{text} {number}"


def right_text(data: dict[str, Any]) -> str:
    return str(next(option["text"] for option in data["options"] if option["id"] == data["key"]))


def stem(text: str) -> Change:
    return lambda data: data.update(stem=text)


def hint_with_key(data: dict[str, Any]) -> None:
    data["hints"] = ["Think.", f"Surely {right_text(data)}."]


def slot_in_stem(data: dict[str, Any]) -> None:
    key_text(data, "A slot")
    data["stem"] = "Why has a slot its use?"


def another_fact(data: dict[str, Any]) -> None:
    wrong_text(data, next(text for text in STATEMENTS if text != right_text(data)))


def other_filling(data: dict[str, Any]) -> None:
    data["key"]["blank-1"] = "//"
    data["blanks"][0]["accepts"] = ["//"]


def lengthened(data: dict[str, Any]) -> None:
    key_text(data, right_text(data) + " and so on, with much more of the same kind" * 3)


STATEMENTS = (
    "A hash table needs keys that can be hashed and compared",
    "A hash table finds a key in constant time on average",
)


def test_what_the_writer_writes_passes(items: dict[str, Item], prover: Prover) -> None:
    assert len(items) >= 28
    for model, item in items.items():
        proof = prover.prove(item)
        assert proof.verdict == "pass", (model, proof.checks[-1])
        assert all("milliseconds" in check.cost for check in proof.checks)


SPOILT: list[tuple[str, Change, str]] = [
    ("fact_question", other_key, "agrees_with_cards"),
    ("fact_question", wrong_key_alone, "agrees_with_cards"),
    ("fact_question", lambda d: wrong_text(d, right_text(d).upper() + " ."), "key_unique"),
    ("fact_question", lambda d: d["citations"][0].update(start=d["citations"][0]["start"] + 1), "quotations"),
    (
        "fact_question",
        lambda d: d["citations"][0].update(quote="A hash table finds a key at once."),
        "quotations",
    ),
    (
        "fact_question",
        lambda d: d["citations"][0].update(source="elsewhere", path="nowhere.md"),
        "quotations",
    ),
    ("fact_question", lambda d: d.update(citations=[]), "quotations"),
    ("fact_question", lambda d: d.update(explanation=" "), "structure"),
    ("fact_question", lambda d: wrong_text(d, " "), "structure"),
    ("fact_question", lambda d: d.update(options=d["options"][:2], key="a"), "structure"),
    ("fact_question", lengthened, "key_longest"),
    ("fact_question", lambda d: wrong_text(d, "All of the above"), "all_of_the_above"),
    (
        "fact_question",
        lambda d: all_wrong(d, "it never ends in a case of that kind, number"),
        "absolute_term",
    ),
    ("fact_question", lambda d: wrong_text(d, right_text(d) + " at noon"), "overlapping_options"),
    ("fact_question", stem("According to the passage, what holds?"), "not_self_contained"),
    ("fact_question", stem("A list is fast. This is why it is used, and what holds?"), "pass"),
    ("fact_question", stem("They are fast for what reason?"), "not_self_contained"),
    ("fact_question", stem("Which of these is not a container?"), "unmarked_negative"),
    ("fact_question", stem("All containers are useful except which?"), "unmarked_negative"),
    ("fact_question", hint_with_key, "hint_leaks_key"),
    ("fact_question", slot_in_stem, "answer_in_stem"),
    ("term_for_definition", other_key, "agrees_with_cards"),
    ("term_for_definition", lambda d: wrong_text(d, "hash map"), "agrees_with_cards"),
    ("definition_for_term", other_key, "agrees_with_cards"),
    ("true_statement", other_key, "agrees_with_cards"),
    ("true_statement", another_fact, "agrees_with_cards"),
    ("misconception", other_key, "agrees_with_cards"),
    ("judged_statement", other_key, "agrees_with_cards"),
    ("judged_misconception", other_key, "agrees_with_cards"),
    ("judged_answer", other_key, "agrees_with_cards"),
    ("true_statements", lambda d: d.update(key=[o["id"] for o in d["options"]]), "structure"),
    (
        "matched_terms",
        lambda d: d["pairs"]["right"][0].update(text=d["pairs"]["right"][1]["text"]),
        "key_unique",
    ),
    ("ordered_steps", lambda d: d["steps"][0].update(text=d["steps"][1]["text"]), "key_unique"),
    ("contrast_table", lambda d: d.update(pool=[*d["pool"], d["pool"][0]]), "key_unique"),
    ("output_options", other_key, "execution"),
    ("output_options", lambda d: d.update(code=d["code"].replace("* 2", "* 3")), "execution"),
    ("output_options", lambda d: d.update(code="import random\nprint(random.random())"), "execution"),
    ("output_typed", lambda d: d.update(key="999", accepts=["999"]), "execution"),
    ("debug", other_key, "execution"),
    ("debug", lambda d: d["provenance"]["execution"].update(expected="77"), "execution"),
    ("debug", lambda d: d.update(code=d["code"].replace("count = 1", "count += 1")), "execution"),
    ("code_cloze", lambda d: d["blanks"][0].update(pool=[*d["blanks"][0]["pool"], " % "]), "key_unique"),
    ("code_cloze", other_filling, "execution"),
    ("numeric", lambda d: d["key"].update(value=d["key"]["value"] + 9), "explanation_disagrees_with_key"),
    ("numeric_options", other_key, "explanation_disagrees_with_key"),
    ("scenario", other_key, "execution"),
    ("scenario", lambda d: d["provenance"]["parameters"].update(keys=10), "execution"),
    (
        "judged_statement",
        lambda d: d.update(hints=["“A heap of sand” is not the answer."]),
        "argues_with_unseen",
    ),
    ("short_fact", lambda d: d.update(explanation="Why not “a heap”? It is none."), "argues_with_unseen"),
    ("short_fact", lambda d: d.update(hints=[f"It is {d['key']}."]), "hint_leaks_key"),
    ("open_question", lambda d: d.update(key=" "), "structure"),
]


@pytest.mark.parametrize(("model", "change", "check"), SPOILT)
def test_finds_what_is_spoilt(
    items: dict[str, Item], prover: Prover, model: str, change: Change, check: str
) -> None:
    proof = prover.prove(spoilt(items[model], change))
    if check == "pass":
        assert proof.verdict == "pass"
    else:
        assert (proof.verdict, proof.checks[-1].name) == ("fail", check)
        assert proof.checks[-1].evidence


@pytest.mark.parametrize(
    ("model", "change", "evidence"),
    [
        ("output_options", lambda d: d.update(code="import torch\nprint(torch.ones(1))"), "torch"),
        ("output_options", lambda d: d.update(language="rust"), "rust"),
        ("debug", lambda d: wrong_text(d, "Think it over"), "cannot be read"),
        ("code_cloze", lambda d: d["provenance"].pop("execution"), "prints nothing"),
        ("numeric", lambda d: d["provenance"]["execution"].update(code="print('many')"), "no number"),
        ("scenario", lambda d: d["provenance"]["execution"].update(right={"x": "True"}), "no rule"),
        ("scenario", lambda d: d["provenance"]["execution"].update(right="x"), "cannot be read"),
        ("scenario", lambda d: d["provenance"]["execution"].update(require="keys >"), "failed with"),
    ],
)
def test_is_unsure_where_it_cannot_run(
    items: dict[str, Item], prover: Prover, model: str, change: Change, evidence: str
) -> None:
    proof = prover.prove(spoilt(items[model], change))
    assert proof.verdict == "unsure"
    assert evidence in proof.checks[-1].evidence


@pytest.mark.parametrize(
    "as_keyed", ["A copy on SSD and GPU", "a copy on ssd and gpu.", "A copy on  SSD and GPU"]
)
def test_a_wrong_answer_is_known_whatever_its_letters_look_like(
    sandbox: Sandbox, items: dict[str, Item], as_keyed: str
) -> None:
    card = hash_table()
    for fact in card["facts"]:
        fact["wrong"][3]["text"] = "a copy on SSD and GPU"
    proof = Prover(library(card), sandbox).prove(
        spoilt(items["fact_question"], lambda d: key_text(d, as_keyed))
    )
    assert (proof.verdict, proof.checks[-1].name) == ("fail", "agrees_with_cards")


def test_an_unread_card_vouches_for_nothing_and_contradicts_nothing(
    items: dict[str, Item], lib: Library, sandbox: Sandbox
) -> None:
    unread = Library(
        lib.concepts.values(), lib.cards.values(), lib.sources, lib.passages, unreviewed=list(lib.cards)
    )
    item = items["fact_question"]
    by_card, by_source = (
        {check.name for check in Prover(known, sandbox).prove(item).checks} for known in (lib, unread)
    )
    assert "contradictions" not in by_card
    assert "contradictions" in by_source, "the source is read where no person has read the card"
    wrong = spoilt(item, other_key)
    assert Prover(lib, sandbox).prove(wrong).checks[-1].name == "agrees_with_cards"
    agrees = {check.name: check.verdict for check in Prover(unread, sandbox).prove(wrong).checks}
    assert agrees["agrees_with_cards"] == "pass"
    assert unread.restrict(["docs/containers.md"]).reviewed == {}
