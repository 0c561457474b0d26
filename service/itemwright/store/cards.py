"""Cards, and whether a person has reviewed them."""

from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.dialects.postgresql import insert

from itemwright.domain.card import Card
from itemwright.domain.value import Value
from itemwright.errors import Conflict, NotFound
from itemwright.store.tables import cards


class StoredCard(Value):
    """A card as it is kept. `revision` counts from 1 every time it was saved, and serves as the ETag."""

    card: Card
    reviewed: bool
    revision: int


class Cards:
    """The cards of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def save(self, card: Card, reviewed: bool, expected_revision: int | None = None) -> StoredCard:
        """Add the card, or replace the one of the same concept.

        Raises:
            Conflict: `expected_revision` is given, and the stored card is of another.
        """
        if expected_revision is not None:
            query = select(cards.c.revision).where(
                cards.c.course == self._course, cards.c.concept == card.concept
            )
            found = self._tx.execute(query.with_for_update()).scalar()
            if found != expected_revision:
                raise Conflict(
                    f"Card {card.concept!r} is of revision {found}, not {expected_revision}; "
                    "read it again and decide anew."
                )
        values = {"card": card.model_dump(mode="json"), "reviewed": reviewed}
        adding = insert(cards).values(course=self._course, concept=card.concept, revision=1, **values)
        saved = adding.on_conflict_do_update(
            index_elements=["course", "concept"],
            set_=values | {"revision": cards.c.revision + 1, "updated_at": func.now()},
        ).returning(cards.c.revision)
        revision = self._tx.execute(saved).scalar_one()
        return StoredCard(card=card, reviewed=reviewed, revision=revision)

    def all(self) -> list[StoredCard]:
        """Every card, by concept."""
        query = select(cards.c.card, cards.c.reviewed, cards.c.revision).where(cards.c.course == self._course)
        return [_stored(row) for row in self._tx.execute(query.order_by(cards.c.concept))]

    def lock(self, concept: str) -> StoredCard:
        """The card, which nobody else changes until the transaction ends. Raises NotFound."""
        mine = (cards.c.course == self._course) & (cards.c.concept == concept)
        self._tx.execute(select(cards.c.concept).where(mine).with_for_update())
        return self.get(concept)

    def is_reviewed(self, concept: str) -> bool:
        """Whether there is a card of this concept that a person vouches for."""
        query = select(cards.c.reviewed).where(cards.c.course == self._course, cards.c.concept == concept)
        return self._tx.execute(query).scalar() is True

    def find(self, concept: str) -> Card | None:
        """The card of a concept, None where it has none."""
        query = select(cards.c.card).where(cards.c.course == self._course, cards.c.concept == concept)
        found = self._tx.execute(query).scalar()
        return None if found is None else Card.model_validate(found)

    def get(self, concept: str) -> StoredCard:
        """Raises NotFound, for an unknown concept and for one of another course alike."""
        query = select(cards.c.card, cards.c.reviewed, cards.c.revision).where(
            cards.c.course == self._course, cards.c.concept == concept
        )
        row = self._tx.execute(query).one_or_none()
        if row is None:
            raise NotFound(
                f"No card {concept!r} in this course; see GET /v1/cards, or make one from a source."
            )
        return _stored(row)


def _stored(row: Row[*tuple[Any, ...]]) -> StoredCard:
    return StoredCard.model_validate(dict(row._mapping))
