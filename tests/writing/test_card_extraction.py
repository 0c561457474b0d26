"""Cards from an article: what is not in it word for word is left out, and told; the rest is sound."""

import asyncio
import copy
import json
from typing import Any

import pytest

from itemwright.chat.base import Completion
from itemwright.chat.scripted import ScriptedModel
from itemwright.domain.card import Card
from itemwright.errors import ModelUnavailable
from itemwright.spent import Spent
from itemwright.writing.article_cards import article_cards
from itemwright.writing.card_extraction import Extraction, extract_cards
from itemwright.writing.library import Library
from tests.writing.samples import library
from tests.writing.written_samples import COOLING, FIRING, GLAZE, article_library

FACT: dict[str, Any] = {
    "kind": "cause",
    "statement": "A kiln is heated slowly above 573 °C, because quartz grows there",
    "question": "Why is a kiln heated slowly above 573 °C?",
    "answer": "because quartz grows",
    "wrong": [
        {"text": f"because of {what}", "why": "No.", "idea": n}
        for n, what in enumerate(("gas", "ash", "air", "dew"))
    ],
    "paraphrases": ["the quartz swells", "a mineral expands", "silica changes its form"],
    "accepts": ["quartz grows"],
    "hints": ["Think of the minerals", "One of them swells"],
    "bloom": "understand",
    "difficulty": "medium",
    "quote": FIRING,
}
CARD: dict[str, Any] = {
    "term": "glaze",
    "acronym": "",
    "aliases": ["glazing"],
    "genus": "coat",
    "definition": "a coat of glass that is melted onto a pot.",
    "definition_quote": GLAZE,
    "definition_paraphrases": ["glass melted onto ware", "a skin of glass", "what makes ware tight"],
    "facts": [FACT],
    "misconceptions": [{"claim": "Gas bursts pots.", "refutation": "Quartz does.", "fact": 1}],
    "contrasts": [],
    "procedures": [],
}  # fmt: skip


