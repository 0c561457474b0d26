"""itemwright cards: cards as drafts on standard output, a report at the end of standard error."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.writing.written_samples import KILNS


def test_cards_from_a_file_are_lines_with_quotations(run: Run, tmp_path: Path) -> None:
    text = (
        "# Hash tables\n\nA hash table is a data structure that stores each value under a key with a hash.\n"
    )
    file = tmp_path / "containers.md"
    file.write_text(text, encoding="utf-8")
    ran = run("cards", file, "--json")
    assert ran.status == 0
    (line,) = ran.lines()
    assert (line["card"]["concept"], line["reviewed"], line["status"]) == ("hash-table", False, "added")
    for quotation in line["quotations"]:
        assert text[quotation["start"] : quotation["end"]] == quotation["quote"]
    report = json.loads(ran.err.splitlines()[-1])
    assert (report["sources"], report["cards"], report["calls"], report["cost"]) == (1, 1, 0, 0.0)
    shown = run("cards", file)
    assert shown.status == 0
    assert "hash table [hash-table, kept] is a data structure" in shown.out


def test_an_article_that_gives_none_is_a_shortfall(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "poem.md"
    file.write_text("# Poem\n\nThe moon was high, and we went on our way that night.\n", encoding="utf-8")
    ran = run("cards", file, "--json")
    assert ran.status == 1
    assert json.loads(ran.err.splitlines()[-1])["empty"] == [str(file)]


def test_a_source_or_model_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    absent = run("cards", "absent.md")
    assert (absent.status, "absent.md" in absent.err) == (2, True)
    file = tmp_path / "kilns.md"
    file.write_text(KILNS, encoding="utf-8")
    strange = run("cards", file, "--model", "telepathy:me")
    assert (strange.status, "telepathy:me" in strange.err) == (2, True)


def test_a_recorded_model_writes_items_and_is_journaled(run: Run, tmp_path: Path) -> None:
    """`generate --model` end to end: what the recording does not hold is told, and nothing is made up."""
    file = tmp_path / "kilns.md"
    file.write_text(KILNS, encoding="utf-8")
    replies = tmp_path / "replies.jsonl"
    replies.write_text("", encoding="utf-8")
    assert run("ingest", file).status == 0
    ran = run("generate", "--model", f"scripted:{replies}", "--count", 2, "--source", file, "--json")
    assert ran.status == 1
    report = json.loads(ran.err.splitlines()[-1])
    assert (report["requested"], report["delivered"], ran.out) == (2, 0, "")
    assert {each["code"] for each in report["dropped"]} == {"model_failed"}
