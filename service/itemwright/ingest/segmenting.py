"""Cuts an article into passages: whole thoughts of a section, at most 1,200 characters, spans exact."""

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from itemwright.domain.passage import Passage, PassageKind
from itemwright.ingest.article import Article, Block, Heading
from itemwright.text import sentences

LIMIT = 1_200
"""The most characters a passage has."""
ROOMY = 1_100
"""Neighbours of a section are joined up to here; a longer block is cut. On 188 questions on documentation the
answer was in the first five passages in .79 of cases, in .77 with 1,000 here and 300 for SMALL."""
SMALL = 600
"""A passage below this joins a neighbour of its section even past ROOMY."""
SISTERLY = 350
"""A passage below this joins one of a parent's or a sister's section, which blurs its headings."""

_WORD_END = re.compile(r"\s+")


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    kinds: tuple[tuple[PassageKind, int], ...]
    headings: tuple[str, ...]
    leads: bool = False
    """It is a heading, or ends in a colon or question mark: to be kept with what follows."""

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def kind(self) -> PassageKind:
        """The kind of most of its characters."""
        lengths: Counter[PassageKind] = Counter()
        for kind, length in self.kinds:
            lengths[kind] += length
        return lengths.most_common(1)[0][0]


def segment(source: str, path: str, title: str, text: str, article: Article) -> list[Passage]:
    """The passages of an article, in its order, without overlap: each is `text[start:end]`.

    Everything but blank space and front matter is in one of them; headings open the passage they head. An
    id depends on path, headings, words and the count of the same before it: it outlives changes elsewhere.
    """
    pieces: list[_Piece] = []
    for section in _sections(title, text, article):
        pieces += _pack(section)
    seen: Counter[str] = Counter()
    passages = []
    for piece in _join_small(pieces):
        words = text[piece.start : piece.end]
        key = "\x1f".join((path, *piece.headings, words))
        seen[key] += 1
        passages.append(
            Passage(
                id=hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:20],
                source=source,
                path=path,
                heading_path=piece.headings,
                kind=piece.kind,
                text=words,
                start=piece.start,
                end=piece.end,
            )
        )
    return passages


def _sections(title: str, text: str, article: Article) -> list[list[_Piece]]:
    """The pieces of each section, its heading first."""
    stack: list[Heading] = []
    sections: list[list[_Piece]] = [[]]
    for part in article.parts:
        if isinstance(part, Heading):
            while stack and stack[-1].level >= part.level:
                stack.pop()
            stack.append(part)
            sections.append([])
        titles = [heading.title for heading in stack if heading.title]
        path = tuple(titles if titles[:1] == [title] else [title, *titles])
        kind: PassageKind = "prose" if isinstance(part, Heading) else part.kind
        cuts = part.cuts if isinstance(part, Block) else ()
        for start, end in _cut(text, part.start, part.end, kind, cuts):
            leads = isinstance(part, Heading) or text[start:end].endswith((":", ":**", "?"))
            sections[-1].append(_Piece(start, end, ((kind, end - start),), path, leads))
    return [section for section in sections if section]


def _cut(text: str, start: int, end: int, kind: PassageKind, cuts: tuple[int, ...]) -> list[tuple[int, int]]:
    """Even parts of at most ROOMY characters: cut where it may be, else at a sentence, line or word."""
    pieces = []
    while end - start > ROOMY:
        count = -(-(end - start) // ROOMY)
        wanted = start + (end - start) // count
        last = start + ROOMY
        place = _nearest(cuts, start + ROOMY // 4, wanted, last)
        if place is None and kind in ("prose", "list"):
            places = [start + span.start for span in sentences(text[start:last])]
            place = _nearest(places, start + ROOMY // 4, wanted, last)
        if place is None:
            line = text.rfind("\n", start + 1, last)
            place = line + 1 if line > start else None
        if place is None:
            words = [match.end() + start for match in _WORD_END.finditer(text[start:last])]
            place = _nearest(words, start, wanted, last) or last
        stop = start + len(text[start:place].rstrip())
        if stop > start:
            pieces.append((start, stop))
        start = place + _blank_lines(text[place:end])
    if text[start:end].strip():
        pieces.append((start, end))
    return pieces


def _nearest(places: tuple[int, ...] | list[int], low: int, wanted: int, high: int) -> int | None:
    """The place in low < place <= high nearest to `wanted`."""
    inside = places[bisect_right(places, low) : bisect_right(places, high)]
    return min(inside, key=lambda place: abs(place - wanted), default=None)


def _blank_lines(text: str) -> int:
    """The length of the blank lines that `text` opens with; an indent of its first full line is kept."""
    blank = len(text) - len(text.lstrip())
    return text.rfind("\n", 0, blank) + 1


def _pack(section: list[_Piece]) -> list[_Piece]:
    """Neighbours of one section joined to passages of like size."""
    total = section[-1].end - section[0].start
    goal = total / -(-total // ROOMY)
    packed = [section[0]]
    for piece in section[1:]:
        joined = piece.end - packed[-1].start
        near = joined <= ROOMY and (joined <= goal * 1.15 or packed[-1].length < goal / 2)
        if near or (joined <= LIMIT and (packed[-1].leads or min(packed[-1].length, piece.length) < SMALL)):
            packed[-1] = _join(packed[-1], piece)
        else:
            packed.append(piece)
    return packed


def _join_small(pieces: list[_Piece]) -> list[_Piece]:
    """Small passages joined to a neighbour: of their own, a parent's or a sister's section."""
    joined: list[_Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is not None and (before.leads or min(before.length, piece.length) < SISTERLY):
            shared = len(_common(before.headings, piece.headings))
            related = shared >= min(len(before.headings), len(piece.headings)) - 1
            if (related or before.leads) and piece.end - before.start <= ROOMY:
                joined[-1] = _join(before, piece)
                continue
        joined.append(piece)
    return joined


def _join(first: _Piece, second: _Piece) -> _Piece:
    headings = _common(first.headings, second.headings) or first.headings
    if first.leads and len(second.headings) > len(headings):
        headings = second.headings
    return _Piece(first.start, second.end, first.kinds + second.kinds, headings, second.leads)


def _common(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return first[:length]
