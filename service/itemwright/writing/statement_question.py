"""Items on whether statements hold: facts of a card against its misconceptions, one or several to find.

The statements of one item are as long as each other, and no two of them are about one thing.
"""

import random
from collections.abc import Collection, Sequence
from functools import partial
from itertools import combinations
from statistics import mean

from itemwright.domain.card import Card, Fact, FactKind, Misconception
from itemwright.domain.item import MultipleChoice, MultipleResponse, Option
from itemwright.text import content_words
from itemwright.writing.fact_feedback import (
    can_be_supported,
    is_about,
    lesson,
    nudges,
    restates,
    support,
)
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged, option_id, placed, prose
from itemwright.writing.other_facts import quick_check
from itemwright.writing.wording import ABSOLUTE, capitalised, lowered, quoted, sentence, without_stop

_TRUE_STEMS = (
    "Which statement on the topic {topic} is true?",
    "Three of these statements on the topic {topic} are common errors. Which one is right?",
    "Which of these statements on the topic {topic} would an expert agree with?",
)
_FALSE_STEMS = (
    "Which statement on the topic {topic} is a misconception?",
    "Three of these statements on the topic {topic} are true. Which one is false?",
    "Which of these statements on the topic {topic} would an expert reject?",
)
_SEVERAL_STEMS = (
    "Which of these statements on the topic {topic} are true? Select all that apply.",
    "Mark each true statement on the topic {topic}.",
)
_FOCUSED_STEM = "Which of these statements on {matter} in the topic {topic} are true? Select all that apply."
_MATTERS: dict[FactKind, str] = {
    "effect": "effects",
    "limit": "limits",
    "condition": "conditions",
    "cause": "causes",
    "purpose": "purposes",
}
"""What the statements of an item are on if the facts that they tell or deny are all of one kind."""
_OPENING_WORDS = 6
"""Words by which an explanation names an option, at least."""
_RATIO = 1.3
"""How many times as long as the shortest statement of an item the longest may be."""
_MEAN_RATIO = 1.2
"""How far the mean lengths of true and false statements may be apart."""
_SHARED = 0.34
"""The largest share of content words that two statements may have in common, the term's left out."""


def statement_questions(card: Card, library: Library) -> list[Opportunity]:
    """The true one, the false one, and all the true ones among statements about the concept."""
    facts = [fact for fact in card.facts if library.holds(fact.evidence) and _can_be_judged(card, fact)]
    ideas = [idea for idea in card.misconceptions if _is_plain(idea.claim)]
    found: list[Opportunity] = []
    for fact in facts:
        wrong = [idea for idea in ideas if idea.fact != fact.id and _fit(card, fact.statement, idea.claim)]
        if len(wrong) >= 3:
            found += offered(
                card, library, "multiple_choice", ("true_statement", fact.id), (fact.bloom, fact.difficulty),
                [fact.evidence], partial(_true_one, card, fact, wrong),
            )  # fmt: skip
    for idea in ideas:
        true = [fact for fact in facts if fact.id != idea.fact and _fit(card, fact.statement, idea.claim)]
        denied = next(fact for fact in card.facts if fact.id == idea.fact)
        if len(true) >= 3:
            found += offered(
                card, library, "multiple_choice", ("misconception", idea.id),
                (denied.bloom, denied.difficulty), [denied.evidence], partial(_false_one, card, idea, true),
            )  # fmt: skip
    for number, (chosen, against) in enumerate(_balanced_sets(card, facts, ideas), 1):
        found += offered(
            card, library, "multiple_response", ("true_statements", str(number)),
            ("understand", "medium"), [fact.evidence for fact in chosen],
            partial(_several, card, chosen, against), parts=len(chosen) + len(against),
        )  # fmt: skip
    return found


def _can_be_judged(card: Card, fact: Fact) -> bool:
    return _is_plain(fact.statement) and can_be_supported(card, fact)


def _is_plain(text: str) -> bool:
    """Without words that sound too strong, of which each would be a cue."""
    return not ABSOLUTE.search(text)


def _fit(card: Card, one: str, other: str) -> bool:
    """Whether two statements can stand side by side: alike in length, about different things."""
    lengths = sorted((len(one), len(other)))
    return lengths[1] <= _RATIO * lengths[0] and not _same_matter(card, one, other)


def _same_matter(card: Card, one: str, other: str) -> bool:
    named = set(content_words(card.term))
    left, right = set(content_words(one)) - named, set(content_words(other)) - named
    return len(left & right) > _SHARED * min(len(left), len(right))


