"""Each rule finds its bad example and leaves the good one alone, as it does with variants of our own."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from itemwright.domain.item import Item
from itemwright.proving.lint.examples import choice, example_item, gaps, number, printed, short, statement
from itemwright.proving.lint.linter import lint_item
from itemwright.proving.lint.rule import Flaw, Rule
from itemwright.proving.lint.rules import BY_ID, RULES

VARIANTS = [
    json.loads(line)
    for line in Path(__file__).with_name("variants.jsonl").read_text(encoding="utf-8").splitlines()
]


def whole(fragment: dict[str, Any]) -> Item:
    """A variant's item; options without a rationale get one, True and False are added."""
    filled = dict(fragment)
    if filled["type"] == "true_false":
        filled["options"] = [{"id": "a", "text": "True"}, {"id": "b", "text": "False"}]
    if "options" in filled:
        filled["options"] = [{"rationale": f"About {o['text']}."} | o for o in filled["options"]]
    return example_item(filled)


def found(item: Item, rule: str) -> list[Flaw]:
    return [flaw for flaw in lint_item(item) if flaw.rule == rule]


def field_text(item: Item, field: str) -> str:
    """The text of a finding's field, where it is one text."""
    parts = field.split(".")
    held: Any = getattr(item, parts[0])
    for part in parts[1:]:
        if isinstance(held, tuple):
            by_id = next((each for each in held if getattr(each, "id", None) == part), None)
            held = by_id if by_id is not None else held[int(part)]
        else:
            held = getattr(held, part)
    return str(getattr(held, "text", held))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_finds_the_bad_example_and_not_the_good_one(rule: Rule) -> None:
    bad, good = example_item(rule.bad), example_item(rule.good)
    [flaw, *_] = found(bad, rule.id)
    assert flaw.severity == ("error" if flaw.severity == "error" and rule.has_grave else rule.severity)
    assert flaw.message
    assert not found(good, rule.id), found(good, rule.id)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_says_what_it_holds_and_why(rule: Rule) -> None:
    assert rule.holds.endswith(".")
    assert rule.why.endswith(".")
    assert rule.source


def test_there_are_many_rules_each_once() -> None:
    assert len(RULES) == len(BY_ID) >= 40


def test_every_rule_of_wording_has_variants() -> None:
    counted = Counter(line["rule"] for line in VARIANTS)
    feedback = {"hint_generic", "takeaway_repeats", "quick_check_unanswered", "argues_with_unseen"}
    assert set(BY_ID) - set(counted) <= feedback
    assert set(counted) <= set(BY_ID)


@pytest.mark.parametrize(
    "line", VARIANTS, ids=[f"{line['rule']}-{number}" for number, line in enumerate(VARIANTS)]
)
def test_tells_broken_variants_from_sound_ones(line: dict[str, Any]) -> None:
    rule = line["rule"]
    if "broken" in line:
        item = whole(line["broken"])
        flaws = found(item, rule) or [each for r in BY_ID[rule].yields_to for each in found(item, r)]
        assert flaws
        for flaw in flaws:
            if flaw.span is not None:
                start, end = flaw.span
                assert 0 <= start < end <= len(field_text(item, flaw.field))
    else:
        assert not found(whole(line["sound"]), rule)


@pytest.mark.parametrize(
    ("fragment", "rule", "field", "part"),
    [
        (choice("Which of these is not a gas?", "Air", "*Ice", "Neon"), "unmarked_negative", "stem", "not"),
        (choice("What rusts?", "*Iron", "Gold, always", "Tin"), "absolute_term", "options.b.text", "always"),
        (
            gaps("The ____ is a star.", "sun", hints=["It is the sun."]),
            "hint_leaks_key",
            "hints.0",
            "sun",
        ),
        (
            number("What is half of 6?", 3, worked_steps=["Halve it.", "6 / 2 = 4."]),
            "steps_disagree_with_key",
            "worked_steps.1",
            "6 / 2 = 4",
        ),
        (printed("x = 1\nprint(x\n", "*1", "2", "3"), "code_does_not_parse", "code", "print(x"),
    ],
)
def test_spans_show_the_place(fragment: dict[str, Any], rule: str, field: str, part: str) -> None:
    item = example_item(fragment)
    [flaw] = found(item, rule)
    assert flaw.field == field
    assert flaw.span is not None
    assert part in field_text(item, field)[flaw.span[0] : flaw.span[1]]


def test_several_marked_options_are_an_error_one_is_a_warning() -> None:
    one = choice("What do bees do?", "They always sleep", "*They collect nectar", "They build webs")
    two = choice("What do bees do?", "They always sleep", "*They collect nectar", "They never build webs")
    assert [flaw.severity for flaw in found(example_item(one), "absolute_term")] == ["warning"]
    assert [flaw.severity for flaw in found(example_item(two), "absolute_term")] == ["error", "error"]


def test_code_that_is_about_its_fault_may_have_one() -> None:
    asked = choice(
        "Python refuses to run this. What is missing?", "*A colon", "A name", "A bracket",
        code="if x\n    print(x)", language="python",
    )  # fmt: skip
    assert not found(example_item(asked | {"type": "debug"}), "code_does_not_parse")
    assert found(example_item(asked | {"stem": "What does this print?"}), "code_does_not_parse")


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("json", '{"a": [1, 2}'),
        ("toml", "a = = 1"),
        ("yaml", "a: [1, 2"),
        ("xml", "<a><b></a>"),
        ("javascript", "function f() { return 1;"),
        ("sql", "SELECT name FORM people WHERE id = 1"),
        ("c", 'printf("a);'),
    ],
)
def test_other_languages_are_read_too(language: str, code: str) -> None:
    item = choice("What does this mean?", "*One", "Two", "Three", code=code, language=language)
    assert found(example_item(item), "code_does_not_parse")


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("json", '{"a": [1, 2]}'),
        ("toml", "a = 1"),
        ("yaml", "a: [1, 2]"),
        ("xml", "<a><b/></a>"),
        ("javascript", "// it's\nfunction f() { return '}'; }"),
        ("sql", "SELECT TOP 5 name FROM people"),
        ("python", ">>> x = 1\n>>> x\n1"),
        ("python", "    x = 1\n    print(x)"),
        ("brainfuck", "+[-"),
    ],
)
def test_sound_code_and_unknown_languages_pass(language: str, code: str) -> None:
    item = choice("What does this mean?", "*One", "Two", "Three", code=code, language=language)
    assert not found(example_item(item), "code_does_not_parse")


def test_gaps_are_read_with_their_fillings() -> None:
    item = {
        "type": "code_cloze", "stem": "Fill the gap.", "code": "for i ____ range(3):\n    print(i)",
        "language": "python", "blanks": [{"id": "b1", "accepts": ["in"]}], "key": {"b1": "in"},
    }  # fmt: skip
    assert not found(example_item(item), "code_does_not_parse")
    item["blanks"], item["key"] = [{"id": "b1", "accepts": ["in in"]}], {"b1": "in in"}
    assert found(example_item(item), "code_does_not_parse")


def test_short_answers_and_claims_are_held_against_their_explanation() -> None:
    assert found(
        example_item(short("Who wrote Emma?", "Austen", explanation="The right answer is Brontë.")),
        "explanation_disagrees_with_key",
    )
    assert found(
        example_item(
            statement("Copper conducts heat.", true=False, explanation="Copper conducts heat well.")
        ),
        "explanation_disagrees_with_key",
    )
