"""Writing: are the items that the built-in writers deliver right, as ordered, varied and without cues?"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

from evals.audit import Auditor, difficulty_faults, repeated
from evals.case import Case, CaseResult, Verdict
from evals.figure import Figure, mean, share
from evals.item_set import key_places, variety
from evals.quotation import nearness
from evals.spoiled import spoiled
from evals.subject import Subject, subject_of
from evals.suite import Setting, Spent, Trial
from evals.writing_run import WritingRun, write_watched
from itemwright.domain.blueprint import Blueprint, BlueprintCell, Slot
from itemwright.domain.card import Level
from itemwright.domain.item import Item
from itemwright.index.embedding import Embedder
from itemwright.proving.prover import Prover
from itemwright.sandbox import Sandbox
from itemwright.writing.base import ItemWriter
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.plan import TYPES, WritingRequest
from itemwright.writing.text_writer import TextWriter

ITEMS = 200
AGAIN = 40
"""Items written beside those that are there already."""
FROM_ARTICLES = 60
FROM_ONE = 12
"""Items from articles without their cards, and from one article alone."""
PER_MODEL = 5
"""Candidates of each item model that are looked at before any proof."""
PER_FAULT = 5
"""Items spoiled in each way. Five cases that all turn red are more than chance (1/32): a fault in one model,
or one kind that the proof no longer sees, is a regression by itself."""

Part = Literal["set", "again", "article", "one source", "blueprint", "model", "spoiled"]
_NAMES: Mapping[str, str] = {
    "set": "sound when audited",
    "again": "new beside a bank",
    "article": "sound without cards",
    "one source": "from the source that was named",
    "blueprint": "blueprint slots met",
    "model": "candidates sound before any proof",
    "spoiled": "spoiled items refused by the proof",
}


class Tried(Case):
    """An item that was delivered, drawn or spoiled. `wanted`: what was ordered; no item: it stayed empty."""

    part: Part
    item: Item | None = None
    wanted: Slot | None = None
    noticed: tuple[str, ...] = ()
    """What is wrong with it beside the others: a repetition, a difficulty, an article not asked for."""


class Writing:
    """Are keys, quotations and feedback of written items right when looked up anew, the set as ordered?"""

    name = "writing"
    costly_error = "an item delivered whose key, quotation or proof does not hold"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Tried]]:
        with subject_of(setting) as subject, Sandbox() as sandbox:
            library, seed = subject.library, setting.seed
            desk = _Desk(library, sandbox, seed, subject.embedder)
            first = desk.write(WritingRequest(count=ITEMS))
            cases = [
                *_of_set("set", first, library),
                *_of_set("again", desk.write(WritingRequest(count=AGAIN), first.items), library, first.items),
                *_of_set("article", desk.from_articles(), library),
                *_of_source(desk, subject),
                *_of_blueprint(desk),
                *_of_models(desk, seed),
                *_of_faults(first.items, seed),
            ]
            judge = _Judge(Auditor(library, executes=not setting.sources), Prover(library, sandbox))

            async def attempt(case: Tried) -> CaseResult:
                return judge.judge(case)

            def about_set(_: Sequence[CaseResult]) -> Iterator[tuple[str, Figure | None]]:
                yield from _of_run(first)
                yield from variety(first.items)
                yield from key_places(first.items, seed)
                yield "quotations nearer to their item than to another", _quotations(first.items, seed)

            missing = ("code of your own articles: only the project's own is run",) if setting.sources else ()
            report = first.report
            spent = Spent(
                calls=report.calls,
                tokens_in=report.tokens,
                cost=report.cost,
                items=report.delivered,
                seconds=report.seconds,
            )
            yield Trial(cases, attempt, (_verdicts, about_set), missing=missing, spent=lambda: spent)


class _Desk:
    """Orders items from the built-in writers."""

    def __init__(self, library: Library, sandbox: Sandbox, seed: int, embedder: Embedder) -> None:
        self.library, self._sandbox, self._seed, self._embedder = library, sandbox, seed, embedder
        self.cards = CardWriter(library, sandbox)

    def write(self, request: WritingRequest, bank: Sequence[Item] = ()) -> WritingRun:
        writers: list[ItemWriter] = [self.cards, TextWriter(self.library, self._sandbox)]
        return write_watched(
            request, self.library, writers, self._sandbox, self._seed + bool(bank), bank, self._embedder
        )

    def from_articles(self) -> WritingRun:
        """Items from the articles' text alone, as from articles that nobody made cards for."""
        bare = Library(sources=self.library.sources, passages=self.library.passages)
        writer = TextWriter(bare, self._sandbox)
        request = WritingRequest(count=FROM_ARTICLES)
        return write_watched(request, bare, [writer], self._sandbox, self._seed, embedder=self._embedder)


