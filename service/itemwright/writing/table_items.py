"""Tables to complete: the contrasts of one pair of concepts, and the comparison tables of the articles."""

import random
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from itemwright.domain.card import Card, Contrast
from itemwright.domain.item import BLANK, Cell, TableItem
from itemwright.text import content_words
from itemwright.writing.comparison_tables import ComparisonTable, Row, is_full, tables_of
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.other_facts import quick_check
from itemwright.writing.wording import capitalised, listed, quoted, without_stop

MOST_ROWS = 6
MOST_HIDDEN = 3
"""Rows of which every cell is hidden: each entry then has a rival of its own kind."""
COMPARED = 2
"""Columns shown of a wider table; the entries of one more are left over in the pool."""


def table_items(card: Card, library: Library) -> list[Opportunity]:
    """One for each concept contrasted twice or more, and one for each table that names this concept."""
    found: list[Opportunity] = []
    for other in dict.fromkeys(contrast.other for contrast in card.contrasts):
        contrasts = [contrast for contrast in card.contrasts if contrast.other == other]
        if len(contrasts) >= 2:
            found += offered(
                card, library, "table", ("contrast_table", other), ("analyze", "medium"),
                [contrast.evidence for contrast in contrasts], partial(_contrasts, card, contrasts, library),
                parts=len(contrasts),
            )  # fmt: skip
    evidence = card.definition.evidence
    sources = library.find_sources(evidence.article)
    for number, table in enumerate(table for source in sources for table in tables_of(source)):
        if _names(card, table) and len(_usable(table)) >= 3:
            found += offered(
                card, library, "table", ("article_table", str(number + 1)), ("analyze", "medium"), [evidence],
                partial(_article, card, table, library), parts=3,
            )  # fmt: skip
    return found


def _names(card: Card, table: ComparisonTable) -> bool:
    return any(_names_this(card, cell) for cell in table.header.cells[1:])


def _bare(cell: str) -> str:
    return re.sub(r"\s*\(.*?\)", "", cell).strip().casefold()


def _usable(table: ComparisonTable) -> list[Row]:
    """Full rows whose cells differ, so that each cell has one place."""
    return [
        row
        for row in table.rows
        if is_full(row.cells) and len({c.casefold() for c in row.cells}) == len(row.cells)
    ]


def _contrasts(
    card: Card, contrasts: Sequence[Contrast], library: Library, setting: Setting, rng: random.Random
) -> TableItem | None:
    header = ("Aspect", capitalised(card.term), capitalised(library.name(contrasts[0].other)))
    rows = [
        (capitalised(without_stop(c.dimension)), without_stop(c.this_side), without_stop(c.other_side))
        for c in contrasts
    ]
    if any(_names_column(row, header) for row in rows):
        return None
    item = completed_table(setting, header, rows, list(range(len(rows)))[:MOST_HIDDEN], (), rng)
    return item and _with_more(card, item)


def _article(
    card: Card, table: ComparisonTable, library: Library, setting: Setting, rng: random.Random
) -> TableItem | None:
    narrow = narrowed(table, _usable(table), rng, keep=partial(_names_this, card))
    if narrow is None:
        return None
    setting = setting._replace(
        citations=tuple(
            library.citation(table.source, narrow.rows[i].start, narrow.rows[i].end) for i in narrow.hidden
        )
    )
    cells = [row.cells for row in narrow.rows]
    item = completed_table(setting, narrow.header, cells, narrow.hidden, narrow.spare, rng)
    return item and _with_more(card, item)


def _names_this(card: Card, name: str) -> bool:
    names = {name.casefold() for name in (card.term, card.acronym, card.expansion, *card.aliases) if name}
    return _bare(name) in names


def _with_more(card: Card, item: TableItem) -> TableItem:
    """The table with another question of the card as its quick check."""
    said = " ".join(cell for row in item.grid for cell in row) + " " + item.explanation
    return item.model_copy(update={"quick_check": quick_check(card, said)})


class Narrow(NamedTuple):
    """A table cut to what one item shows: `hidden` are positions in `rows`, `spare` entries left over."""

    header: tuple[str, ...]
    rows: list[Row]
    hidden: list[int]
    spare: list[str]


