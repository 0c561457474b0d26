"""What a stem says that code should print or return: read against what a run printed, never by itself."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from itemwright.proving.code_question import with_value
from itemwright.sandbox.syntax import LONGEST, syntax_error

_SHOULD = (
    r"(?:should|shall|ought to|must|has to|have to|needs? to|is to|are to|would have to"
    r"|(?:is|was) (?:meant|supposed|expected|intended|required) to|so that (?:it|this(?: \w+)?|the \w+)"
    r"|until (?:it|the \w+)|makes? (?:it|the \w+))"
)
_VERB = r"(?:prints?|outputs?|displays?|shows?|returns?|gives?|yields?|produces?|evaluates? to|equals?|be)"
_WANTED = re.compile(
    rf"\b{_SHOULD}\s+(?:(?:then|only|really|always|instead|correctly|still|also|just)\s+)?{_VERB}\s*:?\s+"
    r"|\b(?:expected|intended|wanted|desired|correct|right) (?:output|result|value)"
    r"\s*(?:is|was|:|of)\s*:?\s*"
    r"|\bso that (?:the|its) (?:output|result|value) (?:is|becomes|will be)\s*:?\s+"
    r"|\b(?:to|so as to) (?:get|obtain|produce) (?:the (?:output|result) )?(?=[`\d\[{(\"'])",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:instead of|rather than|not) (?:the )?(?:(?:expected|intended|right|correct|wanted) )?(?:output )?"
    rf"|\b(?:to|and|will|would|the (?:code|program) that) {_VERB}\s+",
    re.IGNORECASE,
)
_CALL = re.compile(
    rf"`?(?P<call>\b[A-Za-z_][\w.]{{0,60}}\([^`\n]{{0,120}}?\))`?[^.?!`]{{0,40}}?\b(?:{_SHOULD}\s+)?"
    r"(?:return|give|yield|evaluate to|equal|be)s?\s+(?=\S)"
)
_PRINTED = re.compile(
    r"\s(?P<is>should be|ought to be|must be|has to be|is to be|is) (?:printed|shown|displayed|returned)\b"
)
_NAMED = re.compile(
    r"^\s*(?:(?:the|these|this) )?(?:(?:\d+|two|three|four|five|single|whole) )?"
    r"(?:(?:lines?|words?|texts?|strings?|lists?)(?::|(?= [`\"“]))|numbers? (?=\d)|(?:numbers?|values?):)\s*",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?:`([^`\n]+)`|\"([^\"\n]+)\"|“([^”\n]+)”) (?:is|was|gets) never"
    r" (?:reached|printed|shown|run|executed|displayed)\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(r"\b(?:will |would )?(?:prints?|outputs?|displays?)\s+", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|no longer|cannot)\b|n['’]t\b", re.IGNORECASE)
_FENCE = re.compile(r"^\s*```[\w-]*\n(.*?)\n?```", re.DOTALL)
_WRAPPED = re.compile(r"""^\s*(?:`([^`]+)`|"([^"\n]+)"|“([^”\n]+)”)""")
_END = re.compile(
    r"^\s*(?:$|[.;:!?)](?!\d)|,\s|[-–—]\s|\((?!\d)|\n"
    r"|(?:but|yet|and|instead|rather|when|as|for|in|on|which|not|while|however|though|after|with|because|each|at"
    r"|once|by|it|if|every|where|unless|or|here|there|now|then|this|at)\b)"
)

_FAR, _MOST = 1_000, 8
"""Characters beside the words that announce an output, and announcements of one kind, that are looked at."""


class Stated(NamedTuple):
    """What should come out, as the text beside the words that announce it: behind them, or before them ("3
    should be printed"). `wanted`: those words mean nothing else; not: such as "instead of", which may stand
    before what does come out."""

    text: str
    wanted: bool
    behind: bool = True

    @property
    def is_literal(self) -> bool:
        """Whether something in quotes, a number or a bracket stands there, and not a word."""
        if not self.behind:
            return re.search(r"[\d\])}`\"”]$", self.text.rstrip()) is not None
        text = _unnamed(self.text)
        said = _wrapped(text) or re.match(r"\s*[-+]?[\d\[({]", text)
        return bool(said or re.search(r"\([-\d\[{'\"`]", _clause(text)))

    def is_met(self, printed: str) -> bool:
        """Whether all that was printed stands there, and nothing of more."""
        lines = [" ".join(line.split()) for line in printed.strip().splitlines() if line.strip()]
        text = " ".join(_unnamed(self.text).split()) if self.behind else " ".join(self.text.split())
        if not self.behind:
            bare = text.rstrip('`"” ')
            return (
                bool(lines) and re.search(rf"(?:^|[\s`\"“(]){re.escape(' '.join(lines))}$", bare) is not None
            )
        if (wrapped := _wrapped(_unnamed(self.text))) is not None:
            said = next(group for group in wrapped.groups() if group is not None)
            return any(spelled.split() == printed.split() for spelled in _spelled(said))
        if not lines:
            return re.match(r"nothing\b", text) is not None
        wholes = [between.join(lines) for between in (" ", " / ", ", ", " and ", ", then ")]
        in_brackets = any(f"({mark}{whole}{mark})" in _clause(text) for whole in wholes for mark in ("", "`"))
        return in_brackets or any(text.startswith(w) and _END.match(text[len(w) :]) for w in wholes)


