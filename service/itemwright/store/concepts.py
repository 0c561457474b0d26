"""The concept graph of a course."""

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from itemwright.domain.concept import Concept
from itemwright.errors import NotFound
from itemwright.store.tables import concepts

_COLUMNS = [concepts.c[name] for name in Concept.model_fields]


class Concepts:
    """The concepts of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def save(self, several: Iterable[Concept]) -> None:
        """Add each concept, or replace the one of the same slug; others stay."""
        for concept in several:
            values = concept.model_dump() | {"prerequisites": list(concept.prerequisites)}
            adding = insert(concepts).values(course=self._course, **values)
            self._tx.execute(adding.on_conflict_do_update(index_elements=["course", "slug"], set_=values))

    def all(self) -> list[Concept]:
        """Every concept, by slug."""
        query = select(*_COLUMNS).where(concepts.c.course == self._course).order_by(concepts.c.slug)
        return [Concept.model_validate(dict(row._mapping)) for row in self._tx.execute(query)]

    def get(self, slug: str) -> Concept:
        """Raises NotFound, for an unknown slug and for one of another course alike."""
        query = select(*_COLUMNS).where(concepts.c.course == self._course, concepts.c.slug == slug)
        row = self._tx.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"No concept {slug!r} in this course; see GET /v1/concepts.")
        return Concept.model_validate(dict(row._mapping))
