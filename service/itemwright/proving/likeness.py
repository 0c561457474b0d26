"""How like are two items: a copy, near it (the same fact asked the same way in other words), a parallel form
(the same task with other numbers), or new? Thresholds were chosen on `evals/data/item_pairs/dev`."""

import difflib
from collections.abc import Callable, Collection
from typing import Literal, NamedTuple

from itemwright.grading.lexicon import are_opposite
from itemwright.proving.fingerprint import Fingerprint

Relation = Literal["copy", "near", "parallel", "new"]
Cosine = Callable[[str, str], float]
"""The cosine of two texts by an embedder."""

SAME_WORDS = 0.8
"""Shared part (Jaccard) of the questions' lemmas from which they are one question, if the key is the same."""
TEMPLATE = 0.7
"""Words in the same order (difflib's ratio) from which two questions with other numbers are one task."""
SAME_TEMPLATE = 0.85
"""The same, if numbers of different things are asked for."""
TASK = (0.5, 0.84)
"""Shared lemmas and cosine from which two questions with other numbers are one task in other words."""
QUOTED = 0.95
"""Part of the one question's lemmas that stands in the other from which that one quotes it."""
FEWEST = 5
"""Lemmas that a question needs to be told again in another."""
SAME_KEY = 0.57
"""Cosine of two questions with one key from which they ask the same."""
WORDS_ALONE = 0.5
"""Shared lemmas of two questions with one key from which they ask the same, where no embedder is asked."""
JUDGED = 0.8
"""The same for two statements to be judged, where one key says little."""
LIKE_KEY = 1.4
"""Cosine of the questions plus that of the keys from which items with different words in the key are near."""
LIKE_CHOICE = 1.55
"""The same where both questions lean on their options: "Which statement on the topic is right?"."""
ALIKE = 0.57
"""Cosine below which two questions ask different things, whatever their keys."""
SAME_PARTS = 0.5
"""Part of the pairs, statements or gaps of the one that the other has, from which the two are near."""
KEY_RETOUCHED = 0.8
"""Cosine of two keys of one question from which they say the same."""
KEY_WORDS = 0.65
"""Part of the shorter key in the other that stands for `KEY_RETOUCHED` where no embedder is asked."""
TURNED = 0.35
"""Shared lemmas of two questions from which an opposite in the rest turns the one into the other's contrary;
below it the two say what they say in quite other words, and an opposite is chance."""
LOOK = 0.33
"""Shared lemmas of the questions plus those of the keys from which an embedder is asked; below it there is
next to nothing to find."""


class Likeness(NamedTuple):
    """What one item is to another. `other_form`: the same question, to be answered in another way."""

    relation: Relation
    evidence: str
    other_form: bool = False


NEW = Likeness("new", "")


def likeness(one: Fingerprint, other: Fingerprint, cosine: Cosine | None = None) -> Likeness:
    """What `one` is to `other`; symmetric. Without `cosine`, items that share few words pass as new."""
    if one.digest == other.digest:
        return Likeness("copy", "reads and is keyed the same")
    found = _compare(one, other, overlap(one.words, other.words), cosine)
    return NEW if found.relation != "new" and _is_turned(one, other) else found


def _compare(one: Fingerprint, other: Fingerprint, shared: float, cosine: Cosine | None) -> Likeness:
    if _have_other_numbers(one, other):
        return _compare_tasks(one, other, shared, cosine)
    if one.code != other.code:
        return _compare_programs(one, other)
    if len(one.parts) > 1 and len(other.parts) > 1 and one.type == other.type:
        return _compare_parts(one, other)
    same_key = one.answer == other.answer or (one.keyed == other.keyed and _have_same_results(one, other))
    if same_key and one.type == other.type and (shared >= SAME_WORDS or one.shape == other.shape or one.code):
        return Likeness("copy", f"asks the same with the same key ({shared:.0%} of the words)")
    return _compare_questions(one, other, shared, same_key, cosine)


