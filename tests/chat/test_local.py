"""A local model of random weights: it says anything, and each reply fits its schema and its room."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import torch
from safetensors.torch import load_file, save_file

from evals.key_judge import KeyComparison
from itemwright.chat.base import ChatRequest, Completion
from itemwright.chat.local import LocalModel
from itemwright.chat.placement import Device, find_devices
from itemwright.chat.registry import open_chat_model
from itemwright.domain.value import Value
from itemwright.errors import ModelUnavailable
from itemwright.proving.solver import SolvedSheet
from itemwright.structured import Unanswered, ask
from itemwright.writing.shapes import NumericShape, OrderingShape, TrueFalseShape
from tests.chat.tiny_llama import make_llama, make_tokenizer

WORD = {
    "type": "object",
    "properties": {"word": {"type": "string", "maxLength": 12}, "sure": {"type": "boolean"}},
    "required": ["word", "sure"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_llama(tmp_path_factory.mktemp("llama"))


@pytest.fixture(scope="module")
def model(folder: Path) -> LocalModel:
    """Loaded once for the tests that change nothing of it."""
    return LocalModel(str(folder), at_once=20)


def request(seed: int = 0, schema: dict[str, Any] = WORD, **change: Any) -> ChatRequest:
    asked = ChatRequest(
        system="You weigh.",
        user="Weigh a stone.",
        schema_name="Made",
        json_schema=schema,
        max_output_tokens=120,
        temperature=1.0,
        seed=seed,
        prompt="weigh_text@1:abc",
    )
    return asked.model_copy(update=change)


def of_type(answer: type[Value], seed: int, most: int = 260) -> ChatRequest:
    return request(seed, answer.model_json_schema(), schema_name=answer.__name__, max_output_tokens=most)


def answers(model: LocalModel, requests: Sequence[ChatRequest]) -> list[Completion]:
    async def together() -> list[Completion]:
        return await asyncio.gather(*(model.complete(each) for each in requests))

    return asyncio.run(together())


def failure(model: LocalModel, asked: ChatRequest) -> ModelUnavailable:
    with pytest.raises(ModelUnavailable) as caught:
        answers(model, [asked])
    return caught.value


def test_twenty_replies_of_a_model_that_knows_nothing_fit_their_schemas(model: LocalModel) -> None:
    types: list[type[Value]] = [SolvedSheet, KeyComparison, TrueFalseShape, OrderingShape, NumericShape]
    asked = [of_type(types[n % 5], seed=n) for n in range(20)]
    found = answers(model, asked)
    for each, completion in zip(asked, found, strict=True):
        jsonschema.validate(json.loads(completion.text), each.json_schema)
        if each.schema_name in ("SolvedSheet", "KeyComparison"):
            types[each.seed % 5].model_validate_json(completion.text, strict=True)
        assert completion.tokens_out <= each.max_output_tokens
        assert completion.spent.tokens_out == completion.tokens_out
        assert completion.spent.usd == 0
    assert len({completion.text for completion in found}) == 20


def test_what_a_reply_tells_of_itself(model: LocalModel) -> None:
    [found] = answers(model, [request()])
    assert found.finish == "stop"
    assert found.model == model.name
    assert found.tokens_in == len(make_tokenizer().encode("You weigh.Weigh a stone.")) + found_marks()
    assert found.seconds > 0
    assert len(json.loads(found.text)["word"]) <= 12


def found_marks() -> int:
    """Tokens that the template adds, its words counted apart from the texts."""
    tokenizer = make_tokenizer()
    parts = ["<|start|>system\n", "<|end|><|start|>user\n", "<|end|><|start|>assistant\n"]
    texts = ["You weigh.", "Weigh a stone."]
    apart = sum(len(tokenizer.encode(part)) for part in parts + texts)
    return apart - len(tokenizer.encode("".join(texts)))


def test_the_seed_draws_the_reply(model: LocalModel) -> None:
    one, again, other = (answers(model, [request(seed)])[0].text for seed in (3, 3, 4))
    assert one == again
    assert one != other


def test_at_temperature_zero_every_seed_says_the_same(model: LocalModel) -> None:
    found = answers(model, [request(seed, temperature=0.0) for seed in (1, 2)])
    assert found[0].text == found[1].text


def test_a_reply_does_not_depend_on_those_beside_it(model: LocalModel) -> None:
    beside = [request(seed, user="Weigh " + "a stone, " * seed) for seed in (2, 9)]
    alone = [answers(model, [each])[0].text for each in beside]
    assert [each.text for each in answers(model, beside)] == alone


def test_a_reply_without_room_is_ended_and_told_as_cut(model: LocalModel) -> None:
    schema = KeyComparison.model_json_schema()
    [found] = answers(model, [request(0, schema, max_output_tokens=110)])
    assert found.finish == "length"
    jsonschema.validate(json.loads(found.text), schema)
    assert 90 < found.tokens_out <= 110
    assert json.loads(found.text)["reasoning"]


def test_a_reply_that_no_room_holds_is_refused_before_it_is_written(model: LocalModel) -> None:
    asked = request(0, KeyComparison.model_json_schema(), schema_name="KeyComparison", max_output_tokens=20)
    error = failure(model, asked)
    assert error.reason == "too_long"
    assert "'KeyComparison' fits in 20 tokens" in str(error)


def test_one_request_that_cannot_be_met_does_not_harm_the_others(model: LocalModel) -> None:
    async def together() -> list[Completion | BaseException]:
        asked = [request(1), request(2, {"not": {"type": "string"}}), request(3)]
        return await asyncio.gather(*(model.complete(each) for each in asked), return_exceptions=True)

    good, refused, good_too = asyncio.run(together())
    assert isinstance(good, Completion)
    assert isinstance(good_too, Completion)
    assert isinstance(refused, ModelUnavailable)


def test_the_callers_of_a_typed_answer_get_one_or_the_reason(model: LocalModel) -> None:
    def wrong(_: SolvedSheet) -> None:
        raise AssertionError("a reply that was cut is checked")

    said = asyncio.run(ask(model, of_type(SolvedSheet, seed=5, most=60), SolvedSheet, wrong))
    assert isinstance(said, Unanswered)
    assert said.reason == "malformed"


class Counted:
    """The devices of this machine, or one CPU with so much free, and how often they were asked for: once to
    load, once for each batch."""

    def __init__(self, *free: int) -> None:
        self._free = free
        self.asked = 0

    def __call__(self) -> Sequence[Device]:
        self.asked += 1
        if not self._free:
            return find_devices()
        return [Device(name="cpu", free=self._free[min(self.asked, len(self._free)) - 1])]


def test_calls_that_come_together_are_written_together(folder: Path) -> None:
    devices = Counted()
    answers(LocalModel(str(folder), at_once=4, devices=devices), [request(seed) for seed in range(8)])
    assert devices.asked == 1 + 2


def test_a_batch_is_as_large_as_the_memory(folder: Path) -> None:
    # 2 layers of keys and values, 2 heads of 16 numbers of 4 bytes: 512 bytes a token, some 170 tokens a row
    devices = Counted(10**9, 250_000)
    found = answers(LocalModel(str(folder), devices=devices), [request(seed) for seed in range(4)])
    assert devices.asked == 1 + 2
    assert len(found) == 4


def test_memory_is_looked_at_before_loading(folder: Path) -> None:
    error = failure(LocalModel(str(folder), devices=Counted(1000)), request())
    assert "needs 0 MB" in str(error)
    assert "0 MB on cpu" in str(error)


def test_memory_that_does_not_hold_one_reply_is_told(folder: Path) -> None:
    error = failure(LocalModel(str(folder), devices=Counted(10**9, 1000)), request())
    assert error.reason == "overloaded"
    assert "to write a reply of" in str(error)


def test_the_event_loop_goes_on_and_a_cancelled_call_ends_soon(folder: Path) -> None:
    model = LocalModel(str(folder))
    endless = request(0, {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]})

    async def cancelled() -> int:
        call = asyncio.create_task(model.complete(endless.model_copy(update={"max_output_tokens": 15_000})))
        ticks = 0
        while model._loaded is None or ticks < 20:
            await asyncio.sleep(0.01)
            ticks += 1
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        return ticks

    assert asyncio.run(cancelled()) >= 20
    began = time.monotonic()
    answers(model, [request()])
    assert time.monotonic() - began < 5


def test_a_call_that_is_cancelled_while_it_waits_is_never_written(folder: Path) -> None:
    devices = Counted()
    model = LocalModel(str(folder), at_once=1, devices=devices)

    async def first_of_two() -> Completion:
        first = asyncio.create_task(model.complete(request(1)))
        second = asyncio.create_task(model.complete(request(2)))
        await asyncio.sleep(0)
        second.cancel()
        return await first

    assert asyncio.run(first_of_two()).finish == "stop"
    assert devices.asked == 1 + 1


def test_the_deadline_ends_a_call(folder: Path) -> None:
    error = failure(LocalModel(str(folder), deadline=0.0), request())
    assert error.reason == "timed_out"


def test_an_unloaded_model_is_loaded_again(folder: Path) -> None:
    devices = Counted()
    model = LocalModel(str(folder), devices=devices)
    model.unload()
    [first] = answers(model, [request()])
    model.unload()
    [second] = answers(model, [request()])
    assert first.text == second.text
    assert devices.asked == 2 + 2


def test_prompt_and_reply_have_to_fit_the_context(tmp_path: Path) -> None:
    model = LocalModel(str(make_llama(tmp_path, max_position_embeddings=64)))
    asked = request(schema=KeyComparison.model_json_schema())
    assert failure(model, asked).reason == "too_long"
    error = failure(model, request(user="Weigh all stones. " * 20))
    assert "64 tokens in all" in str(error)
    [found] = answers(model, [request(max_output_tokens=10_000)])
    assert found.tokens_in + found.tokens_out <= 64


def test_a_model_without_a_template_answers(tmp_path: Path) -> None:
    [found] = answers(LocalModel(str(make_llama(tmp_path, template=None))), [request()])
    assert set(json.loads(found.text)) == {"word", "sure"}


@pytest.mark.parametrize(
    ("file", "text"),
    [("config.json", '{"model_type": "telepathy"}'), ("tokenizer.json", "{"), ("chat_template.jinja", "{{")],
)
def test_files_that_cannot_be_used_are_told(tmp_path: Path, file: str, text: str) -> None:
    (make_llama(tmp_path) / file).write_text(text)
    error = failure(LocalModel(str(tmp_path)), request())
    assert error.reason == "no_model"


def test_code_that_comes_with_a_model_is_not_run(tmp_path: Path) -> None:
    config = make_llama(tmp_path) / "config.json"
    own = {"model_type": "made", "auto_map": {"AutoConfig": "made.Config", "AutoModelForCausalLM": "made.M"}}
    config.write_text(json.dumps(json.loads(config.read_text()) | own))
    (tmp_path / "made.py").write_text(f"open({str(tmp_path / 'was-run')!r}, 'w')")
    failure(LocalModel(str(tmp_path)), request())
    assert not (tmp_path / "was-run").exists()


def test_weights_that_are_no_numbers_are_told(tmp_path: Path) -> None:
    file = make_llama(tmp_path) / "model.safetensors"
    spoiled = load_file(file)
    spoiled["model.norm.weight"] = torch.full_like(spoiled["model.norm.weight"], torch.nan)
    save_file(spoiled, file, metadata={"format": "pt"})
    assert "no numbers" in str(failure(LocalModel(str(tmp_path)), request()))


def test_a_tokenizer_of_another_model_is_told(tmp_path: Path) -> None:
    error = failure(LocalModel(str(make_llama(tmp_path, vocab_size=60))), request())
    assert "tokens that the model does not know" in str(error)


def test_the_registry_opens_it_by_folder(folder: Path) -> None:
    opened = open_chat_model(f"local:{folder}")
    assert isinstance(opened, LocalModel)
    assert opened.name == str(folder)


def test_the_heavy_packages_are_imported_at_the_first_call_only(folder: Path) -> None:
    code = (
        "import sys; from itemwright.chat.registry import open_chat_model; "
        f"open_chat_model('local:' + {str(folder)!r}); "
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_a_model_that_is_not_there_is_refused_when_it_is_opened() -> None:
    with pytest.raises(ModelUnavailable, match="hf download"):
        open_chat_model("local:made/up-by-a-test")
