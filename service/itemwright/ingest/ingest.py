"""From paths to the store: read, take apart, embed what is new, save; a bad file does not stop the others."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from itemwright.domain.passage import Passage
from itemwright.domain.principal import Principal
from itemwright.domain.source import IngestStatus, IngestWarning, Source
from itemwright.domain.value import Value
from itemwright.errors import NotAllowed, SourceRejected
from itemwright.index.embedding import Embedder, Vectors
from itemwright.ingest.folder import article_files
from itemwright.ingest.noticing import notice
from itemwright.ingest.pack import Pack, is_pack, read_pack
from itemwright.ingest.reading import READERS, decode, media_type_of, read_bytes
from itemwright.ingest.segmenting import segment
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.engine import Store
from itemwright.store.passages import Passages
from itemwright.store.sources import Sources

_DUPLICATE = 0.8
"""Share of a source's passages found in another that makes it a duplicate."""

Progress = Callable[[str], object]


class IngestResult(Value):
    """What became of one file. `id` is the source's, the one it would have had when it was rejected."""

    id: str
    title: str
    path: str
    passages: int
    status: IngestStatus
    warnings: tuple[IngestWarning, ...] = ()


@dataclass(frozen=True)
class _File:
    """One file to read: its path as told to people, its bytes or the reason why there are none."""

    path: str
    data: bytes | SourceRejected
    title: str | None = None
    warnings: tuple[IngestWarning, ...] = ()


def ingest_paths(
    store: Store,
    principal: Principal,
    embedder: Embedder,
    paths: Sequence[str],
    progress: Progress = lambda line: None,
) -> list[IngestResult]:
    """Ingest files, folders and course packs; one result a file, in their order.

    A file that cannot be read is a result with status rejected and the reason as a warning.

    Raises:
        NotAllowed: the principal is neither author nor operator.
    """
    desk = _IngestDesk(store, principal, embedder)
    results = []
    for path in paths:
        for file in _files(path, desk):
            progress(f"Reading {file.path} ...")
            results.append(desk.ingest(file))
    return results


def ingest_text(store: Store, principal: Principal, embedder: Embedder, path: str, text: str) -> IngestResult:
    """Ingest one article that comes as text; `path` names it and its suffix tells Markdown from plain text.

    Raises:
        NotAllowed: the principal is neither author nor operator.
        SourceRejected: empty, blank or binary.
    """
    desk = _IngestDesk(store, principal, embedder)
    return desk.read(_File(path, b""), text.encode("utf-8", errors="replace"))


def source_id(path: str) -> str:
    """The id of the source read from `path`, as it was given."""
    return hashlib.sha256(path.encode("utf-8", errors="surrogateescape")).hexdigest()[:16]


def _files(path: str, desk: "_IngestDesk") -> Iterator[_File]:
    folder = Path(path)
    try:
        is_folder = folder.is_dir()
        if is_folder and is_pack(folder):
            pack = read_pack(folder)
            desk.save_pack(pack)
            for article in pack.articles:
                warnings = pack.warnings.get(article.file, ())
                yield _load(os.path.join(path, article.file), article.title, warnings)
            for name, warnings in pack.warnings.items():
                if name not in {article.file for article in pack.articles}:
                    refused = SourceRejected(warnings[0].code, warnings[0].message)
                    yield _File(os.path.join(path, name), refused)
        elif is_folder:
            for file in article_files(folder):
                yield _load(os.path.join(path, file.relative_to(folder)))
        else:
            yield _load(path)
    except SourceRejected as refused:
        yield _File(path, refused)


def _load(path: str, title: str | None = None, warnings: tuple[IngestWarning, ...] = ()) -> _File:
    try:
        return _File(path, read_bytes(Path(path)), title, warnings)
    except SourceRejected as refused:
        return _File(path, refused, title, warnings)


