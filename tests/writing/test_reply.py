"""The schema of a reply is simple and bounded, and a slip in one candidate does not cost the others."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from itemwright.domain.item import ItemType
from itemwright.writing.base import RefusedCandidate
from itemwright.writing.card_extraction import ExtractedCards
from itemwright.writing.plan import TYPES
from itemwright.writing.reply import items_reply, mended_reply, read_candidate
from itemwright.writing.shapes import SHAPES
from tests.writing.written_samples import candidate, reply

KNOWN = {
    "additionalProperties",
    "properties",
    "required",
    "title",
    "type",
    "items",
    "maxItems",
    "minItems",
    "maxLength",
    "minLength",
    "maximum",
    "minimum",
    "description",
    "enum",
}


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for name, part in schema.items():
            for each in part.values() if name == "properties" else [part]:
                yield from parts(each)


@pytest.mark.parametrize(
    "schema",
    [
        items_reply(TYPES, [1] * len(TYPES)).model_json_schema(),
        mended_reply("table").model_json_schema(),
        ExtractedCards.model_json_schema(),
    ],
)
def test_a_schema_is_what_every_server_and_decoder_knows(schema: dict[str, Any]) -> None:
    for part in parts(schema):
        assert set(part) <= KNOWN, part
        if part.get("type") == "object":
            assert part["additionalProperties"] is False
            assert list(part["properties"]) == part["required"]
        if part.get("type") == "array":
            assert part["maxItems"] <= 14
        if part.get("type") == "string" and "enum" not in part:
            assert part["maxLength"] <= 3000


def test_each_slot_is_a_property_of_its_own_type_and_number() -> None:
    schema = items_reply(["true_false", "debug"], [1, 3]).model_json_schema()["properties"]
    assert list(schema) == ["facts", "reported", "unfilled", "slot_1", "slot_2"]
    assert "is_true" in schema["slot_1"]["items"]["properties"]
    assert "mend" in schema["slot_2"]["items"]["properties"]
    assert [schema[name]["maxItems"] for name in ("slot_1", "slot_2")] == [1, 3]


def test_a_reply_for_other_slots_is_none() -> None:
    answer = items_reply(["true_false", "cloze"], [1, 1])
    with pytest.raises(ValidationError):
        answer.model_validate_json(reply([candidate("true_false")]))
    with pytest.raises(ValidationError):
        answer.model_validate_json(reply([candidate("true_false")], [], []))


@pytest.mark.parametrize("kind", TYPES)
def test_a_sound_candidate_is_read_in_its_shape(kind: ItemType) -> None:
    assert isinstance(read_candidate(candidate(kind), kind), SHAPES[kind])


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"stem": ""}, "stem"),
        ({"stem": 7}, "stem"),
        ({"wrong": []}, "wrong"),
        ({"key": "a"}, "key"),
        ({"quotes": []}, "quotes"),
        ({"facts": ["one"]}, "facts"),
        ({"teaching": None}, "teaching"),
    ],
)
def test_a_slip_in_a_candidate_is_told_with_its_place(changes: dict[str, Any], named: str) -> None:
    refused = read_candidate(candidate("multiple_choice", **changes), "multiple_choice")
    assert isinstance(refused, RefusedCandidate)
    assert refused.why == "malformed"
    assert named in refused.reason


@pytest.mark.parametrize("given", [None, "an item", 3, [], {}])
def test_what_is_no_candidate_at_all_is_refused(given: Any) -> None:
    assert isinstance(read_candidate(given, "cloze"), RefusedCandidate)


def test_one_bad_candidate_leaves_the_reply_whole() -> None:
    answer = items_reply(["true_false", "cloze"], [1, 1])
    said = answer.model_validate_json(reply([{"stem": 1}], [candidate("cloze")]))
    assert isinstance(read_candidate(said.candidates(1)[0], "true_false"), RefusedCandidate)
    assert not isinstance(read_candidate(said.candidates(2)[0], "cloze"), RefusedCandidate)
    assert json.dumps(said.candidates(2)[0])
