"""A quotation of a model, looked up in the passages: where it stands, as the passage has it.

A quotation that differs a little is not trusted but replaced: by the one place that has all its words in
their order, with the same numbers and negations. Where there is none, or more than one, it is no quotation.
"""

import difflib
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from itemwright.domain.passage import Passage
from itemwright.text import NEGATIONS, Span, content_words, sentences

CLOSE = 0.75
"""Share of words in common, in order, from which a place is taken for the one that was meant."""
FEWEST_WORDS = 3
_ELIDED = re.compile(r"\s*(?:\[(?:\.\.\.|…)\]|\(\.\.\.\)|\.\.\.|…)\s*")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_MARKS = frozenset("*`|#>")
_ALIKE = {ord(char): "'" for char in "‘’‚‛´′"} | {ord(char): '"' for char in "“”„‟«»″"}
_ALIKE |= {ord(char): "-" for char in "‐‑‒–—―−"} | {0xA0: " ", 0x202F: " "}
_TURNING = NEGATIONS | frozenset({
    "more", "most", "less", "least", "fewer", "few", "many", "much", "before", "after", "above", "below",
    "over", "under", "up", "down", "off", "out", "only", "until", "unless", "can", "may", "might", "must",
    "should", "will", "would", "all", "any", "some", "each", "every", "both", "either", "same", "other",
    "than", "first", "last",
})  # fmt: skip
"""Words that mean another thing when one takes the place of another: they have to be the same."""
_WORD = re.compile(r"\w+(?:[.,'’/-]\w+)*|[%$€£°]")


class Located(NamedTuple):
    """`passage.text` holds the quotation; `start` and `end` count characters of the source."""

    passage: Passage
    start: int
    end: int
    is_repaired: bool

    @property
    def text(self) -> str:
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


def locate_all(quotes: Sequence[str], passages: Sequence[Passage]) -> list[Located] | str:
    """The places of all the quotations, each once; or why one of them has none."""
    found: list[Located] = []
    for quote in quotes:
        for part in [part for part in _ELIDED.split(quote) if part.strip()] or [quote]:
            place = locate(part, passages)
            if isinstance(place, str):
                return place
            if place not in found:
                found.append(place)
    return found


def locate(quote: str, passages: Sequence[Passage]) -> Located | str:
    """Where the quotation stands, or why it is none."""
    wanted = quote.strip()
    for passage in passages:
        start = passage.text.find(wanted)
        if start >= 0 and wanted:
            if (short := _too_short(wanted, passage)) is not None:
                return short
            return Located(passage, passage.start + start, passage.start + start + len(wanted), False)
    if len(_WORD.findall(wanted)) < FEWEST_WORDS:
        return f"{quote!r} is too short for a quotation"
    near = _in_other_marks(wanted, passages) or _in_other_words(wanted, passages)
    if not near:
        return f"{wanted[:80]!r} stands in none of the passages"
    if len(near) > 1:
        return f"{wanted[:80]!r} stands in none of the passages, and could be meant for {len(near)} places"
    return near[0]


def _too_short(wanted: str, passage: Passage) -> str | None:
    """A word or two prove nothing, unless they are a line of their own: a row, an entry, a line of code."""
    is_line = wanted in (line.strip() for line in passage.text.splitlines())
    if len(_WORD.findall(wanted)) >= FEWEST_WORDS or is_line:
        return None
    return f"{wanted!r} is too short for a quotation"


def _in_other_marks(wanted: str, passages: Sequence[Passage]) -> list[Located]:
    """Places that differ in line ends, spaces, capitals, quotation marks, dashes and Markdown alone."""
    bare = _bare(wanted)[0].strip()
    found = []
    for passage in passages:
        text, places = _bare(passage.text)
        start = text.find(bare)
        while bare and start >= 0:
            first, last = places[start], places[start + len(bare) - 1]
            found.append(Located(passage, passage.start + first, passage.start + last + 1, True))
            start = text.find(bare, start + len(bare))
    return found


def _bare(text: str) -> tuple[str, list[int]]:
    """`text` in one case with single spaces and without marks, and where each of its characters came from."""
    hidden: set[int] = set()
    for link in _LINK.finditer(text):
        hidden.update(range(link.start(), link.start(1)))
        hidden.update(range(link.end(1), link.end()))
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        char = char.translate(_ALIKE)
        if place in hidden or char in _MARKS:
            continue
        char = " " if char.isspace() else char.lower()
        if len(char) != 1 or (char == " " and (not chars or chars[-1] == " ")):
            continue
        chars.append(char)
        places.append(place)
    return "".join(chars), places


def _in_other_words(wanted: str, passages: Sequence[Passage]) -> list[Located]:
    """Places in one or two sentences that hold all content words of the quotation in its order."""
    said = [word.lower() for word in _WORD.findall(wanted)]
    found: list[Located] = []
    for passage in passages:
        for span in _windows(passage.text):
            place = _aligned(said, span, passage)
            if place is not None and not any(_overlap(place, other) for other in found):
                found.append(place)
    return found


def _windows(text: str) -> list[Span]:
    """The sentences, then each two neighbours together."""
    single = sentences(text)
    pairs = itertools.pairwise(single)
    return [*single, *(Span(a.start, b.end, text[a.start : b.end]) for a, b in pairs)]


def _aligned(said: Sequence[str], span: Span, passage: Passage) -> Located | None:
    """The part of the sentence from the first to the last word in common, if it says what was quoted."""
    given = list(_WORD.finditer(span.text))
    words = [match.group().lower() for match in given]
    matcher = difflib.SequenceMatcher(None, said, words, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks or sum(block.size for block in blocks) < CLOSE * len(said):
        return None
    first, last = blocks[0].b, blocks[-1].b + blocks[-1].size - 1
    if not _says_same(said, words[first : last + 1]):
        return None
    start, end = given[first].start(), given[last].end()
    if last == len(given) - 1:
        end = len(span.text.rstrip())
    at = passage.start + span.start
    return Located(passage, at + start, at + end, True)


def _says_same(said: Sequence[str], true: Sequence[str]) -> bool:
    """Whether no content word, number or negation was put in, and none but a few words were left out."""
    left_out = list(content_words(" ".join(true)))
    for word in content_words(" ".join(said)):
        if word not in left_out:
            return False
        left_out.remove(word)
    turning = [
        sorted(w for w in words if w in _TURNING or any(map(str.isdigit, w))) for words in (said, true)
    ]
    return turning[0] == turning[1] and len(left_out) <= max(2, len(said) // 4)


def _overlap(one: Located, other: Located) -> bool:
    return one.passage.source == other.passage.source and one.start < other.end and other.start < one.end
