"""The form of the stem: negation and focus."""

import itertools
import re
from collections.abc import Iterator

from wordfreq import zipf_frequency

from itemwright.domain.item import BLANK
from itemwright.proving.lint.examples import choice, statement
from itemwright.proving.lint.phrases import FINITE, is_known, is_third_person, kinds_of, word_set
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, SAQUET, Fix, Hit, Rule
from itemwright.text import Span, content_words, words

_NOT = re.compile(
    r"(?<=\bis )(?:unnecessary|inappropriate|unsuitable|untrue|incorrect|false|irrelevant"
    r"|unlikely)\b(?! positive| negative| alarm)"
    r"|(?<=\bare )(?:unnecessary|inappropriate|unsuitable|untrue|incorrect|false|irrelevant|unlikely)\b|"
    r"\b(?:not|never|nor)\b|(?<=\bis )no\b|(?<=\bare )no\b"
    r""
    r"|(?<=\w)n[’']t\b|\bcannot\b|\bcan not\b"
    r"|\bexcept(?:ing)?(?: for)?\b"
    r"|(?<!\bat )\bleast\b(?= (?:likely|probable|suitable|appropriate|useful|accurate|true"
    r"|correct))"
    r"|\bunlikely\b|\bother than\b(?=[:?]?\s*$)"
)
_SUBORDINATE = re.compile(
    r"\b(?:that|who|whom|whose|because|since|if|when|while|although|though|as|until|unless|whether|so|after"
    r"|before"
    r"|where|but|and|or|for which|in which|of which|to which)\b|[,;:(–—]\s"
)


_PICKED = re.compile(
    r"\W*(?:identify|select|choose|pick|find|mark|tick|name) (?:the |an? )?(?:\w+ ){1,3}(?:that|which"
    r"|who) (?:is|are|was|were|do|does|did|can"
    r"|has|have|will|would|should)?\s?(not\b|never\b|n['’]t\b|cannot\b)",
    re.IGNORECASE,
)


def _negative(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses:
        return
    if (picked := _PICKED.match(reading.stem)) and picked[1] == picked[1].lower():
        message = f"{picked[1]!r} is easily overlooked; ask positively, or write it in capitals"
        yield Hit("stem", picked.span(1), message)
        return
    for span in _marked_free(reading):
        text = span.text
        for found in _NOT.finditer(text):
            before = text[: found.start()]
            if _is_marked(text, found) or re.match(r"\s+only\b", text[found.end() :]):
                continue
            opened = re.search(r"\b(?:which|what|who|where|when)\b", before, re.IGNORECASE)
            rest = before[opened.end() :] if opened else before
            if not opened and re.search(
                r"\b(?:what|which \w+|who|whom)\s*\?", text[found.end() :], re.IGNORECASE
            ):
                opened = re.match("", before)  # "A filter is not able to do what?"
            if re.match(r"\s*(?:why|how)\b", text, re.IGNORECASE):
                continue
            if "except" not in found.group() and _SUBORDINATE.search(rest):
                continue
            if not opened and "?" in text and not re.match(r"\s*(?:all|each|every)\b", text, re.IGNORECASE):
                continue
            start = span.start + found.start()
            end = span.start + found.end()
            marked = reading.stem[:start] + reading.stem[start:end].upper() + reading.stem[end:]
            fix = (
                Fix(field="stem", text=marked)
                if found.group()[:1].isalpha() and found.group()[:1] != "t"
                else None
            )
            told = f"{found.group()!r} is easily overlooked; ask positively, or write it in capitals"
            yield Hit("stem", (start, end), told, fix)
            return


def _marked_free(reading: Reading) -> list[Span]:
    """The sentences in which a negation turns the question: those that ask, or an open one at the end."""
    asked = [s for s in reading.sentences if "?" in s.text]
    return asked or [reading.asked]


def _is_marked(text: str, found: re.Match[str]) -> bool:
    around = text[max(0, found.start() - 2) : found.end() + 2]
    return bool(re.search(r"\*|__|_\w|<(?:b|u|em|strong)|[“\"`]", around))


_NEGATION = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|nowhere|without|hardly|scarcely|barely"
    r"|cannot|unless"
    r"|except"
    r"|fails? to|failed to|lacks?|lacking|denie[sd]|deny(?:ing)?|refuse[sd]?|avoid(?:s|ed)?|absence"
    r"|impossible|untrue|false"
    r"|incorrect|wrong|seldom|rarely|prohibit(?:s|ed)?|forbids?|forbidden|ruled out|unable|prevents?"
    r"|prevented)\b|(?<=\w)n[’']t\b",
    re.IGNORECASE,
)
_WEAK = word_set(
    """
    avoid avoids avoided prevent prevents prevented absence false wrong least lack lacks lacking rarely
    seldom refuse refused refuses deny denies denied
    """
)
_PREFIXED = re.compile(
    r"\b(?:un(?=[a-z]{4})|non-?(?=[a-z]{4})|dis(?=(?:agree|allow|approve|connect|continu|like|obey|order"
    r"|honest|trust))"
    r"|(?:in|im|ir|il)(?=[a-z]+(?:ble|ent|ant|ive|ate|ect|ular|gal|ical|ial|ssary|plete|lid|ious|act"
    r"|finite)\b))[a-z]+\b"
    r"|\b[a-z]{3,}less(?:ly)?\b",
    re.IGNORECASE,
)
_TERMS = word_set(
    """
    unsupervised unlike unlikely unit units union unions unique uniform universe universal university
    united unite unbiased unlabelled unlabeled unsigned undirected unordered unstructured independent
    individual nonlinear non-linear unweighted invertible include incident important immediate
    imperative impact intelligent infinite indicate integrate illustrate investigate incline instance
    intent intend unconditional unconditionally unsaturated wireless stateless serverless lossless
    invariant instant inherent incubate initiative intensive inclusive indicative inductive initiate
    imitate irritate incorporate innate interest interact inflate informative invasive immune unless
    until under understand undergo image unified unify unix unicode
    """
)


