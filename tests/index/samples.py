"""Passages made by hand for the index's tests."""

from itemwright.domain.passage import Passage


def passage(text: str, number: int = 0, headings: tuple[str, ...] = ("Guide",)) -> Passage:
    """A passage of its own source, told apart by `number`."""
    return Passage(
        id=f"p{number}",
        source=f"s{number}",
        path=f"docs/{number}.md",
        heading_path=headings,
        kind="prose",
        text=text,
        start=0,
        end=len(text),
    )


def passages(*texts: str) -> list[Passage]:
    return [passage(text, number) for number, text in enumerate(texts)]
