"""Courses are made once and found again."""

import pytest

from itemwright.errors import NotFound
from itemwright.store.courses import Courses
from itemwright.store.engine import Store


def test_ensure_makes_a_course_once_and_keeps_its_title(store: Store, course: str) -> None:
    with store.begin() as tx:
        again = Courses(tx).ensure(course, "Another title")
        assert again.title == "A course of one test"
        assert [found.slug for found in Courses(tx).all()].count(course) == 1


def test_an_unknown_course_is_named(store: Store) -> None:
    with pytest.raises(NotFound, match="No course 'nowhere'"), store.begin() as tx:
        Courses(tx).get("nowhere")
