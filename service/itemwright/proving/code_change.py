"""The change to code that an option puts into words ("Replace `a` with `b`", "Delete line 4")."""

import difflib
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from itemwright.proving.clause_moves import marked_line, with_moved_clause
from itemwright.proving.same_name import same_name_replaced
from itemwright.sandbox.syntax import syntax_error

_FENCE = re.compile(r"```[\w+-]*\n(.*?)\n?```", re.DOTALL)
_T = r"(?:`(?P<{0}>[^`]+)`|[\"“'‘](?P<{0}q>[^\"”’]+?)[\"”'’](?=\W|$))"
"""A quoted text; the second form is typographic or plain quotes."""
_LINE = r"(?:the )?lines? (?P<line>\d+)"
_IN_LINE = r"(?:,? (?:in|on|of|at) (?:the )?line (?P<line>\d+))?"
_AND = re.compile(
    r"[,;.]?\s*(?:and|then|and then|also)\s+(?=[a-z]+ (?:`|line|the|lines)\b|[a-z]+ `)", re.IGNORECASE
)
_ALL = re.compile(r"\b(?:everywhere|throughout|both|all|every|each)\b", re.IGNORECASE)
_NEAR, _AHEAD = 0.6, 0.05
"""How like a line has to be to the one that it may stand for, and by how much more than to any other."""
_WORDY = 1_000
"""Characters of an option beyond which it is not read as words."""
_PLACE = re.compile(
    r"\b(?:replac\w+|rewrit\w+|chang\w+|in place of|instead of|correct\w*)"
    r"(?: (?:for|of|to))?(?: the)?(?: code in)? "
    r"(?:line (?P<line>\d+)|`(?P<text>[^`]+)`)"
)


class Changed(NamedTuple):
    """The code after the change. `sure`: there is one way to read it; else it is the likeliest."""

    code: str
    sure: bool = True


_Change = Callable[[re.Match[str], str], Changed | None]


def changed_code(option: str, code: str, stem: str = "") -> Changed | None:
    """What `code` becomes by the option; None for words that are no change to it. `stem`: where it may say
    which line the options are to replace."""
    option = option.strip()
    if (statement := _statement(option)) is not None and (line := _line_asked(stem, code)) is not None:
        return Changed(_with_line(code.split("\n"), line, statement))
    if (moved := with_moved_clause(option, code)) is not None:
        return Changed(moved)
    for read in (_as_program, _as_words, _as_bare_words, _as_line):
        if read is not _as_program and len(option) > _WORDY:
            break
        found = read(option, code)
        if found is not None and found.code != code:
            return found
    return None


def _line_asked(stem: str, code: str) -> int | None:
    """The one line that the stem says is to be replaced, counted from 1."""
    if (marked := marked_line(stem, code)) is not None:
        return marked
    lines = code.split("\n")
    found = set()
    for place in _PLACE.finditer(stem):
        if place["line"] is not None:
            found.add(int(place["line"]))
        else:
            found |= {n for n, line in enumerate(lines, 1) if line.strip() == place["text"].strip()}
    return found.pop() if len(found) == 1 and found <= set(range(1, len(lines) + 1)) else None


def replaced(code: str, find: str, replace: str, line: int | None = None) -> Changed | None:
    """`find` replaced where it stands: once, once as a word of its own, or once in the line that is named."""
    if line is not None:
        lines = code.split("\n")
        if not 1 <= line <= len(lines):
            return None
        inner = replaced(lines[line - 1], find, replace)
        return None if inner is None else inner._replace(code=_with_line(lines, line, inner.code))
    places = [match.span() for match in re.finditer(re.escape(find), code)]
    if len(places) != 1:
        own = re.compile(rf"(?<![\w.]){re.escape(find)}(?![\w.])")
        places = [match.span() for match in own.finditer(code)]
    if len(places) != 1:
        return None
    start, end = places[0]
    return Changed(code[:start] + replace + code[end:])


def _as_program(option: str, code: str) -> Changed | None:
    fenced = _FENCE.search(option)
    text = fenced[1] if fenced is not None else option
    if "\n" not in text.strip() and fenced is None:
        return None
    if syntax_error(text) is not None or not text.strip():
        return None
    if len(text.strip().splitlines()) * 2 >= len(code.strip().splitlines()) or "\n" not in code.strip():
        return Changed(text)
    return None


