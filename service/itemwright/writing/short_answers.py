"""Short answers: questions with a definite answer of a few words, the term for a definition, an acronym."""

import random
import re
from functools import partial

from itemwright.domain.card import Card, Fact
from itemwright.domain.item import ShortAnswer
from itemwright.numerals import BELOW_TWENTY
from itemwright.text import content_words
from itemwright.writing.acronyms import expansion
from itemwright.writing.fact_feedback import fact_feedback
from itemwright.writing.feedback_rules import repeats
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.other_facts import quick_check
from itemwright.writing.term_question import in_short, names_itself
from itemwright.writing.wording import lowered, quoted, sentence, without_stop

_OPEN_LEVELS = ("analyze", "evaluate", "create")
_CHOOSES = re.compile(
    r"\b(?:should|would|best|better|advisable|sensible|suitable|fits|suits|to be expected)\b"
)
_ASKS_TWICE = re.compile(r",? and (?:why|how|when|where|what|which|for which)\b[^?]*\?", re.IGNORECASE)
_NUMERALS = BELOW_TWENTY[:13]
"""What is typed as a word as readily as in digits."""
_NUMBER = re.compile(rf"\d|^(?:{'|'.join(_NUMERALS)})\b")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")  # between letters: -100 is not 100
_PREFIX = re.compile(r"\b(over|pre|re|multi|sub|co|non|hyper|under)-(?=[a-z])", re.IGNORECASE)
_LONGEST = 6
"""Words of another wording that a typed answer may take."""


def short_answers(card: Card, library: Library) -> list[Opportunity]:
    """For facts with one short answer, for the definition, and for the acronym if there is one.

    A practice bears a description rather than a name that everybody would type.
    """
    found: list[Opportunity] = []
    for fact in card.facts:
        if has_one_answer(fact):
            found += offered(
                card, library, "short_answer", ("short_fact", fact.id), (fact.bloom, fact.difficulty),
                [fact.evidence], partial(_fact, card, fact),
            )  # fmt: skip
    if not names_itself(card) and (card.acronym or not card.genus.endswith("practice")):
        found += offered(
            card, library, "short_answer", ("short_term", "definition"), ("remember", "medium"),
            [card.definition.evidence], partial(_term, card),
        )  # fmt: skip
    if card.acronym and card.expansion:
        found += offered(
            card, library, "short_answer", ("short_acronym", "acronym"), ("remember", "easy"),
            [card.definition.evidence], partial(_acronym, card),
        )  # fmt: skip
    return found


def has_one_answer(fact: Fact) -> bool:
    """Whether one answer alone is right without options to choose from, and the question does not say it."""
    if not fact.accepts or _ASKS_TWICE.search(fact.question):
        return False
    if _NUMBER.search(fact.accepts[0]):
        return True
    is_open = fact.bloom in _OPEN_LEVELS or _CHOOSES.search(fact.question)
    told = set(content_words(fact.accepts[0])) <= set(content_words(fact.question))
    return not is_open and not told


def names(card: Card) -> tuple[str, ...]:
    """Every name of the concept, the term first; a longer name with the term in it means something else."""
    term = set(content_words(card.term))
    aliases = [name for name in card.aliases if not term < set(content_words(name))]
    all_names = (card.term, card.acronym, card.expansion, *aliases)
    return tuple(dict.fromkeys(name for name in all_names if name))


def accepted(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts, and each with and without hyphens, and with numbers in figures and in words."""
    found: list[str] = []
    for text in texts:
        found += [text, _HYPHEN.sub(" ", text), _PREFIX.sub(r"\1", text)]
        first, _, rest = text.partition(" ")
        if rest[:1].isdigit():
            continue
        if first.casefold() in _NUMERALS and len(rest.split()) <= 2:
            found.append(f"{_NUMERALS.index(first.casefold())} {rest}".strip())
        elif first.isdigit() and int(first) < len(_NUMERALS) and len(rest.split()) <= 2:
            found.append(f"{_NUMERALS[int(first)]} {rest}".strip())
    return tuple(dict.fromkeys(found))


def how_to_answer(fact: Fact) -> str:
    """What kind of answer is wanted: a number, a name or a few words."""
    if _NUMBER.search(fact.accepts[0]):
        has_unit = bool(re.search(r"\d\s*[A-Za-z%]", fact.accepts[0]))
        return "Answer with a number and its unit." if has_unit else "Answer with a number."
    return "One word is enough." if len(fact.accepts[0].split()) == 1 else "Answer in a few words."


def _fact(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> ShortAnswer:
    stem = f"{fact.question} {how_to_answer(fact)}"
    others = (fact.answer, *fact.paraphrases)
    is_number = bool(_NUMBER.search(fact.accepts[0]))
    right = [without_stop(text) for text in others if len(text.split()) <= _LONGEST and "," not in text]
    right = [*fact.accepts, *(text for text in right if not is_number or _NUMBER.search(text))]
    feedback = fact_feedback(card, fact, [])
    if not repeats(fact.accepts[0], [feedback.explanation]):
        answer = sentence(f"The answer is {quoted(fact.accepts[0])}")
        feedback = feedback._replace(explanation=f"{answer} {feedback.explanation}")
    frame = framed(setting, feedback, [stem])
    return finished(ShortAnswer(**frame, stem=stem, accepts=accepted(tuple(right)), key=fact.accepts[0]))


def _term(card: Card, setting: Setting, rng: random.Random) -> ShortAnswer:
    stem = f"Which term stands for {without_stop(card.definition.text)}? Type it."
    said = card.definition.paraphrases
    feedback = Feedback(
        explanation=f"The name is {quoted(lowered(card.term))}. In other words: {sentence(said[1])}",
        hints=(f"The description in other words: {sentence(said[-1])}", _letters(card.term)),
        worked_steps=(),
        common_mistakes=(),
        quick_check=quick_check(card, card.definition.text),
        takeaway=in_short(card),
    )
    frame = framed(setting, feedback, [stem])
    return finished(ShortAnswer(**frame, stem=stem, accepts=accepted(names(card)), key=card.term))


def _letters(term: str) -> str:
    """The length of a term and its first letter, as the last hint before the term itself."""
    count = len(term.split())
    length = "one word" if count == 1 else f"{count} words"
    return f"The term has {length} and begins with {quoted(term[0].upper())}."


def _acronym(card: Card, setting: Setting, rng: random.Random) -> ShortAnswer:
    key = card.expansion or card.term
    stem = f"What does the acronym {card.acronym} stand for?"
    first = re.split(r"[\s-]", key)[0]
    feedback = Feedback(
        explanation=f"{card.acronym} is short for {key}, which is {without_stop(card.definition.text)}.",
        hints=(
            f"It is {without_stop(card.definition.text)}.",
            f"The first word is {quoted(first)}.",
        ),
        worked_steps=(),
        common_mistakes=(),
        quick_check=quick_check(card, card.definition.text),
        takeaway=in_short(card),
    )
    spelt = [name for name in names(card) if expansion(name, card.acronym or "") == name]
    frame = framed(setting, feedback, [stem])
    return finished(
        ShortAnswer(**frame, stem=stem, accepts=accepted(tuple(dict.fromkeys((key, *spelt)))), key=key)
    )
