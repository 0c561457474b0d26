"""A library read straight from files, without a database: for proofs of items against named sources."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from itemwright.domain.card import Card
from itemwright.domain.concept import Concept
from itemwright.domain.passage import Passage
from itemwright.domain.source import Source
from itemwright.ingest.folder import article_files
from itemwright.ingest.pack import is_pack, read_pack
from itemwright.ingest.reading import READERS, decode, media_type_of, read_bytes
from itemwright.ingest.segmenting import segment
from itemwright.writing.library import Library


def read_library(paths: Sequence[str]) -> Library:
    """The articles at `paths`, files or folders, with the reviewed cards of course packs among them; what is
    named twice is read once.

    Raises:
        SourceRejected: one of them cannot be read.
    """
    concepts: list[Concept] = []
    cards: list[Card] = []
    sources: dict[str, Source] = {}
    passages: list[Passage] = []
    for path in dict.fromkeys(paths):
        folder = Path(path)
        if folder.is_dir() and is_pack(folder):
            pack = read_pack(folder)
            concepts += pack.concepts
            cards += pack.cards if pack.cards_reviewed else ()
        for file, title in _articles(folder):
            source, parts = _read(file, title)
            if source.id not in sources:
                sources[source.id] = source
                passages += parts
    return Library(concepts, cards, list(sources.values()), passages)


def _articles(path: Path) -> Iterator[tuple[Path, str | None]]:
    if not path.is_dir():
        yield path, None
    elif is_pack(path):
        for article in read_pack(path).articles:
            yield path / article.file, article.title
    else:
        yield from ((file, None) for file in article_files(path))


def _read(file: Path, title: str | None) -> tuple[Source, list[Passage]]:
    data = read_bytes(file)
    path = str(file)
    media_type = media_type_of(path)
    text, warnings = decode(data, path)
    article = READERS[media_type](text)
    source = Source(
        id=hashlib.sha256(path.encode("utf-8", errors="surrogateescape")).hexdigest()[:16],
        title=title or article.title or file.stem,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        text=text,
        warnings=warnings,
    )
    return source, segment(source.id, source.path, source.title, text, article)
