"""What a learner is told about a grade: plain words, without the key, never in the voice of an answer."""

import functools
import re
from collections.abc import Sequence

from itemwright.domain.grade import CriterionGrade, Flag
from itemwright.grading.reading import read

_WORD = re.compile(r"\w[\w-]*")
_MOST_WORDS = 3
_LONGEST_QUOTE = 160


def explain(question: str, criteria: Sequence[CriterionGrade], flags: Sequence[Flag], review: bool) -> str:
    """The feedback on graded criteria.

    Of a missing point only words that the question has are named, so that asking again never reads out the
    rubric. An answer with an accusing flag is not quoted.
    """
    accused = any(flag.accuses for flag in flags)
    lines = []
    if criteria and all(c.status == "met" and c.credit >= 0.99 for c in criteria):
        lines.append("What is asked for was found.")
    for number, criterion in enumerate(criteria, start=1):
        if criterion.status == "met" and criterion.credit >= 0.99:
            continue
        lines.append(_one(number, len(criteria), criterion, question, accused))
    codes = {flag.code for flag in flags}
    if "question_copied" in codes:
        lines.append("Repeating the question earns nothing; say what the answer is.")
    if "both_ways" in codes:
        lines.append("Decide for one answer; naming both earns nothing.")
    if "unreadable" in codes:
        lines.append("Hardly a word of it could be read; check the spelling.")
    if "keyword_salad" in codes:
        lines.append("A row of key words says nothing yet; write sentences.")
    elif accused:
        lines.append("Words addressed to the grader are not graded.")
    if review:
        lines.append("This grade is unsure; a person should look at it.")
    return " ".join(lines)


def _one(number: int, count: int, criterion: CriterionGrade, question: str, accused: bool) -> str:
    name = f"Point {number} of {count}" if count > 1 else "The answer"
    about = _topic(criterion.point, question)
    if criterion.status == "contradicted":
        quote = criterion.quote
        said = f': "{quote}"' if quote and len(quote) <= _LONGEST_QUOTE and not accused else ""
        return f"{name} is contradicted{about}{said}."
    if criterion.credit > 0:
        return f"{name} is met in part or not clearly{about}."
    return f"{name} is missing{about}." if count > 1 else f"What is asked for was not found{about}."


def _topic(point: str, question: str) -> str:
    """Of the point, the weightiest words that the question has too, as the question writes them."""
    written = _written(question)
    weights = {w.lemma: w.weight for w in read(point).words if w.lemma in written and w.weight > 0.4}
    names = [written[lemma] for lemma in sorted(weights, key=lambda lemma: (-weights[lemma], lemma))]
    return f" (about {', '.join(names[:_MOST_WORDS])})" if names else ""


@functools.lru_cache(maxsize=256)
def _written(question: str) -> dict[str, str]:
    """lemma -> the word of the question that it was first read from."""
    return {lemma: word for word in reversed(_WORD.findall(question)) for lemma in read(word).lemmas}
