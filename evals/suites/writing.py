"""Writing: are the items that the built-in writer delivers proved, varied and without a cue to the key?"""

import asyncio
import time
from collections import Counter

from evals.subject import shipped_subject
from evals.suite import Figure, SuiteReport, mean, share
from itemwright.domain.item import Item
from itemwright.proving.prover import Prover
from itemwright.runs import write_set
from itemwright.sandbox import Sandbox
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.plan import WritingRequest

ITEMS = 200


def writing(seed: int) -> SuiteReport:
    """Writes a set from the shipped cards and measures it as a set."""
    began = time.perf_counter()
    with shipped_subject() as subject, Sandbox() as sandbox:
        prover = Prover(subject.library, sandbox)
        writers = [CardWriter(subject.library, sandbox)]
        written = asyncio.run(
            write_set(WritingRequest(count=ITEMS), subject.library, writers, prover, seed=seed)
        )
        afresh = [prover.prove(item) for item in written.items]
    unproved = [
        {"id": item.id, "stem": item.stem, "why": [c.evidence for c in proof.checks if c.verdict != "pass"]}
        for item, proof in zip(written.items, afresh, strict=True)
        if proof.verdict != "pass"
    ]
    report = written.report
    figures = {
        "delivered of requested": share(report.delivered, report.requested),
        "proof holds when proved afresh": share(len(afresh) - len(unproved), len(afresh)),
        "seconds an item": mean([report.seconds / max(report.delivered, 1)]),
        "types": mean([float(len({item.type for item in written.items}))]),
        **_cues(written.items),
    }
    return SuiteReport(
        name="writing",
        costly_error="an item that is delivered though its proof does not hold",
        n=report.requested,
        figures=figures,
        failing=(*unproved, *(dropped.model_dump() for dropped in report.dropped)),
        seconds=time.perf_counter() - began,
    )


def _cues(items: tuple[Item, ...]) -> dict[str, Figure]:
    """Of four-option items: how often the key is longest, and stands at its commonest place."""
    longest, places = 0, Counter[int]()
    for item in items:
        options = getattr(item, "options", None) or ()
        if len(options) == 4 and isinstance(item.key, str):
            place = next(n for n, option in enumerate(options) if option.id == item.key)
            places[place] += 1
            longest += all(
                len(o.text) < len(options[place].text) for n, o in enumerate(options) if n != place
            )
    total = sum(places.values())
    return {
        "key longest": share(longest, total),
        "key at its commonest place": share(max(places.values(), default=0), total),
    }
