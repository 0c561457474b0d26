"""Rationales, takeaways and checks: each says something, and something of its own."""

import re
from collections.abc import Iterator

from itemwright.proving.lint.examples import choice, gaps
from itemwright.proving.lint.phrases import word_set
from itemwright.proving.lint.reading import Reading, spot_of
from itemwright.proving.lint.rule import OWN, Fix, Hit, Rule
from itemwright.text import words
from itemwright.writing.feedback_rules import has_answer, repeats, texts_beside_takeaway, unseen
from itemwright.writing.frame import content_of

_JUDGING = word_set(
    """
    yes no nope true false right wrong correct incorrect explanation answer option choice best sorry
    again invalid valid key distractor simply clearly obviously good bad well great exactly incorrectly
    correctly wrongly rightly question fits fit match matches apply applies applicable n/a na hence
    statement mistake error close almost ok okay accurate inaccurate relevant irrelevant unrelated
    related plausible implausible chosen intended expected response responses solution text reread
    reason nice try keep going think note see
    """
)
_GLUE = word_set(
    """
    a an the this that it is are was not isn't be to of in for as by on at here above below so just very
    quite also but and or because does do doesn't these those there one you your what which with i we
    have has its nothing why too really definitely totally
    """
)


def _rationale(reading: Reading) -> Iterator[Hit]:
    if not reading.options:
        return
    said = {option.id: option.rationale.strip() for option in reading.options}
    if not any(said.values()):
        yield Hit("options", None, "no option has a rationale; say why each is right or wrong")
        return
    for option in reading.options:
        field, text = f"options.{option.id}.rationale", said[option.id]
        if not text:
            yield Hit(field, None, "no rationale; say why the option is right or wrong")
        elif _says_nothing(text) or (reading.chooses and words(text) == words(option.text)):
            yield Hit(field, None, f"{text!r} judges and gives no reason")


_NEUTRAL = word_set(
    "response responses question statement mistake error text reason explanation solution note"
)
"""Judged things, which may be what the item is about: "It is the response" of a reflex."""


def _says_nothing(text: str) -> bool:
    if re.search(r"\d|`|[=+<>]", text):
        return False
    said = [word.replace("’", "'") for word in words(text)]
    return (
        all(word in _JUDGING or word in _GLUE for word in said)
        and any(word in _JUDGING - _NEUTRAL for word in said)
        and (not said or said[0] not in ("one", "they"))
    )


def _takeaway(reading: Reading) -> Iterator[Hit]:
    item = reading.item
    if item.takeaway and repeats(item.takeaway, texts_beside_takeaway(item)):
        yield Hit(
            "takeaway", None, "stands elsewhere in the item word for word", Fix(field="takeaway", text="")
        )


def _quick_check(reading: Reading) -> Iterator[Hit]:
    if reading.item.quick_check and not has_answer(reading.item.quick_check):
        yield Hit("quick_check", None, "asks without giving the answer")


def _shown(reading: Reading) -> Iterator[Hit]:
    item = reading.item
    blanks = getattr(item, "blanks", None) or ()
    entries = [entry for blank in blanks for entry in blank.pool or ()]
    shown = "\n".join([content_of(item), *entries, *(getattr(item, "pool", None) or ())])
    told = [("explanation", item.explanation)]
    for name in ("hints", "worked_steps"):
        told += [(f"{name}.{at}", text) for at, text in enumerate(getattr(item, name))]
    for field, text in told:
        if spot := _speaks_to_choice(text, reading):
            yield Hit(field, spot, f"{text[spot[0] : spot[1]]!r}: there is no such option to choose")
        elif (found := unseen(text, shown)) is not None:
            yield Hit(field, spot_of(text, found), f"argues against what the learner does not see: {found!r}")


_LETTER = re.compile(
    r"\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice|[Dd]istractor|[Aa]lternative)s? \(?([A-H])\)?(?!['’\w])"
    r"|(?:^|[.;,] |\band |\bor )([a-h])\) (?:is|was|would|forgets|takes|mixes|gives|adds)\b"
)
_CHOSEN = re.compile(
    r"\b(?:if |you (?:may|might|could) have |(?:those|anyone|people|learners"
    r"|students) (?:who )?)(?:you )?(?:have |had )?"
    r"(?:chose|chosen|picked|ticked|selected|clicked(?: on)?|marked|opted for)\b"
    r"|\b(?:the |your )(?:first|second|third|fourth|last|other|wrong|chosen) (?:option|choice"
    r"|answer|alternative)s?\b"
    r"|\bthe other (?:three|two|four) (?:options|answers|choices)?\b(?= (?:are|is|do|can|lack))",
    re.IGNORECASE,
)


def _speaks_to_choice(text: str, reading: Reading) -> tuple[int, int] | None:
    """Where feedback speaks of an option by its letter, or of a choice, and the item has none."""
    named = {option.id.lower() for option in reading.options}
    pools = getattr(reading.item, "pool", None) or any(
        blank.pool for blank in getattr(reading.item, "blanks", None) or ()
    )
    for found in _LETTER.finditer(text):
        letter = (found[1] or found[2]).lower()
        if letter not in named and not (found[0][:1].islower() and found[1] and letter == "a" and not named):
            return found.span() if f"option {letter}" not in reading.stem.lower() else None
    if named or pools or reading.kind in ("matching", "ordering"):
        return None
    chosen = _CHOSEN.search(text)
    return chosen.span() if chosen else None


RULES = (
    Rule(
        "rationale_missing_or_generic",
        "note",
        "Each option's rationale gives a reason.",
        "Wrong teaches nothing; why it is wrong does.",
        OWN,
        choice(
            "Which metal is liquid in a warm room?",
            "*Mercury | It melts at -39 °C.",
            "Tin | Wrong.",
            "Lead | It melts at 327 °C.",
        ),
        choice(
            "Which metal is liquid in a warm room?",
            "*Mercury | It melts at -39 °C.",
            "Tin | It melts at 232 °C.",
            "Lead | It melts at 327 °C.",
        ),
        _rationale,
    ),
    Rule(
        "takeaway_repeats",
        "warning",
        "The takeaway stands nowhere else in the item.",
        "A sentence read twice is not read the second time.",
        OWN,
        gaps(
            "The red lamp of a boat is on its ____ side.",
            "port",
            explanation="Port is red.",
            takeaway="Port is red.",
        ),
        gaps(
            "The red lamp of a boat is on its ____ side.",
            "port",
            explanation="Port is red.",
            takeaway="Lamps tell which way a boat is heading.",
        ),
        _takeaway,
    ),
    Rule(
        "quick_check_unanswered",
        "warning",
        "A quick check gives its answer.",
        "Without it, a learner practises a mistake.",
        OWN,
        gaps("The red lamp of a boat is on its ____ side.", "port", quick_check="And which lamp is green?"),
        gaps(
            "The red lamp of a boat is on its ____ side.",
            "port",
            quick_check="And which lamp is green? Starboard's.",
        ),
        _quick_check,
    ),
    Rule(
        "argues_with_unseen",
        "error",
        "Feedback rules out only what the item shows.",
        "Arguing against an answer that nobody gave confuses.",
        OWN,
        gaps(
            "The red lamp of a boat is on its ____ side.", "port", explanation="Why not “stern”? It is white."
        ),
        gaps(
            "The red lamp of a boat is on its ____ side, not the stern.",
            "port",
            explanation="Why not “stern”? It is white.",
        ),
        _shown,
    ),
)
