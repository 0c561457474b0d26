"""Prompted: do prompts and the code behind them make items, cards and judgements that hold?"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from evals.article_set import JudgedCase, article_files, article_library, judged_cases
from evals.case import Case, CaseResult
from evals.figure import Figure, mean, share
from evals.recordings import CountedModel, chat_model_of
from evals.suite import Setting, Trial
from itemwright.chat.base import ChatModel
from itemwright.domain.blueprint import Slot
from itemwright.domain.item import Item
from itemwright.domain.rubric import RubricPoint
from itemwright.grading.judge import ChatJudge
from itemwright.proving.lint.linter import lint_item
from itemwright.proving.prover import Prover
from itemwright.sandbox import Sandbox
from itemwright.structured import Unanswered
from itemwright.writing.base import NothingWritten, Usage
from itemwright.writing.card_extraction import extract_cards
from itemwright.writing.library import Library
from itemwright.writing.llm_writer import LlmWriter
from itemwright.writing.plan import WritingRequest, plan_slots

ITEMS = 12
"""Items from each article: so many are to cover its main facts."""
FEW = {"tea-leaves.md": 4}
"""Articles from which fewer are written."""
CARDED = ("canal-locks.md", "tea-leaves.md", "double-entry.txt")
RECORDED = "articles"
SEED = 1
_NO_MODEL = "writing, cards and judging by a language model: none is asked, and no replies are recorded"


class WrittenCase(Case):
    """What a model wrote for a slot, before any proof."""

    slot: Slot
    items: tuple[Item, ...]
    refused: tuple[str, ...]


class CardCase(Case):
    """An article whose cards are drawn up."""

    file: Path


class _Written(NamedTuple):
    cases: list[WrittenCase]
    usage: list[Usage]


class Prompted:
    """Are a language model's items as ordered, quoted and proved, its cards proved, its judgements right?"""

    name = "prompted"
    costly_error = "a quotation in an item or a card that its article does not have"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Case]]:
        model = chat_model_of(RECORDED, setting)
        if model is None:
            yield Trial([], _nothing, (), missing=(_NO_MODEL,))
            return
        files = list(setting.sources) or article_files()
        libraries = {file.name: article_library(file) for file in files}
        with Sandbox() as sandbox:
            written = _written(libraries, model, sandbox)
            cases: list[Case] = list(written.cases)
            if not setting.sources:
                cases += [
                    CardCase(id=f"cards/{f.name}", group=f.name, kind="cards", file=f)
                    for f in files
                    if f.name in CARDED
                ]
                cases += judged_cases()
            desk = _Desk(libraries, model, sandbox)
            yield Trial(
                cases,
                desk.attempt,
                (_figures, lambda _: _costs(written)),
                plotters=(model.plots,),
                spent=model.spent,
                asked=model.asked,
            )


async def _nothing(case: Case) -> CaseResult:
    return CaseResult(id=case.id, group=case.group, verdict="missing")


def _written(libraries: dict[str, Library], model: ChatModel, sandbox: Sandbox) -> _Written:
    """The first candidates for each slot of each article, as the product asks for them."""
    found = _Written([], [])
    for name, library in libraries.items():
        writer = LlmWriter(library, model, sandbox)
        plan = writer.plan(plan_slots(WritingRequest(count=FEW.get(name, ITEMS)), library, SEED))
        for each in plan:
            slot = each.choices[0]
            answer = asyncio.run(writer.write(slot))
            found.usage.append(answer.usage)
            found.cases.append(
                WrittenCase(
                    id=f"written/{name}/{slot.number:02d}/{slot.type}",
                    group=name,
                    kind="written",
                    slot=slot,
                    items=() if isinstance(answer, NothingWritten) else answer.items,
                    refused=tuple(f"{refused.why}: {refused.reason}" for refused in answer.refused),
                )
            )
    return found


