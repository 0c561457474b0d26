"""Every table, as SQLAlchemy Core. Each carries its course; ids are unique within a course.

Documents are JSON, not JSONB: it keeps the order of keys (blanks are keyed in their order) and gives back
every character, NUL and lone surrogates too, as it was written.
"""

from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    any_,
    func,
    literal,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.elements import CollectionAggregate

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def any_of(values: list[str]) -> CollectionAggregate[bool]:
    """Any of these, as one parameter however many they are: `column == any_of(ids)`."""
    return any_(literal(values, ARRAY(String)))


def _course() -> Column[str]:
    return Column("course", String, ForeignKey("courses.slug", ondelete="CASCADE"), primary_key=True)


def _course_only() -> Column[str]:
    return Column("course", String, ForeignKey("courses.slug", ondelete="CASCADE"), nullable=False)


def _at(name: str) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.now())


courses = Table(
    "courses",
    metadata,
    Column("slug", String, primary_key=True),
    Column("title", Text, nullable=False),
    _at("created_at"),
)

sources = Table(
    "sources",
    metadata,
    _course(),
    Column("id", String, primary_key=True),
    Column("path", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("sha256", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("passages_sha256", String, nullable=False),  # over all that the passages of this source show
    _at("created_at"),
    _at("updated_at"),
    UniqueConstraint("course", "path"),
)

passages = Table(
    "passages",
    metadata,
    _course(),
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("heading_path", ARRAY(Text), nullable=False),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("embedder", String, nullable=False),
    Column("embedding", LargeBinary, nullable=False),  # float32, little-endian, unit length
    ForeignKeyConstraint(["course", "source"], ["sources.course", "sources.id"], ondelete="CASCADE"),
    Index(None, "course", "source", "ordinal"),
)

concepts = Table(
    "concepts",
    metadata,
    _course(),
    Column("slug", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("prerequisites", ARRAY(String), nullable=False),
)

cards = Table(
    "cards",
    metadata,
    _course(),
    Column("concept", String, primary_key=True),
    Column("card", JSON, nullable=False),
    Column("reviewed", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    _at("updated_at"),
)

items = Table(
    "items",
    metadata,
    _course(),
    Column("id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("concepts", ARRAY(String), nullable=False),
    Column("family", Text, nullable=False),
    Column("item", JSON, nullable=False),
    _at("created_at"),
    Index(None, "concepts", postgresql_using="gin"),
)

drafts = Table(
    "drafts",
    metadata,
    _course(),
    Column("id", String, primary_key=True),  # the id of its item, too
    Column("version", Integer, nullable=False),  # the item version now under review or released
    Column("state", String, nullable=False),
    Column("revision", Integer, nullable=False),
    _at("created_at"),
    Index(None, "course", "state", "created_at", "id"),
)

draft_events = Table(
    "draft_events",
    metadata,
    Column("seq", BigInteger, Identity(), primary_key=True),
    _course_only(),
    Column("draft", String, nullable=False),
    _at("at"),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(["course", "draft"], ["drafts.course", "drafts.id"], ondelete="CASCADE"),
    Index(None, "course", "draft", "seq"),
)

sessions = Table(
    "sessions",
    metadata,
    _course(),
    Column("id", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("concepts", ARRAY(String), nullable=False),
    Column("length", Integer),
    Column("role", Text),
    Column("seed", BigInteger, nullable=False),
    _at("created_at"),
    Index(None, "course", "learner"),
)

attempts = Table(
    "attempts",
    metadata,
    _course(),
    Column("id", String, primary_key=True),
    Column("session", String, nullable=False),
    Column("learner", String, nullable=False),
    Column("item", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("order", ARRAY(String), nullable=False),
    Column("state", String, nullable=False),
    _at("created_at"),
    ForeignKeyConstraint(["course", "session"], ["sessions.course", "sessions.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["course", "item", "version"], ["items.course", "items.id", "items.version"]),
    Index(None, "course", "learner", "created_at"),
    Index(None, "course", "session"),
    Index(None, "course", "state"),
    Index(None, "course", "item"),
)

attempt_events = Table(
    "attempt_events",
    metadata,
    Column("seq", BigInteger, Identity(), primary_key=True),
    _course_only(),
    Column("attempt", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("round", Integer, nullable=False, server_default="0"),  # of the item's retirements; 0: before any
    Column("event", JSON, nullable=False),
    _at("at"),
    ForeignKeyConstraint(["course", "attempt"], ["attempts.course", "attempts.id"], ondelete="CASCADE"),
    UniqueConstraint("course", "attempt", "kind", "number", "round"),  # nothing is graded twice
)

learner_states = Table(
    "learner_states",
    metadata,
    _course(),
    Column("learner", String, primary_key=True),
    Column("state", JSON, nullable=False),
    Column("last_event", BigInteger, nullable=False),  # seq of the newest event folded in
)

reports = Table(
    "reports",
    metadata,
    _course(),
    Column("id", String, primary_key=True),
    Column("item", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("learner", String),  # None: reported for nobody, or erased
    Column("attempt", String),
    Column("kind", String, nullable=False),
    Column("text", JSON, nullable=False),
    _at("at"),
    ForeignKeyConstraint(["course", "item", "version"], ["items.course", "items.id", "items.version"]),
    Index(None, "course", "item"),
    Index(None, "course", "learner"),
)

report_decisions = Table(
    "report_decisions",
    metadata,
    Column("seq", BigInteger, Identity(), primary_key=True),
    _course_only(),
    Column("report", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("decision", JSON, nullable=False),
    ForeignKeyConstraint(["course", "report"], ["reports.course", "reports.id"], ondelete="CASCADE"),
    UniqueConstraint("course", "report", "number"),  # of two who decide at once, one does
)

retirements = Table(
    "retirements",
    metadata,
    _course(),
    Column("id", String, primary_key=True),
    Column("item", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("retirement", JSON, nullable=False),
    UniqueConstraint("course", "item", "round"),
)

notices = Table(
    "notices",
    metadata,
    _course(),
    Column("id", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("attempt", String, nullable=False),
    Column("item", String, nullable=False),
    Column("retirement", String, nullable=False),
    Column("kind", String, nullable=False),
    _at("at"),
    Column("before", Double),
    Column("after", Double),
    Column("seen_at", DateTime(timezone=True)),
    ForeignKeyConstraint(["course", "attempt"], ["attempts.course", "attempts.id"], ondelete="CASCADE"),
    Index(None, "course", "learner", "at"),
)

replays_due = Table(
    "replays_due",
    metadata,
    _course(),
    Column("learner", String, primary_key=True),
    Column("cause", String, primary_key=True),  # a retirement; a row goes when the state is rebuilt
)

calls = Table(
    "calls",
    metadata,
    Column("seq", BigInteger, Identity(), primary_key=True),
    _course_only(),
    Column("digest", String, nullable=False),  # of the model, its server and all that was asked
    Column("model", Text, nullable=False),
    Column("server", Text, nullable=False),
    Column("prompt", String, nullable=False),
    Column("run", String),
    Column("settings", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("requests", Integer, nullable=False),  # these three count against budgets; reserved while pending
    Column("tokens", BigInteger, nullable=False),
    Column("usd", Double, nullable=False),
    Column("tokens_in", BigInteger),
    Column("tokens_out", BigInteger),
    Column("cost", Double),  # None: the price is not known
    Column("seconds", Double),
    Column("reply", JSON(none_as_null=True)),
    Column("fault", JSON(none_as_null=True)),
    _at("at"),
    Column("beat_at", DateTime(timezone=True), nullable=False),  # its process was alive then
    Index(
        "ix_calls_open",
        "course",
        "digest",
        unique=True,  # of two who ask the same at once, one does
        postgresql_where=text("state IN ('pending', 'kept')"),
    ),
    Index(None, "course", "run"),
    Index(None, "course", "at"),
    Index(None, "course", "model", "seq"),
)

replies = Table(
    "replies",
    metadata,
    _course(),
    Column("caller", String, primary_key=True),  # two callers may choose the same key
    Column("key", String, primary_key=True),  # the Idempotency-Key
    Column("route", String, nullable=False),
    Column("request_sha256", String, nullable=False),
    Column("status", Integer),  # None while the first request is still under way
    Column("reply", JSON(none_as_null=True)),
    _at("created_at"),
)

runs = Table(
    "runs",
    metadata,
    _course(),
    Column("id", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("series", String, nullable=False),  # the digest of all but the seed
    Column("request", JSON, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("model", Text, nullable=False),
    Column("server", Text, nullable=False),
    Column("budget", Double),
    Column("requested", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("events", Integer, nullable=False),  # the number of the newest
    Column("seconds", Double, nullable=False),
    _at("created_at"),
    _at("begun_at"),
    Column("ended_at", DateTime(timezone=True)),
    Column("beat_at", DateTime(timezone=True)),  # somebody worked on it then
    UniqueConstraint("course", "digest"),  # of two who ask the same at once, one makes the run
    Index(None, "course", "series", "seed"),
    Index(None, "course", "created_at", "id"),
    Index("ix_runs_open", "course", "id", postgresql_where=text("state IN ('queued', 'running')")),
)

run_slots = Table(
    "run_slots",
    metadata,
    _course(),
    Column("run", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", String, nullable=False),
    Column("item", String),
    Column("code", String),
    Column("dropped", JSON, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("cost", Double),  # None: the price is not known
    ForeignKeyConstraint(["course", "run"], ["runs.course", "runs.id"], ondelete="CASCADE"),
)

run_events = Table(
    "run_events",
    metadata,
    _course(),
    Column("run", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("data", JSON, nullable=False),
    _at("at"),
    ForeignKeyConstraint(["course", "run"], ["runs.course", "runs.id"], ondelete="CASCADE"),
)