def _as_words(option: str, code: str) -> Changed | None:
    for pattern, change in _WORDS:
        found = pattern.match(option)
        if found is None or (changed := change(found, code)) is None:
            continue
        rest = _AND.match(option[found.end() :])
        if rest is None:
            return changed
        then = changed_code(option[found.end() + rest.end() :], changed.code)
        return None if then is None else Changed(then.code, changed.sure and then.sure)
    return None


def _text(found: re.Match[str], name: str) -> str:
    value = found[name] if found[name] is not None else found[f"{name}q"]
    return str(value)


def _number(found: re.Match[str], name: str = "line") -> int | None:
    value = found.groupdict().get(name)
    return int(value) if value is not None else None


def _replace(found: re.Match[str], code: str) -> Changed | None:
    find, new = _text(found, "a"), _text(found, "b")
    line = _number(found) if _number(found) is not None else _number(found, "late")
    if "⏎" in find or "⏎" in new:
        return _replace_lines(find, new, code)
    words = re.sub(r"`[^`]*`", "", found.string)
    if _ALL.search(words) and code.count(find) > 1:
        return Changed(code.replace(find, new))
    return replaced(code, find, new, line) or _replace_statement(find, new, code)


def _replace_statement(find: str, new: str, code: str) -> Changed | None:
    """`find` is a line up to its spaces."""
    lines = code.split("\n")
    places = [n for n, line in enumerate(lines, 1) if "".join(line.split()) == "".join(find.split())]
    return Changed(_with_line(lines, places[0], new)) if len(places) == 1 else None


def _replace_lines(find: str, new: str, code: str) -> Changed | None:
    """Lines of code that were written on one line, with marks between them."""
    old, fresh = ([part.strip() for part in text.split("⏎")] for text in (find, new))
    lines = code.split("\n")
    stripped = [line.strip() for line in lines]
    places = [i for i in range(len(lines)) if stripped[i : i + len(old)] == old]
    if len(places) != 1 or len(old) != len(fresh):
        return None
    for i, text in enumerate(fresh, places[0]):
        lines[i] = _indent(lines[i]) + text
    return Changed("\n".join(lines))


def _line_to(found: re.Match[str], code: str) -> Changed | None:
    lines, line = code.split("\n"), _number(found)
    if line is None or not 1 <= line <= len(lines):
        return None
    return Changed(_with_line(lines, line, _text(found, "b")))


def _within(found: re.Match[str], code: str) -> Changed | None:
    """A statement for the whole line, or a call or an assigned value for the one of that name in it."""
    lines, line, new = code.split("\n"), _number(found), _text(found, "b").strip()
    if line is None or not 1 <= line <= len(lines):
        return None
    old = lines[line - 1].strip()
    wholes = [new, f"{new}:"] if old.endswith(":") else [new]
    alike = [text for text in wholes if re.split(r"\W", text)[0] == re.split(r"\W", old)[0]]
    for text in (*alike, *same_name_replaced(old, new), *wholes):
        changed = _with_line(lines, line, text)
        if syntax_error(changed) is None:
            return Changed(changed, sure=text in alike)
    return None


def _instead(found: re.Match[str], code: str) -> Changed | None:
    """ "Return `a` instead of `b`": the verb is code as well."""
    verb = found["verb"].casefold()
    return replaced(code, f"{verb} {_text(found, 'a')}", f"{verb} {_text(found, 'b')}")


def _assigned(found: re.Match[str], code: str) -> Changed | None:
    """ "Set `x` to 1": in the one line, or the first, where it gets a value."""
    name = found["name"]
    for number, line in enumerate(lines := code.split("\n"), 1):
        if re.match(rf"\s*{re.escape(name)}\s*=(?!=)", line):
            again = sum(bool(re.match(rf"\s*{re.escape(name)}\s*=(?!=)", other)) for other in lines)
            first = re.match(r"initiali|start", found["verb"], re.IGNORECASE) is not None
            return Changed(_with_line(lines, number, f"{name} = {found['value']}"), sure=first or again == 1)
    return None


def _delete(found: re.Match[str], code: str) -> Changed | None:
    text = _text(found, "a")
    lines = code.split("\n")
    places = [i for i, line in enumerate(lines) if line.strip() == text.strip()]
    if len(places) == 1:
        return Changed("\n".join(lines[: places[0]] + lines[places[0] + 1 :]))
    return replaced(code, text, "", _number(found))


