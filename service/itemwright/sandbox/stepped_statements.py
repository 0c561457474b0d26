"""Statements of stepped code: carried out one by one. Each is a generator of ours, so that a `yield` of the
code can hand its value out from wherever it stands."""

import ast
import types
from collections.abc import Callable, Generator, Sequence
from typing import Any, Literal

from itemwright.sandbox.stepped_expressions import Expressions, Stopped
from itemwright.sandbox.stepped_functions import BOUND_OTHERWISE, Function, bound_by_python
from itemwright.sandbox.stepped_rules import SPECIAL, Known, Refused
from itemwright.sandbox.stepped_scopes import Frame, Names, has_yield

Way = Literal["on", "break", "continue", "return"]
"""How a statement ended: where to go from there."""
Steps = Generator[Any, Any, Way]
MOST_STEPS = 2_000_000
DEPTH = 950
"""Calls within calls; Python's own limit is 1000, and some of these are taken up before a program begins."""


class Statements(Expressions):
    """Carries out statements; `raised` is what a bare `raise` raises again."""

    def __init__(self, printed: Callable[[str], None]) -> None:
        super().__init__(printed)
        self._steps = self._depth = 0
        self._raised: list[BaseException] = []
        self._returned: dict[int, Any] = {}

    def run(self, tree: ast.Module) -> None:
        """Carry out a module.

        Raises:
            Refused: something is not on the list. Whatever the code itself raises.
        """
        frame = Frame(None, None)
        for _ in self._block(tree.body, frame):
            raise Refused("a yield outside a function")

    def _block(self, body: Sequence[ast.stmt], frame: Frame) -> Steps:
        for statement in body:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise Refused("more steps than are taken here")
            method = getattr(self, f"_do_{type(statement).__name__.lower()}", None)
            if method is None:
                raise Refused(f"a statement of the kind {type(statement).__name__}")
            way: Way = yield from method(statement, frame)
            if way != "on":
                return way
        return "on"

    def _given(self, node: ast.expr, frame: Frame) -> Generator[Any, Any, Any]:
        """The value of an expression that may be a `yield`."""
        if isinstance(node, ast.Yield):
            return (yield None if node.value is None else self.value(node.value, frame))
        if isinstance(node, ast.YieldFrom):
            return (yield from self.value(node.value, frame))
        return self.value(node, frame)

    # simple statements

    def _do_expr(self, node: ast.Expr, frame: Frame) -> Steps:
        yield from self._given(node.value, frame)
        return "on"

    def _do_assign(self, node: ast.Assign, frame: Frame) -> Steps:
        value = yield from self._given(node.value, frame)
        for target in node.targets:
            self.assign(target, value, frame)
        return "on"

    def _do_augassign(self, node: ast.AugAssign, frame: Frame) -> Steps:
        target = node.target
        if isinstance(target, ast.Name):
            before = self.load(target.id, frame)
            after = yield from self._given(node.value, frame)
            self.store(target.id, self.in_place(node.op, before, after), frame)
            return "on"
        owner = self.value(target.value, frame)
        place = self.value(target.slice, frame) if isinstance(target, ast.Subscript) else target.attr
        before = owner[place] if isinstance(target, ast.Subscript) else self.get(owner, place)
        value = self.in_place(node.op, before, (yield from self._given(node.value, frame)))
        if isinstance(target, ast.Subscript):
            owner[place] = value
        else:
            self.set(owner, place, value)
        return "on"

    def _do_annassign(self, node: ast.AnnAssign, frame: Frame) -> Steps:
        if frame.is_class and isinstance(node.target, ast.Name):
            kinds = frame.values.setdefault("__annotations__", {})
            kinds[node.target.id] = self.value(node.annotation, frame)
        if node.value is not None:
            self.assign(node.target, (yield from self._given(node.value, frame)), frame)
        return "on"

    def _do_return(self, node: ast.Return, frame: Frame) -> Steps:
        value = None if node.value is None else (yield from self._given(node.value, frame))
        self._returned[id(frame)] = value
        return "return"

    def _do_pass(self, node: ast.Pass, frame: Frame) -> Steps:
        yield from ()
        return "on"

    _do_global = _do_nonlocal = _do_pass

    def _do_break(self, node: ast.Break, frame: Frame) -> Steps:
        yield from ()
        return "break"

    def _do_continue(self, node: ast.Continue, frame: Frame) -> Steps:
        yield from ()
        return "continue"

    def _do_delete(self, node: ast.Delete, frame: Frame) -> Steps:
        yield from ()
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.load(target.id, frame)
                home = frame if frame.is_class else frame.home_of(target.id)
                home.values.pop(target.id, None)
            elif isinstance(target, ast.Subscript):
                del self.value(target.value, frame)[self.value(target.slice, frame)]
            elif isinstance(target, ast.Attribute):
                owner = self.value(target.value, frame)
                if not self.known.is_instance(owner) or target.attr.startswith("__"):
                    raise Refused(f"deleting {target.attr!r}")
                delattr(owner, target.attr)
            else:
                raise Refused("deleting several at once")
        return "on"

    def _do_assert(self, node: ast.Assert, frame: Frame) -> Steps:
        yield from ()
        if not self.value(node.test, frame):
            raise AssertionError(*(() if node.msg is None else (self.value(node.msg, frame),)))
        return "on"

    def _do_raise(self, node: ast.Raise, frame: Frame) -> Steps:
        yield from ()
        if node.exc is None:
            if not self._raised:
                raise RuntimeError("No active exception to reraise")
            again = self._raised[-1]
            raise Stopped(again) if isinstance(again, StopIteration) else again
        error = self.value(node.exc, frame)
        if isinstance(error, type) and self.known.may_be_used(error):
            error = error()
        if isinstance(error, StopIteration):
            raise Stopped(error)
        if node.cause is not None:
            raise error from self.value(node.cause, frame)
        raise error

    def _do_import(self, node: ast.Import, frame: Frame) -> Steps:
        yield from ()
        for each in node.names:
            self.store(each.asname or each.name, self.known.module(each.name), frame)
        return "on"

    def _do_importfrom(self, node: ast.ImportFrom, frame: Frame) -> Steps:
        yield from ()
        module = self.known.module(node.module or "")
        for each in node.names:
            self.store(each.asname or each.name, self.get(module, each.name), frame)
        return "on"

    # compound statements

    def _do_if(self, node: ast.If, frame: Frame) -> Steps:
        return (yield from self._block(node.body if self.value(node.test, frame) else node.orelse, frame))

    def _do_while(self, node: ast.While, frame: Frame) -> Steps:
        while self.value(node.test, frame):
            way = yield from self._block(node.body, frame)
            if way in ("break", "return"):
                return "on" if way == "break" else way
        return (yield from self._block(node.orelse, frame))

    def _do_for(self, node: ast.For, frame: Frame) -> Steps:
        for value in self.value(node.iter, frame):
            self.assign(node.target, value, frame)
            way = yield from self._block(node.body, frame)
            if way in ("break", "return"):
                return "on" if way == "break" else way
        return (yield from self._block(node.orelse, frame))

    def _do_try(self, node: ast.Try, frame: Frame) -> Steps:
        way: Way = "on"
        refused = False
        try:
            try:
                way = yield from self._block(node.body, frame)
            except Refused:
                raise
            except BaseException as error:
                told = error.error if isinstance(error, Stopped) else error
                handler = self._handler(node.handlers, told, frame)
                if handler is None:
                    raise
                way = yield from self._handled(handler, told, frame)
            else:
                if way == "on":
                    way = yield from self._block(node.orelse, frame)
        except Refused:
            refused = True
            raise
        finally:
            if not refused:
                kept = self._returned.get(id(frame))
                last = yield from self._block(node.finalbody, frame)
                if last != "on":
                    return last  # noqa: B012  as in Python, it wins over what was raised
                self._returned[id(frame)] = kept
        return way

    def _handler(
        self, handlers: Sequence[ast.ExceptHandler], error: BaseException, frame: Frame
    ) -> ast.ExceptHandler | None:
        for handler in handlers:
            if handler.type is None or isinstance(error, self.value(handler.type, frame)):
                return handler
        return None

    def _handled(self, handler: ast.ExceptHandler, error: BaseException, frame: Frame) -> Steps:
        if handler.name is not None:
            self.store(handler.name, error, frame)
        self._raised.append(error)
        try:
            return (yield from self._block(handler.body, frame))
        finally:
            self._raised.pop()
            if handler.name is not None:
                (frame if frame.is_class else frame.home_of(handler.name)).values.pop(handler.name, None)

    def _do_with(self, node: ast.With, frame: Frame) -> Steps:
        return (yield from self._with(node.items, node.body, frame))

    def _with(self, items: Sequence[ast.withitem], body: Sequence[ast.stmt], frame: Frame) -> Steps:
        if not items:
            return (yield from self._block(body, frame))
        manager = self.value(items[0].context_expr, frame)
        kind: Any = type(manager)
        entered = kind.__enter__(manager)
        if items[0].optional_vars is not None:
            self.assign(items[0].optional_vars, entered, frame)
        try:
            way: Way = yield from self._with(items[1:], body, frame)
        except Refused:
            raise
        except BaseException as error:
            told = error.error if isinstance(error, Stopped) else error
            if not kind.__exit__(manager, type(told), told, None):
                raise
            return "on"
        kind.__exit__(manager, None, None, None)
        return way

    # functions and classes

    def _do_functiondef(self, node: ast.FunctionDef, frame: Frame) -> Steps:
        yield from ()
        decorators = [self.value(each, frame) for each in node.decorator_list]
        made: Any = self.function(node, frame)
        for decorator in reversed(decorators):
            made = decorator(made)
        if frame.is_class and node.name.startswith("__") and node.name.endswith("__"):
            if node.name not in SPECIAL:
                raise Refused(f"the method {node.name!r}")
            frame.values[node.name] = made
        else:
            self.store(node.name, made, frame)
        return "on"

    def function(self, node: ast.FunctionDef | ast.Lambda, frame: Frame) -> Function:
        name = node.name if isinstance(node, ast.FunctionDef) else "<lambda>"
        outer = f"{frame.inside}." if frame.is_class and isinstance(frame.inside, str) else ""
        body: Sequence[Any] = (
            node.body if isinstance(node, ast.FunctionDef) else [ast.Return(value=node.body)]
        )
        stub = bound_by_python(node.args, f"{outer}{name}", lambda each: self.value(each, frame))
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        named = [each.arg for each in (*given, node.args.vararg, node.args.kwarg) if each is not None]
        names, makes, first = Names(body, named), has_yield(body), given[0].arg if given else None

        def run(values: dict[str, Any]) -> Any:
            inner = Frame(frame, names)
            inner.values.update(values)
            if first is not None and frame.is_class:
                inner.method = (self._class_of(frame), values[first])
            return self._generated(body, inner) if makes else self._called(body, inner)

        return Function(run, stub, f"{outer}{name}")

    def _class_of(self, frame: Frame) -> type | None:
        return frame.method[0]

    def _called(self, body: Sequence[ast.stmt], frame: Frame) -> Any:
        self._depth += 1
        try:
            if self._depth > DEPTH:
                raise RecursionError("maximum recursion depth exceeded")
            for _ in self._block(body, frame):
                raise Refused("a yield where none is seen")
            return self._returned.pop(id(frame), None)
        except Stopped as stopped:
            raise stopped.error from None
        finally:
            self._depth -= 1

    def _generated(self, body: Sequence[ast.stmt], frame: Frame) -> Generator[Any, Any, Any]:
        try:
            yield from self._block(body, frame)
        except Stopped as stopped:
            raise stopped.error from None  # which Python makes a RuntimeError, here as there
        return self._returned.pop(id(frame), None)

    def _do_classdef(self, node: ast.ClassDef, frame: Frame) -> Steps:
        yield from ()
        if any(each.arg != "metaclass" for each in node.keywords) or node.keywords:
            raise Refused("a class with keywords")
        given = tuple(self.value(each, frame) for each in node.bases)
        bases = types.resolve_bases(given)
        if any(not isinstance(base, type) or not _may_be_base(base, self.known) for base in bases):
            raise Refused("a class of such a base")
        inner = Frame(frame, Names(node.body), is_class=True)
        inner.inside, inner.method = node.name, (None, None)
        for _ in self._block(node.body, inner):
            raise Refused("a yield outside a function")

        _check_slots(inner.values.get("__slots__", ()))

        def filled(names: Any) -> None:
            names["__module__"] = "__main__"
            if bases is not given:
                names["__orig_bases__"] = given
            for name, value in inner.values.items():
                kind = BOUND_OTHERWISE.get(name) if isinstance(value, Function) else None
                names[name] = value if kind is None else kind(value)

        made: Any = types.new_class(node.name, bases, {}, filled)
        self.known.own(made)
        inner.method = (made, None)
        for decorator in reversed([self.value(each, frame) for each in node.decorator_list]):
            made = decorator(made)
            if isinstance(made, type) and not self.known.is_class(made):
                self.known.own(made)
        self.store(node.name, made, frame)
        return "on"


def _check_slots(given: Any) -> None:
    """Each is a plain text and no special name, which would then be set without `set_attribute`."""
    names = (given,) if type(given) is str else given
    if type(names) not in (tuple, list) or any(type(name) is not str or _is_special(name) for name in names):
        raise Refused("such slots")


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _may_be_base(base: type, known: Known) -> bool:
    return known.is_class(base) or known.is_type(base) or base.__module__ in ("abc", "typing", "enum")
