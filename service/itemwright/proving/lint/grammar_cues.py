"""Cues of grammar and number: the stem fits the key alone."""

import re
from collections.abc import Iterator

from itemwright.domain.item import BLANK
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.key_cues import parts
from itemwright.proving.lint.phrases import (
    ADVERBS,
    FINITE,
    forms,
    is_plural,
    is_third_person,
    kinds_of,
)
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, SAQUET, Hit, Rule
from itemwright.proving.lint.verb_forms import only_in_form
from itemwright.text import words

_ARTICLE = re.compile(r"\b(an?)[\s:…_.-]*$", re.IGNORECASE)
_ARTICLE_GAP = re.compile(rf"\b(an?)\s+{BLANK}", re.IGNORECASE)
_VERB_END = re.compile(
    r"\b(is|are|was|were|has|have)(?:\s+(?:called|known as|named|the|a|an|made|to))?[\s:…_.-]*$",
    re.IGNORECASE,
)
_SILENT_H = ("hour", "honest", "heir", "honour", "honor")
_YOU = re.compile(r"^(?:eu|uni(?!n|m)|use|usu|util|ubi|ur[aeiou]|one\b|once\b)", re.IGNORECASE)


def takes_an(text: str) -> bool | None:
    """Whether "an" goes before the text; None: it begins with its own article, or with nothing spoken."""
    bare = text.strip().strip("`“\"'(").lower()
    if not bare or re.match(r"(?:an?|the|some|no|its?|their)\b", bare):
        return None
    if bare[0].isdigit():
        return bare.startswith(("8", "11 ", "18 "))
    return (bare[0] in "aeiou" and not _YOU.match(bare)) or bare.startswith(_SILENT_H)


def _grammar(reading: Reading) -> Iterator[Hit]:
    if reading.kind in CODE_TYPES:
        return
    stem = reading.stem.rstrip()
    if reading.key is not None and reading.chooses:
        yield from _article(reading, stem)
        yield from _needs_noun(reading, stem)
        yield from _agreement(reading, stem)
        return
    for blank in getattr(reading.item, "blanks", None) or ():
        found = _ARTICLE_GAP.search(stem)
        if found and blank.pool and len(blank.pool) > 1:
            fits = [text for text in blank.pool if takes_an(text) == (found[1].lower() == "an")]
            if fits and set(fits) <= set(blank.accepts) and len(blank.pool) > len(fits):
                yield Hit("stem", found.span(1), f"the article {found[1]!r} fits the right filling alone")


def _article(reading: Reading, stem: str) -> Iterator[Hit]:
    found = _ARTICLE.search(stem) or _ARTICLE_GAP.search(stem)
    if not found or reading.key is None:
        return
    wants = found[1].lower() == "an"
    fits = [option for option in reading.options if takes_an(option.text) == wants]
    if fits == [reading.key]:
        told = f"the article {found[1]!r} fits the key alone; write 'a(n)', or put articles in the options"
        yield Hit("stem", found.span(1), told)


_PLURAL_AFTER = re.compile(
    r"\b(?:number|pair|set|group|series|kinds|types|range|variety|lists?|two|three|four|five|six|several"
    r"|many|few|both"
    r"|these|various|different|all|most|some|couple|dozens?|hundreds|thousands)(?: of)?(?: (?:the|its"
    r"|their))?[\s:…_.-]*$",
    re.IGNORECASE,
)


def _needs_noun(reading: Reading, stem: str) -> Iterator[Hit]:
    """After an article only a noun phrase goes on; after "number of" only a plural."""
    key = reading.key
    if key is None or stem.endswith("?"):
        return
    if found := _PLURAL_AFTER.search(stem):
        many = [_is_many(option.text) for option in reading.wrong]
        if _is_many(key.text) is not False and all(each is False for each in many):
            yield Hit(
                "stem", found.span(), f"{found.group().strip()!r} wants a plural, and the key alone is one"
            )
    elif (
        (found := _ARTICLE.search(stem))
        and _ends_in_noun(key.text)
        and not any(_ends_in_noun(option.text) for option in reading.wrong)
    ):
        told = f"after {found[1]!r} a noun has to follow, and the key alone has one"
        yield Hit("stem", found.span(), told)


