"""Items from the comparison tables of an article: cells to fill, and pairs of two-way comparisons."""

import random
import re
from functools import partial

from itemwright.domain.item import MultipleChoice, TableItem
from itemwright.writing.article_offers import from_article
from itemwright.writing.comparison_tables import ComparisonTable, Row, is_full
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.options import Choice, arranged
from itemwright.writing.other_facts import checked_with
from itemwright.writing.table_items import completed_table, narrowed
from itemwright.writing.wording import sentence, without_stop

MOST_WORDS = 14
MOST_PAIRS = 2
_ATTRIBUTE = re.compile(
    r"\b(?:descriptions?|examples?|models?|use|uses|used|purpose|types?|defaults?|values?|notes?"
    r"|functions?|meaning|commands?"
    r"|parameters?|required|definitions?|explanation|size|name|when|what|why|how|who|where|details|cost"
    r"|price|link|links|source|year"
    r"|author|tools?|benefits?|status|version|pros|cons|advantages?|disadvantages?|result|results|score"
    r"|time|memory|speed|role"
    r"|output|input|key|format|behaviou?r|effect|impact|reason|action|goal|case|cases)\b",
    re.IGNORECASE,
)
_ASPECT = re.compile(
    r"\b(?:aspects?|features?|criteri(?:on|a)|propert(?:y|ies)|characteristics?|dimensions?|metrics?"
    r"|attributes?|categor(?:y|ies)|factors?"
    r"|capabilit(?:y|ies)|considerations?|differences?|comparison|concerns?|operations?|questions?"
    r"|topics?|areas?)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^[~<>≈±$€+-]?\s*\d[\d.,]*\s*(?:%|[a-zA-Z]{0,4})?$|^(?:yes|no|✓|✗|✅|❌|true|false|x|n/a)$",
    re.IGNORECASE,
)


def article_tables(table: ComparisonTable, library: Library) -> list[Opportunity]:
    """One table to complete, and for two-way tables up to three pairs; none for tables of figures or
    ticks."""
    rows = usable_rows(table)
    if len(table.header.cells) < 3 or len(rows) < 3 or not _compares(table, rows):
        return []
    chosen = tuple(rows[:6])
    found = [
        from_article(
            library, table.source, "table", "text_table", [(row.start, row.end) for row in chosen],
            ("analyze", "medium"), partial(_table, table, chosen), parts=3,
        )
    ]  # fmt: skip
    if len(table.header.cells) == 3:
        prose = [row for row in rows if not re.search(r"[/{}=<>_()]", " ".join(row.cells))]
        worth = [row for row in prose if all(2 <= len(cell.split()) <= 9 for cell in row.cells[1:])]
        for row in worth[:MOST_PAIRS]:
            found.append(
                from_article(
                    library,
                    table.source,
                    "multiple_choice",
                    "text_contrast",
                    [(row.start, row.end)],
                    ("analyze", "medium"),
                    partial(_pair, table, row, worth),
                )
            )
    return found


def usable_rows(table: ComparisonTable) -> list[Row]:
    """Full rows of short cells that differ from each other."""
    return [
        row
        for row in table.rows
        if is_full(row.cells)
        and len({cell.casefold() for cell in row.cells}) == len(row.cells)
        and all(len(cell.split()) <= MOST_WORDS and "http" not in cell for cell in row.cells)
    ]


def _compares(table: ComparisonTable, rows: list[Row]) -> bool:
    """Whether the columns are things to compare: named, and with words rather than figures in them."""
    first, *compared = table.header.cells
    if not all(1 <= len(cell.split()) <= 5 for cell in compared) or any(
        _ATTRIBUTE.search(cell) for cell in compared
    ):
        return False
    if first.strip() and not _ASPECT.search(first) and not all(cell[:1].isupper() for cell in compared):
        return False
    cells = [cell for row in rows for cell in row.cells[1:]]
    return sum(bool(_NUMBER.match(cell)) for cell in cells) * 3 <= len(cells)


def _table(
    table: ComparisonTable, rows: tuple[Row, ...], setting: Setting, rng: random.Random
) -> TableItem | None:
    narrow = narrowed(table, rows, rng, keep=lambda name: False)
    if narrow is None:
        return None
    places = [rows.index(row) for row in rows if row.start in {narrow.rows[i].start for i in narrow.hidden}]
    setting = setting._replace(
        citations=tuple(citation for i, citation in enumerate(setting.citations) if i in places)
    )
    cells = [row.cells for row in narrow.rows]
    return completed_table(setting, narrow.header, cells, narrow.hidden, narrow.spare, rng)


def _pair(
    table: ComparisonTable, row: Row, rows: list[Row], setting: Setting, rng: random.Random
) -> MultipleChoice:
    one, other = table.header.cells[1:]
    aspect, this, that = (without_stop(cell) for cell in row.cells)
    whole = sentence(f"{aspect}: {this} ({one}), but {that} ({other})")
    key = Choice(f"{one}: {this}; {other}: {that}", whole)
    wrong = [
        Choice(f"{one}: {that}; {other}: {this}", f"The two sides have changed places. {whole}"),
        Choice(f"both {one} and {other}: {this}", f"This holds for {one} alone. {whole}"),
        Choice(f"both {one} and {other}: {that}", f"This holds for {other} alone. {whole}"),
    ]
    options, key_id = arranged(key, wrong, rng)
    stem = f"How do {one} and {other} differ in “{aspect}”?"
    another = next((other for other in rows if other is not row), None)
    feedback = Feedback(
        explanation=f"{whole} One option has the two sides exchanged.",
        hints=(
            f"In “{aspect}” the two differ, so no description fits both.",
            f"“{that}” does not belong to {one}.",
        ),
        worked_steps=(),
        common_mistakes=(),
        quick_check=_check(one, other, another) if another is not None else "",
        takeaway="",
    )
    frame = framed(setting, feedback, [stem, *(option.text for option in options)])
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key_id))


def _check(one: str, other: str, row: Row) -> str:
    aspect, this, that = (without_stop(cell) for cell in row.cells)
    return checked_with(f"How do {one} and {other} differ in “{aspect}”?", f"{one}: {this}; {other}: {that}")
