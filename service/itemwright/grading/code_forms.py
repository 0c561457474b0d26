"""Code as it counts: spacing, quote style and redundant brackets do not make a filling wrong."""

import ast
import io
import re
import tokenize
import warnings

MAX_CODE = 2_000
"""Characters of a code filling that are read; a longer one fills no blank."""

_GENERIC = re.compile(
    r"""(?P<space>\s+)|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<word>\w+)|(?P<other>.)""",
    re.DOTALL,
)
_PYTHON = {None, "", "python", "py", "python3"}


def same_code(given: str, accepted: str, language: str | None) -> bool:
    """Whether two fillings are the same code. Case counts, as it does in code."""
    if given.strip() == accepted.strip():
        return True
    if not given.strip() or len(given) > MAX_CODE or "\0" in given:
        return False
    if (language.lower() if language else None) in _PYTHON:
        trees = [_tree(text) for text in (given, accepted)]
        if None not in trees:
            return trees[0] == trees[1]
        tokens = [_python_tokens(text) for text in (given, accepted)]
        if None not in tokens:
            return tokens[0] == tokens[1]
    return _generic_tokens(given) == _generic_tokens(accepted)


def same_output(given: str, expected: str) -> bool:
    """Whether two printed outputs are the same: line ends and outer blank lines do not count, case does."""

    def lines(text: str) -> list[str]:
        return [line.rstrip() for line in text.replace("\r\n", "\n").strip("\n").split("\n")]

    return lines(given) == lines(expected) or _generic_tokens(given) == _generic_tokens(expected)


def _tree(text: str) -> str | None:
    """The syntax tree of a whole expression or statement; None where the text is a fragment of one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.dump(ast.parse(text.strip().rstrip(";")))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _python_tokens(text: str) -> list[str] | None:
    skipped = {
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.COMMENT,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    try:
        found = list(tokenize.generate_tokens(io.StringIO(text.strip()).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    return [_quoted(t.string) for t in found if t.type not in skipped]


def _generic_tokens(text: str) -> list[str]:
    return [_quoted(m[0]) for m in _GENERIC.finditer(text.strip().rstrip(";")) if not m["space"]]


def _quoted(token: str) -> str:
    if len(token) > 1 and token[0] == token[-1] == "'" and '"' not in token:
        return f'"{token[1:-1]}"'
    return token
