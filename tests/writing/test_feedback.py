"""What stands around an answer: it repeats nothing, checks with an answer, and argues with what is shown."""

import asyncio
import random
from collections.abc import Iterator

import pytest

from itemwright.domain.blueprint import Slot
from itemwright.domain.card import Card, Fact
from itemwright.domain.item import Item
from itemwright.sandbox import Sandbox
from itemwright.writing.base import Candidates
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.cloze_items import cloze_items, is_range
from itemwright.writing.fact_feedback import fact_feedback, in_other_words, reason_for, support
from itemwright.writing.feedback_rules import distinct_steps, has_answer, is_generic, repeats, unseen
from itemwright.writing.frame import content_of
from itemwright.writing.hint_leak import pointing_hints
from itemwright.writing.short_answers import accepted, has_one_answer, how_to_answer, names
from itemwright.writing.term_question import is_heading, meaning
from tests.writing.samples import hash_table, library


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def written(sandbox: Sandbox, kind: str, card: dict[str, object] | None = None) -> list[Item]:
    writer = CardWriter(library(card) if card else library(), sandbox, width=40)
    answer = asyncio.run(writer.write(Slot(number=0, seed=5, concept="hash-table", type=kind)))
    assert isinstance(answer, Candidates), answer
    return list(answer.items)


def fact_of(**changes: object) -> Fact:
    return Fact.model_validate(hash_table()["facts"][0] | changes)


@pytest.mark.parametrize(
    "kind", ["multiple_choice", "multiple_response", "true_false", "short_answer", "cloze"]
)
def test_each_item_keeps_the_rules(sandbox: Sandbox, kind: str) -> None:
    items = written(sandbox, kind)
    assert any(item.quick_check for item in items)
    for item in items:
        pools = " ".join(entry for b in getattr(item, "blanks", None) or () for entry in b.pool or ())
        for text in (item.explanation, *item.hints):
            assert unseen(text, f"{content_of(item)} {pools}") is None
        assert not any(is_generic(hint) for hint in item.hints)
        assert has_answer(item.quick_check) or not item.quick_check
        assert not repeats(item.takeaway, [item.stem, item.explanation]) or not item.takeaway


def test_statements_of_one_item_are_alike_in_length_and_none_denies_another(sandbox: Sandbox) -> None:
    for item in written(sandbox, "multiple_response"):
        assert item.type == "multiple_response"
        lengths = [len(option.text) for option in item.options]
        assert max(lengths) <= 1.3 * min(lengths)
        assert 2 <= len(item.key) < len(item.options)


def test_an_explanation_has_a_line_for_each_statement(sandbox: Sandbox) -> None:
    for item in written(sandbox, "multiple_response"):
        assert item.type == "multiple_response"
        lines = item.explanation.splitlines()
        for option, line in zip(item.options, lines, strict=True):
            opening = line.split("”")[0].strip("“…")
            assert option.text.startswith(opening.strip())
            assert f"” is {'true' if option.id in item.key else 'false'}. " in line
            assert line.endswith(option.rationale.split(". ", 1)[1])


@pytest.mark.parametrize(("kind", "is_focused"), [("limit", True), ("example", False), (None, False)])
def test_a_stem_names_the_matter_that_all_statements_share(
    sandbox: Sandbox, kind: str | None, is_focused: bool
) -> None:
    card = hash_table()
    for fact in card["facts"]:
        fact["kind"] = kind or fact["kind"]
    stems = [item.stem for item in written(sandbox, "multiple_response", card)]
    assert stems
    assert all(("on limits in the topic “hash table”" in stem) is is_focused for stem in stems)


def test_a_true_statement_is_asked_about_where_no_false_one_has_a_fitting_question(sandbox: Sandbox) -> None:
    card = hash_table()
    for idea in card["misconceptions"]:
        idea["refutation"] = "A stone is grey and hard."
    for item in written(sandbox, "multiple_response", card):
        statement, question = item.hints[0].removeprefix("To judge “").split("”, ask yourself: ")
        asked = {fact["question"]: fact["statement"] for fact in card["facts"]}
        assert asked[question] == f"{statement}."


