"""Benchmarks, one table: what each step costs, as a ratio to embedding one sentence in the same run.

A ratio survives a slow or busy machine; the seconds beside it do not, and are there for orientation only.
"""

import asyncio
import json
import math
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.made_author import MadeAuthor, made_article
from itemwright.bank import Bank, load_library
from itemwright.chat.calls import CallPath
from itemwright.chat.prices import Price, Prices
from itemwright.chat.server import Servers
from itemwright.cli.desk import now
from itemwright.domain.budget import Caps
from itemwright.domain.item import Item
from itemwright.domain.principal import local_operator
from itemwright.domain.rubric import RubricPoint
from itemwright.grading.grader import BuiltinGrader
from itemwright.grading.lines import grade_lines
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.embedding import Embedder
from itemwright.index.onnx_embedding import load_embedder
from itemwright.index.search import open_index
from itemwright.ingest.ingest import ingest_paths, ingest_text
from itemwright.proving.claim_features import ClaimReader
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.novelty import Novelty
from itemwright.proving.prover import Prover
from itemwright.resources import resource_folder
from itemwright.run_desk import RunDesk, Wanted
from itemwright.run_models import RunModels
from itemwright.run_worker import work_alone
from itemwright.runs import write_set
from itemwright.sandbox import Sandbox
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.library import Library
from itemwright.writing.plan import WritingRequest
from itemwright.writing.text_writer import TextWriter

SENTENCE = "The base weights stay frozen while two small matrices are trained beside them."
ITEMS = 100
TEXT_ITEMS = 30
ANSWERS = 300
SLOTS, CALL, AT_ONCE = 40, 1.0, 8
"""A run by a model: its slots, seconds a call, and calls at once."""
BANK = 20_000
"""Items of a bank that a new item is held against."""


def median_seconds(step: Callable[[], object], rounds: int = 7) -> float:
    """Median wall time of `step`, after one round that does not count."""
    step()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        step()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """Prints the table."""
    embedder = load_embedder("minilm")
    corpus = resource_folder("corpus")
    steps: list[tuple[str, float]] = []

    def measured(name: str, step: Callable[[], object], per: int = 1, rounds: int = 7) -> None:
        steps.append((name, median_seconds(step, rounds) / per))

    measured("embed a sentence alone", lambda: embedder.embed([SENTENCE]), rounds=50)
    measured("embed a sentence, 64 at once", lambda: embedder.embed([SENTENCE] * 64), per=64)
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(None, Path(folder)) as store,
        Sandbox() as sandbox,
    ):
        principal = local_operator()
        with store.begin() as tx:
            Courses(tx).ensure(principal.course, "bench")
        began = time.perf_counter()
        sources = ingest_paths(store, principal, embedder, [str(corpus)])
        steps.append(("ingest an article", (time.perf_counter() - began) / len(sources)))
        index = open_index(store, principal, embedder)
        measured("search", lambda: index.search("how much memory does quantisation save", 5), rounds=30)
        library = load_library(store, principal.course)
        prover = Prover(library, sandbox)
        writers = [CardWriter(library, sandbox)]
        request = WritingRequest(count=ITEMS)
        written = asyncio.run(write_set(request, library, writers, prover))
        measured(
            "write and prove an item",
            lambda: asyncio.run(write_set(request, library, writers, prover)),
            per=ITEMS,
            rounds=3,
        )
        measured(
            "prove an item",
            lambda: [prover.prove(i, Novelty()) for i in written.items],
            per=len(written.items),
            rounds=3,
        )
        bare = Library(sources=library.sources, passages=library.passages)
        claims = ClaimModel(ClaimReader(load_point_judges().points, embedder))
        reading, text_writers = Prover(bare, sandbox, claims), [TextWriter(bare, sandbox)]
        without = asyncio.run(write_set(WritingRequest(count=TEXT_ITEMS), bare, text_writers, reading))
        measured(
            "write and prove an item without a card",
            lambda: asyncio.run(
                write_set(WritingRequest(count=TEXT_ITEMS), bare, [TextWriter(bare, sandbox)], reading)
            ),
            per=TEXT_ITEMS,
            rounds=1,
        )
        measured(
            "prove an item without a card, sources read",
            lambda: [reading.prove(i, Novelty()) for i in without.items],
            per=len(without.items),
            rounds=1,
        )
        overhead = _run_by_calls(store, sandbox, embedder, claims)
    bank = _bank(written.items, BANK)
    began = time.perf_counter()
    seen = Novelty(bank, embedder)
    steps.append(("index an item of a bank", (time.perf_counter() - began) / BANK))
    # Not twice: what was embedded once is kept.
    began = time.perf_counter()
    for item in written.items:
        seen.kin(item)
    steps.append((f"find what is like an item among {BANK:,}", (time.perf_counter() - began) / ITEMS))
    grader = BuiltinGrader(embedder, load_point_judges())
    point = (RubricPoint(point="The base weights stay frozen."),)
    measured(
        "grade one answer, one criterion",
        lambda: asyncio.run(grader.grade("What is frozen?", point, ["The base weights."], SENTENCE)),
        rounds=30,
    )
    lines = [
        json.dumps(
            {
                "id": n,
                "question": "What is frozen?",
                "reference_answer": "The base weights.",
                "answer": f"{SENTENCE} {n}",
            }
        )
        for n in range(ANSWERS)
    ]
    measured("grade an answer, in a batch", lambda: list(grade_lines(lines, grader)), per=ANSWERS, rounds=3)
    _print(steps)
    Console().print(
        f"A run of {SLOTS} slots by a model that takes {CALL:g} s a call, {AT_ONCE} at once, with proofs: "
        f"{overhead:.2f} times its calls alone."
    )


