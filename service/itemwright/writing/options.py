"""Options of choice items: drawn, put in order, named a, b, c ... by position, and moved for balance."""

import random
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from itemwright.domain.item import ItemBase, Option
from itemwright.writing.frame import identified
from itemwright.writing.wording import capitalised, without_stop

KEY_LONGEST_SHARE = 0.25
"""How often the key may be the longest option: as often as chance would make it, of four."""

T = TypeVar("T", bound=ItemBase)


class Choice(NamedTuple):
    """An option before it has a place."""

    text: str
    rationale: str
    misconception: str | None = None


def prose(choice: Choice) -> Choice:
    """The choice as an option reads in a list: capital first, no stop."""
    return choice._replace(text=capitalised(without_stop(choice.text)))


def alike(texts: Sequence[str]) -> list[str]:
    """The texts of options as they read in a list: each a capital first and no stop; but as they were written
    where one of them opens with a name in code, beside which a capital would be an error, and a cue."""
    bare = [without_stop(text.strip()) for text in texts]
    if any(text[:1].islower() and capitalised(text) == text for text in bare):
        return bare
    return [capitalised(text) for text in bare]


def draw_wrong(key: str, wrong: Sequence[Choice], count: int, rng: random.Random) -> list[Choice]:
    """`count` of the wrong choices; mostly one of them is longer than the key, if any is."""
    longer = [choice for choice in wrong if len(choice.text) > len(key)]
    chosen = rng.sample(list(wrong), min(count, len(wrong)))
    if longer and not any(choice in longer for choice in chosen) and rng.random() > KEY_LONGEST_SHARE / 2:
        chosen[rng.randrange(len(chosen))] = rng.choice(longer)
    return chosen


def arranged(key: Choice, wrong: Sequence[Choice], rng: random.Random) -> tuple[tuple[Option, ...], str]:
    """Options in random order, and the id of the key."""
    choices = [key, *wrong]
    rng.shuffle(choices)
    return placed(choices), option_id(choices.index(key))


def placed(choices: Sequence[Choice]) -> tuple[Option, ...]:
    """The choices as options in the order given, named by position."""
    return tuple(
        Option(id=option_id(i), text=c.text, rationale=c.rationale, misconception=c.misconception)
        for i, c in enumerate(choices)
    )


def option_id(position: int) -> str:
    """The id of the option at `position`, from 0: a, b, c ..."""
    return "abcdefghijklmnopqrstuvwxyz"[position]


def key_position(item: ItemBase) -> int | None:
    """Where the key of a single-choice item stands, from 0; None for other items and for True and False."""
    options, key = getattr(item, "options", None), getattr(item, "key", None)
    if not options or not isinstance(key, str) or getattr(item, "type", "") == "true_false":
        return None
    return [option.id for option in options].index(key)


def with_key_at(item: T, position: int) -> T:
    """The item with its key at `position`, changing places with what stood there; its id changes too."""
    old = key_position(item)
    if old is None or old == position:
        return item
    options: list[Option] = list(getattr(item, "options"))  # noqa: B009 (T may have none, but old is not None)
    options[old], options[position] = options[position], options[old]
    renamed = tuple(option.model_copy(update={"id": option_id(i)}) for i, option in enumerate(options))
    return identified(item.model_copy(update={"options": renamed, "key": option_id(position)}))
