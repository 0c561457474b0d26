"""The next item fits the learner, is new to them, and its reason says what the numbers say."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from itemwright.domain.attempt import Mode
from itemwright.domain.concept import Concept
from itemwright.domain.item import ITEM, Item
from itemwright.domain.learner import ConceptState, LearnerState
from itemwright.measurement.ability import Answer
from itemwright.measurement.learning import learn_from
from itemwright.selection import Seen, chance_of, choose_item, target_success

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
GRAPH = {
    "peft": Concept(slug="peft", name="PEFT", definition="d"),
    "lora": Concept(slug="lora", name="LoRA", definition="d", prerequisites=("peft",)),
}
NOTHING_SEEN = Seen(items=frozenset())


def item(name: str, concept: str = "peft", mean: float = 0.0, kind: str = "multiple_choice") -> Item:
    fields = {
        "id": name, "type": kind, "concepts": [concept], "bloom": "understand", "seconds": 60, "stem": "Why?",
        "difficulty": {"mean": mean, "sd": 0.5, "label": "medium"}, "explanation": "e", "family": f"f-{name}",
    }  # fmt: skip
    if kind == "multiple_choice":
        fields |= {"options": [{"id": i, "text": i, "rationale": "r"} for i in "abcd"], "key": "a"}
    else:
        fields |= {"accepts": ["x"], "key": "x"}
    return ITEM.validate_python(fields)


def state(
    *concepts: str, mean: float = 0.0, var: float = 0.05, answered: int = 20, streak: int = 0
) -> LearnerState:
    held = {slug: ConceptState(mean=0.0, var=var, n=5) for slug in concepts}
    return LearnerState(learner="a", g_mean=mean, g_var=var, concepts=held, answered=answered, streak=streak)


def pick(items: list[Item], learner: LearnerState, seen: Seen = NOTHING_SEEN, mode: Mode = "practice") -> str:
    chosen = choose_item(items, learner, GRAPH, seen, mode, NOW, Random(1))
    assert chosen is not None
    return chosen[0].id


def test_an_able_learner_gets_a_harder_item_than_a_weak_one() -> None:
    items = [item(f"b{b}", mean=float(b)) for b in range(-3, 4)]
    strong, weak = pick(items, state("peft", mean=2.0)), pick(items, state("peft", mean=-2.0))
    assert int(strong[1:]) > int(weak[1:])


def test_nothing_is_shown_twice() -> None:
    items = [item("one"), item("two", mean=3.0)]
    assert pick(items, state("peft"), Seen(items=frozenset({"one"}))) == "two"
    assert (
        choose_item(
            items[:1], state("peft"), GRAPH, Seen(items=frozenset({"one"})), "practice", NOW, Random(1)
        )
        is None
    )


def test_a_concept_waits_for_its_prerequisite() -> None:
    weak = state("peft", mean=-1.5)
    assert pick([item("base", "peft"), item("next", "lora")], weak) == "base"


def test_a_held_prerequisite_opens_the_next_concept() -> None:
    strong = state("peft", mean=3.0)
    assert pick([item("base", "peft", 2.0), item("next", "lora", 2.0)], strong) == "next"


def test_a_due_review_comes_first_and_says_so() -> None:
    learner = state("lora", mean=1.0)
    given = Answer(concepts=("peft",), score=0.0, difficulty=0.0, difficulty_sd=0.5)
    learner = learn_from(learner, given, NOW - timedelta(days=30))
    chosen = choose_item(
        [item("p", "peft"), item("l", "lora")], learner, GRAPH, NOTHING_SEEN, "practice", NOW, Random(1)
    )
    assert chosen is not None
    assert chosen[0].id == "p"
    assert chosen[1].sentence.startswith("A review of PEFT is due")
    assert chosen[1].terms["due"] > 0.1


def test_modes_limit_the_types() -> None:
    items = [item("mc"), item("short", kind="short_answer")]
    assert pick(items, state("peft"), mode="flashcards") == "short"
    assert choose_item(items[:1], state("peft"), GRAPH, NOTHING_SEEN, "code", NOW, Random(1)) is None


def test_targets_diagnose_first_and_comfort_after_misses() -> None:
    assert target_success(state(answered=0), "practice") == 0.6
    assert target_success(state(answered=9), "practice") == 0.77
    assert target_success(state(answered=9, streak=-2), "practice") == 0.85
    assert target_success(state(answered=9), "diagnose") == 0.6


@pytest.mark.parametrize(
    ("learner", "words"),
    [
        (LearnerState(learner="n"), "A first item, on PEFT"),
        (state("lora", answered=9), "PEFT is new to you"),
        (state("peft", answered=3), "Still finding your level in PEFT"),
        (state("peft", answered=9), "Mastery of PEFT is"),
        (state("peft", answered=9, streak=-3), "After 3 misses in a row an easier item"),
    ],
)
def test_the_sentence_tells_what_the_state_says(learner: LearnerState, words: str) -> None:
    chosen = choose_item([item("one")], learner, GRAPH, NOTHING_SEEN, "practice", NOW, Random(1))
    assert chosen is not None
    assert chosen[1].sentence.startswith(words)


def test_guessing_chance_follows_the_options() -> None:
    assert chance_of(item("one")) == 0.25
    assert chance_of(item("two", kind="short_answer")) == 0.0
