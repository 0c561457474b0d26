"""Free text and short answers from single sentences of an article, and from headings that ask a question."""

import random
import re
from functools import partial

from itemwright.domain.card import Bloom, Level
from itemwright.domain.item import FreeText, ShortAnswer
from itemwright.domain.rubric import RubricPoint
from itemwright.domain.source import Source
from itemwright.text import plain, sentences
from itemwright.writing.article_offers import from_article, with_topic
from itemwright.writing.article_terms import ArticleTerms
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.other_facts import checked_with
from itemwright.writing.prose import Section, Statement, leans
from itemwright.writing.sentence_patterns import Asked, asked_of
from itemwright.writing.wording import quoted, sentence, without_stop

_RATING: dict[str, tuple[Bloom, Level]] = {
    "definition": ("remember", "medium"), "name": ("remember", "medium"), "default": ("remember", "medium"),
    "enumeration": ("remember", "medium"), "doing": ("remember", "easy"), "use": ("understand", "easy"),
}  # fmt: skip
_LEANING = re.compile(r"(?:both|them|it|this|these|those|such|the same|one)(?:[,;. ]|$)", re.IGNORECASE)
_WH = re.compile(r"^(?:what(?! about| if)|why|how|when|which|where)\b[^?]{8,90}\?$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:[,;:]) (?:so|but|because|since|whereas|while|although|and (?:an?|the))\b")
_SAME = re.compile(r"^what (?:is|are|does|do) ")
_PERSONAL = re.compile(
    r"\b(?:i|my|me|we|our|us|you|your|this|that|these|those|it|they|them|next|here|now|section|chapter"
    r"|article|should|do i)\b",
    re.IGNORECASE,
)


def questions_asked(statements: list[Statement], terms: ArticleTerms) -> list[Asked]:
    """What the sentences surely answer; a question is asked once, of the first sentence that answers it."""
    found: list[Asked] = []
    seen: set[str] = set()
    for statement in statements:
        asked = asked_of(statement, terms)
        if asked is None or _LEANING.match(asked.answer):
            continue
        question = _SAME.sub("what is ", asked.question.casefold()).removesuffix(" refer to?").rstrip("?")
        if question in seen:
            continue
        seen.add(question)
        found.append(asked)
    return found


def answered_questions(questions: list[Asked], library: Library) -> list[Opportunity]:
    """One opportunity for each question."""
    found: list[Opportunity] = []
    for number, asked in enumerate(questions):
        statement = asked.statement
        after = [*questions[number + 1 :], *questions[:number]]
        other = next((each for each in after if each.statement.text != statement.text), None)
        short = asked.pattern in ("name", "default", "count")
        rating = _RATING.get(asked.pattern, ("understand", "medium"))
        found.append(
            from_article(
                library,
                statement.source,
                "short_answer" if short else "free_text",
                f"text_{asked.pattern}",
                [(statement.start, statement.end)],
                rating,
                partial(_short if short else _free, asked, other),
            )
        )
    return found


def question_headings(sections: list[Section], source: Source, library: Library) -> list[Opportunity]:
    """Headings that ask what, why or how, answered by the first sentences below them."""
    found: list[Opportunity] = []
    asked: set[str] = set()
    for section in sections:
        heading = section.headings[-1].strip() if section.headings else ""
        if (
            heading in asked
            or section.block.kind != "prose"
            or not _WH.match(heading)
            or _PERSONAL.search(heading)
        ):
            continue
        asked.add(heading)
        spans = sentences(source.text[section.block.start : section.block.end])[:2]
        texts = [" ".join(plain(span.text).split()) for span in spans]
        if not texts or not texts[0].endswith(".") or leans(texts[0]) or len(texts[0].split()) < 8:
            continue
        kept = 2 if len(texts) == 2 and texts[1].endswith(".") and not leans(texts[1]) else 1
        begin = section.block.start
        found.append(
            from_article(
                library,
                source,
                "free_text",
                "text_heading",
                [(begin + spans[0].start, begin + spans[kept - 1].end)],
                ("understand", "medium"),
                partial(_heading, sentence(heading), texts[:kept]),
            )
        )
    return found


def _feedback(answer: str, text: str, other: Asked | None) -> Feedback:
    """`other`: another question of the same article, whose answer is not the same sentence."""
    words = answer.split()
    opening = " ".join(words[: max(2, min(4, len(words) // 3))])
    return Feedback(
        explanation=text,
        hints=(f"The answer can begin with {quoted(opening + ' …')}",),
        worked_steps=(),
        common_mistakes=(),
        quick_check=checked_with(other.question, other.statement.text) if other is not None else "",
        takeaway="",
    )


def _asked_part(asked: Asked) -> str:
    """The sentence without a clause that goes on to something that the question does not ask for."""
    text = asked.statement.text
    if asked.pattern not in ("effect", "relation"):
        return text
    clause = _GOES_ON.search(text)
    return f"{text[: clause.start()]}." if clause else text


def _free(asked: Asked, other: Asked | None, setting: Setting, rng: random.Random) -> FreeText:
    statement = asked.statement
    feedback = _feedback(asked.answer, statement.text, other)
    points = [RubricPoint(point=_asked_part(asked))]
    if asked.pattern == "enumeration":
        items = asked.answer.split("; ")
        points = [RubricPoint(point=f"Names {item}.", weight=round(1 / len(items), 4)) for item in items]
    stem = with_topic(asked.question, statement.headings, statement.source.title)
    frame = framed(setting, feedback, [stem], len(points))
    return finished(FreeText(**frame, stem=stem, rubric=tuple(points), key=statement.text))


def _short(asked: Asked, other: Asked | None, setting: Setting, rng: random.Random) -> ShortAnswer:
    statement = asked.statement
    answer = without_stop(asked.answer)
    feedback = _feedback(answer, statement.text, other)
    feedback = feedback._replace(hints=(f"It begins with {quoted(answer[0] + ' …')}",))
    stem = with_topic(asked.question, statement.headings, statement.source.title)
    frame = framed(setting, feedback, [stem])
    return finished(ShortAnswer(**frame, stem=stem, accepts=(answer,), key=answer))


def _heading(question: str, texts: list[str], setting: Setting, rng: random.Random) -> FreeText:
    text = " ".join(texts)
    feedback = _feedback(texts[0], text, None)
    points = tuple(RubricPoint(point=each, weight=round(1 / len(texts), 4)) for each in texts)
    frame = framed(setting, feedback, [question], len(points))
    return finished(FreeText(**frame, stem=question, rubric=points, key=text))