def _balanced_sets(
    card: Card, facts: Sequence[Fact], ideas: Sequence[Misconception]
) -> list[tuple[tuple[Fact, ...], tuple[Misconception, ...]]]:
    """Up to three sets of two or three true and two or three false statements: first those on one matter,
    then the best balanced.

    No fact comes in two sets with the same partner, so that the sets ask different things.
    """
    fitting = []
    for true_count, false_count in ((2, 3), (3, 2), (2, 2)):
        for against in combinations(ideas, false_count):
            denied = {idea.fact for idea in against}
            free = [fact for fact in facts if fact.id not in denied]
            for chosen in combinations(free, true_count):
                texts = [*(fact.statement for fact in chosen), *(idea.claim for idea in against)]
                apart = mean(map(len, texts[:true_count])) / mean(map(len, texts[true_count:]))
                if max(apart, 1 / apart) <= _MEAN_RATIO and all(
                    _fit(card, one, other) for one, other in combinations(texts, 2)
                ):
                    is_general = _matter(card, chosen, against) is None
                    fitting.append((is_general, -len(texts), max(apart, 1 / apart), chosen, against))
    fitting.sort(key=lambda each: each[:3])
    kept: list[tuple[tuple[Fact, ...], tuple[Misconception, ...]]] = []
    for *_, chosen, against in fitting:
        others = [{fact.id for fact in facts} for facts, _ in kept]
        if len(kept) < 3 and all(len({fact.id for fact in chosen} & other) <= 1 for other in others):
            kept.append((chosen, against))
    return kept


def _matter(card: Card, chosen: Sequence[Fact], against: Sequence[Misconception]) -> str | None:
    """What all the statements are on; None if they are on different things.

    The false ones count too: else those beside the matter could be told by that alone.
    """
    kinds = {fact.kind for fact in chosen}
    kinds |= {fact.kind for fact in card.facts for idea in against if idea.fact == fact.id}
    return _MATTERS.get(kinds.pop()) if len(kinds) == 1 else None


def _true(card: Card, fact: Fact, shown: Sequence[Misconception]) -> Choice:
    return prose(Choice(fact.statement, f"True. {support(card, fact, shown)}"))


def _false(idea: Misconception) -> Choice:
    return prose(Choice(idea.claim, f"False. {sentence(idea.refutation)}", idea.id))


def _denial(idea: Misconception) -> str:
    return f"{quoted(without_stop(capitalised(idea.claim)))} is false: {sentence(idea.refutation)}"


def _support(card: Card, fact: Fact, shown: Sequence[Misconception]) -> str:
    """A shown statement with its reason: "“...” is true: ..."."""
    return f"{quoted(without_stop(capitalised(fact.statement)))} is true. {support(card, fact, shown)}"


def _feedback(card: Card, shown: Sequence[str], explanation: str, hints: Sequence[str]) -> Feedback:
    return Feedback(
        explanation=explanation,
        hints=tuple(hints),
        worked_steps=(),
        common_mistakes=(),
        quick_check=quick_check(card, " ".join([*shown, *hints, explanation])),
        takeaway="",
    )


def _true_one(
    card: Card, fact: Fact, wrong: Sequence[Misconception], setting: Setting, rng: random.Random
) -> MultipleChoice | None:
    shown = _apart(card, rng.sample(list(wrong), len(wrong)), 3)
    if len(shown) < 3:
        return None
    options, key = arranged(_true(card, fact, shown), [_false(idea) for idea in shown], rng)
    near = max(shown, key=lambda idea: _overlap(idea.claim, fact.statement))
    reason = support(card, fact, shown)
    texts = [each for option in options for each in (option.text, option.rationale)]
    hints = [*nudges(fact)[:1], *(_denial(idea) for idea in shown if idea is not near)][:2]
    true = _opening(capitalised(without_stop(fact.statement)), [idea.claim for idea in shown])
    feedback = _feedback(card, texts, f"{quoted(true)} is true. {reason} {_denial(near)}", hints)
    feedback = feedback._replace(takeaway=lesson(card, fact, shown))
    return _single(setting, rng.choice(_TRUE_STEMS), card, feedback, options, key)


