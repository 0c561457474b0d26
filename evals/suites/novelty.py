"""Novelty: are copies, rewordings and parallel forms told from what is new; do items in a row read alike?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from evals.case import Case, CaseResult
from evals.figure import Figure, share
from evals.item_pairs import ITEM_PAIRS, ItemPair, read_item_pairs
from evals.item_row import row_figures
from evals.item_set import Named
from evals.subject import Subject, subject_of
from evals.suite import Setting, Spent, Trial
from evals.writing_run import WritingRun, write_watched
from itemwright.domain.item import Item
from itemwright.index.embedding import Embedder
from itemwright.proving.fingerprint import fingerprint_of
from itemwright.proving.likeness import Relation, likeness
from itemwright.proving.novelty import Novelty
from itemwright.sandbox import Sandbox
from itemwright.writing.base import ItemWriter
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.plan import WritingRequest
from itemwright.writing.text_writer import TextWriter

ROW = 1000
"""Items written in a row."""
RELATIONS: tuple[Relation, ...] = ("copy", "near", "parallel", "new")
REPEATS = ("copy", "near")
_HOW = (("", "found"), (" by words alone", "by words"))


class Pair(Case):
    """Two items, and what they are to each other."""

    pair: ItemPair


class NoveltySuite:
    """Are copies, rewordings and parallel forms told from new items, and is a row of items free of them?"""

    name = "novelty"
    costly_error = "a copy that is taken for a new item"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Pair]]:
        pairs = read_item_pairs(setting.data or ITEM_PAIRS / "held_out")
        cases = [Pair(id=pair.id, group=pair.subject, kind=pair.kind, pair=pair) for pair in pairs]
        with subject_of(setting) as subject, Sandbox() as sandbox:
            run = _row(subject, sandbox, setting.seed)

            async def attempt(case: Pair) -> CaseResult:
                return _compared(case, subject.embedder)

            def about_row(_: Sequence[CaseResult]) -> Iterator[Named]:
                ordered = [each.slot.type for each in run.filled]
                yield from row_figures(run.items, ordered, subject.embedder)
                yield "items that the product itself finds repeated", _repeated(run.items, subject.embedder)

            spent = Spent(items=run.report.delivered, seconds=run.report.seconds)
            yield Trial(cases, attempt, (_figures, about_row), spent=lambda: spent)


def _row(subject: Subject, sandbox: Sandbox, seed: int) -> WritingRun:
    writers: list[ItemWriter] = [CardWriter(subject.library, sandbox), TextWriter(subject.library, sandbox)]
    return write_watched(
        WritingRequest(count=ROW), subject.library, writers, sandbox, seed, embedder=subject.embedder
    )


def _repeated(items: Sequence[Item], embedder: Embedder) -> Figure | None:
    """Items that are a copy of an earlier one, or near it in the same form."""
    seen, repeated = Novelty((), embedder), 0
    for item in items:
        repeated += seen.check(item)[0] == "fail"
        seen.add(item)
    return share(repeated, len(items), "lower")


def _compared(case: Pair, embedder: Embedder) -> CaseResult:
    one, other = fingerprint_of(case.pair.one), fingerprint_of(case.pair.other)
    texts = [one.asked, other.asked, one.answer, other.answer]
    vectors = dict(zip(texts, embedder.embed(texts), strict=True))
    found = likeness(one, other, lambda first, second: float(vectors[first] @ vectors[second]))
    by_words = likeness(one, other)
    is_right = found.relation == case.pair.label
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict="pass" if is_right else "fail",
        costly=case.pair.label == "copy" and found.relation == "new",
        reasons=()
        if is_right
        else (f"{case.pair.label} taken for {found.relation}: {found.evidence or 'nothing alike'}",),
        shown={
            "one": case.pair.one.model_dump(mode="json"),
            "other": case.pair.other.model_dump(mode="json"),
        },
        numbers={
            f"is {case.pair.label}": 1.0,
            f"found {found.relation}": 1.0,
            f"by words {by_words.relation}": 1.0,
        },
    )


def _figures(results: Sequence[CaseResult]) -> Iterable[Named]:
    """Recall and precision of each relation, and of repeats as a whole, with an embedder and without."""
    for suffix, how in _HOW:
        table = Counter((_only(result, "is"), _only(result, how)) for result in results if result.numbers)
        for relation in RELATIONS:
            yield from _rates(f"{relation}{suffix}", table, (relation,))
        yield from _rates(f"repeats (copy or near){suffix}", table, REPEATS)
        copies = sum(n for (label, _), n in table.items() if label == "copy")
        yield f"copies taken for new{suffix}", share(table["copy", "new"], copies, "lower")


def _rates(
    name: str, table: Counter[tuple[str, str]], relations: Sequence[str]
) -> Iterator[tuple[str, Figure | None]]:
    right = sum(n for (label, found), n in table.items() if label in relations and found in relations)
    labelled = sum(n for (label, _), n in table.items() if label in relations)
    called = sum(n for (_, found), n in table.items() if found in relations)
    yield f"recall of {name}", share(right, labelled, "higher")
    yield f"precision of {name}", share(right, called, "higher")


def _only(result: CaseResult, prefix: str) -> str:
    return next(name.removeprefix(f"{prefix} ") for name in result.numbers if name.startswith(f"{prefix} "))
