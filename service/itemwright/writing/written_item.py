"""From what a model wrote for a slot to an item: order, key's place, ids and difficulty are set here."""

import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from itemwright.domain.blueprint import Slot
from itemwright.domain.card import Bloom, Level
from itemwright.domain.item import (
    BLANK,
    ITEM,
    Blank,
    Cell,
    Citation,
    Cloze,
    Difficulty,
    FreeText,
    Item,
    ItemBase,
    ItemType,
    Labelled,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Option,
    Ordering,
    Pairs,
    Scenario,
    ShortAnswer,
    TableItem,
    TrueFalse,
)
from itemwright.domain.rubric import RubricPoint
from itemwright.text import content_words
from itemwright.writing.base import RefusedCandidate
from itemwright.writing.difficulty_prior import BORDER, prior_difficulty
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.gaps import gaps_of
from itemwright.writing.options import Choice, alike, arranged, option_id, placed
from itemwright.writing.other_facts import checked_with
from itemwright.writing.shapes import (
    ClozeShape,
    FreeTextShape,
    MatchingShape,
    MultipleChoiceShape,
    MultipleResponseShape,
    OrderingShape,
    Right,
    ScenarioShape,
    ShortAnswerShape,
    TableShape,
    Teaching,
    TrueFalseShape,
    Wrong,
)
from itemwright.writing.wording import quoted, sentence, without_stop

SPREAD: dict[Level, float] = {"easy": 0.9, "medium": 0.9, "hard": 1.0}
"""Standard deviation of a difficulty that a model was asked for: more than that of a reviewed card's (.8),
for models are bad judges of what people find hard, and worst of what they find hardest."""


TELLING = 0.4
"""Share of an option's own words from which a hint on another one tells of it, too."""


class Draft(NamedTuple):
    """What an item is made with, beside what was written."""

    slot: Slot
    setting: Setting
    rng: random.Random


class Unfit(ValueError):
    """What was written cannot become an item; raised and caught while one is made."""


class NotExecuted(Unfit):
    """Its code does not run, or does not do what it should."""


def llm_difficulty(kind: ItemType, level: Level, bloom: Bloom, parts: int) -> Difficulty:
    """The prior of an item written for `level`: by type, Bloom level and parts, within the level's band."""
    mean = prior_difficulty(kind, level, bloom, parts).mean
    low, high = {"easy": (-9.0, -BORDER - 0.1), "medium": (-BORDER, BORDER), "hard": (BORDER + 0.1, 9.0)}[
        level
    ]
    return Difficulty(mean=min(max(mean, low), high), sd=SPREAD[level], label=level)


def item_setting(
    slot: Slot, concept: str, family: str, cited: Sequence[Citation], provenance: dict[str, Any], parts: int
) -> Setting:
    """The setting of an item for a settled slot; `parts`: its blanks, pairs, cells or points."""
    kind, level, bloom = (
        slot.type or "multiple_choice",
        slot.difficulty or "medium",
        slot.bloom or "understand",
    )
    return Setting(
        type=kind,
        concepts=(concept,),
        family=family,
        bloom=bloom,
        difficulty=llm_difficulty(kind, level, bloom, parts),
        citations=tuple(cited),
        provenance=provenance,
    )


def parts_of(shape: object) -> int:
    """How many parts an item of this shape has to answer."""
    if isinstance(shape, MatchingShape):
        return len(shape.pairs)
    if isinstance(shape, OrderingShape):
        return len(shape.steps)
    if isinstance(shape, FreeTextShape):
        return len(shape.points)
    if isinstance(shape, ClozeShape):
        return max(1, len(gaps_of(shape.stem)[1]))
    return 1


def feedback_of(
    teaching: Teaching, steps: Sequence[str] = (), mistakes: Sequence[str] = (), near: str = ""
) -> Feedback:
    """The feedback of an item; `near`: a last hint that rules one wrong answer out."""
    return Feedback(
        explanation=sentence(teaching.explanation),
        hints=(*(sentence(hint) for hint in teaching.hints), *([near] if near else [])),
        worked_steps=tuple(sentence(step) for step in steps),
        common_mistakes=tuple(mistakes),
        quick_check=checked_with(teaching.check.strip(), teaching.answer),
        takeaway=sentence(teaching.takeaway),
    )