def _ends_in_noun(text: str) -> bool:
    said = words(text)
    if not said:
        return False
    kinds = kinds_of(said[-1])
    return (
        said[-1] in ("one", "ones")
        or ("NOUN" in kinds and not kinds & {"ADJ"})
        or not kinds
        or any(word in ("of", "that", "in", "for", "with", "which") for word in said)
    )


def _agreement(reading: Reading, stem: str) -> Iterator[Hit]:
    """A verb at the end of the stem, singular or plural, that only the key agrees with."""
    found = _VERB_END.search(stem)
    if stem.endswith("?") or not found:
        yield from _continuation(reading, stem)
        return
    plural = found[1].lower() in ("are", "were", "have")
    fits = [option for option in reading.options if _is_many(option.text) in (plural, None)]
    if fits == [reading.key]:
        yield Hit("stem", found.span(1), f"{found[1]!r} agrees with the key alone")


def _is_many(text: str) -> bool | None:
    """Whether a noun phrase is a plural; None: not told."""
    said = words(text)
    if not said:
        return None
    if said[0] in ("a", "an", "one", "each", "every", "this"):
        return False
    if said[0] in ("two", "three", "four", "five", "many", "several", "both", "these", "those") or (
        len(parts(text)) > 1 and " and " in text
    ):
        return True
    head = next(
        (
            said[at - 1]
            for at, word in enumerate(said)
            if at
            and word
            in ("of", "in", "that", "for", "with", "to", "by", "from", "on", "which", "who", "between")
        ),
        said[-1],
    )
    if "ADJ" in kinds_of(head) and "NOUN" not in kinds_of(head):
        return None
    return is_plural(head)


_COMPARES = re.compile(
    r"\b(?:compared (?:with|to)|in comparison (?:with|to)|relative to|in contrast to|unlike)\b", re.IGNORECASE
)


def _is_comparative(text: str) -> bool:
    said = words(text)
    return bool({"more", "less", "fewer", "better", "worse", "than"} & set(said)) or any(
        word.endswith("er") and "ADJ" in kinds_of(word) for word in said
    )


def _continuation(reading: Reading, stem: str) -> Iterator[Hit]:
    """An open stem that only the key continues: the others have another form, the wrong one among them."""
    if stem.endswith(("?", ".", "!")) or BLANK in stem or not reading.key or len(reading.wrong) < 2:
        return
    compares = _COMPARES.search(stem)
    if (
        compares
        and _is_comparative(reading.key.text)
        and not any(_is_comparative(option.text) for option in reading.wrong)
    ):
        yield Hit("stem", compares.span(), f"{compares.group()!r} wants a comparative, the key alone has one")
        return
    said = words(stem)
    if len(said) < 2:
        return
    last = said[-1]
    if told := only_in_form(reading, last):
        end = len(stem.rstrip(": …"))
        yield Hit("stem", (max(0, end - len(last)), end), told)
        return
    own = forms(reading.key.text)
    others = [forms(option.text) for option in reading.wrong]
    wanted: frozenset[str] = frozenset()
    if last in ("to", "can", "must", "will", "should", "may", "might", "could", "would", "cannot"):
        wanted = frozenset({"verb"})
    elif last in ("by", "of", "for", "without"):
        wanted = frozenset({"gerund", "noun"})
    elif last in ADVERBS and FINITE.isdisjoint(said):
        wanted = frozenset({"verb"})
    elif _DONE.search(stem):
        wanted = frozenset({"place", "adverb"})
    elif last not in FINITE and "NOUN" in kinds_of(last) and any("verb" in form for form in (own, *others)):
        wanted = frozenset({"verb"})
    if (
        wanted
        and own & (wanted | {"any"})
        and not any(form & (wanted | {"any", "number"}) for form in others)
    ):
        at = len(stem) - len(stem.rstrip(": …"))
        end = len(stem) - at
        yield Hit(
            "stem", (max(0, end - len(last)), end), f"after {last!r} only the key goes on grammatically"
        )


