"""The order in which an explanation tells the steps of an ordering, against that of the key."""

import re
from collections.abc import Iterator

from itemwright.domain.item import Ordering
from itemwright.proving.claim_features import share_of
from itemwright.proving.clauses import weight
from itemwright.proving.word_roots import roots
from itemwright.text import plain, sentences

_NAMED, _WEIGHTY = 0.5, 0.45
_BETWEEN: tuple[tuple[re.Pattern[str], bool], ...] = (
    (re.compile(r"\balready\b(?P<rest>.*?)\b(?:by the time|when|before)\b", re.IGNORECASE), True),
    (
        re.compile(r",? (?:is|are|was|were) followed by\b|,? precedes?d?\b|\bearlier than\b", re.IGNORECASE),
        True,
    ),
    (re.compile(r"(?<!not)(?<!only) (?:long |shortly |right |just |years? )?before\b", re.IGNORECASE), True),
    (
        re.compile(
            r"\blater than\b|\bonly after\b|(?<!not) (?:long |shortly |right |just |years? )?after\b",
            re.IGNORECASE,
        ),
        False,
    ),
)
_OPENING: tuple[tuple[re.Pattern[str], bool], ...] = (
    (
        re.compile(r"^(?:only )?(?:after|once|as soon as)\b(?P<first>[^,]+),(?P<then>.+)$", re.IGNORECASE),
        True,
    ),
    (re.compile(r"^(?:even )?before\b(?P<first>[^,]+),(?P<then>.+)$", re.IGNORECASE), False),
)
"""What stands between two events, or opens a sentence about two, and whether the first told comes first."""


def against_key(item: Ordering) -> str:
    """The sentence of the explanation that has two steps the other way round; "" without one."""
    texts = {step.id: step.text for step in item.steps}
    own = {
        name: frozenset(roots(plain(text)))
        - frozenset(word for other, each in texts.items() if other != name for word in roots(plain(each)))
        for name, text in texts.items()
    }
    for text in (item.explanation, *item.worked_steps, item.takeaway):
        for span in sentences(text):
            for piece in re.split(r";\s|, and (?=\w+ )", plain(span.text)):
                for one, other in _pairs(piece):
                    early, late = _step(one, own), _step(other, own)
                    if early and late and early != late and item.key.index(early) > item.key.index(late):
                        return span.text
    return ""


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """What is told to come first, and what after it."""
    for pattern, forwards in _OPENING:
        if (found := pattern.match(text.strip())) is not None:
            yield (found["first"], found["then"]) if forwards else (found["then"], found["first"])
            return
    for pattern, forwards in _BETWEEN:
        if (found := pattern.search(text)) is not None:
            before = text[: found.start()] + (found.groupdict().get("rest") or "")
            after = text[found.end() :]
            yield (before, after) if forwards else (after, before)
            return


def _step(text: str, own: dict[str, frozenset[str]]) -> str:
    """The one step that the text names."""
    said = frozenset(roots(text))
    named = [
        name
        for name, words in own.items()
        if weight(words & said) >= _WEIGHTY and share_of(words, said) >= _NAMED
    ]
    return named[0] if len(named) == 1 else ""
