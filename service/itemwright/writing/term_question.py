"""Multiple choice between a term and what it means, with siblings of the concept as the wrong answers."""

import random
from collections.abc import Sequence
from functools import partial

from lemminflect import getLemma

from itemwright.domain.card import Card
from itemwright.domain.item import MultipleChoice
from itemwright.text import content_words
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.noun_phrase import noun_phrase
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged, draw_wrong, prose
from itemwright.writing.other_facts import quick_check
from itemwright.writing.wording import capitalised, lowered, quoted, sentence, without_stop

_TERM_STEMS = (
    "Which term stands for {definition}?",
    "What is the name for {definition}?",
    "{definition}: which term does this describe?",
)
_DEFINITION_STEMS = (
    "What is meant by {term}?",
    "Which description fits the term {term}?",
    "How is the term {term} best described?",
)
_PARAPHRASE_STEMS = (
    "A colleague asks what {term} means. Which answer is right?",
    "Which of these puts the meaning of {term} into other words?",
)


_TELLING = ("purpose", "mechanism", "property")
"""Kinds of facts that say what a thing is, more than an example or a limit does."""


def term_questions(card: Card, library: Library) -> list[Opportunity]:
    """Definition to term, term to definition, term to paraphrase; none without three siblings.

    A plural or a phrase ("limits of RLHF") is a heading rather than a term, so it is not asked for.
    """
    siblings = [other for other in library.siblings(card) if library.holds(other.definition.evidence)][:8]
    if len(siblings) < 3 or is_heading(card.term):
        return []
    found: list[Opportunity] = []
    for model, write in (("term_for_definition", _term), ("definition_for_term", _definition)):
        found += offered(
            card, library, "multiple_choice", (model, "definition"), ("remember", "easy"),
            [card.definition.evidence], partial(write, card, siblings),
        )  # fmt: skip
    found += offered(
        card, library, "multiple_choice", ("paraphrase_for_term", "definition"), ("understand", "medium"),
        [card.definition.evidence], partial(_paraphrase, card, siblings),
    )  # fmt: skip
    return found


def is_heading(term: str) -> bool:
    """Whether the term is a plural or has a preposition: "limits of RLHF", "deciding when to fine-tune"."""
    words = term.split()
    lemmas = getLemma(words[-1].lower(), "NOUN")
    is_plural = words[-1].endswith("s") and bool(lemmas) and lemmas[0] != words[-1].lower()
    return is_plural or any(word in ("of", "for", "in", "to", "when", "with") for word in words[1:])


def names_itself(card: Card) -> bool:
    """Whether the definition has a word of the term, which would tell where it belongs."""
    return is_heading(card.term) or bool(
        set(content_words(card.term)) & set(content_words(card.definition.text))
    )


def meaning(card: Card) -> str:
    """The definition as a sentence: "LoRA is a method that ..."; for a heading "Limits of X: a group ..."."""
    if is_heading(card.term):
        return sentence(f"{capitalised(card.term)}: {card.definition.text}")
    return sentence(f"{capitalised(noun_phrase(card))} is {card.definition.text}")


def definition_feedback(card: Card, ruled_out: Card | None, idea: str) -> Feedback:
    """Feedback for questions about what the term means; `ruled_out`: a shown sibling that is not meant.

    `idea`: the first hint.
    """
    hints = [idea] if idea else []
    contrast = ""
    if ruled_out is not None:
        hints.append(f"{quoted(lowered(ruled_out.term))} is not meant: {meaning(ruled_out)}")
        contrast = f"Why not {quoted(lowered(ruled_out.term))}? {meaning(ruled_out)}"
    return Feedback(
        explanation=f"{meaning(card)} {contrast}".strip(),
        hints=tuple(hints),
        worked_steps=(),
        common_mistakes=(),
        quick_check=quick_check(card, card.definition.text),
        takeaway=in_short(card),
    )


def in_short(card: Card) -> str:
    """The term with another wording of its definition: "RLHF: preference data, then ..."."""
    return sentence(f"{capitalised(card.term)}: {card.definition.paraphrases[0]}")


def nearest_sibling(card: Card, others: Sequence[Card]) -> Card:
    """The one whose definition has most words in common with the card's."""
    own = set(content_words(card.definition.text))
    return max(others, key=lambda other: len(own & set(content_words(other.definition.text))))


def _write(
    card: Card,
    setting: Setting,
    rng: random.Random,
    stem: str,
    key: Choice,
    others: list[tuple[Card, str]],
    idea: str,
) -> MultipleChoice | None:
    wrong = [Choice(text, meaning(other)) for other, text in others if text.casefold() != key.text.casefold()]
    if len(wrong) < 3:
        return None
    drawn = draw_wrong(key.text, wrong, 3, rng)
    options, key_id = arranged(prose(key), [prose(choice) for choice in drawn], rng)
    texts = {choice.text for choice in drawn}
    shown = [other for other, text in others if text in texts]
    near = nearest_sibling(card, shown)
    far = next(other for other in shown if other is not near)
    near_text = next(without_stop(text) for other, text in others if other is near)
    far_text = next(without_stop(text) for other, text in others if other is far)
    contrast = f"Why not {quoted(capitalised(near_text))}? {_belongs(near, near_text)}"
    ruled_out = f"{quoted(capitalised(far_text))} is not the answer: {_belongs(far, far_text)}"
    feedback = definition_feedback(card, None, idea)
    feedback = feedback._replace(
        explanation=f"{key.rationale} {contrast}",
        hints=(*feedback.hints, ruled_out),
    )
    frame = framed(setting, feedback, [stem, *(o.text for o in options)])
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key_id))


def _belongs(other: Card, text: str) -> str:
    """What a wrong option means, or which term it describes."""
    if text.casefold() == without_stop(other.term).casefold():
        return meaning(other)
    return f"That describes {quoted(lowered(other.term))}."


def _fact(card: Card, rng: random.Random) -> str:
    named = set(content_words(card.term))
    telling = [
        fact for fact in card.facts if fact.kind in _TELLING and named <= set(content_words(fact.statement))
    ]
    if not telling:
        return ""
    return f"This is true of {quoted(lowered(card.term))}: {sentence(rng.choice(telling).statement)}"


def _term(card: Card, siblings: list[Card], setting: Setting, rng: random.Random) -> MultipleChoice | None:
    stem = capitalised(rng.choice(_TERM_STEMS).format(definition=card.definition.text))
    said = card.definition.paraphrases
    key = Choice(card.term, f"The right answer in other words: {sentence(said[1])}")
    idea = f"The description in other words: {sentence(said[-1])}"
    return _write(card, setting, rng, stem, key, [(other, other.term) for other in siblings], idea)


def _definition(
    card: Card, siblings: list[Card], setting: Setting, rng: random.Random
) -> MultipleChoice | None:
    stem = rng.choice(_DEFINITION_STEMS).format(term=quoted(lowered(card.term)))
    others = [(other, other.definition.text) for other in siblings]
    key = Choice(
        card.definition.text, f"The right answer in other words: {sentence(card.definition.paraphrases[1])}"
    )
    return _write(card, setting, rng, stem, key, others, _fact(card, rng))


def _paraphrase(
    card: Card, siblings: list[Card], setting: Setting, rng: random.Random
) -> MultipleChoice | None:
    stem = rng.choice(_PARAPHRASE_STEMS).format(term=quoted(lowered(card.term)))
    others = [(other, other.definition.paraphrases[1]) for other in siblings]
    key = Choice(card.definition.paraphrases[1], meaning(card))
    return _write(card, setting, rng, stem, key, others, _fact(card, rng))
