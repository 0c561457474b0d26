"""The eval command, as people type it: what it writes, what it says, how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evals import __main__ as command

ANSWERS = [
    ("Boats push away water of their own weight.", "correct"),
    ("Wood has no weight in water.", "incorrect"),
    ("They displace as much water as they weigh, which bears them.", "correct"),
    ("The wind holds them up.", "incorrect"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "boats.csv"
    lines = ["question,reference_answer,answer,label"]
    lines += [f"Why do boats float?,They displace water of their weight.,{a},{label}" for a, label in ANSWERS]
    file.write_text("\n".join([line.replace("weigh, which", "weigh which") for line in lines]))
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command.group, [str(argument) for argument in arguments])


def test_own_answers_are_graded_and_reported(data: Path, tmp_path: Path) -> None:
    done = run("run", "grading", "--data", data, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    [suite] = report["suites"]
    assert suite["name"] == "grading"
    assert suite["n"] == 4
    assert {"value", "low", "high", "n"} <= set(suite["figures"]["label accuracy"])
    assert report["data"].startswith("boats.csv ")
    assert {"commit", "model", "prompts", "corpus", "seed", "cost", "seconds"} <= set(report)
    assert "Not held against an accepted run" in done.stderr
    page = (tmp_path / "out" / "report.html").read_text()
    assert "boats.csv" in page


def test_two_runs_with_one_seed_are_identical(data: Path, tmp_path: Path) -> None:
    found = []
    for name in ("first", "second"):
        run("run", "grading", "--data", data, "--seed", 3, "--out", tmp_path / name)
        [suite] = json.loads((tmp_path / name / "report.json").read_text())["suites"]
        found.append({key: value for key, value in suite.items() if key != "seconds"})
    assert found[0] == found[1]


def test_compare_tells_what_got_worse_and_exits_1(data: Path, tmp_path: Path) -> None:
    run("run", "grading", "--data", data, "--out", tmp_path / "before")
    worse = json.loads((tmp_path / "before" / "report.json").read_text())
    figure = worse["suites"][0]["figures"]["label accuracy"]
    worse["suites"][0]["figures"]["label accuracy"] = {**figure, "value": figure["low"] - 0.01}
    (tmp_path / "after.json").write_text(json.dumps(worse))
    assert run("compare", tmp_path / "before", tmp_path / "before").exit_code == 0
    told = run("compare", tmp_path / "before", tmp_path / "after.json")
    assert told.exit_code == 1
    assert "REGRESSION grading: label accuracy" in told.stderr


def test_list_names_every_suite_and_its_costly_error() -> None:
    told = run("list").output
    for name, suite in command.SUITES.items():
        assert name in told
        assert suite.costly_error in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "grades"], "no suite 'grades'; there are"),
        (["run", "grading", "--data", "/nowhere/at/all.csv"], "no file '/nowhere/at/all.csv'"),
        (["accept", "/nowhere"], "Missing option '--why'"),
    ],
)
def test_bad_usage_is_told_and_exits_2(arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert told in done.output