def _false_one(
    card: Card, idea: Misconception, true: Sequence[Fact], setting: Setting, rng: random.Random
) -> MultipleChoice | None:
    texts = rng.sample(list(true), len(true))
    shown: list[Fact] = []
    for fact in texts:
        if len(shown) < 3 and all(_fit(card, fact.statement, other.statement) for other in shown):
            shown.append(fact)
    if len(shown) < 3:
        return None
    options, key = arranged(_false(idea), [_true(card, fact, [idea]) for fact in shown], rng)
    denied = next(fact for fact in card.facts if fact.id == idea.fact)
    hints = [*nudges(denied)[:1], *(_support(card, fact, [idea]) for fact in shown[:1])]
    told = [each for option in options for each in (option.text, option.rationale)]
    feedback = _feedback(card, told, sentence(idea.refutation), hints)
    if is_about(card, idea.refutation, denied) and not restates(idea.refutation, denied):
        feedback = feedback._replace(takeaway=sentence(denied.statement))
    return _single(setting, rng.choice(_FALSE_STEMS), card, feedback, options, key)


def _apart(card: Card, ideas: Sequence[Misconception], count: int) -> list[Misconception]:
    """Up to `count` ideas of which no two are about one thing or differ much in length."""
    kept: list[Misconception] = []
    for idea in ideas:
        if len(kept) < count and all(_fit(card, idea.claim, other.claim) for other in kept):
            kept.append(idea)
    return kept


def _overlap(one: str, other: str) -> int:
    return len(set(content_words(one)) & set(content_words(other)))


def _topic(card: Card) -> str:
    return quoted(lowered(card.term))


def _single(
    setting: Setting, stem: str, card: Card, feedback: Feedback, options: tuple[Option, ...], key: str
) -> MultipleChoice:
    stem = stem.format(topic=_topic(card))
    frame = framed(setting, feedback, [stem, *(option.text for option in options)])
    frame["provenance"] = {**frame["provenance"], "general_stem": True}
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key))


def _several(
    card: Card,
    true: Sequence[Fact],
    against: Sequence[Misconception],
    setting: Setting,
    rng: random.Random,
) -> MultipleResponse:
    """How many are true is not told, so each has to be judged by itself."""
    choices = [_true(card, fact, against) for fact in true] + [_false(idea) for idea in against]
    right = set(choices[: len(true)])
    rng.shuffle(choices)
    options = placed(choices)
    key = tuple(option_id(i) for i, choice in enumerate(choices) if choice in right)
    matter = _matter(card, true, against)
    stem = _FOCUSED_STEM if matter else rng.choice(_SEVERAL_STEMS)
    stem = stem.format(topic=_topic(card), matter=matter)
    texts = [each for option in options for each in (option.text, option.rationale)]
    feedback = _feedback(
        card,
        texts,
        _line_for_each(choices, right),
        _hints(card, true, rng.sample(list(against), len(against))),
    )
    frame = framed(setting, feedback, [stem, *(option.text for option in options)], parts=len(options))
    return finished(MultipleResponse(**frame, stem=stem, options=options, key=key))


def _line_for_each(choices: Sequence[Choice], right: Collection[Choice]) -> str:
    """A line for each option: how it begins, whether it is true, and why."""
    lines = []
    for choice in choices:
        verdict = "true" if choice in right else "false"
        reason = choice.rationale.removeprefix(f"{verdict.capitalize()}. ")
        opening = _opening(choice.text, [other.text for other in choices if other is not choice])
        lines.append(f"{quoted(opening)} is {verdict}. {reason}")
    return "\n".join(lines)


def _opening(text: str, others: Sequence[str]) -> str:
    """The first words of a text, as many as tell it from the others."""
    words = text.split()
    for count in range(_OPENING_WORDS, len(words) - 1):
        opening = " ".join(words[:count])
        if not any(f"{other} ".startswith(f"{opening} ") for other in others):
            return f"{opening} …"
    return text


def _hints(card: Card, true: Sequence[Fact], against: Sequence[Misconception]) -> list[str]:
    """A question by which a statement can be judged, of a false one where the card has it, and another false
    one ruled out.
    """
    facts = {fact.id: fact for fact in card.facts}
    asked = [
        (idea.claim, facts[idea.fact].question)
        for idea in against[1:]
        if is_about(card, idea.refutation, facts[idea.fact])
    ]
    claim, question = (asked or [(true[0].statement, true[0].question)])[0]
    ruled_out = quoted(without_stop(capitalised(against[0].claim)))
    return [
        f"To judge {quoted(without_stop(capitalised(claim)))}, ask yourself: {question}",
        f"{ruled_out} is not one of them: {sentence(against[0].refutation)}",
    ]
