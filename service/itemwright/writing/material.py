"""What a model writes from: the passages that say something, shared out to calls, and types they fit."""

import ast
import random
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from itemwright.domain.item import ItemType
from itemwright.domain.passage import Passage
from itemwright.index.lexical import LexicalIndex
from itemwright.text import sentences
from itemwright.writing.library import Library

CHARS_PER_CALL = 12_000
"""Characters of passages shown in one call, about 3,000 tokens."""
CHARS_PER_SLOT = 3_600
"""The most for each slot of a call: a single item needs no whole article."""
FEWEST_WORDS = 6
"""Words of a line that says something."""

Finder = Callable[[str, int], Sequence[Passage]]
"""The best passages for a query, at most so many."""

_APART = re.compile(
    r"\b(?:references?|further reading|see also|acknowledge?ments?|licen[cs]e|contributing|changelog"
    r"|bibliography|table of contents|about the author|related (?:posts|articles)|subscribe|disclaimer)\b",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^(?:```|~~~)[ \t]*(\w*)[^\n]*\n(.*?)^(?:```|~~~)[ \t]*$", re.DOTALL | re.MULTILINE)
_NUMBERED = re.compile(r"^\s{0,3}(?:\d{1,2}[.)]|step \d+)\s+\S", re.IGNORECASE | re.MULTILINE)
_IN_TURN = re.compile(
    r"\b(?:first(?:ly)?|then|next|after(?:wards| that| this)|finally|lastly|second(?:ly)?|third(?:ly)?)\b",
    re.IGNORECASE,
)
_ROW = re.compile(r"^(?!\s*\|?[\s:|-]+$).*\S[ \t]*\|[ \t]*\S.*$", re.MULTILINE)
"""A row of a table, with bars around it or only between its cells; not the rule below a header."""
_NUMBER = re.compile(r"(?<![\w.])\d[\d,.]*\s?(?:%|per ?cent|°|[a-zA-Zµ]{1,12}\b)|[$€£]\s?\d[\d,.]*")
_TERM = re.compile(r"\*\*[^*\n]{2,50}\*\*|^\s*(?:[-*+]|\d{1,2}[.)])\s+\S[^\n:]{1,50}:\s", re.MULTILINE)
_CONTRAST = re.compile(
    r"\b(?:whereas|unlike|in contrast|by contrast|while|compared (?:with|to)|rather than)\b", re.I
)
CODE_TYPES: frozenset[ItemType] = frozenset({"code_cloze", "output_prediction", "debug"})
DEMANDING: frozenset[ItemType] = CODE_TYPES | {"numeric", "ordering", "table", "matching"}
"""Types that not all passages carry."""
_NUMBERS, _STEPS, _TERMS, _CONTRASTS, _ROWS = 4, 4, 3, 3, 3
"""From so many on an article carries a sum, an order, pairs or a table."""


class Part(NamedTuple):
    """The passages of one call, in the order of their source; `shared`: how many calls before it in the plan
    have the same ones."""

    passages: tuple[Passage, ...]
    shared: int = 0


def find_by_words(library: Library) -> Finder:
    """A finder without an embedder: BM25 over the library's passages."""
    passages = library.passages
    index = LexicalIndex(passages) if passages else None

    def find(query: str, k: int) -> list[Passage]:
        if index is None:
            return []
        scores = index.scores(query)
        best = sorted(range(len(passages)), key=lambda place: (-scores[place], place))[:k]
        return [passages[place] for place in best if scores[place] > 0]

    return find


def telling(passages: Sequence[Passage]) -> list[Passage]:
    """Those that say something about a subject; all, if none does."""
    found = [p for p in passages if weight(p) > 0 and not _APART.search(" / ".join(p.heading_path[1:]))]
    return found or list(passages)


def weight(passage: Passage) -> int:
    """How much a passage says: its full sentences, rows, entries and lines of code."""
    lines = [line for line in passage.text.splitlines() if line.strip()]
    if passage.kind == "code":
        return max(1, len(lines) // 4)
    rows = max(0, sum(bool(_ROW.search(line)) for line in lines) - 1)
    prose = "\n".join(line for line in lines if not _ROW.search(line))
    spans = [span.text for span in sentences(prose) if len(span.text.split()) >= FEWEST_WORDS]
    full = sum(text.rstrip(' *_"”’)').endswith((".", ":", "。")) for text in spans)
    entries = (len(spans) - full) // 2 if passage.kind == "list" else 0
    return full + rows + entries


def shared_out(passages: Sequence[Passage], calls: int) -> list[Part]:
    """The passages of an article cut into as many neighbouring parts as calls, each saying about as much.

    With fewer passages than calls, calls share a part."""
    parts = min(calls, len(passages)) or 1
    weights = [max(1, weight(passage)) for passage in passages]
    total, said = sum(weights), 0
    cut: list[list[Passage]] = [[] for _ in range(parts)]
    for place, (passage, each) in enumerate(zip(passages, weights, strict=True)):
        middle = said + each / 2
        wanted = min(parts - 1, int(middle * parts / total))
        left = len(passages) - place
        filled = sum(bool(part) for part in cut)
        if parts - filled >= left:  # as many passages as empty parts are left: each gets one
            wanted = filled
        cut[min(wanted, filled)].append(passage)
        said += each
    return [Part(tuple(cut[call % parts]), call // parts) for call in range(calls)]


def dealt_out(passages: Sequence[Passage], calls: int) -> list[Part]:
    """Passages found for a query, best first, dealt to the calls in turn; in the order of their source."""
    parts = min(calls, len(passages)) or 1
    hands = [_in_order(passages[part::parts]) for part in range(parts)]
    return [Part(hands[call % parts], call // parts) for call in range(calls)]


def trimmed(passages: Sequence[Passage], slots: int, seed: int) -> tuple[Passage, ...]:
    """As much of the passages as so many slots may read: those that say most, or, where that is less than
    half, neighbours from a place that the seed draws."""
    room = min(CHARS_PER_CALL, CHARS_PER_SLOT * slots)
    length = sum(len(passage.text) for passage in passages)
    if length <= room:
        return _in_order(passages)
    order = sorted(passages, key=lambda p: (-weight(p), p.start))
    if room < length / 2:
        start = random.Random(f"window/{seed}").randrange(len(passages))
        order = [*passages[start:], *reversed(passages[:start])]
    kept: list[Passage] = []
    for passage in order:
        if not kept or len(passage.text) <= room:
            kept.append(passage)
            room -= len(passage.text)
    return _in_order(kept)


def _in_order(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    first = {passage.source: place for place, passage in reversed(list(enumerate(passages)))}
    return tuple(sorted(passages, key=lambda p: (first[p.source], p.start)))


def carries(passages: Sequence[Passage], kind: ItemType) -> bool:
    """Whether passages have what an item of the type is made of: code, numbers, steps, terms, comparisons."""
    text = "\n\n".join(passage.text for passage in passages)
    if kind in CODE_TYPES:
        return any(_is_python(language, body) for language, body in _FENCE.findall(text))
    if kind == "numeric":
        return len(set(_NUMBER.findall(text))) >= _NUMBERS
    if kind == "ordering":
        return len(_NUMBERED.findall(text)) >= _STEPS or len(_IN_TURN.findall(text)) >= _STEPS
    if kind == "table":
        return len(_ROW.findall(text)) >= _ROWS or len(_CONTRAST.findall(text)) >= _CONTRASTS
    if kind == "matching":
        return (
            len(_TERM.findall(text)) >= _TERMS
            or len(_ROW.findall(text)) >= _ROWS
            or len(sentences(text)) >= 12
        )
    return True


def _is_python(language: str, body: str) -> bool:
    if language not in ("", "py", "python", "python3", "pycon"):
        return False
    try:
        tree = ast.parse(body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return len(tree.body) >= 2 and any(isinstance(node, ast.Call) for node in ast.walk(tree))
