"""What stepped code may touch: the names, attributes, modules and types of a list; all else is refused.

Attributes are the way out of any sandbox written in Python, so each one goes through `attribute`. Text that
the code could make into an attribute's name (`str.format`, `operator.attrgetter`) has no way past it."""

import builtins
import enum
import importlib
import re
import string
import types
from collections.abc import Mapping
from typing import Any


class Refused(BaseException):
    """The code asks for something that is not on the list. No handler of the code sees it."""


SPECIAL = frozenset(
    f"__{name}__"
    for name in [
        "init",
        "new",
        "name",
        "qualname",
        "doc",
        "class",
        "dict",
        "mro",
        "bases",
        "len",
        "iter",
        "next",
        "str",
        "repr",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "hash",
        "bool",
        "contains",
        "getitem",
        "setitem",
        "delitem",
        "call",
        "enter",
        "exit",
        "add",
        "radd",
        "iadd",
        "sub",
        "rsub",
        "isub",
        "mul",
        "rmul",
        "imul",
        "truediv",
        "rtruediv",
        "floordiv",
        "rfloordiv",
        "mod",
        "rmod",
        "pow",
        "rpow",
        "matmul",
        "neg",
        "pos",
        "abs",
        "invert",
        "and",
        "or",
        "xor",
        "rand",
        "ror",
        "rxor",
        "lshift",
        "rshift",
        "divmod",
        "round",
        "int",
        "float",
        "index",
        "complex",
        "format",
        "reversed",
        "missing",
        "post_init",
        "match_args",
        "slots",
        "init_subclass",
        "class_getitem",
        "set_name",
        "get",
        "set",
        "getattr",
        "length_hint",
        "trunc",
        "floor",
        "ceil",
        "bytes",
        "cause",
        "context",
        "notes",
        "iand",
        "ior",
        "ixor",
        "ifloordiv",
        "itruediv",
        "imod",
        "ipow",
        "copy",
        "deepcopy",
        "module",
    ]
)
"""Special names that may be defined and read. Not among them: what reads or sets attributes by a text."""
_BLOCKED = frozenset({"mro", "with_traceback", "format", "format_map", "now", "utcnow", "today"})
_OWN_ALONE = frozenset({"__getattr__", "__get__", "__set__"})
"""Read only of classes that define them: Python's own give attributes by a text, or set them."""
_OF_TUPLES = frozenset({"_fields", "_replace", "_asdict", "_make", "_field_defaults"})
_OF_OTHERS = _OF_TUPLES | {"_value_", "_name_", "_missing_", "_member_names_", "_generate_next_value_"}
"""Names with one underscore that a class of the code may have from a class that is not of the code."""
_GENERATOR = frozenset({"send", "throw", "close"})


class Module:
    """An imported module, as the names of it that may be used."""

    def __init__(self, name: str, names: Mapping[str, Any]) -> None:
        self.name, self.names = name, dict(names)

    def __repr__(self) -> str:
        return f"<module {self.name!r}>"


MODULES: Mapping[str, str] = {
    "math": "*",
    "itertools": "*",
    "functools": "reduce partial lru_cache cache total_ordering",
    "collections": "Counter defaultdict deque namedtuple OrderedDict ChainMap",
    "operator": "add sub mul truediv floordiv mod pow neg not_ eq ne lt le gt ge itemgetter contains "
    "concat and_ or_ xor",
    "copy": "copy deepcopy",
    "string": "ascii_letters ascii_lowercase ascii_uppercase digits punctuation hexdigits whitespace",
    "json": "dumps loads JSONDecodeError",
    "re": "compile search match fullmatch findall finditer split sub escape I IGNORECASE M MULTILINE S "
    "DOTALL",
    "statistics": "mean median mode stdev pstdev variance pvariance",
    "fractions": "Fraction",
    "decimal": "Decimal ROUND_HALF_UP ROUND_HALF_EVEN ROUND_DOWN InvalidOperation",
    "heapq": "heappush heappop heapify heapreplace heappushpop nlargest nsmallest merge",
    "bisect": "bisect bisect_left bisect_right insort",
    "datetime": "date timedelta datetime time",
    "dataclasses": "dataclass field asdict astuple replace FrozenInstanceError",
    "enum": "Enum IntEnum auto unique",
    "abc": "ABC abstractmethod",
    "contextlib": "contextmanager suppress closing",
    "typing": "Any Callable Dict Iterable Iterator List Optional Sequence Set Tuple Union Generator "
    "NamedTuple "
    "Mapping ClassVar Final Literal",
    "__future__": "annotations",
}
"""The modules that may be imported, and what of each; "*" for all that is public."""


