"""Reports that something is wrong with an item, and the append-only decisions about them."""

from collections.abc import Sequence

from sqlalchemy import Connection, Row, Select, exists, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or_skip

from itemwright.domain.report import Report, ReportDecision
from itemwright.errors import Conflict, NotFound
from itemwright.store.tables import any_of, report_decisions, reports


class Reports:
    """The reports of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def add(self, report: Report) -> None:
        """Stores a new report; it has no decisions yet."""
        values = report.model_dump(exclude={"decisions"}) | {"course": self._course}
        self._tx.execute(insert(reports).values(values))

    def get(self, report_id: str) -> Report:
        """Raises NotFound, for an unknown id and for one of another course alike."""
        rows = self._tx.execute(self._query().where(reports.c.id == report_id)).all()
        if not rows:
            raise NotFound(f"No report {report_id!r} in this course; see GET /v1/reports.")
        return self._reports(rows)[0]

    def of_item(self, item_id: str) -> list[Report]:
        """Oldest first."""
        return self._read(self._query().where(reports.c.item == item_id))

    def of_items(self, item_ids: Sequence[str]) -> list[Report]:
        """Oldest first."""
        return self._read(self._query().where(reports.c.item == any_of(list(item_ids))))

    def of_learner(self, learner: str) -> list[Report]:
        """Oldest first."""
        return self._read(self._query().where(reports.c.learner == learner))

    def items_with_open_ones(self) -> list[str]:
        """Ids of the items of which some report waits for a decision."""
        decided = exists().where(
            report_decisions.c.course == reports.c.course, report_decisions.c.report == reports.c.id
        )
        query = select(reports.c.item).where(reports.c.course == self._course, ~decided).distinct()
        return list(self._tx.execute(query.order_by(reports.c.item)).scalars())

    def all(self) -> list[Report]:
        """Every report of the course, oldest first."""
        return self._read(self._query())

    def decide(self, report: Report, decision: ReportDecision) -> Report:
        """The report with one more decision.

        Raises:
            Conflict: somebody decided about it since it was read.
        """
        statement = insert_or_skip(report_decisions).values(
            course=self._course,
            report=report.id,
            number=report.revision,
            decision=decision.model_dump(mode="json"),
        )
        added = statement.on_conflict_do_nothing().returning(report_decisions.c.seq)
        if self._tx.execute(added).scalar() is None:
            raise Conflict(f"Report {report.id!r} was decided about since you read it; read it again.")
        return report.model_copy(update={"decisions": (*report.decisions, decision)})

    def _query(self) -> Select[tuple[object, ...]]:
        columns = [reports.c[name] for name in Report.model_fields if name != "decisions"]
        return select(*columns).where(reports.c.course == self._course).order_by(reports.c.at, reports.c.id)

    def _read(self, query: Select[tuple[object, ...]]) -> list[Report]:
        return self._reports(self._tx.execute(query).all())

    def _reports(self, rows: Sequence[Row[tuple[object, ...]]]) -> list[Report]:
        decisions: dict[str, list[ReportDecision]] = {row.id: [] for row in rows}
        query = select(report_decisions.c.report, report_decisions.c.decision).where(
            report_decisions.c.course == self._course, report_decisions.c.report == any_of(list(decisions))
        )
        for report_id, decision in self._tx.execute(query.order_by(report_decisions.c.number)):
            decisions[report_id].append(ReportDecision.model_validate(decision))
        return [Report(**row._mapping, decisions=tuple(decisions[row.id])) for row in rows]
