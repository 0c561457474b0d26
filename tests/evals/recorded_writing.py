"""Writes items from the shipped corpus and prints what was opened: `python -m tests.evals.recorded_writing`.

A process of its own, so that nothing was read, and kept, before the recording began.
"""

import asyncio
import hashlib
import json
import os
import sys

COUNT = 20
_seen: set[str] = set()


def _record(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str | bytes | os.PathLike):
        _seen.add(os.path.realpath(os.fsdecode(arguments[0])))


sys.addaudithook(_record)

from itemwright.domain.passage import Passage  # noqa: E402
from itemwright.domain.source import Source  # noqa: E402
from itemwright.ingest.ingest import source_id  # noqa: E402
from itemwright.ingest.pack import read_pack  # noqa: E402
from itemwright.ingest.reading import READERS, decode, media_type_of, read_bytes  # noqa: E402
from itemwright.ingest.segmenting import segment  # noqa: E402
from itemwright.proving.prover import Prover  # noqa: E402
from itemwright.resources import resource_folder  # noqa: E402
from itemwright.runs import write_set  # noqa: E402
from itemwright.sandbox import Sandbox  # noqa: E402
from itemwright.writing.card_writer import CardWriter  # noqa: E402
from itemwright.writing.library import Library  # noqa: E402
from itemwright.writing.plan import WritingRequest  # noqa: E402


def shipped_library() -> Library:
    """The corpus as it is ingested, without a store."""
    folder = resource_folder("corpus")
    pack = read_pack(folder)
    sources: list[Source] = []
    passages: list[Passage] = []
    for article in pack.articles:
        data = read_bytes(folder / article.file)
        path, media_type = f"corpus/{article.file}", media_type_of(article.file)
        text, _ = decode(data, path)
        read = READERS[media_type](text)
        sources.append(
            Source(
                id=source_id(path),
                title=article.title,
                path=path,
                sha256=hashlib.sha256(data).hexdigest(),
                media_type=media_type,
                text=text,
            )
        )
        passages += segment(source_id(path), path, article.title, text, read)
    return Library(pack.concepts, pack.cards, sources, passages)


def main() -> None:
    """Prints {"items": ids, "opened": paths}."""
    library = shipped_library()
    with Sandbox() as sandbox:
        writers = [CardWriter(library, sandbox)]
        request = WritingRequest(count=COUNT)
        written = asyncio.run(write_set(request, library, writers, Prover(library, sandbox)))
    print(json.dumps({"items": [item.id for item in written.items], "opened": sorted(_seen)}))


if __name__ == "__main__":
    main()
