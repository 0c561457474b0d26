"""Cloze on prose: a decisive term in a statement, or the terms before their definitions, with a pool."""

import random
import re
from functools import partial

from itemwright.domain.card import Card, Fact
from itemwright.domain.item import BLANK, Blank, Cloze
from itemwright.writing.fact_feedback import fact_feedback
from itemwright.writing.frame import Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.term_question import definition_feedback, meaning
from itemwright.writing.wording import capitalised, lowered, sentence, without_stop

_OPENING = re.compile(r"^(?:its|the|an?|by|about|at|to|with)\s+", re.IGNORECASE)
_WORDS_AT_MOST = 4


def cloze_items(card: Card, library: Library) -> list[Opportunity]:
    """For facts whose short answer stands once in the statement, and for the definitions of siblings."""
    found: list[Opportunity] = []
    for fact in card.facts:
        if masked_statement(fact) is not None:
            found += offered(
                card, library, "cloze", ("cloze", fact.id), (fact.bloom, fact.difficulty), [fact.evidence],
                partial(_statement, card, fact),
            )  # fmt: skip
    siblings = [other for other in library.siblings(card) if library.holds(other.definition.evidence)][:6]
    if len(siblings) >= 3:
        found += offered(
            card, library, "cloze", ("cloze_terms", "definition"), ("remember", "medium"),
            [card.definition.evidence], partial(_terms, card, siblings, library), parts=2,
        )  # fmt: skip
    return found


def masked_statement(fact: Fact) -> tuple[str, str] | None:
    """The statement with its answer as a blank, and the answer; None unless it stands there once."""
    for text in sorted(fact.accepts, key=len, reverse=True):
        pattern = re.compile(rf"(?<![\w.,-]){re.escape(text)}(?![\w-]|[.,]\d)", re.IGNORECASE)
        matches = list(pattern.finditer(fact.statement))
        if len(matches) == 1:
            match = matches[0]
            rest = fact.statement[: match.start()] + fact.statement[match.end() :]
            if not any(re.search(rf"(?<!\w){re.escape(a)}(?!\w)", rest, re.IGNORECASE) for a in fact.accepts):
                return fact.statement[: match.start()] + BLANK + fact.statement[match.end() :], match.group()
    return None


def _statement(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> Cloze | None:
    masked = masked_statement(fact)
    if masked is None:
        return None
    text, answer = masked
    pool = _pool(fact, answer)
    if len(pool) >= 3:
        pool = [answer, *rng.sample(pool, min(4, len(pool)))]
        rng.shuffle(pool)
    else:
        pool = []
    accepts = tuple(dict.fromkeys((answer, *fact.accepts)))
    blank = Blank(id="blank-1", accepts=(answer,) if pool else accepts, pool=tuple(pool) or None)
    stem = f"Fill the gap. {sentence(text)}"
    frame = framed(setting, fact_feedback(card, fact, []), [stem, *pool])
    return finished(Cloze(**frame, stem=stem, blanks=(blank,), key={"blank-1": answer}))


def _pool(fact: Fact, answer: str) -> list[str]:
    """The wrong answers in the form of the right one: as short, and numbers beside a number."""
    found = []
    for wrong in fact.wrong:
        text = _OPENING.sub("", re.split(r"[,;](?=\s)", without_stop(wrong.text))[0]).strip()
        alike = bool(re.search(r"\d", text)) == bool(re.search(r"\d", answer))
        if text and alike and len(text.split()) <= min(_WORDS_AT_MOST, len(answer.split()) + 1):
            found.append(lowered(text) if answer[0].islower() else text)
    unlike = [text for text in dict.fromkeys(found) if text.casefold() not in map(str.casefold, fact.accepts)]
    return unlike if len(unlike) == len(fact.wrong) else []


def _terms(card: Card, siblings: list[Card], library: Library, setting: Setting, rng: random.Random) -> Cloze:
    chosen = rng.sample(siblings, min(4, len(siblings)))
    asked = [card, chosen[0]]
    rng.shuffle(asked)
    pool = [capitalised(other.term) for other in (card, *chosen)]
    rng.shuffle(pool)
    lines = [f"{i}. {BLANK}: {without_stop(other.definition.text)}." for i, other in enumerate(asked, 1)]
    stem = "\n".join(["Which term belongs before which description? Fill the gaps.", *lines])
    blanks = tuple(
        Blank(id=f"blank-{i}", accepts=(capitalised(other.term),), pool=tuple(pool))
        for i, other in enumerate(asked, 1)
    )
    key = {f"blank-{i}": capitalised(other.term) for i, other in enumerate(asked, 1)}
    idea = f"In other words, one of the two: {sentence(card.definition.paraphrases[-1])}"
    feedback = definition_feedback(card, chosen[1], idea)._replace(
        explanation=" ".join(meaning(other) for other in asked)
    )
    setting = setting._replace(
        concepts=(card.concept, chosen[0].concept),
        citations=(*setting.citations, library.cite(chosen[0].definition.evidence)),
    )
    frame = framed(setting, feedback, [stem, *pool], parts=2)
    return finished(Cloze(**frame, stem=stem, blanks=blanks, key=key))
