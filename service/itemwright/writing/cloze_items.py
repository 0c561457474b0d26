"""Cloze on prose: a decisive term in a statement, or the terms before their definitions, with a pool."""

import random
import re
from functools import partial

from itemwright.domain.card import Card, Fact, WrongAnswer
from itemwright.domain.item import BLANK, Blank, Cloze
from itemwright.writing.fact_feedback import fact_feedback
from itemwright.writing.frame import Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.short_answers import accepted, has_one_answer
from itemwright.writing.term_question import definition_feedback, in_short, names_itself
from itemwright.writing.wording import capitalised, lowered, quoted, sentence, without_stop

_OPENING = re.compile(
    r"^(?P<word>its|the|an?|by|about|at|to|with|after|before|in|on|from|for|near|only|just)\s+", re.IGNORECASE
)
_BEFORE_GAP = re.compile(rf"(?P<word>\w+) {BLANK}")
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "each", "every", "this", "one"})
_WORDS_AT_MOST = 4
_FEWEST = 3
"""Wrong entries of a pool; with fewer the gap is filled from memory."""
_NUMBER = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|hundreds?|thousands?|millions?|billions?|tens|dozens?|half)"
)
_RANGE = re.compile(
    rf"(?<!\w){_NUMBER}(?: ?[%\w]+){{0,2}}? to (?:an? )?{_NUMBER}(?!\w)|(?<![\w-])\d[\d.,]*\s?[-–]\s?\d",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    r"\b(?:high|low|more|less|few|many|large|small|fast|slow|up|down|ris\w+|fall\w*|grow\w*|shrink\w*|optimistic"
    r"|pessimistic|better|worse)(?:er|est|ly)?\b",
    re.IGNORECASE,
)
"""Words of which the opposite fits a gap as well."""


def cloze_items(card: Card, library: Library) -> list[Opportunity]:
    """For facts whose short answer stands once in the statement, and for the definitions of siblings."""
    found: list[Opportunity] = []
    for fact in card.facts:
        masked = masked_statement(fact)
        if masked is not None and (len(_pool(fact, *masked)) >= _FEWEST or _has_one_filling(fact)):
            found += offered(
                card, library, "cloze", ("cloze", fact.id), (fact.bloom, fact.difficulty), [fact.evidence],
                partial(_statement, card, fact),
            )  # fmt: skip
    siblings = [other for other in library.siblings(card) if library.holds(other.definition.evidence)][:6]
    if len(siblings) >= 3 and not names_itself(card) and not all(map(names_itself, siblings)):
        found += offered(
            card, library, "cloze", ("cloze_terms", "definition"), ("remember", "medium"),
            [card.definition.evidence], partial(_terms, card, siblings, library), parts=2,
        )  # fmt: skip
    return found


def masked_statement(fact: Fact) -> tuple[str, str] | None:
    """The statement with its answer as a blank, and the answer; None unless it stands there once."""
    for text in sorted(fact.accepts, key=lambda text: (_is_hedged(text), -len(text))):
        pattern = re.compile(rf"(?<![\w.,-]){re.escape(text)}(?![\w-]|[.,]\d)", re.IGNORECASE)
        matches = list(pattern.finditer(fact.statement))
        if len(matches) == 1:
            match = matches[0]
            rest = fact.statement[: match.start()] + fact.statement[match.end() :]
            if not any(re.search(rf"(?<!\w){re.escape(a)}(?!\w)", rest, re.IGNORECASE) for a in fact.accepts):
                return fact.statement[: match.start()] + BLANK + fact.statement[match.end() :], match.group()
    return None


def is_range(answer: str) -> bool:
    """Whether an answer is a range of numbers, which a gap does not show: "one to three", "5-10 %"."""
    return bool(_RANGE.search(answer))


def _has_one_filling(fact: Fact) -> bool:
    """Whether the gap can be filled without a pool: with a name or a number, not with a direction."""
    return has_one_answer(fact) and not _DIRECTION.search(" ".join(fact.accepts))


def _is_hedged(text: str) -> bool:
    """Whether a text opens with a word like "about", which stays outside the gap."""
    opening = _OPENING.match(text)
    return opening is not None and opening["word"].casefold() not in _DETERMINERS


