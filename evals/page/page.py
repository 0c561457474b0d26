"""Writes `report.html`: one file that loads nothing, and in which no text of a case can run.

Three things keep a learner's words from running: every text is escaped, what is kept for later pages of
cases is packed so that no text stands in it, and a content policy admits our one script and our one style by
hash."""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.case import CaseResult, Verdict
from evals.comparison import Comparison
from evals.page.amount import amount, counted, duration, money, scalar
from evals.page.plots import draw
from evals.page.seen import bare, seen
from evals.page.shown import Block, blocks
from evals.page.summary import VERDICTS, figure_rows, suite_counts, verdict
from evals.report import Report

FIRST = 25
"""So many cases stand in the page itself; the others are laid out when they are asked for."""

_FOLDER = Path(__file__).resolve().parent


class Card(NamedTuple):
    """A failing case, ready to be laid out. `new`: the comparison names it in a regression."""

    anchor: str
    suite: str
    id: str
    group: str
    kind: str
    verdict: Verdict
    said: str
    costly: bool
    new: bool
    reasons: tuple[str, ...]
    blocks: tuple[Block, ...]
    numbers: tuple[tuple[str, str], ...]


def write_page(report: Report, comparison: Comparison | None, path: Path) -> None:
    """One file that needs nothing else: summary, regressions, plots, failing cases."""
    # A lone surrogate in a text is no reason to have no page.
    path.write_bytes(_page(report, comparison).encode("utf-8", "backslashreplace"))


def _page(report: Report, comparison: Comparison | None) -> str:
    environment = _environment()
    template = environment.get_template("case.html.j2").make_module()
    cards = _cards(report, comparison)
    written = [Markup(template.card(card)) for card in cards]  # type: ignore[attr-defined]  # a macro
    style, script = (Markup((_FOLDER / name).read_text(encoding="utf-8")) for name in ("page.css", "page.js"))
    known = {(card.suite, card.id) for card in cards}
    return environment.get_template("page.html.j2").render(
        report=report,
        comparison=comparison,
        policy=_policy(style, script),
        style=style,
        script=script,
        verdict=verdict(report, comparison),
        verdicts=VERDICTS,
        counts=[suite_counts(suite, comparison) for suite in report.suites],
        rows={suite.name: figure_rows(suite, comparison) for suite in report.suites},
        plots={
            suite.name: [
                draw(plot, f"plot-{at}-{n}", suite.figures) for n, plot in enumerate(suite.plots, start=1)
            ]
            for at, suite in enumerate(report.suites, start=1)
        },
        regressions=list(_regressions(comparison, known)),
        first=written[:FIRST],
        total=len(cards),
        kinds={
            bare(suite.name): sorted({bare(case.kind) for case in suite.failing})
            for suite in report.suites
            if suite.failing
        },
        new=any(card.new for card in cards),
        cases=_data(cards),
        packed=_packed(written),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "seen": seen,
        "bare": bare,
        "told": scalar,
        "amount": amount,
        "counted": counted,
        "duration": duration,
        "money": money,
        "anchor": _anchor,
    }
    return environment


def _anchor(suite: str, id_: str) -> str:
    """What a case is linked by: the same in every report that has it."""
    return "/".join(quote(part, safe="", errors="replace") for part in ("case", suite, id_))


def _cards(report: Report, comparison: Comparison | None) -> list[Card]:
    """All failing cases: costly errors first, then what is new, then in the order of the suites."""
    named = {
        (each.suite, id_) for each in (comparison.regressions if comparison else ()) for id_ in each.cases
    }
    cards = [
        _card(suite.name, case, (suite.name, case.id) in named)
        for suite in report.suites
        for case in suite.failing
    ]
    return sorted(cards, key=lambda card: (not card.costly, not card.new))


def _card(suite: str, case: CaseResult, new: bool) -> Card:
    return Card(
        anchor=_anchor(suite, case.id),
        suite=suite,
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict=case.verdict,
        said=VERDICTS[case.verdict],
        costly=case.costly,
        new=new,
        reasons=case.reasons,
        blocks=blocks(case.shown),
        numbers=tuple((name, amount(number)) for name, number in case.numbers.items()),
    )


def _regressions(
    comparison: Comparison | None, known: set[tuple[str, str]]
) -> Iterator[tuple[str, str, list[tuple[str, str | None]]]]:
    """Suite, what got worse, and the cases, each with its anchor where it is among the failing ones."""
    for each in comparison.regressions if comparison else ():
        cases = [
            (id_, _anchor(each.suite, id_) if (each.suite, id_) in known else None) for id_ in each.cases
        ]
        yield each.suite, each.what, cases


def _data(cards: list[Card]) -> Markup:
    """What the filters ask of every case, as JSON in which nothing can end the element that it stands in.
    Suites and kinds are bare as in the filters' options: a browser would not give a NUL back as it was."""
    records = [
        {
            "anchor": card.anchor,
            "suite": bare(card.suite),
            "id": card.id,
            "kind": bare(card.kind),
            "verdict": card.verdict,
            "costly": card.costly,
            "new": card.new,
        }
        for card in cards
    ]
    told = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        told = told.replace(character, f"\\u{ord(character):04x}")
    return Markup(told)


def _packed(written: list[Markup]) -> str:
    """The cases as they are laid out, in the order of the data: a JSON list, deflated, in base64. As plain
    text 5,000 cases are some 50 MB, which a browser reads for seconds before the page is ready."""
    told = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(told.encode("utf-8", "backslashreplace"), 6)).decode()


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, nothing is sent; only this style and this script count."""

    def allowed(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    return (
        f"default-src 'none'; style-src {allowed(style)}; script-src {allowed(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