def _of_set(part: Part, run: WritingRun, library: Library, known: Sequence[Item] = ()) -> Iterator[Tried]:
    """A case a slot, with what is wrong with its item beside the others."""
    twice, hard = repeated(run.items, known), difficulty_faults(run.items, library.cards)
    place = 0
    for slot, item in run.filled:
        noticed = [found[place] for found in (twice, hard) if item is not None and place in found]
        place += item is not None
        yield _case(part, slot, item, noticed)


def _case(part: Part, slot: Slot, item: Item | None, noticed: Sequence[str] = ()) -> Tried:
    return Tried(
        id=f"{part}/{slot.number:03d}/{slot.type or 'any'}/{slot.concept or 'any'}",
        group=slot.concept or (item.concepts[0] if item else "any"),
        kind=_kind(item) if item is not None else f"{slot.type}/nothing",
        part=part,
        item=item,
        wanted=slot,
        noticed=tuple(noticed),
    )


def _kind(item: Item) -> str:
    return f"{item.type}/{item.provenance.get('model')}"


def _of_source(desk: _Desk, subject: Subject) -> Iterator[Tried]:
    """Items ordered from one article: each quotation has to come from there."""
    source = desk.library.sources[0]
    for slot, item in desk.write(WritingRequest(count=FROM_ONE, sources=(source.id,))).filled:
        strange = [c.path for c in item.citations if c.source != source.id] if item is not None else []
        yield _case("one source", slot, item, [f"quotes {path}, not {source.path}" for path in strange])


def _of_blueprint(desk: _Desk) -> Iterator[Tried]:
    """A case a slot of a blueprint: types on concepts, levels of types, Bloom levels, levels on concepts."""
    concepts = sorted(desk.library.cards) or sorted(desk.library.topics)
    levels: tuple[Level, ...] = ("easy", "medium", "hard")
    cells = [
        BlueprintCell(count=1, concept=concepts[n * 3 % len(concepts)], type=kind)
        for n, kind in enumerate(TYPES)
    ]
    cells += [
        BlueprintCell(count=2, type=kind, difficulty=level)
        for kind, level in zip(("multiple_choice", "short_answer", "true_false"), levels, strict=True)
    ]
    cells += [BlueprintCell(count=3, bloom="apply"), BlueprintCell(count=3, bloom="remember")]
    cells += [
        BlueprintCell(count=2, concept=concepts[n * 7 % len(concepts)], difficulty=level)
        for n, level in enumerate(levels)
    ]
    ordered = [cell for cell in cells for _ in range(cell.count)]
    run = desk.write(WritingRequest(blueprint=Blueprint(cells=tuple(cells))))
    for cell, (slot, item) in zip(ordered, run.filled, strict=True):
        # A slot names more than its cell: what the cell leaves open, the plan spreads.
        wanted = Slot(number=slot.number, seed=slot.seed, **cell.model_dump(exclude={"count"}))
        yield _case("blueprint", wanted, item, list(_missed(wanted, item)) if item is not None else ())


def _missed(slot: Slot, item: Item) -> Iterator[str]:
    asked = [
        ("type", slot.type, item.type),
        ("difficulty", slot.difficulty, item.difficulty.label),
        ("Bloom level", slot.bloom, item.bloom),
    ]
    for name, wanted, got in asked:
        if wanted not in (None, got):
            yield f"ordered {name} {wanted}, got {got}"
    if slot.concept is not None and slot.concept not in item.concepts:
        yield f"ordered concept {slot.concept}, got {', '.join(item.concepts)}"


def _of_models(desk: _Desk, seed: int) -> Iterator[Tried]:
    """Candidates of every item model, as they are before any proof."""
    by_model: dict[str, list[Opportunity]] = defaultdict(list)
    for slug in sorted(desk.library.cards):
        for offer in desk.cards.offers(slug):
            by_model[offer.setting.family.split("/")[0]].append(offer)
    for model, offers in sorted(by_model.items()):
        rng = random.Random(f"{seed}/{model}")
        drawn = 0
        for offer in rng.sample(offers, len(offers)):
            item = offer.written(random.Random(f"{seed}/{offer.setting.family}"))
            if item is not None and drawn < PER_MODEL:
                drawn += 1
                yield Tried(
                    id=f"model/{item.family}",
                    group=item.concepts[0],
                    kind=_kind(item),
                    part="model",
                    item=item,
                )
            if drawn == PER_MODEL:
                break


