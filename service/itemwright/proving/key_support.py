"""Does the source bear the key: its quotations read for every answer, its names and numbers looked up."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from itemwright.domain.item import BLANK, Cloze, Item
from itemwright.grading.numbers import Quantity, convert, read_quantities
from itemwright.grading.opposites import are_opposed
from itemwright.proving.assignment import check_assignment
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import word_weight
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.code_question import shown_code
from itemwright.proving.equations import equations
from itemwright.proving.unsaid import check_unsaid
from itemwright.text import content_words, normal_form, plain, sentences, words

AHEAD = 0.9
"""How much likelier the quotation makes another answer than the key before the key is refused: .3 % of 384
right keys on concepts held out, none of 37 of the second subject."""
DOUBTED = 0.7
_RARE = 0.7
"""Weight of a word from which it is a term."""
UNTRUE, TRUE = 0.13, 0.92
"""Chances of a statement below and above which a key that says the opposite is refused: 3 % of true
statements lie below, 1 % of misconceptions above."""


class QuotedSource:
    """What a key is looked up in: the quotations of the item, and the whole of the sources they are from."""

    def __init__(self, quotes: Sequence[str], texts: Sequence[str]) -> None:
        self.quotes = [plain(quote) for quote in quotes]
        self.quoted = " ".join(self.quotes)
        self.texts = list(texts)
        self.text = "\n".join(texts)
        self._quote_words = [set(content_words(quote)) for quote in self.quotes]
        self.words = set(content_words(plain(self.text))) | set(words(plain(self.text)))

    def nearest_quote(self, asked: str) -> str:
        """The quotation that shares most with `asked`."""
        about = set(content_words(asked))
        shared = [sum(word_weight(word) for word in about & own) for own in self._quote_words]
        return self.quotes[shared.index(max(shared))] if shared else ""


def check_key_support(item: Item, source: QuotedSource, model: ClaimModel) -> Finding:
    """fail: the quotations bear another answer, or name and number of the key are nowhere in the source;
    unsure: they lean to another answer."""
    doubts: list[str] = []
    for verdict, evidence in _judged(item, source, model):
        if verdict == "fail":
            return verdict, evidence
        if verdict == "unsure":
            doubts.append(evidence)
    return ("unsure", doubts[0]) if doubts else ("pass", "the source does not speak against the key")


def _judged(item: Item, source: QuotedSource, model: ClaimModel) -> Iterator[Finding]:
    if (item.code is not None or shown_code(item)[0]) and item.type != "cloze":
        return  # what code does is found by running it
    if item.type == "true_false":
        yield _true_false(item, source, model)
        return
    for question, answers, right in choices(item):
        yield _choice(question, answers, right, (source.quoted, item.explanation), model)
    concluded = _is_concluded(item)
    for name, asked, accepts in _typed(item):
        yield _typed_answer(name, asked, accepts, source, concluded=concluded)
    yield check_unsaid(item, source.quotes, source.texts, model)
    if item.type == "numeric" and not _is_worked_out(item):
        yield _number(item, source)
    if item.type == "ordering":
        yield _order(item, source)
    if (found := check_assignment(item, source.quotes, source.texts, model)) is not None:
        yield found


def choices(item: Item) -> Iterator[tuple[str, list[str], int]]:
    """Questions with answers to choose from, and the number of the right one."""
    options = getattr(item, "options", None)
    if options and isinstance(item.key, str):
        ids = [option.id for option in options]
        yield item.stem, [option.text for option in options], ids.index(item.key)
    elif item.type == "cloze":
        for number, blank in enumerate(item.blanks):
            right = item.key[blank.id]
            taken = {key for other, key in item.key.items() if other != blank.id} - {right}
            pool = [entry for entry in dict.fromkeys(blank.pool or ()) if entry not in taken]
            if right in pool and len(pool) > 1:
                yield filled_but(item, number), pool, pool.index(right)


def filled_but(item: Cloze, number: int) -> str:
    """The text of a cloze in which one blank alone is open."""
    first, *rest = item.stem.split(BLANK)
    if len(rest) != len(item.blanks):
        return item.stem
    filled = [BLANK if n == number else item.key[blank.id] for n, blank in enumerate(item.blanks)]
    return first + "".join(entry + after for entry, after in zip(filled, rest, strict=True))


def _choice(
    question: str, answers: list[str], right: int, premises: tuple[str, str], model: ClaimModel
) -> Finding:
    """By the quotations alone, or by quotations and explanation together."""
    chances = model.option_chances(question, answers, premises[0])
    rival = max((n for n in range(len(answers)) if n != right), key=lambda n: chances[n])
    ahead = chances[rival] - chances[right]
    said = (
        f"by the quotations {answers[rival]!r} {chances[rival]:.2f}, "
        f"the key {answers[right]!r} {chances[right]:.2f}"
    )
    if ahead >= AHEAD:
        return "fail", said
    if ahead < DOUBTED:
        return "pass", said
    argued = model.option_chances(question, answers, premises[1]) if premises[1].strip() else chances
    if argued[rival] - argued[right] >= DOUBTED and premises[1].strip():
        return "fail", f"{said}; by the explanation {argued[rival]:.2f} and {argued[right]:.2f}"
    if _stands_in(answers[rival], premises[0]) and not _stands_in(answers[right], " ".join(premises)):
        return "fail", f"{said}; the first stands there word for word, the key nowhere"
    return "unsure", said


def _stands_in(answer: str, text: str) -> bool:
    return f" {' '.join(words(plain(answer)))} " in f" {' '.join(words(plain(text)))} "


def _true_false(item: Item, source: QuotedSource, model: ClaimModel) -> Finding:
    is_said = normal_form(plain(item.stem)) in normal_form(plain(source.text))
    chance = 1.0 if is_said else model.truth_chance(item.stem, source.quoted)
    keyed = next(option.text for option in item.options if option.id == item.key) == "True"  # type: ignore[union-attr]
    said = f"by the quotations the statement is true with {chance:.2f}, the key says {keyed}"
    if (keyed and chance < UNTRUE) or (not keyed and chance > TRUE):
        return "fail", said
    return "pass", said


def _typed(item: Item) -> Iterator[tuple[str, str, Sequence[str]]]:
    """What has to be typed: its name, what is asked, and the accepted texts."""
    if item.type == "short_answer":
        yield "the key", item.stem, item.accepts
    for number, blank in enumerate(getattr(item, "blanks", None) or ()):
        if not blank.pool:
            asked = filled_but(item, number) if item.type == "cloze" else item.stem
            yield f"blank {blank.id!r}", asked, blank.accepts
    for cell in getattr(item, "cells", None) or ():
        yield f"cell {cell.id!r}", f"{cell.row} {cell.column}", cell.accepts


def _typed_answer(
    name: str, asked: str, accepts: Sequence[str], source: QuotedSource, *, concluded: bool
) -> Finding:
    if not name.startswith("cell") and not _is_quoted(asked, accepts, source):
        return "fail", f"{name}, {accepts[0]!r}, has no word in the quotations that are to prove it"
    if any(_in_source(text, source) for text in accepts):
        return _slot(name, asked, accepts, source) or _opposite(name, asked, accepts, source) or ("pass", "")
    if concluded and any(read_quantities(text) for text in accepts):
        return "pass", ""
    if all(_names(text) for text in accepts):
        return "fail", f"{name}, {accepts[0]!r}, is nowhere in the source"
    return _opposite(name, asked, accepts, source) or ("pass", "")


def _is_quoted(asked: str, accepts: Sequence[str], source: QuotedSource) -> bool:
    """Whether a quotation has a word of the answer. Of a term nothing else can show that it is the right one;
    an answer in everyday words, or one that the question names, may be concluded."""
    if not source.quotes:
        return True
    about = set(content_words(plain(asked)))
    said = {word[:6] for word in (*content_words(source.quoted), *words(source.quoted))}
    for text in accepts:
        own = [word for word in content_words(plain(text)) if word not in about]
        telling = len(own) >= 2 or any(word_weight(word) >= _RARE for word in own)
        if not telling or read_quantities(text) or any(word[:6] in said for word in own):
            return True
    return False


def _in_source(text: str, source: QuotedSource) -> bool:
    if any(_same_number(q, other) for q in read_quantities(text) for other in read_quantities(source.text)):
        return True
    mine = content_words(plain(text)) or words(text)
    return bool(mine) and all(word in source.words for word in mine)


def _names(text: str) -> bool:
    """Whether the text has a name or a number: a capital that no sentence needs, or a digit."""
    return bool(re.search(r"\d|\b[A-Z][a-z]{2,}|\b[A-Z]{2,}", text)) or bool(read_quantities(text))


def _same_number(one: Quantity, other: Quantity) -> bool:
    readings = [other.value, *(convert(other, one.unit) if one.unit else ())]
    if one.unit in ("%", "percent", "per cent", "pct") and not other.unit:
        readings.append(other.value * 100)
    return any(abs(reading - one.value) <= 1e-6 * max(1.0, abs(one.value)) for reading in readings)


def _slot(name: str, asked: str, accepts: Sequence[str], source: QuotedSource) -> Finding | None:
    """A number that stands in the quotation, but not in the place of the gap."""
    keys = [q for text in accepts for q in read_quantities(text)]
    if not keys or BLANK not in asked:
        return None
    for quote in source.quotes:
        found = read_quantities(quote)
        mine = [q for q in found if any(_same_number(key, q) for key in keys)]
        if not mine or len(found) == len(mine):
            continue
        fits = {id(q): _fit(asked, quote, q.span) for q in found}
        best = max(found, key=lambda q: fits[id(q)])
        if best not in mine and fits[id(best)] >= 2 * max(fits[id(q)] for q in mine) and fits[id(best)] >= 1:
            there = quote[best.span[0] : best.span[1]]
            return "fail", f"{name} is {accepts[0]!r}, but in that place the source says {there!r}"
    return None


def _fit(asked: str, quote: str, span: tuple[int, int]) -> float:
    """How well the words round a number of the quotation fit those round the gap, nearer words more."""
    before, after = asked.split(BLANK, 1)
    score = 0.0
    for gap, place in (
        (words(after), words(quote[span[1] :])),
        (words(before)[::-1], words(quote[: span[0]])[::-1]),
    ):
        for distance, word in enumerate(gap[:6]):
            if word in place[:6]:
                score += word_weight(word) * 2 / (1 + max(distance, place.index(word)))
    return score


def _opposite(name: str, asked: str, accepts: Sequence[str], source: QuotedSource) -> Finding | None:
    """The quotation, which is about what is asked, has the opposite of the key's word and not that word."""
    about = set(content_words(asked))
    said = set(content_words(source.nearest_quote(asked)))
    if not about or len(about & said) < 0.4 * len(about):
        return None
    against = []
    for text in accepts:
        own = [word for word in content_words(text) if word not in about]
        if not own or any(word in said for word in own):
            return None
        against += [(word, other) for word in own for other in said - about if are_opposed(word, other)]
    if against:
        return "fail", f"{name} says {against[0][0]!r}, the quotation {against[0][1]!r}"
    return None


