"""How hard an item is before anybody answered it: a Rasch difficulty in logits with an honest spread.

The numbers are judgements on the scale of the learner model (cold-start ability N(0, 1)), not measurements:
one level is one standard deviation of ability, Bloom and form move less, a further part adds a little. Chance
is not in it, as the response model carries 1 / options by itself. With levels spread evenly, a standard
deviation of .8 around them means a correlation of about .7 with the truth. Answers refit both.
"""

from itemwright.domain.card import Bloom, Level
from itemwright.domain.item import Difficulty, ItemType

_LEVEL: dict[Level, float] = {"easy": -1.0, "medium": 0.0, "hard": 1.0}
_BLOOM: dict[Bloom, float] = {
    "remember": -0.2, "understand": 0.0, "apply": 0.1, "analyze": 0.15, "evaluate": 0.2, "create": 0.3,
}  # fmt: skip
_FORM: dict[ItemType, float] = {
    "multiple_choice": 0.0, "true_false": -0.2, "multiple_response": 0.3, "cloze": 0.0, "code_cloze": 0.0,
    "output_prediction": 0.0, "debug": 0.1, "scenario": 0.0, "matching": 0.0, "ordering": 0.1, "table": 0.0,
    "numeric": 0.2, "short_answer": 0.2, "free_text": 0.2,
}  # fmt: skip
PART = 0.1
SPREAD = 0.8
BORDER = 0.5


def prior_difficulty(kind: ItemType, level: Level, bloom: Bloom, parts: int = 1) -> Difficulty:
    """The prior of an item whose material is rated `level`; `parts`: its blanks, pairs or points."""
    mean = _LEVEL[level] + _BLOOM[bloom] + _FORM[kind] + PART * (min(parts, 6) - 1)
    return Difficulty(mean=round(mean, 2), sd=SPREAD, label=level_of(mean))


def level_of(mean: float) -> Level:
    """The level whose band of logits `mean` lies in."""
    return "easy" if mean < -BORDER else "hard" if mean > BORDER else "medium"


_THINKING: dict[Bloom, int] = {
    "remember": 8, "understand": 15, "apply": 30, "analyze": 40, "evaluate": 45, "create": 60,
}  # fmt: skip
_WRITING: dict[ItemType, int] = {
    "short_answer": 10, "numeric": 40, "free_text": 90, "ordering": 25, "matching": 25, "table": 20,
    "code_cloze": 30, "output_prediction": 30, "debug": 45,
}  # fmt: skip


def expected_seconds(kind: ItemType, bloom: Bloom, text: str, parts: int = 1) -> int:
    """Reading at 200 words a minute, thinking by Bloom level, writing by type and part; to 5 seconds."""
    seconds = len(text.split()) * 0.3 + _THINKING[bloom] + _WRITING.get(kind, 0) + 5 * (parts - 1)
    return max(10, round(seconds / 5) * 5)
