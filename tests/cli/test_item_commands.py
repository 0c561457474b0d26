"""generate, grade, practice and doctor as a program or a person calls them."""

import json
from collections import Counter
from pathlib import Path

import pytest
from rich.panel import Panel

from itemwright.cli.console import console
from itemwright.cli.item_text import learner_text
from itemwright.cli.practice import read_response
from itemwright.domain.item import ITEM, LearnerItem
from itemwright.sandbox import Sandbox
from tests.cli.conftest import Run


def test_forty_items_keep_every_promise(run: Run, corpus: Path) -> None:
    ran = run("generate", "--count", 40, "--seed", 5, "--json")
    items = [ITEM.validate_python(line) for line in ran.lines()]
    report = json.loads(ran.err.splitlines()[-1])
    assert ran.status == 0
    assert (report["requested"], report["delivered"], len(items)) == (40, 40, 40)
    assert len({item.id for item in items}) == len({item.stem + str(item.code) for item in items}) == 40
    assert len({item.type for item in items}) >= 8
    for item in items:
        assert item.proof is not None
        assert item.proof.verdict == "pass"
        assert item.explanation
        assert item.hints
        for citation in item.citations:
            assert Path(citation.path).read_text()[citation.start : citation.end] == citation.quote
    positions = Counter(
        item.key
        for item in items
        if len(getattr(item, "options", None) or ()) == 4 and isinstance(item.key, str)
    )
    assert max(positions.values()) - min(positions[place] for place in "abcd") <= 2


def test_output_keys_are_what_a_fresh_execution_prints(run: Run, corpus: Path) -> None:
    ran = run("generate", "--type", "output_prediction", "--count", 20, "--seed", 9, "--json")
    assert ran.status == 0
    with Sandbox() as sandbox:
        for line in ran.lines():
            printed = sandbox.run(line["code"]).output.strip()
            options = {option["id"]: option["text"].strip() for option in line.get("options") or []}
            assert printed == options.get(line["key"], line["key"]).strip()
            assert sum(text == printed for text in options.values()) == (1 if options else 0)


def test_the_same_seed_gives_the_same_run_again_and_none_a_fresh_one(run: Run, corpus: Path) -> None:
    asked = ["generate", "--count", 5, "--concept", "bleu", "--json"]
    first = run(*asked, "--seed", 3)
    again = run(*asked, "--seed", 3)
    assert first.lines()
    assert again.out == first.out
    assert again.err.splitlines()[-1] == first.err.splitlines()[-1]
    assert "is stored" in again.err.splitlines()[0]
    fresh = run(*asked)
    assert json.loads(fresh.err.splitlines()[-1])["seed"] == 4
    assert not {line["id"] for line in fresh.lines()} & {line["id"] for line in first.lines()}


def test_a_dry_run_of_the_built_in_writer_costs_nothing_and_writes_nothing(run: Run, corpus: Path) -> None:
    ran = run("generate", "--count", 5, "--dry-run", "--json")
    assert (ran.status, ran.out) == (0, "")
    assert json.loads(ran.err) == {"calls": 0, "reused": 0, "tokens_in": 0, "tokens_out": 0, "usd": 0.0}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--concept", "lorra"], "lorra"),
        (["--type", "riddle"], "riddle"),
        (["--count", "0"], "0"),
        (["--count", "10000"], "10000"),
        (["--source", "absent.md"], "absent.md"),
        (["--model", "openai:gpt-x"], "ITEMWRIGHT_API_KEY"),
        (["--model", "telepathy:me"], "telepathy:me"),
        (["--blueprint", "absent.yaml"], "absent.yaml"),
        (["--difficulty", "brutal"], "brutal"),
        (["--budget", "-1"], "-1"),
    ],
)
def test_a_bad_request_names_the_value(run: Run, corpus: Path, arguments: list[str], named: str) -> None:
    ran = run("generate", *arguments)
    assert ran.status == 2
    assert named in ran.err
    assert "Traceback" not in ran.err


def test_a_blueprint_is_met(run: Run, corpus: Path, tmp_path: Path) -> None:
    blueprint = tmp_path / "plan.yaml"
    blueprint.write_text(
        "cells:\n"
        "- {count: 2, concept: lora, type: short_answer}\n"
        "- {count: 1, concept: bleu, type: numeric}\n"
    )
    lines = run("generate", "--blueprint", blueprint, "--seed", 21, "--json").lines()
    assert sorted((line["type"], line["concepts"][0]) for line in lines) == [
        ("numeric", "bleu"), ("short_answer", "lora"), ("short_answer", "lora"),
    ]  # fmt: skip
    blueprint.write_text("cells:\n- {count: 2, flavour: sweet}\n")
    ran = run("generate", "--blueprint", blueprint)
    assert ran.status == 2
    assert "flavour" in ran.err


