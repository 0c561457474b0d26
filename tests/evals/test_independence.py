"""What writes items and what judges them are kept apart: no writer opens, or names, a file below evals/."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "service" / "itemwright"
_KEY_PATH = re.compile(r"\banswer_key(?:[/\\.]|$)|\bsecond_subject\b|(?:^|[/\\])evals[/\\]?$")


def test_writing_from_the_shipped_corpus_opens_nothing_below_evals() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.evals.recorded_writing"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    opened = [Path(path) for path in told["opened"]]
    assert len(set(told["items"])) == 20
    # The recording sees what is read: the articles, the concepts and the cards.
    assert {*(ROOT / "corpus").glob("[0-9]*.md"), ROOT / "corpus" / "concepts.json"} <= set(opened)
    assert len([path for path in opened if path.parent == ROOT / "corpus" / "cards"]) >= 40
    assert [path for path in opened if path.is_relative_to(ROOT / "evals")] == []


def _texts(tree: ast.Module) -> list[str]:
    """The texts a module computes with; a text that is a statement by itself is documentation."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    return [node.value for node in constants if isinstance(node.value, str)]


def _imported(tree: ast.Module) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def test_no_module_of_the_product_names_or_imports_the_key() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 100
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        assert [text for text in _texts(tree) if _KEY_PATH.search(text)] == [], file
        assert [name for name in _imported(tree) if name.split(".")[0] == "evals"] == [], file


def test_a_path_to_the_key_would_be_noticed() -> None:
    for code in ('open("evals/answer_key/methods.jsonl")', 'root / "evals" / "data"', 'root / "answer_key"'):
        assert any(_KEY_PATH.search(text) for text in _texts(ast.parse(code))), code
    assert _imported(ast.parse("from evals.key_file import read_answer_key")) == ["evals.key_file"]
