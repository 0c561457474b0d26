"""The sheet tells nothing of who wrote an item; agreement is that of published examples."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from sklearn.metrics import cohen_kappa_score

from evals.key_file import read_answer_key
from evals.key_item import as_item
from evals.rating import command
from evals.rating.agreement import Judged, agreement, cohens_kappa, gwets_ac1, read_ratings
from evals.rating.row import row_of
from evals.rating.sheet import COLUMNS, Sheet, make_sheet, write_sheet
from evals.subject import ANSWER_KEY
from itemwright.domain.item import ITEM, Item
from itemwright.errors import BadInput
from tests.one_of_each import COMMON, SPECIFIC

KEYED = [as_item(item) for item in read_answer_key(ANSWER_KEY)]


def _pool(writer: str) -> list[Item]:
    """One item of each type, marked wherever a rater has no business to look."""
    return [
        ITEM.validate_python(
            {**COMMON, "stem": f"What is {kind}?", "explanation": "So it is.", "type": kind,
             "id": f"{writer}-{kind}",
             "family": f"{writer}family/{kind}", "provenance": {"writer": writer}, **fields}
        )
        for kind, fields in SPECIFIC.items()
    ]  # fmt: skip


def _sheet(count: int = 20, seed: int = 3) -> Sheet:
    return make_sheet([_pool("MACHINE"), KEYED], count, seed)


def _filled(path: Path, verdicts: list[str], reason: str = "") -> Path:
    """A copy of the sheet's table with verdicts."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    filled = path.with_name(f"{len(list(path.parent.iterdir()))}.csv")
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(
            row | {"verdict": verdict, "reason": reason} for row, verdict in zip(rows, verdicts, strict=True)
        )
    return filled


def test_a_sheet_is_shuffled_from_all_pools_and_the_same_again() -> None:
    sheet = _sheet()
    assert sheet == _sheet()
    assert Counter(sheet.origins.values()) == {"MACHINE": 10, "people": 10}
    order = [sheet.origins[row.id] for row in sheet.rows]
    assert order not in (["MACHINE", "people"] * 10, ["people", "MACHINE"] * 10, sorted(order))
    assert [row.id.split("-")[1] for row in sheet.rows] == [f"{n:03d}" for n in range(1, 21)]
    assert _sheet(seed=4).name != sheet.name
    with pytest.raises(BadInput, match="not 400"):
        _sheet(400)


def test_neither_page_nor_table_says_who_wrote_an_item(tmp_path: Path) -> None:
    page, table, origins = write_sheet(make_sheet([_pool("MACHINE")], 14, 1), tmp_path)
    for text in (page.read_text(encoding="utf-8"), table.read_text(encoding="utf-8")):
        assert "machine" not in text.casefold()
        assert "CANARY hint" not in text
        assert "CANARY quote" not in text
    assert origins.read_text(encoding="utf-8").count("MACHINE") == 14


def test_the_table_has_a_row_an_item_with_room_for_verdict_and_reason(tmp_path: Path) -> None:
    sheet = _sheet()
    _, table, _ = write_sheet(sheet, tmp_path)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [row.id for row in sheet.rows]
    assert {row["verdict"] + row["reason"] for row in rows} == {""}
    assert all(row["stem"] and row["key"] for row in rows)


def test_what_would_be_a_formula_or_a_tag_is_text(tmp_path: Path) -> None:
    base = _pool("MACHINE")[0]
    odd = base.model_copy(
        update={"stem": "=cmd|'/c calc'!A1", "explanation": "</script><script>alert(1)</script>"}
    )
    page, table, _ = write_sheet(make_sheet([[odd]], 1, 1), tmp_path)
    assert "'=cmd|" in table.read_text(encoding="utf-8")
    text = page.read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert text.count("</script>") == 2
    assert "default-src &#39;none&#39;" in text


def test_the_page_can_be_filled_in_without_script(tmp_path: Path) -> None:
    page, _, _ = write_sheet(_sheet(), tmp_path)
    text = page.read_text(encoding="utf-8")
    assert text.count('type="radio"') == 60
    assert text.count("<textarea") == 20
    assert "<noscript>" in text
    assert '<footer id="bar" hidden>' in text
    assert "http://" not in text
    assert "https://" not in text


@pytest.mark.parametrize("kind", sorted(SPECIFIC))
def test_every_type_shows_its_key(kind: str) -> None:
    item = next(item for item in _pool("MACHINE") if item.type == kind)
    row = row_of(item, "x-001")
    assert row.key
    assert all(row.key)
    shown = {"multiple_choice": "B. option b", "numeric": "CANARY", "ordering": "1. ", "matching": "1. "}
    if kind in ("multiple_choice", "ordering", "matching"):
        assert row.key[0].startswith(shown[kind])
    if kind == "multiple_response":
        assert row.key == ("A. option a", "C. option c")


