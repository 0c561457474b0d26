"""Acronyms that an article expands: "Retrieval-Augmented Generation (RAG)"."""

import random
import re
from functools import partial
from typing import NamedTuple

from lemminflect import getLemma

from itemwright.domain.item import ShortAnswer
from itemwright.domain.source import Source
from itemwright.text import plain
from itemwright.writing.article_offers import from_article
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.prose import Section

_EXPANDED = re.compile(
    r"(?P<words>(?:[A-Za-z][\w'’]*[ -]){1,7}[A-Za-z][\w'’]*)(?:\*\*|_|\*)? \((?:\*\*|_|\*"
    r"|`)?(?P<acronym>[A-Z][A-Za-z]{1,6}?)s?(?:\*\*|_|\*|`)?\)"
)


OFTEN = 3
"""An acronym that comes less often in an article is not what the article is about."""


class Expanded(NamedTuple):
    """An acronym and its words; `start` and `end` span both in the source."""

    acronym: str
    words: str
    start: int
    end: int


def acronym_questions(sections: list[Section], source: Source, library: Library) -> list[Opportunity]:
    """One opportunity for each acronym, where it is first expanded."""
    found: dict[str, Expanded] = {}
    for section in sections:
        if section.block.kind not in ("prose", "list"):
            continue
        body = source.text[section.block.start : section.block.end]
        for match in _EXPANDED.finditer(body):
            words = expansion(match.group("words"), match.group("acronym"))
            if words is not None:
                start = section.block.start + match.start() + match.group("words").rfind(words)
                expanded = Expanded(
                    match.group("acronym"), plain(words), start, section.block.start + match.end()
                )
                found.setdefault(expanded.acronym, expanded)
    return [
        from_article(
            library, source, "short_answer", "text_acronym", [(each.start, each.end)], ("remember", "easy"),
            partial(_write, each),
        )
        for each in found.values()
    ]  # fmt: skip


def expansion(words: str, acronym: str) -> str | None:
    """The last of `words` whose initials spell the acronym, small words between them left out; else None."""
    pieces = list(re.finditer(r"[A-Za-z][\w'’]*", words))
    letters = [letter for letter in acronym if letter.isupper()]
    if len(letters) < 2:
        return None
    position = len(pieces) - 1
    for letter in reversed(letters):
        while position >= 0 and pieces[position].group()[0].upper() != letter.upper():
            if pieces[position].group().lower() not in (
                "of",
                "the",
                "and",
                "for",
                "to",
                "in",
                "a",
                "on",
                "with",
                "by",
            ):
                return None
            position -= 1
        if position < 0:
            return None
        start = pieces[position].start()
        position -= 1
    small = {"in", "an", "a", "the", "of", "is", "or", "and", "to", "as", "it", "on", "at", "by", "we", "i"}
    if words[start:].split()[0].lower() in small or pieces[-1].group().lower() in small:
        return None
    return words[start:] if pieces[-1].group()[0].upper() == letters[-1].upper() else None


def _write(expanded: Expanded, setting: Setting, rng: random.Random) -> ShortAnswer:
    stem = f"What does the acronym {expanded.acronym} stand for?"
    key = _singular(expanded.words, expanded.acronym)
    text = f"{expanded.acronym} stands for {key}."
    parts = re.findall(r"[A-Za-z]+", key)
    feedback = Feedback(
        explanation=text,
        hints=(
            f"It has {len(parts)} words.",
            f"The last word is {parts[-1]!r}.".replace("'", "“", 1).replace("'", "”", 1),
        ),
        worked_steps=(),
        common_mistakes=(),
        quick_check="",
        takeaway="",
    )
    frame = framed(setting, feedback, [stem])
    return finished(
        ShortAnswer(**frame, stem=stem, accepts=tuple(dict.fromkeys((key, expanded.words))), key=key)
    )


def _singular(words: str, acronym: str) -> str:
    """The words without a plural that the acronym does not have; in small letters unless they are
    capitalised."""
    last = words.split()[-1]
    if (
        last.endswith("s")
        and not last.endswith(("ss", "us", "is", "ics"))
        and not acronym.lower().endswith("s")
    ):
        lemmas = getLemma(last.lower(), "NOUN")
        if lemmas and lemmas[0] != last.lower():
            words = words[: -len(last)] + (lemmas[0] if last.islower() else lemmas[0].capitalize())
    later = re.findall(r"(?<=[ -])[A-Za-z]", words)
    return words if any(letter.isupper() for letter in later) else words[0].lower() + words[1:]
