"""ETag and If-Match: nobody overwrites what somebody else changed in between."""

from typing import Annotated

from fastapi import Depends, Header

from itemwright.api.problem import Precondition

MOST_DIGITS = 18


def etag(revision: int) -> str:
    """The strong entity tag of a revision."""
    return f'"{revision}"'


def expected_revision(
    if_match: Annotated[str | None, Header(description="The ETag of what you read; 428 without it.")] = None,
) -> int:
    """The revision named by If-Match.

    Raises:
        Precondition: the header is missing (428) or is no tag of ours (412).
    """
    if if_match is None:
        raise Precondition(428, "Send If-Match with the ETag of what you read; it guards others' changes.")
    tag = if_match.strip().removeprefix("W/").strip('"')
    if not tag.isascii() or not tag.isdigit() or len(tag) > MOST_DIGITS:
        raise Precondition(412, f"If-Match {if_match!r} is not an ETag of this resource; read it again.")
    return int(tag)


Revision = Annotated[int, Depends(expected_revision)]


def require_current(what: str, current: int, expected: int) -> None:
    """Raises Precondition (412) when `what` is no longer of the revision that the caller read."""
    if current != expected:
        raise Precondition(
            412, f"{what} was changed since you read it (it is at {etag(current)} now); read it again."
        )
