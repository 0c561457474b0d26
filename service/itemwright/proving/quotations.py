"""Does each quotation stand in its source, character for character, where the citation says?

A citation without offsets is looked up; one that is not there is told with the passage most like it.
"""

import difflib
import re
from pathlib import PurePosixPath
from typing import NamedTuple

from itemwright.domain.item import UNPLACED, Citation, Item
from itemwright.domain.proof import Verdict
from itemwright.domain.source import Source
from itemwright.errors import NotFound
from itemwright.proving.checked import Finding
from itemwright.text import content_words, normal_form, plain, sentences
from itemwright.writing.library import Library

ALIKE = 0.6
"""Share of equal words from which a passage is told as the one that was meant."""
_WORD = re.compile(r"\w+(?:[.,'’-]\w+)*|[^\w\s]")
_MOST_SENTENCES = 6
"""Sentences compared word by word with a quotation that was not found: those that share most words."""


class Place(NamedTuple):
    """Where a quotation stands: `source.text[start:end]`."""

    source: Source
    start: int
    end: int


def check_quotations(item: Item, library: Library) -> Finding:
    """fail: no citation, a source that is not here, or text that differs from the source's span; unsure: it
    differs in marks alone."""
    if not item.citations:
        return "fail", "no citation: nothing shows that the item is true"
    told = [_judge(citation, library) for citation in item.citations]
    verdicts: tuple[Verdict, ...] = ("fail", "unsure")
    for verdict in verdicts:
        problems = [evidence for found, evidence in told if found == verdict]
        if problems:
            return verdict, "; ".join(problems)
    return "pass", f"{len(told)} verbatim: {item.citations[0].quote[:120]!r} at {told[0][1]}"


def find_sources(citation: Citation, library: Library) -> list[Source]:
    """The sources that a citation can mean: by id, by path, or by the name of the file."""
    try:
        return [library.source(citation.source)]
    except NotFound:
        pass
    for named in (citation.path, citation.source):
        if named and (found := library.find_sources(named)):
            return found
    name = PurePosixPath(citation.path or citation.source).name
    return [source for source in library.sources if name and PurePosixPath(source.path).name == name]


def find_place(citation: Citation, library: Library) -> Place | None:
    """Where the quotation stands, at its offsets or else wherever it first occurs; line ends are as good as
    spaces. None when it is nowhere."""
    for source in find_sources(citation, library):
        if citation.start >= 0 and source.text[citation.start : citation.end] == citation.quote:
            return Place(source, citation.start, citation.end)
        if citation.quote.strip() and (span := _find(citation.quote, source.text)) is not None:
            return Place(source, *span)
    return None


def _find(quote: str, text: str) -> tuple[int, int] | None:
    start = text.find(quote)
    if start >= 0:
        return start, start + len(quote)
    spaced = r"\s+".join(re.escape(word) for word in quote.split())
    found = re.search(spaced, text)
    return found.span() if found else None


def _judge(citation: Citation, library: Library) -> Finding:
    if not citation.quote.strip():
        return "fail", "an empty quotation"
    sources = find_sources(citation, library)
    if not sources:
        return "fail", f"source {(citation.path or citation.source)!r} is not here"
    place = find_place(citation, library)
    if place is None:
        return _differs(citation.quote, sources)
    where = f"{place.source.path}, characters {place.start} to {place.end}"
    if citation.start == UNPLACED or (citation.start, citation.end) == (place.start, place.end):
        return "pass", where
    return "fail", (
        f"{citation.quote[:60]!r} stands at {place.start}, not at {citation.start}, of {place.source.path}"
    )


def _differs(quote: str, sources: list[Source]) -> Finding:
    """What the sources say instead of `quote`."""
    bare = _bare(quote)
    for source in sources:
        if bare and bare in _bare(source.text):
            return "unsure", f"{quote[:60]!r} is in {source.path} only without its marks; quote it verbatim"
    nearest = max(
        ((*_nearest(quote, source), source) for source in sources), key=lambda found: found[0], default=None
    )
    if nearest is None or nearest[0] < ALIKE:
        return "fail", f"{quote[:60]!r} is not in {', '.join(source.path for source in sources)}"
    _, passage, source = nearest
    return "fail", f"{quote[:60]!r} is not in {source.path}: {_altered(quote, passage)}; it says {passage!r}"


def _nearest(quote: str, source: Source) -> tuple[float, str]:
    """The words of the source in one run that are most like those of `quote`, and how much so, 0..1."""
    wanted = _WORD.findall(quote)
    own = set(content_words(quote))
    parts = [span.text for span in sentences(source.text)]
    parts = sorted(parts, key=lambda part: -len(own & set(content_words(part))))[:_MOST_SENTENCES]
    best, passage = 0.0, ""
    for part in parts:
        given = list(_WORD.finditer(part))
        length = min(len(wanted), len(given))
        for first in range(len(given) - length + 1):
            for last in range(first + length - 2, min(first + length + 1, len(given))):
                run = given[first : last + 1]
                likeness = difflib.SequenceMatcher(None, wanted, [word.group() for word in run]).ratio()
                if run and likeness > best:
                    best, passage = likeness, part[run[0].start() : run[-1].end()]
    return best, passage


def _altered(quote: str, passage: str) -> str:
    """The words that differ, the quotation's before the source's."""
    said, true = _WORD.findall(quote), _WORD.findall(passage)
    matcher = difflib.SequenceMatcher(None, said, true, autojunk=False)
    changes = [
        f"{' '.join(said[a:b]) or 'nothing'!r} for {' '.join(true[c:d]) or 'nothing'!r}"
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]
    return ", ".join(changes[:3]) + (f" and {len(changes) - 3} more" if len(changes) > 3 else "")


def _bare(text: str) -> str:
    """`text` without Markdown's marks, quotation marks and line ends."""
    return " ".join(re.sub(r"[\"'`*_|]", "", normal_form(plain(text))).split())
