"""A concept's term as it stands inside a sentence: with the article that its card uses, if any."""

import re
from collections import Counter

from itemwright.domain.card import Card
from itemwright.writing.wording import article, lowered


def noun_phrase(card: Card) -> str:
    """ "a language model", "the forward pass", "LoRA": with the commonest determiner in the card."""
    term = lowered(card.term)
    if " " not in term and any(letter.isupper() for letter in term):
        return term  # "a RAG" is the beginning of "a RAG system"
    pattern = re.compile(rf"(?:\b(an?|the|each|every|one|this)\s+)?\b{re.escape(term)}(s?)\b", re.IGNORECASE)
    texts = [fact.statement for fact in card.facts] + [fact.question for fact in card.facts]
    texts += [idea.claim for idea in card.misconceptions]
    before: Counter[str] = Counter()
    for text in texts:
        for match in pattern.finditer(text):
            word = (match[1] or "").lower()
            if match[2]:
                before["plural"] += 1
            elif word in ("a", "an", "each", "every", "one"):
                before["a"] += 1
            else:
                before["the" if word in ("the", "this") else ""] += 1
    if not before:
        return term
    if before["a"] + before["plural"] > before["the"] and before["a"] + before["plural"] > before[""]:
        return f"{article(term)} {term}"
    return f"the {term}" if before["the"] > before[""] else term
