"""The shape of a program: what it does, without the names and constants in which parallel snippets differ."""

import ast
import builtins
import hashlib
import re

from itemwright.domain.item import BLANK

_TOKEN = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|\w+|[^\w\s]")
_BUILTINS = frozenset(dir(builtins))
"""Names that mean what they say; all others a program gives itself."""


def code_shape(code: str, language: str | None = "python") -> str:
    """A digest of the syntax tree with own names numbered as they come and constants replaced by their kind.

    Code that Python cannot parse, or of another language, is taken by its tokens in the same way.
    """
    if language in (None, "python", "py"):
        try:
            return _digest(ast.dump(_Abstract().visit(ast.parse(code.replace(BLANK, "_blank_")))))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass  # a fragment, a session with prompts or another language: its tokens tell enough
    known: dict[str, str] = {}
    return _digest(" ".join(_token_shape(token, known) for token in _TOKEN.findall(code)))


class _Abstract(ast.NodeTransformer):
    """Numbers the program's own names and replaces constants by their kind."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(id=self._number(node.id), ctx=node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(arg=self._number(node.arg))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._number(node.name)
        return self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            return self.visit_Constant(node.operand)  # -4 is a constant like 4
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        is_number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
        return ast.Constant(value="number" if is_number else type(node.value).__name__)

    def visit_List(self, node: ast.List) -> ast.AST:
        return self._row(node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        return self._row(node)

    def _row(self, node: ast.List | ast.Tuple) -> ast.AST:
        """Rows of constants have one shape, however long they are."""
        self.generic_visit(node)
        if len({ast.dump(each) for each in node.elts}) == 1 and isinstance(node.elts[0], ast.Constant):
            node.elts = node.elts[:1]
        return node

    def _number(self, name: str) -> str:
        return name if name in _BUILTINS else self._known.setdefault(name, f"name{len(self._known)}")


def _token_shape(token: str, known: dict[str, str]) -> str:
    if token[0] in "\"'":
        return "text"
    if token[0].isdigit():
        return "number"
    if token.isupper() or not (token[0].isalpha() or token[0] == "_"):
        return token  # SQL's words stand in capitals
    return known.setdefault(token, f"name{len(known)}")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
