"""Judged statements from cards."""

import yaml

from itemwright.domain.card import Card
from itemwright.domain.rubric import RubricPoint
from itemwright.grading.neighbours import card_neighbours
from itemwright.resources import resource_folder


def test_a_fact_brings_its_paraphrases_and_its_mistakes() -> None:
    file = resource_folder("corpus") / "cards" / "language-model-basics.yaml"
    card = Card.model_validate(yaml.safe_load(file.read_text()))
    fact = next(f for f in card.facts if any(idea.fact == f.id for idea in card.misconceptions))
    found = card_neighbours([RubricPoint(point="unknown"), RubricPoint(point=fact.statement)], [card])
    assert {n.point for n in found} == {1}
    assert [n.text for n in found if n.status == "met"] == [fact.answer, *fact.paraphrases]
    wrong = [n.text for n in found if n.status == "contradicted"]
    assert {w.text for w in fact.wrong} < set(wrong)
    assert {idea.claim for idea in card.misconceptions if idea.fact == fact.id} < set(wrong)
