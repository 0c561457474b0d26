"""Output prediction from an article's own Python: executed, with slips that change one number or operator."""

import random
import re
from functools import partial

from itemwright.domain.item import OutputPrediction
from itemwright.domain.source import Source
from itemwright.sandbox import Sandbox
from itemwright.writing.article_offers import from_article, topic_name
from itemwright.writing.executed_code import printed
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.options import Choice, arranged
from itemwright.writing.other_facts import checked_with
from itemwright.writing.prose import Section

_FENCE = re.compile(
    r"^ {0,3}```(?:python|py)\b[^\n]*\n(.*?)^ {0,3}```", re.DOTALL | re.MULTILINE | re.IGNORECASE
)
_SWAPS = (
    (r"(?<![\w.=<>!*/+-])\+(?![\w]*=|\+)", "-"), (r"(?<=\w) - (?=\w)", " + "), (r"(?<=\w) \* (?=\w)", " + "),
    (r"<=", "<"), (r"(?<![<>=!])<(?![<=])", "<="), (r"(?<![<>=!-])>(?![>=])", ">="),
    (r"\bmax\(", "min("), (r"\bmin\(", "max("),
    (r"//", "/"), (r"==", "!="), (r"\bsum\(", "len("), (r"\bTrue\b", "False"),
)  # fmt: skip
_INTEGER = re.compile(r"(?<![\w.])\d{1,4}(?![\w.])")
_UNSURE = re.compile(r"\b(?:random|time|datetime|input|open|torch|numpy|np|requests|uuid|hash|id)\b")
MOST_LINES = 15


def code_outputs(
    sections: list[Section], source: Source, sandbox: Sandbox, library: Library
) -> list[Opportunity]:
    """One opportunity for each snippet that runs here, prints one short line, and has three telling slips."""
    found: list[Opportunity] = []
    for section in sections:
        if section.block.kind != "code":
            continue
        match = _FENCE.match(source.text[section.block.start : section.block.end])
        code = match.group(1).strip("\n") if match else ""
        if not 3 <= len(code.splitlines()) <= MOST_LINES or "print(" not in code or _UNSURE.search(code):
            continue
        code = _without_answers(code)
        output = printed(code, sandbox)
        if output is None or "\n" in output or len(output) > 60 or printed(code, sandbox) != output:
            continue
        slips = _slips(code, output, sandbox)
        if len(slips) >= 3:
            topic = topic_name(section.headings, source.title)
            found.append(
                from_article(
                    library,
                    source,
                    "output_prediction",
                    "text_output",
                    [(section.block.start, section.block.end)],
                    ("apply", "medium"),
                    partial(_write, code, output, slips, topic),
                )
            )
    return found


def _without_answers(code: str) -> str:
    """The code without comments, which often tell the output."""
    lines = [re.sub(r"\s+#(?![^'\"]*['\"]\s*[,)]).*$", "", line) for line in code.splitlines()]
    return "\n".join(line for line in lines if not line.lstrip().startswith(("#", "#>")))


def _slips(code: str, output: str, sandbox: Sandbox) -> list[tuple[str, str]]:
    """Other outputs, each with the change that gives it, one change at a time."""
    changed: list[tuple[str, str]] = []
    for match in _INTEGER.finditer(code):
        number = int(match.group())
        changed.append(
            (code[: match.start()] + str(number + 1) + code[match.end() :], f"{number} were {number + 1}")
        )
    for pattern, replacement in _SWAPS:
        for match in re.finditer(pattern, code):
            text = code[: match.start()] + replacement + code[match.end() :]
            changed.append((text, f"`{match.group().strip()}` were `{replacement.strip()}`"))
    found: dict[str, str] = {}
    for text, why in changed[:40]:
        other = printed(text, sandbox)
        if other is not None and other != output and "\n" not in other and len(other) <= 60:
            found.setdefault(other, f"The code would print this if {why}.")
    return list(found.items())


def _write(
    code: str, output: str, slips: list[tuple[str, str]], topic: str, setting: Setting, rng: random.Random
) -> OutputPrediction:
    drawn = rng.sample(slips, 3)
    options, key = arranged(
        Choice(output, f"Executed, the code prints {output}."),
        [Choice(text, why) for text, why in drawn],
        rng,
    )
    stem = "What does this code print?"
    feedback = Feedback(
        explanation=f"Executed, the code prints {output}. It does not print {drawn[0][0]}: {drawn[0][1]}",
        hints=(f"It does not print {drawn[1][0]}. {drawn[1][1]}",),
        worked_steps=(),
        common_mistakes=(),
        quick_check=checked_with(
            f"What would it print {drawn[2][1].removeprefix('The code would print this ').rstrip('.')}?",
            drawn[2][0],
        ),
        takeaway="",
    )
    frame = framed(setting, feedback, [stem, code, *(option.text for option in options)])
    return finished(
        OutputPrediction(**frame, stem=stem, code=code, language="python", options=options, key=key)
    )
