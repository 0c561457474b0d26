"""Cards count their revisions, concepts are replaced by slug; both stay in their course."""

import pytest

from itemwright.domain.card import Card, Definition, Evidence, Fact, WrongAnswer
from itemwright.domain.concept import Concept
from itemwright.errors import Conflict, NotFound
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.engine import Store

EVIDENCE = Evidence(article="a.md", quote="It is so.")


def card(term: str = "token") -> Card:
    wrong = tuple(WrongAnswer(text=f"wrong {n}", why="no") for n in range(4))
    fact = Fact(
        id="use", kind="purpose", statement="s", question="q?", answer="a", wrong=wrong,
        paraphrases=("p", "q", "r"), hints=("n", "i"), bloom="remember", difficulty="easy", evidence=EVIDENCE,
    )  # fmt: skip
    definition = Definition(text="a unit", paraphrases=("p", "q", "r"), evidence=EVIDENCE)
    return Card(concept="tokens", term=term, genus="unit", definition=definition, facts=(fact,))


def test_a_card_counts_its_revisions(store: Store, course: str) -> None:
    with store.begin() as tx:
        cards = Cards(tx, course)
        assert cards.save(card(), reviewed=False).revision == 1
        second = cards.save(card("word piece"), reviewed=True, expected_revision=1)
        assert (second.revision, second.reviewed, second.card.term) == (2, True, "word piece")
        assert cards.get("tokens") == second
        assert cards.all() == [second]


def test_a_stale_revision_of_a_card_conflicts(store: Store, course: str) -> None:
    with store.begin() as tx:
        cards = Cards(tx, course)
        with pytest.raises(Conflict, match="of revision None, not 1"):
            cards.save(card(), reviewed=True, expected_revision=1)
        cards.save(card(), reviewed=False)
        cards.save(card(), reviewed=False)
        with pytest.raises(Conflict, match="of revision 2, not 1"):
            cards.save(card("late"), reviewed=True, expected_revision=1)
        assert cards.get("tokens").card.term == "token"


def test_concepts_are_replaced_by_slug(store: Store, course: str) -> None:
    tokens = Concept(slug="tokens", name="Tokens", definition="d")
    merges = Concept(slug="merges", name="Merges", definition="d", prerequisites=("tokens",))
    with store.begin() as tx:
        concepts = Concepts(tx, course)
        concepts.save([tokens, merges])
        concepts.save([tokens.model_copy(update={"name": "Word pieces"})])
        assert [concept.slug for concept in concepts.all()] == ["merges", "tokens"]
        assert concepts.get("merges") == merges
        assert concepts.get("tokens").name == "Word pieces"


def test_another_course_has_other_cards_and_concepts(store: Store, course: str) -> None:
    with store.begin() as tx:
        Cards(tx, course).save(card(), reviewed=True)
        Concepts(tx, course).save([Concept(slug="tokens", name="Tokens", definition="d")])
        assert Cards(tx, "elsewhere").all() == []
        assert Concepts(tx, "elsewhere").all() == []
        with pytest.raises(NotFound, match="No card 'tokens'"):
            Cards(tx, "elsewhere").get("tokens")
        with pytest.raises(NotFound, match="No concept 'tokens'"):
            Concepts(tx, "elsewhere").get("tokens")
