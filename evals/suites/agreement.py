"""Agreement: do fresh items say what the curated answer key says, cover its facts, and copy none of it?"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from evals.case import Case, CaseResult
from evals.figure import Figure, share
from evals.key_file import read_answer_key
from evals.key_item import KeyItem
from evals.key_match import KeyMatch, KeyMatcher
from evals.statement import Statements, statements
from evals.subject import ANSWER_KEY, subject_of
from evals.suite import Setting, Trial
from itemwright.domain.item import Item
from itemwright.proving.prover import Prover
from itemwright.runs import write_set
from itemwright.sandbox import Sandbox
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.plan import WritingRequest

ITEMS = 400


class Compared(Case):
    """A written item to hold against the key, or an item of the key to find among the written ones."""

    item: Item | None = None
    key: KeyItem | None = None


class Agreement:
    """Do fresh items say what the curated answer key says, cover its facts, and copy none of it?"""

    name = "agreement"
    costly_error = "a key that contradicts the curated one"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Compared]]:
        with subject_of(setting) as subject, Sandbox() as sandbox:
            key = read_answer_key(setting.data or ANSWER_KEY)
            prover = Prover(subject.library, sandbox)
            writers = [CardWriter(subject.library, sandbox)]
            concepts = tuple(sorted({item.concept for item in key} & set(subject.library.cards)))
            request = WritingRequest(count=ITEMS, concepts=concepts)
            written = asyncio.run(write_set(request, subject.library, writers, prover, seed=setting.seed))
            matcher = KeyMatcher(key, subject.embedder)
            met = {item.id: matcher.matches(item) for item in written.items}
            by_key = {match.key.id: item for item in written.items for match in met[item.id]}

            async def attempt(case: Compared) -> CaseResult:
                if case.item is not None:
                    return _against_key(case, case.item, met[case.item.id])
                return _covered(case, by_key)

            cases = [
                Compared(id=f"written/{number:03d}", group=item.concepts[0], kind="written", item=item)
                for number, item in enumerate(written.items, start=1)
            ]
            cases += [Compared(id=f"key/{item.id}", group=item.concept, kind="key", key=item) for item in key]
            noticed = _noticed_when_flipped(written.items, met, matcher)
            yield Trial(cases, attempt, (_figures, lambda results: [noticed]), missing=(_BLIND,))


_BLIND = (
    "clashes in other words: the rule sees only texts that are nearly the same; a model's judgement is needed"
)


def _against_key(case: Compared, item: Item, matches: Sequence[KeyMatch]) -> CaseResult:
    clash = next((match for match in matches if match.clash), None)
    copied = next((match for match in matches if match.copied), None)
    reasons = [f"{clash.key.id}: {clash.clash}"] if clash else []
    reasons += [f"copies the question of {copied.key.id}"] if copied else []
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict="fail" if reasons else "pass",
        costly=clash is not None,
        reasons=tuple(reasons),
        shown={
            "item": item.model_dump(mode="json"),
            "answer key": [_told(match.key) for match in matches[:2]],
        },
        numbers={
            "matched": float(bool(matches)),
            "clash": float(clash is not None),
            "copied": float(copied is not None),
        },
    )


def _covered(case: Compared, by_key: dict[str, Item]) -> CaseResult:
    assert case.key is not None  # a case holds one of the two
    found = case.key.id in by_key
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict="pass" if found else "missing",
        reasons=() if found else (f"none of the items on {case.key.concept!r} asks for this fact",),
        shown={"answer key": _told(case.key)},
        numbers={"covered": float(found)},
    )


def _told(key: KeyItem) -> dict[str, object]:
    return {"id": key.id, "stem": key.stem, "key": key.key, "explanation": key.explanation}


def _figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    written = [r.numbers for r in results if r.kind == "written" and r.numbers]
    key = [r.numbers for r in results if r.kind == "key" and r.numbers]
    matched = [numbers for numbers in written if numbers["matched"]]
    yield "key items whose fact is asked for", share(sum(n["covered"] > 0 for n in key), len(key), "higher")
    yield "written items on a fact of the key", share(len(matched), len(written), "higher")
    clashes = sum(n["clash"] > 0 for n in matched)
    yield "contradictions, of written items on a fact of the key", share(clashes, len(matched), "lower")
    yield "copies of key items", share(sum(n["copied"] > 0 for n in written), len(written), "lower")


def _noticed_when_flipped(
    items: Sequence[Item], met: dict[str, list[KeyMatch]], matcher: KeyMatcher
) -> tuple[str, Figure | None]:
    """How many clashes the suite would see if each matched item's key were turned round: its own eyesight."""
    flipped = [
        (item, Statements(said.asked, said.false, said.true))
        for item in items
        if met[item.id] and (said := statements(item)).false
    ]
    seen = sum(any(match.clash for match in matcher.matches(item, said)) for item, said in flipped)
    return "of keys turned round on purpose, noticed", share(seen, len(flipped), "higher")
