"""Courses: the tenants. Everything else belongs to one of them."""

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from itemwright.domain.value import Value
from itemwright.errors import NotFound
from itemwright.store.tables import courses


class Course(Value):
    """A course, known by its slug."""

    slug: str
    title: str


class Courses:
    """All courses, in the transaction `tx`."""

    def __init__(self, tx: Connection) -> None:
        self._tx = tx

    def ensure(self, slug: str, title: str) -> Course:
        """The course of this slug, made if it is new; a course that exists keeps its title."""
        self._tx.execute(insert(courses).values(slug=slug, title=title).on_conflict_do_nothing())
        return self.get(slug)

    def get(self, slug: str) -> Course:
        """Raises NotFound."""
        row = self._tx.execute(select(courses.c.slug, courses.c.title).where(courses.c.slug == slug)).first()
        if row is None:
            raise NotFound(f"No course {slug!r}; see GET /v1/courses.")
        return Course(slug=row.slug, title=row.title)

    def all(self) -> list[Course]:
        """Every course, by slug."""
        rows = self._tx.execute(select(courses.c.slug, courses.c.title).order_by(courses.c.slug))
        return [Course(slug=row.slug, title=row.title) for row in rows]
