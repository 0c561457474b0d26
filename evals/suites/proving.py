"""Proving: does the proof refuse items with a fault, and their sound twins not?"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from evals.case import Case, CaseResult
from evals.figure import Figure, mean, share
from evals.recordings import chat_model_of
from evals.rows import read_rows
from evals.suite import Asked, Setting, Spent, Trial
from evals.suites.blind import Solvable, solvable_cases
from itemwright.attempt_view import display_order, learner_item
from itemwright.domain.item import Item, LearnerItem
from itemwright.errors import BadInput
from itemwright.exchange.loose_item import UnreadableItem, loose_item
from itemwright.grading.exact import grade_response
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.onnx_embedding import load_embedder
from itemwright.ingest.pack import read_pack
from itemwright.proving.assisted import AssistedProver
from itemwright.proving.blind_solve import RIGHT, Contestant
from itemwright.proving.builtin_solver import HEEDED, SURE, BuiltinSolver
from itemwright.proving.claim_features import ClaimReader
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.examiner import ChatExaminer
from itemwright.proving.prover import Prover
from itemwright.proving.source_files import read_library
from itemwright.resources import resource_folder
from itemwright.sandbox import Sandbox
from itemwright.structured import Unanswered

PROOFS = Path(__file__).resolve().parent.parent / "data" / "proofs"
SOUND = "sound"
EXAMINED = "third"
"""The items that a chat model reads as well: no prompt was written by them."""
SOLVED = "solved by the built-in solver"


class Faulty(Case):
    """An item to be proved against its sources. Its kind is its fault, or `sound`; its group the split."""

    item: Item
    sources: tuple[Path, ...]
    is_examined: bool = False
    """Whether a chat model reads it, too."""


class Proving:
    """Are items with a fault refused and their sound twins not; is the built-in solver rightly sure?"""

    name = "proving"
    costly_error = "an item with a fault that passes"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Faulty | Solvable]]:
        claims = ClaimModel(ClaimReader(load_point_judges().points, load_embedder("minilm")))
        solver = BuiltinSolver(claims)
        contestants = [Contestant("builtin", solver, SURE, HEEDED)]
        files = sorted(PROOFS.glob("**/items.jsonl")) if setting.data is None else [setting.data]
        cases = [case for file in files for case in read_faulty(file)]
        model = chat_model_of(self.name, setting)
        examiner = None if model is None else ChatExaminer(model)
        if examiner is not None:
            named = [case for case in cases if case.group == EXAMINED or setting.data is not None]
            cases += [_examined(case) for case in named]
        articles = _articles()
        with Sandbox() as sandbox:
            provers = {
                paths: Prover(read_library([str(path) for path in paths]), sandbox, claims)
                for paths in dict.fromkeys(case.sources for case in cases)
            }

            async def attempt(case: Faulty | Solvable) -> CaseResult:
                if isinstance(case, Solvable):
                    return await _solve(case, solver, articles)
                reader = examiner if case.is_examined else None
                prover = AssistedProver(provers[case.sources], contestants, _shown, reader)
                proof = await prover.prove(case.item)
                bad = case.kind != SOUND
                told = [f"{c.name}: {c.verdict}: {c.evidence}" for c in proof.checks if c.verdict != "pass"]
                right = proof.verdict == "fail" if bad else proof.verdict != "fail"
                return CaseResult(
                    id=case.id,
                    group=case.group,
                    kind=case.kind,
                    verdict="pass" if right else "fail",
                    costly=bad and proof.verdict == "pass",
                    reasons=() if right else tuple(told or [f"passes with the fault {case.kind}"]),
                    shown={"item": case.item.model_dump(mode="json"), "findings": told},
                    numbers={f"verdict {proof.verdict}": 1.0},
                )

            known = [] if setting.data is not None else list(solvable_cases(setting.seed))
            yield Trial(
                [*cases, *known],
                attempt,
                (_verdicts, _solver_figures),
                plotters=() if model is None else (model.plots,),
                spent=Spent if model is None else model.spent,
                asked=Asked if model is None else model.asked,
            )


def read_faulty(path: Path) -> list[Faulty]:
    """The items of a JSONL file, {"item", "sources", "fault"} a line; sources lie beside it. Their group is
    the folder, below that of all items to be proved: "dev", "variants/kept".

    Raises:
        BadInput: a line is no item, or names a source that is not there.
    """
    found = []
    for place, row in read_rows(path):
        item = loose_item(row.get("item"), int(place.rpartition(" ")[2]))
        if isinstance(item, UnreadableItem):
            raise BadInput(f"{place}: {item.message}")
        sources = tuple(path.parent / str(name) for name in row.get("sources") or ())
        if not sources or any(not source.is_file() for source in sources):
            raise BadInput(f"{place}: field 'sources' names {row.get('sources')!r}; put the files beside it.")
        kind = str(row["fault"]) if row.get("fault") else SOUND
        split = _split(path)
        found.append(Faulty(id=f"{split}/{item.id}", group=split, kind=kind, item=item, sources=sources))
    return found


def _examined(case: Faulty) -> Faulty:
    return case.model_copy(
        update={"id": f"examined/{case.id}", "group": f"{case.group}, examined", "is_examined": True}
    )


def _split(path: Path) -> str:
    folder = path.resolve().parent
    return folder.relative_to(PROOFS).as_posix() if folder.is_relative_to(PROOFS) else folder.name


def _shown(item: Item, rng: random.Random) -> LearnerItem:
    return learner_item(item, display_order(item, rng))


def _articles() -> Mapping[str, Sequence[str]]:
    """The text of the corpus by concept: what a solver of the key's items may look things up in."""
    folder = resource_folder("corpus")
    texts: dict[str, list[str]] = {}
    for article in read_pack(folder).articles:
        for concept in article.concepts:
            texts.setdefault(concept, []).append((folder / article.file).read_text())
    return texts


