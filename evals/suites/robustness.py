"""Robustness: do nasty documents or a provider's faults break anything, and does a learner see a key?"""

import asyncio
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from evals.case import Case, CaseResult
from evals.documents import Fate, documents
from evals.figure import Figure, share
from evals.subject import Subject, subject_of
from evals.suite import Setting, Trial
from evals.suites.provider_faults import KIND, Faulty, faulty_cases, try_fault
from itemwright.attempt_view import display_order, view_attempt
from itemwright.domain.attempt import Attempt, Choice, Shown
from itemwright.domain.item import Item
from itemwright.ingest.ingest import ingest_paths
from itemwright.proving.prover import Prover
from itemwright.runs import write_set
from itemwright.sandbox import Sandbox
from itemwright.store.passages import Passages
from itemwright.store.sources import Sources
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.plan import WritingRequest

ITEMS = 140
SECRET = 18
"""Characters from which a secret text is looked for in a view; shorter ones occur by chance."""
_SECRETS = frozenset(
    [
        "rationale",
        "explanation",
        "worked_steps",
        "common_mistakes",
        "quick_check",
        "takeaway",
        "point",
        "quote",
    ]
)
_FORBIDDEN = frozenset(
    ["key", "rubric", "rationale", "accepts", "explanation", "citations", "proof", "answer"]
)


class Nasty(Case):
    """A document and what has to become of it."""

    path: str
    fate: Fate


class Viewed(Case):
    """A written item, to be shown to a learner."""

    item: Item


class Robustness:
    """Do nasty documents or a provider's faults break anything, and does a learner see a key?"""

    name = "robustness"
    costly_error = "a learner sees the key, a fault becomes a reply, or a crash"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Any]]:
        with subject_of(setting) as subject, Sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
            prover = Prover(subject.library, sandbox)
            writers = [CardWriter(subject.library, sandbox)]
            request = WritingRequest(count=ITEMS)
            written = asyncio.run(write_set(request, subject.library, writers, prover, seed=setting.seed))
            cases: list[Nasty | Viewed | Faulty] = [
                Viewed(id=f"view/{number:03d}", group=item.concepts[0], kind="key hidden", item=item)
                for number, item in enumerate(written.items, start=1)
            ]
            cases += faulty_cases()
            for document in documents():
                path = Path(folder) / document.name
                path.write_bytes(document.data)
                cases.append(
                    Nasty(
                        id=f"document/{document.name}",
                        group=document.name,
                        kind="nasty document",
                        path=str(path),
                        fate=document.fate,
                    )
                )

            async def attempt(case: Nasty | Viewed | Faulty) -> CaseResult:
                if isinstance(case, Faulty):
                    return await try_fault(case, setting.seed)
                return _read(subject, case) if isinstance(case, Nasty) else _view(case, setting.seed)

            yield Trial(cases, attempt, (_figures,))


def _read(subject: Subject, case: Nasty) -> CaseResult:
    """Ingest the document; what was read has to be cut where its spans say."""
    result = ingest_paths(subject.store, subject.principal, subject.embedder, [case.path])[0]
    read = result.status != "rejected"
    reasons = []
    if case.fate != "either" and read != (case.fate == "read"):
        reasons.append(f"was {result.status}, not {case.fate}")
    if not read and not result.warnings:
        reasons.append("was rejected without a reason")
    if read:
        with subject.store.begin() as tx:
            text = Sources(tx, subject.principal.course).get(result.id).text
            parts = Passages(tx, subject.principal.course).of_source(result.id)
        reasons += [f"passage {p.start}-{p.end} differs" for p in parts if text[p.start : p.end] != p.text]
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict="fail" if reasons else "pass",
        reasons=tuple(reasons[:5]),
        shown={
            "document": Path(case.path).name,
            "status": result.status,
            "warnings": [w.message for w in result.warnings],
        },
    )


def _view(case: Viewed, seed: int) -> CaseResult:
    """Show the item, unanswered: no text that is told afterwards may stand in it, nor a field for a key."""
    item = case.item
    shown = Shown(at=datetime(2026, 1, 5, tzinfo=UTC), choice=Choice(terms={}, sentence="-"))
    attempt = Attempt(
        id="a", session="s", learner="l", item=item.id, version=item.version, state="open", events=(shown,),
        order=display_order(item, Random(f"{seed}/{case.id}")),
    )  # fmt: skip
    view = view_attempt(attempt, item, "practice").model_dump(mode="json")
    seen = _texts(view)
    reasons = [f"field {name!r} holds something" for name in _fields(view["item"]) if name in _FORBIDDEN]
    reasons += [
        f"{field}: {text!r} is visible"
        for field, text in _secrets(item.model_dump(mode="json"), item)
        if any(text in each for each in seen)
    ]
    if item.type == "ordering" and attempt.order == item.key:
        reasons.append("the steps are shown in their right order")
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict="fail" if reasons else "pass",
        costly=bool(reasons),
        reasons=tuple(reasons),
        shown={"item": item.model_dump(mode="json"), "view": view},
    )


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _texts(each)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


def _fields(value: Any) -> Iterator[str]:
    """Names of fields that hold something."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            if each not in (None, [], {}):
                yield name
            yield from _fields(each)
    elif isinstance(value, list):
        for each in value:
            yield from _fields(each)


def _secrets(value: Any, item: Item, field: str = "") -> Iterator[tuple[str, str]]:
    """Texts told only afterwards, unless the question itself says them; free-text keys with them."""
    if isinstance(value, str):
        told = field in _SECRETS or (field == "key" and item.type == "free_text")
        if told and len(value) >= SECRET and value not in item.stem and value not in (item.code or ""):
            yield field, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _secrets(each, item, name)
    elif isinstance(value, list):
        for each in value:
            yield from _secrets(each, item, field)


def _figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    for kind, name in (
        ("nasty document", "nasty documents handled"),
        ("key hidden", "items without a leak"),
        (KIND, "provider faults handled"),
    ):
        found = [result for result in results if result.kind == kind]
        yield name, share(sum(result.verdict == "pass" for result in found), len(found), "higher")
