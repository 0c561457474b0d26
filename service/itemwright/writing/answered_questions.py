"""Free text and short answers from single sentences of an article, and from headings that ask a question."""

import random
import re
from functools import partial

from itemwright.domain.card import Bloom, Level
from itemwright.domain.item import FreeText, ShortAnswer
from itemwright.domain.rubric import RubricPoint
from itemwright.domain.source import Source
from itemwright.text import plain, sentences
from itemwright.writing.article_offers import from_article, topic_name, with_topic
from itemwright.writing.article_terms import ArticleTerms
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.prose import Section, Statement, leans
from itemwright.writing.sentence_patterns import Asked, asked_of
from itemwright.writing.wording import quoted, sentence, without_stop

_RATING: dict[str, tuple[Bloom, Level]] = {
    "definition": ("remember", "medium"), "name": ("remember", "medium"), "default": ("remember", "medium"),
    "enumeration": ("remember", "medium"), "doing": ("remember", "easy"), "use": ("understand", "easy"),
}  # fmt: skip
_HINTS = {
    "definition": ("Say first what kind of thing it "
                   "is.", "Then say what sets it apart from things of the same kind."),
    "means": ("Look for the means, not for the "
              "result.", "Imagine what somebody actually does to bring it about."),
    "reason": ("Look for the cause behind it.", "Ask what would be different if that cause were missing."),
    "effect": ("Ask what is different once it is in "
               "place.", "Name the object of the action, not the action itself."),
    "enumeration": ("The number in the question says how many to "
                    "name.", "Leave out whatever is a part of another one."),
    "condition": ("Ask what has to happen before it does.", "Look for the event, not for the result."),
    "place": ("Ask where you would look for it.", "Name the place as exactly as you can."),
    "count": ("A number is asked for.", "Recall the order of magnitude first, then the number."),
    "instead": ("Say what takes the place of the thing that is not done.", "Name the action and its object."),
    "contrast": ("A difference has two sides, so think of "
                 "both.", "Ask in which respect the two can be told apart."),
    "name": ("Another name stands for the very same thing.", "The other name describes what it does."),
    "default": ("Think of what holds when nobody sets it.", "A default is a value, so name a value."),
    "feature": ("Ask who gains or loses by it.", "State one thing, as precisely as you can."),
}  # fmt: skip
_OTHER_HINTS = ("Say precisely what it concerns.", "Name what stands on the other side of the relation.")
_MISTAKES = {
    "definition": "Giving an example instead of saying what it is.",
    "means": "Repeating that it happens instead of saying how.",
    "reason": "Repeating that it is so instead of saying why.",
    "enumeration": "Naming fewer than are asked for.",
}
_WH = re.compile(r"^(?:what(?! about| if)|why|how|when|which|where)\b[^?]{8,90}\?$", re.IGNORECASE)
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
        if asked is None:
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
    for asked in questions:
        statement = asked.statement
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
                partial(_short if short else _free, asked),
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


def _feedback(pattern: str, asked: str, answer: str, text: str, topic: str) -> Feedback:
    nudge, idea = _HINTS.get(pattern, _OTHER_HINTS)
    words = answer.split()
    opening = " ".join(words[: max(2, min(4, len(words) // 3))])
    return Feedback(
        explanation=text,
        hints=(nudge, idea, f"The answer can begin with {quoted(opening + ' …')}"),
        worked_steps=(f"The question belongs to the topic {quoted(topic)}.", text),
        common_mistakes=(
            _MISTAKES.get(pattern, "Saying something true that the question does not ask for."),
        ),
        quick_check=f"Read your answer as a reply to {quoted(asked)}: is anything missing?",
        takeaway=text,
    )


def _free(asked: Asked, setting: Setting, rng: random.Random) -> FreeText:
    statement = asked.statement
    topic = topic_name(statement.headings, statement.source.title)
    feedback = _feedback(asked.pattern, asked.question, asked.answer, statement.text, topic)
    points = [RubricPoint(point=statement.text)]
    if asked.pattern == "enumeration":
        items = asked.answer.split("; ")
        points = [RubricPoint(point=f"Names {item}.", weight=round(1 / len(items), 4)) for item in items]
    stem = with_topic(asked.question, statement.headings, statement.source.title)
    frame = framed(setting, feedback, [stem], len(points))
    return finished(FreeText(**frame, stem=stem, rubric=tuple(points), key=statement.text))


def _short(asked: Asked, setting: Setting, rng: random.Random) -> ShortAnswer:
    statement = asked.statement
    topic = topic_name(statement.headings, statement.source.title)
    answer = without_stop(asked.answer)
    feedback = _feedback(asked.pattern, asked.question, answer, statement.text, topic)
    feedback = feedback._replace(hints=(*feedback.hints[:2], f"It begins with {quoted(answer[0] + ' …')}"))
    stem = with_topic(asked.question, statement.headings, statement.source.title)
    frame = framed(setting, feedback, [stem])
    return finished(ShortAnswer(**frame, stem=stem, accepts=(answer,), key=answer))


def _heading(question: str, texts: list[str], setting: Setting, rng: random.Random) -> FreeText:
    text = " ".join(texts)
    feedback = _feedback("heading", question, texts[0], text, question.rstrip("?"))
    points = tuple(RubricPoint(point=each, weight=round(1 / len(texts), 4)) for each in texts)
    frame = framed(setting, feedback, [question], len(points))
    return finished(FreeText(**frame, stem=question, rubric=points, key=text))
