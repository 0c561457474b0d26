"""Options that nobody would pick: out of place, no answer at all, or a number that cannot be."""

import re
from collections.abc import Iterator

from itemwright.domain.item import Option
from itemwright.proving.lint.everyday import AT_HOME, FRIVOLOUS, is_at_home, kind_of
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.option_sets import speaks_of_others
from itemwright.proving.lint.phrases import word_set
from itemwright.proving.lint.quantities import Quantity, lone_quantity
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.rule import HR, SAQUET, Hit, Rule
from itemwright.proving.lint.same_claims import amount
from itemwright.text import content_words, lemma, words


def _implausible(reading: Reading) -> Iterator[Hit]:
    """Words nobody expects in the subject, or a rationale that admits it. Nearness in meaning does not tell:
    wrong options that are meant to tempt lie as far from the key as absurd ones do."""
    if reading.key is None or not reading.chooses or reading.kind in ("code_cloze", "output_prediction"):
        return
    known = " ".join(
        [reading.stem, *(option.text for option in reading.keys), reading.item.explanation]
    ).lower()
    # Who says so of several wrong options only says that they are wrong.
    admitting = sum(_ADMITTED.search(option.rationale) is not None for option in reading.wrong)
    for option in reading.wrong:
        if speaks_of_others(option.text):
            continue
        absurd = _ABSURD.search(option.text)
        admitted = _ADMITTED.search(option.rationale) if admitting == 1 else None
        if absurd and absurd.group().lower() not in known:
            yield Hit(reading.field_of(option), absurd.span(), f"{absurd.group()!r} is a joke, no distractor")
        elif admitted and len(option.text.split()) <= 6:
            told = f"by its own rationale it {admitted.group()!r}: no mistake leads to it"
            yield Hit(reading.field_of(option), None, told)
        elif told := _no_answer(option, reading) or _cannot_be(option, reading):
            yield Hit(reading.field_of(option), None, told)
        elif thing := _out_of_place(option, reading):
            told = f"{thing!r} belongs to everyday life, and nothing else in the item does"
            yield Hit(reading.field_of(option), None, told)


_SHRUG = re.compile(
    r"^(?:i (?:do not|don['’]t|have no) |no (?:idea|clue|opinion)\b|(?:not|un)sure\b|don['’]t know|dunno\b"
    r"|who (?:knows|cares)|nobody knows|whatever$|your guess|ask (?:your|my) )",
    re.IGNORECASE,
)
_BODILY = re.compile(
    r"\b(?:wip(?:ed|ing)|dust(?:y|ed)|dirty|polish(?:ed|ing)|oil(?:ed|ing)|rusty|sticky|unplugged"
    r"|tired|hungry"
    r"|thirsty|angry|shy|bored|lazy|drunk|on strike|on holiday)\b",
    re.IGNORECASE,
)
_PERSONAL = word_set("i my me mine myself")
_FEELING = word_set(
    """
    bored tired sleepy angry sad happy unhappy lonely shy hungry thirsty jealous embarrassed afraid scared
    grumpy cheerful homesick offended proud ashamed
    """
)
_FELT = re.compile(
    r"\b(?:caught|catches|has|have|had|got|gets) (?:a |the )?(?:cold|flu|headache|hiccups|bad mood)\b"
    r"|\b(?:it|they|he|she|to|can|will|would|that|which|who|and) (?:sing|dance|laugh|smile|weep|pray|sneeze"
    r"|yawn|like|love|hate|enjoy|dream)s?\b(?!-)|^\w+(?: \w+)? (?:sings|laughs|weeps|prays|sneezes"
    r"|yawns|enjoys)\b"
    r"|\b(?:wants?|likes?|loves?|hates?) to\b|\bin love\b|\b(?:fell|falls?|fallen) asleep\b"
    r"|\b(?:to|will|would|they|it) (?:please|comfort|amuse|annoy|entertain|impress|console|flatter"
    r"|tease|thank)s?\b"
    r"|\bneeds? a (?:rest|break|holiday|nap)\b|\bon (?:holiday|vacation)\b|\bgoes? (?:shopping|home)\b",
    re.IGNORECASE,
)
_ALIVE = word_set(
    """
    who whom whose he she his her him i we you people person man woman men women boy girl child children
    patient student pupil teacher doctor nurse worker employee employer customer author poet animal dog cat
    bird friend mother father parent family player team king queen soldier character hero emotion mood
    psychology behaviour behavior speaker feel feeling infant baby adult citizen
    """
)