def _run_by_calls(store: Store, sandbox: Sandbox, embedder: Embedder, claims: ClaimModel) -> float:
    """The seconds of a stored run as a multiple of what its calls take, perfectly scheduled."""
    principal = local_operator("run-by-calls")
    with store.begin() as tx:
        Courses(tx).ensure(principal.course, "bench")
    ingest_text(store, principal, embedder, "chronicle.md", made_article(3 * SLOTS))
    author, price, name = MadeAuthor(CALL), Price(input=1.0, output=1.0), "openai:made"
    servers = Servers(at_once=AT_ONCE)
    models = RunModels(
        name,
        lambda spec: CallPath(
            author, spec, "bench", prices=Prices({name: price}, price), caps=Caps(), servers=servers
        ),
    )
    desk = RunDesk(store, Bank(store, sandbox, embedder, now, claims=claims), models, now)
    # The first of two, which does not count, loads what is loaded once.
    for slots in (4, SLOTS):
        asked = len(author.asked)
        wanted = Wanted(WritingRequest(count=slots, types=("short_answer",)), name, seed=slots)
        run = asyncio.run(work_alone(desk, principal, desk.submit(principal, wanted, alone=True).run))
    return run.seconds / (CALL * math.ceil((len(author.asked) - asked) / AT_ONCE))


def _bank(items: Sequence[Item], count: int) -> list[Item]:
    """Items with the stems of `items`, a third of their words exchanged for those of others."""
    rng = random.Random(0)
    words = [word for item in items for word in item.stem.split()]
    bank = []
    for number in range(count):
        item = items[number % len(items)]
        stem = " ".join(rng.choice(words) if rng.random() < 1 / 3 else word for word in item.stem.split())
        bank.append(item.model_copy(update={"id": f"bank-{number}", "stem": stem, "provenance": {}}))
    return bank


def _print(steps: list[tuple[str, float]]) -> None:
    base = steps[0][1]
    table = Table("step", "milliseconds", "a second", "ratio")
    for name, seconds in steps:
        table.add_row(name, f"{1000 * seconds:.2f}", f"{1 / seconds:.0f}", f"{seconds / base:.2f}")
    console = Console()
    console.print(table)
    console.print(f"Peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB.")


if __name__ == "__main__":
    main()
