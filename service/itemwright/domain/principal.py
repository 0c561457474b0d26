"""Who calls: every route and service function takes a principal, and with it the course."""

from typing import Literal

from itemwright.domain.value import Value

Role = Literal["learner", "grader", "author", "operator"]

LOCAL_COURSE = "default"


class Principal(Value):
    """A caller in one course. `learner` is set when a learner acts for themself."""

    course: str
    role: Role
    learner: str | None = None


def local_operator(course: str = LOCAL_COURSE) -> Principal:
    """The one caller of a machine on which no key was made."""
    return Principal(course=course, role="operator")
