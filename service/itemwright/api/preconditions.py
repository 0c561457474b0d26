"""ETag and If-Match: nobody overwrites what somebody else changed in between."""

from typing import Annotated

from fastapi import Depends, Header

from itemwright.api.problem import Precondition
from itemwright.errors import Conflict


def etag(revision: int) -> str:
    """The strong entity tag of a revision."""
    return f'"{revision}"'


def expected_revision(if_match: Annotated[str | None, Header()] = None) -> int:
    """The revision named by If-Match.

    Raises:
        Precondition: the header is missing (428) or is no tag of ours (412).
    """
    if if_match is None:
        raise Precondition(428, "Send If-Match with the ETag of what you read; it guards others' changes.")
    tag = if_match.strip().removeprefix("W/").strip('"')
    if not tag.isascii() or not tag.isdigit():
        raise Precondition(412, f"If-Match {if_match!r} is not an ETag of this resource; read it again.")
    return int(tag)


Revision = Annotated[int, Depends(expected_revision)]


def stale(error: Conflict) -> Precondition:
    """What a lost race is to a caller who sent If-Match."""
    return Precondition(412, str(error))
