"""Items, grades and steps as text for a terminal."""

from itemwright.domain.grade import Grade, Ungraded
from itemwright.domain.item import Item, Labelled, LearnerItem, LearnerOption
from itemwright.grading.exact import MODEL as EXACT

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def lettered(item: LearnerItem) -> list[tuple[str, str, str]]:
    """(letter, id, text) of the options, the steps or the right sides, in the order in which they stand."""
    entries: list[LearnerOption | Labelled] = [*(item.options or ()), *(item.steps or ())]
    entries += item.pairs.right if item.pairs else ()
    return [(letter, entry.id, entry.text) for letter, entry in zip(LETTERS, entries, strict=False)]


def learner_text(item: LearnerItem) -> str:
    """The question as its learner sees it; options, steps and right sides are lettered as they stand."""
    lines = [item.stem]
    if item.code:
        lines += ["", *(f"    {line}" for line in item.code.rstrip().splitlines())]
    if item.grid:
        lines += ["", *_grid(item.grid)]
    if item.parts:
        lines += [f"  ({letter}) {part}" for letter, part in zip("abcdefgh", item.parts, strict=False)]
    if not item.pairs:
        lines += [f"  {letter}) {_indented(text)}" for letter, _, text in lettered(item)]
    if item.pairs:
        lines += [f"  {entry.id}: {entry.text}" for entry in item.pairs.left]
        lines += [f"      {letter}) {text}" for letter, _, text in lettered(item)]
    pools = [blank.pool for blank in item.blanks or () if blank.pool] or ([item.pool] if item.pool else [])
    if pools:
        lines.append("  Choose from: " + ", ".join(pools[0]))
    if item.unit:
        lines.append(f"  (answer in {item.unit})")
    return "\n".join(lines)


def item_text(item: Item) -> str:
    """The whole item for an author: question, key, explanation, hints, citation."""
    head = f"[{item.type}] {', '.join(item.concepts)} - {item.difficulty.label}, {item.bloom}"
    lines = [head, item.stem]
    if item.code:
        lines += ["", *(f"    {line}" for line in item.code.rstrip().splitlines()), ""]
    if item.type == "table":
        lines += _grid(item.grid)
    for option in getattr(item, "options", None) or ():
        right = option.id == item.key or (
            not isinstance(item.key, str) and option.id in tuple(_ids(item.key))
        )
        lines.append(f"  {'*' if right else ' '} {option.id}) {_indented(option.text)}")
        lines.append(f"        {option.rationale}")
    if item.type == "ordering":
        texts = {step.id: step.text for step in item.steps}
        lines += [f"  {number}. {texts[step]}" for number, step in enumerate(item.key, 1)]
    elif item.type == "matching":
        left = {entry.id: entry.text for entry in item.pairs.left}
        right_side = {entry.id: entry.text for entry in item.pairs.right}
        lines += [f"  {left[a]}  =  {right_side[b]}" for a, b in item.key.items()]
    elif item.type == "numeric":
        lines.append(f"  Key: {item.key.value:g} {item.key.unit} (within {item.key.tolerance:g})")
    elif not getattr(item, "options", None):
        lines.append(f"  Key: {item.key}")
    for point in getattr(item, "rubric", None) or ():
        lines.append(f"  Rubric: {point.point} (weight {point.weight:g})")
    lines.append(f"  Why: {item.explanation}")
    lines += [f"  Hint {number}: {hint}" for number, hint in enumerate(item.hints, 1)]
    for citation in item.citations[:1]:
        lines.append(
            f'  Source: {citation.path}, characters {citation.start}-{citation.end}: "{citation.quote}"'
        )
    if item.proof:
        lines.append(
            f"  Proof: {item.proof.verdict} ({', '.join(check.name for check in item.proof.checks)})"
        )
    return "\n".join(lines)


def outcome_text(outcome: Grade | Ungraded) -> str:
    """A grade with its reasons."""
    if isinstance(outcome, Ungraded):
        return f"Not graded ({outcome.reason}): {outcome.detail}"
    review = ", a person should look" if outcome.needs_review else ""
    lines = [f"Score {outcome.score:.2f}, {outcome.label} (confidence {outcome.confidence:.2f}{review})"]
    # A keyed answer needs no evidence: the feedback says what was right.
    for criterion in outcome.criteria if outcome.model != EXACT else ():
        quoted = f' because of "{criterion.quote}"' if criterion.quote else ""
        lines.append(f"  {criterion.status:12} {criterion.point}{quoted}")
    lines += [f"  flag: {flag.code}" for flag in outcome.flags]
    if outcome.feedback:
        lines.append(f"  {outcome.feedback}")
    return "\n".join(lines)


def _ids(key: object) -> tuple[str, ...]:
    return key if isinstance(key, tuple) else ()


def _indented(text: str) -> str:
    return text.replace("\n", "\n     ")


def _grid(grid: tuple[tuple[str, ...], ...]) -> list[str]:
    widths = [max(len(row[column]) for row in grid) for column in range(len(grid[0]))]
    return [
        "  " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in grid
    ]
