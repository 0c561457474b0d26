"""A report: what one run of suites found, and on what."""

import hashlib
import subprocess
from pathlib import Path

from pydantic import Field, ValidationError

from evals.case import CaseResult, Verdict
from evals.figure import Figure
from evals.plot import Plot
from evals.suite import Asked, Spent
from itemwright.domain.value import Value
from itemwright.errors import BadInput

ROOT = Path(__file__).resolve().parent.parent


class SuiteReport(Value):
    """What one suite found. `n` cases were tried; `failing` holds every one that did not pass."""

    name: str
    costly_error: str
    n: int
    figures: dict[str, Figure]
    failing: tuple[CaseResult, ...]
    verdicts: dict[str, Verdict]
    costly: tuple[str, ...] = ()
    """Ids of the cases that made the costly error."""
    plots: tuple[Plot, ...] = ()
    missing: tuple[str, ...] = ()
    spent: Spent = Field(default_factory=Spent)
    asked: Asked = Field(default_factory=Asked)
    seconds: float = 0.0


class Report(Value):
    """One run. `prompts` maps a prompt's `id@version` to its fingerprint; `cost` is US dollars."""

    suites: tuple[SuiteReport, ...]
    commit: str
    model: str
    prompts: dict[str, str]
    corpus: str
    seed: int
    cost: float | None
    tokens: int = 0
    seconds: float
    data: str | None = None
    """Name and digest of the cases given, None for our own."""

    def suite(self, name: str) -> SuiteReport | None:
        return next((suite for suite in self.suites if suite.name == name), None)


def read_report(path: Path) -> Report:
    """The report at `path`: a `report.json` or the folder that holds one.

    Raises:
        BadInput: there is none, or it is not one.
    """
    file = path / "report.json" if path.is_dir() else path
    try:
        return Report.model_validate_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadInput(
            f"No report at {str(file)!r}; make one with 'python -m evals run --out DIR'."
        ) from error
    except ValidationError as error:
        raise BadInput(f"{str(file)!r} is not a report of this version; run the suites again.") from error


def commit() -> str:
    """The short hash of the commit that is checked out, with `+` when files differ from it."""
    head = _git("rev-parse", "--short", "HEAD")
    return (
        f"{head}{'+' if _git('status', '--porcelain', '--untracked-files=no') else ''}" if head else "unknown"
    )


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip()


def digest(*paths: Path) -> str:
    """A fingerprint of files, and of all files in folders: names and contents."""
    found = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
        for file in files:
            found.update(file.relative_to(path.parent).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]
