"""Ordering items from numbered lists of an article that are instructions, one step after the other."""

import random
import re
from functools import partial
from typing import NamedTuple

from lemminflect import getAllLemmas

from itemwright.domain.item import Labelled, Ordering
from itemwright.domain.source import Source
from itemwright.text import plain, sentences
from itemwright.writing.article_offers import from_article, topic_name
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.options import option_id
from itemwright.writing.procedure_items import swappable
from itemwright.writing.prose import Section
from itemwright.writing.wording import quoted, without_stop

_STEP = re.compile(r"^ {0,3}(\d{1,2})[.)]\s+(\S.*(?:\n(?! {0,3}\d{1,2}[.)]\s).*)*)", re.MULTILINE)
_STEPWISE = re.compile(
    r"\b(?:steps?|how to|procedure|process|proceed|workflow|as follows|in (?:this|the following) order"
    r"|recipe)\b",
    re.IGNORECASE,
)
_ANY_ORDER = re.compile(
    r"\b(?:optional\w*|or|alternatively|either|any order|if needed|see|note|step \d)\b", re.IGNORECASE
)


class StepList(NamedTuple):
    """Steps in their order; `start` and `end` span the list."""

    topic: str
    steps: tuple[str, ...]
    start: int
    end: int


def step_orderings(sections: list[Section], source: Source, library: Library) -> list[Opportunity]:
    """One opportunity for each numbered list of four to seven instructions that is announced as a
    sequence."""
    found: list[Opportunity] = []
    lead = ""
    for section in sections:
        body = source.text[section.block.start : section.block.end]
        if section.block.kind == "list":
            steps = _steps(body, lead + " " + " ".join(section.headings[-1:]))
            if steps:
                topic = topic_name(section.headings, source.title)
                listed = StepList(topic, tuple(steps), section.block.start, section.block.end)
                found.append(
                    from_article(
                        library,
                        source,
                        "ordering",
                        "text_steps",
                        [(listed.start, listed.end)],
                        ("understand", "medium"),
                        partial(_write, listed),
                        parts=len(steps) - 2,
                    )
                )
        lead = body[-200:] if section.block.kind == "prose" else ""
    return found


def _steps(body: str, around: str) -> list[str]:
    """The first sentences of the entries, if they are numbered from 1 and each is an instruction."""
    entries = _STEP.findall(body)
    if not 4 <= len(entries) <= 7 or [int(n) for n, _ in entries] != list(range(1, len(entries) + 1)):
        return []
    if not _STEPWISE.search(around):
        return []
    steps = []
    for _, text in entries:
        spans = sentences(text.split("\n\n")[0])
        step = " ".join(plain(spans[0].text).split()) if spans else ""
        first = re.match(r"[A-Za-z]+", step)
        if (
            first is None
            or not 3 <= len(step.split()) <= 24
            or _ANY_ORDER.search(step)
            or step.endswith((":", "?"))
        ):
            return []
        if first.group().lower() not in getAllLemmas(first.group().lower()).get("VERB", ()):
            return []
        steps.append(without_stop(step))
    return steps if len(set(steps)) == len(steps) else []


def _write(listed: StepList, setting: Setting, rng: random.Random) -> Ordering:
    order = list(range(len(listed.steps)))
    while order == sorted(order):
        rng.shuffle(order)
    steps = tuple(Labelled(id=option_id(i), text=listed.steps[index]) for i, index in enumerate(order))
    key = tuple(option_id(order.index(i)) for i in range(len(order)))
    stem = f"Topic: {listed.topic}. In which order are these steps taken?"
    asked, told = swappable(listed.steps)[:2]
    pair = sorted((asked, asked + 1), key=order.index)
    one, other = (quoted(listed.steps[i]) for i in pair)
    feedback = Feedback(
        explanation="The order: " + "; ".join(f"{i}. {text}" for i, text in enumerate(listed.steps, 1)) + ".",
        hints=(
            f"Of {one} and {other}, which needs what the other yields?",
            f"{quoted(listed.steps[told + 1])} comes directly after {quoted(listed.steps[told])}.",
        ),
        worked_steps=(),
        common_mistakes=(f"Putting {quoted(listed.steps[asked + 1])} before {quoted(listed.steps[asked])}.",),
        quick_check="",
        takeaway="",
    )
    frame = framed(setting, feedback, [stem, *(step.text for step in steps)], len(steps))
    return finished(Ordering(**frame, stem=stem, steps=steps, key=key))
