"""After release: reports, retirements, notices, replays that are due, and more than one grade a response."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

EVENT_KEY = ["course", "attempt", "kind", "number"]
OLD_KEY = "uq_attempt_events_course_attempt_kind_number"
NEW_KEY = "uq_attempt_events_course_attempt_kind_number_round"


def _at(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _course(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["course"], ["courses.slug"], name=name, ondelete="CASCADE")


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("learner", sa.String(), nullable=True),
        sa.Column("attempt", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        _at("at"),
        sa.ForeignKeyConstraint(
            ["course", "item", "version"],
            ["items.course", "items.id", "items.version"],
            name="fk_reports_course_item_version",
        ),
        _course("fk_reports_course"),
        sa.PrimaryKeyConstraint("course", "id", name="pk_reports"),
    )
    op.create_index("ix_reports_course_item", "reports", ["course", "item"])
    op.create_index("ix_reports_course_learner", "reports", ["course", "learner"])
    op.create_table(
        "report_decisions",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course", "report"],
            ["reports.course", "reports.id"],
            name="fk_report_decisions_course_report",
            ondelete="CASCADE",
        ),
        _course("fk_report_decisions_course"),
        sa.PrimaryKeyConstraint("seq", name="pk_report_decisions"),
        sa.UniqueConstraint("course", "report", "number", name="uq_report_decisions_course_report_number"),
    )


def _retirements() -> None:
    op.create_table(
        "retirements",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("retirement", sa.JSON(), nullable=False),
        _course("fk_retirements_course"),
        sa.PrimaryKeyConstraint("course", "id", name="pk_retirements"),
        sa.UniqueConstraint("course", "item", "round", name="uq_retirements_course_item_round"),
    )
    op.create_table(
        "notices",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("attempt", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("retirement", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        _at("at"),
        sa.Column("before", sa.Double(), nullable=True),
        sa.Column("after", sa.Double(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course", "attempt"],
            ["attempts.course", "attempts.id"],
            name="fk_notices_course_attempt",
            ondelete="CASCADE",
        ),
        _course("fk_notices_course"),
        sa.PrimaryKeyConstraint("course", "id", name="pk_notices"),
    )
    op.create_index("ix_notices_course_learner_at", "notices", ["course", "learner", "at"])
    op.create_table(
        "replays_due",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        _course("fk_replays_due_course"),
        sa.PrimaryKeyConstraint("course", "learner", "cause", name="pk_replays_due"),
    )


def upgrade() -> None:
    op.add_column(
        "attempt_events", sa.Column("round", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.create_unique_constraint(NEW_KEY, "attempt_events", [*EVENT_KEY, "round"])
    op.drop_constraint(OLD_KEY, "attempt_events", type_="unique")
    op.create_index("ix_attempts_course_item", "attempts", ["course", "item"])
    _reports()
    _retirements()


def downgrade() -> None:
    for table in ("replays_due", "notices", "retirements", "report_decisions", "reports"):
        op.drop_table(table)
    op.drop_index("ix_attempts_course_item", "attempts")
    op.execute("DELETE FROM attempt_events WHERE round > 0")  # an older release cannot read these
    op.create_unique_constraint(OLD_KEY, "attempt_events", EVENT_KEY)
    op.drop_constraint(NEW_KEY, "attempt_events", type_="unique")
    op.drop_column("attempt_events", "round")
