"""Classical item analysis of answers: mean, picks, discrimination, and the difficulty that was observed.

Intervals are of 95%. Nothing here knows a key by itself: the caller says what was keyed.
"""

import math
from collections import Counter
from collections.abc import Sequence

from itemwright.domain.value import Value
from itemwright.measurement.ability import HINT_LOGITS, sigmoid

Z95 = 1.959964
SELDOM = 0.05
"""An option picked by fewer does no work (Haladyna and Downing 1993, "How many options is enough for a
multiple-choice test item?": a functional distractor is chosen by at least 5%)."""
ENOUGH_PICKS = 40
"""Below this many answers no option is called seldom picked."""
ENOUGH_FOR_CORRELATION = 10
FARTHEST = 6.0
"""Logits; an observed difficulty is looked for so far from the predicted one."""
EXTREME = 0.3
"""Points by which a total of none or all is moved (the usual adjustment of extreme scores in Rasch work,
Wright 1998, "Estimating Rasch measures for extreme scores")."""


class Estimate(Value):
    """A figure with its interval and the number of answers that it rests on."""

    value: float
    low: float
    high: float
    n: int


class Pick(Value):
    """How often one choice was picked. `part` names the gap that it was offered for, "" for the item itself;
    `seldom`: of enough answers fewer than SELDOM picked it."""

    part: str
    choice: str
    text: str
    keyed: bool
    n: int
    share: float
    low: float
    high: float
    seldom: bool


class ObservedDifficulty(Value):
    """Logits. `differs`: the two are further apart than their errors explain (2 standard errors)."""

    predicted: float
    predicted_sd: float
    observed: float
    se: float
    n: int
    differs: bool


class Trial(Value):
    """One learner's first answer. `score` 0..1; `advantage`: ability minus difficulty in logits as believed
    before the answer, None if that is not on record; `chance` 0..1 of guessing; `rest`: ability by the
    learner's other answers, None when there are too few."""

    score: float
    advantage: float | None
    chance: float
    hints: int = 0
    rest: float | None = None


def wilson_interval(successes: float, n: int) -> tuple[float, float]:
    """Wilson's score interval of a share (1927, "Probable inference, the law of succession, and statistical
    inference"). For a mean of scores in 0..1 it is on the safe side: their variance is at most p (1 - p).

    `n` is at least 1."""
    p, zz = successes / n, Z95**2
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def mean_score(scores: Sequence[float]) -> Estimate | None:
    """The mean of scores 0..1; None without any."""
    if not scores:
        return None
    low, high = wilson_interval(sum(scores), len(scores))
    return Estimate(value=sum(scores) / len(scores), low=low, high=high, n=len(scores))


def count_picks(
    offered: Sequence[tuple[str, str, str, bool]], picked: Sequence[Sequence[tuple[str, str]]]
) -> tuple[Pick, ...]:
    """How often each choice was picked.

    Args:
        offered: (part, choice, text, keyed) of everything that could be picked.
        picked: for each answer the (part, choice) it picked.
    """
    n, counts = len(picked), Counter(pick for answer in picked for pick in set(answer))
    found = []
    for part, choice, text, keyed in offered:
        times = counts[(part, choice)]
        low, high = wilson_interval(times, n) if n else (0.0, 1.0)
        found.append(
            Pick(
                part=part,
                choice=choice,
                text=text,
                keyed=keyed,
                n=times,
                share=times / n if n else 0.0,
                low=low,
                high=high,
                seldom=not keyed and n >= ENOUGH_PICKS and times / n < SELDOM,
            )
        )
    return tuple(found)


