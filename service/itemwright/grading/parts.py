"""A long answer in parts that the point model can read, and one judgement out of many.

Each part is a run of whole statements. A point counts as met by its best part, less what other parts say
against it: asserted in one place and denied in another, it earns nothing. More text adds no part to a point
that is not said, so length alone never helps.
"""

from collections.abc import Sequence

import numpy as np

from itemwright.grading.material import Material
from itemwright.grading.point_model import ANSWER_TOKENS, PointJudge, Table

DENIED = 0.5
"""Probability from which a part counts as speaking against a point that another part says."""


def parts_of(material: Material, judge: PointJudge) -> list[str]:
    """The statements joined to parts of at most ANSWER_TOKENS; one part when they all fit. A single longer
    statement is a part by itself, and is read as far as the model reads."""
    whole = material.whole
    if (
        len(whole) <= ANSWER_TOKENS or judge.tokens(whole) <= ANSWER_TOKENS
    ):  # a token has a character at least
        return [whole]
    parts: list[list[str]] = []
    room = 0
    for statement in material.statements:
        length = judge.tokens(statement.text)
        if not parts or length > room:
            parts.append([])
            room = ANSWER_TOKENS
        parts[-1].append(statement.text)
        room -= length
    return [" ".join(part) for part in parts]


def combined(tables: Sequence[Table]) -> Table:
    """One table (points, 3) of met, missing, contradicted from those of the parts, in their order."""
    if len(tables) == 1:
        return tables[0]
    stacked = np.stack(tables)  # (parts, points, classes)
    best = stacked[:, :, 0].argmax(axis=0)
    points = np.arange(stacked.shape[1])
    met = stacked[best, points, 0]
    elsewhere = stacked[:, :, 2].copy()
    elsewhere[best, points] = 0.0
    against = elsewhere.max(axis=0)
    met = np.where(against > DENIED, met * (1 - against), met)
    contradicted = np.maximum(stacked[best, points, 2], np.where(against > DENIED, against * (1 - met), 0.0))
    contradicted = np.minimum(contradicted, 1 - met)
    table: Table = np.stack([met, 1 - met - contradicted, contradicted], axis=1)
    return table
