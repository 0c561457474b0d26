"""Faulty code and changes to it, each executed: exactly one makes it print what it should."""

import random
import re
from functools import partial

from itemwright.domain.card import Card, DebugModel
from itemwright.domain.item import Debug
from itemwright.sandbox import Execution, Sandbox
from itemwright.text import sentences
from itemwright.writing.code_feedback import code_feedback
from itemwright.writing.draw import filled
from itemwright.writing.executed_code import SlipRun, drawn_parameters, run_slips
from itemwright.writing.frame import Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged
from itemwright.writing.other_facts import checked_with
from itemwright.writing.wording import lowered


def debug_items(card: Card, library: Library, sandbox: Sandbox) -> list[Opportunity]:
    """One opportunity for each debug model; each draw makes another item."""
    found: list[Opportunity] = []
    for model in card.code:
        if isinstance(model, DebugModel):
            found += offered(
                card, library, "debug", ("debug", model.id), (model.bloom, model.difficulty),
                [model.evidence],
                partial(_write, model, sandbox), fresh=bool(model.parameters),
            )  # fmt: skip
    return found


def _write(model: DebugModel, sandbox: Sandbox, setting: Setting, rng: random.Random) -> Debug | None:
    values = drawn_parameters(model, sandbox, rng)
    if values is None:
        return None
    code = filled(model.code, values).strip("\n")
    expected = filled(model.expected, values).strip()
    faulty = sandbox.run(code)
    if faulty.error is None and faulty.output.strip() == expected:
        return None
    runs = run_slips(code, model.changes, values, sandbox)
    right = [run for run in runs if run.output is not None and run.output.strip() == expected]
    wrong = [run for run in runs if run not in right]
    if len(right) != 1 or len(wrong) < 3:
        return None
    shown = rng.sample(wrong, 3)
    options, key = arranged(_choice(right[0]), [_choice(run) for run in shown], rng)
    question = filled(model.question, values)
    aim = "" if _says(question, expected) else f"; it should print {_inline(expected)}"
    told = not aim and _says(question, faulty.output.strip())
    stem = question if told else _before_question(f"As it stands, the code {_seen(faulty)}{aim}.", question)
    execution = {
        "expected": expected,
        "changes": {_text(run): [run.find, run.replace] for run in (right[0], *shown)},
    }
    provenance = setting.provenance | {"parameters": values, "execution": execution}
    feedback = code_feedback(
        model,
        values,
        f"{_text(right[0])}: {right[0].why} {_no_help(shown[1])}",
        _no_help(shown[0]),
        [_no_help(shown[2])],
        _check(shown, faulty.output),
    )
    reading = [stem, code, *(option.text for option in options)]
    frame = framed(setting._replace(provenance=provenance), feedback, reading)
    return finished(Debug(**frame, stem=stem, code=code, language="python", options=options, key=key))


def _seen(faulty: Execution) -> str:
    return f"prints {_inline(faulty.output.strip())}" if faulty.error is None else f"ends with {faulty.error}"


def _says(question: str, output: str) -> bool:
    return bool(output) and re.search(rf"(?<![\w.]){re.escape(output)}(?![\w]|\.\d)", question) is not None


def _before_question(symptom: str, question: str) -> str:
    """The symptom in front of the last sentence, where that is the question."""
    asked = [span.text for span in sentences(question)]
    if not asked[-1].endswith("?"):
        return f"{question} {symptom}"
    return " ".join([*asked[:-1], symptom, asked[-1]])


def _inline(output: str) -> str:
    """Printed lines on one line."""
    return " / ".join(line.strip() for line in output.splitlines()) or "nothing"


def _check(wrong: list[SlipRun], faulty: str) -> str:
    """What the code prints with one of the changes that do not mend it."""
    other = [run for run in wrong if run.output is not None and run.output.strip() != faulty.strip()]
    if not other:
        return ""
    asked = f"What does the code print after {lowered(_doing(other[0]))}?"
    return checked_with(asked, f"`{_inline((other[0].output or '').strip())}`")


def _choice(run: SlipRun) -> Choice:
    return Choice(_text(run), run.why, run.misconception)


def _no_help(run: SlipRun) -> str:
    return f"{_doing(run)} does not help: {run.why}"


def _doing(run: SlipRun) -> str:
    find, replace = _shown(run)
    return f"Replacing `{find}` with `{replace}`" if replace else f"Deleting `{find}`"


def _text(run: SlipRun) -> str:
    find, replace = _shown(run)
    return f"Replace `{find}` with `{replace}`" if replace else f"Delete `{find}`"


def _shown(run: SlipRun) -> tuple[str, str]:
    """What a change takes away and what it puts there, each on one line."""
    find, replace = (
        " ⏎ ".join(line.strip() for line in part.strip().splitlines()) for part in (run.find, run.replace)
    )
    return find, replace
