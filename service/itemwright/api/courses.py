"""Courses over HTTP: the tenants."""

from fastapi import APIRouter

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page, page_of
from itemwright.api.services import Desk
from itemwright.api.wire import CourseBody
from itemwright.errors import NotAllowed
from itemwright.store.courses import Course, Courses

router = APIRouter(prefix="/v1", tags=["courses"])


@router.post("/courses", status_code=201)
def add_course(body: CourseBody, caller: Caller, desk: Desk) -> Course:
    """Makes a course; one that exists keeps its title."""
    if caller.role != "operator":
        raise NotAllowed(f"Role {caller.role!r} cannot make courses; ask the operator.")
    with desk.store.begin() as tx:
        return Courses(tx).ensure(body.slug, body.title)


@router.get("/courses")
def list_courses(caller: Caller, desk: Desk, limit: Limit = 50, cursor: Cursor = None) -> Page[Course]:
    """The courses that the caller may see: all for the operator, else the caller's own."""
    with desk.store.begin() as tx:
        mine = [c for c in Courses(tx).all() if caller.role == "operator" or c.slug == caller.course]
    return page_of(mine, lambda course: course.slug, limit, cursor)