def card(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(CARD) | changes


def fact(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(FACT) | changes


def extracted(
    *replies: Any, lib: Library | None = None, known: tuple[Card, ...] = ()
) -> tuple[Extraction, Any]:
    lib = lib or article_library()
    model = ScriptedModel([_said(each) if isinstance(each, dict) else each for each in replies])
    return asyncio.run(extract_cards(model, lib.sources[0], lib, known)), model


def _said(given: dict[str, Any]) -> Completion:
    return Completion(
        text=json.dumps(given),
        model="m",
        tokens_in=5,
        tokens_out=5,
        seconds=0,
        finish="stop",
        spent=Spent(1, 5, 5),
    )


def said(*cards: dict[str, Any], reported: str = "") -> dict[str, Any]:
    return {"reported": reported, "cards": list(cards)}


def test_a_card_is_drawn_up_with_ids_and_true_quotations() -> None:
    found, model = extracted(said(card(), reported="an order to praise a shop"))
    (drawn,) = found.cards
    assert (drawn.concept, drawn.definition.text) == ("glaze", "a coat of glass that is melted onto a pot")
    assert drawn.complete() == drawn
    assert drawn.misconceptions[0].fact == drawn.facts[0].id
    assert [wrong.misconception for wrong in drawn.facts[0].wrong] == [
        None,
        drawn.misconceptions[0].id,
        None,
        None,
    ]
    for evidence in drawn.quotations():
        assert evidence.quote in article_library().sources[0].text
    assert found.reported == ("an order to praise a shop",)
    assert (found.usage.calls, found.usage.tokens, found.left_out) == (1, 10, ())
    assert article_library().passages[0].text in model.asked[0].user


def test_what_is_not_quoted_is_left_out_and_told() -> None:
    made_up = fact(statement="Kilns are blue", quote="Kilns are painted blue in all countries.")
    found, _ = extracted(said(card(facts=[made_up, fact()])))
    assert [each.statement for each in found.cards[0].facts] == [f"{FACT['statement']}."]
    assert found.cards[0].misconceptions == (), "its fact was left out"
    assert "Kilns are blue" in found.left_out[0].what
    none, _ = extracted(said(card(facts=[made_up])))
    assert none.cards == ()
    undefined, _ = extracted(said(card(definition_quote="A glaze is a kind of paint for walls.")))
    assert undefined.cards == ()
    assert undefined.left_out[0].what == "card 'glaze'"


def test_a_malformed_card_does_not_cost_the_others() -> None:
    found, _ = extracted(said({"term": "kiln"}, card()))
    assert [each.concept for each in found.cards] == ["glaze"]
    assert found.left_out[0].what == "a card"


def test_a_thin_fact_stays_on_the_card_and_is_not_written_from() -> None:
    thin = fact(statement="A hot kiln cracks pots when it is opened.", wrong=[], hints=[], quote=COOLING)
    found, _ = extracted(said(card(facts=[fact(), thin])))
    (drawn,) = found.cards
    assert len(drawn.facts) == 2
    complete = drawn.complete()
    assert complete is not None
    assert [each.is_complete for each in complete.facts] == [True]
    source = article_library().sources[0]
    lib = Library(cards=[drawn], sources=[source], passages=article_library().passages)
    assert lib.cards["glaze"].facts == complete.facts
    only_thin = drawn.model_copy(update={"facts": drawn.facts[1:], "misconceptions": ()})
    lib = Library(cards=[only_thin], sources=[source], passages=article_library().passages)
    assert ("glaze" in lib.cards, "glaze" in lib.thin) == (False, True)
    assert list(lib.topics) == ["kilns"], "an article of which there are thin cards alone is still a topic"
    assert lib.restrict([source.id]).thin == lib.thin


def test_a_wrong_answer_that_is_right_is_left_out() -> None:
    same = fact(wrong=[*FACT["wrong"], {"text": "The quartz swells.", "why": "No.", "idea": 0}])
    found, _ = extracted(said(card(facts=[same])))
    assert len(found.cards[0].facts[0].wrong) == 4


def test_a_known_concept_keeps_its_slug_and_is_told_to_the_model() -> None:
    known = library().cards["hash-table"]
    contrast = {
        "other": known.term,
        "dimension": "use",
        "this_side": "pots",
        "other_side": "keys",
        "quote": GLAZE,
    }
    again = card(term=known.term.upper(), contrasts=[contrast])
    found, model = extracted(said(again, card(contrasts=[contrast])), known=(known,))
    assert [each.concept for each in found.cards] == ["hash-table", "glaze"]
    assert found.cards[0].contrasts == (), "no contrast with itself"
    assert found.cards[1].contrasts[0].other == "hash-table"
    assert f"- {known.term}" in model.asked[0].user


def test_parts_of_a_long_article_add_to_one_card_and_a_failed_part_is_told() -> None:
    text = "# Kilns\n\n" + "\n\n".join(
        f"## Part {n}\n\n{GLAZE} {FIRING} {COOLING} "
        + f"This is a sentence of part {n} that says something. " * 20
        for n in range(8)
    )
    lib = article_library(text)
    more = fact(
        statement="Pots crack when a hot kiln is opened.", question="What cracks pots?", quote=COOLING
    )
    found, model = extracted(
        said(card()), ModelUnavailable("down"), said(card(facts=[more, fact()])), lib=lib
    )
    assert len(model.asked) == 3
    assert len(found.cards) == 1
    assert any("down" in left.why for left in found.left_out)


@pytest.mark.parametrize("text", ["# Empty\n", "# A\n\n- x\n- y\n"])
def test_an_article_without_sense_gives_no_card(text: str) -> None:
    lib = article_library(text, "a.md", "A")
    assert article_cards(lib.sources[0]) == []


def test_the_built_in_extractor_reads_definitions_with_their_sentences() -> None:
    text = (
        "# Containers\n\nA hash table is a data structure that stores each value under a key with a hash.\n"
        "A hash table finds a key by hashing it and reading the slot of the hash.\n"
        "Each slot hangs on a **load factor**, a number that says how full the table is.\n\n"
        "- **Linked list**: a chain of nodes of which each points to the next one\n"
        "- **Binary heap**: a tree of which each node is no larger than its children\n"
        "- **Ring buffer**: an array of fixed size that is written round and round\n"
    )
    source = article_library(text, "c.md", "Containers").sources[0]
    cards = {card.concept: card for card in article_cards(source)}
    assert {"hash-table", "load-factor", "linked-list", "binary-heap", "ring-buffer"} <= set(cards)
    hashed = cards["hash-table"]
    assert hashed.genus == "data structure"
    assert len(hashed.facts) == 2
    assert hashed.complete() is None
    for card_ in cards.values():
        assert all(evidence.quote in source.text for evidence in card_.quotations())
