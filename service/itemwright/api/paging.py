"""Cursor pages: `?limit=&cursor=`, and `next` in the reply."""

from collections.abc import Callable, Iterable
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from itemwright.store.cursor import read_cursor, write_cursor

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[str | None, Query(description="The `next` of the page before.", max_length=1000)]


class Page(BaseModel, Generic[T]):
    """One page. `next` is the cursor of the page after it, null at the end."""

    data: list[T]
    next: str | None = None


def page_of(rows: Iterable[T], key: Callable[[T], str], limit: int, cursor: str | None) -> Page[T]:
    """The page of `rows` after `cursor`, sorted by `key`, which is unique.

    Raises:
        BadInput: not a cursor of ours.
    """
    after = None if cursor is None else read_cursor(cursor, 1)[0]
    rest = sorted((row for row in rows if after is None or key(row) > after), key=key)
    shown = rest[:limit]
    return Page(data=shown, next=write_cursor(key(shown[-1])) if len(rest) > limit else None)
