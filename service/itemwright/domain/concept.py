"""A concept and the concepts a learner should hold before it."""

from itemwright.domain.value import Value


class Concept(Value):
    """A node of the concept graph."""

    slug: str
    name: str
    definition: str
    prerequisites: tuple[str, ...] = ()