def _statement(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> Cloze | None:
    masked = masked_statement(fact)
    if masked is None:
        return None
    text, answer = masked
    by_entry = _pool(fact, text, answer)
    drawn = rng.sample(list(by_entry), min(4, len(by_entry)))
    if len(drawn) < _FEWEST:
        drawn = []
    pool = [answer, *drawn] if drawn else []
    rng.shuffle(pool)
    accepts = (answer,) if pool else accepted(tuple(dict.fromkeys((answer, *fact.accepts))))
    blank = Blank(id="blank-1", accepts=accepts, pool=tuple(pool) or None)
    task = "Fill the gap with a range (… to …)." if not pool and is_range(answer) else "Fill the gap."
    stem = f"{task} {sentence(text)}"
    shown = [by_entry[entry].model_copy(update={"text": entry}) for entry in drawn]
    frame = framed(setting, fact_feedback(card, fact, shown), [stem, *pool])
    return finished(Cloze(**frame, stem=stem, blanks=(blank,), key={"blank-1": answer}))


def _is_needless(opening: str, masked: str) -> bool:
    """Whether an entry reads well in the gap without the word that it opens with."""
    found = _BEFORE_GAP.search(masked)
    before = found["word"].casefold() if found else ""
    return opening.casefold() not in _DETERMINERS or before in _DETERMINERS


def _pool(fact: Fact, masked: str, answer: str) -> dict[str, WrongAnswer]:
    """The wrong answers in the form of the right one: as short, and numbers beside a number.

    None of them stands in the sentence; an article or preposition goes where the right one has none.
    """
    found: dict[str, WrongAnswer] = {}
    right = set(map(str.casefold, fact.accepts))
    opened = _OPENING.match(answer)
    for wrong in fact.wrong:
        text = re.split(r"[,;](?=\s)", without_stop(wrong.text))[0].strip()
        opening = _OPENING.match(text)
        if opened is None:
            text = text[len(opening.group()) :] if opening and _is_needless(opening["word"], masked) else text
        elif opening is None or opening.group().casefold() != opened.group().casefold():
            continue
        text = _without_next(text, masked)
        alike = _form(text) == _form(answer)
        is_short = len(text.split()) <= min(_WORDS_AT_MOST, len(answer.split()) + 1)
        is_told = re.search(rf"(?<![\w.,-]){re.escape(text)}(?![\w-])", masked, re.IGNORECASE)
        if text and alike and is_short and not is_told and text.casefold() not in right:
            found[lowered(text) if answer[0].islower() else text] = wrong
    are_shorter = all(len(text.split()) < len(answer.split()) for text in found)
    return {} if are_shorter else found


def _form(text: str) -> str:
    """What a number is counted in: "%" of "42%", "gb" of "7 GB"; "words" for a text without digits."""
    return re.sub(r"[\d.,/+−-]+", "", text).strip().casefold() if re.search(r"\d", text) else "words"


def _without_next(text: str, masked: str) -> str:
    """`text` without its last word where the sentence goes on with that word."""
    following = re.match(r"\s*(\w+)", masked.split(BLANK, 1)[1])
    words = text.split()
    if following and len(words) > 1 and words[-1].casefold() == following[1].casefold():
        return " ".join(words[:-1])
    return text


def _terms(card: Card, siblings: list[Card], library: Library, setting: Setting, rng: random.Random) -> Cloze:
    partner = rng.choice([other for other in siblings if not names_itself(other)])
    rest = [other for other in siblings if other is not partner]
    chosen = [partner, *rng.sample(rest, min(3, len(rest)))]
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
    place = asked.index(card) + 1
    idea = f"Description {place} in other words: {sentence(card.definition.paraphrases[-1])}"
    feedback = definition_feedback(card, chosen[1], idea)
    definition = without_stop(chosen[1].definition.text)
    rival = f"{quoted(capitalised(chosen[1].term))} fits neither gap: it stands for {definition}."
    feedback = feedback._replace(
        explanation=" ".join([*(in_short(other) for other in asked), rival]),
        hints=(idea, rival),
        takeaway="",
    )
    setting = setting._replace(
        concepts=(card.concept, chosen[0].concept),
        citations=(*setting.citations, library.cite(chosen[0].definition.evidence)),
    )
    frame = framed(setting, feedback, [stem, *pool], parts=2)
    return finished(Cloze(**frame, stem=stem, blanks=blanks, key=key))
