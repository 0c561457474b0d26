"""Keyed types, graded exactly in code: the same response always earns the same credit."""

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from typing import Any

from itemwright.domain.grade import CriterionGrade, CriterionStatus, Grade, score_label
from itemwright.domain.item import (
    Blank,
    Cell,
    Cloze,
    CodeCloze,
    Debug,
    FreeText,
    Item,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Numeric,
    NumericKey,
    Option,
    Ordering,
    OutputPrediction,
    Response,
    Scenario,
    ShortAnswer,
    TableItem,
    TrueFalse,
)
from itemwright.errors import BadInput
from itemwright.grading.code_forms import same_code, same_output
from itemwright.grading.numbers import convert, read_quantities
from itemwright.grading.phrases import match_phrase, words_of
from itemwright.grading.unmask import longest_writable

MODEL = "exact@1"
_UNSEEN = 0.9
"""Confidence in a wrong verdict on typed words: a synonym that nobody listed stays possible."""


class _Part:
    """The verdict on one blank, cell, pair or step list: credit 0..1, what was given, confidence."""

    def __init__(self, name: str, given: str, credit: float, confidence: float, note: str = "") -> None:
        self.name, self.given, self.credit, self.confidence, self.note = name, given, credit, confidence, note


def needs_grader(item: Item) -> bool:
    """Whether the item's responses are free text that a `Grader` has to judge."""
    return isinstance(item, FreeText) or getattr(item, "rubric", None) is not None


def grade_response(
    item: Item, response: Response, *, terms: Collection[str] = (), reveal: bool = False
) -> Grade:
    """The grade of `response`. Partial credit: see `set_credit` and `order_credit`; per part elsewhere.

    `terms`: names of other concepts, which a typed answer is never taken to be a typo of.
    The key is told in the feedback only with `reveal`.

    Raises:
        BadInput: a response of the wrong shape or naming an unknown id, or an item that a Grader judges.
    """
    if needs_grader(item):
        raise BadInput(f"Item {item.id!r} ({item.type}) is free text; have it judged by a Grader.")
    if isinstance(item, MultipleChoice | TrueFalse):
        return _grade_choice(item, item.options, item.key, response, reveal)
    if isinstance(item, MultipleResponse):
        return _grade_selection(item, response, reveal)
    if isinstance(item, Cloze | CodeCloze):
        return _grade_blanks(item, item.blanks, item.key, response, terms, reveal)
    if isinstance(item, Matching):
        return _grade_matching(item, response, reveal)
    if isinstance(item, Ordering):
        return _grade_ordering(item, response, reveal)
    if isinstance(item, TableItem):
        return _grade_table(item, response, terms, reveal)
    if isinstance(item, Numeric):
        return _grade_numeric(item, response, reveal)
    if isinstance(item, ShortAnswer):
        return _grade_typed(item, item.accepts, item.key, response, terms, reveal)
    assert isinstance(item, OutputPrediction | Debug | Scenario)
    if item.options is not None:
        return _grade_choice(item, item.options, str(item.key), response, reveal)
    if item.blanks is not None:
        assert isinstance(item.key, dict)
        return _grade_blanks(item, item.blanks, item.key, response, terms, reveal)
    assert item.accepts is not None
    return _grade_typed(item, item.accepts, str(item.key), response, terms, reveal)


def set_credit(picked: Collection[str], key: Collection[str], offered: Collection[str]) -> float:
    """max(0, (right picks - wrong picks) / size of the key); picking everything earns nothing.

    A wrong pick costs as much as a right one earns, so guessing has no expected gain.
    """
    if set(picked) == set(offered) and set(key) != set(offered):
        return 0.0
    hits = len(set(picked) & set(key))
    return max(0.0, (hits - (len(set(picked)) - hits)) / len(key))


def order_credit(given: Sequence[str], key: Sequence[str]) -> float:
    """Kendall's tau, cut off at 0: 2 * (share of pairs in the right order) - 1.

    A random order earns about nothing, one swap of neighbours among four steps leaves 2/3.
    """
    place = {step: number for number, step in enumerate(given)}
    pairs = list(combinations(key, 2))
    return max(0.0, 2 * sum(place[a] < place[b] for a, b in pairs) / len(pairs) - 1)


def _grade_choice(item: Item, options: Sequence[Option], key: str, response: Response, reveal: bool) -> Grade:
    picked = _option(item, options, _text(item, response, "one option id"))
    right = picked.id == key
    feedback = [picked.rationale]
    if reveal and not right:
        feedback.append(f"Right is: {_option(item, options, key).text}")
    part = _Part("the right option", picked.id, float(right), 1.0)
    return _grade([part], feedback)


