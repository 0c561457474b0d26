"""The judge of two keys: what it is shown, what it may say, and how its own eyesight is counted."""

import asyncio
import json
from typing import Any

import pytest

from evals.case import Case, CaseResult
from evals.key_file import read_answer_key
from evals.key_item import KeyItem, as_item
from evals.key_judge import KeyComparison, KeyJudge, turned_round
from evals.subject import ANSWER_KEY
from evals.suites.judged import judged_figures, tried_judge, with_judgement
from itemwright.chat.base import Completion
from itemwright.chat.scripted import ScriptedModel
from itemwright.domain.item import Item
from itemwright.grading.exact import grade_response, needs_grader
from itemwright.structured import Answer, Unanswered

KEY = read_answer_key(ANSWER_KEY)
TURNED = [(as_item(key), turned_round(as_item(key))) for key in KEY]


def first(type_: str) -> KeyItem:
    return next(item for item in KEY if item.type == type_)


def reply(**fields: Any) -> str:
    sound = {
        "reasoning": "So it is.",
        "same_fact": True,
        "contradicts": False,
        "written_quote": "",
        "curated_quote": "",
    }
    return json.dumps(sound | fields)


def judged(written: Item, key: KeyItem, *replies: str) -> tuple[Any, str]:
    model = ScriptedModel(replies)
    return asyncio.run(KeyJudge(model).compare(written, key)), model.asked[0].user


def test_the_judge_reads_both_keys_and_the_curated_explanation_alone() -> None:
    key = first("multiple_choice")
    written = as_item(key).model_copy(update={"explanation": "SECRET", "takeaway": "SECRET"})
    found, user = judged(written, key, reply())
    assert found.value.same_fact
    assert user.count(f"Key: {key.options[key.key]}") == 2  # type: ignore[union-attr, index]
    assert user.count(key.explanation) == 1
    assert "SECRET" not in user


def test_a_contradiction_quotes_both_items_word_for_word() -> None:
    key = first("multiple_choice")
    ours, theirs = key.stem[:30], key.explanation[:30]
    said = reply(contradicts=True, written_quote=f" {ours}\n", curated_quote=theirs)
    found, _ = judged(as_item(key), key, said)
    assert found.value.contradicts
    for slip in ({"written_quote": "never said"}, {"curated_quote": ""}):
        made_up = reply(**{"contradicts": True, "written_quote": ours, "curated_quote": theirs} | slip)
        found, _ = judged(as_item(key), key, made_up, made_up)
        assert found.reason == "malformed"


@pytest.mark.parametrize(("item", "turned"), [pair for pair in TURNED if pair[1]], ids=lambda each: each.id)
def test_a_turned_key_is_wrong_and_nothing_else_changes(item: Item, turned: Item) -> None:
    assert not needs_grader(item)
    response = list(turned.key) if isinstance(turned.key, tuple) else turned.key
    assert grade_response(item, response).score < 0.9  # type: ignore[arg-type]
    assert turned.model_copy(update={"key": item.key}).model_dump(exclude={"blanks"}) == item.model_dump(
        exclude={"blanks"}
    )


def test_keys_of_most_choices_can_be_turned_and_those_of_texts_cannot() -> None:
    types = {item.type for item, turned in TURNED if turned}
    assert {"multiple_choice", "true_false", "multiple_response", "cloze", "matching", "ordering"} <= types
    assert not types & {"free_text", "short_answer", "numeric", "table"}


def judgement(contradicts: bool, same: bool = True) -> Answer[KeyComparison]:
    value = KeyComparison(
        reasoning="because", same_fact=same, contradicts=contradicts, written_quote="", curated_quote=""
    )
    said = Completion(text="", model="made", tokens_in=0, tokens_out=0, seconds=0.0, finish="stop")
    return Answer(value, said)


REFUSED = Unanswered(reason="refused", detail="will not say")
PASSED = CaseResult(id="written/001", group="lora", kind="written", verdict="pass", numbers={"matched": 1.0})


def test_a_judged_contradiction_is_the_costly_error() -> None:
    found = with_judgement(PASSED, judgement(True))
    assert (found.verdict, found.costly) == ("fail", True)
    assert "because" in found.reasons[0]
    kept = with_judgement(PASSED, judgement(False))
    assert (kept.verdict, kept.costly, kept.reasons) == ("pass", False, ())


def test_not_judged_is_missing_unless_it_failed_already() -> None:
    found = with_judgement(PASSED, REFUSED)
    assert (found.verdict, found.costly) == ("missing", False)
    assert found.reasons == ("not judged: will not say",)
    failed = PASSED.model_copy(update={"verdict": "fail", "costly": True})
    assert (with_judgement(failed, REFUSED).verdict, with_judgement(failed, REFUSED).costly) == ("fail", True)


@pytest.mark.parametrize(
    ("kind", "said", "verdict"),
    [
        ("turned", judgement(True), "pass"),
        ("turned", judgement(True, same=False), "pass"),
        ("turned", judgement(False), "fail"),
        ("turned", judgement(False, same=False), "missing"),
        ("control", judgement(False), "pass"),
        ("control", judgement(True), "fail"),
        ("control", REFUSED, "missing"),
    ],
)
def test_the_judge_is_tried_on_pairs_of_known_truth(kind: str, said: Any, verdict: str) -> None:
    key = first("true_false")
    found = tried_judge(Case(id="t/1", group="lora", kind=kind), as_item(key), key, said)
    assert found.verdict == verdict
    assert not found.costly  # the judge's slips are not the product's


def test_figures_count_what_was_judged_and_leave_out_what_was_not() -> None:
    key = first("true_false")
    results = [with_judgement(PASSED, each) for each in (judgement(True), judgement(False), REFUSED)]
    for kind in ("turned", "control"):
        case = Case(id="t/1", group="lora", kind=kind)
        for said in (judgement(True), judgement(False), judgement(False, same=False), REFUSED):
            results.append(tried_judge(case, as_item(key), key, said))
    figures = {name: (f.value, f.n) for name, f in judged_figures(results) if f is not None}
    assert figures["written items on a fact of the key, judged"] == (pytest.approx(2 / 3), 3)
    assert figures["judged contradictions"] == (0.5, 2)
    assert figures["of keys turned round on purpose, noticed by the judge"] == (pytest.approx(1 / 3), 3)
    assert figures["of these, where the judge sees one fact"] == (0.5, 2)
    assert figures["false alarms of the judge, on pairs of key items"] == (pytest.approx(1 / 3), 3)