def _double(reading: Reading) -> Iterator[Hit]:
    for span in reading.sentences or [reading.asked]:
        found = _negations(span.text)
        for one, other in itertools.pairwise(found):
            between = span.text[one.end() : other.start()]
            if re.search(r"[,;:.?!]\s|\b(?:but|while|whereas|because|although|if|when)\b", between):
                continue
            if one.group().lower() in _WEAK and other.group().lower() in _WEAK:
                continue
            if (
                other.group().lower() in ("no", "nor")
                and re.search(r"\b(?:neither|no|not|or)\b", one.group(), re.I)
                and (other.group().lower() == "nor" or len(between.split()) > 6)
            ):
                continue
            if _PREFIXED.fullmatch(one.group()) and other.group().lower() in (
                "no",
                "without",
                "nobody",
                "nothing",
            ):
                continue  # "an unanswered offer makes no contract" denies once
            apart = len(between.split())
            if re.search(r"\b(?:and|or)\b", between) or (
                one.group().lower() == other.group().lower() == "without"
            ):
                continue
            if (
                min(one.group().lower(), other.group().lower())
                and apart > 4
                and _PREFIXED.fullmatch(one.group())
            ):
                continue
            clause = re.search(r"\b(?:that|case|true|den\w+)\b", between) and apart <= 12
            if (apart > 4 and not clause) or one.group().lower() == "unless":
                continue
            place = span.start + one.start(), span.start + other.end()
            told = f"two negations, {one.group()!r} and {other.group()!r}, have to be undone in the head"
            yield Hit("stem", place, told)
            return
    asked = reading.asked.text
    if (
        reading.chooses
        and reading.kind not in CODE_TYPES
        and re.search(
            r"\b(?:which|what|all|each|every)\b[^?]*\b(?:NOT|not|EXCEPT|except|never|NEVER)\b", asked
        )
    ):
        for option in reading.options:
            if found_not := re.search(
                r"\b(?:not|never|no|cannot|without|none)\b|n[’']t\b", option.text, re.IGNORECASE
            ):
                told = f"{found_not.group()!r} under a question that asks for what does not hold"
                yield Hit(reading.field_of(option), found_not.span(), told)
                return


def _negations(text: str) -> list[re.Match[str]]:
    plain = list(_NEGATION.finditer(text))
    if not plain:
        found = [m for m in _PREFIXED.finditer(text) if _negated(m.group())]
        return found if len(found) >= 2 and found[1].start() - found[0].end() < 25 else []
    starts = {m.start() for m in plain}
    affixed = [m for m in _PREFIXED.finditer(text) if _negated(m.group()) and m.start() not in starts]
    plain = [m for m in plain if not re.match(r"\s+only\b", text[m.end() :])]
    return sorted([*plain, *affixed], key=lambda m: m.start())


def _negated(word: str) -> bool:
    """Whether the word is another word denied: unlowered, impossible, painless."""
    lower = word.lower()
    if lower in _TERMS:
        return False
    if lower.endswith(("less", "lessly")):
        return is_known(re.sub(r"less(?:ly)?$", "", lower))
    base = re.sub(r"^(?:un|non-?|dis|in|im|ir|il)", "", lower)
    return is_known(base) or zipf_frequency(base, "en") > 2.5


