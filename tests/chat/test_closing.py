"""Wherever a reply stands, there is a short way to its end, and it meets the schema."""

import json
from typing import Any

import jsonschema
import pytest

from itemwright.chat.closing import Position, shortest_end
from itemwright.chat.grammar import GrammarTokenizer
from itemwright.domain.item import ItemType
from itemwright.errors import ModelUnavailable
from itemwright.writing.reply import plain_schema
from itemwright.writing.shapes import SHAPES
from tests.chat.tiny_llama import make_tokenizer

VOCABULARY = GrammarTokenizer(make_tokenizer(), 600)


def obj(**fields: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


TREE = {
    "$defs": {"tree": obj(children={"type": "array", "items": {"$ref": "#/$defs/tree"}})},
    "$ref": "#/$defs/tree",
}
TAGGED = {
    "oneOf": [
        obj(kind={"const": "number"}, value={"type": "number", "minimum": 10, "maximum": 12}),
        obj(kind={"const": "text"}, value={"type": "string", "minLength": 3}),
    ]
}


def ended(schema: dict[str, Any], begun: str, most: int = 200) -> str | None:
    """The text that the way from `begun` leads to."""
    matcher = VOCABULARY.matcher("Made", schema)
    tokens = VOCABULARY.tokens_of(begun.encode())
    assert matcher.try_consume_tokens(tokens) == len(tokens)
    position = Position()
    position.read(begun.encode())
    way = shortest_end(matcher, position, VOCABULARY, most)
    return None if way is None else begun + VOCABULARY.bytes_of(way).decode()


@pytest.mark.parametrize(
    ("schema", "begun", "whole"),
    [
        (obj(a={"type": "string"}, b={"type": "boolean"}), "", '{"a":"","b":true}'),
        (obj(a={"type": "string"}), '{"a":"so far, }] and', '{"a":"so far, }] and"}'),
        (obj(a={"type": "string"}), '{"a":"a \\', '{"a":"a \\""}'),
        (obj(a={"type": "array", "items": {"type": "string"}}), '{"a":["x"', '{"a":["x"]}'),
        (obj(a={"type": "array", "items": obj(b={"type": "null"})}), '{"a":[', '{"a":[]}'),
        (obj(a={"anyOf": [{"type": "string"}, {"type": "null"}]}), "", '{"a":""}'),
        (obj(a={"enum": ["easy", "hard"]}), '{"a":"h', '{"a":"hard"}'),
        (obj(a={"type": "integer"}), '{"a":12', '{"a":12}'),
        (TREE, '{"children":[{"children":[', '{"children":[{"children":[]}]}'),
    ],
)
def test_the_way_is_short(schema: dict[str, Any], begun: str, whole: str) -> None:
    assert ended(schema, begun) == whole


@pytest.mark.parametrize(
    ("schema", "begun"),
    [
        (obj(a={"type": "string", "minLength": 5}), '{"a":"ab'),
        (obj(a={"type": "string", "pattern": "^[a-z]+(_[a-z]+)+$"}), '{"a":"ab'),
        (obj(a={"type": "string", "format": "date"}), ""),
        (obj(a={"type": "array", "items": {"type": "string"}, "minItems": 3}), '{"a":["x"'),
        (obj(a={"type": "number", "minimum": 0, "maximum": 1}), '{"a":0.'),
        (obj(a={"type": "number", "exclusiveMinimum": 0.25, "maximum": 0.3}), '{"a":0.'),
        (obj(a={"type": "integer", "minimum": 1000, "maximum": 2000}), '{"a":1'),
        (obj(a={"type": "integer", "maximum": -3}), '{"a":-'),
        (obj(a={"type": "integer", "multipleOf": 5}), '{"a":1'),
        (obj(a={"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1}), ""),
        (obj(a=TAGGED), '{"a":{"kind":"t'),
        (obj(a=TAGGED), '{"a":{"kind":"n'),
        ({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}, '{"a":"x"'),
        (obj(a={}), '{"a":'),
        (obj(a={"type": "string", "maxLength": 3}), '{"a":"éé'),
    ],
)
def test_the_way_meets_the_schema(schema: dict[str, Any], begun: str) -> None:
    whole = ended(schema, begun)
    assert whole is not None
    jsonschema.validate(json.loads(whole), schema)


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_every_type_of_item_can_be_asked_of_a_local_model(kind: ItemType) -> None:
    schema = obj(items={"type": "array", "items": plain_schema(SHAPES[kind]), "minItems": 1, "maxItems": 2})
    whole = ended(schema, "", most=1000)
    assert whole is not None
    jsonschema.validate(json.loads(whole), schema)


def test_a_way_can_begin_within_a_character() -> None:
    matcher = VOCABULARY.matcher("Made", obj(a={"type": "string"}))
    half = '{"a":"é'.encode()[:-1]
    assert matcher.try_consume_tokens(
        [VOCABULARY.single[byte] for byte in half],
    ) == len(half)
    position = Position()
    position.read(half)
    way = shortest_end(matcher, position, VOCABULARY, 20)
    assert way is not None
    text = (half + VOCABULARY.bytes_of(way)).decode()
    assert len(json.loads(text)["a"]) == 1


def test_too_long_a_way_is_none() -> None:
    schema = obj(a={"type": "string", "minLength": 30})
    assert ended(schema, "", most=20) is None
    assert ended(schema, "", most=40) is not None


@pytest.mark.parametrize("text", ["\\u0041", "\\b", "\\f", "\\r", "\\/", "\x01", "\n"])
def test_what_no_reply_may_hold(text: str) -> None:
    matcher = VOCABULARY.matcher("Made", obj(a={"type": "string"}))
    tokens = VOCABULARY.tokens_of(f'{{"a":"{text}'.encode())
    assert matcher.try_consume_tokens(tokens) < len(tokens)


def test_a_mark_of_the_template_is_no_part_of_a_reply() -> None:
    matcher = VOCABULARY.matcher("Made", obj(a={"type": "string"}))
    matcher.consume_tokens(VOCABULARY.tokens_of(b'{"a":"'))
    mark = make_tokenizer().convert_tokens_to_ids("<|end|>")
    assert not matcher.try_consume_tokens([mark])


@pytest.mark.parametrize("schema", [{"type": "array", "uniqueItems": True}, {"not": {"type": "string"}}])
def test_a_schema_that_cannot_bind_is_refused_by_name(schema: dict[str, Any]) -> None:
    with pytest.raises(ModelUnavailable, match=r"'Made'.*Unimplemented"):
        VOCABULARY.matcher("Made", obj(a=schema))


def test_a_tokenizer_that_does_not_tell_its_tokens_is_refused() -> None:
    with pytest.raises(ModelUnavailable, match=r"tokenizer\.json"):
        GrammarTokenizer(object(), 600)
