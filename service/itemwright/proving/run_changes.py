"""Faulty code: every change on offer is made and run; exactly the keyed one gives what should come out."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from itemwright.domain.item import Debug, Option
from itemwright.proving.checked import Finding
from itemwright.proving.code_change import Changed, changed_code
from itemwright.proving.code_question import VALUE_MARK
from itemwright.proving.printed import same_printed
from itemwright.proving.recorded import Recorded
from itemwright.proving.runs import Runs
from itemwright.proving.stated_output import (
    Stated,
    called,
    missing_line,
    stated_call,
    stated_outputs,
)
from itemwright.sandbox import Execution

_REASON = re.compile(
    r"\bwhy\b|\breason\b|\bcauses?\b|\bexplains?\b|\bwhat is (?:the )?(?:wrong|mistake|error|fault)\b"
    r"|\bwhat goes wrong\b",
    re.IGNORECASE,
)
_STOPPED = "runs into a limit"


class _Aim(NamedTuple):
    """What should come out: as recorded, or one of the things that the stem states; with neither, no error.
    `call`: the value that is meant, for code that prints none."""

    recorded: str = ""
    stated: tuple[Stated, ...] = ()
    call: str = ""
    shown: str = ""
    """A line of the output that is missing now."""

    def is_met(self, execution: Execution) -> bool:
        if execution.error is not None:
            return False
        printed = execution.output.rpartition(VALUE_MARK)[2]
        if self.recorded:
            return same_printed(printed, self.recorded)
        if self.shown:
            return self.shown in printed.splitlines()
        return not self.stated or any(stated.is_met(printed) for stated in self.stated)

    @property
    def is_told(self) -> bool:
        return bool(self.recorded or self.stated or self.shown)

    @property
    def is_literal(self) -> bool:
        """Whether it is told so that another output is surely a wrong one."""
        return bool(self.recorded or self.shown) or any(one.is_literal and one.wanted for one in self.stated)

    @property
    def told(self) -> str:
        if self.recorded or self.shown:
            return repr(self.recorded or self.shown)
        return "what it should" if self.stated else "something without an error"

    def run(self, code: str, runs: Runs) -> Execution:
        return runs.run(called(code, self.call) if self.call else code)


def check_changes(item: Debug, recorded: Recorded, runs: Runs) -> Finding:
    """fail: the key does not mend the code, another option does as well, or nothing was broken."""
    faulty = runs.run(item.code)
    if faulty.ended not in ("done", "raised"):
        return "unsure", f"the code ends with {faulty.error}"
    aim = _aim(item, recorded, faulty)
    if aim is None and _asks_for_reason(item):
        return "pass", "the options are reasons, and no changes to be run"
    if aim is None:
        return "unsure", "neither the stem nor the writer says what the code should print"
    if aim.is_met(aim.run(item.code, runs)):
        return "fail", "the faulty code already prints what it should"
    if item.options is None:
        return _typed(item, aim, runs)
    return _options(item, item.options, recorded, aim, runs)


def _aim(item: Debug, recorded: Recorded, faulty: Execution) -> _Aim | None:
    if recorded.expected:
        return _Aim(recorded=recorded.expected)
    if missing := missing_line(item.stem):
        return _Aim(shown=missing)
    stated = stated_outputs(item.stem)
    if not faulty.output.strip() and faulty.error is None:
        told = stated_call(item.stem, item.code)
        return None if told is None else _Aim(stated=(told[1], *stated), call=told[0])
    # A stem tells what is printed now as well.
    now = faulty.error is None
    aims = tuple(one for one in stated if one.wanted or not (now and one.is_met(faulty.output)))
    if aims:
        return _Aim(stated=aims)
    return _Aim() if faulty.error is not None else None


def _asks_for_reason(item: Debug) -> bool:
    """Whether the answers say why the code does what it does, and change nothing."""
    texts = [option.text for option in item.options or ()]
    return (
        bool(texts)
        and all(changed_code(text, item.code, item.stem) is None for text in texts)
        and (_REASON.search(item.stem) is not None)
    )


class _Trial(NamedTuple):
    """One option: how its change ran, whether that is as it should be (None: not told) and `sure`ly so; or
    `doubt`: why it was not run to an end."""

    doubt: str = ""
    right: bool | None = None
    sure: bool = False
    told: str = ""


def _options(item: Debug, options: Sequence[Option], recorded: Recorded, aim: _Aim, runs: Runs) -> Finding:
    doubts: list[str] = []
    mended: dict[str, bool] = {}
    for option in options:
        changed, lie = _changed(option.text, item, recorded)
        if lie:
            return "fail", f"option {option.id!r} {lie}"
        trial = _tried(changed, aim, runs)
        if trial.right is None:
            if trial.doubt != _STOPPED or option.id == item.key:
                doubts.append(f"option {option.id!r} {trial.doubt}")
            continue
        mended[option.id] = trial.right
        if trial.right != (option.id == item.key):
            what = "mends the code as well" if trial.right else "does not mend the code"
            evidence = f"option {option.id!r} {what}: it prints {trial.told}"
            if trial.sure and (trial.right or aim.is_literal):
                return "fail", evidence
            doubts.insert(0, evidence)
        elif trial.right and changed is not None and (unsettled := runs.unsettled(changed.code)) is not None:
            return unsettled
    if doubts:
        # One reading may be wrong; that two are, and in this way, is not likely.
        other = next((name for name, right in mended.items() if right and name != item.key), None)
        if aim.is_told and other is not None and mended.get(str(item.key)) is False:
            return "fail", f"option {other!r} mends the code, and the key does not"
        return "unsure", doubts[0]
    return "pass", f"one of {len(mended)} changes prints {aim.told}"


def _changed(option: str, item: Debug, recorded: Recorded) -> tuple[Changed | None, str]:
    """The code after the change, as recorded or else as read; and what is wrong with the record."""
    code, read = item.code, changed_code(option, item.code, item.stem)
    if option not in recorded.changes:
        return read, ""
    find, replace = recorded.changes[option]
    if code.count(find) != 1:
        return None, f"changes {find!r}, which stands {code.count(find)} times"
    made = Changed(code.replace(find, replace))
    if read is not None and read.sure and "".join(read.code.split()) != "".join(made.code.split()):
        return None, "says another change than the one that was recorded for it"
    return made, ""


def _tried(changed: Changed | None, aim: _Aim, runs: Runs) -> _Trial:
    if changed is None:
        return _Trial("cannot be read as a change to the code")
    execution = aim.run(changed.code, runs)
    if execution.ended in ("time", "memory", "output"):
        return _Trial(_STOPPED)
    if execution.ended not in ("done", "raised"):
        return _Trial(f"ends with {execution.error}")
    told = execution.error or repr(execution.output.replace(VALUE_MARK, "").strip()[:120])
    return _Trial("", aim.is_met(execution), changed.sure and aim.is_told, told)


def _typed(item: Debug, aim: _Aim, runs: Runs) -> Finding:
    changed = changed_code(item.key, item.code, item.stem) if isinstance(item.key, str) else None
    trial = _tried(changed, aim, runs)
    if trial.right is None:
        return "unsure", f"the key {trial.doubt}"
    if trial.right:
        return "pass", f"the key makes the code print {aim.told}"
    return ("fail" if trial.sure and aim.is_literal else "unsure"), f"with the key it prints {trial.told}"
