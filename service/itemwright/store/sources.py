"""Sources with their passages and vectors: saved and deleted together, so the index never sees a half."""

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from itemwright.domain.passage import Passage
from itemwright.domain.source import Source
from itemwright.errors import BadInput, NotFound
from itemwright.store.tables import passages, sources

Vectors = npt.NDArray[np.float32]
_COLUMNS = [sources.c[name] for name in Source.model_fields]


class Sources:
    """The sources of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def all(self) -> list[Source]:
        """Every source, by path."""
        query = select(*_COLUMNS).where(sources.c.course == self._course).order_by(sources.c.path)
        return [_source(row) for row in self._tx.execute(query)]

    def get(self, source_id: str) -> Source:
        """Raises NotFound, for an unknown id and for one of another course alike."""
        query = select(*_COLUMNS).where(sources.c.course == self._course, sources.c.id == source_id)
        row = self._tx.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"No source {source_id!r} in this course; ingest it first.")
        return _source(row)

    def by_path(self, path: str) -> Source | None:
        """The source last read from this path, as it was given."""
        query = select(*_COLUMNS).where(sources.c.course == self._course, sources.c.path == path)
        row = self._tx.execute(query).one_or_none()
        return None if row is None else _source(row)

    def save(self, source: Source, parts: Sequence[Passage], vectors: Vectors, embedder: str) -> None:
        """Add the source, or replace the one of the same id; its passages become `parts`, in their order.

        Args:
            vectors: float32 of shape (len(parts), d), each row of unit length, made by `embedder`.

        Raises:
            BadInput: vectors and passages do not fit, or a passage is not the source's own text.
        """
        if vectors.ndim != 2 or len(vectors) != len(parts) or vectors.dtype != np.float32:
            raise BadInput(
                f"Vectors of shape {vectors.shape} and type {vectors.dtype} do not fit {len(parts)} "
                "passages; give one float32 row for each."
            )
        for part in parts:
            if part.source != source.id or source.text[part.start : part.end] != part.text:
                raise BadInput(f"Passage {part.id!r} is not the text of source {source.id!r} at its span.")
        values = source.model_dump(mode="json") | {"passages_sha256": _fingerprint(source, parts)}
        adding = insert(sources).values(course=self._course, **values)
        self._tx.execute(
            adding.on_conflict_do_update(
                index_elements=["course", "id"], set_=values | {"updated_at": func.now()}
            )
        )
        own = (passages.c.course == self._course) & (passages.c.source == source.id)
        self._tx.execute(delete(passages).where(own))
        little_endian = vectors.astype("<f4", copy=False)
        rows = [
            part.model_dump(exclude={"path"})
            | {
                "course": self._course,
                "ordinal": ordinal,
                "heading_path": list(part.heading_path),
                "embedder": embedder,
                "embedding": little_endian[ordinal].tobytes(),
            }
            for ordinal, part in enumerate(parts)
        ]
        if rows:
            self._tx.execute(insert(passages), rows)

    def delete(self, source_id: str) -> None:
        """The source and its passages. Items made from it keep their quotations. Raises NotFound."""
        gone = delete(sources).where(sources.c.course == self._course, sources.c.id == source_id)
        if self._tx.execute(gone).rowcount == 0:
            raise NotFound(f"No source {source_id!r} in this course; see GET /v1/sources.")


def _source(row: Row[tuple[object, ...]]) -> Source:
    return Source.model_validate(dict(row._mapping))


def _fingerprint(source: Source, parts: Sequence[Passage]) -> str:
    shown = [source.path, [part.model_dump(mode="json") for part in parts]]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()
