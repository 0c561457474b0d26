"""Runs, their slots and their log; and the queue of jobs, in a schema of its own."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision = "0004"
down_revision = "0003"

QUEUE = "procrastinate"


def _at(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _time(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _course(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["course"], ["courses.slug"], name=name, ondelete="CASCADE")


def _run(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["course", "run"], ["runs.course", "runs.id"], name=name, ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("budget", sa.Double(), nullable=True),
        sa.Column("requested", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        _at("created_at"),
        _at("begun_at"),
        _time("ended_at"),
        _time("beat_at"),
        _course("fk_runs_course"),
        sa.PrimaryKeyConstraint("course", "id", name="pk_runs"),
        sa.UniqueConstraint("course", "digest", name="uq_runs_course_digest"),
    )
    op.create_index("ix_runs_course_series_seed", "runs", ["course", "series", "seed"])
    op.create_index("ix_runs_course_created_at_id", "runs", ["course", "created_at", "id"])
    is_open = sa.text("state IN ('queued', 'running')")
    op.create_index("ix_runs_open", "runs", ["course", "id"], postgresql_where=is_open)
    op.create_table(
        "run_slots",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.Double(), nullable=True),
        _course("fk_run_slots_course"),
        _run("fk_run_slots_course_run"),
        sa.PrimaryKeyConstraint("course", "run", "number", name="pk_run_slots"),
    )
    op.create_table(
        "run_events",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        _at("at"),
        _course("fk_run_events_course"),
        _run("fk_run_events_course_run"),
        sa.PrimaryKeyConstraint("course", "run", "number", name="pk_run_events"),
    )
    _make_queue()


def _make_queue() -> None:
    """The tables and functions of procrastinate as its release has them."""
    connection = op.get_bind()
    path = connection.exec_driver_sql("SHOW search_path").scalar()
    connection.exec_driver_sql(f"CREATE SCHEMA {QUEUE}")
    connection.exec_driver_sql(f"SET LOCAL search_path TO {QUEUE}")
    # Many statements, whose percent signs mean themselves: without parameters they go as they are.
    connection.execution_options(no_parameters=True).exec_driver_sql(SchemaManager.get_schema())
    connection.exec_driver_sql(f"SET LOCAL search_path TO {path}")


def downgrade() -> None:
    op.execute(f"DROP SCHEMA {QUEUE} CASCADE")
    for table in ("run_events", "run_slots", "runs"):
        op.drop_table(table)