class _Desk:
    """Tries the cases: proves items, draws cards up, has answers judged."""

    def __init__(self, libraries: dict[str, Library], model: CountedModel, sandbox: Sandbox) -> None:
        self._libraries = libraries
        self._provers = {name: Prover(library, sandbox) for name, library in libraries.items()}
        self._model = model

    async def attempt(self, case: Case) -> CaseResult:
        if isinstance(case, WrittenCase):
            return self._prove(case)
        if isinstance(case, CardCase):
            return await self._cards(case)
        assert isinstance(case, JudgedCase)
        return await self._judge(case)

    def _prove(self, case: WrittenCase) -> CaseResult:
        base = CaseResult(
            id=case.id, group=case.group, kind=case.kind, verdict="missing", reasons=case.refused
        )
        if not case.items:
            return base
        item, library = case.items[0], self._libraries[case.group]
        proof = self._provers[case.group].prove(item)
        text = library.sources[0].text
        quoted = all(text[cited.start : cited.end] == cited.quote for cited in item.citations)
        ordered = (item.type, item.difficulty.label, item.bloom) == (
            case.slot.type,
            case.slot.difficulty,
            case.slot.bloom,
        )
        flaws = [flaw for flaw in lint_item(item) if flaw.severity != "note"]
        reasons = [f"{check.name}: {check.evidence}" for check in proof.checks if check.verdict != "pass"]
        return base.model_copy(
            update={
                "verdict": "pass" if proof.verdict == "pass" and quoted and ordered else "fail",
                "costly": not quoted,
                "reasons": tuple(reasons),
                "shown": {"item": item.model_dump(mode="json", exclude={"proof"})},
                "numbers": {
                    "quoted": float(quoted),
                    "ordered": float(ordered),
                    "proved": float(proof.verdict == "pass"),
                    "flaws": float(len(flaws)),
                },
            }
        )

    async def _cards(self, case: CardCase) -> CaseResult:
        library = self._libraries[case.group]
        source = library.sources[0]
        found = await extract_cards(self._model, source, library)
        evidence = [each for card in found.cards for each in card.quotations()]
        missing = [each.quote for each in evidence if each.quote not in source.text]
        reasons = [f"not in the article: {quote!r}" for quote in missing]
        reasons += [f"{left.what}: {left.why}" for left in found.left_out]
        return CaseResult(
            id=case.id,
            group=case.group,
            kind=case.kind,
            verdict="missing" if not found.cards else "fail" if reasons else "pass",
            costly=bool(missing),
            reasons=tuple(reasons),
            shown={"cards": [card.model_dump(mode="json") for card in found.cards]},
            numbers={
                "facts": float(sum(len(card.facts) for card in found.cards)),
                "left out": float(len(found.left_out)),
            },
        )

    async def _judge(self, case: JudgedCase) -> CaseResult:
        rubric = [RubricPoint(point=text) for text in case.points]
        judged = await ChatJudge(self._model).judge(case.question, [case.reference], rubric, case.answer)
        base = CaseResult(id=case.id, group=case.group, kind=case.kind, verdict="missing")
        if isinstance(judged, Unanswered):
            return base.model_copy(update={"reasons": (f"{judged.reason}: {judged.detail}",)})
        given = [point.credit for point in judged.points]
        right = [one == other for one, other in zip(given, case.credits, strict=True)]
        reasons = [
            f"point {number}: {one}, not {other}"
            for number, (one, other) in enumerate(zip(given, case.credits, strict=True), 1)
            if one != other
        ]
        return base.model_copy(
            update={
                "verdict": "pass" if all(right) else "fail",
                "reasons": tuple(reasons),
                "shown": {"answer": case.answer, "points": [point.model_dump() for point in judged.points]},
                "numbers": {"points": float(len(right)), "right": float(sum(right))},
            }
        )


def _figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    slots = [result for result in results if result.kind == "written"]
    items = [result.numbers for result in slots if result.numbers]
    yield "slots filled by the first call", share(len(items), len(slots), "higher")
    yield "of the type and level asked for", share(sum(n["ordered"] > 0 for n in items), len(items), "higher")
    yield "quoted verbatim", share(sum(n["quoted"] > 0 for n in items), len(items), "higher")
    yield (
        "first candidates that pass the proof",
        share(sum(n["proved"] > 0 for n in items), len(items), "higher"),
    )
    yield "items with a flaw", share(sum(n["flaws"] > 0 for n in items), len(items), "lower")
    yield "items with two flaws or more", share(sum(n["flaws"] > 1 for n in items), len(items), "lower")
    cards = [result.numbers for result in results if result.kind == "cards" and result.numbers]
    facts, left_out = sum(n["facts"] for n in cards), sum(n["left out"] for n in cards)
    yield "facts on cards whose quotation was found", share(int(facts), int(facts + left_out), "higher")
    judged = [result.numbers for result in results if result.kind == "judged" and result.numbers]
    points = int(sum(n["points"] for n in judged))
    yield "points judged as people would", share(int(sum(n["right"] for n in judged)), points, "higher")


def _costs(written: _Written) -> Iterator[tuple[str, Figure | None]]:
    """What the calls cost that wrote the items, recorded ones too, spread over the filled slots."""
    filled = sum(bool(case.items) for case in written.cases) or 1
    yield "calls for an item", mean([sum(usage.calls for usage in written.usage) / filled], "lower")
    yield "tokens for an item", mean([sum(usage.tokens for usage in written.usage) / filled])
