"""Makes a blind sheet: items of every writer in a shuffled order, as a page to fill in and as a CSV file."""

import asyncio
import base64
import csv
import hashlib
import io
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.key_file import read_answer_key
from evals.key_item import as_item
from evals.rating.row import Row, origin_of, row_of
from evals.subject import ANSWER_KEY, subject_of
from evals.suite import Setting
from itemwright.domain.item import Item
from itemwright.errors import BadInput
from itemwright.proving.prover import Prover
from itemwright.runs import write_set
from itemwright.sandbox import Sandbox
from itemwright.writing.base import ItemWriter
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.library import Library
from itemwright.writing.plan import WritingRequest
from itemwright.writing.text_writer import TextWriter

COLUMNS = ("id", "type", "stem", "code", "options", "key", "explanation", "verdict", "reason")
VERDICTS = ("usable", "edit", "reject")
"""As it stands; after a small change; not at all."""
_FOLDER = Path(__file__).resolve().parent
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Sheet(NamedTuple):
    """The rows in the order in which they are rated; `origins` says of each row's id who wrote it."""

    name: str
    rows: tuple[Row, ...]
    origins: dict[str, str]


def written_pools(setting: Setting, count: int) -> list[list[Item]]:
    """Up to `count` proved items of each writer, and as many of the people's own from the answer key."""
    with subject_of(setting) as subject, Sandbox() as sandbox:
        bare = Library(sources=subject.library.sources, passages=subject.library.passages)
        pools = []
        for library, kind in ((subject.library, CardWriter), (bare, TextWriter)):
            writer: ItemWriter = kind(library, sandbox)
            request, prover = WritingRequest(count=count), Prover(library, sandbox)
            pools.append(
                list(asyncio.run(write_set(request, library, [writer], prover, seed=setting.seed)).items)
            )
    pools.append([as_item(item) for item in read_answer_key(ANSWER_KEY)] if not setting.sources else [])
    return pools


def make_sheet(pools: Sequence[Sequence[Item]], count: int, seed: int) -> Sheet:
    """A sheet of `count` items, as evenly from the pools as they allow.

    Raises:
        BadInput: there are not that many items.
    """
    rng = random.Random(f"sheet/{seed}")
    left = [rng.sample(list(pool), len(pool)) for pool in pools]
    chosen: list[Item] = []
    while len(chosen) < count and any(left):
        for pool in left:
            if pool and len(chosen) < count:
                chosen.append(pool.pop())
    if len(chosen) < count:
        raise BadInput(f"There are {len(chosen)} items to rate, not {count!r}; ask for fewer with --count.")
    rng.shuffle(chosen)
    content = json.dumps([item.model_dump(mode="json", include={"stem", "key"}) for item in chosen])
    name = hashlib.sha256(content.encode()).hexdigest()[:6]
    ids = [f"{name}-{number:03d}" for number in range(1, count + 1)]
    rows = tuple(row_of(item, row_id) for item, row_id in zip(chosen, ids, strict=True))
    return Sheet(name, rows, dict(zip(ids, map(origin_of, chosen), strict=True)))


def write_sheet(sheet: Sheet, folder: Path) -> tuple[Path, Path, Path]:
    """The page, the CSV file, and the file that says who wrote what."""
    folder.mkdir(parents=True, exist_ok=True)
    page, table, origins = (folder / name for name in ("sheet.html", "sheet.csv", "origins.csv"))
    page.write_text(_page(sheet), encoding="utf-8")
    table.write_text(_table(sheet.rows), encoding="utf-8")
    lines = [("id", "writer"), *sheet.origins.items()]
    origins.write_text(_csv(lines), encoding="utf-8")
    return page, table, origins


def _table(rows: Sequence[Row]) -> str:
    return _csv([COLUMNS, *(_cells(row) for row in rows)])


def _cells(row: Row) -> tuple[str, ...]:
    told = (row.id, row.type, row.stem, row.code, row.options, "\n".join(row.key), row.explanation)
    return (*map(_harmless, told), "", "")


def _harmless(text: str) -> str:
    """A cell that a spreadsheet shows and does not compute."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(lines: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def _page(sheet: Sheet) -> str:
    style, script = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("sheet.css", "sheet.js"))
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    table = [COLUMNS, *(_cells(row) for row in sheet.rows)]
    return environment.get_template("sheet.html.j2").render(
        sheet=sheet,
        verdicts=VERDICTS,
        # Inside a script element only `<` could end it.
        table=Markup(json.dumps({"name": sheet.name, "rows": table}).replace("<", "\\u003c")),
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'",
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