_REGNAL = re.compile(r"(?<=[a-z]) [IVX]+\b")
_SMILE = re.compile(r"\W*[:;]-?[)(DP]\W*")


def _no_answer(option: Option, reading: Reading) -> str:
    """What an option says that is no answer: a shrug, the writer's own life, feelings of a thing."""
    said = words(option.text)
    if _SHRUG.search(option.text.strip()) or _SMILE.fullmatch(option.text.strip()):
        return f"{option.text!r} is a shrug, no answer"
    others = " ".join(o.text for o in reading.options if o.id != option.id)
    elsewhere = set(words(_REGNAL.sub(" ", f"{reading.stem} {others}")))
    personal = [word for word in said if word in _PERSONAL]
    if personal and len(said) > 1 and reading.item.code is None and _PERSONAL.isdisjoint(elsewhere):
        return f"{personal[0]!r} speaks of the writer or the reader, the item does not"
    if reading.item.code is not None and (bodily := _BODILY.search(option.text)):
        return f"{bodily.group()!r} befalls things, the item speaks of a program"
    silly = FRIVOLOUS.search(option.text)
    spoken_of = {lemma(word) for word in elsewhere | set(words(reading.item.explanation))}
    if silly and spoken_of.isdisjoint(AT_HOME) and not FRIVOLOUS.search(f"{reading.stem} {others}"):
        return f"{silly.group()!r} is no answer that anybody would give"
    if not _ALIVE.isdisjoint(elsewhere) or re.search(r"(?<=\w )[A-Z][a-z]+", reading.stem):
        return ""
    felt = next((word for word in said if word in _FEELING), None)
    found = _FELT.search(option.text)
    if (felt or found) and (found is None or found.group().lower() not in reading.stem.lower()):
        return f"{felt or (found.group() if found else '')!r} is said of people, the item speaks of things"
    return ""


_SHARE = re.compile(r"\b(?:probability|probable|likelihood|chance|p-value)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\bhow (?:many|old|long|far|heavy|tall|often)\b", re.IGNORECASE)
_CLOSE = 1.4
"""Where the other numbers differ by no more than this factor, ten times as much is out of the question."""
_TENFOLD = 9.0
_THOUSANDFOLD = 900.0
_YEARS = (1000.0, 2100.0)


def _cannot_be(option: Option, reading: Reading) -> str:
    """A number that the question rules out: a probability of 17, minus 8 legs, a year of another age."""
    own = amount(option.text)
    if own is None:
        return ""
    asked = reading.asked.text
    high = 100.0 if own.unit in ("%", "percent", "per cent") or re.search(r"per ?cent|%", asked) else 1.0
    if _SHARE.search(asked) and not (0 <= own.value <= high) and not re.search(r"odds|ratio", asked):
        return f"{option.text!r} is no probability"
    if own.value < 0 and _COUNTED.search(asked):
        return f"{option.text!r} counts below nothing"
    others = [lone_quantity(o.text) for o in reading.options if o.id != option.id]
    counted = re.search(r"\bhow many\b", asked, re.IGNORECASE) is not None and not own.unit
    return _far_off(option.text, own, [each for each in others if each is not None], len(others), counted)


