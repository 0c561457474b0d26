"""Items from the entries of an article: matching terms with descriptions, and finding the term for one."""

import random
from functools import partial

from lemminflect import getAllLemmas

from itemwright.domain.item import Labelled, Matching, MultipleChoice, Pairs
from itemwright.text import content_words
from itemwright.writing.article_offers import from_article, topic_name
from itemwright.writing.entries import Entry, EntryGroup
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.options import Choice, arranged, option_id
from itemwright.writing.other_facts import checked_with
from itemwright.writing.wording import capitalised, quoted, sentence, without_stop

MOST_CHOICES = 2
"""Multiple-choice items from one group: more would ask for the same list again and again."""
MOST_PAIRS = 5


def entry_items(group: EntryGroup, library: Library) -> list[Opportunity]:
    """A matching item for each group, and multiple choice for some entries of a group of four or more."""
    entries = group.entries
    chosen = entries[: MOST_PAIRS + 1]
    found = [
        from_article(
            library, group.source, "matching", "text_matching", [(e.start, e.end) for e in chosen],
            ("understand", "medium"), partial(_matching, group, chosen), parts=len(chosen) - 1,
        )
    ]  # fmt: skip
    if len(entries) >= 4 and group.are_alike:
        said = [entry for entry in entries if not _is_order(entry.description)]
        telling = sorted(said, key=lambda e: -len(set(content_words(e.description))))[:MOST_CHOICES]
        for entry in telling:
            found.append(
                from_article(
                    library,
                    group.source,
                    "multiple_choice",
                    "text_term",
                    [(entry.start, entry.end)],
                    ("remember", "medium"),
                    partial(_choice, group, entry),
                )
            )
    return found


def _is_order(description: str) -> bool:
    """Whether the description tells somebody to do something: "Add checks between steps"."""
    first = description.split()[0].lower()
    return first in getAllLemmas(first).get("VERB", ()) and "ADJ" not in getAllLemmas(first)


def _topic(group: EntryGroup) -> str:
    return topic_name(group.headings, group.source.title)


def _described(entry: Entry) -> str:
    return capitalised(without_stop(entry.description))


def _said(entry: Entry) -> str:
    return f"{entry.term}: {sentence(entry.description)}"


def _matching(
    group: EntryGroup, entries: tuple[Entry, ...], setting: Setting, rng: random.Random
) -> Matching:
    """With five entries or more one description is left over."""
    spare = rng.choice(entries) if len(entries) >= 5 else None
    asked = [entry for entry in entries if entry is not spare]
    texts = [capitalised(without_stop(entry.description)) for entry in entries]
    order = list(range(len(entries)))
    rng.shuffle(order)
    left = tuple(Labelled(id=str(i), text=entry.term) for i, entry in enumerate(asked, 1))
    right = tuple(Labelled(id=option_id(i), text=texts[index]) for i, index in enumerate(order))
    key = {str(i): option_id(order.index(entries.index(entry))) for i, entry in enumerate(asked, 1)}
    what = "name" if group.is_code else "term"
    stem = f"Topic: {_topic(group)}. Match each {what} with its description."
    if spare is not None:
        stem += " One description is left over."
    feedback = Feedback(
        explanation=" ".join(_said(entry) for entry in asked),
        hints=(
            *([f"{quoted(_described(spare))} fits no {what} of the list."] if spare is not None else []),
            f"{quoted(asked[0].term)} is not {quoted(_described(asked[1]))}.",
        ),
        worked_steps=(),
        common_mistakes=(),
        quick_check=checked_with(f"Which {what} fits the description left over?", spare.term)
        if spare is not None
        else "",
        takeaway="",
    )
    reading = [stem, *(side.text for side in (*left, *right))]
    frame = framed(setting, feedback, reading, len(left))
    return finished(Matching(**frame, stem=stem, pairs=Pairs(left=left, right=right), key=key))


def _choice(group: EntryGroup, entry: Entry, setting: Setting, rng: random.Random) -> MultipleChoice:
    others = [other for other in group.entries if other is not entry]
    drawn = rng.sample(others, 3)
    options, key = arranged(
        Choice(entry.term, _said(entry)), [Choice(other.term, _said(other)) for other in drawn], rng
    )
    what = "names" if group.is_code else "terms"
    description = without_stop(entry.description)
    asked = f"Which of these {what} fits the description {quoted(capitalised(description))}?"
    stem = f"Topic: {_topic(group)}. {asked}"
    feedback = Feedback(
        explanation=f"{_said(entry)} {_said(drawn[0])}",
        hints=(f"{quoted(drawn[1].term)} is not meant: {sentence(drawn[1].description)}",),
        worked_steps=(),
        common_mistakes=(),
        quick_check=checked_with(f"And which fits {quoted(_described(drawn[2]))}?", drawn[2].term),
        takeaway="",
    )
    frame = framed(setting, feedback, [stem, *(option.text for option in options)])
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key))
