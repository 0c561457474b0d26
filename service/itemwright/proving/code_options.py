"""Options that are code: each one put where the question says, run, and held against the output it names."""

import re
from typing import NamedTuple

from itemwright.domain.item import BLANK, Item
from itemwright.proving.checked import Finding
from itemwright.proving.code_question import shown_code
from itemwright.proving.runs import Runs
from itemwright.sandbox import Sandbox

_WANTED = re.compile(
    r"\b(?:print|output|display|return|give|evaluate to)s?\b[^`.?!]{0,40}`(?P<wanted>[^`\n]+)`"
)
_PLACE = re.compile(
    r"\bin (?:the )?place of `(?P<place>[^`\n]+)`|\b(?:replaces?|instead of|for) `(?P<other>[^`\n]+)`"
)
_APPENDED = re.compile(
    r"\b(?:added|appended|run|put|placed|written|follows?|comes?|inserted)\b[^.?!]{0,40}"
    r"\b(?:after|at the end|(?:next|last|first|second|third|fourth|fifth|sixth) line|below)\b",
    re.IGNORECASE,
)
_PLACEHOLDERS = (BLANK, "...", "<?>", "???", "# your code here")


class CodeOptions(NamedTuple):
    """`programs`: what runs for each option id; `wanted`: what the right ones print."""

    programs: dict[str, str]
    wanted: str


def code_options(item: Item) -> CodeOptions | None:
    """The programs that an item's options make; None where they are not code, or no output is named."""
    options = getattr(item, "options", None)
    if not options or item.type not in (
        "multiple_choice",
        "multiple_response",
        "scenario",
        "output_prediction",
    ):
        return None
    code, language = shown_code(item)
    wanted = _WANTED.search(item.stem)
    if not code or language is not None or wanted is None:
        return None
    texts = {option.id: option.text.strip().strip("`") for option in options}
    place = _place(item.stem, code)
    if place is not None:
        return CodeOptions(
            {name: code.replace(place, text) for name, text in texts.items()}, wanted["wanted"]
        )
    if _APPENDED.search(item.stem) and all("print(" in text for text in texts.values()):
        return CodeOptions(
            {name: f"{code.rstrip()}\n{text}" for name, text in texts.items()}, wanted["wanted"]
        )
    return None


def check_code_options(item: Item, sandbox: Sandbox) -> Finding:
    """fail: an option that is not keyed prints what is wanted, or a keyed one does not; unsure: one of them
    cannot be run here."""
    asked = code_options(item)
    if asked is None:
        return "pass", "no option is code to be run"
    runs = Runs(sandbox)
    keyed = [item.key] if isinstance(item.key, str) else list(item.key)
    unknown = []
    for name, program in asked.programs.items():
        execution = runs.run(program)
        if execution.ended not in ("done", "raised"):
            unknown.append(name)
            continue
        prints = execution.error is None and _last(execution.output, asked.wanted) == asked.wanted.strip()
        if prints != (name in keyed):
            what = "prints it as well" if prints else "does not print it"
            return (
                "fail",
                f"{asked.wanted!r} is wanted; option {name!r} {what}: {execution.output.strip()[-120:]!r}",
            )
    if unknown:
        return "unsure", f"option {unknown[0]!r} cannot be run here"
    return "pass", f"{len(asked.programs)} options run, the keyed alone print {asked.wanted!r}"


def _place(stem: str, code: str) -> str | None:
    """The text of the code that an option stands for: once there, and named or plainly a gap."""
    found = _PLACE.search(stem)
    named = (found["place"] or found["other"]) if found else None
    for place in (named, *_PLACEHOLDERS):
        if place and code.count(place) == 1:
            return place
    return None


def _last(output: str, wanted: str) -> str:
    """As many last lines of the output as are wanted."""
    count = len(wanted.strip().splitlines()) or 1
    return "\n".join(output.strip().splitlines()[-count:]).strip()
