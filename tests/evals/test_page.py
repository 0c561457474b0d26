"""The page of a run: nothing a case says can run, no case is left out, every picture is told in words."""

import base64
import json
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from evals.case import CaseResult, Verdict
from evals.comparison import Comparison, compare
from evals.figure import Figure
from evals.page import write_page
from evals.plot import Bars, Confusion, Plot, ReliabilityDiagram, RiskCoverage, Scatter
from evals.report import Report, SuiteReport

HOSTILE = [
    "</script><img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<!--<script>",
    "{{ 7 * 7 }}{% for a in b %}${7 * 7}", "\"><svg onload=alert(1)>' autofocus onfocus='alert(1)",
    "&lt;b&gt;bold&lt;/b&gt; &amp; more", "</style></title></textarea></template>", "javascript:alert(1)",
]  # fmt: skip
HIDING = {
    "\u202egnp.exe": "U+202E", "NUL \x00 inside": "U+0000", "half \ud800 a pair": "U+D800",
    "between\u200bwords": "U+200B", "tag \U000e0041": "U+E0041",
}  # fmt: skip
DATA = {("data", "application/json"), ("packed", "text/plain")}
LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "xlink:href"}
VOID = {"meta", "input", "br", "hr", "img", "link"}


class Read(HTMLParser):
    """Elements with their attributes and the text inside each, as a browser without scripts sees them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.text: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside: list[str] = []
        self.elements.append((tag, {name: value or "" for name, value in attrs}, inside))
        if tag not in VOID:
            self._open.append((tag, inside))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop()[0] == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for _, inside in self._open:
            inside.append(data)
        if not {"script", "style"} & {tag for tag, _ in self._open}:
            self.text.append(data)

    def all(self, tag: str) -> list[tuple[dict[str, str], str]]:
        return [(attributes, "".join(inside)) for name, attributes, inside in self.elements if name == tag]

    def by_id(self, id_: str) -> str:
        [found] = ["".join(inside) for _, attributes, inside in self.elements if attributes.get("id") == id_]
        return found

    def seen(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.text))


def case(id_: str, verdict: Verdict = "fail", **more: Any) -> CaseResult:
    return CaseResult(**{"id": id_, "group": "g", "kind": "k", "verdict": verdict, **more})


def suite(*failing: CaseResult, name: str = "grading", **more: Any) -> SuiteReport:
    verdicts: dict[str, Verdict] = {"good": "pass", **{each.id: each.verdict for each in failing}}
    fields: dict[str, Any] = {
        "name": name, "costly_error": "full marks for a wrong answer", "n": len(verdicts), "figures": {},
        "failing": failing, "verdicts": verdicts, "costly": tuple(c.id for c in failing if c.costly),
    }  # fmt: skip
    return SuiteReport(**(fields | more))


def report(*suites: SuiteReport, **more: Any) -> Report:
    fields: dict[str, Any] = {
        "suites": suites, "commit": "abc1234", "model": "builtin", "prompts": {}, "corpus": "10a2", "seed": 0,
        "cost": 0.0, "seconds": 1.0,
    }  # fmt: skip
    return Report(**(fields | more))


def page(run: Report, folder: Path, comparison: Comparison | None = None) -> str:
    write_page(run, comparison, folder / "report.html")
    return (folder / "report.html").read_text(encoding="utf-8")


def packed(html: str) -> list[str]:
    cases: list[str] = json.loads(zlib.decompress(base64.b64decode(Read(html).by_id("packed"))))
    return cases


def figure(value: float, spread: float = 0.02) -> Figure:
    return Figure(value=value, low=value - spread, high=value + spread, n=100, better="higher")


def everywhere(text: str) -> Report:
    """The text in each place that a report has for one."""
    item = {
        "type": "multiple_choice", "stem": text, "code": text, "language": text, "key": text,
        "options": [{"id": text, "text": text, "why_wrong": text}],
        "citations": [{"quote": text, "path": text}],
        "explanation": text, "id": text, "tags": [text],
    }  # fmt: skip
    shown = {
        text: text, "question": text, "answer": text, "reference": [text], "item": item,
        "grade": {"score": 0.5, "label": text, "reason": text, "feedback": text, "more": text,
                  "criteria": [{"point": text, "status": text, "quote": text, "weight": 1.0}]},
        "rows": [{"a": text, text: 1}, {"a": text, text: 2}], "deep": {"a": [{"b": [{text: [text]}]}]},
        "matching": {"pairs": {"left": [{"id": "l", "text": text}], "right": [{"id": "r", "text": text}]},
                     "key": {"l": "r"}},
        "ordering": {"steps": [{"id": "s", "text": text}], "key": ["s"]},
        "cloze": {"blanks": [{"id": "b", "accepts": [text], "pool": [text]}], "key": {"b": text}},
        "table": {"grid": [["", text], [text, "___"]], "cells": [{"id": "c", "row": text, "column": text}],
                  "key": {"c": text}},
        "traceback": f"Traceback (most recent call last):\n{text}", "long": text + " word" * 400,
    }  # fmt: skip
    bad = case(
        text, "error", kind=text, group=text, costly=True, reasons=(text, f"{text}\n\n\n"), shown=shown,
        numbers={text: 0.5},
    )  # fmt: skip
    plots: tuple[Plot, ...] = (
        ReliabilityDiagram(title=text, bins=((0.5, 0.4, 10),)),
        RiskCoverage(title=text, points=((0.5, 0.1), (1.0, 0.2))),
        Confusion(title=text, labels=(text, "b"), counts=((3, 1), (0, 2))),
        Scatter(title=text, x=text, y=text, points=((0.0, 1.0), (1.0, 3.0))),
        Bars(title=text, unit=text, amounts=((text, 2.0),)),
    )
    return report(
        suite(bad, name=text, figures={text: figure(0.5)}, plots=plots, missing=(text,), costly_error=text),
        commit=text, model=text, prompts={text: text}, corpus=text, data=text,
    )  # fmt: skip


def judged(run: Report) -> Comparison:
    """Held against a run in which nothing failed and every figure was higher."""
    before = []
    for each in run.suites:
        passed: dict[str, Any] = {"verdicts": dict.fromkeys(each.verdicts, "pass"), "costly": ()}
        before.append(each.model_copy(update=passed | {"figures": dict.fromkeys(each.figures, figure(0.9))}))
    return compare(run.model_copy(update={"suites": tuple(before)}), run)


def harmless(html: str, fragment: str = "") -> Read:
    """Checks that a page, or a case that the script lays out, has no element and no attribute that acts."""
    read = Read(html)
    for tag, attributes, _ in read.elements:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert not LOADING & set(attributes), (tag, attributes)
        assert tag not in {"img", "iframe", "object", "embed", "link", "base", "textarea", "template"}
        if "href" in attributes:
            assert attributes["href"].startswith("#")
        if tag == "script" and attributes:
            assert (attributes["id"], attributes["type"]) in DATA
    assert len(read.all("script")) == (0 if fragment else 3)
    assert len(read.all("style")) == (0 if fragment else 1)
    return read


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_wherever_it_stands_and_is_no_element(text: str, tmp_path: Path) -> None:
    run = everywhere(text)
    html = page(run, tmp_path, judged(run))
    read = harmless(html)
    assert read.seen().count(re.sub(r"\s+", " ", text)) > 40
    [one] = packed(html)
    assert text in harmless(one, "case").seen()
    [told] = json.loads(read.by_id("data"))
    assert (told["suite"], told["id"], told["kind"]) == (text, text, text)


def test_hostile_texts_leave_the_scripts_and_the_policy_as_they_are(tmp_path: Path) -> None:
    def fixed(html: str) -> tuple[str, str, str]:
        read = Read(html)
        [policy] = [each["content"] for each, _ in read.all("meta") if "http-equiv" in each]
        return policy, read.all("script")[2][1], read.all("style")[0][1]

    policy, script, style = fixed(page(report(), tmp_path))
    for text in [*HOSTILE, *HIDING]:
        assert fixed(page(everywhere(text), tmp_path)) == (policy, script, style)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"\beval\b|new Function|document\.write", script)


@pytest.mark.parametrize(("text", "number"), HIDING.items())
def test_characters_that_hide_are_shown_by_their_numbers(text: str, number: str, tmp_path: Path) -> None:
    run = everywhere(text)
    html = page(run, tmp_path, judged(run))
    read = harmless(html)
    assert read.seen().count(number) > 40
    [one] = packed(html)
    assert number in Read(one).seen()
    [told] = json.loads(read.by_id("data"))
    options = [attributes.get("value") for attributes, _ in read.all("option")]
    assert told["suite"] in options
    assert [told["kind"]] == json.loads(read.all("form")[0][0]["data-kinds"])[told["suite"]]
    hiding = next(iter(set(text) & set("\u202e\x00\ud800\u200b\U000e0041")))
    assert hiding not in read.seen()
    assert hiding not in one


def test_joined_letters_and_other_scripts_stay_as_they_are(tmp_path: Path) -> None:
    texts = ["می‌خواهم", "שלום עולם", "👩‍🔬 measures", "naïve — 漢字"]
    html = page(report(suite(case("c", shown={"answer": " | ".join(texts)}))), tmp_path)
    assert all(text in html for text in texts)
    assert 'dir="auto"' in html


def test_every_failing_case_is_in_the_data_and_in_the_pack(tmp_path: Path) -> None:
    cases = [case(f"q{n}/a", shown={"answer": f"answer number {n}"}) for n in range(60)]
    other = [case("q1/a", "missing", costly=True), case("q2/a", "error")]
    html = page(report(suite(*cases), suite(*other, name="solving")), tmp_path)
    told = json.loads(Read(html).by_id("data"))
    listed = {(each["suite"], each["id"]) for each in told}
    assert listed == {("grading", each.id) for each in cases} | {("solving", "q1/a"), ("solving", "q2/a")}
    assert len({each["anchor"] for each in told}) == len(told) == 62
    laid_out = packed(html)
    for record, one in zip(told, laid_out, strict=True):
        read = Read(one)
        assert read.all("article")[0][0]["id"] == record["anchor"]
        assert record["id"] in read.seen()
    assert all(any(f"answer number {n}<" in one for one in laid_out) for n in range(60))


def test_costly_errors_stand_first_and_the_first_cases_need_no_script(tmp_path: Path) -> None:
    cases = [case(f"c{n}", costly=n == 45) for n in range(50)]
    html = page(report(suite(*cases)), tmp_path)
    told = json.loads(Read(html).by_id("data"))
    assert [each["id"] for each in told][:3] == ["c45", "c0", "c1"]
    articles = [each["id"] for each, _ in Read(html).all("article")]
    assert articles == [each["anchor"] for each in told[:25]]
    assert "Without JavaScript the first 25 of 50 failing cases are shown" in Read(html).seen()


def test_a_case_is_shown_with_its_verdict_reasons_and_numbers(tmp_path: Path) -> None:
    one = case(
        "c/1", "missing", costly=True, reasons=("no key was given",), numbers={"score": 0.125},
        shown={"question": "Why?", "answer": "Because.", "empty": None},
    )  # fmt: skip
    seen = Read(page(report(suite(one)), tmp_path)).seen()
    for told in ("c/1", "gave no answer", "costly error", "no key was given", "0.125", "Because.", "empty"):
        assert told in seen


def test_regressions_are_named_and_linked_to_their_cases(tmp_path: Path) -> None:
    run = report(
        suite(*[case(f"c {n}") for n in range(30)], figures={"label accuracy": figure(0.5)}),
        suite(case("new"), name="solving"),
    )
    html = page(run, tmp_path, judged(run))
    read = Read(html)
    assert "label accuracy: 0.900 -> 0.500" in read.seen()
    assert "30 cases fail that passed, 0 mended" in read.seen()
    anchors = {each["anchor"] for each in json.loads(read.by_id("data")) if each["new"]}
    links = {each["href"][1:] for each, _ in read.all("a") if each["href"].startswith("#case/")}
    assert links == anchors == {f"case/grading/c%20{n}" for n in range(30)}
    assert "2 regressions against the accepted run" in read.seen()


def test_a_case_that_is_gone_is_named_without_a_link(tmp_path: Path) -> None:
    before = report(suite(case("gone"), case("kept")))
    after = report(suite(case("kept")))
    html = page(after, tmp_path, compare(before, after))
    assert "<li>gone</li>" in html
    assert "#case/grading/gone" not in html


def test_without_regressions_the_page_says_so(tmp_path: Path) -> None:
    run = report(suite(case("c"), figures={"label accuracy": figure(0.5)}))
    seen = Read(page(run, tmp_path, compare(run, run))).seen()
    assert "Nothing got worse beyond chance than in the accepted run" in seen
    assert "1 of 2 cases in 1 suite did not pass" in seen
    assert "this run was not held against an accepted one" in Read(page(run, tmp_path)).seen()


PLOTS: list[tuple[Plot, list[str]]] = [
    (ReliabilityDiagram(title="How sure", bins=((0.55, 0.41, 12), (0.9, 0.8, 30), (0.2, 0.0, 0))),
     ["0.550", "0.410", "12", "0.900", "30"]),
    (RiskCoverage(title="Risk", points=((0.1, 0.0), (0.5, 0.125), (1.0, 0.25))), ["0.500", "0.125", "0.250"]),
    (Confusion(title="Labels", labels=("right", "partly_right"), counts=((31, 4), (6, 120))),
     ["right", "partly right", "31", "4", "6", "120", "126"]),
    (Scatter(title="Guessed", x="prior", y="observed", points=((0.0, 1.0), (1.0, 3.5), (2.0, 4.0))),
     ["prior, from", "observed: mean", "3.50", "4"]),
    (Bars(title="Cost", unit="US dollars", amounts=(("writing", 0.5), ("solving", 2.25))), ["0.500", "2.25"]),
]  # fmt: skip


@pytest.mark.parametrize(("plot", "numbers"), PLOTS, ids=lambda each: getattr(each, "kind", ""))
def test_a_plot_has_a_name_a_sentence_and_its_numbers_in_a_table(
    plot: Plot, numbers: list[str], tmp_path: Path
) -> None:
    read = Read(page(report(suite(plots=(plot,))), tmp_path))
    [picture] = [each for each, _ in read.all("svg") if each.get("aria-labelledby")]
    assert picture["role"] == "img"
    assert read.by_id(picture["aria-labelledby"]) == plot.title
    described = read.by_id(picture["aria-describedby"])
    assert len(described) > 30
    [(drawn_as, drawn)] = read.all("figure")
    assert drawn.count(described) == 2
    [(_, cells)] = [each for each in read.all("table") if numbers[0] in each[1] and "Suite" not in each[1]]
    assert all(number in cells for number in numbers)
    assert drawn_as["class"] == f"plot {plot.kind}"


EMPTY: list[Plot] = [
    ReliabilityDiagram(title="t", bins=((0.5, 0.5, 0),)), RiskCoverage(title="t", points=()),
    Confusion(title="t", labels=("a",), counts=((0,),)), Bars(title="t", unit="u", amounts=()),
    Scatter(title="t", x="x", y="y", points=((float("nan"), 1.0),)),
]  # fmt: skip


@pytest.mark.parametrize("plot", EMPTY, ids=lambda plot: plot.kind)
def test_a_plot_without_data_says_so(plot: Plot, tmp_path: Path) -> None:
    read = Read(page(report(suite(plots=(plot,))), tmp_path))
    assert "There is nothing to draw: no cases." in read.seen()
    assert read.all("svg") == []


ALIKE: list[Plot] = [
    ReliabilityDiagram(title="t", bins=((1.0, 0.0, 1),)), RiskCoverage(title="t", points=((1.0, 0.0),)),
    Confusion(title="t", labels=("a", "b"), counts=((0, 0), (0, 9))),
    Scatter(title="t", x="x", y="y", points=((2.0, 2.0), (2.0, 2.0))),
    Bars(title="t", unit="u", amounts=(("a", 0.0), ("b", -3.0), ("c", float("inf")))),
]  # fmt: skip


@pytest.mark.parametrize("plot", ALIKE, ids=lambda plot: plot.kind)
def test_a_plot_of_one_value_is_drawn_within_its_frame(plot: Plot, tmp_path: Path) -> None:
    read = Read(page(report(suite(plots=(plot,))), tmp_path))
    [picture] = read.all("svg")
    width, height = (float(part) for part in picture[0]["viewbox"].split()[2:])
    for tag, attributes, _ in read.elements:
        places = [(float(attributes[name]), width) for name in ("x", "x1", "x2", "cx") if name in attributes]
        places += [
            (float(attributes[name]), height) for name in ("y", "y1", "y2", "cy") if name in attributes
        ]
        assert all(0 <= place <= most for place, most in places), (tag, attributes)


def test_a_figure_is_told_with_its_interval_n_and_the_accepted_value(tmp_path: Path) -> None:
    run = report(suite(case("c"), figures={"label accuracy": figure(0.5)}))
    html = page(run, tmp_path, judged(run))
    label = Read(html).all("svg")[0][0]["aria-label"]
    assert label == "0.500, between 0.480 and 0.520; accepted 0.900; on a scale from 0 to 1"
    seen = Read(html).seen()
    for told in ("label accuracy", "0.480 to 0.520", "−0.400", "worse", "higher is better"):
        assert told in seen


def test_the_page_loads_nothing(tmp_path: Path) -> None:
    run = everywhere("plain words")
    html = page(run, tmp_path, judged(run))
    harmless(html)
    assert not re.search(r"https?://|url\(|@import|\bfetch\(|XMLHttpRequest|WebSocket|import\(", html)
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_one_report_gives_one_page(tmp_path: Path) -> None:
    run = everywhere("</script>")
    assert page(run, tmp_path, judged(run)) == page(run, tmp_path, judged(run))
    again = Report.model_validate_json(run.model_dump_json())
    assert page(run, tmp_path) == page(again, tmp_path)


def test_ids_are_unique_and_every_link_within_the_page_leads_somewhere(tmp_path: Path) -> None:
    run = report(
        *[suite(case("a b"), case("a/b"), name=name, plots=[each for each, _ in PLOTS],
                figures={"right": figure(0.3)}) for name in ("grading", "solving")]
    )  # fmt: skip
    read = Read(page(run, tmp_path, judged(run)))
    ids = [attributes["id"] for _, attributes, _ in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {each["href"][1:] for each, _ in read.all("a")} <= set(ids)
    named = ("aria-labelledby", "aria-describedby")
    pointed = {each[name] for _, each, _ in read.elements for name in named if name in each}
    assert pointed <= set(ids)


NONE_FAILING = {"none": (), "empty": (suite(n=0, verdicts={}),), "all pass": (suite(),)}


@pytest.mark.parametrize("suites", NONE_FAILING.values(), ids=NONE_FAILING)
def test_a_report_without_failing_cases_has_a_page(suites: tuple[SuiteReport, ...], tmp_path: Path) -> None:
    read = harmless(page(report(*suites), tmp_path))
    passed = bool(suites and suites[0].n)
    assert ("None: every case passed." in read.seen()) is passed
    assert ("None: no case was tried." in read.seen()) is not passed
    assert read.all("form") == []
    assert read.by_id("data") == "[]"
