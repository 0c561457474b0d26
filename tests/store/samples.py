"""Small domain values for the tests of the repositories."""

from datetime import UTC, datetime

from itemwright.domain.item import Blank, Cloze, Difficulty, MultipleChoice, Option
from itemwright.domain.passage import Passage
from itemwright.domain.source import IngestWarning, Source

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def choice(item_id: str, stem: str = "Which?", concept: str = "tokens") -> MultipleChoice:
    return MultipleChoice(
        id=item_id, concepts=(concept,), bloom="remember", seconds=30, stem=stem, explanation="Because.",
        difficulty=Difficulty(mean=0.0, sd=1.0, label="medium"), family="card",
        options=(Option(id="a", text="This", rationale="Yes."), Option(id="b", text="That", rationale="No.")),
        key="a",
    )  # fmt: skip


def cloze(item_id: str, concept: str = "tokens") -> Cloze:
    """Its blanks are in an order that a sorted document would not keep."""
    names = ("second", "b10", "a")
    return Cloze(
        id=item_id, concepts=(concept,), bloom="remember", seconds=30, stem="____ ____ ____",
        explanation="So.",
        difficulty=Difficulty(mean=0.0, sd=1.0, label="medium"), family="card",
        blanks=tuple(Blank(id=name, accepts=("x",)) for name in names), key=dict.fromkeys(names, "x"),
    )  # fmt: skip


def source(name: str, text: str = "First part. Second part.") -> tuple[Source, list[Passage]]:
    """A source and its two passages, cut at the first full stop."""
    cut = text.index(".") + 1
    made = Source(
        id=name, title=name.title(), path=f"corpus/{name}.md", sha256=f"{hash(text):x}",
        media_type="text/markdown", text=text,
        warnings=(IngestWarning(code="odd", message="Look", start=1, end=2),),
    )  # fmt: skip
    spans = [(0, cut), (cut, len(text))]
    parts = [
        Passage(
            id=f"{name}-{start}", source=name, path=made.path, heading_path=("Title", "Part"), kind="prose",
            text=text[start:end], start=start, end=end,
        )
        for start, end in spans
    ]  # fmt: skip
    return made, parts