_IMPERATIVE = re.compile(
    r"^(?:please )?(?:match|order|arrange|put|sort|complete|fill|explain|describe|compare|name|list|state"
    r"|give|write"
    r"|select|choose|pick|find|identify|calculate|compute|determine|decide|predict|correct|mark|say|judge"
    r"|read|define"
    r"|classify|assign|rank|place|solve|estimate|convert|simplify|evaluate|prove|show|draw|label"
    r"|tick|imagine"
    r"|consider|suppose)\b",
    re.IGNORECASE,
)
_BARE_CHOICE = re.compile(
    r"^(?:which|what)(?: (?:one|option|answer|statement|sentence|claim|alternative|assertion)s?)?"
    r"(?: of (?:these|the following|them|those|the options)(?: \w+)?| below| here)?(?: (?:is|are|holds?"
    r"|applies|fits"
    r"|would be))?(?: (?:an?|the|most|best|always|NOT|not))*(?: (?:true|correct|right|false|wrong|incorrect"
    r"|valid"
    r"|accurate|statement|answer|option|example|appropriate|applies|case|fact|choice|one)s?)*\s*[?:]?\s*$",
    re.IGNORECASE,
)


_TOPIC_ALONE = re.compile(
    r"^\W*(?:concerning|regarding|about|on|as (?:for|to|regards)|with (?:regard|respect"
    r"|reference) to|in relation to"
    r"|speaking of|on the (?:subject|topic) of|in the (?:field|area) of|of|in|for) (?:the "
    r"|an? )?(?:[\w'’-]+ ){0,3}?"
    r"[\w'’-]+[,:] (?P<rest>.+)$",
    re.IGNORECASE,
)
_BARE_TASK = re.compile(
    r"^(?:pick|choose|select|mark|tick|find) (?:the|a|one) (?:right|correct|true|false|wrong|best)"
    r" (?:claim|statement|answer|option|one|sentence)s?\W*$",
    re.IGNORECASE,
)


def _asks_bare(stem: str) -> bool:
    """Whether a stem asks for what is true, and names a topic at most: about volcanoes, what holds?"""
    bare = re.sub(r"[*_]", "", stem)
    topic = _TOPIC_ALONE.match(bare)
    rest = topic["rest"] if topic else bare
    return bool(_BARE_CHOICE.match(rest) or (topic and _BARE_TASK.match(rest)))


def _unfocused(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses or reading.item.code is not None:
        return
    stem = reading.stem.strip()
    found = reading.sentences
    if len(found) <= 1 and _asks_bare(stem):
        yield Hit("stem", None, "the stem names no subject; say what the options are about")
        return
    if "?" in stem or BLANK in stem or _IMPERATIVE.match(reading.asked.text) or _IMPERATIVE.match(stem):
        return
    last = reading.asked.text.rstrip(" .:…-–—")
    said = words(last)
    verb = next((at for at, word in enumerate(said) if at and _is_verb(word, said, at)), None)
    related = any(word in _RELATING for word in said)
    if verb is None:
        yield Hit("stem", None, "the stem asks nothing: a topic without a verb; write a question")
    elif len(found) <= 1 and len(content_words(last)) <= 2 and len(said) <= 5 and not related:
        yield Hit("stem", None, "the stem does not say what is asked of its subject; write a question")
    elif re.search(r"[.!]$", stem) and len(found) >= 1 and not _IMPERATIVE.search(stem):
        yield Hit("stem", None, "the stem tells something and asks nothing; write a question")


_RELATING = word_set(
    """
    of in for between by from with to when if because than that at on during as called
    """
)


def _is_verb(word: str, said: list[str], at: int) -> bool:
    if word in FINITE or is_third_person(word):
        return True
    kinds = kinds_of(word)
    return ("VERB" in kinds and "NOUN" not in kinds and not word.endswith("ing")) or (
        "VERB" in kinds
        and at > 0
        and said[at - 1] in ("to", "that", "who", "which", "we", "you", "they", "it")
    )


RULES = (
    Rule(
        "unmarked_negative",
        "error",
        "A stem asks positively, or its negation is marked.",
        "A negation that is read over turns the question round for those who know the answer.",
        f"{HR}; {SAQUET}",
        choice("Which of these trees does not lose its leaves?", "Oak", "*Spruce", "Birch", "Maple"),
        choice("Which of these trees does NOT lose its leaves?", "Oak", "*Spruce", "Birch", "Maple"),
        _negative,
        yields_to=frozenset(["double_negative"]),
    ),
    Rule(
        "double_negative",
        "error",
        "No sentence denies twice.",
        "Two negations test logic under stress, not the subject.",
        HR,
        statement("It is not uncommon for a river to have no unpolluted stretch.", true=True),
        statement("It is common for a river to be polluted along its whole length.", true=True),
        _double,
    ),
    Rule(
        "unfocused_stem",
        "warning",
        "The stem says what is asked before the options are read.",
        "A topic alone makes four true-or-false items out of one, about different things.",
        f"{HR}; {SAQUET}",
        choice("Glaciers:", "grow in summer", "*carve valleys", "are made of salt", "flow uphill"),
        choice(
            "What do glaciers do to valleys?",
            "Fill them with salt",
            "*Carve them wider",
            "Dry them out",
            "Close them",
        ),
        _unfocused,
    ),
)
