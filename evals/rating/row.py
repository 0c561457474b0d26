"""A row of the sheet: an item as a rater reads it, told alike whoever wrote it."""

from collections.abc import Sequence
from typing import Any

from itemwright.domain.item import Item
from itemwright.domain.value import Value

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Part(Value):
    """What there is to choose from, to order or to fill; one line an entry."""

    label: str
    lines: tuple[str, ...]


class Row(Value):
    """`key` and `explanation` are what the rater judges the question by."""

    id: str
    type: str
    stem: str
    code: str
    parts: tuple[Part, ...]
    key: tuple[str, ...]
    explanation: str

    @property
    def options(self) -> str:
        """All parts as one text, for the CSV file."""
        return "\n".join(line for part in self.parts for line in (f"[{part.label}]", *part.lines))


def row_of(item: Any, row_id: str) -> Row:
    """The item without its family, concept, hints and provenance, which would tell who wrote it."""
    parts, key = _told(item)
    return Row(
        id=row_id,
        type=item.type.replace("_", " "),
        stem=item.stem,
        code=item.code or "",
        parts=tuple(Part(label=label, lines=tuple(lines)) for label, lines in parts if lines),
        key=tuple(key),
        explanation=item.explanation,
    )


def _told(item: Any) -> tuple[list[tuple[str, Sequence[str]]], list[str]]:
    if getattr(item, "options", None):
        keys = {item.key} if isinstance(item.key, str) else set(item.key)
        lines = _lettered([option.text for option in item.options])
        key = [line for line, option in zip(lines, item.options, strict=True) if option.id in keys]
        return [("Options", lines)], key
    if item.type == "matching":
        left = {side.id: f"{n}. {side.text}" for n, side in enumerate(item.pairs.left, start=1)}
        right = dict(
            zip([s.id for s in item.pairs.right], _lettered([s.text for s in item.pairs.right]), strict=True)
        )
        key = [f"{left[one]}: {right[other]}" for one, other in item.key.items()]
        return [
            ("Match each of these", list(left.values())),
            ("with one of these", list(right.values())),
        ], key
    if item.type == "ordering":
        texts = {step.id: step.text for step in item.steps}
        return [("Steps", list(texts.values()))], [
            f"{n}. {texts[id_]}" for n, id_ in enumerate(item.key, start=1)
        ]
    if item.type == "table":
        key = [f"{cell.row}, {cell.column}: {item.key[cell.id]}" for cell in item.cells]
        return [("Table", [" | ".join(row) for row in item.grid]), ("Pool", list(item.pool or ()))], key
    if item.type == "numeric":
        tolerance = f" (± {item.key.tolerance:g})" if item.key.tolerance else ""
        return [], [f"{item.key.value:.10g} {item.key.unit}".strip() + tolerance]
    return _written(item)


def _written(item: Any) -> tuple[list[tuple[str, Sequence[str]]], list[str]]:
    """Types that are answered by typing."""
    if getattr(item, "rubric", None):
        points = [f"{point.point} (weight {point.weight:.2f})" for point in item.rubric]
        return [("Parts", list(getattr(item, "parts", ())))], points
    if getattr(item, "blanks", None):
        pools = list(dict.fromkeys(text for blank in item.blanks for text in blank.pool or ()))
        return [("Pool", pools)], [f"{n}. {text}" for n, text in enumerate(item.key.values(), start=1)]
    others = [text for text in item.accepts or () if text != item.key]
    return [], [item.key, *([f"also accepted: {'; '.join(others)}"] if others else [])]


def _lettered(texts: Sequence[str]) -> list[str]:
    return [f"{LETTERS[n]}. {text}" for n, text in enumerate(texts)]


def origin_of(item: Item) -> str:
    """Who wrote the item, in words; for the file that is opened after rating."""
    writer = item.provenance.get("writer")
    return str(writer) if writer else "people"