def test_no_option_is_ruled_out_before_a_nudge(sandbox: Sandbox) -> None:
    for kind in ("multiple_choice", "multiple_response"):
        for item in written(sandbox, kind):
            assert item.hints
            assert not item.hints[0].startswith("“")


def test_the_wrong_verdict_has_an_argument_of_its_own(sandbox: Sandbox) -> None:
    for item in written(sandbox, "true_false"):
        assert item.type == "true_false"
        right = next(option for option in item.options if option.id == item.key)
        wrong = next(option for option in item.options if option.id != item.key)
        assert right.rationale.startswith(f"It is {right.text.lower()}")
        assert wrong.rationale.startswith(f"If you chose {wrong.text}: ")
        assert right.rationale.split(". ", 1)[-1] not in wrong.rationale
        assert not any(text.startswith("A frequent wrong answer") for text in item.common_mistakes)
        if item.family.startswith("judged_statement"):
            assert f"the source says “{item.citations[0].quote}”" in wrong.rationale


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("one to three", True), ("5 % to 10 %", True), ("10–20", True), ("tens to hundreds", True),
        ("twenty-five", False), ("1e-5", False), ("64", False), ("-100", False), ("close to zero", False),
    ],
)  # fmt: skip
def test_ranges_are_told_from_other_answers(answer: str, expected: bool) -> None:
    assert is_range(answer) is expected


def test_a_gap_for_a_range_says_so() -> None:
    fact = fact_of(
        statement="A table of keys takes one to three slots.", accepts=["one to three"], question="How many?"
    )
    card = Card.model_validate(hash_table() | {"facts": [fact, *hash_table()["facts"][1:]]})
    item = next(offer for offer in cloze_items(card, library()) if "average-time" in offer.setting.family)
    written = item.written(random.Random(1))
    assert written is not None
    assert written.stem == "Fill the gap with a range (… to …). A table of keys takes ____ slots."


def test_claims_with_absolute_words_are_not_judged(sandbox: Sandbox) -> None:
    card = hash_table()
    card["misconceptions"][0]["claim"] = "A hash table never keeps its entries in any order."
    for kind in ("true_false", "multiple_response"):
        for item in written(sandbox, kind, card):
            assert "never keeps" not in content_of(item)


def test_proposed_answers_that_nobody_would_give_are_left_out(sandbox: Sandbox) -> None:
    card = hash_table()
    for fact in card["facts"]:
        for wrong in fact["wrong"]:
            wrong["misconception"] = None
    families = {item.family.split("/")[0] for item in written(sandbox, "true_false", card)}
    assert families == {"judged_statement", "judged_misconception"}


def test_a_reason_is_a_refutation_that_stands_alone_and_says_more() -> None:
    data = hash_table()
    idea = data["misconceptions"][0] | {"fact": "average-time"}
    fact = fact_of()
    for refutation, expected in (
        ("A key leads to its slot in constant time.", "A key leads to its slot in constant time."),
        ("They find a key in constant time.", ""),
        ("A stone is grey.", ""),
        ("A hash table finds a key in constant time on average.", ""),
    ):
        card = Card.model_validate(
            data
            | {"misconceptions": [idea | {"refutation": refutation}]}
            | {
                "facts": [fact.model_dump() | {"wrong": [w | {"misconception": None} for w in _plain(fact)]}],
                "open_questions": [],
            }
        )
        assert reason_for(card, card.facts[0], ()) == expected


@pytest.mark.parametrize(
    ("question", "led_in"), [("Why is it quick?", "The reason"), ("How quick is it?", "In other words")]
)
def test_a_statement_is_supported_by_a_statement_and_not_by_its_question(question: str, led_in: str) -> None:
    said = [
        "It needs a time that is the same for each size of it",
        "A look-up takes a steady time in a big table",
        "Steady",
    ]
    fact = fact_of(question=question, paraphrases=said)
    card = Card.model_validate(hash_table())
    assert support(card, fact, ()) == f"{led_in}: a look-up takes a steady time in a big table."
    fact = fact_of(question=question, paraphrases=[said[0], "Steady", "Quick"])
    assert support(card, fact, ()).startswith(f"{led_in}: it needs a time")


