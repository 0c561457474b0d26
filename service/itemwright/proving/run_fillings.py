"""Code with blanks: every filling is run; exactly the accepted ones do what the keyed one does."""

import ast
import itertools
import math
import time
from collections.abc import Iterable, Iterator

from itemwright.domain.item import BLANK, CodeCloze
from itemwright.proving.checked import Finding
from itemwright.proving.code_question import with_value
from itemwright.proving.printed import same_printed
from itemwright.proving.recorded import Recorded
from itemwright.proving.runs import Runs
from itemwright.proving.stated_output import stated_call, stated_outputs
from itemwright.sandbox import Execution
from itemwright.sandbox.syntax import read_syntax

FILLINGS = 120
"""Fillings that are executed: all joint ones, else those with up to two blanks filled otherwise than the key,
else with one."""
SECONDS = 10.0
"""For the joint fillings, by the time that the first one took."""


class _Cloze:
    """The item's code; `ending` shows what the fillings do, where the code prints nothing itself."""

    def __init__(self, item: CodeCloze, recorded: Recorded, runs: Runs) -> None:
        self._pieces = item.code.split(BLANK)
        self._recorded, self._runs = recorded, runs
        self.ending = ""

    def code(self, filling: tuple[str, ...]) -> str:
        middle = "".join(text + piece for text, piece in zip(filling, self._pieces[1:], strict=True))
        return "\n".join([self._recorded.setup, self._pieces[0] + middle, self._recorded.check, self.ending])

    def run(self, filling: tuple[str, ...]) -> Execution:
        return self._runs.run(self.code(filling))


def check_fillings(item: CodeCloze, recorded: Recorded, runs: Runs) -> Finding:
    """fail: an accepted filling does something else than the key, or another one does the same."""
    if item.code.count(BLANK) != len(item.blanks):
        return "unsure", "not all blanks stand in the code"
    cloze = _Cloze(item, recorded, runs)
    key = tuple(item.key[blank.id] for blank in item.blanks)
    began = time.monotonic()
    keyed = cloze.run(key)
    if keyed.error is None and not keyed.output.strip():
        cloze.ending = _ending(item, cloze.code(key))
        keyed = cloze.run(key)
    took = time.monotonic() - began
    if keyed.error is not None:
        return "unsure", f"the filled code ends with {keyed.error}"
    if not keyed.output.strip():
        return "unsure", "the filled code prints nothing that could be compared"
    if (unsettled := runs.unsettled(cloze.code(key))) is not None:
        return unsettled
    if (missed := _missed(item, recorded, keyed, bool(cloze.ending))) is not None:
        return missed
    pools = [tuple(dict.fromkeys([*(blank.pool or ()), *blank.accepts])) for blank in item.blanks]
    most = min(FILLINGS, int(SECONDS / max(took, 1e-3)))
    fillings = list(itertools.product(*pools)) if math.prod(map(len, pools)) <= most else []
    for changed in (2, 1):
        if not fillings or len(fillings) > most:
            fillings = list(dict.fromkeys(_changed(key, pools, changed)))
    return _compared(item, fillings, cloze, keyed)


def _compared(
    item: CodeCloze, fillings: Iterable[tuple[str, ...]], cloze: _Cloze, keyed: Execution
) -> Finding:
    count = 0
    for filling in fillings:
        accepted = all(text in blank.accepts for text, blank in zip(filling, item.blanks, strict=True))
        execution = cloze.run(filling)
        if accepted and execution.ended not in ("done", "raised"):
            return "unsure", f"with the filling {filling} the code ends with {execution.error}"
        count += 1
        if (execution[:2] == keyed[:2]) != accepted:
            what = "does something else than the key" if accepted else "does the same as the key"
            told = execution.error or repr(execution.output.strip()[:120])
            return "fail", f"the filling {filling} {what}: {told}"
    several = (
        "the accepted ones alone are" if any(b.accepts[1:] for b in item.blanks) else "the keyed one alone is"
    )
    return "pass", f"{count} fillings executed, {several} right"


def _missed(item: CodeCloze, recorded: Recorded, keyed: Execution, ended: bool) -> Finding | None:
    """The key's output against what was recorded, or what the stem states."""
    printed = keyed.output.strip()[:120]
    if recorded.expected and not same_printed(recorded.expected, keyed.output):
        return "fail", f"the keyed filling prints {printed!r}, not {recorded.expected[:120]!r}"
    stated = [] if recorded.expected or ended else stated_outputs(item.stem)
    literal = [one for one in stated if one.is_literal and one.wanted]
    if literal and not any(one.is_met(keyed.output) for one in stated):
        return "fail", f"the keyed filling prints {printed!r}, the stem says {literal[0].text[:60]!r}"
    return None


def _ending(item: CodeCloze, code: str) -> str:
    """Code that shows what the filled code did: the call that the stem tells of, else its variables."""
    told = stated_call(item.stem, code)
    if told is not None:
        return with_value("", told[0])
    try:
        syntax = read_syntax(code)
    except (SyntaxError, ValueError):
        return ""
    if any(True for _ in syntax.all(ast.FunctionDef, ast.ClassDef)):
        return ""  # what these do is not seen in variables
    assigned = [
        target for node in syntax.tree.body if isinstance(node, ast.Assign) for target in node.targets
    ]
    names = dict.fromkeys(target.id for target in assigned if isinstance(target, ast.Name))
    return "\n".join(f"print({name!r}, repr({name}))" for name in names)


def _changed(key: tuple[str, ...], pools: list[tuple[str, ...]], most: int) -> Iterator[tuple[str, ...]]:
    """The key, and every filling that differs from it in up to `most` blanks."""
    for places in itertools.combinations(range(len(key)), min(most, len(key))):
        yield from itertools.product(
            *(pool if place in places else (key[place],) for place, pool in enumerate(pools))
        )
