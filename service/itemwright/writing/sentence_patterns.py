"""Questions that single sentences answer: each asks for what the sentence says, and takes it as reference.

A sentence that surely fits no pattern is left alone: silence is better than a question that its own source
does not answer.
"""

import re
from typing import NamedTuple

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
    """The question that the sentence answers; None if no pattern surely fits. `terms`: those of its "
    "article."""
    prefix, text = _prefixed(statement.text)
    for pattern, rule in (*LISTING, *VERBAL, *DEFINING, *EFFECTIVE):
        match = pattern.match(text)
        if pattern is DOING and not statement.opens_with_code:
            continue
        if match is None or not is_subject(match.group("subject"), terms, pattern is DEFINITION):
            continue
        subject = terms.inside(match.group("subject"))
        if found := rule(match, subject):
            name, question, answer = found
            if prefix and pattern not in SCENE_OF_ITS_OWN:
                question = f"{prefix} {question[0].lower()}{question[1:]}"
            return Asked(name, question, answer, statement)
    return None


def _prefixed(text: str) -> tuple[str, str]:
    """ "In a graph database, each node is ...": the phrase that sets the scene, and the rest; or no "
    "phrase."""
    match = _SCENE.match(text)
    if match is None or POINTS.search(match.group()) or FINITE.search(match.group()):
        return "", text
    return match.group().strip(), text[match.end()].upper() + text[match.end() + 1 :]
