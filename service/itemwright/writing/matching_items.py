"""Matching: terms with definitions, questions with answers; each with descriptions or answers to spare."""

import random
import re
from collections.abc import Iterable, Sequence
from functools import partial

from itemwright.domain.card import Card, Contrast, Fact
from itemwright.domain.item import Labelled, Matching, Pairs
from itemwright.text import content_words
from itemwright.writing.fact_feedback import mistake
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import option_id
from itemwright.writing.other_facts import quick_check
from itemwright.writing.term_question import meaning
from itemwright.writing.wording import capitalised, listed, lowered, quoted, sentence, without_stop

PAIRS = 4
SPARE = 2
"""Wrong answers beside the right ones of a matching item."""
TRIES = 24
_COUNTED = re.compile(r"\d|^(?:about|at least|half|twice|one|two|three|four|five|six)\b", re.IGNORECASE)
MOST_ECHOES = 1
"""Pairs of an item that a search for shared words may solve."""


_ANSWER_STEMS = (
    "Topic: {term}. Match each question with its answer. Two answers are left over.",
    "Topic: {term}. Which answer fits which question? Two of the answers fit none.",
    "Topic: {term}. Give each question its answer. Two of the answers are wrong for all.",
)


def matching_items(card: Card, library: Library) -> list[Opportunity]:
    """Terms of siblings, and sets of questions about the concept."""
    found: list[Opportunity] = []
    siblings = [other for other in library.siblings(card) if library.holds(other.definition.evidence)][:7]
    if len(siblings) >= PAIRS:
        found += offered(
            card, library, "matching", ("matched_terms", "definition"), ("remember", "medium"),
            [card.definition.evidence], partial(_terms, card, siblings, library), parts=3,
        )  # fmt: skip
    facts = [fact for fact in card.facts if library.holds(fact.evidence)]
    for number in range(len(facts) // PAIRS):
        found += offered(
            card, library, "matching", ("matched_answers", str(number + 1)), ("understand", "medium"),
            [facts[number].evidence],
            partial(_answers, card, facts, number, library), parts=3,
        )  # fmt: skip
    return found


def _matching(
    setting: Setting, stem: str, pairs: Sequence[tuple[str, str]], extra: Sequence[str], feedback: Feedback,
    rng: random.Random,
) -> Matching:  # fmt: skip
    """Left sides in the order given; right sides, with the extra ones, in random order."""
    texts = [right for _, right in pairs] + list(extra)
    order = list(range(len(texts)))
    rng.shuffle(order)
    left = tuple(Labelled(id=str(i), text=text) for i, (text, _) in enumerate(pairs, 1))
    right = tuple(Labelled(id=option_id(i), text=texts[index]) for i, index in enumerate(order))
    key = {str(i + 1): option_id(order.index(i)) for i in range(len(pairs))}
    reading = [stem, *(side.text for side in (*left, *right))]
    frame = framed(setting, feedback, reading, len(left))
    return finished(Matching(**frame, stem=stem, pairs=Pairs(left=left, right=right), key=key))


def _terms(
    card: Card, siblings: list[Card], library: Library, setting: Setting, rng: random.Random
) -> Matching | None:
    """Terms of which none is a kind of another: a narrower one would fit the broader description as well."""
    chosen = [card]
    for sibling in rng.sample(siblings, len(siblings)):
        if not library.relatives(sibling) & {each.concept for each in chosen}:
            chosen.append(sibling)
    if len(chosen) <= PAIRS:
        return None
    chosen = chosen[: PAIRS + 1]
    spare = chosen.pop()
    rng.shuffle(chosen)
    pairs = [(capitalised(other.term), capitalised(without_stop(other.definition.text))) for other in chosen]
    extra = [capitalised(without_stop(spare.definition.text))]
    explanation = " ".join(meaning(other) for other in chosen)
    apart = _told_apart(chosen)
    telling, mistakes = [f"One of the terms, in other words: {lowered(_longest(card))}."], []
    if apart is not None:
        one, other, contrast = apart
        telling.insert(
            0,
            sentence(
                f"{one} and {other} can be told apart by this: {lowered(without_stop(contrast.dimension))}"
            ),
        )
        mistakes.append(
            f"Taking {one} for {other}: {without_stop(contrast.this_side)} ({one}), "
            f"but {without_stop(contrast.other_side)} ({other})."
        )
    feedback = Feedback(
        explanation=f"{explanation} The description left over is that of {lowered(spare.term)}.",
        hints=(*telling, f"One description fits none of the terms: {quoted(extra[0])}."),
        worked_steps=(),
        common_mistakes=tuple(mistakes),
        quick_check=quick_check(card, explanation),
        takeaway="",
    )
    setting = setting._replace(
        concepts=tuple(other.concept for other in chosen),
        citations=tuple(library.cite(other.definition.evidence) for other in chosen),
    )
    terms = listed([lowered(other.term) for other in chosen])
    stem = f"Match each term with its description: {terms}. One description is left over."
    return _matching(setting, stem, pairs, extra, feedback, rng)


def _longest(card: Card) -> str:
    return without_stop(max(card.definition.paraphrases, key=len))


def _told_apart(cards: Sequence[Card]) -> tuple[str, str, Contrast] | None:
    """Two of the terms and a contrast between them; None if no card of them has one."""
    terms = {card.concept: lowered(card.term) for card in cards}
    for card in cards:
        for contrast in card.contrasts:
            if contrast.other in terms:
                return terms[card.concept], terms[contrast.other], contrast
    return None


def _answers(
    card: Card, facts: Sequence[Fact], number: int, library: Library, setting: Setting, rng: random.Random
) -> Matching | None:
    """Four questions, of which `facts[number]` is one, and wrong answers of them to spare."""
    for _ in range(TRIES):
        others = [fact for fact in facts if fact is not facts[number]]
        chosen = rng.sample([facts[number], *rng.sample(others, PAIRS - 1)], PAIRS)
        spare = _spare(chosen, rng)
        rights = [_shown(fact.answer) for fact in chosen] + [text for _, text in spare]
        if len(spare) == SPARE and len(echoing([fact.question for fact in chosen], rights)) <= MOST_ECHOES:
            return _answered(card, chosen, spare, number, library, setting, rng)
    return None


def _answered(
    card: Card, facts: Sequence[Fact], spare: Sequence[tuple[Fact, str]], number: int, library: Library,
    setting: Setting, rng: random.Random,
) -> Matching:  # fmt: skip
    pairs = [(fact.question, _shown(fact.answer)) for fact in facts]
    asked, wrong = spare[0]
    why = {_shown(each.text): sentence(each.why) for fact in facts for each in fact.wrong}
    ideas = [idea for idea in card.misconceptions if idea.fact in {fact.id for fact in facts}]
    explanation = " ".join(sentence(fact.statement) for fact in facts)
    left_over = " ".join(f"{quoted(text)} is left over. {why[text]}" for _, text in spare)
    feedback = Feedback(
        explanation=f"{explanation} {left_over}",
        hints=(
            _thought(next(fact for fact in facts if fact is not asked)),
            f"{quoted(wrong)} does not answer {quoted(asked.question)} {why[wrong]}",
        ),
        worked_steps=(),
        common_mistakes=tuple(mistake(idea) for idea in ideas[:2]),
        quick_check=quick_check(card, f"{explanation} {' '.join(q for q, _ in pairs)}"),
        takeaway="",
    )
    setting = setting._replace(citations=tuple(library.cite(fact.evidence) for fact in facts))
    stem = _ANSWER_STEMS[number % len(_ANSWER_STEMS)].format(term=capitalised(card.term))
    return _matching(setting, stem, pairs, [text for _, text in spare], feedback, rng)


def _shown(answer: str) -> str:
    return capitalised(without_stop(answer))


def _spare(facts: Sequence[Fact], rng: random.Random) -> list[tuple[Fact, str]]:
    """Wrong answers of two of the facts that are like no answer or statement of another one."""
    found: list[tuple[Fact, str]] = []
    for fact in sorted(
        rng.sample(list(facts), len(facts)), key=lambda fact: not _COUNTED.search(fact.answer)
    ):
        rest = [text for other in facts if other is not fact for text in (other.answer, other.statement)]
        rest += [text for _, text in found]
        drawn = rng.sample(list(fact.wrong), len(fact.wrong))
        for wrong in sorted(drawn, key=lambda each: each.misconception is None):
            if not any(_alike(wrong.text, text) for text in rest):
                found.append((fact, _shown(wrong.text)))
                break
        if len(found) == SPARE:
            break
    return found


def _alike(one: str, other: str) -> bool:
    """Whether a good part of `one`'s content words stand in `other`."""
    words = set(content_words(one))
    return 3 * len(words & set(content_words(other))) > len(words)


def echoing(lefts: Sequence[str], rights: Sequence[str]) -> list[int]:
    """Positions of the pairs that a search for shared words solves; the first rights are the lefts' own."""
    return [i for i, left in enumerate(lefts) if _most_words(left, rights) == [i]]


def _most_words(left: str, rights: Iterable[str]) -> list[int]:
    shared = [len(set(content_words(left)) & set(content_words(right))) for right in rights]
    return [i for i, count in enumerate(shared) if count == max(shared)] if max(shared) else []


def _thought(fact: Fact) -> str:
    """A hint together with the question to which it belongs."""
    return f"{quoted(fact.question)} {sentence(fact.hints[1])}"
