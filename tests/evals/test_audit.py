"""The audit passes what is right, and notices a fault in any item model without asking the proof."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from evals.audit import Auditor, difficulty_faults, repeated
from evals.card_key import keyed
from evals.spoiled import spoiled
from itemwright.domain.item import Item
from itemwright.proving.prover import Prover
from itemwright.sandbox import Sandbox
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.library import Library
from itemwright.writing.text_writer import TextWriter
from tests.writing import samples

LIBRARY = samples.library()
SEEDS = ("one", "two", "three")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def drawn(sandbox: Sandbox) -> dict[str, list[Item]]:
    """Items of each item model of the full card, and of each of the article's text."""
    bare = Library(sources=LIBRARY.sources, passages=LIBRARY.passages)
    offers = [*CardWriter(LIBRARY, sandbox).offers("hash-table")]
    offers += TextWriter(bare, sandbox).offers(next(iter(bare.topics)))
    found: dict[str, list[Item]] = {}
    for offer in offers:
        for seed in SEEDS:
            item = offer.written(random.Random(seed))
            if item is not None:
                found.setdefault(str(item.provenance["model"]), []).append(item)
    return found


@pytest.fixture(scope="module")
def items(drawn: dict[str, list[Item]]) -> dict[str, Item]:
    """One item of each item model."""
    return {model: several[0] for model, several in drawn.items()}


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return Auditor(LIBRARY, executes=True)


def test_right_items_of_every_model_are_passed_by_rules_that_know_them(
    drawn: dict[str, list[Item]], auditor: Auditor
) -> None:
    assert len(drawn) >= 28
    for model, several in drawn.items():
        for item in several:
            audited = auditor.audit(item)
            assert audited.key is not None, model
            # The sample's statements are not what its feedback would be about: keys and quotations are held.
            assert (audited.key, audited.quotation) == ([], []), model


def _other_key(item: Any) -> Item | None:
    """The item with a key that is wrong for its type; None where there is no other."""
    options = getattr(item, "options", None)
    if item.type == "multiple_response":
        return _changed(item, key=tuple(option.id for option in keyed(item)[1]))
    if options:
        return _changed(item, key=keyed(item)[1][0].id)
    if item.type == "numeric":
        return _changed(item, key=item.key.model_copy(update={"value": item.key.value + 1}))
    if item.type == "ordering":
        return _changed(item, key=(item.key[1], item.key[0], *item.key[2:]))
    if item.type == "free_text":
        return _changed(item, key="Nobody knows.")
    if isinstance(item.key, dict) and len(item.key) > 1:
        one, other, *rest = item.key
        return _changed(
            item, key={one: item.key[other], other: item.key[one]} | {r: item.key[r] for r in rest}
        )
    if isinstance(item.key, dict):
        return _changed(item, key=dict.fromkeys(item.key, "something else"))
    return _changed(item, key="something else")


def _changed(item: Any, **fields: Any) -> Item:
    changed: Item = item.model_copy(update=fields)
    return changed


def test_another_key_is_noticed_in_every_model(items: dict[str, Item], auditor: Auditor) -> None:
    for model, item in items.items():
        wrong = _other_key(item)
        assert wrong is not None
        assert auditor.audit(wrong).key, model


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: {"start": c.start + 1, "end": c.end + 1}, "the article says"),
        (lambda c: {"quote": c.quote + "!"}, "the article says"),
        (lambda c: {"passage": "p1"}, "does not stand in the passage"),
        (lambda c: {"source": "elsewhere"}, "is not there"),
    ],
)
def test_a_quotation_that_does_not_stand_where_it_says_is_noticed(
    items: dict[str, Item], auditor: Auditor, change: Callable[[Any], dict[str, Any]], said: str
) -> None:
    item = items["fact_question"]
    citation = item.citations[0].model_copy(update=change(item.citations[0]))
    assert said in " ".join(auditor.audit(_changed(item, citations=(citation,))).quotation)


def test_a_true_quotation_of_another_entry_is_noticed(items: dict[str, Item], auditor: Auditor) -> None:
    other = items["term_for_definition"].citations
    faults = auditor.audit(_changed(items["fact_question"], citations=other)).quotation
    assert any("is missing" in fault for fault in faults)
    assert auditor.audit(_changed(items["fact_question"], citations=())).quotation == ["no quotation"]


