"""Stems that set a trap: riddles, claims altered in a trifle, and wrong options that are the key misspelt."""

import re
from collections.abc import Iterator

from rapidfuzz.distance.DamerauLevenshtein import distance
from wordfreq import zipf_frequency

from itemwright.domain.item import NumericKey, Option
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.phrases import ADVERBS, kinds_of
from itemwright.proving.lint.quantities import lone_quantity
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, Hit, Rule
from itemwright.proving.lint.same_claims import is_name_twin
from itemwright.text import tokens

_TRICK = re.compile(
    r"\bmind (?:the|your) (?:wording|words|step)\b|\b(?:exact|precise) wording\b|\bcareless (?:reader"
    r"|learner|student)"
    r"|\bdo not (?:fall for|be misled|jump to)\b|\bwidow['’]s (?:sister|brother|husband)\b|\bbur(?:y"
    r"|ied)\b[^.]*\bsurvivors?\b"
    r"|\bsurvivors?\b[^.]*\bbur(?:y|ied)\b|\bhow (?:often|many times) can (?:you|one|\d+"
    r"|it)\b[^?]*\b(?:subtract|taken? away|taken from)\b"
    r"|\brooster\b[^?]*\blays?\b|\belectric train\b[^?]*\bsmoke\b"
    r"|\byou (?:take|took)\b[^?]*\bhow many (?:\w+ )?do you have\b"
    r"|\byou take (?:\w+ ){1,4}from [^?]*how many (?:\w+ )?do you have\b"
    r"|\b(?:can|could|would) say (?:that )?they are\b"
    r"|\bhow many (?:\w+ )?(?:have|has) 28\b"
    r"|\ball but (?:\d+|[a-z]+) (?:of them )?(?:die|died|leave|left|run|ran|fly|flew|go|sink|escaped?)\b"
    r"|\bhow many (?:\w+ ){0,3}(?:have|has) 28\b|"
    r"\b(?:be aware|note|remember|notice|pay attention|mind)\b[^.?!]*\b(?:question|wording|(?:is"
    r"|are) (?:not )?asked)\b|"
    r"\b(?:be careful|careful[,:!]|trick question|don['’]t be fooled|beware|read (?:this |it "
    r"|the question )?(?:very )?"
    r"carefully|read (?:\w+ ){1,3}carefully|think twice|watch out|look (?:very )?closely|catch:"
    r"|strictly speaking|taken literally"
    r"|literally speaking"
    r"|gotcha|hidden in the (?:question|wording)|note the wording)\b|\bhow many (?:\w+ ){0,3}(?:did"
    r"|does) Moses\b"
    r"|\bhow many months (?:\w+ )?(?:have|has) 28\b|\b(?:weighs more|heavier)[^?]*\ba (?:kilo\w*|pound"
    r"|ton\w*) of feathers"
    r"|\bwhere (?:do|would|should) (?:you|they|we) bury the survivors\b|\bhow much (?:dirt|earth"
    r"|soil) is (?:there )?in a"
    r" hole\b"
    r"|\bmonths\b[^?.]{0,40}\b(?:have|has|are there|there are) 28\b|\b28 days\b[^?.]*\bhow many\b"
    r"|\bhow much (?:soil|earth|dirt|sand|mud)\b[^?]*\bin a (?:\w+ )?(?:hole|pit|ditch)\b"
    r"|\bhow many\b[^?]*\b(?:did|does) Moses\b|\bMoses\b[^?]*\bark\b",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"\b(?:it was|was|were) [A-Z][\w' -]{1,30},? (?:and )?(?:not|who)\b|\bnot [A-Z]\w+\b"
    r"|\bnothing of the (?:kind|sort)\b"
    r"|\bno such\b|\bhad (?:long )?(?:been dead|died)\b|\bnever (?:\w+ed|was|were|had|signed|wrote"
    r"|built|took)\b",
)
"""How an explanation takes back what the stem has said."""


_BEFORE_KNOWN = re.compile(
    r"\bbefore (?:the )?([\w ]{3,40}?) (?:was|were) (?:discovered|known|found|measured"
    r"|named)\b",
    re.IGNORECASE,
)


def _trick(reading: Reading) -> Iterator[Hit]:
    if found := _TRICK.search(reading.stem):
        yield Hit(
            "stem", found.span(), f"{found.group()!r} announces a trap; test the subject, not attention"
        )
        return
    key = reading.key
    known = _BEFORE_KNOWN.search(reading.stem)
    if known and key is not None and known[1].lower() in key.text.lower():
        yield Hit("stem", known.span(), "what it asks for was there before it was known: a riddle")
        return
    if zeroed := _asks_what_never_was(reading):
        yield Hit("stem", zeroed, "the question takes something for granted that never was; ask it openly")
        return
    if denied := _denied(reading):
        yield Hit(
            "stem", denied, "the question takes something for granted that the key denies; ask it openly"
        )
        return
    if reading.kind == "true_false":
        if altered := _altered(reading):
            yield Hit(
                "stem", altered, "the claim is false in a trifle alone; make it false in what is learnt"
            )
        return
    if key is None or reading.kind in CODE_TYPES:
        return
    for option in _decoys(key, reading):
        told = f"{option.text!r} differs from the key {key.text!r} in spelling and in nothing to know"
        yield Hit(reading.field_of(option), None, told)