class _IngestDesk:
    """One call's work in one course: remembers texts and vectors it has read from the store."""

    def __init__(self, store: Store, principal: Principal, embedder: Embedder) -> None:
        if principal.role not in ("author", "operator"):
            raise NotAllowed(f"Role {principal.role!r} cannot ingest; ask with an author's key.")
        self._store = store
        self._course = principal.course
        self._embedder = embedder
        self._texts: dict[str, set[str]] | None = None
        self._vectors: dict[str, Vectors] | None = None

    def ingest(self, file: _File) -> IngestResult:
        """Read and save one file; a refusal becomes a result."""
        try:
            if isinstance(file.data, SourceRejected):
                raise file.data
            return self.read(file, file.data)
        except SourceRejected as refused:
            return IngestResult(
                id=source_id(file.path),
                title=file.title or Path(file.path).name,
                path=file.path,
                passages=0,
                status="rejected",
                warnings=(*file.warnings, IngestWarning(code=refused.code, message=str(refused))),
            )

    def read(self, file: _File, data: bytes) -> IngestResult:
        """Raises SourceRejected."""
        digest = hashlib.sha256(data).hexdigest()
        with self._store.begin() as tx:
            before = Sources(tx, self._course).by_path(file.path)
            if before is not None and before.sha256 == digest:
                count = len(Passages(tx, self._course).of_source(before.id))
                return _result(before, count, "unchanged")
        media_type = media_type_of(file.path)
        text, noticed = decode(data, file.path)
        article = READERS[media_type](text)
        source = Source(
            id=source_id(file.path),
            title=file.title or article.title or Path(file.path).stem,
            path=file.path,
            sha256=digest,
            media_type=media_type,
            text=text,
        )
        parts = segment(source.id, source.path, source.title, text, article)
        if not parts:
            raise SourceRejected("blank", f"{file.path!r} has front matter but no text; nothing to read.")
        warnings = (*file.warnings, *noticed, *notice(text, article), *self._duplicates(source, parts))
        source = source.model_copy(update={"warnings": warnings})
        rows = self._embed(parts, before is not None)
        with self._store.begin() as tx:
            Sources(tx, self._course).save(source, parts, rows, self._embedder.name)
        if self._texts is not None:
            self._texts[source.path] = {part.text for part in parts}
        return _result(source, len(parts), "added" if before is None else "updated")

    def save_pack(self, pack: Pack) -> None:
        """Concepts and cards. A card that an author has edited since is kept as it is."""
        with self._store.begin() as tx:
            Concepts(tx, self._course).save(pack.concepts)
            cards = Cards(tx, self._course)
            stored = {kept.card.concept: kept for kept in cards.all()}
            for card in pack.cards:
                kept = stored.get(card.concept)
                if kept is None or (kept.card != card and kept.revision == 1):
                    cards.save(card, reviewed=pack.cards_reviewed)

    def _embed(self, parts: list[Passage], update: bool) -> Vectors:
        """Vectors of the passages; those that an earlier version of the source had are not made again."""
        known: dict[str, Vectors] = {}
        if update:
            if self._vectors is None:
                with self._store.begin() as tx:
                    ids, rows = Passages(tx, self._course).vectors(self._embedder.name)
                self._vectors = dict(zip(ids, rows, strict=True))
            known = self._vectors
        new = [part for part in parts if part.id not in known]
        made = dict(
            zip([part.id for part in new], self._embedder.embed([part.text for part in new]), strict=True)
        )
        both = known | made
        return np.array([both[part.id] for part in parts], dtype=np.float32)

    def _duplicates(self, source: Source, parts: list[Passage]) -> list[IngestWarning]:
        if self._texts is None:
            self._texts = {}
            with self._store.begin() as tx:
                for passage in Passages(tx, self._course).all():
                    self._texts.setdefault(passage.path, set()).add(passage.text)
        mine = {part.text for part in parts}
        for path, theirs in self._texts.items():
            if path != source.path and len(mine & theirs) >= _DUPLICATE * len(mine):
                message = f"{len(mine & theirs)} of {len(mine)} passages are those of {path!r}."
                return [IngestWarning(code="duplicate", message=message)]
        return []


def _result(source: Source, passages: int, status: IngestStatus) -> IngestResult:
    return IngestResult(
        id=source.id,
        title=source.title,
        path=source.path,
        passages=passages,
        status=status,
        warnings=source.warnings,
    )
