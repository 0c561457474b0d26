"""Options that speak of other options, overlap, say the same, or stand in no order."""

import itertools
import re
from collections.abc import Iterator

from itemwright.domain.item import Option
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.pointing import points_at_all, points_at_letters, points_at_none
from itemwright.proving.lint.quantities import UNITS, as_range, lone_quantity
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, SAQUET, Hit, Rule
from itemwright.proving.lint.thing_kinds import is_kind_of, lies_within
from itemwright.text import content_words, normal_form

_OTHERS = (
    r"(?:(?:of )?(?:the |these |those |them|your )?(?:above|below|these|those|them|options?|answers?|choices"
    r"|alternatives"
    r"|statements?|others?|rest|listed|mentioned|given|preceding|former|following|foregoing|reasons"
    r"|suggestions"
    r"|possibilities|previous)|correct|right|true|apply)"
)
_ALL = re.compile(
    r"^(?:all|each|any|every one) of the \w+ (?:above|listed|given|mentioned|named)\b|"
    rf"^(?:all|every one|each(?: one)?|everything|any)(?: (?:two|three|four|five|\d))?(?: {_OTHERS})+\b"
    r"|^all (?:two|three|four|five|\d)$|^(?:all|everything)(?: listed| mentioned| here)?$"
    r"|^the above (?:are|options are) all\b|^every (?:option|answer|statement|choice|one)\b"
    r"|^all (?:are|is|the others?)\b|^all of it$",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"^there (?:is|are) no (?:correct|right|such|true)? ?(?:answers?|options?|choices?)\b"
    r"|^none of the \w+ (?:above|listed|given|mentioned|named)\b|^not (?:listed|given|mentioned|among"
    r"|here)\b|"
    rf"^(?:none|no one|neither|nothing|not any)(?: (?:two|three|four|\d))?(?: {_OTHERS})+\b"
    r"|^(?:none|neither)(?: listed| mentioned| here| at all)?$|^none (?:is|are|fits|applies|apply|holds?)\b"
    r"|^no (?:correct|right|such)? ?(?:option|answer|choice|statement|alternative)s?(?: (?:given|listed"
    r"|above))?"
    r"(?: (?:is|are) (?:right|correct|true))?$|^(?:something|somewhere|someone|anything) else$"
    r"|^another answer$",
    re.IGNORECASE,
)
_LETTER = r"(?:option |answer |choice |statement )?(?:\(?[a-hA-H]\)?|\(?[ivIV]{1,3}\)?|[1-6])"
_LETTERS = re.compile(
    r"^(?:(?:by|with|in|from|at|on|for|to|of|through|as) )?(?:both |either |neither |only |just )?"
    rf"{_LETTER}(?:(?:\s*,\s*|\s+(?=[a-h] and\b)|\s*(?:and|or|nor|&"
    rf"|\+)\s*){_LETTER})+"
    r"(?: (?:only|together|alone|above|(?:but )?not (?:\w+)|are (?:right|correct|true)))*$"
    r"|^(?:both|either|neither|the first|the last|any)(?: two| three)?(?: of (?:the |these )?(?:above|first"
    r"|last|two)(?: options)?)$"
    r"|^(?:both|the first two|the last two|the two above|the first and (?:the )?(?:second|third|last)"
    r"|both options|both answers"
    r"|more than one of)\b(?: of)?"
    r"(?: these| the above| them)?$"
    r"|^(?:options|answers|statements|choices) [a-h1-6iv]+ (?:and|or) [a-h1-6iv]+",
    re.IGNORECASE,
)


_GOES_ON = re.compile(
    r"(?:all|each|any|every one|none|neither) of (?:them|these|those|it)\b(?P<rest>.*)", re.IGNORECASE
)
_JUDGED = re.compile(
    r"[ ,.]*(?:(?:is|are|was|were|apply|applies|fits?|holds?|equally|together|alike|combined|at all)\b"
    r"|(?:two|three|four)?\W*$|\w+$).*",
    re.IGNORECASE,
)


def _tells_more(text: str) -> bool:
    """Whether "all of them" is but the subject: all of them fly to Africa."""
    found = _GOES_ON.match(_bare(text))
    return found is not None and _JUDGED.fullmatch(found["rest"]) is None


def _speaks_of_all(text: str, stem: frozenset[str] = frozenset()) -> bool:
    return bool(_ALL.search(_bare(text)) and not _tells_more(text)) or points_at_all(text, stem)


