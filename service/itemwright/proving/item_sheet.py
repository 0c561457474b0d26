"""An item as a sheet of text, with letters where a learner has buttons, and answers read back from it.

Letters go by the order shown, so that an answer tells of the option and not of its id.
"""

import string
from collections.abc import Callable, Sequence
from typing import NamedTuple

from itemwright.domain.item import Labelled, LearnerItem, LearnerOption, Response
from itemwright.errors import BadInput

Answers = Sequence[str]


class ItemSheet(NamedTuple):
    """`text` is the item, `form` how it is to be answered with a list of texts, `read` makes of such a list
    the item's response and raises BadInput when it has another form."""

    text: str
    form: str
    read: Callable[[Answers], Response]


def sheet_of(item: LearnerItem) -> ItemSheet:
    """The sheet of an item. It shows what a learner sees, and nothing else can be known of it."""
    parts = [item.stem]
    if item.code is not None:
        parts.append(f"Code ({item.language or 'no language named'}):\n{item.code}")
    if item.parts:
        parts.append(_listed("Parts", [(f"({letter(n)})", text) for n, text in enumerate(item.parts)]))
    body, form, read = _answering(item)
    return ItemSheet("\n\n".join([*parts, *body]), form, read)


def letter(number: int) -> str:
    """A, B, C for 0, 1, 2; after Z the number itself, counted from 1."""
    return string.ascii_uppercase[number] if number < 26 else str(number + 1)


def _answering(item: LearnerItem) -> tuple[list[str], str, Callable[[Answers], Response]]:
    if item.options is not None:
        return _choice(item, item.options)
    if item.blanks is not None:
        pools = [(f"blank {n}", " | ".join(b.pool)) for n, b in enumerate(item.blanks, 1) if b.pool]
        blanks = [blank.id for blank in item.blanks]
        body = [_listed("To be filled from", pools)] if pools else []
        return body, f"one text for each ____, in their order; {len(blanks)} in all", _texts(item, blanks)
    if item.pairs is not None:
        return _matching(item, item.pairs.left, item.pairs.right)
    if item.steps is not None:
        ids = {letter(n): step.id for n, step in enumerate(item.steps)}
        body = [_listed("Steps", [(letter(n), step.text) for n, step in enumerate(item.steps)])]
        form = f"the letters of all {len(ids)} steps in their right order"
        return body, form, lambda given: _places(item, given, ids, exactly=len(ids), once=True)
    if item.grid is not None and item.cells is not None:
        table = "\n".join("| " + " | ".join(row) + " |" for row in item.grid)
        cells = [(f"{n}", f"{cell.row}, {cell.column}") for n, cell in enumerate(item.cells, 1)]
        body = [table, _listed("Hidden cells", cells)]
        if item.pool:
            body.append("To be filled from: " + " | ".join(item.pool))
        form = f"one text for each hidden cell, in the order listed; {len(cells)} in all"
        return body, form, _texts(item, [cell.id for cell in item.cells])
    return [], _typed_form(item), lambda given: _one(item, given)


def _choice(
    item: LearnerItem, options: Sequence[LearnerOption]
) -> tuple[list[str], str, Callable[[Answers], Response]]:
    ids = {letter(n): option.id for n, option in enumerate(options)}
    body = [_listed("Options", [(letter(n), option.text) for n, option in enumerate(options)])]
    if item.type == "multiple_response":
        form = "the letters of all options that are right, and of no other"
        return body, form, lambda given: _places(item, given, ids, exactly=None, once=True)
    form = "one letter, that of the right option"
    return body, form, lambda given: _places(item, given, ids, exactly=1, once=True)[0]


def _matching(
    item: LearnerItem, left: Sequence[Labelled], right: Sequence[Labelled]
) -> tuple[list[str], str, Callable[[Answers], Response]]:
    ids = {letter(n): side.id for n, side in enumerate(right)}
    body = [
        _listed("Left", [(str(n), side.text) for n, side in enumerate(left, 1)]),
        _listed("Right", [(letter(n), side.text) for n, side in enumerate(right)]),
    ]

    def read(given: Answers) -> Response:
        chosen = _places(item, given, ids, exactly=len(left), once=False)
        return dict(zip([side.id for side in left], chosen, strict=True))

    form = f"for each of the {len(left)} on the left, in their order, the letter of what it goes with"
    return body, form, read


def _typed_form(item: LearnerItem) -> str:
    if item.type == "numeric":
        unit = f" in {item.unit}; do not write the unit" if item.unit else ""
        return f"one number{unit}"
    if item.type == "output_prediction":
        return "one text: exactly what is printed, without the last line end"
    if item.type == "short_answer":
        return "one text: a term or a few words"
    return "one text: a full answer in two to five sentences" + (", part by part" if item.parts else "")


def _texts(item: LearnerItem, ids: Sequence[str]) -> Callable[[Answers], Response]:
    def read(given: Answers) -> Response:
        if len(given) != len(ids):
            raise BadInput(f"'answer' holds {len(given)} texts; the item has {len(ids)} gaps.")
        return dict(zip(ids, given, strict=True))

    return read


def _one(item: LearnerItem, given: Answers) -> str:
    if len(given) != 1:
        raise BadInput(f"'answer' holds {len(given)} texts; the item wants one.")
    return given[0]


def _places(
    item: LearnerItem, given: Answers, ids: dict[str, str], *, exactly: int | None, once: bool
) -> list[str]:
    named = [text.strip().rstrip(".)").upper() for text in given]
    if unknown := [text for text in named if text not in ids]:
        raise BadInput(f"'answer' names {unknown[0]!r}; the letters are {', '.join(ids)}.")
    if once and len(set(named)) < len(named):
        raise BadInput(f"'answer' names a letter twice: {named!r}.")
    if not named or (exactly is not None and len(named) != exactly):
        raise BadInput(f"'answer' holds {len(named)} letters; wanted: {exactly or 'at least one'}.")
    return [ids[text] for text in named]


def _listed(head: str, lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join([f"{head}:", *(f"{name}. {text}" for name, text in lines)])
