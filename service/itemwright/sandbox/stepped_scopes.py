"""Where names of stepped code live: which are a function's own, and in which frame each is looked up."""

import ast
from collections.abc import Iterator, Sequence
from typing import Any

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Names:
    """The names that a body binds, and those that it declares to be others'."""

    def __init__(self, body: Sequence[ast.AST], parameters: Sequence[str] = ()) -> None:
        bound, self.shared, self.outer = set(parameters), set[str](), set[str]()
        for node in _own_nodes(body):
            if isinstance(node, ast.Global):
                self.shared.update(node.names)
            elif isinstance(node, ast.Nonlocal):
                self.outer.update(node.names)
            else:
                bound.update(_bound_by(node))
        self.own = frozenset(bound - self.shared - self.outer)


class Frame:
    """The names of one call, of one comprehension, of a class's body or of the whole."""

    def __init__(self, above: "Frame | None", names: Names | None, is_class: bool = False) -> None:
        self.above, self.names, self.is_class = above, names, is_class
        self.values: dict[str, Any] = {}
        self.top: Frame = self if above is None else above.top
        self.inside: type | str | None = above.inside if above is not None else None
        """The name of the class in whose body this stands, for `__x`."""
        self.method: tuple[type | None, Any] = (None, None) if above is None else above.method
        """The class and the first argument, for `super()`."""

    def home_of(self, name: str) -> "Frame":
        """The frame in which the name is read and written from here."""
        if self.above is None or self.names is None or name in self.names.own:
            return self
        if name in self.names.shared:
            return self.top
        frame: Frame | None = self.above
        while frame is not None and frame.above is not None:
            if not frame.is_class and frame.names is not None:
                if name in frame.names.own:
                    return frame
                if name in frame.names.shared:
                    return self.top
            frame = frame.above
        return self.top


def has_yield(body: Sequence[ast.AST]) -> bool:
    """Whether a body is that of a generator."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own_nodes(body))


def _own_nodes(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of a body without those of functions, classes and comprehensions in it."""
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, _INNER):
            waiting += [*getattr(node, "decorator_list", ())]
        elif isinstance(node, _COMPREHENSIONS):
            # An assignment expression in a comprehension binds in the function around it.
            waiting += [inner for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr)]
        else:
            waiting += ast.iter_child_nodes(node)


def _bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.id
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name
