"""The JSON objects in what a model said."""

import json
import re
from typing import Any, NoReturn

from itemwright.errors import BadInput

_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
"""What models that think aloud put before their reply; drafts of the reply stand in it."""


def objects_in(text: str) -> list[dict[str, Any]]:
    """The outermost JSON objects of `text`, in order; thoughts before the reply are passed over.

    Raises:
        BadInput: an object names a field twice, holds a number that is none, or is nested too deeply.
    """
    text = _THOUGHTS.sub("", text, count=1)
    decoder = json.JSONDecoder(object_pairs_hook=_fields_once, parse_constant=_no_number)
    found: list[dict[str, Any]] = []
    at = text.find("{")
    while at >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
            found.append(value)
        except ValueError:  # no JSON, or a number of thousands of digits
            at += 1
        except RecursionError as error:
            raise BadInput("The reply is nested too deeply.") from error
        at = text.find("{", at)
    return found


def _fields_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise BadInput(f"The reply names a field twice: {names!r}.")
    return dict(pairs)


def _no_number(constant: str) -> NoReturn:
    raise BadInput(f"The reply holds {constant}, which is no JSON number.")
