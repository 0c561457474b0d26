"""The articles that prompts are tried on, each a library of its own, and answers to questions on them."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from evals.case import Case
from itemwright.domain.source import Source
from itemwright.grading.judge import Credit
from itemwright.ingest.ingest import source_id
from itemwright.ingest.reading import READERS, decode, media_type_of, read_bytes
from itemwright.ingest.segmenting import segment
from itemwright.writing.library import Library

FOLDER = Path(__file__).resolve().parent / "articles"
ANSWERS = FOLDER / "answers.jsonl"


class JudgedCase(Case):
    """An answer in free text, and what each of its question's points should earn."""

    question: str
    reference: str
    points: tuple[str, ...]
    answer: str
    credits: tuple[Credit, ...]


def article_library(file: Path) -> Library:
    """One article as it is ingested, without cards.

    Raises:
        SourceRejected: it cannot be read.
    """
    data, media_type = read_bytes(file), media_type_of(file.name)
    text, _ = decode(data, file.name)
    article = READERS[media_type](text)
    source = Source(
        id=source_id(file.name),
        title=article.title or file.name,
        path=file.name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        text=text,
    )
    return Library(sources=[source], passages=segment(source.id, file.name, source.title, text, article))


def article_files(folder: Path = FOLDER) -> list[Path]:
    """The articles of the folder, by name."""
    return sorted(
        file for file in folder.iterdir() if file.suffix in (".md", ".txt") and file.stem != "README"
    )


def judged_cases(file: Path = ANSWERS) -> Iterator[JudgedCase]:
    """The answers that are kept, with the credits that they should earn."""
    for line in file.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        yield JudgedCase.model_validate(
            {name: given[name] for name in ("question", "reference", "points", "answer", "credits")}
            | {"id": f"judged/{given['id']}", "group": given["article"], "kind": "judged"}
        )
