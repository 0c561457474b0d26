"""Tables to complete: the contrasts of one pair of concepts, and the comparison tables of the articles."""

import random
import re
from collections.abc import Sequence
from functools import partial

from itemwright.domain.card import Card, Contrast
from itemwright.domain.item import BLANK, Cell, TableItem
from itemwright.writing.comparison_tables import ComparisonTable, Row, is_full, tables_of
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.wording import capitalised, listed, lowered, quoted, without_stop

MOST_ROWS = 6


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
                partial(_article, table, library), parts=3,
            )  # fmt: skip
    return found


def _names(card: Card, table: ComparisonTable) -> bool:
    names = {name.casefold() for name in (card.term, card.acronym, card.expansion, *card.aliases) if name}
    return any(_bare(cell) in names for cell in table.header.cells[1:])


def _bare(cell: str) -> str:
    return re.sub(r"\s*\(.*?\)", "", cell).strip().casefold()


def _usable(table: ComparisonTable) -> list[Row]:
    """Full rows whose cells differ, so that each cell has one place."""
    return [
        row
        for row in table.rows
        if is_full(row.cells) and len({c.casefold() for c in row.cells}) == len(row.cells)
    ]


def _names_of(header: Sequence[str]) -> list[str]:
    return [lowered(name) for name in header[1:]]


def _contrasts(
    card: Card, contrasts: Sequence[Contrast], library: Library, setting: Setting, rng: random.Random
) -> TableItem | None:
    header = ("Aspect", capitalised(card.term), capitalised(library.name(contrasts[0].other)))
    rows = [
        (capitalised(without_stop(c.dimension)), without_stop(c.this_side), without_stop(c.other_side))
        for c in contrasts
    ]
    hidden = [(i, column) for i in range(len(rows)) for column in (1, 2)]
    return completed_table(
        setting, header, rows, hidden if len(rows) == 2 else rng.sample(hidden, 4), _names_of(header), rng
    )


def _article(
    table: ComparisonTable, library: Library, setting: Setting, rng: random.Random
) -> TableItem | None:
    usable = _usable(table)
    chosen = sorted(rng.sample(range(len(usable)), min(MOST_ROWS, len(usable))))
    rows = [usable[i] for i in chosen]
    asked = rng.sample(range(len(rows)), min(4, len(rows)))
    hidden = [(i, rng.randrange(1, len(table.header.cells))) for i in asked]
    setting = setting._replace(
        citations=tuple(library.citation(table.source, rows[i].start, rows[i].end) for i in sorted(asked))
    )
    return completed_table(
        setting, table.header.cells, [row.cells for row in rows], hidden, _names_of(table.header.cells), rng
    )


def completed_table(
    setting: Setting, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], hidden: list[tuple[int, int]],
    compared: Sequence[str], rng: random.Random,
) -> TableItem | None:  # fmt: skip
    """The table with the hidden cells as blanks and a pool of what stood there, in random order.

    `compared`: the names of the compared columns inside a sentence.
    """
    hidden = sorted(hidden)
    texts = [rows[i][column] for i, column in hidden]
    shown = [cell for i, row in enumerate(rows) for j, cell in enumerate(row) if (i, j) not in hidden]
    if len({text.casefold() for text in texts}) < len(texts) or {t.casefold() for t in texts} & {
        cell.casefold() for cell in shown
    }:
        return None
    grid = [list(header)] + [
        [BLANK if (i, j) in hidden else cell for j, cell in enumerate(row)] for i, row in enumerate(rows)
    ]
    cells = tuple(
        Cell(id=f"cell-{n}", row=rows[i][0], column=header[column], accepts=(rows[i][column],))
        for n, (i, column) in enumerate(hidden, 1)
    )
    pool = rng.sample(texts, len(texts))
    stem = f"Complete the comparison of {listed(compared)} with the entries from the pool."
    first, second = hidden[0], hidden[1]
    feedback = Feedback(
        explanation=" ".join(
            f"{rows[i][0]}, {lowered(header[column])}: {rows[i][column]}." for i, column in hidden
        ),
        hints=(
            "Begin with the row in which the entries of the pool differ most from what is shown.",
            "In each row the entries contrast: ask what the opposite of the given one is.",
            f"{quoted(rows[second[0]][second[1]])} does not belong in the row {quoted(rows[first[0]][0])}."
            if first[0] != second[0]
            else f"{quoted(rows[second[0]][second[1]])} does not describe {compared[first[1] - 1]}.",
        ),
        worked_steps=tuple(
            f"{rows[i][0]}: {header[column]} has {quoted(rows[i][column])}." for i, column in hidden
        ),
        common_mistakes=(
            f"Taking the entries of one column for those of another: {listed(compared, 'or')}.",
        ),
        quick_check=f"Cover the table and name one respect in which {listed(compared)} differ.",
        takeaway=f"{rows[0][0]}: "
        + "; ".join(f"{n}: {c}" for n, c in zip(compared, rows[0][1:], strict=True))
        + ".",
    )
    reading = [stem, *(cell for row in grid for cell in row), *pool]
    frame = framed(setting, feedback, reading, len(hidden))
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
