"""Holds an item's key against the card that it was written from, one rule an item model.

The rules look the entry up on the card by themselves and know nothing of how the product writes or proves.
Each gives what is wrong, in words; nothing when the key is the card's.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evals.plain import is_in, plain
from itemwright.domain.card import Card, Contrast, Fact
from itemwright.domain.item import BLANK, Item, Option

Rule = Callable[["Written"], Iterator[str]]


class Written(NamedTuple):
    """An item, the card it is from, and the name of the card's entry; `item` is read by its fields."""

    item: Any
    card: Card
    entry: str
    cards: Mapping[str, Card]

    @property
    def fact(self) -> Fact:
        return next(fact for fact in self.card.facts if fact.id == self.entry)

    def term(self, slug: str) -> str:
        return self.cards[slug].term if slug in self.cards else slug.replace("-", " ")


def key_faults(item: Item, cards: Mapping[str, Card]) -> list[str] | None:
    """What the card has against the key; None when no rule is known for the item's model."""
    model, card = str(item.provenance.get("model")), cards.get(str(item.provenance.get("card")))
    if card is None or model not in RULES:
        return None
    written = Written(item, card, str(item.provenance.get("entry")), cards)
    try:
        return list(RULES[model](written))
    except (StopIteration, IndexError, KeyError):
        return [f"the card {card.concept!r} has no entry {written.entry!r} for {model!r}"]


def keyed(item: Any) -> tuple[list[Option], list[Option]]:
    """The options that are keyed, and the others."""
    ids = {item.key} if isinstance(item.key, str) else set(item.key)
    options = item.options or ()
    return [o for o in options if o.id in ids], [o for o in options if o.id not in ids]


def right_texts(fact: Fact) -> list[str]:
    return [fact.answer, fact.statement, *fact.paraphrases, *fact.accepts]


def _choice(
    item: Any, right: Iterable[str], wrong: Iterable[str], never: Iterable[str] = ()
) -> Iterator[str]:
    """The keyed texts are among `right`, the others among `wrong`, and none of these among `never`."""
    right, wrong, never = list(right), list(wrong), list(never)
    keys, others = keyed(item)
    for option in keys:
        if not is_in(option.text, right):
            yield f"the key {option.text!r} is none of the card's right texts"
    for option in others:
        if is_in(option.text, [*right, *never]):
            yield f"the wrong option {option.text!r} is right by the card"
        elif not is_in(option.text, wrong):
            yield f"the wrong option {option.text!r} is none of the card's wrong texts"


def _says(stem: str, text: str, what: str) -> Iterator[str]:
    if plain(text) not in plain(stem):
        yield f"the stem does not say {what} {text!r}"


def _fact_question(w: Written) -> Iterator[str]:
    yield from _says(w.item.stem, w.fact.question, "the question")
    right = [w.fact.answer, *w.fact.paraphrases, *w.fact.accepts]
    yield from _choice(w.item, right, [wrong.text for wrong in w.fact.wrong])


def _claims(card: Card) -> list[str]:
    return [idea.claim for idea in card.misconceptions]


def _statements(card: Card) -> list[str]:
    return [fact.statement for fact in card.facts]


def _true_statement(w: Written) -> Iterator[str]:
    yield from _choice(w.item, [w.fact.statement], _claims(w.card), _statements(w.card))


def _misconception(w: Written) -> Iterator[str]:
    idea = next(idea for idea in w.card.misconceptions if idea.id == w.entry)
    yield from _choice(w.item, [idea.claim], _statements(w.card), _claims(w.card))


def _true_statements(w: Written) -> Iterator[str]:
    yield from _choice(w.item, _statements(w.card), _claims(w.card))


def _judged(w: Written, said: str, true: Sequence[str], false: Sequence[str]) -> Iterator[str]:
    """True or false on `said`, which is one of `true` or one of `false`."""
    key = keyed(w.item)[0][0].text
    right, wrong = is_in(said, true), is_in(said, false)
    if right == wrong:
        yield f"{said!r} is {'both right and wrong' if right else 'neither right nor wrong'} by the card"
    elif (key == "True") != right:
        yield f"the key is {key}, but the card calls {said!r} {'right' if right else 'wrong'}"


def _judged_statement(w: Written) -> Iterator[str]:
    yield from _judged(w, w.item.stem.split("?", 1)[1], _statements(w.card), _claims(w.card))


def _judged_answer(w: Written) -> Iterator[str]:
    yield from _says(w.item.stem, w.fact.question, "the question")
    said = re.findall(r"“(.+?)”", w.item.stem.split(w.fact.question, 1)[-1], re.DOTALL)[0]
    yield from _judged(w, said, right_texts(w.fact), [wrong.text for wrong in w.fact.wrong])