def _speaks_of_none(text: str, stem: frozenset[str] = frozenset()) -> bool:
    return bool(_NONE.search(_bare(text)) and not _tells_more(text)) or points_at_none(text, stem)


def _bare(text: str) -> str:
    return re.sub(r"[.,;:!*_]+", "", text).strip()


def _all(reading: Reading) -> Iterator[Hit]:
    for option in reading.options if reading.chooses else ():
        told = _speaks_of_all(option.text, frozenset(reading.stem_content)) or points_at_letters(
            option.text, frozenset(o.id.lower() for o in reading.options if o.id != option.id)
        )
        if told and not _is_share(option, reading):
            yield Hit(reading.field_of(option), None, f"{option.text!r} is no option of its own")


def _is_share(option: Option, reading: Reading) -> bool:
    """Whether "all of it" is one amount among others: half of it, a third, 200 g."""
    if not re.match(
        r"(?:all|none|nothing)(?: of (?:it|them))?(?:,| is\b| are\b|$)", _bare(option.text), re.I
    ):
        return False
    rest = [o.text for o in reading.options if o.id != option.id]
    return any(_SHARE.match(text) or lone_quantity(text) for text in rest)


_SHARE = re.compile(
    r"(?:about |only |exactly )?(?:half|all of (?:it|them)|one in \w+|(?:a|one|two|three) (?:half"
    r"|third|quarter|fifth|tenth)s?|none"
    r"|nothing|some|most"
    r"|\d+ ?(?:%|percent|per cent))\b(?! (?:of the above|of these|above))",
    re.IGNORECASE,
)


def _none(reading: Reading) -> Iterator[Hit]:
    for option in reading.options if reading.chooses else ():
        told = _speaks_of_none(option.text, frozenset(reading.stem_content))
        if told and not (_is_a_count(option, reading) or _is_share(option, reading)):
            yield Hit(reading.field_of(option), None, f"{option.text!r} asks whether the author erred")


def _is_a_count(option: Option, reading: Reading) -> bool:
    """Whether "None" is 0 among numbers, or "Neither" one answer to "which of two"."""
    bare = _bare(option.text).lower()
    rest = [o.text for o in reading.options if o.id != option.id]
    if bare == "none":
        return (
            any(lone_quantity(text) or _LITERAL.fullmatch(text.strip()) for text in rest)
            or "`" in option.text
            or reading.item.code is not None
        )
    return bare == "neither" and bool(re.search(r"\bor\b|\bboth\b|\btwo\b", reading.stem, re.IGNORECASE))


_LITERAL = re.compile(r"\[.*\]|\{.*\}|\(.*,.*\)|True|False|[\"'].*[\"']")
"""Values of a programming language: beside them None is one."""
_JOINED = re.compile(
    r"\s+(?:and also|as well as|together with|along with|in addition to|and|plus|or|nor|&)\s+", re.I
)


_CODES = re.compile(r"[A-Z\d]{1,3} (?:and|or) [A-Z\d]{1,3}")
"""Pairs of things that have letters for names: blood groups, points."""
_MOST = 3


