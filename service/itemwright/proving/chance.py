"""What in code may come out otherwise in another run: chance, clock, hash seed, memory, the machine."""

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from itemwright.sandbox.sets_in_order import set_in_order
from itemwright.sandbox.syntax import Syntax

_FROM_NOW = ("localtime", "gmtime", "ctime", "asctime", "strftime")
_CLOCKS = ("time", "monotonic", "perf_counter", "process_time", "thread_time", *_FROM_NOW)
_NOW = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today")
_OF_OS = (
    "getpid",
    "getppid",
    "getcwd",
    "getenv",
    "listdir",
    "scandir",
    "walk",
    "cpu_count",
    "getlogin",
    "uname",
)
_CALLS: Mapping[str, str] = {
    **{f"time.{name}": "the clock" for name in _CLOCKS},
    **{f"time.{name}_ns": "the clock" for name in _CLOCKS},
    **{f"datetime.{name}": "the clock" for name in _NOW},
    **{f"os.{name}": "the machine" for name in _OF_OS},
    **{f"uuid.{name}": "chance" for name in ("uuid1", "uuid4")},
    **{f"sys.{name}": "the version of Python" for name in ("getsizeof", "getrefcount")},
    "os.urandom": "chance",
}
_BUILTINS: Mapping[str, str] = {
    "id": "memory",
    "hash": "the hash seed",
    "input": "who runs it",
    "open": "a file",
}
_MODULES: Mapping[str, str] = {
    "secrets": "chance", "platform": "the machine", "socket": "the network", "requests": "the network",
    "urllib": "the network", "http": "the network", "subprocess": "the machine", "tempfile": "the machine",
    "getpass": "the machine", "glob": "the machine", "shutil": "the machine", "threading": "the scheduler",
    "multiprocessing": "the scheduler", "concurrent": "the scheduler", "timeit": "the clock", "gc": "memory",
    "tracemalloc": "memory", "weakref": "memory", "resource": "the machine",
}  # fmt: skip
_ATTRIBUTES = frozenset(
    {f"sys.{name}" for name in ("argv", "version", "path", "platform", "executable", "modules")}
    | {"os.environ"}
)
_KEEPING = frozenset({"str", "repr", "round", "int", "float", "format", "abs", "list", "tuple", "hex"})
"""Functions that let the value be seen."""


class Chance(NamedTuple):
    """`what` the result may depend on and the expression by which; `shown`: its value is printed as it is."""

    what: str
    expression: str
    shown: bool


def chances(syntax: Syntax) -> list[Chance]:
    """Every source in the code; what is seeded is none."""
    reader = _Reader(syntax)
    found = [Chance(what, _brief(node), reader.is_shown(node, what)) for node, what in reader.sources()]
    if (expression := set_in_order(syntax)) is not None:
        found.append(Chance("the order of a set", expression, reader.shows_texts(expression)))
    return found


class _Reader:
    def __init__(self, syntax: Syntax) -> None:
        self._syntax, self._above = syntax, syntax.above
        self._names = dict(_imported(syntax))
        self._modules = {name.partition(".")[0] for name in self._names.values()}
        self._own = {node.name for node in syntax.all(ast.FunctionDef)}
        self._seeded = any(
            self._dotted(node.func) == "random.seed" and node.args for node in syntax.all(ast.Call)
        )

    def sources(self) -> Iterator[tuple[ast.expr, str]]:
        for node in self._syntax.all(ast.Call):
            what = self._of_call(node, self._dotted(node.func))
            if what is not None:
                yield node, what
        for attribute in self._syntax.all(ast.Attribute):
            if self._dotted(attribute) in _ATTRIBUTES:
                yield attribute, "the machine"

    def is_shown(self, node: ast.AST, what: str) -> bool:
        """Whether the value surely reaches a print as it is."""
        return what not in ("who runs it", "the hash seed", "a file") and self._reaches_print(node, set())

    def shows_texts(self, expression: str) -> bool:
        """Whether the set is one of several texts that stand in the code, shown as it is."""
        for node in self._syntax.all(ast.Set):
            texts = {e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)}
            if len(texts) > 1 and _brief(node) == expression and self._reaches_print(node, set()):
                return True
        return False

    def _of_call(self, node: ast.Call, name: str) -> str | None:
        module, _, function = name.partition(".")
        if not function:
            if name == "hash" and node.args and isinstance(node.args[0], ast.Constant):
                return _BUILTINS[name] if isinstance(node.args[0].value, str | bytes) else None
            return None if name in self._own else _BUILTINS.get(name)
        if module not in self._modules:
            return None
        if module == "random":
            fixed = self._seeded or function == "seed" or (function == "Random" and node.args)
            return None if fixed and function != "SystemRandom" else "chance"
        if module == "time" and function in _FROM_NOW and len(node.args) > (function == "strftime"):
            return None  # of a moment that the code names
        return _CALLS.get(name) or _MODULES.get(module)

    def _reaches_print(self, node: ast.AST, seen: set[str]) -> bool:
        use = self._above.get(node)
        if isinstance(use, ast.Call) and node is not use.func:
            name = self._dotted(use.func)
            return name == "print" or (name in _KEEPING and self._reaches_print(use, seen))
        if isinstance(use, ast.Assign):
            names = {target.id for target in use.targets if isinstance(target, ast.Name)} - seen
            return any(
                self._reaches_print(load, seen | names)
                for load in self._syntax.all(ast.Name)
                if load.id in names and isinstance(load.ctx, ast.Load)
            )
        if isinstance(use, _KEEPING_NODES):
            return self._reaches_print(use, seen)
        return False

    def _dotted(self, node: ast.expr) -> str:
        """The dotted name, its first part as it was imported; "" for what is no name."""
        if isinstance(node, ast.Name):
            return self._names.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            before = self._dotted(node.value)
            return f"{before}.{node.attr}" if before else ""
        return ""


_KEEPING_NODES = (
    ast.Call, ast.BinOp, ast.UnaryOp, ast.FormattedValue, ast.JoinedStr, ast.Tuple, ast.List, ast.Starred,
    ast.Attribute,
)  # fmt: skip


def _brief(node: ast.expr) -> str:
    return ast.unparse(node)[:60]


def _imported(syntax: Syntax) -> Iterator[tuple[str, str]]:
    """Each name that an import makes, and what it stands for."""
    for node in syntax.all(ast.Import):
        for alias in node.names:
            top = alias.name.split(".")[0]
            yield (alias.asname, alias.name) if alias.asname else (top, top)
    for whole in syntax.all(ast.ImportFrom):
        for alias in whole.names:
            yield alias.asname or alias.name, f"{whole.module}.{alias.name}"