def _is_worked_out(item: Item) -> bool:
    """Whether the number follows from others: by worked steps, an equation, or two numbers of the stem."""
    given = {quantity.value for quantity in read_quantities(item.stem)}
    return bool(item.worked_steps) or len(given) > 1 or any(equations(item.explanation))


def _is_concluded(item: Item) -> bool:
    """Whether the numbers of a table or of gaps are for a case of the item's own: it gives one, or sums."""
    return bool(read_quantities(item.stem.replace(BLANK, " "))) or _is_worked_out(item)


def _number(item: Item, source: QuotedSource) -> Finding:
    """A number that nothing works out has to be told."""
    assert item.type == "numeric"
    near = max(item.key.tolerance * 0.5, 1e-6 * abs(item.key.value))
    key = Quantity(
        item.key.value, "%" if item.key.unit.strip() in ("%", "percent", "per cent") else "", (0, 0)
    )
    for quantity in read_quantities(source.text):
        readings = [quantity.value, *(convert(quantity, item.key.unit) if item.key.unit else ())]
        if any(abs(reading - key.value) <= near for reading in readings) or _same_number(key, quantity):
            return "pass", f"{item.key.value:g} stands in the source"
    return "fail", f"{item.key.value:g} is nowhere in the source, and no sum leads to it"


