"""Does an item agree with the reviewed cards: no key that one calls wrong, no wrong option it calls right."""

import re

from itemwright.domain.card import Card, Fact
from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.key_option import key_option
from itemwright.text import normal_form
from itemwright.writing.library import Library

_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_ASKS_FOR_FALSE = ("misconception", "false", "reject", "incorrect", "not true", "mistaken", "wrong")


class CardAgreement:
    """What the cards say, by normal form; built once for a library."""

    def __init__(self, library: Library) -> None:
        self._facts: dict[str, list[tuple[str, Fact]]] = {}
        self._names: dict[str, set[str]] = {}
        self._definitions: dict[str, str] = {}
        self._true: set[str] = set()
        self._false: dict[str, str] = {}
        self._siblings: dict[str, list[str]] = {}
        for slug, card in library.reviewed.items():
            self._add(slug, card)
        for slug, card in library.reviewed.items():
            self._siblings[slug] = [other.concept for other in library.siblings(card)]

    def check(self, item: Item) -> Finding:
        """fail: a card says otherwise; pass, when cards agree or say nothing on it."""
        problem = self._true_false(item) if item.type == "true_false" else self._options(item)
        if problem:
            return "fail", problem
        return "pass", "no card says otherwise"

    def _add(self, slug: str, card: Card) -> None:
        names = (card.term, card.acronym, card.expansion, *card.aliases)
        self._names[slug] = {normal_form(name) for name in names if name}
        for text in (card.definition.text, *card.definition.paraphrases):
            self._definitions[normal_form(text)] = slug
        self._facts[slug] = [(normal_form(fact.question), fact) for fact in card.facts]
        self._true |= {normal_form(fact.statement) for fact in card.facts}
        self._false |= {normal_form(idea.claim): idea.refutation for idea in card.misconceptions}

    def _true_false(self, item: Item) -> str:
        stem = normal_form(item.stem)
        key = key_option(item)
        says_true = key is not None and key.text == "True"
        if any(claim in stem for claim in self._false) and says_true:
            return "a card lists the statement as a misconception, but the key says True"
        asked = self._asked(item)
        if asked is None:
            if not says_true and any(statement in stem for statement in self._true):
                return "the statement stands in a card as a fact, but the key says False"
            return ""
        rest = item.stem.split(asked.question, 1)[-1]
        proposed = {normal_form(text) for text in _QUOTED.findall(rest)}
        if says_true and proposed & {normal_form(wrong.text) for wrong in asked.wrong}:
            return "the proposed answer is one that the card calls wrong, but the key says True"
        if not says_true and proposed & {normal_form(text) for text in (*asked.paraphrases, asked.answer)}:
            return "the proposed answer is one that the card calls right, but the key says False"
        return ""

    def _options(self, item: Item) -> str:
        key = key_option(item)
        if key is None:
            return ""
        wrong = [normal_form(option.text) for option in item.options or () if option.id != key.id]  # type: ignore[union-attr]
        right = normal_form(key.text)
        return (
            self._against_fact(item, right, wrong)
            or self._against_statements(item, right, wrong)
            or self._against_definitions(item, right, wrong)
        )

    def _against_fact(self, item: Item, right: str, wrong: list[str]) -> str:
        fact = self._asked(item)
        if fact is None:
            return ""
        if any(normal_form(each.text) == right for each in fact.wrong):
            return f"the card calls the key a wrong answer to {fact.question!r}"
        correct = {normal_form(text) for text in (fact.answer, *fact.paraphrases, *fact.accepts)}
        both = correct & set(wrong)
        return f"the wrong option {both.pop()!r} is right by the card" if both else ""

    def _against_statements(self, item: Item, right: str, wrong: list[str]) -> str:
        stem = normal_form(item.stem)
        if not stem.startswith(("which", "three of these", "what", "select", "mark")):
            return ""
        if any(word in stem for word in _ASKS_FOR_FALSE):
            if right in self._true:
                return "the statement to be found as false is a fact of a card"
        elif right in self._false:
            return "the key is a misconception of a card"
        elif both := self._true & set(wrong):
            return f"the wrong option {sorted(both)[0]!r} is a fact of a card"
        return ""

    def _against_definitions(self, item: Item, right: str, wrong: list[str]) -> str:
        stem = normal_form(item.stem)
        for text, slug in self._definitions.items():
            if text in stem and len(text.split()) > 5:
                if any(right in names for other, names in self._names.items() if other != slug):
                    return f"the definition in the stem is that of {slug!r}"
                if self._names[slug] & set(wrong):
                    return f"a wrong option is a name of {slug!r}, which the stem defines"
        defined = self._definitions.get(right)
        if (defined is not None and "term" in stem) or "meant by" in stem:
            named = [
                slug
                for slug, names in self._names.items()
                if any(f"“{name}”" in stem or f'"{name}"' in stem for name in names)
            ]
            if named and defined is not None and defined not in named:
                return f"the key defines {defined!r}, but the stem asks for {named[0]!r}"
        return ""

    def _asked(self, item: Item) -> Fact | None:
        stem = normal_form(item.stem)
        slugs = [*item.concepts, *(s for concept in item.concepts for s in self._siblings.get(concept, ()))]
        for slug in dict.fromkeys(slugs):
            for question, fact in self._facts.get(slug, ()):
                if question in stem:
                    return fact
        return None
