"""An article as a reader takes it apart: blocks with exact spans, headings among them."""

from dataclasses import dataclass, field

from itemwright.domain.passage import PassageKind


@dataclass(frozen=True)
class Heading:
    """A heading at `text[start:end]`; `level` counts from 1."""

    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True)
class Block:
    """Running text, a table, a list or code at `text[start:end]`, whole lines.

    `cuts` are where it may be cut without harm (its list entries, rows or lines), in order, within the span.
    """

    start: int
    end: int
    kind: PassageKind
    cuts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Article:
    """`parts` in the order of the text, without overlap; all but blank space and front matter is in one."""

    title: str | None
    parts: tuple[Heading | Block, ...] = field(default=())


@dataclass(frozen=True)
class Lines:
    """The lines of a text by number: `starts[n]` is where line n begins, and last the text's end."""

    text: str
    starts: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.starts) - 1

    def line(self, number: int) -> str:
        """The line without its end."""
        return self.text[self.starts[number] : self.starts[number + 1]].rstrip("\r\n")

    def span(self, first: int, end: int) -> tuple[int, int]:
        """The span of lines first..end-1 without blank lines around it; empty when all are blank."""
        begin, stop = self.starts[first], self.starts[end]
        while first < end and not self.line(first).strip():
            first += 1
            begin = self.starts[first]
        stop = begin + len(self.text[begin:stop].rstrip())
        return begin, max(begin, stop)


def lines_of(text: str) -> Lines:
    """Lines end at \\n, \\r\\n or \\r, as in Markdown; other separators stay inside a line."""
    starts, position = [0], 0
    for piece in text.split("\n"):
        position += len(piece) + 1
        starts += [position - len(piece) - 1 + at + 1 for at in _lone_returns(piece)]
        starts.append(min(position, len(text)))
    if len(starts) > 2 and starts[-1] == starts[-2]:
        starts.pop()
    return Lines(text, tuple(starts))


def _lone_returns(piece: str) -> list[int]:
    return [at for at, char in enumerate(piece[:-1]) if char == "\r"] if "\r" in piece[:-1] else []
