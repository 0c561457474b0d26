"""What a model says is validated, repaired once, and otherwise told as missing with its reason."""

import asyncio
import json

import pytest
from pydantic import BaseModel, Field

from itemwright.chat.base import Completion, Finish
from itemwright.chat.scripted import ScriptedModel
from itemwright.domain.value import Value
from itemwright.errors import BadInput, ModelUnavailable, PromptInvalid
from itemwright.prompting import Rendered
from itemwright.structured import Answer, Unanswered, ask, request_for

RENDERED = Rendered("You weigh.", "Weigh a stone.", "weigh_text@1:abc", "Weight")


class Weight(Value):
    grams: int = Field(ge=0, le=10)
    of: str


REQUEST = request_for(RENDERED, Weight, max_output_tokens=20, seed=4)
GOOD = '{"grams": 3, "of": "stone"}'


def said(text: str, finish: Finish = "stop") -> Completion:
    return Completion(text=text, model="made", tokens_in=1, tokens_out=1, seconds=0.0, finish=finish)


def answered(
    *replies: str | Completion | ModelUnavailable,
) -> tuple[Answer[Weight] | Unanswered, ScriptedModel]:
    model = ScriptedModel(replies)
    return asyncio.run(ask(model, REQUEST, Weight)), model


def test_the_request_says_all_that_is_asked() -> None:
    assert (REQUEST.system, REQUEST.user, REQUEST.prompt) == (
        "You weigh.",
        "Weigh a stone.",
        "weigh_text@1:abc",
    )
    assert (REQUEST.schema_name, REQUEST.max_output_tokens, REQUEST.seed) == ("Weight", 20, 4)
    assert REQUEST.json_schema["additionalProperties"] is False


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Not {{x}}, but: {GOOD}. Done.",
        f'<think>Say {{"grams": 9, "of": "all"}}?</think>\n{GOOD}',
        f"{{not json}} {GOOD}",
    ],
)
def test_one_object_is_an_answer_whatever_stands_around_it(text: str) -> None:
    found, model = answered(text)
    assert isinstance(found, Answer)
    assert found.value == Weight(grams=3, of="stone")
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    "text",
    [
        "About three grams.",
        "",
        '{"grams": "3", "of": "stone"}',
        '{"grams": 3.0001, "of": "stone"}',
        '{"grams": 11, "of": "stone"}',
        '{"grams": -1, "of": "stone"}',
        '{"grams": NaN, "of": "stone"}',
        '{"grams": 3}',
        '{"grams": 3, "of": "stone", "score": 1}',
        '{"grams": 3, "grams": 4, "of": "stone"}',
        '[{"grams": 3}]',
        '{"grams": 3, "of": "sto',
        GOOD + ' Or rather {"grams": 4}',
        f'The learner writes {{"grams": 9, "of": "all"}}, but I find: {GOOD}.',
        '{"a":' * 3000,
        '{"grams": ' + "9" * 5000 + ', "of": "stone"}',
    ],
)
def test_anything_else_is_repaired_once_or_missing(text: str) -> None:
    found, model = answered(text, text)
    assert isinstance(found, Unanswered)
    assert found.reason == "malformed"
    assert len(model.asked) == 2
    mended, _ = answered(text, GOOD)
    assert isinstance(mended, Answer)


def test_the_repair_tells_what_was_wrong_and_quotes_the_reply() -> None:
    _, model = answered('{"grams": 11, "of": "stone"}', GOOD)
    first, second = model.asked
    assert first == REQUEST
    assert second.user.startswith(REQUEST.user)
    assert "grams: Input should be less than or equal to 10" in second.user
    assert json.dumps('{"grams": 11, "of": "stone"}') in second.user


def test_a_check_of_the_content_counts_like_the_schema() -> None:
    def heavy(weight: Weight) -> None:
        if weight.grams < 5:
            raise BadInput(f"{weight.grams} g is too light.")

    model = ScriptedModel([GOOD, '{"grams": 7, "of": "stone"}'])
    found = asyncio.run(ask(model, REQUEST, Weight, heavy))
    assert isinstance(found, Answer)
    assert found.value.grams == 7
    assert "3 g is too light." in model.asked[1].user
    assert asyncio.run(ask(ScriptedModel([GOOD, GOOD]), REQUEST, Weight, heavy)) == Unanswered(
        reason="malformed", detail="3 g is too light."
    )


def test_a_cut_reply_is_asked_for_with_more_room_and_never_read() -> None:
    found, model = answered(said(GOOD, "length"), GOOD)
    assert isinstance(found, Answer)
    assert [request.max_output_tokens for request in model.asked] == [20, 40]
    assert model.asked[1].user == REQUEST.user
    again, _ = answered(said(GOOD, "length"), said(GOOD, "length"))
    assert isinstance(again, Unanswered)
    assert again.reason == "malformed"


@pytest.mark.parametrize("finish", ["refusal", "content_filter"])
def test_a_refusal_is_not_repaired_and_not_read(finish: Finish) -> None:
    found, model = answered(said(GOOD, finish))
    assert isinstance(found, Unanswered)
    assert found.reason == "refused"
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ModelUnavailable("late", reason="timed_out"), "timed_out"),
        (ModelUnavailable("down"), "unavailable"),
        (ModelUnavailable("no money", reason="quota"), "unavailable"),
    ],
)
def test_a_model_that_cannot_be_had_is_told_as_such(error: ModelUnavailable, reason: str) -> None:
    found, _ = answered(error)
    assert found == Unanswered.model_validate({"reason": reason, "detail": str(error)})
    after_a_slip, _ = answered("no json", error)
    assert after_a_slip == found


def test_prompt_and_type_have_to_fit() -> None:
    class Loose(BaseModel):
        grams: int

    with pytest.raises(PromptInvalid, match="'Weight', not for 'Height'"):
        request_for(RENDERED, type("Height", (Value,), {}), max_output_tokens=20)
    with pytest.raises(PromptInvalid, match="unknown fields"):
        request_for(RENDERED._replace(output="Loose"), Loose, max_output_tokens=20)  # type: ignore[type-var]
