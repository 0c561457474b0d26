"""Questions that single sentences answer: each asks for what the sentence says, and takes it as reference.

A sentence that surely fits no pattern is left alone: silence is better than a question that its own source
does not answer.
"""

import re
from typing import NamedTuple

from lemminflect import getAllLemmas

from itemwright.writing.article_terms import ArticleTerms
from itemwright.writing.definition_patterns import DEFINING, DEFINITION, LISTING
from itemwright.writing.prose import Statement
from itemwright.writing.subjects import FINITE, POINTS, is_subject
from itemwright.writing.verb_patterns import DOING, EFFECTIVE, SCENE_OF_ITS_OWN, VERBAL

_SCENE = re.compile(r"^(?:In|During|Under|With|For|Within|On|At|Inside) (?:[^,;:]{3,50}), (?=[a-z`A-Z])")


class Asked(NamedTuple):
    """A question, the part of the sentence that answers it, and the pattern's name."""

    pattern: str
    question: str
    answer: str
    statement: Statement


def asked_of(statement: Statement, terms: ArticleTerms) -> Asked | None:
    """The question that the sentence answers; None if no pattern surely fits. `terms`: those of its
    article."""
    prefix, text = _prefixed(statement.text)
    for patterns, rule in (*LISTING, *VERBAL, *DEFINING, *EFFECTIVE):
        if DOING in patterns and not statement.opens_with_code:
            continue
        matches = [match for pattern in patterns if (match := pattern.match(text))]
        found = [
            (match, made)
            for match in matches
            if is_subject(match.group("subject"), terms, DEFINITION in patterns)
            and (made := rule(match, terms.inside(match.group("subject"))))
        ]
        if found:
            name, question, answer = _surest(found)
            if prefix and patterns[0] not in SCENE_OF_ITS_OWN:
                question = f"{prefix} {question[0].lower()}{question[1:]}"
            return Asked(name, question, answer, statement)
    return None


def _surest(found: list[tuple[re.Match[str], tuple[str, str, str]]]) -> tuple[str, str, str]:
    """Of several splits one whose verb cannot be a noun ("queues"), else that with the longest subject."""
    sure = [
        made for match, made in found if "NOUN" not in getAllLemmas(match.groupdict().get("verb") or "is")
    ]
    return sure[0] if sure else found[-1][1]


def _prefixed(text: str) -> tuple[str, str]:
    """ "In a graph database, each node is ...": the phrase that sets the scene, and the rest; or no
    phrase."""
    match = _SCENE.match(text)
    if match is None or POINTS.search(match.group()) or FINITE.search(match.group()):
        return "", text
    return match.group().strip(), text[match.end()].upper() + text[match.end() + 1 :]