def multiple_choice(shape: MultipleChoiceShape, draft: Draft) -> MultipleChoice:
    stem, options, key, feedback = _single(shape, draft, ())
    frame = framed(draft.setting, feedback, [stem, *(option.text for option in options)])
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key))


def scenario(shape: ScenarioShape, draft: Draft) -> Scenario:
    stem, options, key, feedback = _single(shape, draft, shape.steps)
    frame = framed(draft.setting, feedback, [stem, *(option.text for option in options)])
    return finished(Scenario(**frame, stem=stem, options=options, key=key))


def _single(
    shape: MultipleChoiceShape | ScenarioShape, draft: Draft, steps: Sequence[str]
) -> tuple[str, tuple[Option, ...], str, Feedback]:
    """Options in drawn order; the hint that rules one out and the mistake named are about different ones."""
    (right,), against = _choices([shape.right], shape.wrong)
    wrong = draft.rng.sample(against, len(against))
    options, key = arranged(right, wrong, draft.rng)
    stem = shape.stem.strip()
    near = [(each, hint) for each in wrong if (hint := _ruling_out(each, right, wrong, stem))]
    named = [each for each in wrong if not near or each is not near[0][0]]
    mistakes = [f"Choosing {quoted(each.text)}: {each.rationale}" for each in named[:1]]
    return stem, options, key, feedback_of(shape.teaching, steps, mistakes, near[0][1] if near else "")


def _ruling_out(ruled_out: Choice, right: Choice, wrong: Sequence[Choice], stem: str) -> str:
    """The hint that one wrong option is wrong; empty where it would tell of another option as well."""
    hint = f"{quoted(ruled_out.text)} is not the answer: {ruled_out.rationale}"
    said = set(content_words(hint))
    for other in (right, *wrong):
        own = set(content_words(other.text)) - set(content_words(f"{stem} {ruled_out.text}"))
        if other is not ruled_out and len(own & said) >= TELLING * max(1, len(own)):
            return ""
    return hint


def _choices(right: Sequence[Right], wrong: Sequence[Wrong]) -> tuple[list[Choice], list[Choice]]:
    """Right and wrong options, written alike; a wrong one is bound to the wrong idea that the model named."""
    texts = alike([*(each.text for each in right), *(each.text for each in wrong)])
    return (
        [Choice(text, sentence(each.why)) for text, each in zip(texts, right, strict=False)],
        [
            Choice(text, sentence(each.why), without_stop(each.idea.strip()) or None)
            for text, each in zip(texts[len(right) :], wrong, strict=True)
        ],
    )


def multiple_response(shape: MultipleResponseShape, draft: Draft) -> MultipleResponse:
    right, wrong = _choices(shape.right, shape.wrong)
    if len(right) + len(wrong) < 4:
        raise Unfit("multiple_response with fewer than 4 options")
    choices = draft.rng.sample([*right, *wrong], len(right) + len(wrong))
    options = placed(choices)
    key = tuple(option.id for option, choice in zip(options, choices, strict=True) if choice in right)
    mistakes = [f"Choosing {quoted(wrong[0].text)}: {wrong[0].rationale}"]
    frame = framed(
        draft.setting,
        feedback_of(shape.teaching, (), mistakes),
        [shape.stem, *(option.text for option in options)],
        len(options),
    )
    return finished(MultipleResponse(**frame, stem=shape.stem.strip(), options=options, key=key))


