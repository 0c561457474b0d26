"""Python code as a syntax tree, read and never run: what sandboxes and proofs look for before a run."""

import ast
import threading
import warnings
from collections.abc import Iterator
from typing import TypeVar

LONGEST = 20_000
"""Characters of code that are read at most."""
_READING = threading.Lock()
_Node = TypeVar("_Node", bound=ast.AST)


class Syntax:
    """A tree, gone through once. `above`: what each node stands in."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.above: dict[ast.AST, ast.AST] = {}
        self._kinds: dict[type[ast.AST], list[ast.AST]] = {}
        waiting: list[ast.AST] = [tree]
        for node in waiting:  # it grows while it is gone through
            self._kinds.setdefault(type(node), []).append(node)
            for name in node._fields:
                value = getattr(node, name, None)
                for child in value if isinstance(value, list) else (value,):
                    if isinstance(child, ast.AST):
                        self.above[child] = node
                        waiting.append(child)

    def all(self, *kinds: type[_Node]) -> Iterator[_Node]:
        """The nodes of these kinds, nearest to the top first."""
        for kind in kinds:
            yield from self._kinds.get(kind, ())  # type: ignore[misc]  # stored below their own kind


def read_syntax(code: str) -> Syntax:
    """The tree of `code`.

    Raises:
        SyntaxError: it is no Python of this version.
        ValueError: it is too long or too deep to be read.
    """
    if len(code) > LONGEST:
        raise ValueError(f"{len(code)} characters of code, at most {LONGEST} are read")
    with _READING, warnings.catch_warnings():  # the filters belong to the whole process
        warnings.simplefilter("ignore")
        try:
            return Syntax(ast.parse(code))
        except (RecursionError, MemoryError, UnicodeEncodeError) as error:
            raise ValueError("the code is nested too deeply, or is no text") from error


def syntax_error(code: str) -> str | None:
    """The name of the error with which Python refuses `code` before it runs any of it, else None."""
    try:
        read_syntax(code)
        with _READING, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code, "main.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return type(error).__name__
    except (ValueError, RecursionError, MemoryError):
        return None
    return None
