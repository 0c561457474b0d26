"""Free text from lists under a heading that says what they list: advantages, limits, risks of something."""

import random
import re
from functools import partial
from typing import NamedTuple

from itemwright.domain.item import FreeText
from itemwright.domain.rubric import RubricPoint
from itemwright.domain.source import Source
from itemwright.text import content_words, plain, sentences
from itemwright.writing.article_offers import from_article, topic_name
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.prose import Section, leans
from itemwright.writing.wording import quoted, sentence

FEWEST, MOST = 2, 5
_KINDS = (
    "advantages?|disadvantages?|benefits?|drawbacks?|downsides?|limitations?|challenges?|risks?|pros"
    "|cons|strengths?|weaknesses|trade-?offs?"
)
_HEADING = re.compile(
    rf"^(?:(?P<kind>{_KINDS})(?:\(s\))?(?:\s*(?:of|with|for|:|-)\s*(?P<what>.+))?"
    rf"|(?P<first>.+?) (?P<last>{_KINDS}))$",
    re.IGNORECASE,
)
_NOUNS = {"pros": "advantages", "cons": "disadvantages"}
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}
_ENTRY = re.compile(
    r"^ {0,3}(?:[-*+•]|\d{1,2}[.)])\s+(\S.*(?:\n(?! {0,3}(?:[-*+•]|\d{1,2}[.)])\s)\s*\S.*)*)", re.MULTILINE
)


class PointList(NamedTuple):
    """`points` are what the list says of `what`, for example its advantages."""

    noun: str
    what: str
    points: tuple[str, ...]


def listed_points(sections: list[Section], source: Source, library: Library) -> list[Opportunity]:
    """One opportunity for each such list of two to five entries that can be read by themselves."""
    found: list[Opportunity] = []
    for section in sections:
        match = _HEADING.match(section.headings[-1].strip().rstrip(":")) if section.headings else None
        if section.block.kind != "list" or match is None:
            continue
        points = _points(source.text[section.block.start : section.block.end])
        what = match.group("what") or match.group("first") or topic_name(section.headings[:-1], source.title)
        if (
            not FEWEST <= len(points) <= MOST
            or len(what.split()) > 6
            or not content_words(what)
            or re.search(r"\b(?:vs|versus)\b", what)
        ):
            continue
        kind = (match.group("kind") or match.group("last")).lower()
        noun = _NOUNS.get(kind, kind if kind.endswith("s") else f"{kind}s")
        found.append(
            from_article(
                library,
                source,
                "free_text",
                "text_points",
                [(section.block.start, section.block.end)],
                ("understand", "medium"),
                partial(_write, PointList(noun, _as_spoken(what, source.text), tuple(points))),
                parts=len(points),
            )
        )
    return found


def _as_spoken(what: str, text: str) -> str:
    """A heading's words as the article says them: in small letters, with an article, where it does so."""
    bare = re.sub(r"^(?:the|an?)\s+", "", what, flags=re.IGNORECASE)
    named = any(word.isupper() and len(word) > 1 for word in bare.split())
    spoken = bare.lower() if not named and re.search(rf"(?<![.#] ){re.escape(bare.lower())}", text) else bare
    singular = re.search(rf"\b(an?) {re.escape(spoken)}\b", text)
    return f"{singular.group(1)} {spoken}" if singular else spoken if bare == what else f"the {spoken}"


def _points(body: str) -> list[str]:
    """The first sentence of each entry; none if one of them cannot be read by itself."""
    points = []
    for entry in _ENTRY.findall(body):
        spans = sentences(entry)
        point = " ".join(plain(spans[0].text).split()) if spans else ""
        if not 4 <= len(point.split()) <= 40 or leans(point) or point.endswith((":", "?")) or "](" in point:
            return []
        points.append(sentence(point))
    return points


def _write(points: PointList, setting: Setting, rng: random.Random) -> FreeText:
    count = len(points.points)
    noun = points.noun if count > 1 else points.noun.rstrip("s")
    stem = f"What are {noun} of {points.what}? Name {_NUMBERS[count]}."
    text = " ".join(points.points)
    first = points.points[0].split()
    feedback = Feedback(
        explanation=text,
        hints=(f"One of them can begin with {quoted(' '.join(first[: max(2, len(first) // 3)]) + ' …')}",),
        worked_steps=(),
        common_mistakes=(),
        quick_check="",
        takeaway="",
    )
    rubric = tuple(RubricPoint(point=point, weight=round(1 / count, 4)) for point in points.points)
    frame = framed(setting, feedback, [stem], count)
    return finished(FreeText(**frame, stem=stem, rubric=rubric, key=text))
