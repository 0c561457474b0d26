"""Explanation, hints and mistakes of items about one fact of a card."""

import re
from collections.abc import Collection, Sequence

from itemwright.domain.card import Card, Fact, Misconception, WrongAnswer
from itemwright.text import content_words
from itemwright.writing import other_facts
from itemwright.writing.frame import Feedback
from itemwright.writing.wording import capitalised, lowered, quoted, sentence, without_stop

_POINTS_BACK = re.compile(
    r"^(?:that|this|these|those|it|its|they|their|such|here|he|she|both|neither|the (?:other|same|latter)"
    r"|(?:the )?two|(?:an?|the) (?:opposite|reverse)|so|no|yes|only)\b",
    re.IGNORECASE,
)
_FULL = 8
"""Words of a paraphrase that says more than a bare answer."""
_ABOUT = 0.3
"""The share of a text's content words that a fact it is about has as well."""
_LEANS = re.compile(
    r"^(?:[\w’'-]+ ){0,4}(?:it|its|they|them|their|theirs|this|these|those|here|both)\b"
    r"|\b(?:the (?:two|one|other|others|same|given|question|answer|range|case|former|latter|opposite|reverse"
    r"|name|word|term|figure|number)|in question)\b",
    re.IGNORECASE,
)


def fact_feedback(card: Card, fact: Fact, shown: Sequence[WrongAnswer], quick_check: str = "") -> Feedback:
    """Feedback for a question about `fact`; `shown`: the wrong answers that the learner sees, if any."""
    ruled_out = near_solution(fact, shown)
    return Feedback(
        explanation=f"{sentence(fact.statement)} {main_contrast(card, fact, shown)}".strip(),
        hints=(*fact.hints, ruled_out) if ruled_out else fact.hints,
        worked_steps=(),
        common_mistakes=common_mistakes(card, shown) if shown else frequent_wrong(fact),
        quick_check=quick_check or check_beside(card, fact),
        takeaway=lesson(card, fact, ideas_behind(card, shown)),
    )


def check_beside(card: Card, fact: Fact, *said: str) -> str:
    """Another question on the concept with its answer, which neither the fact nor the texts `said` tell."""
    told = (fact.question, fact.statement, fact.answer, *(wrong.text for wrong in fact.wrong), *said)
    return other_facts.quick_check(card, " ".join(told), fact.statement)


def main_contrast(card: Card, fact: Fact, shown: Sequence[WrongAnswer]) -> str:
    """Why the nearest of the shown answers is wrong; where none is shown, why the fact holds."""
    if not shown:
        return reason_for(card, fact, ()) or capitalised(in_other_words(fact))
    nearest = nearest_rival(fact, shown)
    return f"Why not {quoted(without_stop(nearest.text))}? {sentence(nearest.why)}"


def nearest_rival(fact: Fact, shown: Sequence[WrongAnswer]) -> WrongAnswer:
    """The wrong answer that is most easily taken: one behind which an idea is known, else the likest."""
    own = set(content_words(fact.answer))
    return max(shown, key=lambda w: (w.misconception is not None, len(own & set(content_words(w.text)))))


def reason_for(card: Card, fact: Fact, shown: Collection[Misconception]) -> str:
    """Why a statement holds: what refutes the misconception that it denies; "" if the card has none.

    `shown`: misconceptions whose refutation stands in the item already.
    """
    denied = [idea.refutation for idea in card.misconceptions if idea.fact == fact.id and idea not in shown]
    for text in denied:
        if not points_back(text) and is_about(card, text, fact) and not restates(text, fact):
            return sentence(text)
    return ""


def support(card: Card, fact: Fact, shown: Collection[Misconception]) -> str:
    """The reason why a statement holds, or else the statement in other words; it stands beside the statement.

    A paraphrase answers the fact's question, so after a "why" it is the reason.
    """
    if reason := reason_for(card, fact, shown):
        return reason
    led_in = "The reason" if re.match(r"why\b", fact.question, re.IGNORECASE) else "In other words"
    return f"{led_in}: {lowered(without_stop(_standing_alone(fact)))}."