def _delete_line(found: re.Match[str], code: str) -> Changed | None:
    lines, line = code.split("\n"), _number(found)
    if line is None or not 1 <= line <= len(lines):
        return None
    return Changed("\n".join(lines[: line - 1] + lines[line:]))


def _insert(found: re.Match[str], code: str) -> Changed | None:
    """A line put in before or after another, as deep as that one (one deeper after a colon)."""
    lines, line = code.split("\n"), _number(found)
    if line is None:
        anchor = found.groupdict().get("anchor") or ""
        places = [n for n, text in enumerate(lines, 1) if anchor.strip() and anchor.strip() in text]
        line = places[0] if len(places) == 1 else None
    if line is None or not 1 <= line <= len(lines):
        return None
    after = found["where"].casefold() in ("after", "below", "under", "behind")
    there = lines[line - 1]
    deeper = "    " if after and there.rstrip().endswith(":") else ""
    new = _indent(there) + deeper + _text(found, "b").strip()
    at = line if after else line - 1
    return Changed("\n".join([*lines[:at], new, *lines[at:]]), sure=not after or not there.startswith(" "))


def _insert_at_end(found: re.Match[str], code: str) -> Changed | None:
    new = _text(found, "b").strip()
    if re.search(r"\b(?:start|top|beginning)\b", found["place"]):
        return Changed(f"{new}\n{code}")
    return Changed(
        f"{code.rstrip()}\n{new}\n", sure=not re.search(r"\b(?:function|loop|body)\b", found["place"])
    )


def _swap(found: re.Match[str], code: str) -> Changed | None:
    lines, one, other = code.split("\n"), _number(found, "one"), _number(found, "other")
    if one is None or other is None or not (1 <= one <= len(lines) and 1 <= other <= len(lines)):
        return None
    lines[one - 1], lines[other - 1] = lines[other - 1], lines[one - 1]
    return Changed("\n".join(lines))


def _move(found: re.Match[str], code: str) -> Changed | None:
    lines, one, other = code.split("\n"), _number(found, "one"), _number(found, "other")
    if (
        one is None
        or other is None
        or one == other
        or not (1 <= one <= len(lines) and 1 <= other <= len(lines))
    ):
        return None
    moved, there = lines[one - 1], lines[other - 1]
    rest = [line for number, line in enumerate(lines, 1) if number != one]
    at = other - (other > one) - (found["where"].casefold() == "before")
    return Changed(
        "\n".join([*rest[:at], _indent(there) + moved.strip(), *rest[at:]]),
        sure=_indent(moved) == _indent(there),
    )


def _shift(found: re.Match[str], code: str) -> Changed | None:
    lines, line = code.split("\n"), _number(found)
    if line is None or not 1 <= line <= len(lines):
        return None
    text = lines[line - 1]
    outwards = found["how"].casefold() != "indent"
    lines[line - 1] = text.removeprefix("    ") if outwards else f"    {text}"
    return Changed("\n".join(lines))


def _as_bare_words(option: str, code: str) -> Changed | None:
    """Without quotes: what is replaced has to stand in the code once."""
    for pattern in _BARE:
        found = pattern.match(option.rstrip("."))
        if found is not None:
            changed = replaced(code, found["a"].strip(), found["b"].strip(), _number(found))
            if changed is not None:
                return changed
    return None


def _as_line(option: str, code: str) -> Changed | None:
    """A bare statement: most likely it stands for the line that it is nearest to."""
    text = _statement(option)
    lines = code.split("\n")
    if text is None:
        return None
    likeness = difflib.SequenceMatcher(None)
    likeness.set_seq2(text)
    near: list[tuple[float, int]] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            likeness.set_seq1(line.strip())
            near.append((likeness.ratio(), number))
    near.sort(reverse=True)
    if not near or near[0][0] < _NEAR or (near[1:] and near[1][0] > near[0][0] - _AHEAD):
        return None
    return Changed(_with_line(lines, near[0][1], text), sure=False)


def _statement(option: str) -> str | None:
    """The option as one line of code, which may be the head of a block; None for anything else."""
    text = option.strip().strip("`").strip()
    if "\n" in text or not re.search(
        r"[=(\[+*/<>%]|^(?:return|break|continue|pass|del|yield|raise|assert)\b|:$", text
    ):
        return None
    body = f"{text} pass" if text.endswith(":") else text
    head = "if x: pass\n        " if re.match(r"(?:elif|else)\b", text) else ""
    return text if syntax_error(f"def f():\n    for x in y:\n        {head}{body}\n") is None else None


