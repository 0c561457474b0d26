"""Where in passages a question is spoken of: sentences with the one before them, nearest first."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from itemwright.proving.claim_features import ClaimReader, word_weight
from itemwright.text import content_words, plain, sentences

MEANING_SHARE = 1.0
"""What a cosine of 1 weighs beside all of the question's words."""


_RULE = re.compile(r"^\s*\|?[\s:|-]*-{2,}[\s:|-]*$", re.MULTILINE)


class Window(NamedTuple):
    """A sentence or table row as it is read: with the sentence before it, or with its column names."""

    text: str
    words: frozenset[str]
    alone: str
    """The sentence or row without what stands before it."""


def windows(passages: Sequence[str]) -> list[Window]:
    """The windows of the passages, in order. Fenced code is left out."""
    return [window for passage in passages for window in _windows_of(passage)]


@lru_cache(maxsize=512)
def _windows_of(passage: str) -> tuple[Window, ...]:
    """Of one passage; those that come again are kept, as an article does for each of its items."""
    found: list[Window] = []
    ruled = _RULE.search(passage) is not None  # a row that is quoted alone has no header above it
    header: list[str] = []
    before = ""
    for span in sentences(passage):
        if span.text.startswith("|"):
            cells = [plain(cell.strip()) for cell in span.text.strip("|").split("|")]
            if not ruled:
                found.append(_window(f"{cells[0]}: {'; '.join(cells[1:])}"))
            elif header:
                told = [f"{name} {cell}".strip() for name, cell in zip(header[1:], cells[1:], strict=False)]
                found.append(_window(f"{cells[0]}: {'; '.join(told)}"))
            header, before = header or cells, ""
            continue
        header = []
        text = plain(span.text)
        found.append(_window(f"{before} {text}".strip(), text))
        before = text
    return tuple(found)


def nearest(question: str, found: Sequence[Window], reader: ClaimReader, k: int) -> list[Window]:
    """The `k` windows that speak most of what is asked, by words and by meaning."""
    asked = set(content_words(plain(question)))
    total = sum(word_weight(word) for word in asked) or 1.0
    vector = reader.vector(plain(question))
    worth = [
        sum(word_weight(word) for word in asked & window.words) / total
        + MEANING_SHARE * float(vector @ reader.vector(window.text))
        for window in found
    ]
    order = sorted(range(len(found)), key=lambda n: -worth[n])
    return [found[n] for n in order[:k]]


def _window(text: str, alone: str = "") -> Window:
    return Window(text, frozenset(content_words(text)), alone or text)
