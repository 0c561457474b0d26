"""Names that an item's code reads and that nothing defines."""

import ast
import builtins
import re
from collections.abc import Iterator

from itemwright.domain.item import BLANK, Item


def undefined_names(item: Item) -> list[str]:
    """Names that the code of an item on what is printed reads, and that neither it nor Python defines."""
    asks_output = item.type == "output_prediction" or (
        item.type in ("numeric", "multiple_choice", "multiple_response", "short_answer", "debug")
        and re.search(r"\bprint(?:s|ed)?\b", item.stem)
    )
    if not asks_output or not item.code or item.language not in (None, "python"):
        return []
    try:
        tree = ast.parse(item.code.replace(BLANK, "None"))
    except (SyntaxError, ValueError, RecursionError):
        return []
    loaded: dict[str, None] = {}
    bound = {*dir(builtins), "__name__", "__file__"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (loaded.setdefault(node.id) if isinstance(node.ctx, ast.Load) else bound.add(node.id))
        bound.update(_bound_by(node))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            return []
    return [name for name in loaded if name not in bound and name not in item.stem]


def _bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.Global | ast.Nonlocal):
        yield from node.names