def may_be_near(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether the two share enough words that an embedder should look at them, if words alone say "new"."""
    shared, keys = overlap(one.words, other.words), part_of(one.keyed, other.keyed)
    if one.type == other.type == "true_false":
        promising = one.answer == other.answer and shared >= LOOK / 2
    else:
        promising = one.answer == other.answer or shared + keys >= LOOK
    return promising and likeness(one, other, _certain).relation != "new"


def overlap(one: Collection[str], other: Collection[str]) -> float:
    """Jaccard's coefficient, 0..1; 1 for two empty sets."""
    both = {*one, *other}
    return len({*one} & {*other}) / len(both) if both else 1.0


def part_of(one: Collection[str], other: Collection[str]) -> float:
    """How much of the smaller set stands in the other, 0..1; 0 if one is empty."""
    fewer = min(len(one), len(other))
    return len({*one} & {*other}) / fewer if fewer else 0.0


def _certain(one: str, other: str) -> float:
    return 1.0


def _compare_tasks(one: Fingerprint, other: Fingerprint, shared: float, cosine: Cosine | None) -> Likeness:
    """Two items whose numbers differ: the same task drawn anew, or another one."""
    if one.code or other.code:
        if one.code == other.code:
            return Likeness("parallel", "the same program with other values")
        return _compare_programs(one, other)
    # Numbers of other things, as minutes and bacteria: another quantity, if not all things have other names.
    other_units = one.type == other.type == "numeric" and one.keyed != other.keyed
    if shared >= TASK[0] / 2:
        ratio = _order(one, other)
        if ratio >= (SAME_TEMPLATE if other_units else TEMPLATE):
            return Likeness("parallel", f"the same task with other numbers ({ratio:.0%} of its words)")
    if shared >= TASK[0] and cosine is not None and not other_units:
        near = cosine(one.asked, other.asked)
        if near >= TASK[1]:
            return Likeness("parallel", f"the same task in other words and numbers (cosine {near:.2f})")
    return NEW


def _compare_programs(one: Fingerprint, other: Fingerprint) -> Likeness:
    """Two items of which one has no code or another program than the other."""
    if one.code and other.code and one.entry and (one.entry, one.type) == (other.entry, other.type):
        return Likeness("parallel", "drawn anew from the same program of a card")
    return NEW


def _compare_questions(
    one: Fingerprint, other: Fingerprint, shared: float, same_key: bool, cosine: Cosine | None
) -> Likeness:
    """Two items that no rule of words settles: near, or new."""
    other_form = one.type != other.type
    says_all = one.is_open or other.is_open or (one.type == "true_false") != (other.type == "true_false")
    quotes = part_of(one.words, other.words) >= QUOTED and min(len(one.words), len(other.words)) >= FEWEST
    if other_form and says_all and (quotes or shared >= SAME_WORDS):
        return Likeness("near", "the same question, to be answered in another form", True)
    is_judged = one.type == other.type == "true_false"
    if cosine is None:
        if same_key and shared >= (SAME_WORDS if is_judged else WORDS_ALONE):
            return Likeness("near", f"the same key, and {shared:.0%} of the words", other_form)
        if shared >= SAME_WORDS and not other_form and part_of(one.keyed, other.keyed) >= KEY_WORDS:
            return Likeness("copy", "the same question and much the same key")
        return NEW
    if same_key:
        bar = JUDGED if is_judged else SAME_KEY
        near = cosine(one.asked, other.asked)
        if near >= bar:
            return Likeness("near", f"the same key, asked in other words (cosine {near:.2f})", other_form)
        return NEW
    if not _have_same_results(one, other) or (len(one.parts) > 1) != (len(other.parts) > 1):
        return NEW
    if shared >= SAME_WORDS:
        # One question with two keys is a general one ("Which statement is right?"), or the key was retouched.
        keys = cosine(one.answer, other.answer)
        if keys >= KEY_RETOUCHED and one.type == other.type:
            return Likeness("copy", f"the same question and a key that says the same (cosine {keys:.2f})")
        return NEW
    if _order(one, other) >= TEMPLATE:
        return NEW  # one mould filled with other words asks for another fact; other words change the mould
    near = cosine(one.asked, other.asked)
    if near < ALIKE:
        return NEW
    keys = cosine(one.answer, other.answer)
    if near + keys >= (LIKE_KEY if one.is_open or other.is_open else LIKE_CHOICE):
        said = f"the same in other words (cosine {near:.2f}, of the keys {keys:.2f})"
        return Likeness("near", said, other_form)
    return NEW


def _compare_parts(one: Fingerprint, other: Fingerprint) -> Likeness:
    """Two items that ask for several things at once: how many of these they share."""
    shared = part_of(one.parts, other.parts)
    if one.parts == other.parts:
        return Likeness("copy", "asks for the same parts")
    if shared >= SAME_PARTS:
        return Likeness("near", f"{shared:.0%} of the parts are the same")
    return NEW


def _order(one: Fingerprint, other: Fingerprint) -> float:
    """The part of the words that stand in the same order in both questions, 0..1."""
    return difflib.SequenceMatcher(None, one.shape, other.shape, autojunk=False).ratio()


def _have_other_numbers(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether both give numbers and neither has all of the other's."""
    mine, theirs = set(one.numbers), set(other.numbers)
    if one.code or other.code:
        return one.numbers != other.numbers
    return bool(mine - theirs) and bool(theirs - mine)


def _have_same_results(one: Fingerprint, other: Fingerprint) -> bool:
    mine, theirs = set(one.results), set(other.results)
    return mine <= theirs or theirs <= mine


def _is_turned(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether the one says or keys the opposite of the other."""
    if overlap(one.words, other.words) < TURNED:
        return False
    if one.is_negated != other.is_negated:
        return True
    return any(
        are_opposite(word, counterpart)
        for mine, theirs in ((one.words, other.words), (one.keyed, other.keyed))
        for word in mine - theirs
        for counterpart in theirs - mine
    )
