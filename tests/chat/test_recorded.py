"""A recording replays what was said, word for word, and knows nothing else."""

import asyncio
from pathlib import Path

import pytest

from itemwright.chat.base import ChatRequest, Completion, request_digest
from itemwright.chat.recorded import RecordedModel, RecordingModel
from itemwright.chat.scripted import ScriptedModel
from itemwright.errors import BadInput, ModelUnavailable

REQUEST = ChatRequest(
    system="Answer.",
    user="What is 2 + 2?",
    schema_name="Sum",
    json_schema={"type": "object", "required": ["sum"]},
    max_output_tokens=50,
    prompt="add_numbers@1:abc",
)


def record(file: Path, *replies: str) -> None:
    recording = RecordingModel(ScriptedModel(replies), file)
    for _ in replies:
        asyncio.run(recording.complete(REQUEST))


def replay(file: Path, request: ChatRequest = REQUEST) -> Completion:
    return asyncio.run(RecordedModel(file).complete(request))


def test_what_was_recorded_is_replayed(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    record(file, "vier\n”4”")
    assert replay(file).text == "vier\n”4”"
    assert replay(file).model == "scripted"


def test_the_later_of_two_replies_binds(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    record(file, "5", "4")
    assert replay(file).text == "4"
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"system": "Answer!"},
        {"user": "What is 2 + 3?"},
        {"schema_name": "Total"},
        {"json_schema": {"type": "object"}},
        {"max_output_tokens": 51},
        {"temperature": 0.1},
        {"seed": 1},
        {"prompt": "add_numbers@2:abd"},
    ],
)
def test_every_part_of_a_request_counts(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "replies.jsonl"
    record(file, "4")
    other = REQUEST.model_copy(update=change)
    with pytest.raises(ModelUnavailable, match=other.prompt):
        replay(file, other)
    assert request_digest(other) != request_digest(REQUEST)


def test_the_order_of_a_schemas_fields_does_not_count() -> None:
    turned = REQUEST.model_copy(update={"json_schema": {"required": ["sum"], "type": "object"}})
    assert request_digest(turned) == request_digest(REQUEST)


def test_a_failed_call_is_not_recorded(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    recording = RecordingModel(ScriptedModel([ModelUnavailable("down")]), file)
    with pytest.raises(ModelUnavailable, match="down"):
        asyncio.run(recording.complete(REQUEST))
    assert not file.exists()


def test_a_missing_file_and_a_torn_line_are_told(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    with pytest.raises(ModelUnavailable, match=r"replies\.jsonl"):
        RecordedModel(file)
    record(file, "4", "5")
    file.write_text(file.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    with pytest.raises(BadInput, match="line 2"):
        RecordedModel(file)