def _far_off(text: str, own: Quantity, others: list[Quantity], wanted: int, counted: bool) -> str:
    """Whether a number lies far from all others, and they lie close together; what is counted has no unit in
    which one could slip."""
    if wanted < 3 or len(others) < wanted or {each.base[0] for each in others} != {own.base[0]}:
        return ""
    value, values = own.base[1], [each.base[1] for each in others]
    low, high = min(values), max(values)
    if low <= 0 or low == high:
        return ""
    if all(_YEARS[0] <= each <= _YEARS[1] for each in (*values, value)) and not own.unit:
        apart = min(abs(value - low), abs(value - high))
        return f"{text!r} is of another age than the other years" if apart > max(60, 8 * (high - low)) else ""
    times = value / high if value > high else low / value if value > 0 else 0.0
    if times >= _TENFOLD and high <= _CLOSE * low:
        return f"{text!r} is ten times off, where the others lie close together"
    slip = not counted and any(_digits(each.value) == _digits(own.value) for each in others)
    if times >= _THOUSANDFOLD and high <= _TENFOLD * low and not slip:
        return f"{text!r} is a thousand times off"
    return ""


def _digits(value: float) -> str:
    """The digits of a number whatever its power of ten: a unit or a point may have slipped."""
    return f"{value:g}".partition("e")[0].replace(".", "").strip("0-")


def _out_of_place(option: Option, reading: Reading) -> str:
    """An everyday thing in a short option, of a kind that stem, other options and explanation do not have."""
    if len(option.text.split()) > 7 or re.search(r"[`=(]", option.text):
        return ""
    things = [word for word in content_words(option.text.lower()) if kind_of(word)]
    if not things:
        return ""
    rest = [*reading.stem_content, *reading.explanation_content]
    rest += [word for o in reading.options if o.id != option.id for word in reading.contents[o.id]]
    rest = [word.lower() for word in rest]
    return "" if is_at_home(kind_of(things[0]), set(rest)) else things[0]


_ABSURD = re.compile(
    r"\b(?:just because|for fun|who (?:knows|cares)|made of cheese|my (?:cat|dog)|your (?:mother|mum|mom)"
    r"|homework"
    r"|invisible \w+ held|beyonc[eé]|elvis|taylor swift|harry potter|james bond|darth vader|king kong"
    r"|big ?foot"
    r"|loch ness|the tooth fairy|easter bunny|a kind of (?:cheese|sandwich|dance|hat|shoe|pasta"
    r"|dessert|cake"
    r"|fish))\b",
    re.IGNORECASE,
)
_ADMITTED = re.compile(
    r"\b(?:has|have|had) (?:absolutely |really )?nothing (?:at all )?to do with\b|\b(?:is"
    r"|are) (?:completely |entirely |quite |simply"
    r" |totally )?(?:unrelated|not related|irrelevant|absurd|nonsense|nonsensical|a joke|silly|ridiculous"
    r"|off-topic|fictional"
    r"|made up|invented|imaginary)\b|\bbears no relation\b|\bno connection (?:to|with)\b|\b(?:just|only"
    r"|merely) (?:a joke|for fun|filler)"
    r"|\bfrom (?:another|a different|an unrelated) (?:subject|field|topic|area)\b|\bobviously (?:absurd"
    r"|wrong|not|a joke)\b"
    r"|^(?:unrelated|irrelevant|absurd|nonsense|off-topic)\b|\bnobody would\b|\bno one would\b"
    r"|\bis not even an?\b|\b(?:is|are) an? \w+(?: \w+)?, no \w+\b"
    r"|^no such (?:thing|animal|creature|person|place|device|animals|things|creatures)\b"
    r"|^(?:nobody|no one) (?:ever )?\w+s (?:in|like) (?:this|that|such)\b",
    re.IGNORECASE,
)


RULES = (
    Rule(
        "implausible_distractor",
        "warning",
        "Every wrong option could tempt somebody who has not understood.",
        "An option that nobody picks measures nothing and leaves fewer to guess among.",
        f"{HR}; {SAQUET}",
        choice("What gives leaves their green?", "*Chlorophyll", "Carotene", "A magic spell", "Anthocyanin"),
        choice("What gives leaves their green?", "*Chlorophyll", "Carotene", "Tannin", "Anthocyanin"),
        _implausible,
        yields_to=frozenset(["placeholder_text"]),
    ),
)
