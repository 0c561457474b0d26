"""Does an answer say what a run printed: the rules by which texts are the same output.

1. Runs of spaces count as one, blank lines and spaces around a line not at all, because a page does not show
   them. Everything else of printed text is kept apart: 0.3 from 0.30000000000000004, 0.5 from 0.50,
   1e-3 from 0.001, True from true, hello from 'hello'.
2. Values that a question asks for without printing them are compared as Python writes them: 1e-3 is 0.001 and
   "a" is 'a', but 0.3 is not 0.30000000000000004 and 1 is not 1.0.
3. Where no answer says it in these letters, the words around it may go ("It prints 3."), quotes around it and
   line breaks written as " / "; and where none says it even then, an answer that mentions it among its words.
4. An exception is known by its class; "an error" means any, where no answer names the class."""

import ast
import re
from collections.abc import Sequence
from typing import Literal

from itemwright.sandbox import Execution

Agreement = Literal[0, 1, 2, 3]
"""How closely an answer says it: not, among its words, with words around it, in its letters."""

_FENCE = re.compile(r"^```[\w-]*\n(.*?)\n?```$", re.DOTALL)
_TICKS = re.compile(r"^`+([^`]*)`+$")
_QUOTES = re.compile(r"^([\"'“‘])(.*)[\"'”’]$", re.DOTALL)
_BEFORE = re.compile(
    r"^(?:(?:it|this|the (?:code|program|snippet|script|function|call|output|result|value|answer))\s+)?"
    r"(?:(?:will|would)\s+)?(?:(?:first|just|only)\s+)?(?:prints?|outputs?|displays?|shows?|returns?|is"
    r"|output\s*:"
    r"|result\s*:|printed\s*:|answer\s*:)\s+(?:out\s+)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:\(.*\)|,?\s(?:because|since|as|so|is (?:printed|shown|returned))\b.*|\s[-–—]\s.*|[—–].*|[.;])$",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"\s*(?:\s/\s|⏎|↵|\\n|<br\s*/?>)\s*")
