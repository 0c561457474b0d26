"""The suite on prompts replays what is recorded, and is honest without replies."""

from pathlib import Path

import pytest

from evals import recordings
from evals.article_set import article_files, article_library, judged_cases
from evals.figure import Figure
from evals.runner import run_suite
from evals.suite import Setting
from evals.suites.prompted import Prompted


def test_recorded_replies_fill_every_slot_with_verbatim_quotations() -> None:
    report = run_suite(Prompted(), Setting())
    figures: dict[str, Figure] = report.figures
    assert report.n >= 60
    for name in ("slots filled by the first call", "quoted verbatim", "of the type and level asked for"):
        assert figures[name].value == 1.0
    assert figures["first candidates that pass the proof"].value >= 0.8
    assert figures["calls for an item"].value <= 0.35
    assert figures["tokens for an item"].value <= 1300
    assert figures["points judged as people would"].value == 1.0


def test_without_replies_nothing_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(recordings, "FOLDER", tmp_path)
    monkeypatch.setattr(recordings.chat_model_of, "__defaults__", (tmp_path,))
    report = run_suite(Prompted(), Setting())
    assert report.n == 0
    assert "none is asked" in report.missing[0]


def test_the_kept_answers_have_a_credit_for_each_point() -> None:
    names = {file.name for file in article_files()}
    cases = list(judged_cases())
    assert len({case.id for case in cases}) == len(cases) >= 12
    for case in cases:
        assert len(case.points) == len(case.credits)
        assert case.group in names


def test_every_article_is_read_into_passages() -> None:
    for file in article_files():
        library = article_library(file)
        assert library.passages
        assert len(library.sources[0].text.split()) >= 300
