"""The shortest way to the end of a JSON text that a grammar has begun, found without the model.

It is found byte by byte: what the grammar forces is taken, and where it leaves a choice, what closes most.
"""

import string
from collections.abc import Sequence
from typing import Any, Protocol

_LETTERS = string.ascii_letters
_SIGNS = "_-.:/ @#+%&*=!?;()<>'|~^$`,[]{}"
_CONTINUED = bytes(range(0x80, 0xC0))
"""The inner bytes of a character beyond ASCII."""


def _order(digits: str, fill: str) -> tuple[bytes, bytes]:
    """What is tried inside of a text, and outside of one."""
    return f'"{digits}{fill}'.encode() + b"\\" + _CONTINUED, f'}}],:"{digits}.-+eEtfn{fill}'.encode()


# Descending digits find their way under most bounds of a number, ascending ones the rest. Letters first suit
# lists of words, signs first the patterns that want one.
_ORDERS = (_order("9876543210", _LETTERS + _SIGNS), _order("0123456789", _SIGNS + _LETTERS))


class Position:
    """Where in a JSON text one is: inside of a text or not."""

    def __init__(self, inside: bool = False, escaped: bool = False) -> None:
        self.inside, self.escaped = inside, escaped

    def copy(self) -> "Position":
        return Position(self.inside, self.escaped)

    def read(self, more: bytes) -> None:
        """Go on by these bytes."""
        for byte in more:
            if self.escaped:
                self.escaped = False
            elif self.inside and byte == ord("\\"):
                self.escaped = True
            elif byte == ord('"'):
                self.inside = not self.inside


class Vocabulary(Protocol):
    """What is needed of a tokenizer: `single` has the token of each byte that has one of its own."""

    single: dict[int, int]

    def tokens_of(self, forced: bytes) -> list[int]:
        """Tokens that spell these bytes."""
        ...


def shortest_end(matcher: Any, position: Position, vocabulary: Vocabulary, most: int) -> list[int] | None:
    """Tokens that end what `matcher` (an LLMatcher, left as it is) has read up to `position`.

    Short, not surely the shortest. None: no end of at most `most` tokens was found."""
    for order in _ORDERS:
        found = _end(matcher.deep_copy(), position.copy(), vocabulary, order, most)
        if found is not None:
            return found
    return None


def _end(
    matcher: Any, position: Position, vocabulary: Vocabulary, order: Sequence[bytes], most: int
) -> list[int] | None:
    found: list[int] = []
    while not matcher.is_accepting():
        forced = matcher.compute_ff_bytes()
        if forced:
            tokens = vocabulary.tokens_of(forced)
            if matcher.try_consume_tokens(tokens) < len(tokens):
                return None
            found += tokens
            position.read(forced)
        else:
            byte = _chosen(matcher, vocabulary, order[0] if position.inside else order[1])
            if byte is None:
                return None
            found.append(vocabulary.single[byte])
            position.read(bytes([byte]))
        if len(found) > most:
            return None
    return found


def _chosen(matcher: Any, vocabulary: Vocabulary, order: bytes) -> int | None:
    for byte in order:
        token = vocabulary.single.get(byte)
        if token is not None and matcher.try_consume_tokens([token]):
            return byte
    return None