_NOTHING = re.compile(
    r"^(?:it |the (?:code|program) )?(?:prints? |outputs? )?(?:nothing|no output|an empty (?:line|output))"
    r"(?: (?:is printed|at all|is shown))?\.?$|^\(?(?:no output|empty|nothing)\)?$",
    re.IGNORECASE,
)
_ERROR_NAME = re.compile(
    r"\b(?:[A-Z]\w*(?:Error|Exception|Warning)|StopIteration|KeyboardInterrupt|SystemExit)\b"
)
_NO_ERROR = re.compile(
    r"^[`\"'“]?(?:none|no (?:exception|error)s?\b.{0,60}|nothing(?: is raised| happens)?|(?:it"
    r"|the (?:code|program)) (?:runs|"
    r"ends|finishes|works) (?:without|normally|with no)\b.{0,60}|without (?:an )?(?:exception"
    r"|error)s?)[`\"'”]?\.?$",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"`([^`\n]+)`|[\"“]([^\"”\n]+)[\"”]|(\[[^\]\n]*\]|\{[^}\n]*\}|\([\d'][^)\n]*\))"
    r"|(?<![\w.])(-?\d+(?:\.\d+)?)(?![\w.]*\w)"
)
_SAYS_OUTPUT = re.compile(
    r"\b(?:prints?|printed|outputs?|displays?|shows?|shown|returns?|returned|gives?|yields?|appears?"
    r"|result|value|is)\b",
    re.IGNORECASE,
)
_AN_ERROR = re.compile(r"\b(?:errors?|exceptions?|raises?|crash(?:es)?|fails?)\b", re.IGNORECASE)
_WORDY = 2_000
"""Characters of an answer beyond which it is not read as words around an output."""
_BETWEEN_LINES = re.compile(r"\s*(?:[,;]|->|→)\s*(?:(?:and|then)\s+)*|\s+(?:(?:and|then)\s+)+")
"""Between lines that are told in one: "made, start, 1"."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def same_printed(one: str, other: str) -> bool:
    """Rule 1."""
    return _lines(one) == _lines(other)


def same_value(one: str, other: str) -> bool:
    """Rule 2, for two texts of which each is a Python literal; False where one is none."""
    literals = as_value(one), as_value(other)
    return None not in literals and literals[0] == literals[1]


def as_value(text: str) -> str | None:
    """The literal as Python writes it, None for what is no literal or too long for one."""
    if len(text) > 2_000:
        return None
    try:
        return repr(ast.literal_eval(text.strip()))
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None


def agreement(answer: str, execution: Execution, *, value: bool = False) -> Agreement:
    """How closely `answer` says what came of a run; `value`: a value was printed, as Python shows it."""
    if execution.error is not None:
        return _agreement_on_error(answer, execution)
    bare = unwrapped(answer)
    printed = execution.output
    if same_printed(bare, printed) or (not printed.strip() and _NOTHING.match(bare)):
        return 3
    if value and same_value(bare, printed):
        return 3
    if not printed.strip() or _error_names(bare) or len(bare) > _WORDY:
        return 0
    if "\n" in printed.strip() and same_printed(_BETWEEN_LINES.sub("\n", bare), printed):
        return 2
    for reading in _readings(bare):
        if same_printed(reading, printed):
            return 2
        if value and (same_value(reading, printed) or same_printed(repr(reading), printed)):
            return 2
    return 1 if is_prose(bare) and mentions(bare, printed) else 0


def says_no_error(answer: str) -> bool:
    """Whether an answer to a question for an exception says that there is none."""
    return _NO_ERROR.match(unwrapped(answer)) is not None


def names_error(answer: str) -> bool:
    """Whether an answer names the class of an exception."""
    return bool(_error_names(unwrapped(answer)))


def shows_other(answer: str, execution: Execution) -> bool:
    """Whether an answer in words shows output (in backticks or quotes, a list, a number), and none of
    it came."""
    shown = [next(group for group in found.groups() if group) for found in _SHOWN.finditer(answer)]
    telling = [text for text in shown if not text.isidentifier() or text in ("True", "False", "None")]
    if not telling or not _SAYS_OUTPUT.search(answer) or len(answer) > _WORDY:
        return False
    return not any(mentions(execution.output, text) or mentions(text, execution.output) for text in telling)


def unwrapped(text: str) -> str:
    """The text without the fence or the backticks around all of it."""
    text = text.strip()
    fenced = _FENCE.match(text)
    if fenced is not None:
        return fenced[1]
    ticked = _TICKS.match(text)
    return ticked[1] if ticked is not None else text


def mentions(text: str, printed: str) -> bool:
    """Whether the printed text stands in `text`, and not as a part of a longer word or number."""
    wanted = " ".join(printed.split())
    found = re.search(rf"(?<![\w.]){re.escape(wanted)}(?!\w|\.\d)", " ".join(text.split()))
    return bool(wanted) and found is not None


def is_prose(text: str) -> bool:
    """Whether the text is a sentence about what comes rather than what comes."""
    return len(_LETTERS.findall(text)) >= 3 and as_value(text) is None


def looser_same(one: str, other: str) -> bool:
    """For answers that are accepted beside the key: also without spaces, in other quotes or letters, with
    another writing of the same number."""
    if same_printed(one, other) or _plain(one) == _plain(other):
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).replace('"', "'").strip("'`.").casefold()


def _readings(text: str) -> Sequence[str]:
    """What the text may mean to be printed: as it is, and without words, quotes and written line breaks."""
    found = [text]
    for change in (
        lambda t: _BEFORE.sub("", t, count=1),
        lambda t: _AFTER.sub("", t, count=1),
        unwrapped,
        lambda t: _QUOTES.sub(r"\2", t),
        lambda t: _BREAK.sub("\n", t),
    ):
        found += [changed for reading in found if (changed := change(reading)) not in found]
    return found


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines() if line.strip()]


def _error_names(text: str) -> list[str]:
    return _ERROR_NAME.findall(text)


def _agreement_on_error(answer: str, execution: Execution) -> Agreement:
    bare = unwrapped(answer)
    kind = execution.error_type
    named = [*_error_names(bare), *re.findall(rf"\b{re.escape(kind)}\b", bare)]
    if kind not in named:
        return 2 if _AN_ERROR.search(bare) and not named else 0
    if not execution.output.strip():
        return 3
    return 3 if mentions(bare.replace(" / ", " "), execution.output) else 2