def _pairs(table: dict[Judged, int]) -> list[Judged]:
    return [pair for pair, count in table.items() for _ in range(count)]


def test_kappa_is_the_one_of_another_library() -> None:
    pairs = _pairs({("usable", "usable"): 17, ("usable", "edit"): 5, ("edit", "edit"): 6,
                    ("reject", "edit"): 3, ("reject", "reject"): 4,
                    ("edit", "usable"): 2, ("reject", "usable"): 1})  # fmt: skip
    one, other = zip(*pairs, strict=True)
    assert cohens_kappa(pairs) == pytest.approx(cohen_kappa_score(one, other))


def test_ac1_is_the_published_one_where_kappa_fails() -> None:
    # The table of Feinstein and Cicchetti (1990) on which raters agree on 118 of 125, as Gwet (2002) has it.
    pairs = _pairs({("usable", "usable"): 118, ("usable", "reject"): 5, ("reject", "usable"): 2})
    assert cohens_kappa(pairs) == pytest.approx(-0.0234, abs=5e-4)
    assert gwets_ac1(pairs, categories=2) == pytest.approx(0.9408, abs=5e-4)


def test_two_filled_sheets_are_held_against_each_other(tmp_path: Path) -> None:
    sheet = _sheet()
    _, table, origins = write_sheet(sheet, tmp_path)
    one = _filled(table, ["usable"] * 10 + ["edit"] * 6 + ["reject"] * 4)
    other = _filled(table, [" Usable"] * 9 + ["edit"] * 7 + ["REJECT"] * 4, reason="two answers fit")
    found = agreement(read_ratings(one), read_ratings(other))
    assert found.raw.value == 0.95
    assert found.kappa is not None
    assert found.ac1 is not None
    assert found.kappa.low < found.kappa.value < found.kappa.high <= 1.0
    assert found.ac1.n == 20
    assert [each.id for each in found.differences] == [sheet.rows[9].id]
    assert found.differences[0].other.reason == "two answers fit"
    run = CliRunner().invoke(command.agree, [str(one), str(other), "--origins", str(origins)])
    assert run.exit_code == 0, run.output
    for told in ("Cohen's kappa", "Gwet's AC1", "usable, MACHINE", "usable, people", sheet.rows[9].id):
        assert told in run.output


def test_one_verdict_for_all_leaves_kappa_undefined(tmp_path: Path) -> None:
    _, table, _ = write_sheet(_sheet(), tmp_path)
    ratings = read_ratings(_filled(table, ["usable"] * 20))
    found = agreement(ratings, ratings)
    assert found.kappa is None
    assert found.ac1 is not None
    assert found.ac1.value == 1.0


def test_open_unknown_and_strange_ratings_are_named(tmp_path: Path) -> None:
    sheet = _sheet()
    _, table, _ = write_sheet(sheet, tmp_path)
    first = sheet.rows[0].id
    with pytest.raises(BadInput, match=f"20 of 20 items have no verdict: {first}"):
        read_ratings(table)
    with pytest.raises(BadInput, match=rf"item '{first}': unknown verdict 'usabel', did you mean 'usable'"):
        read_ratings(_filled(table, ["usabel"] + ["edit"] * 19))
    with pytest.raises(BadInput, match="use one of usable, edit, reject"):
        read_ratings(_filled(table, ["7"] + ["edit"] * 19))
    full = read_ratings(_filled(table, ["edit"] * 20))
    with pytest.raises(BadInput, match=f"Item '{first}' stands in the second file alone"):
        agreement({id_: rating for id_, rating in full.items() if id_ != first}, full)
    with pytest.raises(BadInput, match="cannot be read"):
        read_ratings(tmp_path / "absent.csv")
    (tmp_path / "other.csv").write_text("id,stem\n1,Why?\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no column 'verdict'"):
        read_ratings(tmp_path / "other.csv")
    twice = _filled(table, ["edit"] * 20)
    twice.write_text(twice.read_text(encoding="utf-8") + f"{first},,,,,,,edit,\n", encoding="utf-8")
    with pytest.raises(BadInput, match="stands there twice"):
        read_ratings(twice)


def test_origins_of_another_sheet_are_refused(tmp_path: Path) -> None:
    _, table, _ = write_sheet(_sheet(), tmp_path)
    _, _, others = write_sheet(_sheet(seed=9), tmp_path / "other")
    filled = str(_filled(table, ["edit"] * 20))
    run = CliRunner().invoke(command.agree, [filled, filled, "--origins", str(others)])
    assert isinstance(run.exception, BadInput)
    assert "made with the sheet" in str(run.exception)
