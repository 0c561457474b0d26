"""Gaps that are marked in a text: `[[answer]]` becomes `____`, and the answer is kept."""

import re

from itemwright.domain.item import BLANK

_MARKED = re.compile(r"\[\[((?:(?!\[\[)[^\n])+?)\]\](?!\])")


def gaps_of(text: str) -> tuple[str, list[str]]:
    """The text with a blank for each mark, and what stood in the marks, in order."""
    return _MARKED.sub(BLANK, text), [answer.strip() for answer in _MARKED.findall(text)]


def unmarked(text: str) -> str:
    """The text without the marks, as it reads when all gaps are filled."""
    return _MARKED.sub(lambda found: found[1], text)