def _in_order(text: str, parts: Sequence[str]) -> bool:
    """Whether the parts stand in the text one after the other."""
    text, place = plain(text), 0
    for part in map(plain, parts):
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True


def _contrast(w: Written) -> Iterator[str]:
    contrast = w.card.contrasts[int(w.entry.rsplit("-", 1)[1]) - 1]
    parts = [w.card.term, contrast.this_side, w.term(contrast.other), contrast.other_side]
    keys, others = keyed(w.item)
    if plain(keys[0].text).startswith("both") or not _in_order(keys[0].text, parts):
        yield f"the key {keys[0].text!r} does not give each concept what the card gives it"
    for option in others:
        if not plain(option.text).startswith("both") and _in_order(option.text, parts):
            yield f"the wrong option {option.text!r} is right by the card"


def _next_step(w: Written) -> Iterator[str]:
    name, position = w.entry.rsplit("-", 1)
    steps = [step.text for step in _procedure(w, name)]
    place = int(position) - 1
    yield from _says(w.item.stem, steps[place], "the step")
    yield from _choice(w.item, [steps[place + 1]], steps[:place] + steps[place + 2 :])


def _procedure(w: Written, name: str) -> Sequence[Any]:
    return next(procedure.steps for procedure in w.card.procedures if procedure.id == name)


def _ordered_steps(w: Written) -> Iterator[str]:
    texts = {step.id: step.text for step in w.item.steps}
    found, wanted = [texts[id_] for id_ in w.item.key], [step.text for step in _procedure(w, w.entry)]
    for place, (one, other) in enumerate(zip(found, wanted, strict=True), start=1):
        if plain(one) != plain(other):
            yield f"step {place} of the key is {one!r}, the card has {other!r}"


def _filled(w: Written) -> str:
    text = w.item.stem
    for blank in w.item.blanks:
        text = text.replace(BLANK, w.item.key[blank.id], 1)
    return str(text)


def _cloze(w: Written) -> Iterator[str]:
    if plain(w.fact.statement) not in plain(_filled(w)):
        yield f"filled in, the stem does not say {w.fact.statement!r}"
    blank = w.item.blanks[0]
    for other in blank.pool or ():
        if is_in(other, w.fact.accepts) and not is_in(other, blank.accepts):
            yield f"{other!r} of the pool is right by the card, but is not accepted"
        elif is_in(other, blank.accepts) and not is_in(other, w.fact.accepts):
            yield f"{other!r} of the pool is accepted, but not by the card"
    for text in blank.accepts:
        if is_in(text, [wrong.text for wrong in w.fact.wrong]):
            yield f"{text!r} is accepted, but the card calls it wrong"


def _cloze_terms(w: Written) -> Iterator[str]:
    meanings = {plain(card.definition.text): card.term for card in w.cards.values()}
    for line in _filled(w).splitlines()[1:]:
        term, meaning = re.sub(r"^\d+\.\s*", "", line).split(":", 1)
        if plain(meanings.get(plain(meaning), "")) != plain(term):
            yield f"the key gives {meaning.strip()!r} the term {term!r}"


def _matched_terms(w: Written) -> Iterator[str]:
    meanings = {plain(card.term): card.definition.text for card in w.cards.values()}
    yield from _pairs(w, meanings)


def _matched_answers(w: Written) -> Iterator[str]:
    yield from _pairs(w, {plain(fact.question): fact.answer for fact in w.card.facts})


def _pairs(w: Written, wanted: Mapping[str, str]) -> Iterator[str]:
    left = {side.id: side.text for side in w.item.pairs.left}
    right = {side.id: side.text for side in w.item.pairs.right}
    for one, other in w.item.key.items():
        if plain(wanted[plain(left[one])]) != plain(right[other]):
            yield f"the key gives {left[one]!r} to {right[other]!r}"


def _contrasts(w: Written) -> list[Contrast]:
    return [contrast for contrast in w.card.contrasts if contrast.other == w.entry]


def _contrast_table(w: Written) -> Iterator[str]:
    sides = {plain(contrast.dimension): contrast for contrast in _contrasts(w)}
    for cell in w.item.cells:
        contrast = sides[plain(cell.row)]
        wanted = contrast.this_side if plain(cell.column) == plain(w.card.term) else contrast.other_side
        if plain(w.item.key[cell.id]) != plain(wanted):
            yield f"{cell.row!r} of {cell.column!r} is {w.item.key[cell.id]!r}, the card has {wanted!r}"


def _compared_pair(w: Written) -> Iterator[str]:
    for contrast, point in zip(_contrasts(w), w.item.rubric, strict=True):
        parts = [contrast.dimension, contrast.this_side, w.card.term, contrast.other_side]
        if not _in_order(point.point, [*parts, w.term(contrast.other)]):
            yield f"the point {point.point!r} does not give each concept what the card gives it"
    yield from _reference(w)


