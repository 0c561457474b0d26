"""Gaps: where they stand, how many there are, and whether the sentence leaves room for several words."""

import re
from collections.abc import Iterator, Sequence

from wordfreq import zipf_frequency

from itemwright.domain.item import BLANK
from itemwright.proving.lint.examples import gaps
from itemwright.proving.lint.phrases import kinds_of, word_set
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.rule import HR, OWN, Hit, Rule
from itemwright.text import content_words, words

MOST = 3
DENSE = 0.22
"""More gaps than this to a word leave nothing to go by."""


def _placed(reading: Reading) -> Iterator[Hit]:
    if reading.kind != "cloze":
        return
    stem = reading.stem
    at = stem.find(BLANK, reading.frame)
    if at < 0:
        return
    opening = stem[reading.frame : at].strip(" “\"'(*_").lower()
    if opening in ("", "the", "a", "an"):
        yield Hit("stem", (at, at + len(BLANK)), "the gap stands at the start; put it near the end")
        return
    count = stem.count(BLANK)
    rest = len(words(stem[reading.frame :].replace(BLANK, " ")))
    if count > MOST or (count >= 2 and count > DENSE * (rest + count)):
        yield Hit("stem", None, f"{count} gaps in {rest} words; leave one or two")


_NAMING = re.compile(
    rf"^(?:the|an?|in) (?:\w+ ){{1,3}}(?:that|which|who|whose|of which|in which|by which"
    rf"|with which)\b.* (?:is|are)"
    rf" (?:an? |the )?{BLANK}|"
    r"\b(?:called|named|known as|termed|abbreviated|abbreviation of|stands for|stand for|defined as|denoted"
    r"|referred to as"
    r"|keyword (?:that|for|which)|(?:past|present) (?:tense|participle)|plural of|participle of|form of"
    r"|code for"
    r"|in (?:French|German|Spanish|Italian|Latin|Greek|Dutch|Russian|English)|name of|name for|term for"
    r"|symbol|synonym|capital of|opposite of|equals?|equal to|written as)\b",
    re.IGNORECASE,
)
_OPEN_BEFORE = word_set(
    """
    is are was were be been become becomes very more most quite so too seems seem looks feels and or has
    have with by to can often usually that which a an of for in some many
    """
)
_KINDS = word_set(
    """
    statement function method keyword type law process structure element gas metal organ cell force part
    kind key layer model algorithm tool way factor step method role effect
    """
)


def _several(reading: Reading) -> Iterator[Hit]:
    """A sum of signs: few words to go by, a common word wanted, a place where many fit, no choice given."""
    blanks = getattr(reading.item, "blanks", None) or ()
    if hit := _open_table(reading) or _open_code(reading):
        yield hit
    if reading.kind != "cloze" or not blanks:
        return
    stem = reading.stem[reading.frame :]
    pieces = stem.split(BLANK)
    if len(pieces) != len(blanks) + 1:
        return
    context = [word for word in content_words(stem.replace(BLANK, " ")) if len(word) > 2]
    if len(blanks) > MOST:
        return  # told as too many
    if len(blanks) >= 3 and len(context) < 2 * len(blanks) and not all(blank.pool for blank in blanks):
        yield Hit("stem", None, f"{len(blanks)} gaps and {len(context)} words to go by; many fillings fit")
        return
    if _NAMING.search(stem) or re.search(r"[“\"`=]", stem):
        return
    for number, blank in enumerate(blanks):
        if (
            not blank.pool
            and len(blank.accepts) < _MANY
            and (told := _open_slot(pieces[number], pieces[number + 1]))
        ):
            yield Hit("stem", None, f"{told!r} lets many words in; narrow the sentence or offer a choice")
            return
        if blank.pool or re.search(r"\d", blank.accepts[0]):
            continue
        score = _openness(blank.accepts, pieces[number], pieces[number + 1], context, len(blanks))
        if score >= 5:
            told = f"words besides {blank.accepts[0]!r} fit the gap as well"
            yield Hit("stem", None, f"{told}; narrow the sentence or offer a choice")
            return


_ANY_ONE = re.compile(
    r"\b(?:an? (?:\w+ )?example|one (?!of the\b|word\b|digit\b|letter\b|number\b"
    r"|decimal\b)(?:\w+ )?\w+|any \w+"
    r"|some \w+)\b",
    re.IGNORECASE,
)


def _open_table(reading: Reading) -> Hit | None:
    """Cells that want one of many: an example of a country on each continent."""
    cells = getattr(reading.item, "cells", None) or ()
    if reading.kind != "table" or not cells or any(len(cell.accepts) >= _MANY for cell in cells):
        return None
    found = _ANY_ONE.search(reading.stem)
    if found is None or re.search(r"\d", "".join(cell.accepts[0] for cell in cells)):
        return None
    return Hit("stem", found.span(), f"{found.group()!r} lets many fillings in; ask for a certain one")


_LITERAL = re.compile(r"[\"']([^\"']+)[\"']|(?<![\w.])(\d+(?:\.\d+)?)(?![\w.])")
_ALSO_FREE = re.compile(r"\b(?:an?|another|some|any) (?:\w+ )?(\w+)\b", re.IGNORECASE)