def narrowed(
    table: ComparisonTable, usable: Sequence[Row], rng: random.Random, keep: Callable[[str], bool]
) -> Narrow | None:
    """Two compared columns, a kept one among them, and at most six rows; None if too little is left."""
    columns = list(range(1, len(table.header.cells)))
    kept = [c for c in columns if keep(table.header.cells[c])][:1]
    rest = rng.sample([c for c in columns if c not in kept], len(columns) - len(kept))
    shown = sorted((kept + rest)[:COMPARED])
    others = (kept + rest)[COMPARED : COMPARED + 1]
    header = (table.header.cells[0] or "Aspect", *(table.header.cells[c] for c in shown))
    rows = [(row, [row.cells[c] for c in others]) for row in usable]
    cut = [(row._replace(cells=(row.cells[0], *(row.cells[c] for c in shown))), spare) for row, spare in rows]
    cut = [pair for pair in cut if not _names_column(pair[0].cells, table.header.cells)]
    cut = [cut[i] for i in sorted(rng.sample(range(len(cut)), min(MOST_ROWS, len(cut))))]
    if len(cut) < 2:
        return None
    hidden = sorted(rng.sample(range(len(cut)), min(MOST_HIDDEN, len(cut))))
    return Narrow(header, [row for row, _ in cut], hidden, [text for i in hidden for text in cut[i][1]])


def _names_column(row: tuple[str, ...], header: Sequence[str]) -> bool:
    """Whether an entry has all the words of a column's name, and so says where it belongs or does not."""
    names = [set(content_words(name)) for name in header[1:]]
    return any(name and name <= set(content_words(cell)) for cell in row[1:] for name in names)


def completed_table(
    setting: Setting, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], hidden: Sequence[int],
    spare: Sequence[str], rng: random.Random,
) -> TableItem | None:  # fmt: skip
    """The table with every cell of the hidden rows as a blank, and a pool of what stood there and of `spare`.

    None where an entry would fit two cells.
    """
    places = [(i, column) for i in hidden for column in range(1, len(header))]
    texts = [rows[i][column] for i, column in places]
    shown = {cell.casefold() for i, row in enumerate(rows) if i not in hidden for cell in row[1:]}
    extra = [text for text in spare if text.casefold() not in {t.casefold() for t in texts} | shown]
    pool = list(dict.fromkeys([*texts, *extra]))
    if len({text.casefold() for text in pool}) < len(texts) + len(extra):
        return None
    if {text.casefold() for text in texts} & shown:
        return None
    grid = [list(header)] + [
        [row[0], *(BLANK for _ in row[1:])] if i in hidden else list(row) for i, row in enumerate(rows)
    ]
    cells = tuple(
        Cell(id=f"cell-{n}", row=rows[i][0], column=header[column], accepts=(rows[i][column],))
        for n, (i, column) in enumerate(places, 1)
    )
    rng.shuffle(pool)
    compared = listed([quoted(name) for name in header[1:]])
    asked = listed([quoted(rows[i][0]) for i in hidden])
    stem = f"Compare {compared}: complete {asked} with entries of the pool."
    stem += " Some entries are left over." if extra[1:] else " One entry is left over." if extra else ""
    feedback = _feedback(header, [rows[i] for i in hidden], extra, rng)
    reading = [stem, *(cell for row in grid for cell in row), *pool]
    frame = framed(setting, feedback, reading, len(places))
    return finished(
        TableItem(
            **frame,
            stem=stem,
            grid=tuple(tuple(row) for row in grid),
            cells=cells,
            pool=tuple(pool),
            key={cell.id: cell.accepts[0] for cell in cells},
        )
    )


def _feedback(
    header: tuple[str, ...], rows: Sequence[tuple[str, ...]], extra: Sequence[str], rng: random.Random
) -> Feedback:
    """Hints of which the first names a row's entries and the second rules one of them out of its cell."""
    first, second = rows[0], rows[-1]
    both = [quoted(cell) for cell in first[1:]]
    rng.shuffle(both)
    wrong, place = (second[2], 1) if rng.random() < 0.5 else (second[1], 2)
    left_over = f" Left over: {'; '.join(map(quoted, extra))}." if extra else ""
    return Feedback(
        explanation=" ".join(
            f"{row[0]}: "
            + "; ".join(f"{quoted(n)}: {cell}" for n, cell in zip(header[1:], row[1:], strict=True))
            + "."
            for row in rows
        )
        + left_over,
        hints=(
            f"The entries {listed(both)} stand in the row {quoted(first[0])}.",
            f"In the row {quoted(second[0])}, {quoted(wrong)} does not belong to {quoted(header[place])}.",
        ),
        worked_steps=(),
        common_mistakes=(),
        quick_check="",
        takeaway="",
    )