def true_false(shape: TrueFalseShape, draft: Draft) -> TrueFalse:
    """The statement after the task; `idea` is the misconception of the wrong one of the two options."""
    statement = sentence(shape.stem.removeprefix("True or false?").strip())
    feedback = feedback_of(shape.teaching)
    verdict, idea = "true" if shape.is_true else "false", without_stop(shape.idea.strip()) or None
    right = f"It is {verdict}: {feedback.explanation}"
    against = f"It is not so: {feedback.explanation}"
    options = (
        Option(
            id="a",
            text="True",
            rationale=right if shape.is_true else against,
            misconception=None if shape.is_true else idea,
        ),
        Option(
            id="b",
            text="False",
            rationale=against if shape.is_true else right,
            misconception=idea if shape.is_true else None,
        ),
    )
    stem = f"True or false? {statement}"
    frame = framed(draft.setting, feedback, [stem])
    return finished(TrueFalse(**frame, stem=stem, options=options, key="a" if shape.is_true else "b"))


def cloze(shape: ClozeShape, draft: Draft) -> Cloze:
    text, answers = gaps_of(shape.stem)
    if not 1 <= len(answers) <= 4:
        raise Unfit(f"cloze with {len(answers)} gaps; 1 to 4 can be filled")
    pool = pool_of(answers, [filler.text for filler in shape.others], draft.rng)
    blanks = tuple(
        Blank(id=f"blank-{n}", accepts=(answer,), pool=pool) for n, answer in enumerate(answers, 1)
    )
    task = (
        "Fill the gaps with entries of the pool; not all of them are needed."
        if answers[1:]
        else "Fill the gap with an entry of the pool."
    )
    stem = f"{task}\n{sentence(text)}"
    mistakes = [f"{quoted(filler.text)} fits no gap: {sentence(filler.why)}" for filler in shape.others[:2]]
    frame = framed(draft.setting, feedback_of(shape.teaching, (), mistakes), [stem, *pool], len(blanks))
    key = {blank.id: answer for blank, answer in zip(blanks, answers, strict=True)}
    return finished(Cloze(**frame, stem=stem, blanks=blanks, key=key))


def pool_of(answers: Sequence[str], others: Sequence[str], rng: random.Random) -> tuple[str, ...]:
    """The answers and the entries that belong nowhere, in drawn order.

    Raises:
        Unfit: fewer than two of the latter are left when repetitions are taken out.
    """
    taken = {answer.casefold() for answer in answers}
    extra = [text.strip() for text in others if text.strip().casefold() not in taken]
    extra = list({text.casefold(): text for text in extra}.values())
    if not extra:
        raise Unfit("a pool without a wrong entry")
    pool = [*dict.fromkeys(answers), *extra]
    rng.shuffle(pool)
    return tuple(pool)


def matching(shape: MatchingShape, draft: Draft) -> Matching:
    texts = [without_stop(pair.right.strip()) for pair in shape.pairs] + [
        without_stop(s.strip()) for s in shape.spare
    ]
    order = draft.rng.sample(range(len(texts)), len(texts))
    left = tuple(
        Labelled(id=str(n), text=without_stop(pair.left.strip())) for n, pair in enumerate(shape.pairs, 1)
    )
    right = tuple(Labelled(id=option_id(place), text=texts[index]) for place, index in enumerate(order))
    key = {str(n + 1): option_id(order.index(n)) for n in range(len(shape.pairs))}
    stem = shape.stem.strip()
    reading = [stem, *(side.text for side in (*left, *right))]
    frame = framed(draft.setting, feedback_of(shape.teaching), reading, len(left))
    return finished(Matching(**frame, stem=stem, pairs=Pairs(left=left, right=right), key=key))


def ordering(shape: OrderingShape, draft: Draft) -> Ordering:
    count = len(shape.steps)
    order = draft.rng.sample(range(count), count)
    if order == sorted(order):
        order = [*order[1:], order[0]]
    steps = tuple(
        Labelled(id=option_id(place), text=without_stop(shape.steps[index].text.strip()))
        for place, index in enumerate(order)
    )
    worked = [f"{without_stop(step.text)}: {step.why}" for step in shape.steps]
    frame = framed(
        draft.setting, feedback_of(shape.teaching, worked), [shape.stem, *(s.text for s in steps)], count
    )
    key = tuple(option_id(order.index(n)) for n in range(count))
    return finished(Ordering(**frame, stem=shape.stem.strip(), steps=steps, key=key))


