"""Python code as a syntax tree, read and never run: what sandboxes and proofs look for before a run."""

import ast
import threading
import warnings
from collections.abc import Mapping

LONGEST = 20_000
"""Characters of code that are read at most."""
_READING = threading.Lock()


def read_syntax(code: str) -> ast.Module:
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
            return ast.parse(code)
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


def parents_of(tree: ast.AST) -> Mapping[ast.AST, ast.AST]:
    """What each node of the tree stands in."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
