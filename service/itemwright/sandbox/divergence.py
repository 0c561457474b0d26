"""Where pydantic-monty runs code to its end and prints something else than CPython: found by reading.

Found by running the same snippets in both (pydantic-monty 1.4, CPython 3.11); tests hold each of them."""

import ast
import re
from collections.abc import Iterator, Mapping

from itemwright.sandbox.sets_in_order import set_in_order
from itemwright.sandbox.syntax import Syntax

_LAZY = frozenset({"map", "filter", "zip", "enumerate", "reversed"})
_CONSUMERS = frozenset({
    "list", "tuple", "set", "frozenset", "dict", "sum", "max", "min", "sorted", "any", "all", "join",
    "extend", "update", "fromkeys", "Counter", "deque", "OrderedDict", "defaultdict", "reduce", "accumulate",
    "prod", "fsum", "from_iterable", "chain", "islice", "product", *_LAZY,
})  # fmt: skip
_HELD = frozenset({
    "__init__", "__eq__", "__hash__", "__getitem__", "__call__", "__iter__", "__next__", "__contains__",
    "__str__", "__repr__", "__add__", "__radd__", "__iadd__", "__neg__", "__abs__", "__int__", "__float__",
    "__index__", "__mul__", "__sub__", "__truediv__", "__floordiv__", "__matmul__", "__pow__", "__mod__",
    "__and__", "__invert__", "__divmod__", "__enter__", "__exit__", "__round__",
})  # fmt: skip
"""Special methods that monty calls where Python does. It passes over others, without a word."""
_PRIVATE = re.compile(r"__\w*(?<!__)$")


def divergence(syntax: Syntax) -> str | None:
    """What in the code monty is known to run otherwise, in a few words; None when nothing is seen."""
    # What is told of an exception is most likely what the code itself says, where it says something.
    own_messages = any(isinstance(node.exc, ast.Call) for node in syntax.all(ast.Raise))
    kinds = (ast.ClassDef, ast.Dict, ast.Call, ast.GeneratorExp, ast.Return, ast.Await)
    for node in syntax.all(*kinds, *(() if own_messages else (ast.ExceptHandler,))):
        for found in _of_node(node, syntax.above):
            return found
    if (expression := set_in_order(syntax)) is not None:
        return f"the order of the set `{expression}`"
    return None


def _of_node(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> Iterator[str]:
    if isinstance(node, ast.ClassDef):
        yield from _of_class(node)
    elif isinstance(node, ast.Dict):
        numbers = [key.value for key in node.keys if isinstance(key, ast.Constant)]
        if any(a == b and type(a) is not type(b) for a in numbers for b in numbers):
            yield "keys that are equal and of different types"
    elif isinstance(node, ast.ExceptHandler):
        if node.name is not None and any(_is_told(inner, node.name, above) for inner in ast.walk(node)):
            yield "the message of an exception"
    elif isinstance(node, ast.Call) and (_called(node), len(node.args)) in (("hasattr", 2), ("getattr", 3)):
        yield "an attribute that is asked for by name"
    elif isinstance(node, ast.Return | ast.Await):
        if not _in_function(node, above):
            yield "a return outside a function"
    elif _is_lazy(node) and not _is_used_up(node, above):
        yield "an iterator that is kept"


def _of_class(node: ast.ClassDef) -> Iterator[str]:
    for inner in ast.walk(node):
        method = inner.name if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) else ""
        if method.startswith("__") and method.endswith("__") and method not in _HELD:
            yield f"the method {method}"
        name = inner.attr if isinstance(inner, ast.Attribute) else ""
        if _PRIVATE.match(name):
            yield f"the private name {name}"


def _is_told(node: ast.AST, name: str, above: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether the caught exception is used as more than an object with a type."""
    if not isinstance(node, ast.Name) or node.id != name or not isinstance(node.ctx, ast.Load):
        return False
    use = above.get(node)
    if isinstance(use, ast.Call):
        return not (isinstance(use.func, ast.Name) and use.func.id in ("type", "isinstance"))
    return not (isinstance(use, ast.Attribute) and use.attr == "__class__") and not isinstance(use, ast.Raise)


def _in_function(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> bool:
    while (found := above.get(node)) is not None:
        if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return True
        node = found
    return False


def _is_lazy(node: ast.AST) -> bool:
    if isinstance(node, ast.GeneratorExp):
        return True
    if not isinstance(node, ast.Call):
        return False
    return _called(node) in _LAZY or getattr(node.func, "attr", "") == "finditer"


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_used_up(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether it is gone through at once, so that nobody sees whether it is a list."""
    use = above.get(node)
    if isinstance(use, ast.For | ast.comprehension):
        return use.iter is node
    if isinstance(use, ast.Call):
        name = use.func.attr if isinstance(use.func, ast.Attribute) else getattr(use.func, "id", "")
        return node is not use.func and name in _CONSUMERS
    if isinstance(use, ast.Assign):
        return all(isinstance(target, ast.Tuple | ast.List) for target in use.targets)
    return isinstance(use, ast.Starred) or (isinstance(use, ast.Compare) and use.left is not node)
