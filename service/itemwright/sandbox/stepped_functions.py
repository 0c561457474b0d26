"""Functions of stepped code: called by whoever calls them, bound to arguments by Python itself."""

import ast
import types
from collections.abc import Callable, Mapping
from typing import Any

from itemwright.sandbox.stepped_rules import Refused, Stepped

BOUND_OTHERWISE: Mapping[str, Callable[[Any], Any]] = {
    "__new__": staticmethod,
    "__init_subclass__": classmethod,
    "__class_getitem__": classmethod,
}
"""What a class makes of these by itself."""


class Function(Stepped):
    """A function of the code. Called, it runs its body; as a class's attribute it binds like any function."""

    __slots__ = ("_run", "_shown", "_stub")

    def __init__(self, run: Callable[[dict[str, Any]], Any], stub: Any, shown: str) -> None:
        self._run, self._stub, self._shown = run, stub, shown

    def __call__(self, *values: Any, **named: Any) -> Any:
        return self._run(self._stub(*values, **named))

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        return self if owner is None else types.MethodType(self, owner)

    def __deepcopy__(self, memo: Any) -> "Function":
        return self

    def __copy__(self) -> "Function":
        return self

    def __repr__(self) -> str:
        return f"<function {self._shown} at {id(self):#x}>"

    @property
    def __name__(self) -> str:
        return self._shown.rpartition(".")[2]

    def rename(self, name: str) -> None:
        self._shown = name


type.__setattr__(Function, "__name__", "function")  # as it stands in the messages of errors


def bound_by_python(given: ast.arguments, name: str, value: Callable[[ast.expr], Any]) -> Any:
    """A function of the same parameters that gives back what they are bound to: calls are then bound, and
    refused, by Python itself. It is made of names alone."""
    bare = ast.arguments(
        posonlyargs=[ast.arg(each.arg) for each in given.posonlyargs],
        args=[ast.arg(each.arg) for each in given.args],
        vararg=None if given.vararg is None else ast.arg(given.vararg.arg),
        kwonlyargs=[ast.arg(each.arg) for each in given.kwonlyargs],
        kw_defaults=[None if each is None else ast.Constant(None) for each in given.kw_defaults],
        kwarg=None if given.kwarg is None else ast.arg(given.kwarg.arg),
        defaults=[ast.Constant(None) for _ in given.defaults],
    )
    if "locals" in [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]:
        raise Refused("a parameter 'locals'")
    call = ast.Call(func=ast.Name("locals", ast.Load()), args=[], keywords=[])
    stub = ast.Lambda(args=bare, body=call)
    made = eval(compile(ast.fix_missing_locations(ast.Expression(stub)), "main.py", "eval"))  # noqa: S307
    made.__qualname__ = made.__name__ = name
    made.__defaults__ = tuple(value(each) for each in given.defaults) or None
    made.__kwdefaults__ = {
        each.arg: value(default)
        for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
        if default is not None
    } or None
    return made
