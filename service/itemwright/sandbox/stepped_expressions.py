"""Expressions of stepped code, evaluated node by node. Values are Python's own; what may be touched of them
is for `stepped_rules` to say."""

import ast
import builtins
import operator
from abc import ABC, abstractmethod
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from itemwright.sandbox.stepped_rules import (
    BUILTINS,
    Known,
    Refused,
    Stepped,
    attribute,
    checked_format,
    set_attribute,
)
from itemwright.sandbox.stepped_scopes import Frame, Names

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
    ast.LShift: operator.lshift, ast.RShift: operator.rshift,
}  # fmt: skip
_IN_PLACE: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.iadd, ast.Sub: operator.isub, ast.Mult: operator.imul, ast.Div: operator.itruediv,
    ast.FloorDiv: operator.ifloordiv, ast.Mod: operator.imod, ast.Pow: operator.ipow,
    ast.MatMult: operator.imatmul, ast.BitAnd: operator.iand, ast.BitOr: operator.ior,
    ast.BitXor: operator.ixor, ast.LShift: operator.ilshift, ast.RShift: operator.irshift,
}  # fmt: skip
_UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.Not: operator.not_, ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert,
}  # fmt: skip
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda one, other: one in other, ast.NotIn: lambda one, other: one not in other,
}  # fmt: skip
_CONVERSIONS: Mapping[int, Callable[[Any], Any]] = {
    -1: lambda value: value, ord("s"): str, ord("r"): repr, ord("a"): ascii,
}  # fmt: skip
_MISSING = object()
_PYTHONS = frozenset(dir(builtins)) | {"help", "exit", "quit", "copyright", "credits", "license"}


class Stopped(BaseException):
    """A StopIteration on its way through generators of ours, which would make another error of it."""

    def __init__(self, error: StopIteration) -> None:
        self.error = error


