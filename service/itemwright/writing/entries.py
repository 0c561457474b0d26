"""Entries of an article: terms with descriptions, as lists, labelled paragraphs and tables of names give "
"them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lemminflect import getAllLemmas

from itemwright.domain.source import Source
from itemwright.text import content_words, plain, sentences
from itemwright.writing.comparison_tables import ComparisonTable, is_full
from itemwright.writing.prose import Section, leans, sections_of

FEWEST = 3
"""Entries of a group; with fewer there is nothing to choose among."""
_ENTRY = re.compile(
    r"^\s*(?:[-*+•]|\d{1,2}[.)])?\s*(?:(?P<bold>\*\*|__)(?P<b>[^*_]{2,60}?)(?P=bold)|`(?P<c>[^`]{2,40})`"
    r"|\[(?P<l>`?[^\]`]{2,60}`?)\]\([^)]*\))(?P<after>\s*\([^()]{1,60}\))?\s*(?::|[-–—]+\s"
    r"|(?<=:\*\*)\s)\s*(?P<text>\S.*)$"
)
_NO_TERM = re.compile(
    r"^(?:notes?|example|examples|tips?|warning|important|caution|info|step \d+|pros?|cons?|advantages?"
    r"|disadvantages?|default"
    r"|type|types|inputs?|outputs?|returns?|usage|summary|why|how|what|when|where|who|goal|purpose|result"
    r"|results|answer|question|description"
    r"|required|optional|phase \d+|part \d+|option \d+|case \d+|\d+|method \d+|january|february|march"
    r"|april|may|june|july"
    r"|august|september|october|november|december|solution|problem|definition|other|others|misc|general"
    r"|etc|update|fix)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:use|make|add|remove|set|run|create|install|choose|select|check|avoid|keep|consider|ensure|start"
    r"|stop|write|read|define"
    r"|build|test|monitor|train|load|save|update|enable|disable|configure|open|close|get|try|do|don't"
    r"|never|always|be|allow|support\w*"
    r"|improve\w*|reduc\w+|increas\w+|better|faster|lower|higher|more|less|easy|easier|simple|good|no|not)\b",
    re.IGNORECASE,
)


_DESCRIBES = re.compile(
    r"\b(?:descriptions?|meaning|purpose|definition|use|used for|role|explanation|function|effect|what"
    r"|does|details|notes|when)\b",
    re.IGNORECASE,
)


class Entry(NamedTuple):
    """A term and the first sentence of its description; `source.text[start:end]` holds both."""

    term: str
    description: str
    start: int
    end: int


class EntryGroup(NamedTuple):
    """Entries of one list or table: things of one class, fit to be taken for each other."""

    source: Source
    headings: tuple[str, ...]
    entries: tuple[Entry, ...]
    is_code: bool
    are_alike: bool = True
    """Whether they are of one class, so that one can be asked for among the others."""


def groups_of(source: Source, tables: Sequence[ComparisonTable]) -> list[EntryGroup]:
    """The groups of an article with three usable entries or more."""
    found: list[EntryGroup] = []
    run: list[tuple[int, str]] = []
    headings: tuple[str, ...] = ()
    for section in sections_of(source):
        lines = _lines(source, section)
        if section.block.kind == "list":
            found += _group(source, section.headings, lines)
        elif section.block.kind == "prose":
            if section.headings != headings:
                found += _group(source, headings, run)
                run, headings = [], section.headings
            run += lines[:1]
    found += _group(source, headings, run)
    for table in tables:
        found += _of_table(table)
    return found


def _lines(source: Source, section: Section) -> list[tuple[int, str]]:
    """Top-level entries of a list, or the paragraph: start and text on one line."""
    block = section.block
    body = source.text[block.start : block.end]
    if block.kind != "list":
        return [(block.start, body)]
    marks = list(re.finditer(r"^(?P<in> {0,3})(?:[-*+•]|\d{1,2}[.)])\s+", body, re.MULTILINE))
    if not marks:
        return []
    indent = min(len(mark.group("in")) for mark in marks)
    starts = [mark.start() for mark in marks if len(mark.group("in")) == indent]
    return [(block.start + a, body[a:b]) for a, b in zip(starts, [*starts[1:], len(body)], strict=True)]


def _group(source: Source, headings: tuple[str, ...], lines: Sequence[tuple[int, str]]) -> list[EntryGroup]:
    entries: list[Entry] = []
    code = 0
    for start, text in lines:
        first = text.strip("\n").split("\n\n")[0]
        match = _ENTRY.match(" ".join(first.split()))
        if match is None:
            continue
        label = match.group("b") or match.group("c") or match.group("l") or ""
        entry = _entry(label, match.group("text"), start, text, source)
        if entry is not None:
            entries.append(entry)
            code += match.group("c") is not None or "`" in label
    entries = distinct(entries)
    if len(entries) < FEWEST or 0 < code < len(entries):
        return []
    return [EntryGroup(source, headings, tuple(entries), code > 0)]


def _entry(label: str, text: str, start: int, raw: str, source: Source) -> Entry | None:
    """The entry, or None where the term is no term or the description cannot stand without it."""
    term = plain(label).strip().rstrip(":").strip()
    described = sentences(text)
    if not described or not _is_term(term):
        return None
    description = _without_term(term, " ".join(plain(described[0].text).split()))
    if not is_description(term, description):
        return None
    begin = start + len(raw) - len(raw.lstrip())
    tail = described[0].text.split()[-1]
    found = raw.find(tail, raw.find(label) + len(label))
    words_end = _end_of(raw, described[0].text)
    end = start + (words_end if words_end is not None else found + len(tail))
    return Entry(term, description, begin, end)


def _without_term(term: str, description: str) -> str:
    """ "RDB persistence performs snapshots" under the term RDB: "Performs snapshots"."""
    match = re.match(
        rf"(?:The |An? )?{re.escape(term)}(?: [a-z]+)?? (?P<rest>(?P<verb>[a-z]+s) .+)",
        description,
        re.IGNORECASE,
    )
    if (
        match
        and match.group("verb") not in ("is", "was", "has")
        and "VERB" in getAllLemmas(match.group("verb"))
    ):
        return match.group("rest")[0].upper() + match.group("rest")[1:]
    return description


def _end_of(raw: str, sentence: str) -> int | None:
    """Where `sentence`, whose spaces were joined, ends in `raw`."""
    pattern = r"\s+".join(re.escape(word) for word in sentence.split())
    match = re.search(pattern, raw)
    return match.end() if match else None


def _is_term(term: str) -> bool:
    return (
        1 <= len(term.split()) <= 5
        and len(term) >= 2
        and not _NO_TERM.match(term)
        and not _IMPERATIVE.match(term)
        and not re.search(r"[.!?:;,=<>]\s|[?!]$|^\d", term)
    )


def is_description(term: str, description: str) -> bool:
    """Whether the description says enough, stands by itself and does not name the term."""
    words = description.split()
    if not 5 <= len(words) <= 26 or description.endswith(("?", "!", ":")) or leans(description):
        return False
    if re.match(
        r"(?:it|this|these|they|see|e\.g|i\.e|for example|same|also|if|when|use|note)\b",
        description,
        re.IGNORECASE,
    ):
        return False
    if len(re.findall(r"\d[\d.,]*", description)) >= 2:
        return False
    own = {word for word in content_words(term) if len(word) > 2}
    return not own & set(content_words(description))


def glossary_of(source: Source) -> list[EntryGroup]:
    """Sister headings that are terms, each with a description as its first sentence: a glossary."""
    found: list[EntryGroup] = []
    entries: list[Entry] = []
    trail: tuple[str, ...] = ()
    last = ""
    for section in sections_of(source):
        above, heading = section.headings[:-1], section.headings[-1] if section.headings else ""
        if above != trail:
            found += _glossary(source, trail, entries)
            entries, trail = [], above
        if section.block.kind != "prose" or heading == last or not heading:
            continue
        last = heading
        text = source.text[section.block.start : section.block.end]
        entry = _entry(heading, text, section.block.start, text, source)
        if entry is not None and len(heading.split()) <= 3:
            entries.append(entry)
    return found + _glossary(source, trail, entries)


def _glossary(source: Source, headings: tuple[str, ...], entries: list[Entry]) -> list[EntryGroup]:
    kept = distinct(entries)
    return [EntryGroup(source, headings, tuple(kept), False)] if len(kept) >= 4 else []


def distinct(entries: list[Entry]) -> list[Entry]:
    """Without entries whose term or description comes twice."""
    terms = [entry.term.casefold() for entry in entries]
    texts = [frozenset(content_words(entry.description)) for entry in entries]
    return [
        entry
        for i, entry in enumerate(entries)
        if terms.count(terms[i]) == 1
        and not any(len(texts[i] & t) >= 0.7 * len(texts[i] | t) for j, t in enumerate(texts) if j != i)
    ]


def _of_table(table: ComparisonTable) -> list[EntryGroup]:
    """A table of names: short unlike first cells, and a column that describes them."""
    best: list[Entry] = []
    for column, head in enumerate(table.header.cells):
        if column == 0 or not (len(table.header.cells) == 2 or _DESCRIBES.search(head)):
            continue
        entries = [
            Entry(row.cells[0], row.cells[column], row.start, row.end)
            for row in table.rows
            if is_full(row.cells)
            and "](" not in table.source.text[row.start : row.end]
            and _is_term(row.cells[0])
            and is_description(row.cells[0], row.cells[column])
        ]
        entries = distinct(entries)
        if len(entries) > len(best):
            best = entries
    if len(best) < FEWEST:
        return []
    return [EntryGroup(table.source, (table.heading,), tuple(best), False)]
