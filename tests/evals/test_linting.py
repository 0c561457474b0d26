"""The suite counts pairs of item and rule by split, and leaves out rules that nobody marked by."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from evals.case import CaseResult
from evals.figure import Figure
from evals.suite import Setting, Trial
from evals.suites.linting import ITEM_FLAWS, Linting, read_marked
from itemwright.errors import BadInput
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.rules import BY_ID

NOT = choice("Which of these is not a gas?", "Air | It is.", "*Ice | Solid.", "Neon | It is one.") | {
    "id": "n"
}
ALL = choice("What is in bread?", "*Flour | Grain.", "Tin | A metal.", "All of them | No.") | {"id": "a"}
CLEAN = choice("Which is a gas?", "Wood | Solid.", "Ice | Solid.", "*Neon | It is one.") | {"id": "c"}


def run(tmp_path: Path, *rows: dict[str, Any]) -> tuple[dict[str, Figure | None], list[CaseResult]]:
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with Linting().prepare(Setting(data=path)) as trial:
        results = asyncio.run(_all(trial))
        return dict(trial.evaluators[0](results)), results


async def _all(trial: Trial[Any]) -> list[CaseResult]:
    return [await trial.attempt(case) for case in trial.cases]


def marked(item: dict[str, Any], *rules: str) -> dict[str, Any]:
    return {"item": item, "flaws": [{"rule": rule, "field": "stem", "span": None} for rule in rules]}


def test_counts_recall_precision_and_what_was_taken_for_clean(tmp_path: Path) -> None:
    figures, results = run(
        tmp_path,
        marked(NOT, "unmarked_negative", "trivial"),
        marked(ALL, "trivial"),
        marked(CLEAN),
    )

    def value(name: str) -> float:
        figure = figures[f"some: {name}"]
        assert figure
        return figure.value

    assert value("recall") == pytest.approx(1 / 3)
    assert value("precision") == 1.0
    assert value("clean items with a false alarm") == 0.0
    assert value("flawed items taken for clean") == 0.5
    assert value("unmarked_negative: recall") == 1.0
    assert figures["some: trivial: precision"] is None
    assert [result.costly for result in results] == [False, True, False]
    assert "missed: trivial" in results[0].reasons


def test_a_false_alarm_counts_by_rules_that_somebody_marked_by(tmp_path: Path) -> None:
    figures, results = run(tmp_path, marked(NOT), marked(ALL), marked(CLEAN, "unmarked_negative"))
    assert [result.reasons for result in results[:2]] == [("false alarm: unmarked_negative",), ()]
    alarm = figures["some: clean items with a false alarm"]
    assert alarm
    assert alarm.value == 0.5


def test_a_line_that_is_no_marked_item_is_refused(tmp_path: Path) -> None:
    for row in ({"item": NOT}, {"item": {"id": "x"}, "flaws": []}, {"item": NOT, "flaws": [{}]}):
        with pytest.raises(BadInput, match="line 1"):
            run(tmp_path, row)


@pytest.mark.parametrize(
    ("name", "items", "flawed"),
    [
        ("dev", 240, 120),
        ("variants", 411, 244),
        ("variants_kept", 227, 118),
        ("third", 225, 120),
        ("variants_third", 199, 115),
    ],
)
def test_our_own_data_are_read_by_the_linters_rules(name: str, items: int, flawed: int) -> None:
    cases = read_marked(ITEM_FLAWS / f"{name}.jsonl")
    assert len(cases) == len({case.id for case in cases}) == items
    assert sum(bool(case.flaws) for case in cases) == flawed
    assert {rule for case in cases for rule in case.flaws} <= set(BY_ID)
