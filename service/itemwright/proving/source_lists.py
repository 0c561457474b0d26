"""Lists that sentences of a source tell, as the words of their members."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from itemwright.proving.claim_features import share_of
from itemwright.proving.clauses import weight
from itemwright.proving.word_roots import roots
from itemwright.text import plain, sentences

NAMED = 0.48
"""Share of a member's words, by weight, that an answer has which names it."""
WEIGHTY = 0.45
"""Weight of the words of its own that an answer needs to be recognised by."""
_LONGEST = 4
"""Words of a member; of the last one, after which its sentence may go on, the first ones are taken."""
_LISTED = re.compile(
    r"(?P<members>[^,;:.()|]{2,60}(?:, [^,;:.()|]{2,60})*,? (?:and|or) [^,;:.()|]{2,60}?)"
    r"(?=$|[,;:.()|]|\s(?:is|are|was|were|do|does|has|have|can|may|need|lie|owe|come|make|take|work|will"
    r"|must|help)\b)"
)
_LEAD = re.compile(
    r"^.*?\b(?:such as|for example|for instance|namely|like|include|includes|including|are|is|of|between"
    r"|from|both)\s+",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """A sentence of a source, and its words by their roots."""

    text: str
    words: frozenset[str]


@lru_cache(maxsize=64)
def parts_of(text: str) -> tuple[Part, ...]:
    """The sentences of a source that are no table rows."""
    spans = [plain(span.text) for span in sentences(text) if not span.text.startswith("|")]
    return tuple(Part(span, frozenset(roots(span))) for span in spans)


def lists_of(text: str) -> Iterator[tuple[list[tuple[str, ...]], int]]:
    """The lists of a sentence, each as the words of its members, and where it ends."""
    for found in _LISTED.finditer(text):
        members = [
            each for each in re.split(r",\s+(?:and |or )?|\s(?:and|or)\s", found["members"]) if each.strip()
        ]
        members[0] = _LEAD.sub("", members[0])
        told = [tuple(roots(each)) for each in members]
        told[-1] = told[-1][:_LONGEST]
        if len(told) >= 2 and all(0 < len(each) <= _LONGEST for each in told):
            yield told, found.end()


def is_member(answer: frozenset[str], member: tuple[str, ...]) -> bool:
    """Whether the answer's words are those of the member, or it is one of that kind ("an insurance
    policy")."""
    shared = answer.intersection(member)
    if member[0] not in answer:  # green tea is no black tea
        return False
    return (
        weight(shared) >= WEIGHTY / 2
        and share_of(member, answer) >= NAMED
        and len(answer.difference(member)) <= 2
    )
