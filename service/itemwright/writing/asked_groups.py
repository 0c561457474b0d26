"""Groups of entries made of questions that an article answers: what its terms are, what its commands do."""

import re

from itemwright.domain.source import Source
from itemwright.writing.entries import Entry, EntryGroup, distinct, is_description
from itemwright.writing.sentence_patterns import Asked
from itemwright.writing.wording import capitalised

SIZE = 5
"""Entries of one group at most; a longer list is cut, so that no item gets too long to read."""
_WHAT_IS = re.compile(r"^What (?:is|are) (?:the |an? )?(?P<term>[^?,]{2,40})\?$")
_WHAT_DOES = re.compile(r"^What does (?P<term>[^?, ]{2,40}) (?:do|return)\?$")


def asked_groups(source: Source, questions: list[Asked]) -> list[EntryGroup]:
    """Terms with their definitions, and names in code with what they do; four or more make a group."""
    terms: list[Entry] = []
    commands: list[Entry] = []
    for asked in questions:
        statement = asked.statement
        pattern = _WHAT_IS if asked.pattern == "definition" else _WHAT_DOES
        match = pattern.match(asked.question)
        if match is None or not (asked.pattern in ("definition", "doing") or statement.opens_with_code):
            continue
        answer = f"returns {asked.answer}" if asked.question.endswith(" return?") else asked.answer
        if is_description(match.group("term"), answer):
            entry = Entry(match.group("term"), capitalised(answer), statement.start, statement.end)
            (terms if asked.pattern == "definition" else commands).append(entry)
    return [*_cut(source, terms, False), *_cut(source, commands, True)]


def _cut(source: Source, entries: list[Entry], is_code: bool) -> list[EntryGroup]:
    kept = distinct(entries)
    groups = [kept[i : i + SIZE] for i in range(0, len(kept), SIZE)]
    return [EntryGroup(source, (), tuple(group), is_code, is_code) for group in groups if len(group) >= 4]
