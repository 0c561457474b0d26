import json
from pathlib import Path

from tests.cli.conftest import Run

EVALS = Path(__file__).resolve().parent.parent.parent / "evals"
PROOFS = EVALS / "data" / "proofs" / "third"
RECORDED = EVALS / "recorded" / "proving.jsonl"
ARTICLE = (
    "# Keeping bees\n\nDrones are raised from unfertilised eggs, workers from fertilised ones. "
    "The cluster moves upwards through the combs, because warm air rises.\n"
)
GOOD = {
    "id": "good",
    "stem": "Which members of a colony of bees come from eggs that were never fertilised?",
    "key": "drones",
    "explanation": "Their eggs are laid without any sperm.",
    "citations": [{"path": "bees.md", "quote": "Drones are raised from unfertilised eggs"}],
}
BAD = GOOD | {
    "id": "bad",
    "citations": [{"path": "bees.md", "quote": "Drones are raised from fertilised eggs"}],
}


def files(folder: Path, *items: object) -> tuple[Path, Path]:
    (folder / "bees.md").write_text(ARTICLE)
    (folder / "items.jsonl").write_text("".join(f"{json.dumps(item)}\n" for item in items))
    return folder / "items.jsonl", folder / "bees.md"


def test_items_are_proved_against_named_sources(run: Run, tmp_path: Path) -> None:
    items, article = files(tmp_path, GOOD)
    ran = run("prove", items, "--source", article, "--json")
    (line,) = ran.lines()
    assert (ran.status, line["item"], line["verdict"]) == (0, "good", "pass")
    assert {"name", "verdict", "evidence", "cost"} <= set(line["checks"][0])
    assert {"quotations", "arithmetic", "key_support", "hints"} <= {check["name"] for check in line["checks"]}


def test_a_finding_and_an_unreadable_line_leave_status_1_and_the_rest_proved(
    run: Run, tmp_path: Path
) -> None:
    items, article = files(tmp_path, BAD, ["no item"], GOOD)
    ran = run("prove", items, "--source", tmp_path, "--json")
    assert ran.status == 1
    assert [(line["item"], line["verdict"]) for line in ran.lines()] == [
        ("bad", "fail"),
        ("line-2", "fail"),
        ("good", "pass"),
    ]
    assert "'fertilised' for 'unfertilised'" in ran.lines()[0]["checks"][-1]["evidence"]
    told = run("prove", items, "--source", article)
    assert "quotations" in told.err
    assert "pass    good" in told.err


def test_nothing_readable_is_status_2(run: Run, tmp_path: Path) -> None:
    items, article = files(tmp_path, ["no item"])
    assert run("prove", items, "--source", article, "--json").status == 2
    assert run("prove", tmp_path / "none.jsonl", "--source", article).status == 2
    assert run("prove", items, "--source", tmp_path / "none.md").status == 2


def test_without_sources_the_ingested_ones_are_looked_up(run: Run, tmp_path: Path) -> None:
    items, article = files(tmp_path, GOOD)
    assert run("ingest", article, "--json").status == 0
    assert run("prove", items, "--json").status == 0


def test_a_recorded_model_solves_blind_too(run: Run, tmp_path: Path) -> None:
    items, article = files(tmp_path, GOOD)
    ran = run("prove", items, "--source", article, "--model", f"scripted:{tmp_path / 'no.jsonl'}", "--json")
    assert ran.status == 2
    assert "no.jsonl" in ran.err


def test_a_recorded_model_examines_and_items_are_told_in_order(run: Run, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (PROOFS / "items.jsonl").read_text().splitlines()]
    named = {row["item"]["id"]: row for row in rows}
    chosen = [named[name] for name in ("third-098", "third-097", "third-014")]
    file = tmp_path / "items.jsonl"
    file.write_text("".join(json.dumps(row["item"]) + "\n" for row in chosen))
    sources = [part for row in chosen for part in ("--source", PROOFS / row["sources"][0])]
    ran = run("prove", file, *sources, "--model", f"scripted:{RECORDED}", "--json")
    assert ran.status == 1
    lines = ran.lines()
    assert [line["item"] for line in lines] == ["third-098", "third-097", "third-014"]
    examined = [next(c for c in line["checks"] if c["name"] == "examination") for line in lines]
    assert [check["verdict"] for check in examined] == ["pass", "fail", "pass"]
    assert [check["cost"]["calls"] for check in examined] == [1, 2, 1]
    assert lines[1]["checks"][-1]["name"] == "examination"
