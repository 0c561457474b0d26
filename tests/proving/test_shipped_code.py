"""Every item with code that the shipped corpus can give: its key is what CPython prints, not monty alone."""

import hashlib
import json
import random
from collections.abc import Iterator, Sequence

import pytest

from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.domain.source import Source
from itemwright.ingest.ingest import source_id
from itemwright.ingest.pack import read_pack
from itemwright.ingest.reading import READERS, decode, media_type_of, read_bytes
from itemwright.ingest.segmenting import segment
from itemwright.proving.execution import check_execution
from itemwright.resources import resource_folder
from itemwright.sandbox import Execution, Sandbox
from itemwright.sandbox.bubblewrap import Bubblewrap, Limits
from itemwright.writing.code_cloze import code_clozes
from itemwright.writing.debug_items import debug_items
from itemwright.writing.library import Library
from itemwright.writing.numeric_items import numeric_items
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.output_prediction import output_predictions
from itemwright.writing.scenario_items import scenario_items
from tests.sandbox.conftest import bubblewrap

__all__ = ["bubblewrap"]

SEEDS = (0, 1)
SAMPLE, BATCH = 1500, 60
LIMITS = Limits(seconds=120.0, cpu_seconds=60, output=2_000_000)
TOGETHER = """
import contextlib, io, json
told = []
for code in json.loads(CODES):
    out, error = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(code, "main.py", "exec"), {"__name__": "__main__"})
    except BaseException as caught:
        error = type(caught).__name__
    told.append([out.getvalue(), error])
print(json.dumps(told))
"""
"""Our own code, so that one process may run many snippets; each has names of its own."""


class Recording(Sandbox):
    """Keeps what was run, and what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Execution] = {}

    def run(self, code: str, variation: int = 0) -> Execution:
        self.known[code] = super().run(code, variation)
        return self.known[code]


@pytest.fixture(scope="module")
def library() -> Library:
    """The corpus as it is ingested, without a store."""
    folder = resource_folder("corpus")
    pack = read_pack(folder)
    sources: list[Source] = []
    passages: list[Passage] = []
    for article in pack.articles:
        data = read_bytes(folder / article.file)
        path, media_type = f"corpus/{article.file}", media_type_of(article.file)
        text, _ = decode(data, path)
        name, digest = source_id(path), hashlib.sha256(data).hexdigest()
        sources.append(
            Source(id=name, title=article.title, path=path, sha256=digest, media_type=media_type, text=text)
        )
        passages += segment(name, path, article.title, text, READERS[media_type](text))
    return Library(pack.concepts, pack.cards, sources, passages)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Recording]:
    with Recording() as opened:
        yield opened


def offers(library: Library, sandbox: Sandbox) -> Iterator[Opportunity]:
    for slug in sorted(library.cards):
        for of_card in (scenario_items, output_predictions, debug_items, code_clozes, numeric_items):
            yield from of_card(library.cards[slug], library, sandbox)


@pytest.fixture(scope="module")
def items(library: Library, sandbox: Sandbox) -> Sequence[Item]:
    drawn = [
        offer.written(random.Random(f"{seed}/{offer.setting.family}"))
        for offer in offers(library, sandbox)
        for seed in SEEDS
    ]
    return [item for item in drawn if item is not None]


def test_every_key_is_what_the_code_does(items: Sequence[Item], sandbox: Recording) -> None:
    assert len(items) >= 300
    assert {item.type for item in items} >= {
        "scenario",
        "output_prediction",
        "debug",
        "code_cloze",
        "numeric",
    }
    for item in items:
        verdict, evidence = check_execution(item, sandbox)
        assert verdict == "pass", (item.family, evidence)


def test_monty_says_of_all_that_was_run_what_cpython_says(
    items: Sequence[Item], sandbox: Recording, bubblewrap: Bubblewrap
) -> None:
    assert items  # writing them ran code as well, so that this holds by itself
    ran = {code: each for code, each in sandbox.known.items() if each.ended in ("done", "raised")}
    codes = random.Random(1).sample(sorted(ran), min(SAMPLE, len(ran)))
    python = Bubblewrap(LIMITS)
    for start in range(0, len(codes), BATCH):
        batch = codes[start : start + BATCH]
        told = json.loads(python.run(f"CODES = {json.dumps(batch)!r}{TOGETHER}").output)
        for code, (output, error) in zip(batch, told, strict=True):
            assert (ran[code].output, ran[code].error_type) == (output, error or ""), code


def test_a_wrong_key_is_found_in_every_family(items: Sequence[Item], sandbox: Sandbox) -> None:
    for item in {item.family: item for item in items}.values():
        options = getattr(item, "options", None)
        if options:
            wrong = next(option.id for option in options if option.id != item.key)
            verdict, _ = check_execution(item.model_copy(update={"key": wrong}), sandbox)
            assert verdict == "fail", item.family