def _grade_selection(item: MultipleResponse, response: Response, reveal: bool) -> Grade:
    ids = _ids(item, response)
    picked = [_option(item, item.options, i) for i in ids]
    score = set_credit(ids, item.key, [o.id for o in item.options])
    feedback = [o.rationale for o in picked if o.id not in item.key]
    missed = len(set(item.key) - set(ids))
    if len(ids) == len(item.options) and len(item.key) < len(ids):
        feedback.insert(0, "Picking every option earns nothing.")
    elif missed:
        feedback.append(f"{missed} more of the options {'is' if missed == 1 else 'are'} right.")
    if reveal:
        feedback.append("Right are: " + "; ".join(o.text for o in item.options if o.id in item.key))
    parts = [_Part("the right options", ", ".join(ids), score, 1.0)]
    return _grade(parts, feedback or [o.rationale for o in picked])


def _grade_blanks(
    item: Item,
    blanks: Sequence[Blank],
    key: Mapping[str, str],
    response: Response,
    terms: Collection[str],
    reveal: bool,
) -> Grade:
    given = _mapping(item, response, [b.id for b in blanks], "blank")
    parts = []
    for number, blank in enumerate(blanks, start=1):
        credit, confidence = _typed(item, given.get(blank.id, ""), blank.accepts, terms, blank.pool)
        note = f" Right is: {key[blank.id]}" if reveal else ""
        parts.append(_Part(f"blank {number}", given.get(blank.id, ""), credit, confidence, note))
    return _grade(parts, _part_feedback(parts))


def _grade_table(item: TableItem, response: Response, terms: Collection[str], reveal: bool) -> Grade:
    given = _mapping(item, response, [c.id for c in item.cells], "cell")
    parts = []
    for cell in item.cells:
        credit, confidence = _typed(item, given.get(cell.id, ""), cell.accepts, terms, item.pool)
        note = f" Right is: {item.key[cell.id]}" if reveal else ""
        parts.append(_Part(_cell_name(cell), given.get(cell.id, ""), credit, confidence, note))
    return _grade(parts, _part_feedback(parts))


def _grade_matching(item: Matching, response: Response, reveal: bool) -> Grade:
    given = _mapping(item, response, [x.id for x in item.pairs.left], "left side")
    right = {x.id: x.text for x in item.pairs.right}
    if unknown := [value for value in given.values() if value and value not in right]:
        raise BadInput(f"Item {item.id!r} has no right side {unknown[0]!r}; choose among {sorted(right)}.")
    parts = []
    for left in item.pairs.left:
        chosen = given.get(left.id, "")
        note = f" It goes with: {right[item.key[left.id]]}" if reveal else ""
        parts.append(_Part(left.text, chosen, float(chosen == item.key[left.id]), 1.0, note))
    return _grade(parts, _part_feedback(parts))


def _grade_ordering(item: Ordering, response: Response, reveal: bool) -> Grade:
    ids = _ids(item, response)
    if sorted(ids) != sorted(item.key):
        raise BadInput(f"Item {item.id!r} wants each of {sorted(item.key)} once in order; got {ids!r}.")
    score = order_credit(ids, item.key)
    feedback = []
    if list(item.key) != ids:
        place = sum(a == b for a, b in zip(ids, item.key, strict=True))
        feedback.append(f"{place} of {len(ids)} steps stand in their place.")
    if reveal and feedback:
        text = {step.id: step.text for step in item.steps}
        feedback.append("The order is: " + "; ".join(text[i] for i in item.key))
    return _grade([_Part("the order of the steps", ", ".join(ids), score, 1.0)], feedback)


def _grade_numeric(item: Numeric, response: Response, reveal: bool) -> Grade:
    if isinstance(response, bool) or not isinstance(response, int | float | str):
        raise BadInput(f"Item {item.id!r} wants a number or its text; got {response!r}.")
    if not isinstance(response, str) and not math.isfinite(response):
        raise BadInput(f"Item {item.id!r} wants a finite number; got {response!r}.")
    text = response if isinstance(response, str) else repr(response)
    right, problem = _right_number(text, item.key)
    feedback = [] if right else [problem or "The number is not right."]
    if reveal and not right:
        feedback.append(f"Right is: {item.key.value:g} {item.key.unit}".strip())
    return _grade([_Part("the number", text, float(right), 0.98 if problem else 1.0)], feedback)


def _grade_typed(
    item: Item, accepts: Sequence[str], key: str, response: Response, terms: Collection[str], reveal: bool
) -> Grade:
    text = _text(item, response, "a text") if not isinstance(response, float) else f"{response:g}"
    credit, confidence = _typed(item, text, accepts, terms, None)
    feedback = []
    if not credit:
        feedback.append("Nothing was answered." if not text.strip() else "That is not what is asked for.")
        if reveal:
            feedback.append(f"Right is: {key}")
    return _grade([_Part("the answer", text, credit, confidence)], feedback)


