"""Sound items spoiled on purpose, each in one way that the proof has to see: the proof's own eyesight."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from evals.card_key import keyed
from itemwright.domain.item import Item

Spoil = Callable[[Any, random.Random], Item | None]


class Spoiled(NamedTuple):
    """`kind` says what is wrong with the item."""

    kind: str
    item: Item


def spoiled(items: Sequence[Item], each: int, seed: str) -> Iterator[Spoiled]:
    """Up to `each` items of every kind of fault; each kind draws by itself, so that a new one moves none."""
    for kind, spoil in KINDS.items():
        found, rng = 0, random.Random(f"{seed}/{kind}")
        for item in rng.sample(list(items), len(items)):
            if found < each and (bad := spoil(item, rng)) is not None:
                found += 1
                yield Spoiled(kind, bad)


def _key_turned(item: Any, rng: random.Random) -> Item | None:
    """Another option is keyed; where a card or a run tells the key."""
    models = ("fact_question", "judged_answer", "true_statement", "misconception", "term_for_definition")
    told = item.type in ("output_prediction", "debug", "scenario") or item.provenance.get("model") in models
    if not told or not getattr(item, "options", None) or not isinstance(item.key, str):
        return None
    return _copy(item, key=rng.choice(keyed(item)[1]).id)


def _key_replaced(item: Any, rng: random.Random) -> Item | None:
    """A wrong answer is keyed, and the right one is not offered."""
    if item.provenance.get("model") != "fact_question":
        return None
    turned: Any = _copy(item, key=rng.choice(keyed(item)[1]).id)
    return _with_option(turned, item.key, "Something of which nobody has heard so far")


def _number_off(item: Any, rng: random.Random) -> Item | None:
    if item.type != "numeric":
        return None
    off = item.key.value + max(1.0, abs(item.key.value) / 10) + 2 * item.key.tolerance
    return _copy(item, key=item.key.model_copy(update={"value": off}))


def _filling_swapped(item: Any, rng: random.Random) -> Item | None:
    """The keyed fillings of two blanks of one pool have changed places."""
    if item.type != "code_cloze" or len(item.blanks) < 2:
        return None
    one, other = item.blanks[:2]
    blanks = (
        one.model_copy(update={"accepts": other.accepts}),
        other.model_copy(update={"accepts": one.accepts}),
        *item.blanks[2:],
    )
    key = item.key | {one.id: item.key[other.id], other.id: item.key[one.id]}
    return _copy(item, blanks=blanks, key=key)


def _gap_opened(item: Any, rng: random.Random) -> Item | None:
    """A gap accepts an entry of its pool that is not its key."""
    blanks = getattr(item, "blanks", None) or ()
    if not blanks or not blanks[0].pool:
        return None
    others = [text for text in blanks[0].pool if text not in blanks[0].accepts]
    if not others:
        return None
    opened = blanks[0].model_copy(update={"accepts": (*blanks[0].accepts, others[0])})
    return _copy(item, blanks=(opened, *blanks[1:]))


def _span_moved(item: Any, rng: random.Random) -> Item | None:
    first = item.citations[0]
    moved = first.model_copy(update={"start": first.start + 3, "end": first.end + 3})
    return _copy(item, citations=(moved, *item.citations[1:]))


def _word_changed(item: Any, rng: random.Random) -> Item | None:
    first = item.citations[0]
    changed = first.model_copy(update={"quote": first.quote.replace(" ", "  ", 1) + "s"})
    return _copy(item, citations=(*item.citations[1:], changed))


def _no_quotation(item: Any, rng: random.Random) -> Item | None:
    return _copy(item, citations=())


def _no_explanation(item: Any, rng: random.Random) -> Item | None:
    return _copy(item, explanation=" ")


def _option_doubled(item: Any, rng: random.Random) -> Item | None:
    """A wrong option says what the key says, in other letters."""
    if not getattr(item, "options", None) or item.type in ("true_false", "multiple_response"):
        return None
    keys, others = keyed(item)
    text = keys[0].text if item.type in ("output_prediction", "debug") else f" {keys[0].text.upper()}"
    return _with_option(item, others[0].id, text)


def _all_of_the_above(item: Any, rng: random.Random) -> Item | None:
    if item.type != "multiple_choice":
        return None
    return _with_option(item, keyed(item)[1][0].id, "All of the above")


def _key_long(item: Any, rng: random.Random) -> Item | None:
    """The key goes on and on."""
    if item.type != "multiple_choice":
        return None
    keys, others = keyed(item)
    longest = max(len(option.text) for option in others)
    tail = ", which is so in each of the cases that matter here"
    return _with_option(item, item.key, keys[0].text + tail * (2 + longest // len(tail)))


def _hint_tells(item: Any, rng: random.Random) -> Item | None:
    if item.type not in ("multiple_choice", "scenario", "short_answer", "numeric"):
        return None
    said = f"{item.key.value:g}" if item.type == "numeric" else item.key
    text = keyed(item)[0][0].text if getattr(item, "options", None) else said
    return _copy(item, hints=(*item.hints, f"It is this: {text}."))


def _leans_outside(item: Any, rng: random.Random) -> Item | None:
    return _copy(item, stem=f"According to the passage above, {item.stem[:1].lower()}{item.stem[1:]}")


def _negated(item: Any, rng: random.Random) -> Item | None:
    if item.type != "multiple_choice" or item.provenance.get("model") != "fact_question":
        return None
    return _copy(item, stem="Which of these is not right?")


def _copy(item: Any, **changes: Any) -> Item:
    """Past the types' own checks, so that it is the proof that is asked."""
    copied: Item = item.model_copy(update=changes)
    return copied


def _with_option(item: Any, option_id: str, text: str) -> Item:
    options = tuple(
        option.model_copy(update={"text": text}) if option.id == option_id else option
        for option in item.options
    )
    return _copy(item, options=options)


KINDS: dict[str, Spoil] = {
    "key turned": _key_turned,
    "right answer not offered": _key_replaced,
    "number off": _number_off,
    "fillings swapped": _filling_swapped,
    "gap accepts a wrong entry": _gap_opened,
    "span moved": _span_moved,
    "quotation changed": _word_changed,
    "no quotation": _no_quotation,
    "no explanation": _no_explanation,
    "key said twice": _option_doubled,
    "all of the above": _all_of_the_above,
    "key much longer": _key_long,
    "hint tells the key": _hint_tells,
    "leans on a passage": _leans_outside,
    "negative stem": _negated,
}