def _with_line(lines: list[str], line: int, text: str) -> str:
    """Line `line` replaced, as deep as it was, unless the text brings an indentation of its own."""
    deep = text if text[:1] in (" ", "\t") else _indent(lines[line - 1]) + text
    return "\n".join([*lines[: line - 1], deep, *lines[line:]])


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _patterns() -> Iterator[tuple[re.Pattern[str], _Change]]:
    a, b = _T.format("a"), _T.format("b")
    by = r"(?: so that it reads| to read)?(?:,? (?:with|by|to|into|for)|:)"
    at_line = r"(?:in|on) line (?P<line>\d+),? "
    replace, take = (
        "(?:replace|change|substitute|swap|turn|rewrite|correct|fix)",
        "(?:use|write|put|have|call)",
    )
    delete = "(?:delete|remove|drop|omit|leave out|erase)"
    insert = "(?:insert|add|put|place|write|append)(?: the line| a line)?"
    should = "(?:should|must|has to|needs to|ought to)"
    near = r"(?:directly |right |just |immediately )?"
    for text, change in (
        (rf"{replace}(?: the)?(?: \w+)? {a}{_IN_LINE}{by} {b}(?:,? (?:in|on) line (?P<late>\d+))?", _replace),
        (rf"{at_line}{replace} {a}{by} {b}", _replace),
        (rf"(?:{at_line})?{take} {b} (?:instead of|in place of|rather than|where it says) {a}", _replace),
        (rf"(?P<verb>return|yield|raise) {b} (?:instead of|in place of|rather than) {a}", _instead),
        (
            r"(?P<verb>initiali[sz]e|set|start) `?(?P<name>\w+)`? (?:to|with|at|as) "
            r"`?(?P<value>[^`\s]+)`?(?: (?:instead of|in place of|rather than) .*)?\.?$",
            _assigned,
        ),
        (rf"{a} (?:{should} be|becomes|->|→|=>) {b}{_IN_LINE}", _replace),
        (rf"{replace} {_LINE}{by} {b}", _line_to),
        (rf"{_LINE} {should} (?:be|read|say)(?: changed to| replaced (?:by|with))?:? {b}", _line_to),
        (rf"{at_line}{take} {b}$", _line_to),
        (rf"{take} {b} (?:in|on|as|for|into) {_LINE}(?=\W*$|\W+so\b)", _within),
        (rf"{delete}(?: the)?(?: \w+)? {a}{_IN_LINE}", _delete),
        (rf"{delete} {_LINE}", _delete_line),
        (
            rf"{insert} {b} {near}(?P<where>before|after|above|below|under) "
            r"(?:(?:the )?line (?P<line>\d+)|(?:the )?(?:line )?`(?P<anchor>[^`]+)`)",
            _insert,
        ),
        (
            rf"{insert} {b} (?:at|to|as) "
            r"(?P<place>the (?:very )?(?:end|start|top|beginning|last line|bottom)[^.]*)",
            _insert_at_end,
        ),
        (
            r"(?:swap|exchange|switch)(?: the)? lines? (?P<one>\d+) (?:and|with) (?:line )?(?P<other>\d+)",
            _swap,
        ),
        (
            rf"move (?:the )?line (?P<one>\d+) (?:to )?{near}(?P<where>before|after) "
            r"(?:the )?line (?P<other>\d+)",
            _move,
        ),
        (rf"(?P<how>indent|unindent|dedent|outdent) {_LINE}", _shift),
    ):
        yield re.compile(text, re.IGNORECASE | re.DOTALL), change


_WORDS = tuple(_patterns())
_BARE = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        r"(?:replace|change|substitute|turn) (?P<a>\S.*?)(?: (?:in|on) line (?P<line>\d+))?"
        r" (?:with|by|to|into) (?P<b>\S.*)$",
        r"(?:(?:in|on) line (?P<line>\d+),? )?(?:use|write|put) (?P<b>\S+)"
        r" (?:instead of|in place of|rather than) (?P<a>\S+)$",
        r".*?(?P<b>\S+) (?:instead of|in place of|rather than) (?P<a>\S+)$",
    )
)
