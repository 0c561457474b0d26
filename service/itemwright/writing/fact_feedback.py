"""Explanation, hints and mistakes of items about one fact of a card."""

from collections.abc import Sequence

from itemwright.domain.card import Card, Fact, Misconception, WrongAnswer
from itemwright.text import content_words
from itemwright.writing.frame import Feedback
from itemwright.writing.wording import quoted, sentence, without_stop


def fact_feedback(card: Card, fact: Fact, shown: Sequence[WrongAnswer], quick_check: str = "") -> Feedback:
    """Feedback for a question about `fact`; `shown`: the wrong answers that the learner sees, if any."""
    contrast = main_contrast(card, fact, shown)
    return Feedback(
        explanation=f"{sentence(fact.statement)} {contrast}",
        hints=(*fact.hints, near_solution(fact, shown)),
        worked_steps=(sentence(fact.hints[1]), sentence(fact.statement), contrast),
        common_mistakes=common_mistakes(card, shown or fact.wrong[:2]),
        quick_check=quick_check or f"The same in other words: {sentence(max(fact.paraphrases, key=len))}",
        takeaway=sentence(fact.statement),
    )


def main_contrast(card: Card, fact: Fact, shown: Sequence[WrongAnswer]) -> str:
    """Why the nearest wrong idea is wrong: a shown answer's reason, a refutation, or a quoted answer's."""
    if shown:
        return sentence(next((wrong for wrong in shown if wrong.misconception), shown[0]).why)
    denied = next((idea for idea in card.misconceptions if idea.fact == fact.id), None)
    if denied is not None:
        return sentence(denied.refutation)
    return f"{quoted(without_stop(fact.wrong[0].text))} would be wrong: {sentence(fact.wrong[0].why)}"


def source_says(fact: Fact) -> str:
    """The quotation behind a fact, where it is a sentence; else the fact's question with its answer."""
    quote = fact.evidence.quote.strip()
    if quote.startswith(("|", "-", "*", "#")) or len(quote) >= 260:
        return f"{fact.question} {sentence(fact.answer)}"
    return f"The source says: {quoted(quote)}"


def near_solution(fact: Fact, shown: Sequence[WrongAnswer]) -> str:
    """The third hint: a wrong answer ruled out, by its reason where that does not give the key away."""
    own = set(content_words(fact.answer)) - set(content_words(fact.question))
    candidates = [(len(own & set(content_words(w.why))), i, w) for i, w in enumerate(shown or fact.wrong)]
    shared, _, wrong = min(candidates, key=lambda entry: entry[:2])
    if shared > max(1, len(own) // 3):
        return f"{quoted(without_stop(wrong.text))} is not the answer."
    return f"{quoted(without_stop(wrong.text))} is not the answer: {sentence(wrong.why)}"


def common_mistakes(card: Card, shown: Sequence[WrongAnswer]) -> tuple[str, ...]:
    """The ideas behind the wrong answers: the named misconceptions, else the answers with their reasons."""
    found = [mistake(idea) for idea in ideas_behind(card, shown)]
    plain = [f"{quoted(without_stop(w.text))}: {sentence(w.why)}" for w in shown if not w.misconception]
    return tuple((found + plain)[:3])


def ideas_behind(card: Card, shown: Sequence[WrongAnswer]) -> list[Misconception]:
    """The card's misconceptions that the wrong answers express."""
    named = {wrong.misconception for wrong in shown}
    return [idea for idea in card.misconceptions if idea.id in named]


def mistake(idea: Misconception) -> str:
    """A misconception as a common mistake: the wrong idea, and what refutes it."""
    return f"{quoted(without_stop(idea.claim))}: {sentence(idea.refutation)}"