_DONE = re.compile(
    r"\b(?:is|are|was|were|has been|have been|had been|be|being) (?:\w+ )?(?!called|named|given"
    r"|made|considered|termed"
    r"|elected|shown|taught|offered|paid|told|asked|used|supposed|need)\w{3,}(?:ed|wn|en)\W*$",
    re.IGNORECASE,
)
"""What was done: where, when, how or by whom has to follow."""
_COUNTS = {
    "two": 2,
    "both": 2,
    "pair": 2,
    "couple": 2,
    "three": 3,
    "trio": 3,
    "triple": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
}
_ASKED_COUNT = re.compile(
    r"\b(?:which|what|the|these|those|name|list|following|its|his|her|their|of|between|among|through|by|with"
    r"|has|have"
    r"|are)\s+(?:[\w-]+\s+)?(two|three|four|five|six|[2-6])\s+(?!of\b|times\b"
    r"|or\b)(?:[\w-]+\s+){0,2}?([a-z-]+s|people"
    r"|men|women|children)\b|\b(?:a|which|what|the)\s+(pair|couple|trio)\s+of\b"
    r"|\b(both)\s+(?!of these)[\w-]+s?\b"
    r"|\b(two|three|four|five)-(?:way|part|step|stage|fold|phase|letter|layer|sided|piece|member)\b",
    re.IGNORECASE,
)
_ASKED_PLURAL = re.compile(
    r"\b(?:which|what)\s+(?:(?:main|two|three|four|other|first|common|chemical|natural|basic)\s+)?"
    r"([a-z-]{3,}s|people|men|women|children|criteria|phenomena|bacteria)\b(?!\s+of\s+(?:these"
    r"|the following))"
    r"|\b(?:what|who|which(?: of (?:the following|these))?) (are|were)\b|\b(?:which"
    r"|what) [\w-]+s? (are|were)\b",
    re.IGNORECASE,
)
_LISTING = re.compile(r",|;|\s(?:and|plus|&|along with|together with|as well as)\s|\+", re.IGNORECASE)
_APPOSED = re.compile(
    r",\s(?:an?|the|one of|also|which|that|who)\s(?:(?!\band\b|\bor\b)[^,;])*$", re.IGNORECASE
)
"""What is said of a thing, and is no second one: argon, a noble gas."""


def _members(text: str) -> int:
    if not _LISTING.search(text):
        return 1
    bare = _APPOSED.sub("", text.strip())
    found = re.split(
        r"\s*(?:,\s*(?:and\s)?|;|\s(?:and|plus|&|along with|together with|as well as)\s|\+)\s*",
        bare,
        flags=re.IGNORECASE,
    )
    return sum(_COUNTS.get(part.split()[0].lower(), 1) for part in found if part)


