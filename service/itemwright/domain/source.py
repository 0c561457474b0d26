"""A source: one article as it was read, with what its reader noticed."""

from typing import Literal

from itemwright.domain.value import Value

IngestStatus = Literal["added", "unchanged", "updated", "rejected"]


class IngestWarning(Value):
    """Something an author should know; `start` and `end` count characters of the source text."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


class Source(Value):
    """`text` is the decoded file for Markdown and plain text; spans count its characters."""

    id: str
    title: str
    path: str
    sha256: str
    media_type: Literal["text/markdown", "text/plain"]
    text: str
    warnings: tuple[IngestWarning, ...] = ()
