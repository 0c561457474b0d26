"""Writing: are the items that the built-in writer delivers proved, varied and without a cue to the key?"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from evals.case import Case, CaseResult
from evals.figure import Figure, mean, share
from evals.subject import subject_of
from evals.suite import Setting, Trial
from itemwright.domain.item import Item
from itemwright.proving.prover import Prover
from itemwright.runs import write_set
from itemwright.sandbox import Sandbox
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.plan import WritingRequest

ITEMS = 200


class Written(Case):
    """An item that was delivered."""

    item: Item


class Writing:
    """Does the proof of each delivered item hold when it is made afresh, and is the set varied?"""

    name = "writing"
    costly_error = "an item that is delivered though its proof does not hold"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Written]]:
        with subject_of(setting) as subject, Sandbox() as sandbox:
            prover = Prover(subject.library, sandbox)
            writers = [CardWriter(subject.library, sandbox)]
            request = WritingRequest(count=ITEMS)
            written = asyncio.run(write_set(request, subject.library, writers, prover, seed=setting.seed))

            async def attempt(case: Written) -> CaseResult:
                proof = prover.prove(case.item)
                holds = proof.verdict == "pass"
                return CaseResult(
                    id=case.id,
                    group=case.group,
                    kind=case.kind,
                    verdict="pass" if holds else "fail",
                    costly=not holds,
                    reasons=tuple(str(c.evidence) for c in proof.checks if c.verdict != "pass"),
                    shown={"item": case.item.model_dump(mode="json")},
                )

            cases = [
                Written(id=f"{number:03d}", group=item.concepts[0], kind=item.type, item=item)
                for number, item in enumerate(written.items, start=1)
            ]
            report = written.report
            delivered = share(report.delivered, report.requested, "higher")
            yield Trial(
                cases,
                attempt,
                (
                    lambda results: [("delivered of requested", delivered)],
                    lambda results: [
                        (
                            "proof holds when proved afresh",
                            share(sum(r.verdict == "pass" for r in results), len(results), "higher"),
                        )
                    ],
                    lambda results: _cues(written.items),
                ),
            )


def _cues(items: tuple[Item, ...]) -> list[tuple[str, Figure | None]]:
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
    return [
        ("types", mean([float(len({item.type for item in items}))], "higher")),
        ("key longest", share(longest, total, "lower")),
        ("key at its commonest place", share(max(places.values(), default=0), total, "lower")),
    ]
