"""Commands run in this process, on the tests' own data folder, with the prepared model."""

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from itemwright.cli import main
from itemwright.store.engine import Store

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus"


class Ran(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: Store, data_dir: Path
) -> Run:
    """`run("ingest", "corpus/")`; `typed` is what stands on standard input."""
    monkeypatch.setenv("ITEMWRIGHT_DATA_DIR", str(data_dir))

    def running(*arguments: object, typed: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        capsys.readouterr()
        status = _status([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return running


@pytest.fixture
def corpus(run: Run) -> Path:
    """The shipped corpus, ingested."""
    assert run("ingest", CORPUS, "--json").status == 0
    return CORPUS


def _status(arguments: Sequence[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    code = ended.value.code
    return code if isinstance(code, int) else 0 if code is None else 1
