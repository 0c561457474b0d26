"""What an author lets stand with a reason is left out; errors are checks of the proof."""

from typing import Any

import pytest

from itemwright.proving.lint.examples import choice, example_item
from itemwright.proving.lint.linter import lint_checks, lint_item
from itemwright.proving.lint.rules import RULES

NOT = choice("Which of these is not a gas?", "Air | It is.", "*Ice | It is solid.", "Neon | It is one.")


def rules(fragment: dict[str, Any], let_stand: Any = None) -> list[str]:
    provenance = {} if let_stand is None else {"lint": let_stand}
    return [flaw.rule for flaw in lint_item(example_item(fragment | {"provenance": provenance}))]


def test_a_finding_with_a_reason_is_let_stand() -> None:
    assert rules(NOT) == ["unmarked_negative"]
    assert rules(NOT, {"unmarked_negative": "The exception is what is learnt."}) == []


@pytest.mark.parametrize("reason", ["", "  ", None, 3])
def test_letting_stand_without_a_reason_is_a_finding_itself(reason: object) -> None:
    assert rules(NOT, {"unmarked_negative": reason}) == ["unmarked_negative", "suppression_without_reason"]


def test_only_rules_that_there_are_can_be_let_stand() -> None:
    assert rules(NOT, ["unmarked_negative"]) == ["unmarked_negative", "suppression_without_reason"]
    assert rules(NOT, {"no_such_rule": "Because."}) == ["unmarked_negative", "suppression_unknown"]


def test_errors_are_checks_of_the_proof_and_warnings_are_not() -> None:
    checks = dict(lint_checks(example_item(NOT)))
    assert checks["unmarked_negative"]()[0] == "fail"
    assert "'not'" in checks["unmarked_negative"]()[1]
    assert checks["not_self_contained"]()[0] == "pass"
    graver = {rule.id for rule in RULES if rule.severity == "error" or rule.has_grave}
    assert set(checks) == graver
    assert "options_not_ordered" not in checks


def test_a_check_fails_on_errors_alone() -> None:
    marked = choice("What do bees do?", "They always sleep", "*They collect nectar", "They build webs")
    assert dict(lint_checks(example_item(marked)))["absolute_term"]()[0] == "pass"
    marked["options"][2]["text"] = "They never rest"
    assert dict(lint_checks(example_item(marked)))["absolute_term"]()[0] == "fail"


def test_what_is_let_stand_is_no_check() -> None:
    let = NOT | {"provenance": {"lint": {"unmarked_negative": "The exception is what is learnt."}}}
    assert "unmarked_negative" not in dict(lint_checks(example_item(let)))


def test_flaws_name_item_severity_and_fix() -> None:
    [flaw] = lint_item(example_item(NOT | {"id": "gas-1"}))
    assert (flaw.item, flaw.severity, flaw.field, flaw.span) == ("gas-1", "error", "stem", (18, 21))
    assert flaw.fix is not None
    assert flaw.fix.text == "Which of these is NOT a gas?"
