"""Cards are kept as drafts; what an author has is never replaced; a file is ingested when it is named."""

import asyncio
import json
from pathlib import Path

import pytest

from itemwright.card_desk import CardDesk, DrawnCards
from itemwright.chat.scripted import ScriptedModel
from itemwright.domain.principal import Principal, local_operator
from itemwright.errors import BadInput, NotAllowed
from itemwright.index.embedding import HashEmbedder
from itemwright.ingest.ingest import ingest_text
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.engine import Store
from tests.writing.test_card_extraction import card
from tests.writing.written_samples import KILNS


@pytest.fixture
def operator(course: str) -> Principal:
    return local_operator(course)


def draw(
    store: Store,
    principal: Principal,
    *named: str,
    model: ScriptedModel | None = None,
    ingests: bool = False,
) -> DrawnCards:
    ingest_text(store, principal, HashEmbedder(), "kilns.md", KILNS)
    return asyncio.run(CardDesk(store, HashEmbedder()).draw_up(principal, named, model, may_ingest=ingests))


def replying(**changes: object) -> ScriptedModel:
    return ScriptedModel([json.dumps({"reported": "", "cards": [card(**changes)]})])


def test_cards_become_drafts_with_their_places(store: Store, operator: Principal) -> None:
    drawn = draw(store, operator, "kilns.md", model=replying())
    (one,) = drawn.cards
    assert (one.status, one.reviewed, one.revision, one.path) == ("added", False, 1, "kilns.md")
    for quotation, evidence in zip(one.quotations, one.card.quotations(), strict=True):
        assert quotation.quote == evidence.quote == KILNS[quotation.start : quotation.end]
    with store.begin() as tx:
        stored = Cards(tx, operator.course).get("glaze")
        assert (stored.reviewed, stored.card) == (False, one.card)
        assert Concepts(tx, operator.course).get("glaze").name == "glaze"
    assert (drawn.report.sources, drawn.report.cards, drawn.report.facts) == (1, 1, 1)


def test_a_card_that_is_there_is_left_as_it_is(store: Store, operator: Principal) -> None:
    first = draw(store, operator, "kilns.md", model=replying()).cards[0]
    with store.begin() as tx:
        Cards(tx, operator.course).save(first.card, reviewed=True)
    again = draw(store, operator, "kilns.md", model=replying(genus="paint")).cards[0]
    assert (again.status, again.reviewed) == ("kept", True)
    with store.begin() as tx:
        assert Cards(tx, operator.course).get("glaze").card.genus == "coat"


def test_without_a_model_the_built_in_extractor_reads(store: Store, operator: Principal) -> None:
    drawn = draw(store, operator, "kilns.md")
    assert {each.card.concept for each in drawn.cards} == {"kiln", "glaze"}
    assert drawn.report.calls == 0


def test_a_file_is_ingested_first_where_that_is_allowed(
    store: Store, operator: Principal, tmp_path: Path
) -> None:
    file = tmp_path / "glaze.md"
    file.write_text(KILNS, encoding="utf-8")
    with pytest.raises(BadInput, match=r"glaze\.md"):
        draw(store, operator, str(file), model=replying())
    drawn = draw(store, operator, str(file), model=replying(), ingests=True)
    assert drawn.cards[0].path == str(file)


def test_an_article_without_cards_is_told(store: Store, operator: Principal) -> None:
    model = ScriptedModel([json.dumps({"reported": "orders", "cards": []})])
    report = draw(store, operator, "kilns.md", model=model).report
    assert (report.empty, report.reported) == (("kilns.md",), ("orders",))


def test_unknown_sources_and_learners_are_refused(store: Store, operator: Principal) -> None:
    with pytest.raises(BadInput, match=r"'kiln\.md'.*'kilns\.md'"):
        draw(store, operator, "kiln.md")
    learner = operator.model_copy(update={"role": "learner"})
    with pytest.raises(NotAllowed, match="learner"):
        draw(store, learner, "kilns.md")
