"""Is the item whole: a stem, distinct options, an explanation, an answer that can be given."""

from itemwright.domain.item import BLANK, Item
from itemwright.proving.checked import Finding
from itemwright.text import normal_form


def check_structure(item: Item) -> Finding:
    """fail: something needed is missing or empty. The rest of the shape is held by the item's type."""
    problems = []
    if not item.explanation.strip():
        problems.append("no explanation")
    options = getattr(item, "options", None) or ()
    if any(not option.text.strip() for option in options):
        problems.append("an option is empty")
    if options and item.type != "true_false" and len(options) < 3:
        problems.append(f"{len(options)} options, at least 3 are wanted")
    if BLANK in item.stem and item.type not in (
        "cloze",
        "code_cloze",
        "output_prediction",
        "debug",
        "scenario",
    ):
        problems.append("the stem shows a blank that the type does not have")
    if item.type == "multiple_response" and len(item.key) == len(item.options):
        problems.append("every option is right")
    if item.type == "free_text" and not normal_form(item.key):
        problems.append("no reference answer")
    if item.code is not None and not item.code.strip():
        problems.append("the code is empty")
    return ("fail", "; ".join(problems)) if problems else ("pass", "complete")