async def _solve(case: Solvable, solver: BuiltinSolver, articles: Mapping[str, Sequence[str]]) -> CaseResult:
    solved = await solver.solve(learner_item(case.item, case.order), articles.get(case.group, ()))
    base = CaseResult(id=f"builtin/{case.id}", group=case.group, kind=SOLVED, verdict="missing")
    if isinstance(solved, Unanswered):
        return base.model_copy(update={"reasons": (solved.detail,)})
    right = grade_response(case.item, solved.response).score >= RIGHT
    return base.model_copy(
        update={
            "verdict": "pass" if right else "fail",
            "reasons": () if right else (f"answers {solved.response!r} with {solved.confidence:.2f}",),
            "shown": {"item": case.item.model_dump(mode="json"), "solved": solved.model_dump(mode="json")},
            "numbers": {"confidence": solved.confidence, "right": float(right)},
        }
    )


def _verdicts(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    proved = [result for result in results if result.kind != SOLVED]
    for split in dict.fromkeys(result.group for result in proved):
        mine = [result for result in proved if result.group == split]
        bad = [result for result in mine if result.kind != SOUND]
        good = [result for result in mine if result.kind == SOUND]
        yield f"{split}: items with a fault refused", _said("fail", bad, "higher")
        yield f"{split}: items with a fault passed", _said("pass", bad, "lower")
        yield f"{split}: sound items refused", _said("fail", good, "lower")
        yield f"{split}: sound items passed", _said("pass", good, "higher")
        for kind in sorted({result.kind for result in bad}):
            yield f"{split}: {kind} refused", _said("fail", [r for r in bad if r.kind == kind], "higher")


def _said(verdict: str, results: Sequence[CaseResult], better: str) -> Figure | None:
    hits = sum(f"verdict {verdict}" in result.numbers for result in results)
    return share(hits, len(results), "higher" if better == "higher" else "lower")


def _solver_figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    asked = [result for result in results if result.kind == SOLVED]
    answered = [result for result in asked if result.numbers]
    yield "key items that the built-in solver has a view of", share(len(answered), len(asked))
    yield "built-in solver right", share(sum(r.verdict == "pass" for r in answered), len(answered), "higher")
    yield "its mean confidence", mean([r.numbers["confidence"] for r in answered])
    sure = [r for r in answered if r.numbers["confidence"] >= SURE]
    yield (
        "built-in solver right where it is sure",
        share(sum(r.verdict == "pass" for r in sure), len(sure), "higher"),
    )
