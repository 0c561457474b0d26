"""Passages and their vectors, as the index and the writers read them."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select, update

from itemwright.domain.passage import Passage
from itemwright.errors import BadInput, NotFound
from itemwright.store.tables import passages, sources

Vectors = npt.NDArray[np.float32]


class Passages:
    """The passages of one course, in the transaction `tx`; lists are in the order of path and text."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def all(self) -> list[Passage]:
        """Every passage."""
        return self._where()

    def get(self, passage_id: str) -> Passage:
        """Raises NotFound, for an unknown id and for one of another course alike."""
        found = self._where(passages.c.id == passage_id)
        if not found:
            raise NotFound(
                f"No passage {passage_id!r} in this course; its source may have been read anew: search again."
            )
        return found[0]

    def of_source(self, source_id: str) -> list[Passage]:
        """The passages of one source; none for an unknown one."""
        return self._where(passages.c.source == source_id)

    def missing(self, embedder: str) -> list[Passage]:
        """Passages whose vector is by another embedder."""
        return self._where(passages.c.embedder != embedder)

    def vectors(self, embedder: str) -> tuple[list[str], Vectors]:
        """Ids of the passages with a vector by this embedder, and float32 of shape (n, d), in their order."""
        query = self._ordered(select(passages.c.id, passages.c.embedding))
        rows = self._tx.execute(query.where(passages.c.embedder == embedder)).all()
        if not rows:
            return [], np.zeros((0, 0), dtype=np.float32)
        joined = b"".join(row.embedding for row in rows)
        array = np.frombuffer(joined, dtype="<f4").reshape(len(rows), -1).astype(np.float32)
        return [row.id for row in rows], array

    def embed(self, ids: Sequence[str], vectors: Vectors, embedder: str) -> None:
        """Replace the vectors of these passages by new ones, float32 of shape (len(ids), d).

        Raises:
            BadInput: as many vectors as ids are needed.
        """
        if vectors.ndim != 2 or len(vectors) != len(ids) or vectors.dtype != np.float32:
            raise BadInput(
                f"Vectors of shape {vectors.shape} do not fit {len(ids)} passages; give one for each."
            )
        little_endian = vectors.astype("<f4", copy=False)
        rows = [{"this": name, "vector": little_endian[n].tobytes()} for n, name in enumerate(ids)]
        if rows:
            own = (passages.c.course == self._course) & (passages.c.id == bindparam("this"))
            change = update(passages).where(own).values(embedding=bindparam("vector"), embedder=embedder)
            self._tx.execute(change, rows)

    def digest(self) -> str:
        """Changes whenever passages or their vectors do, and is the same for the same ones: the index's key.

        Reads one short row a source, and counts vectors by embedder.
        """
        of_sources = select(sources.c.id, sources.c.passages_sha256).where(sources.c.course == self._course)
        of_vectors = (
            select(passages.c.embedder, func.count())
            .where(passages.c.course == self._course)
            .group_by(passages.c.embedder)
        )
        parts = [
            sorted([str(a), b] for a, b in self._tx.execute(query)) for query in (of_sources, of_vectors)
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _where(self, *conditions: ColumnElement[bool]) -> list[Passage]:
        columns = [passages.c[name] for name in Passage.model_fields if name != "path"]
        query = self._ordered(select(*columns, sources.c.path)).where(*conditions)
        return [_passage(row) for row in self._tx.execute(query)]

    def _ordered(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        same = (sources.c.course == passages.c.course) & (sources.c.id == passages.c.source)
        joined = query.join_from(passages, sources, same).where(passages.c.course == self._course)
        return joined.order_by(sources.c.path, passages.c.ordinal)


def _passage(row: Row[tuple[object, ...]]) -> Passage:
    return Passage.model_validate(dict(row._mapping))
