"""The library cites what stands in its sources, and knows who may stand beside whom."""

import pytest

from itemwright.domain.card import Evidence
from itemwright.errors import BadInput, NotFound
from itemwright.writing.library import Library
from tests.writing.samples import ARTICLE, library


def test_cites_verbatim_with_span_and_passage() -> None:
    lib = library()
    quote = "A linked list is a chain of nodes."
    citation = lib.cite(Evidence(article="containers.md", quote=quote))
    assert ARTICLE[citation.start : citation.end] == citation.quote == quote
    assert (citation.source, citation.passage, citation.path) == ("s1", "p1", "docs/containers.md")


@pytest.mark.parametrize(
    ("article", "quote"),
    [
        ("containers.md", "A linked list is a chain."),
        ("other.md", "A linked list is a chain of nodes."),
        ("tainers.md", "A"),
    ],
)
def test_refuses_what_is_not_there(article: str, quote: str) -> None:
    evidence = Evidence(article=article, quote=quote)
    assert not library().holds(evidence)
    with pytest.raises(NotFound, match="ingest"):
        library().cite(evidence)


def test_a_source_without_passages_cannot_be_cited() -> None:
    full = library()
    bare = Library(cards=full.cards.values(), sources=full.sources)
    with pytest.raises(NotFound, match="No passage"):
        bare.cite(Evidence(article="containers.md", quote="A linked list is a chain of nodes."))


def test_siblings_are_named_ones_first_and_never_broader() -> None:
    lib = library()
    names = [card.concept for card in lib.siblings(lib.cards["hash-table"])]
    assert names[:2] == ["linked-list", "heap"]
    assert set(names) == {"linked-list", "heap", "stack", "queue"}
    assert "hash-table" not in [card.concept for card in lib.siblings(lib.cards["dictionary"])]


def test_finds_sources_by_id_path_or_folder_and_restricts_to_them() -> None:
    lib = library()
    for named in ("s1", "containers.md", "docs/containers.md", "docs"):
        assert [source.id for source in lib.restrict([named]).sources] == ["s1"]
    with pytest.raises(BadInput, match=r"'docs/containres.md', did you mean 'docs/containers.md'"):
        lib.restrict(["docs/containres.md"])


def test_passages_on_a_concept_are_those_its_card_quotes() -> None:
    lib = library()
    assert [passage.id for passage in lib.passages_on("hash-table")] == ["p0"]
    without = Library(lib.concepts.values(), (), lib.sources, lib.passages)
    assert [passage.id for passage in without.passages_on("linked-list")] == ["p0", "p1"]
    assert len(without.passages_on("unknown-thing")) == 2


def test_names_come_from_card_then_concept_then_slug() -> None:
    lib = library()
    assert (lib.name("hash-table"), lib.name("no-such-thing")) == ("Hash table", "no such thing")
