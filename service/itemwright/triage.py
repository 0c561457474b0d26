"""Which reported item an author should look at first: reports held against proof and answers."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from itemwright.domain.item import Item
from itemwright.domain.report import Report
from itemwright.domain.value import Value
from itemwright.item_statistics import ItemStatistics, Record, read_record, read_records, statistics_of
from itemwright.measurement.defect import Evidence, Triage, triage
from itemwright.store.reports import Reports

ABOUT_KEY = ("key", "solve", "ambig", "answer", "card", "execution", "contradict", "quotation", "agree")
"""A check with one of these in its name is about the key; others are about wording and form."""


class ReportedItem(Value):
    """An item with what is said against it. `reports` are all of them, oldest first; `triage` is over the
    open ones, None when all are decided."""

    item: Item
    reports: tuple[Report, ...]
    triage: Triage | None
    statistics: ItemStatistics


def reported_item(tx: Connection, course: str, item_id: str) -> ReportedItem:
    """Raises NotFound for an unknown item."""
    return _judged(
        read_record(tx, course, item_id), Reports(tx, course).of_item(item_id), _decided(tx, course)
    )


def reported_items(tx: Connection, course: str) -> list[ReportedItem]:
    """Every item with an open report, the greatest expected defect first."""
    reports, decided = Reports(tx, course), _decided(tx, course)
    names = reports.items_with_open_ones()
    by_item: dict[str, list[Report]] = {name: [] for name in names}
    for report in reports.of_items(names):
        by_item[report.item].append(report)
    found = [_judged(record, by_item[record.item.id], decided) for record in read_records(tx, course, names)]
    return sorted(found, key=lambda one: (-(one.triage.expected_defect if one.triage else 0), one.item.id))


def _judged(record: Record, reports: Sequence[Report], decided: tuple[int, int]) -> ReportedItem:
    waiting = [report for report in reports if report.state == "open"]
    figures = statistics_of(record, reports)
    judged = triage(evidence_of(record, waiting, figures, decided)) if waiting else None
    return ReportedItem(item=record.item, reports=tuple(reports), triage=judged, statistics=figures)


def evidence_of(
    record: Record, waiting: Sequence[Report], figures: ItemStatistics, decided: tuple[int, int]
) -> Evidence:
    """What bears on the open reports `waiting` of one item. `decided`: (right ones, all) of the course."""
    proof = record.item.proof
    checks = proof.checks if proof else ()
    suspect, key_picks, suspect_picks = _able_picks(record, waiting)
    named = {report.learner for report in waiting if report.learner is not None}
    nameless = sum(report.learner is None for report in waiting)
    return Evidence(
        kinds=tuple(report.kind for report in waiting),
        reporters=len(named) + nameless,
        answered=figures.answered,
        proved=proof is not None,
        doubted=tuple(check.name for check in checks if check.verdict == "unsure"),
        failed=tuple(check.name for check in checks if check.verdict == "fail"),
        about_key=frozenset(c.name for c in checks if any(part in c.name for part in ABOUT_KEY)),
        suspect=suspect,
        able_key=key_picks,
        able_suspect=suspect_picks,
        discrimination=figures.discrimination,
        right=decided[0],
        decided=decided[1],
    )


def _able_picks(record: Record, waiting: Sequence[Report]) -> tuple[str | None, int, int]:
    """The option suspected to be right, as a text, and how many able learners picked the key, and it.

    Suspected is what most reporters picked themselves, else what most able learners wrongly picked."""
    options = getattr(record.item, "options", None) or ()
    if not options or not isinstance(record.item.key, str):
        return None, 0, 0
    key = record.item.key
    reported = {report.attempt for report in waiting}
    able = record.able
    picks = [(a, choice) for a in record.answered for _, choice in a.picks]
    theirs = Counter(choice for answer, choice in picks if answer.attempt in reported and choice != key)
    abler = Counter(choice for answer, choice in picks if answer.learner in able)
    wrong = Counter({choice: n for choice, n in abler.items() if choice != key})
    ranked = (theirs or wrong).most_common(1)
    if not ranked:
        return None, abler[key], 0
    suspect = ranked[0][0]
    text = next(option.text for option in options if option.id == suspect)
    return text, abler[key], abler[suspect]


def _decided(tx: Connection, course: str) -> tuple[int, int]:
    """How many of the course's decided reports were right, and how many were decided."""
    states = Counter(report.state for report in Reports(tx, course).all())
    right = states["corrected"] + states["retired"]
    return right, right + states["dismissed"]
