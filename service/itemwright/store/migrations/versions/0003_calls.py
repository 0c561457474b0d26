"""The journal of calls to language models."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _time(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("usd", sa.Double(), nullable=False),
        sa.Column("tokens_in", sa.BigInteger(), nullable=True),
        sa.Column("tokens_out", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.Double(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("reply", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("fault", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        _time("beat_at"),
        sa.ForeignKeyConstraint(["course"], ["courses.slug"], name="fk_calls_course", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_calls"),
    )
    open_ = sa.text("state IN ('pending', 'kept')")
    op.create_index("ix_calls_open", "calls", ["course", "digest"], unique=True, postgresql_where=open_)
    op.create_index("ix_calls_course_run", "calls", ["course", "run"])
    op.create_index("ix_calls_course_at", "calls", ["course", "at"])
    op.create_index("ix_calls_course_model_seq", "calls", ["course", "model", "seq"])


def downgrade() -> None:
    op.drop_table("calls")
