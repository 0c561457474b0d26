"""What a stem says that code should print or return: read against what a run printed, never by itself."""

import re
from typing import NamedTuple

from itemwright.proving.code_question import with_value
from itemwright.sandbox.syntax import syntax_error

_SHOULD = (
    r"(?:should|shall|ought to|must|has to|have to|needs? to|is to|are to|would have to"
    r"|(?:is|was) (?:meant|supposed|expected|intended|required) to|so that (?:it|this|the \w+)"
    r"|until (?:it|the \w+)|makes? (?:it|the \w+))"
)
_VERB = r"(?:prints?|outputs?|displays?|shows?|returns?|gives?|yields?|produces?|evaluates? to|equals?|be)"
_WANTED = re.compile(
    rf"\b{_SHOULD}\s+(?:(?:then|only|really|always|instead|correctly|still|also|just)\s+)?{_VERB}\s*:?\s+"
    r"|\b(?:expected|intended|wanted|desired|correct|right) (?:output|result|value)"
    r"\s*(?:is|was|:|of)\s*:?\s*",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:instead of|rather than|not) (?:the )?(?:(?:expected|intended|right|correct|wanted) )?(?:output )?"
    rf"|\b(?:to|and|will|would|the (?:code|program) that) {_VERB}\s+",
    re.IGNORECASE,
)
_CALL = re.compile(
    rf"`?(?P<call>[A-Za-z_][\w.]*\([^`\n]*?\))`?[^.?!`]{{0,40}}?\b(?:{_SHOULD}\s+)?"
    r"(?:return|give|yield|evaluate to|equal|be)s?\s+(?=\S)"
)
_PRINTED = re.compile(
    r"\s(?P<is>should be|ought to be|must be|has to be|is to be|is) (?:printed|shown|displayed|returned)\b"
)
_FENCE = re.compile(r"^\s*```[\w-]*\n(.*?)\n?```", re.DOTALL)
_WRAPPED = re.compile(r"""^\s*(?:`([^`]+)`|"([^"\n]+)"|“([^”\n]+)”)""")
_END = re.compile(
    r"^\s*(?:$|[.;:!?)](?!\d)|,\s|[-–—]\s|\((?!\d)|\n"
    r"|(?:but|yet|and|instead|rather|when|as|for|in|on|which|not|while|however|though|after|with|because|each|at"
    r"|once|by|it|if|every|where|unless|or|here|there|now|then|this|at)\b)"
)


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
        return bool(_wrapped(self.text) or re.match(r"\s*[-+]?[\d\[({]", self.text))

    def is_met(self, printed: str) -> bool:
        """Whether all that was printed stands there, and nothing of more."""
        lines = [" ".join(line.split()) for line in printed.strip().splitlines() if line.strip()]
        text = " ".join(self.text.split())
        if not self.behind:
            bare = text.rstrip('`"” ')
            return (
                bool(lines) and re.search(rf"(?:^|[\s`\"“(]){re.escape(' '.join(lines))}$", bare) is not None
            )
        if (wrapped := _wrapped(self.text)) is not None:
            said = next(group for group in wrapped.groups() if group is not None)
            return any(spelled.split() == printed.split() for spelled in _spelled(said))
        if not lines:
            return re.match(r"nothing\b", text) is not None
        wholes = (between.join(lines) for between in (" ", " / ", ", ", " and ", ", then "))
        return any(text.startswith(whole) and _END.match(text[len(whole) :]) for whole in wholes)


def stated_outputs(stem: str) -> list[Stated]:
    """Each thing that the stem says the code should print; more than one where it is told twice."""
    found = [Stated(stem[match.end() :], True) for match in _WANTED.finditer(stem)]
    found += [Stated(stem[match.end() :], False) for match in _TOLD.finditer(stem)]
    for match in _PRINTED.finditer(stem):
        before = stem[: match.start()]
        wanted = match["is"] != "is" or re.search(r"\bso that\b[^.?!]*$", before) is not None
        found.append(Stated(before, wanted, behind=False))
    return found


def stated_call(stem: str, code: str) -> tuple[str, Stated] | None:
    """For code that defines a function: the call that the stem tells the value of, and that value."""
    for found in _CALL.finditer(stem):
        name = found["call"].split("(")[0].split(".")[0]
        own = re.search(rf"\b(?:def|class) {re.escape(name)}\b|^{re.escape(name)} *=", code, re.MULTILINE)
        if own is not None and syntax_error(found["call"]) is None:
            return found["call"], Stated(stem[found.end() :], True)
    return None


def called(code: str, call: str) -> str:
    """The code with the value of the call printed behind the mark."""
    return with_value(code, call)


def _wrapped(text: str) -> re.Match[str] | None:
    return _FENCE.match(text) or _WRAPPED.match(text)


def _spelled(said: str) -> tuple[str, ...]:
    return said, said.replace("\\n", "\n"), said.replace(" / ", "\n")