def stated_outputs(stem: str) -> list[Stated]:
    """Each thing that the stem says the code should print; more than one where it is told twice."""
    stem = stem[:LONGEST]
    found = [Stated(stem[match.end() :][:_FAR], True) for match in _first(_WANTED, stem)]
    found += [Stated(stem[match.end() :][:_FAR], _is_aim(stem, match)) for match in _first(_TOLD, stem)]
    for match in _first(_PRINTED, stem):
        before = stem[: match.start()][-_FAR:]
        wanted = match["is"] != "is" or re.search(r"\bso that\b[^.?!]{0,200}$", before) is not None
        found.append(Stated(before, wanted, behind=False))
    return found


def _is_aim(stem: str, told: re.Match[str]) -> bool:
    """Whether "and prints 6" goes on with what something is done for."""
    before = re.split(r"[.?!;]\s", stem[: told.start()])[-1]
    aimed = re.search(r"\bso that (?:it|this|the \w+) (?!(?:now|no longer)\b)", before, re.IGNORECASE)
    return told.group().lower().startswith("and ") and aimed is not None


def missing_line(stem: str) -> str:
    """What the stem says, in quotation marks, is never printed or reached though it should be."""
    found = _MISSING.search(stem)
    return "" if found is None else next(said for said in found.groups() if said is not None)


def claimed_output(stem: str) -> Stated | None:
    """What the stem claims that the code prints, for somebody to judge; None for none, or a denied one."""
    if _DENIED.search(stem):
        return None
    claims = [Stated(stem[match.end() :][:_FAR], False) for match in _first(_CLAIMED, stem[:LONGEST])]
    return claims[0] if len(claims) == 1 and claims[0].is_literal else None


def stated_call(stem: str, code: str) -> tuple[str, Stated] | None:
    """For code that defines a function: the call that the stem tells the value of, and that value."""
    for found in _first(_CALL, stem[:LONGEST]):
        name = found["call"].split("(")[0].split(".")[0]
        own = re.search(rf"\b(?:def|class) {re.escape(name)}\b|^{re.escape(name)} *=", code, re.MULTILINE)
        if own is not None and syntax_error(found["call"]) is None:
            return found["call"], Stated(stem[found.end() :][:_FAR], True)
    return None


def called(code: str, call: str) -> str:
    """The code with the value of the call printed behind the mark."""
    return with_value(code, call)


def _first(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return itertools.islice(pattern.finditer(text), _MOST)


def _clause(text: str) -> str:
    """Up to the next full stop or "but": what comes then is about something else."""
    return re.split(r"[.;?!](?:\s|$)|,? (?:but|yet)\b", text, maxsplit=1)[0]


def _unnamed(text: str) -> str:
    """Without "the line" or "3 lines:" before what is to be printed."""
    return _NAMED.sub("", text, count=1)


def _wrapped(text: str) -> re.Match[str] | None:
    return _FENCE.match(text) or _WRAPPED.match(text)


def _spelled(said: str) -> tuple[str, ...]:
    return said, said.replace("\\n", "\n"), said.replace(" / ", "\n")