def _typed(
    item: Item, given: str, accepts: Sequence[str], terms: Collection[str], pool: Sequence[str] | None
) -> tuple[float, float]:
    """(credit, confidence) of a typed or picked text."""
    if not given.strip():
        return 0.0, 1.0
    if isinstance(item, OutputPrediction) and item.accepts is not None:
        return float(any(same_output(given, a) for a in accepts)), 1.0
    if isinstance(item, CodeCloze | OutputPrediction | Debug):
        right = any(same_code(given, a, item.language) for a in accepts)
        return float(right), 1.0 if right or pool else _UNSEEN
    if pool is not None:
        right = match_phrase(given, accepts, rivals=pool, typos=False) is not None
        return float(right), 1.0
    # Spans are of no use here, so a number's text is compared by its value: "50.0" is "50".
    for accepted in accepts:
        wanted = read_quantities(accepted)
        if len(wanted) == 1 and not _words_beside(accepted, wanted[0].span):
            number = NumericKey(
                value=wanted[0].value, tolerance=abs(wanted[0].value) * 1e-9, unit=wanted[0].unit
            )
            if _right_number(given, number)[0]:
                return 1.0, 1.0
    match = match_phrase(given, accepts, rivals=terms, known=f"{item.stem} {item.explanation}")
    return (0.0, _UNSEEN) if match is None else (1.0, match.confidence)


def _words_beside(text: str, span: tuple[int, int]) -> list[str]:
    return words_of(text[: span[0]] + " " + text[span[1] :])


def _right_number(text: str, key: NumericKey) -> tuple[bool, str]:
    """Whether `text` names the one number wanted; else what is wrong with its form, if that is it."""
    if len(text) > 400:
        return False, "Answer with the number alone."
    said = text.rsplit("=", 1)[-1] if "=" in text else text
    quantities = read_quantities(said)
    if not quantities:
        return False, "No number was found in the answer."
    if {"not", "isnt", "never", "no", "cannot"} & set(words_of(said)):
        return False, "The answer denies its number."
    slack = key.tolerance + 1e-9 * max(1.0, abs(key.value))
    near = [any(abs(v - key.value) <= slack for v in convert(q, key.unit)) for q in quantities]
    if len(quantities) > 1 and not all(near):
        return False, "The answer names more than one number."
    if key.unit and not convert(quantities[0], key.unit):
        return False, f"The unit does not fit; the answer is wanted in {key.unit}."
    return all(near), ""


def _grade(parts: Sequence[_Part], feedback: Sequence[str]) -> Grade:
    weight = 1 / len(parts)
    score = min(1.0, max(0.0, math.fsum(p.credit for p in parts) * weight))
    return Grade(
        score=score,
        label=score_label(score),
        confidence=math.prod(p.confidence for p in parts),
        criteria=tuple(_criterion(part, weight) for part in parts),
        feedback=" ".join(text for text in feedback if text),
        model=MODEL,
    )


def _criterion(part: _Part, weight: float) -> CriterionGrade:
    status: CriterionStatus = (
        "met" if part.credit >= 0.5 else "contradicted" if part.given.strip() else "missing"
    )
    chance = part.confidence if part.credit >= 0.5 else 1 - part.confidence
    return CriterionGrade(
        point=part.name,
        weight=weight,
        credit=part.credit,
        probability=chance if part.credit in (0.0, 1.0) else part.credit,
        status=status,
        quote=longest_writable(part.given) if part.credit else None,
    )


def _part_feedback(parts: Sequence[_Part]) -> list[str]:
    wrong = [p for p in parts if p.credit < 1]
    said = [f"{p.name}: {'not right' if p.given.strip() else 'left empty'}.{p.note}" for p in wrong]
    return [text[0].upper() + text[1:] for text in said]


def _cell_name(cell: Cell) -> str:
    return f"{cell.row}, {cell.column}"


def _option(item: Item, options: Sequence[Option], wanted: str) -> Option:
    for option in options:
        if option.id == wanted:
            return option
    raise BadInput(f"Item {item.id!r} has no option {wanted!r}; choose among {[o.id for o in options]}.")


def _text(item: Item, response: Any, what: str) -> str:
    if not isinstance(response, str):
        raise BadInput(f"Item {item.id!r} ({item.type}) wants {what}; got {response!r}.")
    return response


def _ids(item: Item, response: Any) -> list[str]:
    if not isinstance(response, list | tuple) or not all(isinstance(entry, str) for entry in response):
        raise BadInput(f"Item {item.id!r} ({item.type}) wants a list of ids; got {response!r}.")
    if len(set(response)) != len(response):
        raise BadInput(f"Item {item.id!r} wants each id once; got {response!r}.")
    return list(response)


def _mapping(item: Item, response: Any, ids: Sequence[str], what: str) -> dict[str, str]:
    if not isinstance(response, dict) or not all(isinstance(v, str) for v in response.values()):
        raise BadInput(f"Item {item.id!r} ({item.type}) wants {{{what}: text}}; got {response!r}.")
    if unknown := [name for name in response if name not in ids]:
        raise BadInput(f"Item {item.id!r} has no {what} {unknown[0]!r}; it has {list(ids)}.")
    return dict(response)