def test_grades_come_in_order_with_errors_in_their_place(run: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    good = {
        "id": "a", "question": "Which weights does LoRA train?",
        "answer": "Two small matrices beside the frozen one.",
        "reference_answer": "LoRA trains two low-rank matrices and keeps the rest frozen.",
    }  # fmt: skip
    lines = [
        json.dumps(good),
        "{broken",
        json.dumps({"id": "c", "question": "x"}),
        json.dumps(good | {"id": "d", "answer": ""}),
    ]
    answers.write_text("\n".join(lines) + "\n")
    ran = run("grade", answers)
    out = ran.lines()
    assert ran.status == 1
    assert [line.get("id") for line in out] == ["a", None, "c", "d"]
    assert ["error" in line for line in out] == [False, True, True, False]
    assert 0 <= out[0]["score"] <= 1
    assert all(c["quote"] is None or c["quote"] in good["answer"] for c in out[0]["criteria"])
    assert (out[3]["score"], out[3]["label"]) == (0.0, "incorrect")


def test_grade_reads_standard_input_and_labels(run: Run) -> None:
    line = {"id": 1, "question": "Why?", "reference_answer": "It melts.", "answer": "It melts in the heat."}
    ran = run("grade", "-", "--labels", "3way", typed=json.dumps(line) + "\n")
    graded = ran.lines()[0]
    assert graded["label"] in ("correct", "contradictory", "incorrect")
    assert sum(graded["probabilities"].values()) == pytest.approx(1.0, abs=1e-3)
    assert run("grade", "absent.jsonl").status == 2


def test_a_model_that_writes_leaves_grading_to_the_built_in_engine(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITEMWRIGHT_MODEL", "openai:made")
    line = json.dumps({"id": 1, "question": "Why?", "reference_answer": "It rains.", "answer": "Rain."})
    assert run("grade", "-", typed=line + "\n").lines()[0]["model"].startswith("builtin")
    refused = run("grade", "-", "--model", "openai:made", typed=line + "\n")
    assert refused.status != 0
    assert "'openai:made' does not grade" in refused.err


def test_practice_in_the_terminal(run: Run, corpus: Path) -> None:
    ran = run("practice", "--learner", "terminal", "--concept", "lora", "--length", 1, typed="?\nzzz\nq\n")
    assert ran.status == 0
    assert "Hint:" in ran.err


def test_doctor_finds_everything_in_order(run: Run, corpus: Path) -> None:
    ran = run("doctor", "--json")
    checks = json.loads(ran.out)["checks"]
    assert ran.status == 0
    assert all(check["ok"] for check in checks)


def test_doctor_names_what_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITEMWRIGHT_DATABASE_URL", "mysql://root:secret@db/x")
    ran = run("doctor")
    assert ran.status == 1
    assert "FAIL  database" in ran.out
    assert "secret" not in ran.out + ran.err


def test_an_unknown_command_is_bad_usage(run: Run) -> None:
    ran = run("fly")
    assert ran.status == 2
    assert "fly" in ran.err


def test_serving_beyond_this_machine_is_refused(run: Run) -> None:
    ran = run("serve", "--host", "0.0.0.0")
    assert ran.status == 2
    assert "0.0.0.0" in ran.err


def test_brackets_reach_the_learner(capsys: pytest.CaptureFixture[str]) -> None:
    """To the terminal's library square brackets mean colours; in code they mean code."""
    console.print(Panel("print(x[0][red])"))
    assert "print(x[0][red])" in capsys.readouterr().err


def test_typed_letters_are_those_on_the_screen() -> None:
    item = LearnerItem.model_validate(
        {
            "id": "i", "version": 1, "type": "multiple_choice", "concepts": ["c"], "seconds": 1, "stem": "s",
            "options": [{"id": "c", "text": "first"}, {"id": "a", "text": "second"}],
        }
    )  # fmt: skip
    assert "a) first" in learner_text(item)
    assert read_response(item, "A ") == "c"
    assert read_response(item, "b") == "a"
    ordering = item.model_copy(update={"type": "ordering", "options": None, "steps": item.options})
    assert read_response(ordering, "b, a") == ["a", "c"]