def _plain(fact: Fact) -> list[dict[str, object]]:
    return [wrong.model_dump() for wrong in fact.wrong]


def test_feedback_without_options_names_frequent_errors_as_mistakes_alone() -> None:
    card = Card.model_validate(hash_table())
    feedback = fact_feedback(card, card.facts[0], [])
    assert "a sorted sequence" not in " ".join([feedback.explanation, *feedback.hints, feedback.takeaway])
    assert feedback.common_mistakes[0].startswith("A frequent wrong answer is “a sorted sequence")
    shown = fact_feedback(card, card.facts[0], card.facts[0].wrong[1:3])
    assert "Why not “a sorted sequence" in shown.explanation
    assert in_other_words(card.facts[0]).startswith("in other words: ")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("reward-model training",), "reward model training"),
        (("over-optimisation",), "overoptimisation"),
        (("four models",), "4 models"),
        (("4",), "four"),
    ],
)
def test_spellings_are_accepted(texts: tuple[str, ...], expected: str) -> None:
    assert expected in accepted(texts)
    assert {text.strip() for text in accepted(("-100", "exp(-0.25)"))} == {"-100", "exp(-0.25)"}
    assert accepted(("1 000",)) == ("1 000",)
    assert accepted(("one half of the whole sum",)) == ("one half of the whole sum",)


def test_short_answers_have_one_answer_and_say_what_is_wanted() -> None:
    assert has_one_answer(fact_of())
    assert not has_one_answer(fact_of(accepts=()))
    assert not has_one_answer(fact_of(bloom="evaluate"))
    assert not has_one_answer(fact_of(question="How long does it take, and why?"))
    assert not has_one_answer(fact_of(question="Which method should a team take?"))
    assert not has_one_answer(fact_of(accepts=["look-up"]))
    assert how_to_answer(fact_of(accepts=["7 GB"])) == "Answer with a number and its unit."
    assert how_to_answer(fact_of(accepts=["4", "four"])) == "Answer with a number."
    assert how_to_answer(fact_of(accepts=["load"])) == "One word is enough."
    assert how_to_answer(fact_of(accepts=["load factor"])) == "Answer in a few words."


def test_longer_names_are_no_synonyms() -> None:
    card = Card.model_validate(hash_table() | {"aliases": ["hash map", "hash table schedule"]})
    assert names(card) == ("Hash table", "HT", "hash table", "hash map")


def test_no_entry_of_a_pool_stands_in_the_sentence() -> None:
    wrong = [
        {"text": text, "why": "No."}
        for text in ("the sort order", "the heap size", "a stack depth", "queue length")
    ]
    card = Card.model_validate(
        hash_table()
        | {
            "open_questions": [],
            "misconceptions": [],
            "facts": [
                fact_of(
                    statement="A load factor is not the sort order.", accepts=["load factor"], wrong=wrong
                ).model_dump()
            ],
        }
    )
    item = next(o for o in cloze_items(card, library()) if o.setting.family.startswith("cloze/")).written(
        random.Random(1)
    )
    assert item is not None
    assert item.type == "cloze"
    assert set(item.blanks[0].pool or ()) == {"load factor", "heap size", "stack depth", "queue length"}


def test_headings_are_no_terms() -> None:
    assert is_heading("limits of RLHF")
    assert is_heading("text-generation metrics")
    assert not is_heading("inherited bias")
    plural = Card.model_validate(hash_table() | {"term": "hash tables"})
    assert meaning(plural).startswith("Hash tables: a container")


def test_hints_that_share_the_key_s_own_words_are_dropped(sandbox: Sandbox) -> None:
    item = next(i for i in written(sandbox, "multiple_choice") if i.family.startswith("fact_question"))
    assert item.type == "multiple_choice"
    key = next(option.text for option in item.options if option.id == item.key)
    assert pointing_hints(item, [key, "Think of the sea."]) == [key]


def test_steps_are_a_chain_or_none() -> None:
    assert distinct_steps(["a", "a"]) == ()
    assert distinct_steps(["a", "b", "a"]) == ("a", "b")