def _of_faults(items: Sequence[Item], seed: int) -> Iterator[Tried]:
    counts: dict[str, int] = defaultdict(int)
    for bad in spoiled(items, PER_FAULT, str(seed)):
        counts[bad.kind] += 1
        yield Tried(
            id=f"spoiled/{bad.kind}/{counts[bad.kind]}",
            group=bad.item.concepts[0],
            kind=f"spoiled/{bad.kind}",
            part="spoiled",
            item=bad.item,
        )


class _Judge:
    """Judges a case: by the audit, by a proof made afresh, or by whether the proof refuses a spoiled one."""

    def __init__(self, auditor: Auditor, prover: Prover) -> None:
        self._auditor, self._prover = auditor, prover

    def judge(self, case: Tried) -> CaseResult:
        if case.item is None:
            assert case.wanted is not None  # only slots stay empty
            wanted = case.wanted.model_dump(mode="json", exclude_none=True)
            return self._result(case, "missing", ("nothing was delivered for the slot",), {}, wanted)
        if case.part == "spoiled":
            proof = self._prover.prove(case.item)
            refused = proof.verdict != "pass"
            passed = [] if refused else [f"the proof passes an item with this fault: {case.kind}"]
            return self._result(case, "pass" if refused else "fail", passed, {}, {})
        audited = self._auditor.audit(case.item)
        unproved = [] if case.part == "model" else self._unproved(case.item)
        reasons = (*unproved, *audited.reasons, *case.noticed)
        verdict: Verdict = "fail" if reasons else "pass"
        numbers = audited.numbers | {"proof": float(not unproved)}
        costly = case.part != "model" and bool(unproved or audited.key or audited.quotation)
        wanted = case.wanted.model_dump(mode="json", exclude_none=True) if case.wanted else {}
        return self._result(case, verdict, reasons, numbers, wanted, costly)

    def _unproved(self, item: Item) -> list[str]:
        # Items written without cards are proved beside cards here: they must agree with these, too.
        checks = self._prover.prove(item).checks
        return [f"proof: {check.name}: {check.evidence}" for check in checks if check.verdict != "pass"]

    def _result(
        self,
        case: Tried,
        verdict: Verdict,
        reasons: Sequence[str],
        numbers: Mapping[str, float],
        wanted: Mapping[str, object],
        costly: bool = False,
    ) -> CaseResult:
        shown: dict[str, object] = {"item": case.item.model_dump(mode="json")} if case.item else {}
        return CaseResult(
            id=case.id,
            group=case.group,
            kind=case.kind,
            verdict=verdict,
            costly=costly,
            reasons=tuple(reasons),
            shown=shown | ({"ordered": dict(wanted)} if wanted else {}),
            numbers={**numbers, f"part {case.part}": 1.0},
        )


def _verdicts(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    """Shares of cases that pass, by part, and of items whose key, quotations and feedback hold."""
    for part, name in _NAMES.items():
        mine = [result for result in results if f"part {part}" in result.numbers]
        yield name, share(sum(result.verdict == "pass" for result in mine), len(mine), "higher")
    for held in ("proof", "key", "quotation", "feedback"):
        told = [result for result in results if held in result.numbers]
        yield f"{held} holds", share(sum(r.numbers[held] == 1 for r in told), len(told), "higher")
    audited = [result for result in results if "quotation" in result.numbers]
    known = sum("key" in result.numbers for result in audited)
    yield "keys that the suite can tell by itself", share(known, len(audited), "higher")


def _of_run(run: WritingRun) -> Iterator[tuple[str, Figure | None]]:
    """What was ordered and delivered, what it took, and what the proof said of the candidates."""
    report = run.report
    yield "delivered of requested", share(report.delivered, report.requested, "higher")
    # A type that a slot's concept has no material for may be delivered with another slot.
    for kind in TYPES:
        ordered = sum(slot.type == kind for slot, _ in run.filled)
        got = sum(item.type == kind for item in run.items)
        yield f"delivered as ordered: {kind}", share(min(got, ordered), ordered, "higher")
    accepted = len(run.items)
    if accepted:
        yield "candidates proved for an accepted item", mean([run.candidates / accepted], "lower")
        yield "calls for an accepted item", mean([report.calls / accepted], "lower")
        if report.cost is not None:
            yield "dollars for an accepted item", mean([report.cost / accepted], "lower")
    for name, verdicts in sorted(run.checks.items()):
        yield f"candidates that pass {name}", share(verdicts["pass"], verdicts.total())


def _quotations(items: Sequence[Item], seed: int) -> Figure | None:
    """How often an item's own quotations share more of its words than those of an item on something else."""
    wins = 0
    for item in items:
        own, other = nearness(item, items, random.Random(f"{seed}/{item.id}"))
        wins += own > other
    return share(wins, len(items), "higher")