def _asks_what_never_was(reading: Reading) -> tuple[int, int] | None:
    """A number of 0 for what the explanation says was never so: the animals that Moses took aboard."""
    key = reading.item.key
    if not isinstance(key, NumericKey) or key.value != 0 or not _UNTRUE.search(reading.item.explanation):
        return None
    return reading.asked.start, reading.asked.end


_NOTHING = re.compile(
    r"^(?:no |none|neither|nothing|nobody|no one|nowhere|never|in no \w+$|it does not|it doesn['’]t"
    r"|there (?:is|was|are|were) no|both (?:are"
    r" )?(?:the same|equal|alike)|they are (?:equal|the same|alike)|the same|equal|it (?:cannot"
    r"|can't) (?:be )?|zero\b|0(?:\s|$))",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"^\W*(?:who|whose|where|when|(?:on|in|at|by|from|for|to) (?:which|what|whom)|which"
    r"|what (?!happens|does"
    r"|do|is|are|was|were|will"
    r"|can|would|did|has|have)\w+)\b|\bhow many (?:\w+ ){0,6}(?:did|does|do|has|have|had)\b[^?]*\b(?:take"
    r"|bring|bury|survive|stay|know)"
    r"\b|\bfree\b[^?]*\b(?:costs?|price|pay)\b|\b(?:costs?|price|pay)\b[^?]*\bfree\b",
    re.IGNORECASE,
)
_COMPARING = re.compile(r"\b(?:\w+er|more|less|first)\b[^?]*\bor\b", re.IGNORECASE)
_EVERYWHERE = re.compile(
    r"\b(?:each|every|all|any|always|never|at all times|everywhere|anywhere|without exception|in no case"
    r"|entire|whole|ever)\b",
    re.IGNORECASE,
)


_PRICES = frozenset({"money", "euros", "sterling", "share"})


def _denied(reading: Reading) -> tuple[int, int] | None:
    """Where the stem presumes what its key denies ("Which is heavier?" Neither) or piles up universals."""
    stem = reading.stem
    if reading.kind == "true_false":
        said = list(_EVERYWHERE.finditer(stem))
        false = bool(reading.keys) and reading.keys[0].text == "False"
        return (said[0].start(), said[-1].end()) if false and len(said) >= 3 else None
    if reading.kind in CODE_TYPES or reading.kind == "scenario" or "`" in reading.stem:
        return None
    key = reading.key
    answers = [key.text] if key is not None else reading.accepted if reading.kind == "short_answer" else []
    if not answers or not _NOTHING.match(answers[0].strip()):
        return None
    nothing = lone_quantity(answers[0])
    if nothing and nothing.unit and nothing.base[0] not in _PRICES:
        return None  # 0 °C is a temperature like any other
    if key is not None and any(
        _NOTHING.match(option.text.strip()) and not lone_quantity(option.text) for option in reading.wrong
    ):
        return None
    if any(option.text.strip().lower() in ADVERBS for option in reading.wrong):
        return None  # "Never" on a scale from always
    asked = reading.asked
    if re.search(r"\bof (?:the|these) (?:two|three|four|\d)\b|\bof (?:these|them)\b", asked.text):
        return None
    if len(
        re.findall(r"\b(?:or|neither|both|any|if any)\b", asked.text, re.IGNORECASE)
    ) and not _COMPARING.search(asked.text):
        return None
    found = _GRANTED.search(asked.text)
    return (asked.start + found.start(), asked.start + found.end()) if found else None


_ABOUT_FORM = re.compile(
    r"\bspel\w+|\bwritten\b|\bplural\b|\b(?:past|present) (?:tense|participle)|\bform of\b|\btranslat"
    r"|\bword for\b|\bmeans?\b [\"'“‘]",
    re.IGNORECASE,
)
"""Questions in which a letter more or less is what is asked."""


def _decoys(key: Option, reading: Reading) -> list[Option]:
    """Wrong options that are the key with a letter or digit changed; several of them: spelling is asked."""
    if _ABOUT_FORM.search(reading.stem):
        return []
    found = []
    for option in reading.wrong:
        rest = [other.text for other in reading.wrong if other.id != option.id]
        if _is_twin(key.text, option.text) or _is_other_number(key.text.strip(), option.text.strip(), rest):
            found.append(option)
    twins = [option for option in reading.wrong if is_name_twin(key.text, option.text)]
    return twins or (found if len(found) == 1 else [])


_SHORTEST = 4
"""Shorter words are near many others; but DSN beside DNS is a trap."""


_NAMED_FROM = 6


