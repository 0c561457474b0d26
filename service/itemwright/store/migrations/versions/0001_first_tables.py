"""The first tables: courses, sources, the bank and its review, sessions and attempts, replies."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0001"
down_revision = None


def _at(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _course(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["course"], ["courses.slug"], name=name, ondelete="CASCADE")


def _corpus() -> None:
    op.create_table(
        "courses",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        _at("created_at"),
        sa.PrimaryKeyConstraint("slug", name="pk_courses"),
    )
    op.create_table(
        "sources",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("passages_sha256", sa.String(), nullable=False),
        _at("created_at"),
        _at("updated_at"),
        _course("fk_sources_course"),
        sa.PrimaryKeyConstraint("course", "id", name="pk_sources"),
        sa.UniqueConstraint("course", "path", name="uq_sources_course_path"),
    )
    op.create_table(
        "passages",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("heading_path", ARRAY(sa.Text()), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("embedder", sa.String(), nullable=False),
        sa.Column("embedding", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course", "source"],
            ["sources.course", "sources.id"],
            name="fk_passages_course_source",
            ondelete="CASCADE",
        ),
        _course("fk_passages_course"),
        sa.PrimaryKeyConstraint("course", "id", name="pk_passages"),
    )
    op.create_index("ix_passages_course_source_ordinal", "passages", ["course", "source", "ordinal"])
    op.create_table(
        "concepts",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("prerequisites", ARRAY(sa.String()), nullable=False),
        _course("fk_concepts_course"),
        sa.PrimaryKeyConstraint("course", "slug", name="pk_concepts"),
    )
    op.create_table(
        "cards",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("concept", sa.String(), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _at("updated_at"),
        _course("fk_cards_course"),
        sa.PrimaryKeyConstraint("course", "concept", name="pk_cards"),
    )


def _bank() -> None:
    op.create_table(
        "items",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("concepts", ARRAY(sa.String()), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("item", sa.JSON(), nullable=False),
        _at("created_at"),
        _course("fk_items_course"),
        sa.PrimaryKeyConstraint("course", "id", "version", name="pk_items"),
    )
    op.create_index("ix_items_concepts", "items", ["concepts"], postgresql_using="gin")
    op.create_table(
        "drafts",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _at("created_at"),
        _course("fk_drafts_course"),
        sa.PrimaryKeyConstraint("course", "id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_course_state_created_at_id", "drafts", ["course", "state", "created_at", "id"])
    op.create_table(
        "draft_events",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        _at("at"),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course", "draft"],
            ["drafts.course", "drafts.id"],
            name="fk_draft_events_course_draft",
            ondelete="CASCADE",
        ),
        _course("fk_draft_events_course"),
        sa.PrimaryKeyConstraint("seq", name="pk_draft_events"),
    )
    op.create_index("ix_draft_events_course_draft_seq", "draft_events", ["course", "draft", "seq"])


def _practice() -> None:
    op.create_table(
        "sessions",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("concepts", ARRAY(sa.String()), nullable=False),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        _at("created_at"),
        _course("fk_sessions_course"),
        sa.PrimaryKeyConstraint("course", "id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_course_learner", "sessions", ["course", "learner"])
    op.create_table(
        "attempts",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("order", ARRAY(sa.String()), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        _at("created_at"),
        sa.ForeignKeyConstraint(
            ["course", "item", "version"],
            ["items.course", "items.id", "items.version"],
            name="fk_attempts_course_item_version",
        ),
        sa.ForeignKeyConstraint(
            ["course", "session"],
            ["sessions.course", "sessions.id"],
            name="fk_attempts_course_session",
            ondelete="CASCADE",
        ),
        _course("fk_attempts_course"),
        sa.PrimaryKeyConstraint("course", "id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_course_learner_created_at", "attempts", ["course", "learner", "created_at"])
    op.create_index("ix_attempts_course_session", "attempts", ["course", "session"])
    op.create_index("ix_attempts_course_state", "attempts", ["course", "state"])
    op.create_table(
        "attempt_events",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("attempt", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        _at("at"),
        sa.ForeignKeyConstraint(
            ["course", "attempt"],
            ["attempts.course", "attempts.id"],
            name="fk_attempt_events_course_attempt",
            ondelete="CASCADE",
        ),
        _course("fk_attempt_events_course"),
        sa.PrimaryKeyConstraint("seq", name="pk_attempt_events"),
        sa.UniqueConstraint(
            "course", "attempt", "kind", "number", name="uq_attempt_events_course_attempt_kind_number"
        ),
    )
    op.create_table(
        "learner_states",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        _course("fk_learner_states_course"),
        sa.PrimaryKeyConstraint("course", "learner", name="pk_learner_states"),
    )


def _service() -> None:
    op.create_table(
        "replies",
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("request_sha256", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reply", sa.JSON(none_as_null=True), nullable=True),
        _at("created_at"),
        _course("fk_replies_course"),
        sa.PrimaryKeyConstraint("course", "caller", "key", name="pk_replies"),
    )


def upgrade() -> None:
    _corpus()
    _bank()
    _practice()
    _service()


def downgrade() -> None:
    for table in (
        "replies",
        "learner_states",
        "attempt_events",
        "attempts",
        "sessions",
        "draft_events",
        "drafts",
        "items",
        "cards",
        "concepts",
        "passages",
        "sources",
        "courses",
    ):
        op.drop_table(table)
