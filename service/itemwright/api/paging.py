"""Cursor pages: `?limit=&cursor=`, and `next` in the reply."""

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[str | None, Query(description="The `next` of the page before.", max_length=400)]


class Page(BaseModel, Generic[T]):
    """One page. `next` is the cursor of the page after it, null at the end."""

    data: list[T]
    next: str | None = None
