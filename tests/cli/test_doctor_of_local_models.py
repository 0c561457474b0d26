"""doctor says whether a local model is whole and fits, before anything is loaded."""

import json
from pathlib import Path

import pytest

from tests.chat.test_local_files import model_in
from tests.cli.conftest import Run


def told(run: Run) -> tuple[bool, str]:
    checks = json.loads(run("doctor", "--json").out)["checks"]
    [found] = [check for check in checks if check["name"] == "local model"]
    return found["ok"], found["detail"]


def test_what_it_would_have_to_itself(run: Run) -> None:
    ok, detail = told(run)
    assert ok
    assert "ITEMWRIGHT_MODEL=local:FOLDER" in detail
    assert "billion parameters" in detail


def test_where_it_runs(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITEMWRIGHT_MODEL", f"local:{model_in(tmp_path)}")
    ok, detail = told(run)
    assert ok
    assert str(tmp_path) in detail
    assert "are free" in detail


def test_what_is_missing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (model_in(tmp_path) / "model.safetensors").rename(tmp_path / "pytorch_model.bin")
    monkeypatch.setenv("ITEMWRIGHT_MODEL", f"local:{tmp_path}")
    ok, detail = told(run)
    assert not ok
    assert "pickle" in detail
