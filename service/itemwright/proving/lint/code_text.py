"""Code that is shown: it parses in its language, unless that it does not is the question."""

import ast
import json
import re
import sqlite3
import textwrap
import tomllib
import warnings
from collections.abc import Iterator
from xml.etree import ElementTree

import yaml

from itemwright.domain.item import BLANK
from itemwright.proving.lint.examples import printed
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.rule import OWN, Hit, Rule

_ABOUT_SYNTAX = re.compile(
    r"\bsyntax|\bIndentationError\b|\bdoes not (?:parse|compile|run|start)\b|\bparse(?:s|d|r)?\b"
    r"|\bcompile(?:s|d|r)?\b"
    r"|\bmissing (?:colon|bracket|parenthesis|quote|comma|brace|semicolon)\b|\bindent",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:refuses?|missing|will not run|won[’']t run|cannot (?:be )?run|does not run|fails? to (?:run|start"
    r"|load|import)"
    r"|error message|colon|parenthes[ie]s|brackets?|braces?|quotes?|indent\w*|typo|misspelt|misspelled)\b",
    re.IGNORECASE,
)
_PYTHON = frozenset({"python", "py", "python3"})
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_BRACED = frozenset(
    {
        "javascript",
        "js",
        "typescript",
        "ts",
        "java",
        "c",
        "c++",
        "cpp",
        "c#",
        "csharp",
        "go",
        "rust",
        "kotlin",
        "swift",
        "php",
        "r",
        "scala",
        "ruby",
        "julia",
        "css",
        "perl",
        "dart",
    }
)


def _parses(reading: Reading) -> Iterator[Hit]:
    item = reading.item
    code = item.code
    if not code or not code.strip():
        return
    told = " ".join(
        [reading.stem, item.explanation, *(option.text for option in reading.keys), *reading.accepted]
    )
    if _ABOUT_SYNTAX.search(told) or (reading.kind == "debug" and _REFUSED.search(told)):
        return
    filled, places = _filled(code, reading)
    language = (item.language or "").strip().lower()
    fault: tuple[int, str] | None = None
    if language in _PYTHON or (
        not language and re.search(r"^\s*(?:def|import|from|print\(|for \w+ in|class) ?", code, re.M)
    ):
        fault = _python(filled)
    elif language in ("json", "toml", "yaml", "yml", "xml"):
        fault = _data(filled, language)
    elif language in ("sql", "sqlite", "sqlite3", "postgresql", "mysql"):
        fault = _sql(filled) or _unbalanced(filled, "sql")
    elif language in _BRACED:
        fault = _unbalanced(filled, language)
    if fault is not None:
        line, message = fault
        yield Hit("code", _line_span(code, line, places), f"line {line}: {message}")


def _filled(code: str, reading: Reading) -> tuple[str, int]:
    """The code with its gaps filled as keyed; a gap that the stem holds comes first."""
    blanks = list(getattr(reading.item, "blanks", None) or ())
    blanks = blanks[reading.stem.count(BLANK) :]
    found = code
    for blank in blanks:
        found = found.replace(BLANK, blank.accepts[0], 1)
    if reading.key is not None and BLANK in found and reading.key.text.strip("`"):
        found = found.replace(BLANK, reading.key.text.strip().strip("`"))
    return found, len(blanks)


def _python(code: str) -> tuple[int, str] | None:
    """The first fault as line, from 1, and message. Prompts of a session and an indent are no faults."""
    text = textwrap.dedent(code)
    if re.search(r"^\s*>>> ", text, re.MULTILINE):
        typed = [line.strip() for line in text.splitlines() if re.match(r"\s*(?:>>>|\.\.\.)", line)]
        text = "\n".join(line[4:] for line in typed)
    text = re.sub(r"^[ \t]*[%!].*$", "pass", text, flags=re.MULTILINE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd escape in an example is no fault of the item
        try:
            compile(text, "item", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST)
        except SyntaxError as error:
            return error.lineno or 1, error.msg
        except ValueError as error:
            return 1, str(error)
    return None


def _data(text: str, language: str) -> tuple[int, str] | None:
    try:
        if language == "json":
            json.loads(text)
        elif language == "toml":
            tomllib.loads(text)
        elif language == "xml":
            ElementTree.fromstring(text)
        else:
            list(yaml.safe_load_all(text))
    except json.JSONDecodeError as error:
        return error.lineno, error.msg
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ElementTree.ParseError) as error:
        place = re.search(r"line (\d+)", str(error))
        return int(place[1]) if place else 1, str(error).splitlines()[0]
    return None


_STANDARD = re.compile(r"^\s*(?:select|insert|update|delete|with)\b", re.IGNORECASE)
_DIALECT = re.compile(
    r"\b(?:top|ilike|lateral|qualify|interval|fetch|rollup|cube|grouping|apply|pivot|unnest|tablesample|only"
    r"|merge|extract"
    r"|array|any|some|all|similar|convert|duplicate|for update|cast)\b|::|\[|@|%s|\$\d|:=",
    re.IGNORECASE,
)


def _sql(text: str) -> tuple[int, str] | None:
    """A syntax error as SQLite's parser tells it; nothing is run, other dialects are passed over."""
    line = 1
    with sqlite3.connect(":memory:") as database:
        for statement in re.findall(r"[^;]+", text):
            if _STANDARD.match(statement) and not _DIALECT.search(statement):
                try:
                    database.execute(f"EXPLAIN {statement}")
                except sqlite3.Error as error:
                    if "syntax error" in str(error) or "incomplete input" in str(error):
                        near = re.search(r'near "([^"]*)"', str(error))
                        at = statement.find(near[1]) if near else len(statement.rstrip()) - 1
                        return line + statement[: max(0, at)].count("\n"), str(error)
            line += statement.count("\n")
    return None


def _unbalanced(text: str, language: str) -> tuple[int, str] | None:
    """A bracket or quote without its partner, outside of strings and comments."""
    comment = (
        r"--[^\n]*|"
        if language == "sql"
        else r"#[^\n]*|"
        if language in ("r", "ruby", "julia", "perl")
        else r"//[^\n]*|"
    )
    bare = re.sub(
        comment + r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`",
        lambda m: "\n" * m.group().count("\n"),
        text,
        flags=re.DOTALL,
    )
    open_at: list[tuple[str, int]] = []
    line = 1
    for sign in bare:
        if sign == "\n":
            line += 1
        elif sign in "([{":
            open_at.append((sign, line))
        elif sign in _BRACKETS and (not open_at or open_at.pop()[0] != _BRACKETS[sign]):
            return line, f"{sign!r} closes nothing"
    if open_at:
        return open_at[-1][1], f"{open_at[-1][0]!r} is never closed"
    if bare.count('"') % 2:
        return 1, "a quotation mark is never closed"
    return None


def _line_span(code: str, line: int, places: int) -> tuple[int, int] | None:
    lines = code.splitlines(keepends=True)
    if not 1 <= line <= len(lines):
        return None
    start = sum(len(each) for each in lines[: line - 1])
    return start, start + len(lines[line - 1].rstrip("\n"))


RULES = (
    Rule(
        "code_does_not_parse",
        "error",
        "Code that is shown can be read by its language.",
        "Nobody can say what it prints.",
        OWN,
        printed("total = (2 + 3\nprint(total)\n", "*5", "23", "6"),
        printed("total = (2 + 3)\nprint(total)\n", "*5", "23", "6"),
        _parses,
    ),
)