def harden() -> None:
    """Take away what makes a class of names that are given as text: such names become code elsewhere."""

    def refused(*_: Any, **__: Any) -> Any:
        raise Refused("an enumeration made by a call")

    enum.EnumMeta._create_ = refused  # type: ignore[attr-defined]


class Shown(dict[str, Any]):
    """The attributes of an object, to be read: written there, a name would not go by `set_attribute`."""

    def _refused(self, *_: Any, **__: Any) -> Any:
        raise Refused("attributes set by '__dict__'")

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refused


def wraps(wrapped: Any) -> Any:
    """`functools.wraps`, for functions of the code: the name alone."""

    def named(wrapper: Any) -> Any:
        if isinstance(wrapper, Stepped):
            wrapper.rename(getattr(wrapped, "__name__", ""))
        return wrapper

    return named


EXCEPTIONS = {
    name: value
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
_VALUES = (
    "bool bytearray bytes complex dict enumerate filter float frozenset int list map object property "
    "range reversed "
    "set slice staticmethod classmethod str tuple zip"
)
_CALLED = (
    "abs all any ascii bin callable chr divmod format hex id isinstance issubclass iter len max min next "
    "oct ord pow "
    "repr round sorted sum"
)
BUILTINS: Mapping[str, Any] = {
    **{name: getattr(builtins, name) for name in f"{_VALUES} {_CALLED}".split()},
    **EXCEPTIONS,
    **{"NotImplemented": NotImplemented, "Ellipsis": Ellipsis, "__name__": "__main__", "__debug__": True},
}
TYPES: frozenset[type] = frozenset(
    [
        *(value for value in BUILTINS.values() if isinstance(value, type)),
        *map(type, (None, ..., NotImplemented, {}.keys(), {}.values(), {}.items())),
        *(re.Match, re.Pattern, types.GeneratorType, types.MappingProxyType),
        *map(type, (iter([]), iter({}), iter(""), iter(()), iter(set()), iter(range(0)))),
    ]
)
"""Types that may be met as values, and whose public attributes may be read."""


def attribute(value: Any, name: str, own: "Known") -> Any:
    """`value.name`.

    Raises:
        Refused: it is not on the list. AttributeError: there is none of that name.
    """
    _checked_name(name)
    if type(value) is Module:
        if name not in value.names:
            raise Refused(f"{value.name}.{name}")
        return value.names[name]
    if isinstance(value, Stepped) and name == "__qualname__":
        name = "__name__"
    if not _is_open(value, name, own):
        raise Refused(f"the attribute {name!r} of {type(value).__name__!r}")
    found = getattr(value, name)
    if isinstance(found, type) and not own.may_be_used(found):
        raise Refused(f"the type {found.__name__!r}")
    if name in ("__mro__", "__bases__") and not all(map(own.may_be_used, found)):
        raise Refused(f"the attribute {name!r} of a class of such a base")
    if name == "__dict__":
        if type(found) is not dict:
            raise Refused("the attribute '__dict__'")
        return Shown(found)
    return found


def _checked_name(name: Any) -> None:
    """A text of a class of the code's own could say one thing to the list and another to Python."""
    if type(name) is not str:
        raise Refused(f"a name that is a {type(name).__name__}")


def _is_open(value: Any, name: str, own: "Known") -> bool:
    if name in _BLOCKED or name.startswith(("gi_", "cr_", "ag_", "tb_", "f_", "co_", "func_")):
        return own.has_own(value, name)
    if name in _OWN_ALONE:
        return own.has_own(value, name) or (isinstance(value, Stepped) and name == "__get__")
    if isinstance(value, type) and not own.is_class(value):
        public = (
            not name.startswith("_") or name in ("__name__", "__qualname__", "__doc__") or name in SPECIAL
        ) and name != "__dict__"
        return own.is_type(value) and public
    if name.startswith("__") and name.endswith("__"):
        return name in SPECIAL and (name not in ("__dict__",) or own.is_instance(value))
    if name.startswith("_"):
        mine = own.is_class(value) or own.is_instance(value)
        return name in _OF_TUPLES or (mine and (name in _OF_OTHERS or not own.has_from_others(value, name)))
    if isinstance(value, types.GeneratorType):
        return name in _GENERATOR
    if isinstance(value, Stepped):
        return name in value.__dict__
    return own.is_class(value) or own.is_instance(value) or _is_plain(value, name, own)


def _is_plain(value: Any, name: str, known: "Known") -> bool:
    if isinstance(value, property):
        return name in ("setter", "getter", "deleter")
    return isinstance(value, super) or any(
        known.is_type(kind) for kind in type(value).__mro__ if kind is not object
    )


class Stepped:
    """A function of the code; what its own attributes are lies in `__dict__`, all else in slots."""

    __slots__ = ("__dict__",)

    def rename(self, name: str) -> None:
        """Show it by another name; each kind of function has its own way."""
        raise NotImplementedError(f"{type(self).__name__} is renamed nowhere; give it a rename of its own.")


class Known:
    """The types that may be used: those of the list, those of modules imported, and the code's own
    classes."""

    def __init__(self) -> None:
        self._own: set[type] = set()
        self._types = set(TYPES)
        self._modules: dict[str, Module] = {}

    def module(self, name: str) -> Module:
        """The module of that name, imported.

        Raises:
            Refused: it is not on the list.
        """
        if name not in MODULES:
            raise Refused(f"the module {name!r}")
        if name not in self._modules:
            loaded, listed = importlib.import_module(name), MODULES[name]
            names = [n for n in vars(loaded) if n[0] != "_"] if listed == "*" else listed.split()
            found = {each: getattr(loaded, each) for each in names}
            if name == "functools":
                found |= {"wraps": wraps}
                self._types.add(type(loaded.lru_cache(len)))
            if name == "re":
                self._types |= {loaded.Match, loaded.Pattern}
            if name not in ("typing", "abc"):
                self._types |= {value for value in found.values() if isinstance(value, type)}
            self._modules[name] = Module(name, found)
        return self._modules[name]

    def own(self, made: type) -> None:
        self._own.add(made)

    def is_class(self, value: Any) -> bool:
        return isinstance(value, type) and value in self._own

    def is_instance(self, value: Any) -> bool:
        return isinstance(value, super) or any(kind in self._own for kind in type(value).__mro__)

    def is_type(self, kind: type) -> bool:
        return kind in self._types and kind is not type

    def has_own(self, value: Any, name: str) -> bool:
        """Whether a class of the code itself defines the name, or the instance has it."""
        kinds = value.__mro__ if isinstance(value, type) else type(value).__mro__
        if any(kind in self._own and name in vars(kind) for kind in kinds):
            return True
        return (
            self.is_instance(value)
            and not isinstance(value, super)
            and name in getattr(value, "__dict__", ())
        )

    def has_from_others(self, value: Any, name: str) -> bool:
        """Whether a class that is not of the code defines the name, for this class or object of the code."""
        kinds = [*type(value).__mro__, *(value.__mro__ if isinstance(value, type) else ())]
        above: Any = getattr(value, "__self_class__", None) if isinstance(value, super) else None
        if above is not None:
            kinds += [*above.__mro__, *type(above).__mro__]
        return any(name in vars(kind) for kind in kinds if kind not in self._own)

    def may_be_used(self, kind: type) -> bool:
        return kind in self._own or self.is_type(kind)


def set_attribute(value: Any, name: str, new: Any, known: Known) -> None:
    """`value.name = new`, for objects and classes of the code.

    Raises:
        Refused: for anything else, and for special names.
    """
    _checked_name(name)
    if name.startswith("__") and name.endswith("__"):
        raise Refused(f"setting {name!r}")
    own = known.is_class(value) or known.is_instance(value)
    function = isinstance(value, Stepped) and not name.startswith("_")
    # What has no attributes to be set raises what Python raises.
    bare = known.is_type(type(value)) and not isinstance(value, type) and not hasattr(value, "__dict__")
    if not (own or function or bare):
        raise Refused(f"setting {name!r}")
    setattr(value, name, new)


def checked_format(text: str) -> str:
    """A text whose `format` reads no attribute.

    Raises:
        Refused: it does.
    """
    for _, field, spec, _ in string.Formatter().parse(text):
        if field is not None and (re.search(r"[._]", field) or "{" in (spec or "")):
            raise Refused(f"the format {text[:40]!r}")
    return text
