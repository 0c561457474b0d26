"""Lists that sentences of a source tell, as the words of their members."""

import re
from collections.abc import Iterator, Sequence
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

_MEASURE = re.compile(r"^(?:an? )?(?:little|few|some|any|pinch of|drops? of|kind of|bit of)\s", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:is|are|was|were|has|have|had|does|do|did|can|will|may|must)\b", re.IGNORECASE)
_MORE = re.compile(r"\s(?:from|that|which|with|at|by|for|to|in)\s", re.IGNORECASE)


class Part(NamedTuple):
    """A sentence of a source, and its words by their roots."""

    text: str
    words: frozenset[str]


@lru_cache(maxsize=64)
def parts_of(text: str) -> tuple[Part, ...]:
    """The sentences of a source that are no table rows."""
    spans = [plain(span.text) for span in sentences(text) if not span.text.startswith("|")]
    return tuple(Part(span, frozenset(roots(span))) for span in spans)


class Member(NamedTuple):
    """One of a list: the words that name it, and all that is said of it ("slag from blast furnaces")."""

    words: tuple[str, ...]
    told: frozenset[str]


def lists_of(text: str) -> Iterator[tuple[list[Member], int]]:
    """The lists of a sentence, and where each ends."""
    for found in _LISTED.finditer(text):
        first, *rest = [
            each for each in re.split(r",\s+(?:and |or )?|\s(?:and|or)\s", found["members"]) if each.strip()
        ] or [""]
        for opening in dict.fromkeys((_LEAD.sub("", first), first)):
            if members := _members([opening, *rest]):
                yield members, found.end()


def _members(texts: Sequence[str]) -> list[Member]:
    """The members with these texts; none where they are clauses and no things, or too long."""
    if len(texts) < 2 or any(_SAYS.search(text) for text in texts):
        return []
    named = [tuple(roots(_MORE.split(_MEASURE.sub("", text))[0])) for text in texts]
    named[-1] = named[-1][:_LONGEST]
    if not all(0 < len(each) <= _LONGEST for each in named):
        return []
    return [Member(words, frozenset(roots(text))) for words, text in zip(named, texts, strict=True)]


def is_member(answer: frozenset[str], member: Member) -> bool:
    """Whether the answer's words are those of the member, or it is one of that kind ("an insurance
    policy")."""
    shared = answer.intersection(member.words)
    if member.words[0] not in answer:  # green tea is no black tea
        return False
    return (
        weight(shared) >= WEIGHTY / 2
        and share_of(member.words, answer) >= NAMED
        and len(answer.difference(member.told)) <= 2
    )