def _is_twin(key: str, other: str) -> bool:
    """The key with one word misspelt into no word: Mercuri beside Mercury, `raed_csv` beside `read_csv`."""
    one, two = re.findall(r"[a-z]+", key.lower()), re.findall(r"[a-z]+", other.lower())
    if len(one) != len(two) or re.sub(r"[A-Za-z]", "", key) != re.sub(r"[A-Za-z]", "", other):
        return False
    differ = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    if len(differ) != 1 or distance(*differ[0]) != 1:
        return False
    right, wrong = differ[0]
    swapped = len(right) == len(wrong) and sorted(right) == sorted(wrong)
    if min(len(right), len(wrong)) < _SHORTEST:
        return swapped and len(right) > 2 and key.isupper() and other.isupper()
    if len(right) >= _NAMED_FROM and zipf_frequency(right, "en") > zipf_frequency(wrong, "en") == 0.0:
        return not kinds_of(wrong)  # traceroute and tracerout: names that no dictionary has
    known = bool(kinds_of(right)) or zipf_frequency(right, "en") >= (1.0 if swapped else 2.0)
    return known and not kinds_of(wrong) and (swapped or zipf_frequency(wrong, "en") < 1.6)


def _is_other_number(one: str, two: str, rest: list[str]) -> bool:
    """A name in digits with one of them changed, or two changed about: 433 for 443."""
    if not (one.isdigit() and two.isdigit()) or len(one) != len(two) or len(one) < 3:
        return False
    differ = [at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    if len(differ) == 2:
        first, second = differ
        if second != first + 1 or one[first] != two[second] or one[second] != two[first]:
            return False
    elif len(differ) != 1:
        return False
    near = [
        text
        for text in rest
        if len(text.strip()) == len(one) and sum(a != b for a, b in zip(text, one, strict=False)) <= 1
    ]
    ends = {int(text) % 10 for text in (one, two)}
    return not near and differ[0] > 0 and ends != {0, 5} and _is_name(rest, one)


_DAY = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?((?:Jan|Febr)uary|March|April|May|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber)\b"
)
_YEAR = re.compile(r"\b1[0-9]{3}\b|\b20[0-9]{2}\b")
_NEAR_YEARS = 2
_ONE_WORD = re.compile(
    r"\b(?:one|a single|only one|the) (?:word|letter|digit|name|initial)s? (?:was|is|has been"
    r"|were) (?:changed"
    r"|altered|swapped|misspelt|wrong|replaced)\b|\b(?:name|word) is (?:spelt|spelled|written)\b",
    re.IGNORECASE,
)


def _altered(reading: Reading) -> tuple[int, int] | None:
    """Where a false claim is wrong in a trifle alone, as its explanation shows: a day, a letter of a name."""
    if not reading.keys or reading.keys[0].text != "False":
        return None
    stem, told = reading.stem, reading.item.explanation
    if _ONE_WORD.search(told):
        return reading.asked.start, reading.asked.end
    years = [int(year) for year in _YEAR.findall(stem)]
    other = [int(year) for year in _YEAR.findall(told)]
    if (
        len(years) == 1
        and other
        and years[0] not in other
        and min(abs(y - years[0]) for y in other) <= _NEAR_YEARS
    ):
        at = _YEAR.search(stem)
        return at.span() if at else None
    days = {found[2]: found for found in _DAY.finditer(stem)}
    for found in _DAY.finditer(told):
        if found[2] in days and days[found[2]][1] != found[1]:
            return days[found[2]].span()
    names = re.findall(r"\b[A-Z][a-z]{3,}\b", told)
    for span in tokens(stem):
        name = span.text
        if not re.fullmatch(r"[A-Z][a-z]{3,}", name) or name in names:
            continue
        if any(_is_misspelt_name(name, other) for other in names):
            return span.start, span.end
    return None


_LONG_NAME = 9


def _is_misspelt_name(name: str, other: str) -> bool:
    """Flemming for Fleming, Westfalia for Westphalia; a plural is no slip."""
    reach = 2 if len(name) >= _LONG_NAME and name[:3] == other[:3] else 1
    return 0 < distance(name, other) <= reach and name.rstrip("s") != other.rstrip("s")


def _is_name(rest: list[str], key: str) -> bool:
    """Whether the numbers are names (ports, codes) and not a scale: not all of one step."""
    values = [float(q.value) for text in rest if (q := lone_quantity(text))]
    return len(values) == len(rest) and any(abs(v - float(key)) > 0.5 * float(key) for v in values)


RULES = (
    Rule(
        "trick_question",
        "warning",
        "The item sets no trap.",
        "A catch in the wording, or a misspelt twin of the key, punishes those who know.",
        HR,
        choice("Which number calls an ambulance in the whole European Union?", "*112", "122", "911", "999"),
        choice("Which number calls an ambulance in the whole European Union?", "*112", "144", "911", "999"),
        _trick,
    ),
)
