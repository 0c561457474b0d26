"""Expressions that are one whatever their names stand for: `not a or not b` and `not (a and b)`, 2(x + 3) and
2x + 6. They are compared by their values on a grid; nothing is run."""

import ast
import itertools
import re
from collections.abc import Callable

_MOST_NAMES = 4
_LARGEST = 1000
"""Larger constants in a power would take long and say nothing more."""
_NUMBERS = (-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0)
_QUOTED = re.compile(r"\s*`([^`]+)`\s*\.?\s*")


def same_code(one: str, other: str) -> bool:
    """Whether two quoted expressions or statements are one to Python: `i += 2` and `i = i + 2`."""
    plain = [_QUOTED.fullmatch(text) for text in (one, other)]
    if plain[0] is None or plain[1] is None:
        return False
    trees = [_tree(plain[0][1]), _tree(plain[1][1])]
    if trees[0] is not None and trees[0] == trees[1]:
        return True
    return _same_values(_expression(plain[0][1]), _expression(plain[1][1]))


_FORMULA = re.compile(r"[0-9a-zA-Z+\-−*/·×^()<>=≤≥ .²³]+")


def same_formula(one: str, other: str) -> bool:
    """Whether two formulas of school algebra are one: x > 3 and 3 < x."""
    plain = [_as_python(text) for text in (one, other)]
    if not plain[0] or not plain[1]:
        return False
    return _same_values(_expression(plain[0]), _expression(plain[1]))


def same_condition(one: str, other: str) -> bool:
    """Whether two conditions in plain text are one: not (a == 0 or b == 0), and a != 0 and b != 0."""
    if not re.search(r"[<>=]|\bnot\b", one + other) or "`" in one + other:
        return False
    trees = [_expression(text.strip().rstrip(".")) for text in (one, other)]
    if not all(isinstance(tree, ast.BoolOp | ast.UnaryOp | ast.Compare) for tree in trees):
        return False
    return _same_values(trees[0], trees[1])


def _as_python(text: str) -> str:
    """A formula with its products and powers written out; "" for what is none: words, H2O, f(x)."""
    bare = text.strip().strip("$").rstrip(".")
    if not _FORMULA.fullmatch(bare) or not re.search(r"[-+*/^<>=≤≥²³(−·×]", bare):
        return ""
    if re.search(r"[A-Za-z]\d|[A-Za-z]{3}|[a-z][A-Z]|\b[fghPE]\(|->|=>|[A-Za-z] [A-Za-z]", bare):
        return ""
    for sign, written in (("−", "-"), ("·", "*"), ("×", "*"), ("^", "**"), ("²", "**2"), ("³", "**3"),
                          ("≤", "<="), ("≥", ">=")):  # fmt: skip
        bare = bare.replace(sign, written)
    bare = re.sub(r"(?<=[0-9A-Za-z)])(?=\()|(?<=[0-9)])(?=[A-Za-z])|(?<=[A-Za-z)])(?=[A-Za-z])", "*", bare)
    return re.sub(r"(?<![<>=!])=(?!=)", "==", bare)


def _tree(code: str) -> str | None:
    try:
        body = ast.parse(code.strip(), mode="exec").body
    except (SyntaxError, ValueError, RecursionError):
        return None
    if len(body) != 1:
        return None
    node: ast.AST = _Plain().visit(body[0])
    return ast.dump(ast.fix_missing_locations(node))


class _Plain(ast.NodeTransformer):
    """One form for what Python takes alike: `x += 1`, and comparisons turned round."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        if not isinstance(node.target, ast.Name):
            return node
        read = ast.Name(node.target.id, ast.Load())
        return ast.Assign([node.target], ast.BinOp(read, node.op, node.value))

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        turned: dict[type[ast.cmpop], ast.cmpop] = {ast.Gt: ast.Lt(), ast.GtE: ast.LtE()}
        if len(node.ops) == 1 and type(node.ops[0]) in turned:
            return ast.Compare(node.comparators[0], [turned[type(node.ops[0])]], [node.left])
        return node


def _expression(code: str) -> ast.expr | None:
    try:
        found = ast.parse(code.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return None
    return found if all(isinstance(node, _ALLOWED) for node in ast.walk(found)) else None


_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mod: lambda a, b: a % b,
}
_COMPARED: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: abs(a - b) <= 1e-9,
    ast.NotEq: lambda a, b: abs(a - b) > 1e-9,
}
_ALLOWED = (
    ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.Compare, ast.Name, ast.Constant, ast.Load, ast.boolop,
    ast.Not, ast.USub, ast.UAdd, ast.Pow, *_BINARY, *_COMPARED,
)  # fmt: skip


def _same_values(one: ast.expr | None, other: ast.expr | None) -> bool:
    """Whether two expressions have equal values wherever both are looked at, and not one value everywhere."""
    if one is None or other is None:
        return False
    names = [sorted({n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}) for tree in (one, other)]
    if names[0] != names[1] or not 1 <= len(names[0]) <= _MOST_NAMES:
        return False
    seen = set()
    for values in itertools.product(_grid(one, other, len(names[0])), repeat=len(names[0])):
        given = dict(zip(names[0], values, strict=True))
        left, right = _value(one, given), _value(other, given)
        if left is None or right is None:
            if left is not right:
                return False
            continue
        if abs(left - right) > 1e-9 * max(1.0, abs(left)) or (type(left) is bool) != (type(right) is bool):
            return False
        seen.add(left)
    return len(seen) > 1


def _grid(one: ast.expr, other: ast.expr, names: int) -> list[float]:
    """Where to look: both truth values, or numbers on both sides of every constant."""
    nodes = [*ast.walk(one), *ast.walk(other)]
    if not any(isinstance(node, ast.Compare | ast.BinOp) for node in nodes):
        return [False, True]
    constants = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, int | float)]
    near = {float(c) + step for c in constants for step in (-1.0, -0.5, 0.0, 0.5, 1.0)}
    found = sorted({*_NUMBERS, *near})
    return found if names <= 2 else list(_NUMBERS)


def _value(node: ast.expr, given: dict[str, float]) -> float | bool | None:
    try:
        return _worked_out(node, given)
    except (ZeroDivisionError, OverflowError, ValueError):
        return None


def _worked_out(node: ast.expr, given: dict[str, float]) -> float | bool:
    match node:
        case ast.Name(id=name):
            return given[name]
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.BoolOp(op=op, values=values):
            found: float | bool = False
            for each in values:
                found = _worked_out(each, given)
                if bool(found) is isinstance(op, ast.Or):
                    break
            return found
        case ast.UnaryOp(op=op, operand=operand):
            single = _worked_out(operand, given)
            return not single if isinstance(op, ast.Not) else -single if isinstance(op, ast.USub) else single
        case ast.BinOp(left=left, op=op, right=right):
            return _operated(op, _worked_out(left, given), _worked_out(right, given))
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            sides = [_worked_out(each, given) for each in (left, *comparators)]
            return all(
                _COMPARED[type(op)](a, b) for op, (a, b) in zip(ops, itertools.pairwise(sides), strict=True)
            )
        case _:
            raise ValueError(f"{ast.dump(node)} has no number")


def _operated(op: ast.operator, left: float, right: float) -> float:
    if not isinstance(op, ast.Pow):
        return _BINARY[type(op)](left, right)
    if abs(left) > _LARGEST or abs(right) > 10:
        raise OverflowError
    found = left**right
    if isinstance(found, complex):
        raise ValueError("a root of a negative number")
    return float(found)