class Expressions(ABC):
    """Evaluates expressions in a frame. `printed` is told each text that the code prints."""

    def __init__(self, printed: Callable[[str], None]) -> None:
        self.known = Known()
        self._printed = printed
        self.builtins: dict[str, Any] = {
            **BUILTINS,
            **{"print": self._print, "getattr": self._getattr, "hasattr": self._hasattr},
            **{"setattr": self._setattr, "vars": self._vars, "type": self._type, "super": super},
        }

    @abstractmethod
    def function(self, node: ast.FunctionDef | ast.Lambda, frame: Frame) -> Stepped:
        """The function that a definition makes."""

    def value(self, node: ast.expr, frame: Frame) -> Any:
        """The value of an expression.

        Raises:
            Refused: it is of a kind, or asks for something, that is not on the list.
        """
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise Refused(f"an expression of the kind {type(node).__name__}")
        try:
            return method(node, frame)
        except StopIteration as error:
            raise Stopped(error) from None

    # names and attributes

    def load(self, name: str, frame: Frame) -> Any:
        name = mangled(name, frame)
        if name == "__annotations__":
            raise Refused(f"the name {name!r}")  # of whose names `dataclass` makes code
        if frame.is_class and name in frame.values:
            return frame.values[name]
        home = frame.home_of(name) if not frame.is_class or frame.above is None else frame.above.home_of(name)
        if name in home.values:
            return home.values[name]
        if home is not frame.top:
            if home is frame:
                raise UnboundLocalError(
                    f"cannot access local variable {name!r} where it is not associated with a value"
                )
            raise NameError(
                f"cannot access free variable {name!r} where it is not associated with a value in "
                f"enclosing scope"
            )
        if name in self.builtins:
            return self.builtins[name]
        if name.startswith("__") or name in _PYTHONS:
            raise Refused(f"the name {name!r}")
        raise NameError(f"name {name!r} is not defined")

    def store(self, name: str, value: Any, frame: Frame) -> None:
        name = mangled(name, frame)
        if name.startswith("__") and name.endswith("__") and name not in ("__slots__", "__hash__"):
            raise Refused(f"the name {name!r}")
        home = frame if frame.is_class and name not in _shared(frame) else frame.home_of(name)
        home.values[name] = value

    def assign(self, target: ast.expr, value: Any, frame: Frame) -> None:
        if isinstance(target, ast.Name):
            self.store(target.id, value, frame)
        elif isinstance(target, ast.Attribute):
            self.set(self.value(target.value, frame), mangled(target.attr, frame), value)
        elif isinstance(target, ast.Subscript):
            self.value(target.value, frame)[self.value(target.slice, frame)] = value
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target.elts, value, frame)
        else:
            raise Refused(f"an assignment to {type(target).__name__}")

    def set(self, owner: Any, name: str, value: Any) -> None:
        set_attribute(owner, name, value, self.known)

    def get(self, owner: Any, name: str) -> Any:
        return attribute(owner, name, self.known)

    def in_place(self, kind: ast.operator, one: Any, other: Any) -> Any:
        return _IN_PLACE[type(kind)](one, other)

    def _unpack(self, targets: Sequence[ast.expr], value: Any, frame: Frame) -> None:
        starred = [place for place, each in enumerate(targets) if isinstance(each, ast.Starred)]
        if not starred:
            values = _exactly(value, len(targets))
        else:
            values = list(value)
            first, rest = starred[0], len(targets) - starred[0] - 1
            if len(values) < len(targets) - 1:
                raise ValueError(
                    f"not enough values to unpack (expected at least {len(targets) - 1}, got {len(values)})"
                )
            values = [*values[:first], values[first : len(values) - rest], *values[len(values) - rest :]]
        for target, each in zip(targets, values, strict=True):
            self.assign(target.value if isinstance(target, ast.Starred) else target, each, frame)

    # kinds of expressions, each by the name of its node

    def _constant(self, node: ast.Constant, frame: Frame) -> Any:
        return node.value

    def _name(self, node: ast.Name, frame: Frame) -> Any:
        return self.load(node.id, frame)

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Any:
        return self.get(self.value(node.value, frame), mangled(node.attr, frame))

    def _subscript(self, node: ast.Subscript, frame: Frame) -> Any:
        return self.value(node.value, frame)[self.value(node.slice, frame)]

    def _slice(self, node: ast.Slice, frame: Frame) -> slice:
        lower, upper, step = (
            None if part is None else self.value(part, frame) for part in (node.lower, node.upper, node.step)
        )
        return slice(lower, upper, step)

    def _tuple(self, node: ast.Tuple, frame: Frame) -> Any:
        return tuple(self._elements(node.elts, frame))

    def _list(self, node: ast.List, frame: Frame) -> Any:
        return list(self._elements(node.elts, frame))

    def _set(self, node: ast.Set, frame: Frame) -> Any:
        return set(self._elements(node.elts, frame))

    def _dict(self, node: ast.Dict, frame: Frame) -> Any:
        made: dict[Any, Any] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                made.update(self.value(value, frame))
            else:
                made[self.value(key, frame)] = self.value(value, frame)
        return made

    def _elements(self, nodes: Sequence[ast.expr], frame: Frame) -> Iterator[Any]:
        for node in nodes:
            if isinstance(node, ast.Starred):
                yield from self.value(node.value, frame)
            else:
                yield self.value(node, frame)

    def _binop(self, node: ast.BinOp, frame: Frame) -> Any:
        return _BINARY[type(node.op)](self.value(node.left, frame), self.value(node.right, frame))

    def _unaryop(self, node: ast.UnaryOp, frame: Frame) -> Any:
        return _UNARY[type(node.op)](self.value(node.operand, frame))

    def _boolop(self, node: ast.BoolOp, frame: Frame) -> Any:
        found: Any = None
        for each in node.values:
            found = self.value(each, frame)
            if bool(found) != isinstance(node.op, ast.And):
                return found
        return found

    def _compare(self, node: ast.Compare, frame: Frame) -> Any:
        left, result = self.value(node.left, frame), True
        for kind, right_node in zip(node.ops, node.comparators, strict=True):
            right = self.value(right_node, frame)
            result = _COMPARE[type(kind)](left, right)
            if right_node is not node.comparators[-1] and not result:
                return result
            left = right
        return result

    def _ifexp(self, node: ast.IfExp, frame: Frame) -> Any:
        return self.value(node.body if self.value(node.test, frame) else node.orelse, frame)

    def _namedexpr(self, node: ast.NamedExpr, frame: Frame) -> Any:
        value = self.value(node.value, frame)
        self.store(node.target.id, value, frame)
        return value

    def _lambda(self, node: ast.Lambda, frame: Frame) -> Any:
        return self.function(node, frame)

    def _joinedstr(self, node: ast.JoinedStr, frame: Frame) -> str:
        return "".join(str(self.value(part, frame)) for part in node.values)

    def _formattedvalue(self, node: ast.FormattedValue, frame: Frame) -> str:
        value = self.value(node.value, frame)
        convert = _CONVERSIONS[node.conversion]
        spec = "" if node.format_spec is None else self.value(node.format_spec, frame)
        return format(convert(value), spec)

    def _listcomp(self, node: ast.ListComp, frame: Frame) -> Any:
        return list(self._comprehended(node, frame, lambda inner: self.value(node.elt, inner)))

    def _setcomp(self, node: ast.SetComp, frame: Frame) -> Any:
        return set(self._comprehended(node, frame, lambda inner: self.value(node.elt, inner)))

    def _dictcomp(self, node: ast.DictComp, frame: Frame) -> Any:
        def pair(inner: Frame) -> tuple[Any, Any]:
            return self.value(node.key, inner), self.value(node.value, inner)

        return dict(self._comprehended(node, frame, pair))

    def _generatorexp(self, node: ast.GeneratorExp, frame: Frame) -> Any:
        made = self._comprehended(node, frame, lambda inner: self.value(node.elt, inner))

        def generated() -> Iterator[Any]:
            try:
                yield from made
            except Stopped as stopped:
                raise stopped.error from None  # which Python makes a RuntimeError, here as there

        return generated()

    def _comprehended(self, node: Any, frame: Frame, made: Callable[[Frame], Any]) -> Iterator[Any]:
        """The first iterable is made at once and outside, all else when it is asked for."""
        names = Names([each.target for each in node.generators])
        inner = Frame(frame, names)
        first = iter(self.value(node.generators[0].iter, frame))

        def loop(place: int) -> Iterator[Any]:
            if place == len(node.generators):
                yield made(inner)
                return
            each = node.generators[place]
            for value in first if place == 0 else self.value(each.iter, inner):
                self.assign(each.target, value, inner)
                if all(self.value(test, inner) for test in each.ifs):
                    yield from loop(place + 1)

        return loop(0)

    # calls

    def _call(self, node: ast.Call, frame: Frame) -> Any:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            owner = self.value(node.func.value, frame)
            if isinstance(owner, str):
                positional, named = self._arguments(node, frame)
                return checked_format(owner).format(*positional, **named)
            called = self.get(owner, "format")
        else:
            called = self.value(node.func, frame)
        positional, named = self._arguments(node, frame)
        if called is super and not positional:
            return super(*frame.method)
        if isinstance(called, type) and called is not super and not self.known.may_be_used(called):
            raise Refused(f"the type {called.__name__!r}")
        makes_tuple = called is namedtuple
        result = called(*positional, **named, **({"module": "__main__"} if makes_tuple else {}))
        if isinstance(result, type) and not self.known.may_be_used(result):
            if not makes_tuple or not issubclass(result, tuple):
                raise Refused(f"the type {result.__name__!r}")
            self.known.own(result)
        return result

    def _arguments(self, node: ast.Call, frame: Frame) -> tuple[list[Any], dict[str, Any]]:
        positional = list(self._elements(node.args, frame))
        named: dict[str, Any] = {}
        for each in node.keywords:
            value = self.value(each.value, frame)
            for name, one in ({each.arg: value} if each.arg is not None else dict(value)).items():
                if name in named:
                    raise TypeError(f"got multiple values for keyword argument {name!r}")
                named[name] = one
        return positional, named

    # Python's own functions, as far as they read and write attributes or print

    def _print(
        self, *values: Any, sep: Any = " ", end: Any = "\n", file: Any = None, flush: Any = False
    ) -> None:
        if file is not None:
            raise Refused("printing to a file")
        between, last = " " if sep is None else sep, "\n" if end is None else end
        for name, each in (("sep", between), ("end", last)):
            if not isinstance(each, str):
                raise TypeError(f"{name} must be None or a string, not {type(each).__name__}")
        self._printed(str.join("", [str.join(between, map(str, values)), last, ""]))

    def _getattr(self, owner: Any, name: str, *default: Any) -> Any:
        try:
            return self.get(owner, name)
        except AttributeError:
            if default:
                return default[0]
            raise

    def _hasattr(self, owner: Any, name: str) -> bool:
        return self._getattr(owner, name, _MISSING) is not _MISSING

    def _setattr(self, owner: Any, name: str, value: Any) -> None:
        self.set(owner, name, value)

    def _type(self, owner: Any) -> type:
        kind = type(owner)
        if not self.known.may_be_used(kind):
            raise Refused(f"the type {kind.__name__!r}")
        return kind

    def _vars(self, owner: Any) -> Any:
        return self.get(owner, "__dict__")


def mangled(name: str, frame: Frame) -> str:
    """The name as it is kept: `__x` in a class's body belongs to that class."""
    if isinstance(frame.inside, str) and name.startswith("__") and not name.endswith("__"):
        return f"_{frame.inside.lstrip('_')}{name}"
    return name


def _shared(frame: Frame) -> set[str]:
    return frame.names.shared | frame.names.outer if frame.names is not None else set()


def _exactly(value: Any, count: int) -> list[Any]:
    """As many values as there are names; of an iterator no more than one beyond is taken."""
    found: list[Any] = []
    try:
        given = iter(value)
    except TypeError:
        raise TypeError(f"cannot unpack non-iterable {type(value).__name__} object") from None
    for each in given:
        if len(found) == count:
            raise ValueError(f"too many values to unpack (expected {count})")
        found.append(each)
    if len(found) < count:
        raise ValueError(f"not enough values to unpack (expected {count}, got {len(found)})")
    return found
