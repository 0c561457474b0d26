"""What a server takes of a request: learnt from its refusals, and remembered."""

from typing import Literal

from itemwright.domain.value import Value

Mode = Literal["json_schema", "json_object", "words"]
"""How the form of a reply is asked for: by a strict schema, by "one JSON object" (with the schema beside it,
as llama.cpp takes it), or by the words of the prompt alone."""
_LOWER: dict[Mode, Mode] = {"json_schema": "json_object", "json_object": "words", "words": "words"}
_RANK: dict[Mode, int] = {"json_schema": 0, "json_object": 1, "words": 2}
FORMATS = ("json_schema", "response_format")
"""What a server may call that which it does not take: the kind of format, or any."""
DOUBTS = 2
"""Times in a row that a lower mode has to work where the higher one broke, until the server is asked in the
lower one at once: a single passing fault must not cost a server its schemas."""


class Dialect(Value):
    """How a server is asked. `left_out`: parameters that it refused once."""

    mode: Mode = "json_schema"
    left_out: tuple[str, ...] = ()

    def lower(self) -> "Dialect":
        """The next simpler mode; the simplest stays."""
        return self.model_copy(update={"mode": _LOWER[self.mode]})

    def has(self, parameter: str) -> bool:
        """Whether the parameter is sent."""
        if parameter in FORMATS:
            return self.mode != "words"
        return parameter not in self.left_out

    def without(self, parameter: str) -> "Dialect":
        return self.model_copy(update={"left_out": (*self.left_out, parameter)})


class Acquaintance:
    """What is known of one model at one server, shared by all calls to it."""

    def __init__(self, dialect: Dialect | None = None) -> None:
        self.dialect = dialect or Dialect()
        self._sure = False
        self._doubts = 0

    def recall(self, dialect: Dialect) -> None:
        """What an earlier process had learnt; what this one has learnt stands."""
        if self.dialect == Dialect() and not self._sure and self._doubts == 0:
            self._change(dialect)

    def refused(self, used: Dialect, parameter: str) -> Dialect:
        """The server said that it does not take `parameter` (`json_schema` is one kind of `response_format`).
        Returns how to ask it from now on.

        Of many calls that are refused at once only the first changes anything."""
        if parameter in FORMATS:
            mode: Mode = "words" if parameter == "response_format" else used.lower().mode
            if _RANK[self.dialect.mode] < _RANK[mode]:
                self._change(self.dialect.model_copy(update={"mode": mode}))
        elif parameter not in self.dialect.left_out:
            self._change(self.dialect.without(parameter))
        return self.dialect

    def broke(self, used: Dialect) -> Dialect:
        """The server broke (HTTP 500) on a request. Returns how to try again: a server that never gave a
        reply in this mode may not know it, as llama.cpp breaks on schemas."""
        return used if self._sure else used.lower()

    def worked(self, used: Dialect) -> None:
        """The server gave a reply."""
        if used.mode == self.dialect.mode:
            self._sure, self._doubts = True, 0
            return
        if _RANK[used.mode] > _RANK[self.dialect.mode] and not self._sure:
            self._doubts += 1
            if self._doubts >= DOUBTS:
                self._change(used)

    def _change(self, dialect: Dialect) -> None:
        self.dialect, self._sure, self._doubts = dialect, False, 0