_NUMERAL = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|half|last|first|zero)\b", re.IGNORECASE
)


def _open_code(reading: Reading) -> Hit | None:
    """A gap in code whose filling has a value given nowhere: `append('Eva')` for "a name"."""
    blanks = getattr(reading.item, "blanks", None) or ()
    if reading.kind != "code_cloze" or not _ALSO_FREE.search(reading.asked.text):
        return None
    shown = f"{reading.stem}\n{reading.item.code or ''}"
    numerals = _NUMERAL.search(reading.stem)
    for blank in blanks:
        if blank.pool or len(blank.accepts) >= _MANY:
            continue
        for found in _LITERAL.finditer(blank.accepts[0]):
            text = found[1] or found[2]
            if found[1] and text not in shown and not re.search(r"[%{}\\]|^.$", text):
                return Hit("code", None, f"{text!r} is nowhere given; other values are as right")
            if found[2] and blank.accepts[0].strip() == text and numerals is None and text not in ("0", "1"):
                return Hit("code", None, f"{text!r} is nowhere given; other values are as right")
    return None


_MANY = 4
"""With so many accepted texts the author has thought of the others."""
_EXAMPLE = re.compile(
    r"(?:\b(?:such as|for example,?|for instance,?|e\.g\.,?|including)|\b(?:an?"
    r"|one) (?:\w+ )?(?:example|kind|type|form"
    r"|sort|cause|symptom|sign|reason|function|use|advantage|disadvantage|benefit|effect"
    r"|consequence|way|feature"
    r"|characteristic|property|instance|source|product|member|part|method|result|condition|risk"
    r"|side effect) (?:of|for"
    r"|to|in) [\w' -]{3,60}? (?:is|was)(?: the| an?| called)?|\bone of the (?:[\w-]+ ){1,6}(?:is"
    r"|was)(?: the| an?)?)\s*$",
    re.IGNORECASE,
)
_ONLY_ONE = re.compile(
    r"\b(?:other|another|only|first|last|latter|former|two|second|which|that|whose)\b", re.IGNORECASE
)
_DEED = re.compile(
    r"\b(?:must|should|can|could|may|might|will|would|has to|have to|need to|needs to|ought to"
    r"|able to|try to|wants? to"
    r"|decided to|going to)(?: (?:first|always|also|then|never|not|only))?\s*$",
    re.IGNORECASE,
)


def _open_slot(left: str, right: str) -> str:
    """What leaves a gap open whatever it is filled with: "one example is", "you must ____ the machine"."""
    if (found := _EXAMPLE.search(left)) and not _ONLY_ONE.search(left + right):
        return found.group().strip()
    if (deed := _DEED.search(left)) and re.match(r"\s+(?:it|them|the|an?|his|her|their|its|your)\b", right):
        return "" if re.search(r"\([\w ]+\)", right) else deed.group().strip()
    return ""


def _openness(accepts: Sequence[str], left: str, right: str, context: list[str], blanks: int) -> int:
    """How open a gap is; from 5 on several fillings are likely."""
    said = words(accepts[0])
    before, after = (words(left) or [""])[-1], (words(right) or [""])[0]
    plain = right.strip(' .,;:!?)”"')
    size = len(context) / (1 + (blanks - 1) / 2)
    score = 3 if size <= 3 else 2 if size <= 4.5 else 1 if size <= 6.5 else 0 if size <= 9 else -1
    common = min((zipf_frequency(word, "en") for word in said), default=0.0)
    score += 2 if common >= 4.5 else 1 if common >= 3.9 else -1 if common < 3.0 else 0
    kinds = kinds_of(said[-1]) if said else frozenset()
    score += 1 if len(said) == 1 and (kinds & {"ADJ", "ADV"} or kinds == {"VERB"}) else 0
    score += 1 if before in _OPEN_BEFORE else 0
    score += 1 if after in _KINDS or not plain else 0
    score -= 3 if left.strip() and accepts[0][:1].isupper() else 0  # a name
    score += 1 if len({accept.lower() for accept in accepts}) == 1 else -1
    score -= 2 if re.search(r"\b(?:the other|the latter|the second)\b", left, re.IGNORECASE) else 0  # a pair
    score -= (
        1
        if re.search(
            r"\b(?:not|but|while|whereas|unlike|instead|rather than|if|when|because|than)\b", left + right
        )
        else 0
    )
    return score


RULES = (
    Rule(
        "blank_at_start_or_too_many",
        "warning",
        "Gaps are few, and the sentence is read before they come.",
        "A gap at the start has to be kept in mind; a sentence full of gaps says nothing.",
        HR,
        gaps("____ turns milk into yoghurt within some hours.", "Lactobacillus"),
        gaps("Milk is turned into yoghurt by the bacterium ____.", "Lactobacillus"),
        _placed,
    ),
    Rule(
        "several_right_fillings",
        "warning",
        "One filling fits each gap, and all its forms are accepted.",
        "Where many words fit, right ones are marked wrong.",
        OWN,
        gaps("Winter in the north is ____.", "cold"),
        gaps(
            "The season in which the north of the Earth is tilted away from the sun is called ____.", "winter"
        ),
        _several,
    ),
)
