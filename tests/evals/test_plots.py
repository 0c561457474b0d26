"""What is told beside a picture is what the suite measured, and what the picture itself says."""

import re

from evals.figure import Figure
from evals.page.plots import draw
from evals.plot import ReliabilityDiagram, RiskCoverage

SURE = ReliabilityDiagram(title="t", bins=((0.55, 0.35, 10), (0.95, 0.9, 30)))
RISK = RiskCoverage(title="t", points=((0.2, 0.0), (0.8, 0.125), (1.0, 0.25)))
MEASURED = {
    "calibration error": Figure(value=0.03, low=0.02, high=0.05, n=40),
    "accuracy at 80% coverage": Figure(value=0.87, low=0.8, high=0.91, n=40),
}


def test_calibration_stands_beside_its_diagram() -> None:
    assert draw(SURE, "p", {}).beside == (
        ("Expected calibration error", "0.087"),  # (10 x .2 + 30 x .05) / 40
        ("Mean confidence", "0.850"),
        ("Share right", "0.762"),
        ("Cases", "40"),
    )
    assert draw(SURE, "p", MEASURED).beside[0][1] == "0.030 (0.020 to 0.050, n 40)"


def test_each_bin_is_drawn_with_its_n_and_its_interval() -> None:
    picture = str(draw(SURE, "p", {}).picture)
    counts = re.findall(r'<text class="bin" x="([\d.]+)"[^>]*>([\d,]+)<', picture)
    assert [n for _, n in counts] == ["10", "30"]
    assert float(counts[0][0]) < float(counts[1][0])
    whiskers = [
        [float(end) for end in ends]
        for ends in re.findall(r'<line class="whisker"[^>]* y1="([\d.]+)" y2="([\d.]+)"', picture)
    ]
    dots = [float(y) for y in re.findall(r'<circle class="dot"[^>]* cy="([\d.]+)"', picture)]
    assert all(high < dot < low for (low, high), dot in zip(whiskers, dots, strict=True))
    lengths = [low - high for low, high in whiskers]
    assert lengths[0] > lengths[1]  # fewer cases tell less


def test_accuracy_at_four_fifths_stands_beside_its_curve_and_is_marked() -> None:
    drawn = draw(RISK, "p", {})
    assert drawn.beside == (
        ("Accuracy at 80% coverage", "0.875"),
        ("Accuracy at 100%", "0.750"),
        ("Area under the curve", "0.125"),
    )
    assert draw(RISK, "p", MEASURED).beside[0][1] == "0.870 (0.800 to 0.910, n 40)"
    marked = re.findall(r'<circle class="dot" cx="([\d.]+)"', str(drawn.picture))
    assert marked == ["320.4"]  # four fifths of the frame
