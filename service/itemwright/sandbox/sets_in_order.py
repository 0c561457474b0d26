"""Where code goes through a set: the order is Python's secret, and for texts another one in each process."""

import ast
from collections.abc import Mapping

from itemwright.sandbox.syntax import Syntax

_MAKERS = frozenset({"set", "frozenset"})
_VIEWS = frozenset({"keys", "items"})
_LEARNT_FROM = (
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.FunctionDef, ast.AsyncFunctionDef, ast.Call,
)  # fmt: skip
_MAY_BE_SETS = (
    ast.Set, ast.SetComp, ast.Call, ast.BinOp, ast.IfExp, ast.Subscript, ast.Name, ast.Attribute,
)  # fmt: skip
_SET_METHODS = frozenset({"union", "intersection", "difference", "symmetric_difference"})
_SET_OPERATORS = (ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor)
_ORDER_FREE = frozenset({
    "set", "frozenset", "sorted", "len", "min", "max", "any", "all", "bool", "isinstance", "issubclass",
    "type",
})  # fmt: skip
_TAKES_SETS = frozenset({
    "union", "intersection", "difference", "symmetric_difference", "update", "intersection_update",
    "difference_update", "issubset", "issuperset", "isdisjoint", "add", "append", "discard", "get",
    "setdefault",
})  # fmt: skip


def set_in_order(syntax: Syntax) -> str | None:
    """The expression by which the order of a set may reach the result, None when none is seen."""
    made = any(True for _ in syntax.all(ast.Set, ast.SetComp)) or any(
        _name(call.func) in _MAKERS | _VIEWS or any(_name(a) in _MAKERS for a in call.args)
        for call in syntax.all(ast.Call)
    )
    return _Sets(syntax).in_order() if made else None


class _Sets:
    def __init__(self, syntax: Syntax) -> None:
        self._syntax, self._above = syntax, syntax.above
        self._names: set[str] = set()
        self._parameters = _parameters(syntax)
        before = -1
        while len(self._names) != before:  # a set's name may be another's value
            before = len(self._names)
            for node in syntax.all(*_LEARNT_FROM):
                self._learn(node)

    def in_order(self) -> str | None:
        for node in self._syntax.all(*_MAY_BE_SETS):
            if isinstance(node, ast.expr) and self._is_set(node) and self._shows_order(node):
                return ast.unparse(node)[:60]
        return None

    def _learn(self, node: ast.AST) -> None:
        """Names and attributes that hold a set, functions that return one, names of dictionaries of sets."""
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            if node.value is not None and self._is_set(node.value):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                self._names |= {name for target in targets if (name := _name(target))}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            returned = [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return)]
            if any(value is not None and self._is_set(value) for value in returned):
                self._names.add(node.name)
        elif isinstance(node, ast.Call) and _name(node.func) in self._parameters:
            names = self._parameters[_name(node.func)]
            given = [*zip(names, node.args, strict=False), *((k.arg, k.value) for k in node.keywords)]
            self._names |= {name for name, value in given if name is not None and self._is_set(value)}
        elif isinstance(node, ast.Call) and _name(node.func) == "defaultdict":
            above = self._above.get(node)
            if any(_name(argument) in _MAKERS for argument in node.args) and isinstance(above, ast.Assign):
                self._names |= {name for target in above.targets if (name := _name(target))}

    def _is_set(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Set | ast.SetComp):
            return True
        if isinstance(node, ast.Call):
            name = _name(node.func)
            return name in _MAKERS | self._names or (
                isinstance(node.func, ast.Attribute)
                and (name in _SET_METHODS or (name == "copy" and self._is_set(node.func.value)))
            )
        if isinstance(node, ast.BinOp) and isinstance(node.op, _SET_OPERATORS):
            return any(self._is_set(side) or _is_view(side) for side in (node.left, node.right))
        if isinstance(node, ast.IfExp):
            return self._is_set(node.body) or self._is_set(node.orelse)
        if isinstance(node, ast.Subscript):
            return _name(node.value) in self._names
        return _name(node) in self._names

    def _shows_order(self, node: ast.expr) -> bool:
        above = self._above.get(node)
        if isinstance(above, ast.For | ast.AsyncFor | ast.comprehension):
            return above.iter is node and not self._gathered(above)
        if isinstance(above, ast.Call) and node is not above.func:
            name = _name(above.func)
            known = _TAKES_SETS if isinstance(above.func, ast.Attribute) else _ORDER_FREE
            return name not in known and name not in self._parameters
        if isinstance(above, ast.Attribute):
            return above.attr in ("pop", "__iter__", "__str__", "__repr__")
        if isinstance(above, ast.Assign):
            return any(isinstance(target, ast.Tuple | ast.List) for target in above.targets)
        if isinstance(above, ast.BinOp):
            return isinstance(above.op, ast.Mod)
        return isinstance(above, ast.Starred | ast.FormattedValue | ast.YieldFrom)

    def _gathered(self, loop: ast.AST) -> bool:
        """Whether what comes of a comprehension has no order: another set, or sorted, counted, compared."""
        made = self._above.get(loop)
        if isinstance(made, ast.SetComp):
            return True
        taken = self._above.get(made) if isinstance(made, ast.GeneratorExp | ast.ListComp) else None
        return isinstance(taken, ast.Call) and _name(taken.func) in _ORDER_FREE


def _parameters(syntax: Syntax) -> Mapping[str, list[str]]:
    """Names of what the code's own functions, methods and classes are called with, without a `self`."""
    found = {node.name: _called_with(node) for node in syntax.all(ast.FunctionDef)}
    found |= {node.name: _called_with(node) for node in syntax.all(ast.AsyncFunctionDef)}
    for node in syntax.all(ast.ClassDef):
        made = [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
        found[node.name] = next((_called_with(one) for one in made if one.name == "__init__"), [])
    return found


def _called_with(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def _name(node: ast.AST) -> str:
    """The last name of a name, an attribute or an entry of either."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return _name(node.value) if isinstance(node, ast.Subscript) else ""


def _is_view(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _VIEWS
