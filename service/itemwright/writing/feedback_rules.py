"""What feedback must not be: the same sentence twice, a check without an answer, a hint fit for any item.

Writers leave such parts out, and the proof refuses items that still have them.
"""

import re
from collections.abc import Iterable, Sequence

from itemwright.domain.item import Item, ItemBase
from itemwright.text import words

_GENERIC = re.compile(
    r"^(?:test each (?:statement|option|claim) with a case of your own|answer the question yourself first"
    r"|describe each option to yourself|find in each claim the one word|the two differ here"
    r"|begin with the (?:one|term) (?:that )?you know best"
    r"|read the (?:question|stem|code) (?:again|once more|carefully)|think (?:carefully|again|about it)\b"
    r"|use what you know|recall what you (?:know|have))",
    re.IGNORECASE,
)
_RULED_OUT = re.compile(
    r"^“(?P<before>[^”]{3,})” (?:is not (?:the answer|one of them|meant)|is (?:true|false)\b|would be wrong)"
    r"|\bwhy not “(?P<after>[^”]{3,})”\?",
    re.IGNORECASE,
)


def repeats(text: str, others: Iterable[str]) -> bool:
    """Whether one of the other texts says `text` word for word."""
    said = _spaced(text)
    return any(said in _spaced(other) for other in others)


def _spaced(text: str) -> str:
    return f" {' '.join(words(text))} "


def has_answer(quick_check: str) -> bool:
    """Whether a quick check asks something and gives the answer: "How many? Answer: four."."""
    return bool(re.search(r"\?[”\"]?\s+\S", quick_check))


def is_generic(hint: str) -> bool:
    """Whether the hint could stand with any item."""
    return bool(_GENERIC.match(hint.strip()))


def unseen(text: str, shown: str) -> str | None:
    """An answer that `text` argues against although `shown`, all that the learner sees, does not have it."""
    seen = _spaced(shown)
    for match in _RULED_OUT.finditer(text):
        quoted = match["before"] or match["after"]
        if _spaced(quoted) not in seen:
            return quoted
    return None


def judged_in(hint: str) -> str | None:
    """The answer that a hint opens with and judges: "“A tree” is not the answer: ..." judges "A tree"."""
    match = _RULED_OUT.match(hint)
    return match["before"] if match else None


def texts_beside_takeaway(item: Item | ItemBase) -> list[str]:
    """Where the takeaway may not stand already: question, options, explanation, steps, mistakes, check."""
    options = getattr(item, "options", None) or ()
    texts = [item.stem, item.explanation, item.quick_check, *item.worked_steps, *item.common_mistakes]
    return [*texts, *(option.text for option in options)]


def distinct_steps(steps: Sequence[str]) -> tuple[str, ...]:
    """Steps that are a chain: two or more different ones; else none."""
    different = tuple(dict.fromkeys(steps))
    return different if len(different) >= 2 else ()