def _number(reading: Reading) -> Iterator[Hit]:
    key = reading.key
    if key is None or reading.kind in CODE_TYPES or not reading.wrong:
        return
    if any(len(option.text.split()) > 9 for option in reading.options):
        return  # statements, in which commas part clauses
    if any(
        re.search(r"\b(?:only|alone|neither|no|none|either)\b", o.text, re.IGNORECASE)
        for o in reading.options
    ):
        return  # "A only", "A and B": the number is what is asked
    members = {option.id: _members(option.text) for option in reading.options}
    wrong = [members[option.id] for option in reading.wrong]
    asked = reading.asked
    for found in _ASKED_COUNT.finditer(asked.text):
        name = next(group for group in found.groups() if group and group.lower() in _COUNTS)
        wanted = _COUNTS[name.lower()]
        if re.search(
            r"\bof the\s*$", asked.text[: found.start(found.lastindex or 0)][-40:] or ""
        ) or re.match(r"of the\b", found.group(), re.IGNORECASE):
            continue
        if members[key.id] == wanted and wanted not in wrong:
            start, end = asked.start + found.start(), asked.start + found.end()
            yield Hit("stem", (start, end), f"the stem asks for {wanted}, and the key alone names so many")
            return
    plural = _ASKED_PLURAL.search(asked.text)
    if plural and plural[1] and _is_asked_deed(plural[1], asked.text[plural.end() :]):
        plural = None
    if plural and members[key.id] >= 2 and max(wrong) == 1 and _asks_many(plural):
        group = next(n for n in (1, 2, 3) if plural[n])
        span = asked.start + plural.start(group), asked.start + plural.end(group)
        yield Hit("stem", span, f"{plural[group]!r} is a plural, and the key alone names more than one")
    elif plural and _asks_many(plural) and max(members.values()) == 1:
        yield from _plural_option(reading, plural)
    elif (
        only := re.search(r"\b(?:which|what|who) (?:is|was) the only\b", asked.text, re.IGNORECASE)
    ) and _is_many(key.text) is False:
        if all(_is_many(option.text) for option in reading.wrong):
            span = asked.start + only.start(), asked.start + only.end()
            yield Hit("stem", span, "'the only' asks for one, and the key alone names one thing")
    elif (
        single := re.search(
            r"\b(?:which|what) (?:[\w-]+ )?(\w+) (?:is|was|has|does)\b", asked.text, re.IGNORECASE
        )
    ) and (
        members[key.id] == 1
        and min(wrong) >= 2
        and not is_plural(single[1])
        and single[1] not in ("one", "which", "what")
    ):
        span = asked.start + single.start(1), asked.start + single.end(1)
        yield Hit("stem", span, f"{single[1]!r} is a singular, and the key alone names one thing")


def _plural_option(reading: Reading, plural: re.Match[str]) -> Iterator[Hit]:
    """The key is the only plural noun after "which are"."""
    key = reading.key
    if key is None or not (plural[2] or plural[3]):
        return
    many = [_is_many(option.text) for option in reading.wrong]
    if (
        _is_many(key.text) is True
        and all(each is False for each in many)
        and all(
            "noun" in forms(option.text) and "clause" not in forms(option.text) for option in reading.options
        )
    ):
        group = 2 if plural[2] else 3
        span = reading.asked.start + plural.start(group), reading.asked.start + plural.end(group)
        yield Hit("stem", span, f"{plural[group]!r} asks for a plural, and the key alone is one")


def _is_asked_deed(word: str, after: str) -> bool:
    """Whether "which cures scurvy" asks by a verb: no other verb follows the word."""
    if not is_third_person(word):
        return False
    said = words(after)
    return not any(
        next_ in FINITE or ("VERB" in kinds_of(next_) and not is_third_person(next_)) for next_ in said[:2]
    ) or bool(said and said[0] in ("the", "a", "an", "best", "most", "it", "them"))


def _asks_many(found: re.Match[str]) -> bool:
    return (
        bool(found[2] or found[3])
        or (is_plural(found[1]) and "VERB" not in kinds_of(found[1]))
        or (is_plural(found[1]))
    )


RULES = (
    Rule(
        "grammar_cue",
        "error",
        "Every option continues the stem grammatically.",
        "An article or a verb that fits the key alone rules the others out before they are read.",
        f"{HR}; {SAQUET}",
        choice("A person who designs bridges is called an", "*engineer", "surgeon", "banker", "translator"),
        choice(
            "A person who designs bridges is called a(n)", "*engineer", "surgeon", "architect", "translator"
        ),
        _grammar,
    ),
    Rule(
        "number_cue",
        "warning",
        "What the stem asks for in number, all options offer.",
        "If three things are asked for and one option has three, nothing need be known.",
        HR,
        choice("Which two metals make bronze?", "Zinc", "*Copper and tin", "Lead", "Silver"),
        choice(
            "Which two metals make bronze?",
            "Zinc and lead",
            "*Copper and tin",
            "Lead and iron",
            "Silver and zinc",
        ),
        _number,
        yields_to=frozenset(["combined_options"]),
    ),
)
