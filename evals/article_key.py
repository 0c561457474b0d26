"""Holds an item's key against the article itself: for items that no card's entry keys."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.card_key import keyed
from evals.plain import overlap, plain
from evals.python_run import lines_of, run_python
from itemwright.domain.item import Item
from itemwright.domain.source import Source

SUPPORTED = 0.75
"""The share of a key's telling words that its quotations hold, at least: a key from an article's text is
taken from there, but for endings and the words that join it to the question."""

_TRUE_OR_FALSE = re.compile(r"^(?:true or false\?|is this statement true or false\?)\s*", re.IGNORECASE)


def article_faults(item: Item, sources: Mapping[str, Source], executes: bool = True) -> list[str] | None:
    """What the article has against the key; None for an item from a card's entry.

    `executes`: whether the article may be trusted so far that its code is run."""
    model = str(item.provenance.get("model"))
    if not model.startswith("text_") and model != "article_table":
        return None
    return list(_faults(item, sources, executes))


def _faults(item: Any, sources: Mapping[str, Source], executes: bool) -> Iterator[str]:
    quotes = " ".join(citation.quote for citation in item.citations)
    if item.type == "output_prediction":
        yield from _output(item, quotes) if executes else ()
    elif item.type == "true_false":
        said = _TRUE_OR_FALSE.sub("", item.stem)
        if (keyed(item)[0][0].text == "True") != (plain(said) in plain(quotes)):
            yield f"the key is {keyed(item)[0][0].text}, the article says {quotes!r}"
    elif item.type == "table":
        yield from _table(item, sources)
    elif item.provenance.get("model") == "text_contrast":
        yield from _contrast(item, sources)
    elif item.type == "ordering":
        texts = {step.id: plain(step.text) for step in item.steps}
        places = [plain(quotes).find(texts[id_]) for id_ in item.key]
        if -1 in places or places != sorted(places):
            yield "the key is not the order in which the article has the steps"
    else:
        for text in _keyed_texts(item):
            if overlap(text, quotes) < SUPPORTED:
                yield f"the quotations hold {overlap(text, quotes):.2f} of the words of the key {text!r}"


def _keyed_texts(item: Any) -> Sequence[str]:
    if getattr(item, "options", None):
        return [re.sub(r"\bboth\b", "", option.text) for option in keyed(item)[0]]
    if item.type == "matching":
        right = {side.id: side.text for side in item.pairs.right}
        return [right[other] for other in item.key.values()]
    return list(item.key.values()) if isinstance(item.key, dict) else [str(item.key)]


def _output(item: Any, quotes: str) -> Iterator[str]:
    shown = {"".join(line.split("#")[0].split()) for line in quotes.splitlines()}
    strange = [line for line in item.code.splitlines() if "".join(line.split("#")[0].split()) not in shown]
    if strange:
        yield f"the line {strange[0]!r} of the code does not stand in the article"
    printed = run_python([item.code])[0]
    keys, others = keyed(item)
    key = keys[0].text if keys else item.key
    if printed.lines != lines_of(key):
        yield f"the code prints {printed.text.strip()!r} ({printed.error}), the key says {key!r}"
    for option in others:
        if printed.lines == lines_of(option.text):
            yield f"the wrong option {option.text!r} is what the code prints as well"


def _table(item: Any, sources: Mapping[str, Source]) -> Iterator[str]:
    rows = [row for id_ in {c.source for c in item.citations} for row in _rows(sources[id_].text)]
    for cell in item.cells:
        found = {
            plain(values[cell.column])
            for first, values in rows
            if plain(first) == plain(cell.row) and cell.column in values
        }
        if plain(item.key[cell.id]) not in found:
            yield f"{cell.row!r} of {cell.column!r} is {item.key[cell.id]!r}, the article has {sorted(found)}"


def _contrast(item: Any, sources: Mapping[str, Source]) -> Iterator[str]:
    """Some row has the columns and entries of the keyed line, and none those of another one."""
    rows = [row for id_ in {c.source for c in item.citations} for row in _rows(sources[id_].text)]
    keys, others = keyed(item)
    for option in (*keys, *others):
        told = [part.partition(": ") for part in option.text.split("; ")]
        sides = {plain(column): plain(value) for column, _, value in told}
        found = any(
            sides.items() <= {(plain(column), plain(value)) for column, value in values.items()}
            for first, values in rows
            if plain(first) in plain(item.stem)
        )
        if found != (option in keys):
            yield f"the article {'has' if found else 'has not'} {option.text!r} in a row of its table"


def _rows(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of the Markdown tables: the first cell, and the others by the column's name."""
    header: list[str] = []
    for line in text.splitlines():
        if not line.lstrip().startswith("|"):
            header = []
            continue
        cells = [re.sub(r"[*`]", "", cell).strip() for cell in line.strip().strip("|").split("|")]
        if not header:
            header = cells
        elif not re.fullmatch(r"[\s|:-]+", line):
            yield cells[0], dict(zip(header[1:], cells[1:], strict=False))
