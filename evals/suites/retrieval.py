"""Retrieval: is a concept's article found by its name, its aliases and its definition in other words?"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evals.case import Case, CaseResult
from evals.figure import Figure, mean, share
from evals.subject import Subject, subject_of
from evals.suite import Setting, Trial
from itemwright.index.search import Search, open_index

DEPTH = 5
NEAR = 3


class Query(Case):
    """A query, and the names of the articles where its answer stands. Its kind is the style of asking."""

    query: str
    homes: frozenset[str]


class Retrieval:
    """Is a concept's article found by its name, its aliases and its definition in other words?"""

    name = "retrieval"
    costly_error = "a concept that search does not find by its own name"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Query]]:
        with subject_of(setting) as subject:
            index = open_index(subject.store, subject.principal, subject.embedder)

            async def attempt(case: Query) -> CaseResult:
                return _look(index, case)

            yield Trial(list(_queries(subject)), attempt, (_figures,))


def _queries(subject: Subject) -> Iterator[Query]:
    for card in subject.library.cards.values():
        homes = frozenset(evidence.article for evidence in card.quotations())
        asked = [
            ("name", subject.library.concepts[card.concept].name),
            *(("alias", alias) for alias in card.aliases),
            ("other words", card.definition.paraphrases[0]),
        ]
        for style, query in asked:
            yield Query(
                id=f"{card.concept}/{style}/{query}", group=card.concept, kind=style, query=query, homes=homes
            )


def _look(index: Search, case: Query) -> CaseResult:
    hits = index.search(case.query, DEPTH)
    rank = next((hit.rank for hit in hits if Path(hit.passage.path).name in case.homes), 0)
    found = 0 < rank <= NEAR
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict="pass" if found else "fail",
        costly=not found and case.kind == "name",
        reasons=() if found else (f"no passage of {', '.join(sorted(case.homes))} among the first {NEAR}",),
        shown={
            "query": case.query,
            "found": [f"{hit.passage.path}: {hit.passage.text[:160]}" for hit in hits],
        },
        numbers={"rank": rank},
    )


def _figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    for style in dict.fromkeys(result.kind for result in results):
        ranks = [result.numbers["rank"] for result in results if result.kind == style and result.numbers]
        yield f"{style}: in the first {NEAR}", share(sum(0 < r <= NEAR for r in ranks), len(ranks), "higher")
        yield f"{style}: MRR", mean([1 / rank if rank else 0.0 for rank in ranks], "higher")
