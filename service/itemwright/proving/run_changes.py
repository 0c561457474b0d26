"""Faulty code: every change on offer is made and run; exactly the keyed one gives what should come out."""

from typing import NamedTuple

from itemwright.domain.item import Debug
from itemwright.proving.checked import Finding
from itemwright.proving.code_change import Changed, changed_code, replaced
from itemwright.proving.code_question import VALUE_MARK
from itemwright.proving.printed import same_printed
from itemwright.proving.recorded import Recorded
from itemwright.proving.runs import Runs
from itemwright.proving.stated_output import Stated, called, stated_call, stated_outputs
from itemwright.sandbox import Execution


class _Aim(NamedTuple):
    """What should come out: as recorded, or one of the things that the stem states; with neither, no error.
    `call`: the value that is meant, for code that prints none."""

    recorded: str = ""
    stated: tuple[Stated, ...] = ()
    call: str = ""

    def is_met(self, execution: Execution) -> bool:
        if execution.error is not None:
            return False
        printed = execution.output.rpartition(VALUE_MARK)[2]
        if self.recorded:
            return same_printed(printed, self.recorded)
        return not self.stated or any(stated.is_met(printed) for stated in self.stated)

    def run(self, code: str, runs: Runs) -> Execution:
        return runs.run(called(code, self.call) if self.call else code)


def check_changes(item: Debug, recorded: Recorded, runs: Runs) -> Finding:
    """fail: the key does not mend the code, another option does as well, or nothing was broken."""
    faulty = runs.run(item.code)
    if faulty.ended not in ("done", "raised"):
        return "unsure", f"the code ends with {faulty.error}"
    aim = _aim(item, recorded, faulty)
    if aim is None:
        return "unsure", "neither the stem nor the writer says what the code should print"
    if aim.is_met(aim.run(item.code, runs)):
        return "fail", "the faulty code already prints what it should"
    if item.options is None:
        return _typed(item, aim, runs)
    return _options(item, recorded, aim, runs)


def _aim(item: Debug, recorded: Recorded, faulty: Execution) -> _Aim | None:
    if recorded.expected:
        return _Aim(recorded=recorded.expected)
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


def _options(item: Debug, recorded: Recorded, aim: _Aim, runs: Runs) -> Finding:
    assert item.options is not None
    unread, made, doubts = [], 0, []
    for option in item.options:
        changed = changed_code(option.text, item.code)
        if option.text in recorded.changes:
            find, replace = recorded.changes[option.text]
            if item.code.count(find) != 1:
                return (
                    "fail",
                    f"option {option.id!r} changes {find!r}, which stands {item.code.count(find)} times",
                )
            told, changed = changed, replaced(item.code, find, replace)
            if told is not None and told.sure and changed is not None and not _alike(told, changed):
                return (
                    "fail",
                    f"option {option.id!r} says another change than the one that was recorded for it",
                )
        if changed is None:
            unread.append(option.id)
            continue
        execution = aim.run(changed.code, runs)
        if execution.ended not in ("done", "raised"):
            if option.id == item.key or execution.ended not in ("time", "memory", "output"):
                doubts.append(f"with option {option.id!r} the code ends with {execution.error}")
            continue
        made += 1
        right = aim.is_met(execution)
        if right == (option.id == item.key):
            if right and (unsettled := runs.unsettled(changed.code)) is not None:
                return unsettled
            continue
        what = "mends the code as well" if right else "does not mend the code"
        shown = execution.error or repr(execution.output.replace(VALUE_MARK, "").strip()[:120])
        evidence = f"option {option.id!r} {what}: it prints {shown}"
        if changed.sure and (aim.recorded or aim.stated):
            return "fail", evidence
        doubts.append(evidence)
    if doubts:
        return "unsure", doubts[0]
    if unread:
        none = "no changes were recorded that could be run, and " if not made else ""
        return "unsure", f"{none}option {unread[0]!r} cannot be read as a change to the code"
    aimed = (
        repr(aim.recorded)
        if aim.recorded
        else "what it should"
        if aim.stated
        else "something without an error"
    )
    return "pass", f"one of {made} changes prints {aimed}"


def _typed(item: Debug, aim: _Aim, runs: Runs) -> Finding:
    texts = [item.key] if isinstance(item.key, str) else []
    changes = [changed for text in texts if (changed := changed_code(text, item.code)) is not None]
    if not changes:
        return "unsure", "the key cannot be read as a change to the code"
    execution = aim.run(changes[0].code, runs)
    if aim.is_met(execution):
        return "pass", "the key makes the code print what it should"
    told = execution.error or repr(execution.output.strip()[:120])
    sure = changes[0].sure and execution.ended in ("done", "raised") and (aim.recorded or aim.stated)
    return ("fail" if sure else "unsure"), f"with the key the code prints {told}"


def _alike(one: Changed, other: Changed) -> bool:
    """The same code up to spaces, of which an option's words keep no more than one."""
    return one.code.split() == other.code.split() or "".join(one.code.split()) == "".join(other.code.split())
