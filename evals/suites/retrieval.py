"""Retrieval: is a concept's article found by its name, its aliases and its definition in other words?"""

import time
from pathlib import Path

from evals.subject import Subject, shipped_subject
from evals.suite import SuiteReport, mean, share
from itemwright.index.search import Search, open_index

DEPTH = 5


def retrieval(seed: int) -> SuiteReport:
    """Asks for every concept in three styles; right is a passage of an article that its card quotes.

    The seed decides nothing here."""
    began = time.perf_counter()
    figures, failing = {}, []
    with shipped_subject() as subject:
        index = open_index(subject.store, subject.principal, subject.embedder)
        for style, queries in _queries(subject).items():
            ranks = {query: _rank(index, query, homes) for query, homes in queries.items()}
            figures[f"{style}: in the first 3"] = share(
                sum(0 < rank <= 3 for rank in ranks.values()), len(ranks)
            )
            figures[f"{style}: MRR"] = mean([1 / rank if rank else 0.0 for rank in ranks.values()])
            failing += [
                {"style": style, "query": query} for query, rank in ranks.items() if not 0 < rank <= 3
            ]
    return SuiteReport(
        name="retrieval",
        costly_error="a concept that search does not find by its own name",
        n=sum(figure.n for name, figure in figures.items() if name.endswith("MRR")),
        figures=figures,
        failing=tuple(failing),
        seconds=time.perf_counter() - began,
    )


def _queries(subject: Subject) -> dict[str, dict[str, set[str]]]:
    """By style: query -> names of the articles where its answer stands."""
    styles: dict[str, dict[str, set[str]]] = {"name": {}, "alias": {}, "other words": {}}
    for card in subject.library.cards.values():
        homes = {evidence.article for evidence in card.quotations()}
        styles["name"][subject.library.concepts[card.concept].name] = homes
        styles["alias"].update((alias, homes) for alias in card.aliases)
        styles["other words"][card.definition.paraphrases[0]] = homes
    return styles


def _rank(index: Search, query: str, homes: set[str]) -> int:
    """The rank of the first right hit, 0 when there is none among the first DEPTH."""
    hits = index.search(query, DEPTH)
    return next((hit.rank for hit in hits if Path(hit.passage.path).name in homes), 0)
