"""How likely a reported item is defective: the base rate of reports that are right, moved by the evidence.

Bayes' rule in odds. About one learner's report in ten is right (Duolingo's own figure for its "report a
problem"); a course's decided reports move that base rate. Each factor is a likelihood ratio under the small
model told beside it, bounded on both sides because such models are never quite right.
"""

import math

from itemwright.domain.report import ReportKind
from itemwright.domain.value import Value
from itemwright.measurement.item_analysis import Estimate

BASE_RATE, BASE_WEIGHT = 0.1, 20.0
"""The share of reports that are right, and as how many decided reports that counts."""
SEVERITY: dict[ReportKind, float] = {
    "key_wrong": 1.0, "ambiguous": 0.8, "unclear": 0.5, "other": 0.5, "typo": 0.2,
}  # fmt: skip
"""What a defect of this kind costs a learner, against a wrong key."""
RATE_SOUND, RATE_DEFECTIVE = 0.02, 0.08
"""The share of learners who report an item that is sound, and one that is not (assumed)."""
ABLE_RIGHT = 0.75
"""Of able learners who choose between the key and the suspected option, so many choose the right one."""
SOUND_R, DEFECTIVE_R = (0.30, 0.20), (-0.05, 0.25)
"""Mean and spread of the item-rest correlation of sound items (Ebel 1972: .3 is reasonably good) and of items
with a wrong key, where able learners do worse."""


class Evidence(Value):
    """What is known of a reported item. `kinds`: of its open reports; `reporters`: independent ones among
    `answered` learners; `doubted`, `failed`: checks of the proof that were unsure or failed, those about the
    key in `about_key`; `able_key`, `able_suspect`: able learners who picked the key, and the option that is
    suspected to be right (`suspect`, as a text); `right`, `decided`: the course's reports so far."""

    kinds: tuple[ReportKind, ...]
    reporters: int
    answered: int
    proved: bool
    doubted: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    about_key: frozenset[str] = frozenset()
    suspect: str | None = None
    able_key: int = 0
    able_suspect: int = 0
    discrimination: Estimate | None = None
    right: int = 0
    decided: int = 0


class Reason(Value):
    """One piece of evidence: what it says, and the factor 0.. by which it moves the odds of a defect."""

    name: str
    told: str
    factor: float


class Triage(Value):
    """`probability` 0..1 that the item is defective; `expected_defect` is that times `severity`."""

    probability: float
    severity: float
    expected_defect: float
    reasons: tuple[Reason, ...]


def triage(evidence: Evidence) -> Triage:
    """The judgement with its reasons, the strongest first after the base rate."""
    base = (BASE_WEIGHT * BASE_RATE + evidence.right) / (BASE_WEIGHT + evidence.decided)
    found = [_proof(evidence), _reporters(evidence), _strongest(_able(evidence), _discrimination(evidence))]
    reasons = sorted((r for r in found if r is not None), key=lambda r: -abs(math.log(r.factor)))
    odds = base / (1.0 - base) * math.prod(reason.factor for reason in reasons)
    probability = odds / (1.0 + odds)
    severity = max(SEVERITY[kind] for kind in evidence.kinds)
    told = f"About {100 * base:.0f} in 100 reports are right"
    told += f" ({evidence.right} of the {evidence.decided} decided here)." if evidence.decided else "."
    first = Reason(name="base_rate", told=told, factor=base / (1.0 - base))
    return Triage(
        probability=probability,
        severity=severity,
        expected_defect=probability * severity,
        reasons=(first, *reasons),
    )


def _proof(evidence: Evidence) -> Reason:
    """A doubt about the key triples the odds, another one adds half, a failed check tells as much as two."""
    if not evidence.proved:
        return Reason(name="proof", told="The item has no proof.", factor=2.0)
    key = [name for name in evidence.doubted if name in evidence.about_key]
    other = len(evidence.doubted) - len(key)
    factor = 9.0 if evidence.failed else 1.0
    factor *= 3.0 ** min(len(key), 2) * 1.5 ** min(other, 2)
    doubts = (*(f"{name} failed" for name in evidence.failed), *(f"{n} was unsure" for n in evidence.doubted))
    if not doubts:
        return Reason(name="proof", told="Every check of the proof passed.", factor=0.7)
    return Reason(name="proof", told=f"In the proof {', '.join(doubts)}.", factor=min(factor, 20.0))


def _reporters(evidence: Evidence) -> Reason:
    """The first report is in the base rate already; what counts is how many of the others reported, too."""
    others = max(0, max(evidence.answered, evidence.reporters) - evidence.reporters)
    more = max(0, evidence.reporters - 1)
    factor = (RATE_DEFECTIVE / RATE_SOUND) ** more
    factor *= ((1 - RATE_DEFECTIVE) / (1 - RATE_SOUND)) ** others
    people = "1 person" if evidence.reporters == 1 else f"{evidence.reporters} people"
    told = f"Reported by {people}; {evidence.answered} answered it."
    return Reason(name="reporters", told=told, factor=_bounded(factor, 0.4, 20.0))


def _able(evidence: Evidence) -> Reason | None:
    """Among able learners who took either the key or the suspect: were the key right, ABLE_RIGHT would take
    it; were the suspect right, as many would take that; were both defensible, half and half."""
    key, suspect = evidence.able_key, evidence.able_suspect
    if evidence.suspect is None or key + suspect == 0:
        return None
    right, wrong, half = math.log(ABLE_RIGHT), math.log(1 - ABLE_RIGHT), math.log(0.5)
    sound = key * right + suspect * wrong
    swapped, both = key * wrong + suspect * right, (key + suspect) * half
    most = max(swapped, both)
    defective = half + most + math.log(math.exp(swapped - most) + math.exp(both - most))
    told = f"Of the abler learners {suspect} picked {evidence.suspect!r}, a wrong option, and {key} the key."
    factor = math.exp(max(-9.0, min(9.0, defective - sound)))
    return Reason(name="able_learners", told=told, factor=_bounded(factor, 0.05, 30.0))


def _discrimination(evidence: Evidence) -> Reason | None:
    found = evidence.discrimination
    if found is None:
        return None
    error = 1.0 / (found.n - 3)
    sound, defective = (
        _density(found.value, mean, spread**2 + error) for mean, spread in (SOUND_R, DEFECTIVE_R)
    )
    told = f"Item-rest correlation {found.value:+.2f} ({found.n} answers; sound items: about +0.3)."
    return Reason(name="discrimination", told=told, factor=_bounded(defective / sound, 0.2, 10.0))


def _strongest(*reasons: Reason | None) -> Reason | None:
    """They rest on the same answers, so only the one that says most is counted."""
    found = [reason for reason in reasons if reason is not None]
    return max(found, key=lambda reason: abs(math.log(reason.factor)), default=None)


def _density(x: float, mean: float, variance: float) -> float:
    return math.exp(-((x - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)


def _bounded(factor: float, low: float, high: float) -> float:
    return max(low, min(high, factor))
