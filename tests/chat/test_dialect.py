"""What a server takes is learnt from its refusals, remembered, and not forgotten for a passing fault."""

import asyncio
import json
from typing import Any

import pytest

from evals.fault_server import Provider, Reply, bound, completion, provider, refusal
from itemwright.chat.dialect import Acquaintance, Dialect
from itemwright.chat.hosted import HostedModel
from itemwright.errors import ModelUnavailable
from tests.chat.test_hosted import GOOD, REQUEST, model

NO_SCHEMA = refusal(400, "'response_format.type' must be one of 'text', not 'json_schema'")
NO_OBJECT = refusal(400, "Unknown value for response_format: 'json_object'")
NO_FORMAT = refusal(400, "'response_format' is not supported by this server")
BROKE = refusal(500, "something went wrong")


def modes(served: Provider) -> list[str]:
    return [sent.get("response_format", {"type": "words"})["type"] for sent in served.asked]


def ask(asked: HostedModel, times: int) -> list[Any]:
    return [asyncio.run(asked.complete(REQUEST)).dialect for _ in range(times)]


def test_a_server_without_schemas_is_asked_for_an_object_from_then_on() -> None:
    with provider(NO_SCHEMA, GOOD) as served:
        learnt = ask(model(served), 2)
    assert modes(served) == ["json_schema", "json_object", "json_object"]
    sent = served.asked[2]
    # The schema stands beside the object, where llama.cpp takes it, and in words, for all others.
    assert set(sent["response_format"]["schema"]["properties"]) == {"reply_to", "sum", "maxLength"}
    assert '"sum": {"type": "integer"}' in sent["messages"][0]["content"]
    assert learnt == [Dialect(mode="json_object")] * 2


def test_a_server_that_takes_neither_is_asked_in_words_within_three_requests() -> None:
    with provider(NO_SCHEMA, NO_OBJECT, GOOD) as served:
        ask(model(served), 2)
    assert modes(served) == ["json_schema", "json_object", "words", "words"]


def test_a_server_that_takes_no_format_at_all_is_asked_once_more() -> None:
    with provider(NO_FORMAT, GOOD) as served:
        ask(model(served), 2)
    assert modes(served) == ["json_schema", "words", "words"]
    assert '"sum": {"type": "integer"}' in served.asked[1]["messages"][0]["content"]


@pytest.mark.parametrize("told", ["failed to parse grammar", "json_schema: unsupported"])
def test_a_server_that_breaks_on_a_schema_and_says_so_is_believed(told: str) -> None:
    with provider(refusal(500, told), GOOD) as served:
        ask(model(served), 2)
    assert modes(served) == ["json_schema", "json_object", "json_object"]


def test_a_server_that_breaks_on_schemas_twice_is_asked_for_an_object() -> None:
    with provider(BROKE, GOOD, BROKE, GOOD) as served:
        learnt = ask(model(served), 3)
    assert modes(served) == ["json_schema", "json_object"] * 2 + ["json_object"]
    assert [dialect.mode for dialect in learnt] == ["json_schema", "json_object", "json_object"]


def test_a_passing_fault_costs_a_server_nothing() -> None:
    with provider(BROKE, GOOD, GOOD, BROKE, GOOD, BROKE, GOOD) as served:
        ask(model(served), 4)
    # Once a schema has worked, the server is known to take them.
    assert modes(served) == ["json_schema", "json_object"] + ["json_schema"] * 5


def test_of_calls_that_are_refused_at_once_the_first_teaches() -> None:
    async def three(asked: HostedModel) -> None:
        await asyncio.gather(*(asked.complete(REQUEST) for _ in range(3)))

    late = [NO_SCHEMA._replace(wait=0.2)] * 3
    with provider(*late, GOOD) as served:
        asked = model(served)
        asyncio.run(three(asked))
    assert modes(served)[3:] == ["json_object"] * 3


def test_parameters_are_left_out_one_by_one_and_remembered() -> None:
    with provider(
        refusal(400, "seed is not supported"), refusal(400, "Unsupported: temperature"), GOOD
    ) as served:
        ask(model(served), 2)
    assert ["seed" in sent for sent in served.asked] == [True, False, False, False]
    assert ["temperature" in sent for sent in served.asked] == [True, True, False, False]


def test_a_parameter_that_is_refused_though_it_was_not_sent_ends_the_call() -> None:
    with provider(refusal(400, "seed is not supported")) as served, pytest.raises(ModelUnavailable):
        ask(model(served), 1)
    assert len(served.asked) == 2


def test_what_an_earlier_process_learnt_is_recalled_unless_more_is_known() -> None:
    known = Dialect(mode="words", left_out=("seed",))
    fresh = Acquaintance()
    fresh.recall(known)
    assert fresh.dialect == known
    sure = Acquaintance()
    sure.worked(Dialect())
    sure.recall(known)
    assert sure.dialect == Dialect()


STRICT = {
    "type": "object",
    "properties": {"a": {"$ref": "#/$defs/A"}},
    "required": ["a"],
    "additionalProperties": False,
    "$defs": {
        "A": {"type": "object", "properties": {}, "additionalProperties": False},
    },
}


@pytest.mark.parametrize(
    ("schema", "strict"),
    [
        (STRICT, True),
        (STRICT | {"required": []}, False),
        (STRICT | {"additionalProperties": True}, False),
        (STRICT | {"$defs": {"A": {"type": "object", "properties": {"b": {}}}}}, False),
    ],
)
def test_a_schema_is_called_strict_only_where_it_is(schema: dict[str, Any], strict: bool) -> None:
    request = REQUEST.model_copy(update={"json_schema": schema})
    with provider(completion(bound('{"a": {}}'))) as served:
        asyncio.run(model(served).complete(request))
    assert served.asked[0]["response_format"]["json_schema"]["strict"] is strict


def test_a_schema_without_room_for_the_letters_is_sent_as_it_is() -> None:
    schema = {"$ref": "#/$defs/A", "$defs": STRICT["$defs"]}
    request = REQUEST.model_copy(update={"json_schema": schema})
    with provider(Reply(completion("{}").body)) as served:
        found = asyncio.run(model(served).complete(request))
    assert found.text == "{}"
    assert "reply_to" not in json.dumps(served.asked[0])
