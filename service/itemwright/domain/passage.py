"""A passage: the part of a source that is found, cited and shown."""

from typing import Literal

from itemwright.domain.value import Value

PassageKind = Literal["prose", "table", "list", "code"]


class Passage(Value):
    """`text` is the source's text `[start:end]`; `heading_path` runs from the title down."""

    id: str
    source: str
    path: str
    heading_path: tuple[str, ...]
    kind: PassageKind
    text: str
    start: int
    end: int


class Hit(Value):
    """A passage found for a query; `rank` counts from 1, a higher `score` is nearer."""

    rank: int
    score: float
    passage: Passage