def _combined(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses or reading.kind in CODE_TYPES:
        return
    lettered = bool(
        re.search(r"\b(?:[B-H]|AB|II|III|IV)\b|\bA\b(?! [a-z])|\(\d[ ,]|\b\d,? \d\b", reading.stem)
    )
    lettered = lettered or sum(bool(_LETTERS.search(_bare(o.text))) for o in reading.options) == len(
        reading.options
    )
    lettered = lettered or sum(bool(_CODES.fullmatch(_bare(o.text))) for o in reading.options) >= _MOST
    for option in reading.options:
        if _speaks_of_all(option.text) or _speaks_of_none(option.text):
            continue
        if points_at_letters(option.text, frozenset(o.id for o in reading.options if o.id != option.id)):
            continue
        if _LETTERS.search(_bare(option.text)) and len(option.text.split()) <= 7 and not lettered:
            yield Hit(reading.field_of(option), None, f"{option.text!r} only points at other options")
        elif joined := _made_of_others(option, reading):
            told = " and ".join(repr(text) for text in joined)
            yield Hit(reading.field_of(option), None, f"{option.text!r} only joins the options {told}")


def _made_of_others(option: Option, reading: Reading) -> list[str]:
    """The texts of the other options that this one joins; empty: it is one of its own."""
    if _CLAUSE.match(_bare(option.text)):
        return []
    halves = _JOINED.split(
        re.sub(r"^(?:both|either|neither)\s+", "", _bare(option.text), flags=re.IGNORECASE)
    )
    if len(halves) < 2:
        return []
    found = []
    singles = [o for o in reading.options if len(_JOINED.split(o.text)) == 1]
    for half in halves:
        said = frozenset(content_words(half))
        match = next((o for o in singles if o.id != option.id and said and _is_part(said, o, reading)), None)
        if match is None:
            return []
        found.append(match.text)
    if all(re.search(r"\b(?:only|alone)\b", text, re.IGNORECASE) for text in found):
        return []  # "O only" and "B only" shut out what "B or O" lets in
    return found if len(set(found)) == len(found) else []


_CLAUSE = re.compile(
    r"^(?:each|every|one|it|they|he|she) (?!as well)\w+|^(?:both|either) \w+ (?:of|are|is|have|has)\b", re.I
)
_LIGHT = frozenset({"both", "it", "only", "also", "just", "alone", "new"})


def _is_part(said: frozenset[str], option: Option, reading: Reading) -> bool:
    other = frozenset(reading.contents[option.id])
    return bool(other) and (said == other or said - _LIGHT == other - _LIGHT != frozenset())


def _overlapping(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses or reading.kind in CODE_TYPES:
        return
    tail = _common_tail([option.text for option in reading.options])
    ranges = {
        option.id: None
        if "`" in option.text or _LOGIC.search(option.text)
        else as_range(option.text.strip().removesuffix(tail))
        for option in reading.options
    }
    hit: dict[str, str] = {}
    joined = {o.id for o in reading.options if _made_of_others(o, reading) or _LETTERS.search(_bare(o.text))}
    named = {option.id: option for option in reading.options}
    if any(r is not None for r in ranges.values()):
        for one, other in itertools.combinations(reading.options, 2):
            left, right = ranges[one.id], ranges[other.id]
            if left and right and left.meets(right):
                hit.setdefault(one.id, other.text)
                hit.setdefault(other.id, one.text)
            for a, b in ((one, other), (other, one)):
                within, value = ranges[a.id], lone_quantity(b.text)
                if within and value and within.low < value.base[1] < within.high:
                    hit.setdefault(a.id, b.text)
                    hit.setdefault(b.id, a.text)
    else:
        for one, other in itertools.permutations(reading.options, 2):
            if not joined & {one.id, other.id} and (
                _holds(one.text, other.text) or _is_part_of(one.text, other.text, reading)
            ):
                hit.setdefault(one.id, other.text)
                hit.setdefault(other.id, one.text)
    for name, other_text in hit.items():
        option = named[name]
        yield Hit(reading.field_of(option), None, f"{option.text!r} and {other_text!r} can both hold")


_LOGIC = re.compile(r"[<>=].*\b(?:and|or)\b|\bnot\b.*[<>=]")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_PLACED = re.compile(
    r"^(?:where|(?:in|from|to|at) (?:which|what)|which (?:country|city|town|place|state))\b", re.I
)
_KIND_LENGTH = 4


def _is_part_of(one: str, other: str, reading: Reading) -> bool:
    """Whether the first belongs to the second: rodents to mammals, 3 May to May, or as is explained."""
    if max(len(one.split()), len(other.split())) <= _KIND_LENGTH:
        if is_kind_of(one, other):
            return True
        if _PLACED.match(reading.asked.text.strip()) and lies_within(one, other):
            return True
    months = [{w for w in re.findall(r"[a-z]+", text.lower()) if w in _MONTHS} for text in (one, other)]
    day = re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\b", one)
    if day and len(months[0]) == 1 and months[0] <= months[1] and not re.search(r"\d", other):
        return re.match(r"(?:in|on|during|from|some|any|within|a day)\b", other, re.I) is not None
    named = re.sub(r"^(?:the|an?) ", "", one.strip().rstrip("."), flags=re.I)
    if re.match(r"an? ", other, re.I) and len(named) > 2:
        told = rf"\b{re.escape(named)} (?:is|are) {re.escape(other.strip().rstrip('.'))}\b(?! of\b)"
        return re.search(told, reading.item.explanation, re.IGNORECASE) is not None
    return False


def _common_tail(texts: list[str]) -> str:
    """Words without digits in which two options or more end: "years ago"."""
    tails = [found.group() for text in texts if (found := re.search(r"(?<=\d)( [a-zA-Z]+)+$", text.strip()))]
    tail = max(tails, key=tails.count, default="")
    return tail if tails.count(tail) >= 2 and tail.strip() not in UNITS and len(tail.split()) > 1 else ""


_NARROWING = re.compile(
    r"^(?:mostly|mainly|usually|often|sometimes|partly|only|always|also|at least|some|all|any|many|most"
    r"|every|each)\b"
    r"|\b(?:sometimes|often|usually|mostly|only|as well|too|in part|partly|at (?:night|noon|first|once)"
    r"|(?:in|on|at|by|from|during|for|with|when|if|while|after|before|because|since) .*)$",
    re.IGNORECASE,
)


def _holds(short: str, long: str) -> bool:
    """Whether `long` is `short` with something that only narrows it, so that both are true together."""
    one, other = normal_form(short), normal_form(long)
    if one and re.fullmatch(
        rf"(?:either )?{re.escape(one)} or (?!not\b|no\b).+|(?!not\b|no\b).+ or {re.escape(one)}", other
    ):
        return True
    if one and re.match(rf"{re.escape(one)} (?:of (?:any|all|every)|with or without|whether)\b", other):
        return True
    if len(one.split()) < 2 and not (one and _NARROWING.match(other)):
        return False
    if f" {one} " not in f" {other} " or _speaks_of_all(short) or _speaks_of_none(short):
        return False
    rest = f" {other} ".replace(f" {one} ", " ", 1).strip()
    if not rest or rest.split()[0] in ("and", "or", "but", "not", "of", "as", "nor", "plus", "without"):
        return False
    if (
        re.match(r"(?:not|no|never)\b", other)
        or re.search(r"\b(?:not|no|never|without|then|first|initially|until|later)\b", rest)
        or re.search(r"\d", rest)
    ):
        return False
    return bool(content_words(rest)) and bool(
        _NARROWING.search(rest) or (len(one.split()) >= 3 and len(rest.split()) >= 2)
    )


def speaks_of_others(text: str, stem: frozenset[str] = frozenset()) -> bool:
    """Whether an option stands for others: all or none of the above, A and B. `stem`: lemmas of the stem."""
    return _speaks_of_all(text, stem) or _speaks_of_none(text, stem) or bool(_LETTERS.search(_bare(text)))


RULES = (
    Rule(
        "all_of_the_above",
        "error",
        "No option stands for all the others.",
        "Two options known to be right give it away, and it hides what the learner does not know.",
        f"{HR}; {SAQUET}",
        choice("What keeps a house warm?", "Thick walls", "Double windows", "A tight roof", "*All of these"),
        choice(
            "What keeps the heat from leaving through glass?",
            "Thick walls",
            "*Double windows",
            "A tight roof",
            "A deep cellar",
        ),
        _all,
    ),
    Rule(
        "none_of_the_above",
        "error",
        "No option says that no option is right.",
        "It tests whether the author erred; who picks it rightly may believe something wrong.",
        f"{HR}; {SAQUET}",
        choice("Which of these is a citrus fruit?", "Apple", "*Lime", "Plum", "None of these"),
        choice("Which of these is a citrus fruit?", "Apple", "*Lime", "Plum", "Fig"),
        _none,
    ),
    Rule(
        "combined_options",
        "error",
        "No option only combines other options.",
        "Complex options can be solved by ruling out a part, and take long to read.",
        f"{HR}; {SAQUET}",
        choice(
            "What does salt do to ice?",
            "It lowers the melting point",
            "It dyes the ice",
            "*A and D",
            "It makes brine",
        ),
        choice(
            "What does salt do to the melting point of ice?",
            "*It lowers it",
            "It raises it",
            "It leaves it as it is",
            "It makes it depend on the light",
        ),
        _combined,
    ),
    Rule(
        "overlapping_options",
        "error",
        "Options exclude each other.",
        "If one option holds another, both are right or both can be ruled out.",
        HR,
        choice("How many bones has an adult's hand?", "10 to 20", "20 to 30", "*25 to 28", "40 to 50"),
        choice("How many bones has an adult's hand?", "10 to 19", "*20 to 29", "30 to 39", "40 to 49"),
        _overlapping,
    ),
)
