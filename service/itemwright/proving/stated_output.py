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
_FENCE = re.compile(r"^\s*```[\w-]*\n(.*?)\n?```", re.DOTALL)
_WRAPPED = re.compile(r"""^\s*(?:`([^`]+)`|"([^"\n]+)"|“([^”\n]+)”)""")
_END = re.compile(
    r"^\s*(?:$|[.;:!?)](?!\d)|,\s|[-–—]\s|\((?!\d)|\n"
    r"|(?:but|yet|and|instead|rather|when|as|for|in|on|which|not|while|however|though|after|with|because|each|at"
    r"|once|by|it|if|every|where|unless|or) )"
)


class Stated(NamedTuple):
    """What should come out, as the text that follows the words that announce it. `wanted`: by words that can
    mean nothing else; not: by such as "instead of", which may stand before what does come out."""

    tail: str
    wanted: bool

    @property
    def is_literal(self) -> bool:
        """Whether the tail begins with something in quotes, a number or a bracket, and not with words."""
        return bool(
            _FENCE.match(self.tail) or _WRAPPED.match(self.tail) or re.match(r"\s*[-+]?[\d\[({]", self.tail)
        )

    def is_met(self, printed: str) -> bool:
        """Whether what was printed stands at the beginning of the tail, all of it."""
        wrapped = _FENCE.match(self.tail) or _WRAPPED.match(self.tail)
        wanted = printed.split()
        if wrapped is not None:
            said = next(group for group in wrapped.groups() if group is not None)
            return any(text.split() == wanted for text in _spelled(said))
        lines = [" ".join(line.split()) for line in printed.strip().splitlines() if line.strip()]
        if not lines:
            return re.match(r"nothing\b", self.tail) is not None
        text = " ".join(self.tail.split())
        for between in (" ", " / ", ", ", " and ", ", then "):
            whole = between.join(lines)
            if text.startswith(whole) and _END.match(text[len(whole) :]):
                return True
        return False


def stated_outputs(stem: str) -> list[Stated]:
    """Each thing that the stem says the code should print; more than one where it is told twice."""
    wanted = [Stated(stem[found.end() :], True) for found in _WANTED.finditer(stem)]
    return wanted + [Stated(stem[found.end() :], False) for found in _TOLD.finditer(stem)]


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


def _spelled(said: str) -> tuple[str, ...]:
    return said, said.replace("\\n", "\n"), said.replace(" / ", "\n")
