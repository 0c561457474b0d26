"""From what a model drew up to a card: quotations are looked up, ids given, the unproved left out."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from itemwright.domain.card import (
    Card,
    Contrast,
    Definition,
    Evidence,
    Fact,
    Misconception,
    Procedure,
    Step,
    WrongAnswer,
)
from itemwright.domain.passage import Passage
from itemwright.text import content_words, normal_form
from itemwright.writing.card_shapes import CardShape, FactShape
from itemwright.writing.quotation import locate
from itemwright.writing.wording import sentence, without_stop

_ID_WORDS = 5


class LeftOut(NamedTuple):
    """A part of a card that was left out, and why."""

    what: str
    why: str


def slug_of(text: str) -> str:
    """`text` as an id: small letters and digits with single hyphens; empty when there are none."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-")


class CardDrawer:
    """Makes cards for one article; `others`: the slugs by which contrasting concepts are known, by name."""

    def __init__(self, path: str, passages: Sequence[Passage], others: dict[str, str]) -> None:
        self._path = path
        self._passages = passages
        self._others = others
        self.left_out: list[LeftOut] = []

    def card(self, shape: CardShape) -> Card | None:
        """The card with all that is proved; None when its definition is not, or no fact is left."""
        term = shape.term.strip()
        slug = self._others.get(normal_form(term)) or slug_of(term)
        evidence = self._evidence(f"card {term!r}", shape.definition_quote)
        if evidence is None or not slug:
            return None
        numbered = self._facts(shape)
        if not numbered:
            self.left_out.append(LeftOut(f"card {term!r}", "none of its facts is proved"))
            return None
        ideas = self._ideas(shape, numbered)
        facts = tuple(
            _fact(shape.facts[number - 1], slug_, evidence_, ideas)
            for number, (slug_, evidence_) in numbered.items()
        )
        return Card(
            concept=slug,
            term=term,
            acronym=shape.acronym.strip() or None,
            aliases=tuple(dict.fromkeys(alias.strip() for alias in shape.aliases if alias.strip())),
            genus=shape.genus.strip(),
            definition=Definition(
                text=without_stop(shape.definition.strip()),
                paraphrases=_distinct(shape.definition_paraphrases),
                evidence=evidence,
            ),
            facts=facts,
            misconceptions=tuple(idea for idea in ideas.values() if idea.fact in {fact.id for fact in facts}),
            contrasts=self._contrasts(shape, slug),
            procedures=self._procedures(shape),
        )

    def _evidence(self, what: str, quote: str) -> Evidence | None:
        place = locate(quote, self._passages)
        if isinstance(place, str):
            self.left_out.append(LeftOut(what, place))
            return None
        return Evidence(article=self._path, quote=place.text)

    def _facts(self, shape: CardShape) -> dict[int, tuple[str, Evidence]]:
        """Ids and quotations of the facts that are proved, by their numbers."""
        found: dict[int, tuple[str, Evidence]] = {}
        for number, fact in enumerate(shape.facts, 1):
            evidence = self._evidence(f"fact {fact.statement!r}", fact.quote)
            if evidence is not None:
                taken = {slug for slug, _ in found.values()}
                found[number] = (_unique(_short_id(fact.statement), taken), evidence)
        return found

    def _ideas(self, shape: CardShape, numbered: dict[int, tuple[str, Evidence]]) -> dict[int, Misconception]:
        """The misconceptions that a proved fact refutes, by their numbers."""
        found: dict[int, Misconception] = {}
        for number, idea in enumerate(shape.misconceptions, 1):
            if idea.fact in numbered:
                taken = {other.id for other in found.values()}
                found[number] = Misconception(
                    id=_unique(_short_id(idea.claim), taken),
                    claim=sentence(idea.claim),
                    refutation=sentence(idea.refutation),
                    fact=numbered[idea.fact][0],
                )
        return found

    def _contrasts(self, shape: CardShape, own: str) -> tuple[Contrast, ...]:
        found = []
        for contrast in shape.contrasts:
            other = self._others.get(normal_form(contrast.other)) or slug_of(contrast.other)
            evidence = self._evidence(f"contrast with {contrast.other!r}", contrast.quote)
            if evidence is not None and other and other != own:
                found.append(
                    Contrast(
                        other=other,
                        dimension=without_stop(contrast.dimension),
                        this_side=without_stop(contrast.this_side),
                        other_side=without_stop(contrast.other_side),
                        evidence=evidence,
                    )
                )
        return tuple(found)

    def _procedures(self, shape: CardShape) -> tuple[Procedure, ...]:
        found = []
        for procedure in shape.procedures:
            evidence = self._evidence(f"procedure {procedure.goal!r}", procedure.quote)
            if evidence is not None:
                steps = tuple(Step(text=without_stop(s.text), why=sentence(s.why)) for s in procedure.steps)
                goal = without_stop(procedure.goal)
                found.append(Procedure(id=_short_id(goal), goal=goal, steps=steps, evidence=evidence))
        return tuple(found)


def _fact(shape: FactShape, slug: str, evidence: Evidence, ideas: dict[int, Misconception]) -> Fact:
    right = {normal_form(text) for text in (shape.answer, *shape.paraphrases, *shape.accepts)}
    wrong = {normal_form(each.text): each for each in shape.wrong if normal_form(each.text) not in right}
    return Fact(
        id=slug,
        kind=shape.kind,
        statement=sentence(shape.statement),
        question=shape.question.strip(),
        answer=without_stop(shape.answer.strip()),
        wrong=tuple(
            WrongAnswer(
                text=without_stop(each.text.strip()),
                why=sentence(each.why),
                misconception=ideas[each.idea].id if each.idea in ideas else None,
            )
            for each in wrong.values()
        ),
        paraphrases=_distinct(shape.paraphrases),
        accepts=tuple(dict.fromkeys(text.strip() for text in shape.accepts)),
        hints=tuple(sentence(hint) for hint in shape.hints),
        bloom=shape.bloom,
        difficulty=shape.difficulty,
        evidence=evidence,
    )


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple({normal_form(text): without_stop(text.strip()) for text in texts}.values())


def _short_id(text: str) -> str:
    """The first content words as an id."""
    return slug_of("-".join(content_words(text)[:_ID_WORDS])) or slug_of(text) or "entry"


def _unique(slug: str, taken: set[str]) -> str:
    number = 2
    while slug in taken:
        slug, number = f"{slug.rstrip('0123456789').rstrip('-')}-{number}", number + 1
    return slug