def _standing_alone(fact: Fact) -> str:
    """The longest paraphrase that refers to nothing before it, if one of them says enough."""
    full = [text for text in fact.paraphrases if len(text.split()) >= _FULL]
    return max(
        [text for text in full if not leans(text) and not points_back(text)] or [fullest(fact)], key=len
    )


def can_be_supported(card: Card, fact: Fact) -> bool:
    """Whether the card says more of a statement than its bare answer."""
    return bool(reason_for(card, fact, ())) or len(fullest(fact).split()) >= _FULL


def points_back(text: str) -> bool:
    """Whether a text opens with a word that refers to something before it."""
    return bool(_POINTS_BACK.match(text))


def leans(hint: str) -> bool:
    """Whether a hint has a word for something that only the fact's own question names."""
    return bool(_LEANS.search(hint))


def nudges(fact: Fact) -> tuple[str, ...]:
    """The fact's hints that can be read under a stem other than its question, or that question."""
    fitting = [hint for hint in fact.hints if not leans(hint)]
    return tuple(fitting) or (f"Ask yourself: {fact.question}",)


def is_about(card: Card, text: str, fact: Fact) -> bool:
    """Whether a good part of a text's content words are the fact's as well, the term's left out."""
    term = set(content_words(card.term))
    own, said = set(content_words(f"{fact.statement} {fact.answer}")) - term, set(content_words(text)) - term
    return len(said & own) >= max(2, _ABOUT * len(said))


def restates(text: str, fact: Fact) -> bool:
    """Whether the fact's statement and a text say hardly more than each other."""
    said, stated = set(content_words(text)), set(content_words(fact.statement))
    return len(said & stated) >= 0.75 * min(len(said), len(stated))


def lesson(card: Card, fact: Fact, told: Collection[Misconception]) -> str:
    """What refutes the misconception that the fact denies, if it can stand alone and is not `told`."""
    for idea in card.misconceptions:
        is_untold = idea.fact == fact.id and idea not in told
        if is_untold and not points_back(idea.refutation) and is_about(card, idea.refutation, fact):
            return sentence(idea.refutation)
    return ""


def in_other_words(fact: Fact) -> str:
    """The fact's longest paraphrase, led in."""
    return f"in other words: {without_stop(fullest(fact))}."


def fullest(fact: Fact) -> str:
    """The fact's longest paraphrase."""
    return max(fact.paraphrases, key=len)


def near_solution(fact: Fact, shown: Sequence[WrongAnswer]) -> str:
    """The third hint: a shown answer ruled out by its reason, if one can be without telling the key."""
    own = set(content_words(fact.answer)) - set(content_words(fact.question))
    candidates = [(len(own & set(content_words(w.why))), i, w) for i, w in enumerate(shown)]
    if not candidates:
        return ""
    shared, _, wrong = min(candidates, key=lambda entry: entry[:2])
    if shared > max(1, len(own) // 3):
        return ""
    return f"{quoted(without_stop(capitalised(wrong.text)))} is not the answer: {sentence(wrong.why)}"


def common_mistakes(card: Card, shown: Sequence[WrongAnswer]) -> tuple[str, ...]:
    """The misconceptions behind the shown answers."""
    return tuple(mistake(idea) for idea in ideas_behind(card, shown)[:3])


def frequent_wrong(fact: Fact) -> tuple[str, ...]:
    """Wrong answers that come from a known misconception, for items that show none."""
    wrong = [each for each in fact.wrong if each.misconception][:2]
    return tuple(
        f"A frequent wrong answer is {quoted(without_stop(w.text))}: {sentence(w.why)}" for w in wrong
    )


def ideas_behind(card: Card, shown: Sequence[WrongAnswer]) -> list[Misconception]:
    """The card's misconceptions that the wrong answers express."""
    named = {wrong.misconception for wrong in shown}
    return [idea for idea in card.misconceptions if idea.id in named]


def mistake(idea: Misconception) -> str:
    """A misconception as a common mistake: the wrong idea, and what refutes it."""
    return f"{quoted(without_stop(idea.claim))}: {sentence(idea.refutation)}"
