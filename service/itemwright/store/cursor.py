"""A cursor: where the next page begins, as an opaque text that survives a URL."""

import base64
import binascii
import json

from itemwright.errors import BadInput


def write_cursor(*position: str) -> str:
    """The cursor for the position after a row, given as the texts of its sort key."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list[str]:
    """The `length` texts that `write_cursor` was given.

    Raises:
        BadInput: not a cursor of ours.
    """
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        position = None
    if not (
        isinstance(position, list)
        and len(position) == length
        and all(isinstance(part, str) for part in position)
    ):
        raise BadInput(f"{cursor[:80]!r} is not a cursor; take it from the 'next' of the page before.")
    return position