def _reference(w: Written) -> Iterator[str]:
    for point in w.item.rubric:
        if plain(point.point) not in plain(w.item.key):
            yield f"the reference answer lacks the point {point.point!r}"
    if abs(sum(point.weight for point in w.item.rubric) - 1) > 0.01:
        yield f"the weights add up to {sum(point.weight for point in w.item.rubric):.3f}"


def _typed(w: Written, right: Sequence[str], wrong: Sequence[str]) -> Iterator[str]:
    if not is_in(w.item.key, right):
        yield f"the key {w.item.key!r} is none of the card's right texts"
    if not is_in(w.item.key, w.item.accepts):
        yield f"the key {w.item.key!r} is not accepted"
    for text in w.item.accepts:
        if is_in(text, wrong):
            yield f"{text!r} is accepted, but the card calls it wrong"


def _short_fact(w: Written) -> Iterator[str]:
    yield from _says(w.item.stem, w.fact.question, "the question")
    yield from _typed(w, w.fact.accepts, [wrong.text for wrong in w.fact.wrong])


def _names(card: Card) -> list[str]:
    return [name for name in (card.term, card.acronym, card.expansion, *card.aliases) if name]


def _strangers(w: Written) -> list[str]:
    return [card.term for slug, card in w.cards.items() if slug != w.card.concept]


def _short_term(w: Written) -> Iterator[str]:
    yield from _says(w.item.stem, w.card.definition.text, "the definition")
    yield from _typed(w, [w.card.term], _strangers(w))


def _short_acronym(w: Written) -> Iterator[str]:
    yield from _says(w.item.stem, w.card.acronym or "", "the acronym")
    yield from _typed(w, [w.card.expansion or ""], _strangers(w))


def _term_for_definition(w: Written) -> Iterator[str]:
    yield from _says(w.item.stem, w.card.definition.text, "the definition")
    yield from _choice(w.item, [w.card.term], _strangers(w), _names(w.card))


def _definition_for_term(w: Written) -> Iterator[str]:
    yield from _says(w.item.stem, w.card.term, "the term")
    own = [w.card.definition.text, *w.card.definition.paraphrases]
    others = [card.definition for slug, card in w.cards.items() if slug != w.card.concept]
    yield from _choice(w.item, own, [text for d in others for text in (d.text, *d.paraphrases)])


def _open_question(w: Written) -> Iterator[str]:
    question = next(question for question in w.card.open_questions if question.id == w.entry)
    facts = {fact.id: fact.statement for fact in w.card.facts}
    wanted = [(facts[slug], 1 / len(question.parts) / len(part.facts)) for part in question.parts
              for slug in part.facts]  # fmt: skip
    for (statement, weight), point in zip(wanted, w.item.rubric, strict=True):
        if plain(point.point) != plain(statement):
            yield f"the point {point.point!r} is not the fact {statement!r}"
        if abs(point.weight - weight) > 0.001:
            yield f"the point {point.point!r} weighs {point.weight}, not {weight:.3f}"
    yield from _reference(w)


def _explained_fact(w: Written) -> Iterator[str]:
    yield from _says(w.item.stem, w.fact.question, "the question")
    if plain(w.item.key) != plain(w.fact.statement):
        yield f"the reference answer is {w.item.key!r}, the card has {w.fact.statement!r}"
    yield from _reference(w)


def _refuted_claim(w: Written) -> Iterator[str]:
    idea = next(idea for idea in w.card.misconceptions if idea.id == w.entry)
    yield from _says(w.item.stem, idea.claim, "the claim")
    if plain(w.item.key) != plain(idea.refutation):
        yield f"the reference answer is {w.item.key!r}, the card has {idea.refutation!r}"
    yield from _reference(w)


RULES: Mapping[str, Rule] = {
    "fact_question": _fact_question,
    "true_statement": _true_statement,
    "misconception": _misconception,
    "true_statements": _true_statements,
    "judged_statement": _judged_statement,
    "judged_misconception": _judged_statement,
    "judged_answer": _judged_answer,
    "contrast": _contrast,
    "next_step": _next_step,
    "ordered_steps": _ordered_steps,
    "cloze": _cloze,
    "cloze_terms": _cloze_terms,
    "matched_terms": _matched_terms,
    "matched_answers": _matched_answers,
    "contrast_table": _contrast_table,
    "compared_pair": _compared_pair,
    "short_fact": _short_fact,
    "short_term": _short_term,
    "short_acronym": _short_acronym,
    "term_for_definition": _term_for_definition,
    "definition_for_term": _definition_for_term,
    "paraphrase_for_term": _definition_for_term,
    "open_question": _open_question,
    "explained_fact": _explained_fact,
    "refuted_claim": _refuted_claim,
}