def table(shape: TableShape, draft: Draft) -> TableItem:
    if any(len(row) != len(shape.header) for row in shape.rows):
        raise Unfit("a table whose rows have not as many cells as its header")
    grid: list[tuple[str, ...]] = [tuple(shape.header)]
    cells: list[Cell] = []
    for row in shape.rows:
        shown: list[str] = []
        for column, given in zip(shape.header, row, strict=True):
            text, answers = gaps_of(given)
            if answers and (text != BLANK or not shown):
                raise Unfit(f"the cell {given!r} is hidden in part, or names its row")
            if answers:
                cells.append(
                    Cell(id=f"cell-{len(cells) + 1}", row=row[0], column=column, accepts=(answers[0],))
                )
            shown.append(text)
        grid.append(tuple(shown))
    if not 1 <= len(cells) <= 8:
        raise Unfit(f"a table with {len(cells)} hidden cells; 1 to 8 can be filled")
    pool = pool_of([cell.accepts[0] for cell in cells], [filler.text for filler in shape.others], draft.rng)
    mistakes = [f"{quoted(filler.text)} fits no cell: {sentence(filler.why)}" for filler in shape.others[:2]]
    reading = [shape.stem, *(cell for row in grid for cell in row), *pool]
    frame = framed(draft.setting, feedback_of(shape.teaching, (), mistakes), reading, len(cells))
    key = {cell.id: cell.accepts[0] for cell in cells}
    return finished(
        TableItem(**frame, stem=shape.stem.strip(), grid=tuple(grid), cells=tuple(cells), pool=pool, key=key)
    )


def short_answer(shape: ShortAnswerShape, draft: Draft) -> ShortAnswer:
    key = without_stop(shape.answer.strip())
    accepts = tuple(dict.fromkeys([key, *(without_stop(text.strip()) for text in shape.accepts)]))
    frame = framed(draft.setting, feedback_of(shape.teaching), [shape.stem])
    return finished(ShortAnswer(**frame, stem=shape.stem.strip(), accepts=accepts, key=key))


def free_text(shape: FreeTextShape, draft: Draft) -> FreeText:
    total = sum(point.weight for point in shape.points)
    rubric = tuple(
        RubricPoint(point=sentence(point.point), weight=round(point.weight / total, 4))
        for point in shape.points
    )
    parts = tuple(f"({'abcd'[n]}) {sentence(part.lstrip('()abcd. '))}" for n, part in enumerate(shape.parts))
    if len(parts) == 1:
        raise Unfit("free_text in one part; ask it in the stem")
    frame = framed(draft.setting, feedback_of(shape.teaching), [shape.stem, *parts], len(rubric))
    return finished(
        FreeText(**frame, stem=shape.stem.strip(), rubric=rubric, parts=parts, key=sentence(shape.answer))
    )


TEXT_MAKERS: dict[ItemType, Callable[[Any, Draft], ItemBase]] = {
    "multiple_choice": multiple_choice,
    "multiple_response": multiple_response,
    "true_false": true_false,
    "cloze": cloze,
    "scenario": scenario,
    "matching": matching,
    "ordering": ordering,
    "table": table,
    "short_answer": short_answer,
    "free_text": free_text,
}


def made(make: Callable[[], ItemBase], kind: ItemType) -> Item | RefusedCandidate:
    """The item that `make` gives, or why what was written is none."""
    try:
        return ITEM.validate_python(make())
    except NotExecuted as error:
        return RefusedCandidate(why="not_executed", reason=f"{kind}: {error}")
    except Unfit as error:
        return RefusedCandidate(why="malformed", reason=f"{kind}: {error}")
    except ValidationError as error:
        return RefusedCandidate(why="malformed", reason=f"{kind}: {error.errors()[0]['msg']}")
