"""Are pairs and cells joined as the source joins them, or does it read better with two of them exchanged."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import Rows, share_of
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.evidence import Window, nearest, windows
from itemwright.text import content_words, plain

EXCHANGED, DOUBTED = 6.0, 4.0
"""Log-odds by which the source favours an exchange of two before the key is refused, or doubted: of 35
matching and table items as keyed none favoured one by 4, of their exchanges four in five by 4 or more."""
TOGETHER, APART = 0.85, 0.55
"""Shares of the words of both that one sentence has when it joins them, and when none does."""
_READ = 2
_BOUND = 0.01


class Joined(NamedTuple):
    """Texts and what each may be joined to: `keyed[n]` is the place in `answers` of `asked[n]`'s partner."""

    question: str
    asked: list[str]
    answers: list[str]
    keyed: list[int]


def joined_parts(item: Item) -> list[Joined]:
    """The pairs of a matching item; the columns of a table of which two or more cells are asked for."""
    if item.type == "matching":
        ids = [side.id for side in item.pairs.right]
        keyed = [ids.index(item.key[side.id]) for side in item.pairs.left]
        left = [side.text for side in item.pairs.left]
        return [Joined(item.stem, left, [side.text for side in item.pairs.right], keyed)]
    if item.type != "table":
        return []
    found = []
    for column in dict.fromkeys(cell.column for cell in item.cells):
        cells = [cell for cell in item.cells if cell.column == column]
        answers = [item.key[cell.id] for cell in cells]
        if len(cells) >= 2 and len(set(answers)) == len(answers):
            found.append(Joined(column, [cell.row for cell in cells], answers, list(range(len(cells)))))
    return found


def check_assignment(
    item: Item, quotes: Sequence[str], texts: Sequence[str], claims: ClaimModel
) -> Finding | None:
    """fail: the source speaks clearly for exchanging two partners; None when nothing has to be joined."""
    parts = joined_parts(item)
    if not parts:
        return None
    quoted, whole = windows(quotes), windows(texts)
    if found := next((said for part in parts if (said := _said_otherwise(part, whole))), ""):
        return "fail", f"the source joins them the other way round: {found}"
    best = max((_gain(part, quoted, whole, claims) for part in parts), key=lambda found: found[0])
    gain, said = best
    if gain >= DOUBTED:
        evidence = f"the source speaks for an exchange ({gain:.1f}): {said}"
        return ("fail" if gain >= EXCHANGED else "unsure"), evidence
    return "pass", "the source speaks for no exchange"


def _said_otherwise(part: Joined, whole: Sequence[Window]) -> str:
    """Two partners that never stand in one sentence as keyed, and do when they are exchanged."""
    said = [frozenset(content_words(plain(window.alone))) for window in whole]
    together = _together(part, said)
    for one, other in combinations(range(len(part.asked)), 2):
        mine, theirs = part.keyed[one], part.keyed[other]
        if mine == theirs:
            continue
        keyed = together[one][mine], together[other][theirs]
        exchanged = together[one][theirs], together[other][mine]
        if max(keyed) <= APART and min(exchanged) >= TOGETHER:
            return (
                f"{part.asked[one]!r} with {part.answers[theirs]!r}, "
                f"{part.asked[other]!r} with {part.answers[mine]!r}"
            )
    return ""


def _together(part: Joined, said: Sequence[frozenset[str]]) -> list[list[float]]:
    """For each of the asked and each answer: how much of both, of the lesser, one sentence has at most."""
    asked = [_own(text, part.asked) for text in part.asked]
    answers = [_own(text, part.answers) for text in part.answers]
    return [
        [
            max((min(share_of(one, words), share_of(other, words)) for words in said), default=0.0)
            if one and other and not one & other
            else 0.5
            for other in answers
        ]
        for one in asked
    ]


def _own(text: str, all_texts: Sequence[str]) -> frozenset[str]:
    """The words of a text that no other one beside it has."""
    others = {word for other in all_texts if other != text for word in content_words(plain(other))}
    return frozenset(content_words(plain(text))) - others


def _gain(
    part: Joined, quoted: Sequence[Window], whole: Sequence[Window], claims: ClaimModel
) -> tuple[float, str]:
    """How much better the best exchange of two reads, in log-odds, and which it is."""
    odds = []
    for text in part.asked:
        read = [*nearest(text, whole, claims.reader, _READ), *nearest(text, quoted, claims.reader, 1)]
        if not read:
            return 0.0, ""
        told = [claims.option_chances(part.question, part.answers, window.text) for window in read]
        odds.append(_log_odds(np.mean(told, axis=0)))
    best, said = float("-inf"), ""
    for one, other in combinations(range(len(part.asked)), 2):
        mine, theirs = part.keyed[one], part.keyed[other]
        if mine == theirs:
            continue
        gain = odds[one][theirs] + odds[other][mine] - odds[one][mine] - odds[other][theirs]
        if gain > best:
            best = float(gain)
            said = (
                f"{part.asked[one]!r} with {part.answers[theirs]!r}, "
                f"{part.asked[other]!r} with {part.answers[mine]!r}"
            )
    return best, said


def _log_odds(chances: Rows) -> Rows:
    bounded = np.clip(chances, _BOUND, 1 - _BOUND)
    odds: Rows = np.log(bounded / (1 - bounded))
    return odds
