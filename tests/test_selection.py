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
from itemwright.proving.history import Met
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


def met(**how: Met) -> Seen:
    """Nothing was shown by these ids, but what is named here was met in some form."""
    return Seen(items=frozenset(), met=lambda item: how.get(item.id, Met("new", 0)))


def choose(items: list[Item], seen: Seen, last_resort: bool = False) -> tuple[str, str] | None:
    chosen = choose_item(items, state("peft"), GRAPH, seen, "practice", NOW, Random(1), last_resort)
    return None if chosen is None else (chosen[0].id, chosen[1].sentence)


def test_what_was_shown_in_other_words_is_left_for_what_is_new_however_well_it_fits() -> None:
    items = [item("apt"), item("poor", mean=4.0)]
    for relation in ("copy", "near"):
        chosen = choose(items, met(apt=Met(relation, 90)))
        assert chosen is not None
        assert chosen[0] == "poor"


def test_a_parallel_form_comes_after_a_while_and_the_reason_says_so() -> None:
    items = [item("apt"), item("poor", mean=4.0)]
    late = choose(items, met(apt=Met("parallel", 8)))
    assert late is not None
    assert late[0] == "apt"
    assert late[1].endswith("It asks what an item 8 items ago asked, in another form.")
    soon = choose(items, met(apt=Met("parallel", 3)))
    assert soon is not None
    assert soon[0] == "poor"
    without_choice = choose(items[:1], met(apt=Met("parallel", 3)))
    assert without_choice is not None
    assert without_choice[0] == "apt"


def test_a_parallel_form_never_follows_at_once_and_nothing_is_repeated_without_need() -> None:
    for barred in (Met("parallel", 1), Met("near", 40), Met("copy", 40)):
        assert choose([item("apt")], met(apt=barred)) is None


def test_as_a_last_resort_the_longest_unseen_repetition_comes_and_is_owned_up_to() -> None:
    items = [item("at-once"), item("early"), item("late")]
    seen = met(**{"at-once": Met("parallel", 1), "early": Met("near", 50), "late": Met("near", 4)})
    assert choose(items, seen) is None
    chosen = choose(items, seen, last_resort=True)
    assert chosen is not None
    assert chosen[0] == "early"
    assert chosen[1].endswith("Nothing new is left here, so it comes close to an item 50 items ago.")
    only = choose(items[:1], seen, last_resort=True)
    assert only is not None
    assert only[1].endswith("so it comes close to the item before.")


def test_how_long_ago_it_was_is_kept_with_the_terms() -> None:
    chosen = choose_item(
        [item("apt")], state("peft"), GRAPH, met(apt=Met("parallel", 9)), "practice", NOW, Random(1)
    )
    assert chosen is not None
    assert chosen[1].terms["ago"] == 9.0
