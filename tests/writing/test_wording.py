"""Small turns of English, drawn values and options read and behave as promised."""

import random
from collections import Counter

import pytest

from itemwright.domain.card import Card
from itemwright.sandbox import Sandbox
from itemwright.writing.acronyms import expansion
from itemwright.writing.difficulty_prior import expected_seconds, level_of, prior_difficulty
from itemwright.writing.draw import draw_values, filled, shown
from itemwright.writing.hint_leak import leaks
from itemwright.writing.noun_phrase import noun_phrase
from itemwright.writing.options import Choice, arranged, draw_wrong
from itemwright.writing.wording import article, capitalised, listed, lowered, sentence, without_stop
from tests.writing.samples import hash_table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a rate of ten", "A rate of ten"),
        ("lora_alpha is set", "lora_alpha is set"),
        ("fp16 saves memory", "fp16 saves memory"),
        ("compile() comes first", "compile() comes first"),
        ("model.fit trains", "model.fit trains"),
        ("iOS", "iOS"),
        ("r times the sum", "r times the sum"),
    ],
)
def test_capitals_leave_names_and_code_alone(text: str, expected: str) -> None:
    assert capitalised(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Training loop", "training loop"), ("LoRA", "LoRA"), ("PyTorch uses it", "PyTorch uses it")],
)
def test_small_letters_leave_names_alone(text: str, expected: str) -> None:
    assert lowered(text) == expected


def test_sentences_and_stops() -> None:
    assert sentence("it ends") == "It ends."
    assert sentence("Does it?") == "Does it?"
    assert without_stop("they are equal.") == "they are equal"
    assert without_stop("Lee et al.") == "Lee et al."
    assert listed(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("operator", "an"),
        ("user", "a"),
        ("unit", "a"),
        ("uninstaller", "an"),
        ("LLM", "an"),
        ("GPU", "a"),
        ("hour", "an"),
        ("one-off", "a"),
        ("European", "a"),
    ],
)
def test_articles_follow_the_sound(noun: str, expected: str) -> None:
    assert article(noun) == expected


def test_noun_phrases_take_the_determiner_of_the_card() -> None:
    data = hash_table()
    assert noun_phrase(Card.model_validate(data)) == "a hash table"
    assert noun_phrase(Card.model_validate(data | {"term": "RAG"})) == "RAG"


def test_roles_get_their_article_and_floats_no_noise() -> None:
    assert filled("A $role saw $x. So a $role knows.", {"role": "auditor", "x": 0.1 + 0.2}) == (
        "An auditor saw 0.3. So an auditor knows."
    )
    assert (shown(2.0), shown(3), shown("a"), shown(1e-05)) == ("2.0", "3", "a", "1e-05")


def test_draws_meet_the_condition_and_reach_all_that_do() -> None:
    with Sandbox() as sandbox:
        drawn = [
            draw_values({"a": (1, 2, 3), "b": (1, 2)}, {"sum": "a + b"}, "sum > 3", sandbox, random.Random(i))
            for i in range(30)
        ]
        assert draw_values({"a": (1, 2)}, {}, "a > 5", sandbox, random.Random(0)) is None
    assert {(d["a"], d["b"], d["sum"]) for d in drawn if d} == {(2, 2, 4), (3, 1, 4), (3, 2, 5)}


def test_keys_are_seldom_the_longest_where_a_longer_wrong_answer_exists() -> None:
    wrong = [Choice(text, "why") for text in ("short", "brief", "tiny", "a much longer wrong answer")]
    rng = random.Random(1)
    longest = sum(
        all(len(choice.text) < len("medium answer") for choice in draw_wrong("medium answer", wrong, 3, rng))
        for _ in range(400)
    )
    assert longest / 400 < 0.25


def test_keys_stand_anywhere() -> None:
    places = Counter(
        arranged(Choice("key", ""), [Choice(t, "") for t in "xyz"], random.Random(i))[1] for i in range(400)
    )
    assert set(places) == set("abcd")
    assert min(places.values()) > 60


@pytest.mark.parametrize(
    ("hint", "key", "told"),
    [
        ("It is the load factor that decides.", "load factor", True),
        ("The answer is 50.", "50", False),
        ("Think of 1,000 examples.", "1,000", True),
        ("Slots, keys, hashes and loads all change.", "changed loads, hashes, keys and slots", True),
        ("Think of what is shared.", "load factor", False),
    ],
)
def test_hints_that_tell_the_key_are_found(hint: str, key: str, told: bool) -> None:
    assert leaks(hint, key, "What decides?") is told


def test_harder_levels_and_more_parts_are_harder_and_longer() -> None:
    means = [prior_difficulty("cloze", level, "apply").mean for level in ("easy", "medium", "hard")]
    assert means == sorted(means)
    assert prior_difficulty("cloze", "easy", "apply", parts=4).mean > means[0]
    assert [level_of(mean) for mean in means] == ["easy", "medium", "hard"]
    assert expected_seconds("free_text", "create", "word " * 100) > expected_seconds(
        "true_false", "remember", "word"
    )


@pytest.mark.parametrize(
    ("words", "acronym", "found"),
    [
        ("the Advanced Message Queuing Protocol", "AMQP", "Advanced Message Queuing Protocol"),
        ("uses time to live", "TTL", "time to live"),
        ("we use Low-Rank Adaptation", "LoRA", "Low-Rank Adaptation"),
        ("as in an", "IA", None),
        ("quite other words", "AMQP", None),
    ],
)
def test_expansions_are_spelt_by_their_initials(words: str, acronym: str, found: str | None) -> None:
    assert expansion(words, acronym) == found
