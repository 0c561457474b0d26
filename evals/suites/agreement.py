"""Agreement: do fresh items say what the curated answer key says, cover its facts, and copy none of it?"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from evals.case import Case, CaseResult
from evals.figure import Figure, share
from evals.key_file import read_answer_key
from evals.key_item import KeyItem, as_item
from evals.key_judge import KeyJudge, turned_round
from evals.key_match import KeyMatch, KeyMatcher
from evals.recordings import chat_model_of
from evals.statement import Statements, statements
from evals.subject import ANSWER_KEY, subject_of
from evals.suite import Asked, Evaluator, Setting, Spent, Trial
from evals.suites.judged import judged_figures, tried_judge, with_judgement
from itemwright.domain.item import Item
from itemwright.proving.prover import Prover
from itemwright.runs import write_set
from itemwright.sandbox import Sandbox
from itemwright.writing.base import ItemWriter
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.plan import WritingRequest
from itemwright.writing.text_writer import TextWriter

ITEMS = 400


class Compared(Case):
    """A written item to hold against the key, or an item of the key to find among the written ones.

    `turned` and `control` try the judge: an item whose key was turned round on purpose beside the key item
    that it matched, and an item of the key beside its neighbour, which it is known not to contradict."""

    item: Item | None = None
    key: KeyItem | None = None


class Agreement:
    """Do fresh items say what the curated answer key says, cover its facts, and copy none of it?"""

    name = "agreement"
    costly_error = "a key that contradicts the curated one"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Compared]]:
        model = chat_model_of(self.name, setting)
        judge = KeyJudge(model) if model is not None else None
        with subject_of(setting) as subject, Sandbox() as sandbox:
            key = read_answer_key(setting.data or ANSWER_KEY)
            prover = Prover(subject.library, sandbox)
            concepts = tuple(sorted({item.concept for item in key} & set(subject.library.cards)))
            # Where no card has a concept of the key, the articles' text is all there is to write from.
            from_cards = CardWriter(subject.library, sandbox)
            writers: list[ItemWriter] = [from_cards if concepts else TextWriter(subject.library, sandbox)]
            request = WritingRequest(count=ITEMS, concepts=concepts)
            written = asyncio.run(write_set(request, subject.library, writers, prover, seed=setting.seed))
            matcher = KeyMatcher(key, subject.embedder, any_concept=not concepts)
            met = {item.id: matcher.matches(item) for item in written.items}
            by_key = {match.key.id: item for item in written.items for match in met[item.id]}

            async def attempt(case: Compared) -> CaseResult:
                if case.kind == "key":
                    return _covered(case, by_key)
                assert case.item is not None  # each other kind has an item
                if case.kind == "written":
                    result = _against_key(case, case.item, met[case.item.id])
                    nearest = next((match.key for match in met[case.item.id]), None)
                    if judge is None or nearest is None:
                        return result
                    return with_judgement(result, await judge.compare(case.item, nearest))
                assert judge is not None
                assert case.key is not None
                return tried_judge(case, case.item, case.key, await judge.compare(case.item, case.key))

            cases = list(_cases(written.items, key))
            figures: tuple[Evaluator, ...] = (_figures,)
            if judge is not None:
                cases += _trials_of_the_judge(written.items, key, met, matcher)
                figures = (_figures, judged_figures)
            noticed = _noticed_when_flipped(written.items, met, matcher)
            yield Trial(
                cases,
                attempt,
                (*figures, lambda results: [noticed]),
                plotters=(model.plots,) if model is not None else (),
                missing=() if judge is not None else (_BLIND,),
                spent=model.spent if model is not None else Spent,
                asked=model.asked if model is not None else Asked,
            )


def _cases(written: Sequence[Item], key: Sequence[KeyItem]) -> Iterator[Compared]:
    for number, item in enumerate(written, start=1):
        yield Compared(id=f"written/{number:03d}", group=item.concepts[0], kind="written", item=item)
    for entry in key:
        yield Compared(id=f"key/{entry.id}", group=entry.concept, kind="key", key=entry)


def _trials_of_the_judge(
    written: Sequence[Item], key: Sequence[KeyItem], met: dict[str, list[KeyMatch]], matcher: KeyMatcher
) -> Iterator[Compared]:
    for number, item in enumerate(written, start=1):
        wrong = turned_round(item) if met[item.id] else None
        if wrong is not None:
            nearest = met[item.id][0].key
            yield Compared(
                id=f"turned/{number:03d}", group=nearest.concept, kind="turned", item=wrong, key=nearest
            )
    paired: set[frozenset[str]] = set()
    for entry in key:
        item = as_item(entry)
        other = next((m.key for m in matcher.matches(item) if m.key.id != entry.id), None)
        if other is not None and (pair := frozenset({entry.id, other.id})) not in paired:
            paired.add(pair)
            yield Compared(
                id=f"control/{entry.id}", group=entry.concept, kind="control", item=item, key=other
            )


_BLIND = (
    "clashes in other words: the rule sees only texts that are nearly the same, and no judgement is recorded"
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
