"""Imports point down: each file imports from lower floors, or from an earlier name of its own folder."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "service" / "itemwright"

# Floors from the ground up; within a floor, and within a folder, an earlier name may be imported by a later.
FLOORS: list[list[str]] = [
    ["spent", "errors", "resources", "domain", "measurement"],
    ["numerals", "lemmas", "text", "sandbox", "prompting", "settings"],
    ["store"],
    ["chat"],
    ["index", "ingest"],
    ["structured"],
    ["grading", "writing", "exchange"],
    ["proving"],
    [
        "selection",
        "histories",
        "balance",
        "runs",
        "bank",
        "jobs",
        "run_models",
        "run_shelf",
        "run_desk",
        "run_work",
        "run_worker",
        "card_desk",
        "standing",
        "attempt_view",
        "attempt_outcome",
        "replay",
        "item_form",
        "item_statistics",
        "triage",
        "progress",
        "learner_record",
        "loaded_attempt",
        "reports",
        "regrading",
        "pending_responses",
        "practice",
        "review",
        "retiring",
    ],
    ["api", "web", "app"],
    ["cli"],
]
FOLDERS: dict[str, list[str]] = {
    "domain": [
        "value", "budget", "call", "principal", "source", "passage", "concept", "card", "rubric", "proof",
        "item", "review_policy", "draft", "blueprint", "run", "grade", "attempt", "learner", "report",
        "retirement",
    ],
}  # fmt: skip
SETTINGS_READERS = {"app"}


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("itemwright"):
            base = node.module.removeprefix("itemwright").lstrip(".")
            for alias in node.names:
                whole = f"{base}.{alias.name}".lstrip(".")
                is_module = (PACKAGE / Path(*whole.split("."))).is_dir() or (
                    PACKAGE / Path(*whole.split("."))
                ).with_suffix(".py").exists()
                found.append(whole if is_module else base)
        elif isinstance(node, ast.Import):
            found += [
                a.name.removeprefix("itemwright.") for a in node.names if a.name.startswith("itemwright.")
            ]
    return [name for name in found if name]


def floor(name: str) -> tuple[int, int]:
    top = name.split(".")[0]
    for number, names in enumerate(FLOORS):
        if top in names:
            return number, names.index(top)
    pytest.fail(f"{name!r} stands on no floor: add it to FLOORS")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_down(path: Path) -> None:
    mine = name_of(path)
    if not mine:
        return
    for other in imports_of(path):
        if mine.split(".")[0] != other.split(".")[0]:
            assert floor(other) < floor(mine), f"{mine} imports {other}, which stands above it"
        elif mine.split(".")[0] in FOLDERS and "." in mine:
            order = FOLDERS[mine.split(".")[0]]
            assert order.index(other.split(".")[1]) < order.index(mine.split(".")[1]), (
                f"{mine} imports {other}"
            )


def test_no_import_circle_at_all() -> None:
    graph = {name_of(path): set(imports_of(path)) for path in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"import circle: {' -> '.join((*trail, name))}"
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_faces_read_settings(path: Path) -> None:
    if "settings" in imports_of(path):
        assert name_of(path) in SETTINGS_READERS or name_of(path).startswith("cli.")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_own_import_inside_a_function_or_for_types_only(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.If):
            for inner in ast.walk(node):
                if isinstance(inner, ast.ImportFrom):
                    assert not (inner.module or "").startswith("itemwright"), f"{path}:{inner.lineno}"


@pytest.mark.parametrize("folder", ["domain", "measurement"])
def test_the_core_is_pure(folder: str) -> None:
    allowed = {"pydantic", "numpy", "fsrs", "itemwright", "typing_extensions"}
    import sys

    for path in (PACKAGE / folder).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                top = name.split(".")[0]
                assert top in allowed or top in sys.stdlib_module_names, f"{path.name} imports {name}"