def item_rest_correlation(trials: Sequence[Trial]) -> Estimate | None:
    """Pearson's correlation of the item's score with ability by all *other* answers; None for too few, or
    when either does not vary. With scores of 0 and 1 this is the point-biserial, the item itself left out of
    the criterion (Henrysson 1963, "Correction of item-total correlations in item analysis"). The interval is
    Fisher's z (1921)."""
    pairs = [(trial.score, trial.rest) for trial in trials if trial.rest is not None]
    n = len(pairs)
    if n < ENOUGH_FOR_CORRELATION:
        return None
    mean_x, mean_y = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    xx = sum((x - mean_x) ** 2 for x, _ in pairs)
    yy = sum((y - mean_y) ** 2 for _, y in pairs)
    if xx <= 0 or yy <= 0:
        return None
    r = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / math.sqrt(xx * yy)
    middle, half = math.atanh(max(-0.9999, min(0.9999, r))), Z95 / math.sqrt(n - 3)
    return Estimate(value=r, low=math.tanh(middle - half), high=math.tanh(middle + half), n=n)


def prox_ability(scores: Sequence[float], difficulties: Sequence[float]) -> float:
    """Ability in logits from scores 0..1 on items of these difficulties, in closed form.

    PROX (Wright and Stone 1979, "Best Test Design", ch. 3): mean difficulty plus the log-odds of the score,
    stretched by the spread of the difficulties. Half an answer on either side keeps it finite."""
    n = len(scores)
    mean = sum(difficulties) / n
    spread = sum((difficulty - mean) ** 2 for difficulty in difficulties) / n
    right = sum(scores)
    return mean + math.sqrt(1.0 + spread / 2.89) * math.log((right + 0.5) / (n - right + 0.5))


def observe_difficulty(trials: Sequence[Trial], predicted: float, sd: float) -> ObservedDifficulty | None:
    """The difficulty at which the scores are as many as expected: the Rasch likelihood's maximum (Wright and
    Stone 1979), abilities being what was believed before each answer, so that no answer explains itself.

    None without answers. A total that no finite difficulty explains is moved by EXTREME. Whether prediction
    and answers differ is Rao's score test at the prediction, whose own error widens the score's."""
    trials = [trial for trial in trials if trial.advantage is not None]
    if not trials:
        return None
    floor = sum(trial.chance for trial in trials)
    total = sum(trial.score for trial in trials)
    total = min(max(total, floor + EXTREME), len(trials) - EXTREME)
    low, high = -FARTHEST, FARTHEST  # the harder the item, the fewer points are expected
    for _ in range(50):
        middle = (low + high) / 2
        too_easy = sum(_expected(trial, middle) for trial in trials) > total
        low, high = (middle, high) if too_easy else (low, middle)
    shift = (low + high) / 2
    known = sum(_information(trial, 0.0) for trial in trials)
    score = sum(_weight(trial) * (trial.score - _expected(trial, 0.0)) for trial in trials)
    return ObservedDifficulty(
        predicted=predicted,
        predicted_sd=sd,
        observed=predicted + shift,
        se=1.0 / math.sqrt(max(sum(_information(trial, shift) for trial in trials), 1e-6)),
        n=len(trials),
        differs=abs(score) > 2.0 * math.sqrt(known * (1.0 + known * sd**2)),
    )


def _expected(trial: Trial, shift: float) -> float:
    assert trial.advantage is not None
    z = trial.advantage + HINT_LOGITS * trial.hints - shift
    p = trial.chance + (1.0 - trial.chance) * sigmoid(z)
    return min(max(p, 1e-9), 1.0 - 1e-9)


def _information(trial: Trial, shift: float) -> float:
    """Fisher information of one answer about the difficulty (three-parameter form with known guessing)."""
    p = _expected(trial, shift)
    return _slope(p, trial.chance) ** 2 / (p * (1.0 - p))


def _weight(trial: Trial) -> float:
    """What a point more than expected tells of the difficulty: 1 without guessing."""
    p = _expected(trial, 0.0)
    return _slope(p, trial.chance) / (p * (1.0 - p))


def _slope(p: float, chance: float) -> float:
    """dp/dz at the probability `p`."""
    return (p - chance) * (1.0 - p) / (1.0 - chance)
