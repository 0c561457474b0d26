"""The suite on novelty: labelled pairs are read strictly, and figures tell what was taken for what."""

import json
from pathlib import Path

import pytest

from evals.item_pairs import ITEM_PAIRS, read_item_pairs
from evals.item_row import alike_pairs, row_figures
from evals.runner import run_suite
from evals.suite import Setting
from evals.suites import novelty
from evals.suites.novelty import NoveltySuite
from itemwright.errors import BadInput
from itemwright.index.embedding import HashEmbedder
from tests.proving.plain_items import choice, free, short, true_false

SHORT = {"type": "short_answer", "stem": "Which gas do plants take in?", "key": "carbon dioxide"}
PAIR = {"id": "one", "subject": "plants", "label": "copy", "kind": "verbatim", "one": SHORT, "other": SHORT}


def written(folder: Path, **changed: object) -> Path:
    path = folder / "pairs.jsonl"
    path.write_text(json.dumps(PAIR | changed) + "\n")
    return path


def test_our_pairs_cover_each_relation_in_both_halves_of_other_subjects() -> None:
    dev, held_out = (read_item_pairs(ITEM_PAIRS / split) for split in ("dev", "held_out"))
    assert len(dev) + len(held_out) >= 240
    assert not {pair.subject for pair in dev} & {pair.subject for pair in held_out}
    assert len({pair.id for pair in (*dev, *held_out)}) == len(dev) + len(held_out)
    for pairs in (dev, held_out):
        labels = [pair.label for pair in pairs]
        assert min(labels.count(label) for label in ("copy", "near", "parallel", "new")) >= 20
        assert len({pair.subject for pair in pairs}) >= 5


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"label": "alike"}, "pairs.jsonl, line 1, label"),
        ({"one": {"type": "short_answer", "stem": "What?"}}, "field 'key' is missing"),
        ({"one": SHORT | {"stem": ""}}, "pairs.jsonl, line 1, short_answer.stem"),
    ],
)
def test_what_is_no_pair_is_refused_with_its_place(
    tmp_path: Path, changed: dict[str, object], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        read_item_pairs(written(tmp_path, **changed))
    with pytest.raises(BadInput, match="No pairs in"):
        read_item_pairs(tmp_path / "absent")


def test_the_suite_tells_what_was_taken_for_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(novelty, "ROW", 60)
    other = {"type": "short_answer", "stem": "Which planet has the most visible rings?", "key": "Saturn"}
    path = written(tmp_path)
    wrong = PAIR | {"id": "two", "other": other}
    path.write_text(path.read_text() + json.dumps(wrong) + "\n")
    report = run_suite(NoveltySuite(), Setting(data=path))
    assert report.costly == ("two",)
    assert report.verdicts == {"one": "pass", "two": "fail"}
    assert report.figures["recall of copy"].value == 0.5
    assert report.figures["copies taken for new by words alone"].value == 0.5
    assert report.figures["precision of copy"].value == 1.0
    row = {name: figure.value for name, figure in report.figures.items()}
    assert report.figures["items that read like an earlier one"].n == 60
    assert (
        row["items that read like an earlier one"] == row["items that the product itself finds repeated"] == 0
    )
    places = report.figures["key off an even place, of 4 options"]
    assert places.value <= 1.5 / places.n  # as even as so few items can be
    assert row["key longest of 4 options"] <= 0.35
    assert 0.3 <= row["true of true-or-false"] <= 0.7
    assert row["types delivered as ordered"] >= 0.95


def test_a_row_is_held_to_places_lengths_truths_and_types() -> None:
    items = [
        choice("What is dark?", "night", "daylight", "noon", "morning"),
        choice("Who wrote Emma?", "Jane Austen herself", "Brontë", "Eliot", "Wells"),
        true_false("Iron rusts.", True),
        short("Which planet has rings?", "Saturn"),
    ]
    ordered = ["multiple_choice", "multiple_choice", "true_false", "cloze"]
    found = dict(row_figures(items, ordered, HashEmbedder()))
    told = {name: figure.value for name, figure in found.items() if figure is not None}
    assert told["key off an even place, of 4 options"] == 0.75
    assert told["key longest of 4 options"] == 0.5
    assert told["true of true-or-false"] == 1.0
    assert told["types delivered as ordered"] == 0.75
    assert told["items that read like an earlier one"] == 0.0


def test_pairs_that_read_alike_are_found_by_meaning_or_by_words() -> None:
    one, other = free("Why does damp iron rust so fast?", "a"), free("Why does damp iron rust so fast?", "b")
    assert alike_pairs([one, short("Which planet has rings?", "Saturn"), other], HashEmbedder()) == [(0, 2)]
    assert alike_pairs([], HashEmbedder()) == []
