"""A reply drawn from any logits meets its schema and ends within its room."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import numpy as np
import pytest

from itemwright.chat.base import ChatRequest
from itemwright.chat.bound_reply import BoundReply
from itemwright.chat.grammar import GrammarTokenizer
from itemwright.errors import ModelUnavailable
from tests.chat.tiny_llama import make_piece_tokenizer, make_tokenizer

SIZE = 400
VOCABULARY = GrammarTokenizer(make_tokenizer(), SIZE)
NESTED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "words": {"type": "array", "items": {"type": "string", "minLength": 2}, "minItems": 1},
        "more": {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]},
        "level": {"enum": ["easy", "medium", "hard"]},
    },
    "required": ["words", "more"],
}


def reply(
    most: int,
    schema: dict[str, Any] = NESTED,
    temperature: float = 1.0,
    vocabulary: GrammarTokenizer = VOCABULARY,
) -> BoundReply:
    request = ChatRequest(
        system="",
        user="",
        schema_name="Made",
        json_schema=schema,
        max_output_tokens=most,
        temperature=temperature,
        seed=most,
        prompt="weigh_text@1:abc",
    )
    return BoundReply(request, most, vocabulary)


@pytest.mark.parametrize("most", [*range(36, 60, 2), 100, 400])
def test_whatever_the_room_a_reply_ends_within_it(most: int) -> None:
    written, noise = reply(most), np.random.default_rng(most)
    while written.finish is None:
        written.draw(noise.normal(0, 3, SIZE).astype(np.float32))
    assert written.count <= most
    jsonschema.validate(json.loads(written.text()), NESTED)


def without_end() -> Any:
    tokenizer = make_tokenizer()
    tokenizer.eos_token = None
    return tokenizer


@pytest.mark.parametrize("make", [make_piece_tokenizer, without_end])
def test_other_families_of_tokenizers_write_as_well(make: Callable[[], Any]) -> None:
    noise, vocabulary = np.random.default_rng(3), GrammarTokenizer(make(), SIZE + 100)
    for most in range(40, 90, 10):
        written = reply(most, vocabulary=vocabulary)
        while written.finish is None:
            written.draw(noise.normal(0, 3, SIZE + 100).astype(np.float32))
        jsonschema.validate(json.loads(written.text()), NESTED)


def test_a_model_that_never_ends_is_ended() -> None:
    spaces = np.zeros(SIZE, dtype=np.float32)
    spaces[VOCABULARY.single[ord("x")]] = 100
    written = reply(80, {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]})
    while written.finish is None:
        written.draw(spaces)
    assert written.finish == "length"
    assert written.count == 80
    assert set(json.loads(written.text())["a"]) == {"x"}


def test_what_the_model_prefers_is_written() -> None:
    schema = {"type": "object", "properties": {"a": {"enum": ["cat", "cow", "dog"]}}, "required": ["a"]}
    for wanted in ("cat", "cow", "dog"):
        written, prefers = reply(40, schema, temperature=0.0), list(f'{{"a":"{wanted}"}}'.encode())
        while written.finish is None:
            logits = np.zeros(SIZE, dtype=np.float32)
            logits[VOCABULARY.single[prefers[written.count]]] = 1
            written.draw(logits)
        assert written.text() == f'{{"a":"{wanted}"}}'
        assert written.finish == "stop"


def test_the_temperature_flattens() -> None:
    schema = {"type": "object", "properties": {"a": {"enum": [1, 2]}}, "required": ["a"]}
    logits = np.zeros(SIZE, dtype=np.float32)
    logits[VOCABULARY.single[ord("2")]] = 3

    def twos(temperature: float) -> int:
        found = []
        for seed in range(40):
            written = reply(20 + seed, schema, temperature)
            while written.finish is None:
                written.draw(logits)
            found.append(json.loads(written.text())["a"])
        return found.count(2)

    # one token against the other at odds of e^3, e^(3/10), e^300
    assert 33 <= twos(1.0) < 40
    assert 12 <= twos(10.0) <= 32
    assert twos(0.01) == 40


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_logits_that_are_no_numbers_are_told(wrong: float) -> None:
    with pytest.raises(ModelUnavailable, match="no numbers"):
        reply(60).draw(np.full(SIZE, wrong, dtype=np.float32))


def test_tokens_that_are_ruled_out_by_the_model_are_not_drawn() -> None:
    schema = {"type": "object", "properties": {"a": {"enum": [1, 2]}}, "required": ["a"]}
    logits = np.zeros(SIZE, dtype=np.float32)
    logits[VOCABULARY.single[ord("1")]] = -np.inf
    for seed in range(20):
        written = reply(20 + seed, schema)
        while written.finish is None:
            written.draw(logits)
        assert json.loads(written.text())["a"] == 2
