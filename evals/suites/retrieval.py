"""Retrieval: is an article found by names and meaning of its concepts, and a passage by a question on it?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wordfreq import zipf_frequency

from evals.case import Case, CaseResult
from evals.figure import Figure, mean, share
from evals.rows import BETWEEN, read_rows
from evals.subject import Subject, subject_of
from evals.suite import Setting, Trial
from itemwright.errors import BadInput
from itemwright.index.search import Search, open_index
from itemwright.text import normal_form

DEPTH = 5
NEAR = 3
FACTS = 3
"""Facts of each card whose passage is looked for: by the question, and by rare words of the quotation."""
RARE = 2


class Query(Case):
    """A query, and the names of the articles where its answer stands. Its kind is the style of asking.

    Where `words` are given, the passage has to hold them too."""

    query: str
    homes: frozenset[str]
    words: str = ""


class Retrieval:
    """Is a concept's article found by its names and its meaning, and a fact's passage by its question?"""

    name = "retrieval"
    costly_error = "a concept that search does not find by its own name"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Query]]:
        with subject_of(setting) as subject:
            index = open_index(subject.store, subject.principal, subject.embedder)

            async def attempt(case: Query) -> CaseResult:
                return _look(index, case)

            cases = _given(setting.data) if setting.data is not None else _queries(subject)
            yield Trial(list(cases), attempt, (_figures,))


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
        for fact in card.facts[:FACTS]:
            rare = sorted(
                set(tokens_of(fact.evidence.quote)), key=lambda word: (zipf_frequency(word, "en"), word)
            )
            for style, query in (("question", fact.question), ("rare words", " ".join(rare[:RARE]))):
                yield Query(
                    id=f"{card.concept}/{style}/{fact.id}",
                    group=card.concept,
                    kind=style,
                    query=query,
                    homes=frozenset({fact.evidence.article}),
                    words=fact.evidence.quote,
                )


def tokens_of(text: str) -> list[str]:
    """The words of a quotation that somebody might remember: letters alone, four or more."""
    return re.findall(r"[a-z]{4,}", text.casefold())


def _given(path: Path) -> Iterator[Query]:
    """Queries of a JSONL or CSV file: `query`, `path`, and perhaps `text` and `style`."""
    for place, row in read_rows(path):
        if absent := [name for name in ("query", "path") if not isinstance(row.get(name), str)]:
            raise BadInput(f"{place}: field {absent[0]!r} is missing; see evals/README.md.")
        yield Query(
            id=str(row.get("id") or place),
            group=row["path"],
            kind=str(row.get("style") or "query"),
            query=row["query"],
            homes=frozenset(Path(part.strip()).name for part in row["path"].split(BETWEEN)),
            words=str(row.get("text") or ""),
        )


def _look(index: Search, case: Query) -> CaseResult:
    hits = index.search(case.query, DEPTH)
    wanted = normal_form(case.words)
    right = [
        hit.rank
        for hit in hits
        if Path(hit.passage.path).name in case.homes and wanted in normal_form(hit.passage.text)
    ]
    rank = min(right, default=0)
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