def test_feedback_against_the_key_is_noticed(items: dict[str, Item], auditor: Auditor) -> None:
    item: Any = items["fact_question"]
    right, wrong = keyed(item)[0][0].text, keyed(item)[1][0].text
    for told in (f"“{wrong}” is right: so it is.", f"Why not “{right}”? It is wrong."):
        assert any(
            "against the key" in fault for fault in auditor.audit(_changed(item, explanation=told)).feedback
        )
    assert auditor.audit(_changed(item, explanation="")).feedback == ["there is no explanation"]
    telling = auditor.audit(_changed(item, hints=(f"It is {right}, of course.",))).feedback
    assert any("a hint says the key" in fault for fault in telling)
    judged: Any = items["judged_statement"]
    turned = tuple(
        o.model_copy(update={"rationale": "It is true." if o.text == "False" else "It is false."})
        for o in judged.options
    )
    assert len(auditor.audit(_changed(judged, options=turned)).feedback) == 2


def test_code_is_run_for_trusted_cards_alone(items: dict[str, Item]) -> None:
    wrong = _other_key(items["numeric"])
    assert wrong is not None
    assert Auditor(LIBRARY, executes=False).audit(wrong).key is None


def test_numbers_of_the_stem_and_of_the_key_belong_together(items: dict[str, Item], auditor: Auditor) -> None:
    item = items["numeric"]
    assert auditor.audit(_changed(item, stem="What is the load of a table in per cent?")).key
    strange = _changed(item, provenance=item.provenance | {"parameters": {"keys": 21, "slots": 50}})
    assert "no entry" in (auditor.audit(strange).key or [""])[0]


def test_repetitions_are_told_whatever_the_order_of_options(items: dict[str, Item]) -> None:
    item: Any = items["fact_question"]
    again = _changed(item, options=tuple(reversed(item.options)), family="fact_question/another/entry")
    assert list(repeated([item, items["cloze"], again])) == [2]
    assert list(repeated([again], known=[item])) == [0]
    drawn = _changed(items["numeric"], stem="Another number of keys, 7?")
    assert repeated([items["numeric"], drawn]) == {}


def test_difficulties_out_of_order_are_told(items: dict[str, Item]) -> None:
    item = items["fact_question"]

    def at(mean: float, label: str) -> Item:
        return _changed(item, difficulty=item.difficulty.model_copy(update={"mean": mean, "label": label}))

    assert difficulty_faults([at(-1.0, "easy"), at(0.2, "medium"), at(1.4, "hard")], LIBRARY.cards) == {}
    assert set(difficulty_faults([at(1.0, "easy"), at(0.2, "medium")], LIBRARY.cards)) == {0, 1}


def test_ratings_of_the_card_and_means_point_the_same_way(items: dict[str, Item]) -> None:
    easy, hard = items["numeric"], items["open_question"]
    turned = [
        _changed(each, difficulty=each.difficulty.model_copy(update={"mean": mean, "label": "medium"}))
        for each, mean in ((easy, 0.4), (easy, 0.4), (easy, 0.4), (hard, -0.4), (hard, -0.4), (hard, -0.4))
    ]
    assert set(difficulty_faults(turned, LIBRARY.cards)) == set(range(6))


def test_the_proof_refuses_each_kind_of_spoiled_item(items: dict[str, Item], sandbox: Sandbox) -> None:
    prover = Prover(LIBRARY, sandbox)
    sound = [item for item in items.values() if prover.prove(item).verdict == "pass"]
    passed = [bad.kind for bad in spoiled(sound, 3, "1") if prover.prove(bad.item).verdict == "pass"]
    assert len(sound) > 15
    # What the proof is known not to see: hints on numbers, gaps that accept more than their key, and
    # one stem that leans on a passage.
    assert set(passed) <= {"hint tells the key", "gap accepts a wrong entry", "leans on a passage"}
    assert passed.count("leans on a passage") <= 1
    assert len({bad.kind for bad in spoiled(sound, 1, "1")}) >= 12