def _order(item: Item, source: QuotedSource) -> Finding:
    """The order in which the source tells the steps, where each is found in a sentence of its own."""
    assert item.type == "ordering"
    texts = {step.id: step.text for step in item.steps}
    spans = [span for span in sentences(source.text) if not span.text.startswith("|")]
    parts = [
        (span.start + piece.start(), set(content_words(plain(piece.group()))))
        for span in spans
        for piece in re.finditer(r"[^;:]+", span.text)
    ]
    places: list[int] = []
    for name in item.key:
        own = set(content_words(texts[name]))
        if not own or not parts:
            return "pass", ""
        scores = [sum(word_weight(w) for w in own & said) for _, said in parts]
        best = max(range(len(parts)), key=lambda n: scores[n])
        second = max((score for n, score in enumerate(scores) if n != best), default=0.0)
        total = sum(word_weight(w) for w in own)
        if scores[best] < 0.5 * total or second > 0.8 * scores[best]:
            return "pass", "the source does not tell the steps one by one"
        places.append(parts[best][0])
    apart = "\n\n" in source.text[min(places) : max(places)]  # what is told elsewhere may come before
    if len(set(places)) < len(places) or apart or places == sorted(places):
        return "pass", "the source tells no other order"
    wrong = next(
        (texts[b], texts[a]) for (a, x), (b, y) in pairwise(zip(item.key, places, strict=True)) if x > y
    )
    return "fail", f"in the source {wrong[0]!r} comes before {wrong[1]!r}"
