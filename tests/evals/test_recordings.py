"""Suites replay recorded replies offline; a live model is asked on demand and its replies are kept."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from evals import __main__ as command
from evals.case import CaseResult
from evals.fault_server import completion, provider
from evals.recordings import FOLDER, CountedModel, chat_model_of
from evals.suite import Setting
from evals.suites.blind import Solvable, blind_figures, solvable_cases, solve_case
from itemwright.chat.recorded import read_recording
from itemwright.chat.scripted import ScriptedModel
from itemwright.errors import ModelUnavailable
from itemwright.proving.solver import ChatSolver, ScriptedSolver, Solved
from itemwright.structured import Unanswered
from tests.chat.test_recorded import REQUEST, record

CASES = list(solvable_cases(0))


def test_every_key_item_that_is_graded_exactly_is_solved_from_the_recording() -> None:
    model = chat_model_of("solving", Setting())
    assert model is not None
    solver = ChatSolver(model)

    async def all_cases() -> list[CaseResult]:
        return [await solve_case(case, solver) for case in CASES]

    results = asyncio.run(all_cases())
    figures = {name: figure for name, figure in blind_figures(results) if figure is not None}
    # A key item that was changed since is not solved until a model is asked again.
    assert figures["key items solved blind"].n == len(CASES) > 150
    assert figures["key items solved blind"].value > 0.8
    assert list(model.asked().prompts) == ["solve_item@1"]
    assert model.spent().calls == 0


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.jsonl")), ids=lambda file: file.stem)
def test_a_recording_was_made_with_prompts_on_record(file: Path) -> None:
    exchanges = read_recording(file).values()
    hashes = json.loads((FOLDER.parent.parent / "prompts" / "versions.json").read_text(encoding="utf-8"))
    known = {f"{name}:{sha[:12]}" for name, sha in hashes.items()}
    assert {exchange.prompt for exchange in exchanges} <= known


def test_another_order_was_not_recorded_and_is_not_guessed() -> None:
    model = chat_model_of("solving", Setting())
    assert model is not None
    case = next(case for case in solvable_cases(1) if case.order != CASES[0].order and case.order)
    found = asyncio.run(solve_case(case, ChatSolver(model)))
    assert found.verdict == "missing"
    assert "solve_item@1" in found.reasons[0]


def solve(case: Solvable, outcome: Solved | Unanswered) -> CaseResult:
    return asyncio.run(solve_case(case, ScriptedSolver([outcome])))


def test_a_wrong_answer_fails_and_no_answer_is_missing() -> None:
    case = next(case for case in CASES if case.item.type == "multiple_choice")
    wrong = next(o.id for o in case.item.options if o.id != case.item.key)  # type: ignore[union-attr]
    sure = {"confidence": 0.95, "doubt": "unclear", "reasoning": "", "model": "made"}
    failed = solve(case, Solved(response=wrong, **sure))  # type: ignore[arg-type]
    assert failed.verdict == "fail"
    assert "unclear" in failed.reasons[1]
    right = solve(case, Solved(response=case.item.key, **sure))  # type: ignore[arg-type]
    missing = solve(case, Unanswered(reason="refused", detail="no"))
    figures = {n: (f.value, f.n) for n, f in blind_figures([failed, right, missing]) if f is not None}
    assert figures["key items solved blind"] == (pytest.approx(2 / 3), 3)
    assert figures["solver right, options shuffled"] == (0.5, 2)
    assert figures["solver right: multiple_choice"] == (0.5, 2)
    assert figures["solver right where its confidence is 0.9 or more"] == (0.5, 2)
    assert figures["items that the solver doubts"] == (1.0, 2)


def test_each_seed_shuffles_anew_and_the_same_seed_alike() -> None:
    assert list(solvable_cases(0)) == CASES
    assert [case.order for case in CASES] != [case.order for case in solvable_cases(1)]


def test_a_live_model_is_asked_counted_and_recorded(tmp_path: Path) -> None:
    with provider(completion("4")) as served:
        setting = Setting(live="openai:made", base_url=served.url, api_key=SecretStr("k"))
        model = chat_model_of("solving", setting, tmp_path)
        assert model is not None
        asyncio.run(model.complete(REQUEST))
    spent = model.spent()
    assert (spent.calls, spent.tokens_in, spent.tokens_out, spent.cost) == (1, 7, 3, None)
    assert model.asked().models == ("made",)
    replayed = chat_model_of("solving", Setting(), tmp_path)
    assert replayed is not None
    assert asyncio.run(replayed.complete(REQUEST)).text == "4"


@pytest.mark.parametrize("given", [{"data": Path("key")}, {"sources": (Path("a.md"),)}])
def test_what_is_not_ours_is_neither_looked_up_nor_recorded(tmp_path: Path, given: dict[str, Path]) -> None:
    record(tmp_path / "solving.jsonl", "4")
    assert chat_model_of("solving", Setting(**given), tmp_path) is None  # type: ignore[arg-type]
    with provider(completion("5")) as served:
        live = Setting(live="openai:made", base_url=served.url, api_key=None, **given)  # type: ignore[arg-type]
        model = chat_model_of("solving", live, tmp_path)
        assert model is not None
        assert asyncio.run(model.complete(REQUEST)).text == "5"
    assert len((tmp_path / "solving.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_nothing_live_and_nothing_recorded_is_no_model(tmp_path: Path) -> None:
    assert chat_model_of("solving", Setting(), tmp_path) is None


def test_a_failed_call_is_counted_as_nothing() -> None:
    model = CountedModel(ScriptedModel([ModelUnavailable("down")]), live=True)
    with pytest.raises(ModelUnavailable):
        asyncio.run(model.complete(REQUEST))
    assert model.spent().calls == 0
    assert model.asked().prompts == {}


def test_the_command_refuses_a_live_model_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ITEMWRIGHT_API_KEY", "OPENAI_API_KEY", "ITEMWRIGHT_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    done = CliRunner().invoke(command.group, ["run", "solving", "--live", "openai:made"])
    assert isinstance(done.exception, ModelUnavailable)
    assert "ITEMWRIGHT_API_KEY" in str(done.exception)
