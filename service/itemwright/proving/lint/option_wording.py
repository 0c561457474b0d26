"""The wording of options: absolute or vague words, options of another kind, options nobody would pick."""

import re
from collections.abc import Iterator

from itemwright.domain.item import Option
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.option_sets import speaks_of_others
from itemwright.proving.lint.phrases import ADVERBS
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, SAQUET, Hit, Rule

_ABSOLUTE = re.compile(
    r"(?<![\w-])(?:always|never|only|all(?! (?:sorts|kinds) of\b| the same\b| (?:two|three|four|five"
    r"|six|\d)\b|[- ]or)"
    r"|every(?! other\b)|everything|everyone|everybody|everywhere"
    r"|nobody|nothing|no one|entirely|completely|totally|wholly|fully|absolutely|invariably"
    r"|inevitably|perfectly"
    r"|exclusively|solely|purely|certainly|definitely|impossible|(?<!a )guarantee[sd]?|without exception"
    r"|without fail"
    r"|under (?:any|no|all) circumstances|in (?:all|every|no) cases?|cannot ever|at all times"
    r"|no matter what"
    r"|forever|any(?= (?:kind|sort|time|way|case|size|number|amount|circumstance))|100 ?%)(?![\w-])",
    re.IGNORECASE,
)
_QUANTIFIED = re.compile(
    r"^(?:no(?!,)|none|some|most|few|half|many|one|two|three|both|several|neither|either)\b"
    r"|^\w+ (?:only|alone|or \w+|and"
    r" \w+)$",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"(?<![\w-])(?:always|never|invariably|without exception|under (?:any|no|all) circumstances|completely"
    r"|absolutely"
    r"|in (?:all|every|no) cases?|entirely|totally)(?![\w-])",
    re.IGNORECASE,
)


_ALONE = re.compile(
    rf"(?:{_STRONG.pattern})|only|exclusively|solely|purely|entirely|fully|perfectly|inevitably"
    rf"|guaranteed?s?"
    r"|impossible|without fail|forever|cannot ever|at all times|no matter what|100 ?%|certainly|definitely",
    re.IGNORECASE,
)
"""Marks an option by itself; every, nothing and the like are parts of claims, and mark only side by side."""


_CLAIMS_ALL = re.compile(
    r"(?:it|they|he|she|one|you) (?:\w+ ){1,3}(?:(?:every|all|everything|everyone|everybody"
    r"|any)\b(?! (?:of|the|its"
    r"|their|these|those|his|her)\b)|(?:nothing|nobody|no one) (?:at all|whatsoever))",
    re.IGNORECASE,
)
"""A claim about all there is: they convict every accused. All the oil is a part of what is claimed."""


def _absolute(reading: Reading) -> Iterator[Hit]:
    if reading.kind in CODE_TYPES:
        return
    if reading.kind == "true_false":
        found = _STRONG.search(reading.stem)
        if found and reading.keys and reading.keys[0].text == "False":
            yield Hit("stem", found.span(), f"{found.group()!r} marks a statement as false")
        return
    if any(_ABSOLUTE.search(option.text) for option in reading.keys):
        return
    if any(_QUANTIFIED.match(option.text) for option in reading.keys):
        return  # "Some" beside "all" and "no": the quantity is what is asked
    contrasted = any(re.search(r"\b(?:and|both|neither)\b", option.text) for option in reading.options)
    marked = [(option, spot) for option in reading.wrong if (spot := _marking(option.text, contrasted))]
    said = [option.text[spot[0] : spot[1]] for option, spot in marked]
    if len(marked) == 1 and not _ALONE.fullmatch(said[0]) and not _CLAIMS_ALL.match(marked[0][0].text):
        return
    if not any(_STRONG.fullmatch(each) for each in said) and {_pole(each) for each in said} >= _POLES:
        return  # "all of it" beside "nothing": amounts to choose among
    for option, spot in marked:
        told = f"{option.text[spot[0] : spot[1]]!r} stands in wrong options alone and marks them as wrong"
        yield Hit(reading.field_of(option), spot, told, grave=len(marked) >= 2)


_POLES = frozenset({"all", "none"})


def _pole(said: str) -> str:
    return "none" if said.lower() in ("nothing", "nobody", "no one", "none", "never") else "all"


def _marking(text: str, contrasted: bool) -> tuple[int, int] | None:
    """Where an option has a word like always. In a long one, every and only are part of what it states."""
    masked = re.sub(r"`[^`]*`", lambda m: "`" * len(m.group()), text)
    if speaks_of_others(text) or " " not in text:
        return None
    found = (_ABSOLUTE if len(text.split()) <= 8 else _STRONG).search(masked)
    if found is None or re.search(
        r"\b(?:almost|nearly|not|do|does|did|at|less)\s*$", masked[: found.start()], re.IGNORECASE
    ):
        return None
    if contrasted and found.group().lower() == "only" and len(text.split()) <= 2:
        return None  # "A only", beside "A and B"
    return found.span()


_VAGUE = re.compile(
    r"(?<![\w-])(?:^(?:various|several|some|many|different) (?:\w+ )?(?:people|things|ways|reasons"
    r"|factors|causes|sorts)"
    r"|some (?:effect|influence|impact|role|degree|cases|ways?|extent|difference)"
    r"|a fair while|quite a while|(?:in )?one way or (?:the"
    r" other|another)|every now and (?:then|again)|now and again|a handful|(?:for )?a (?:(?:good"
    r"|long|short|little) )?while|not (?:for )?too"
    r"|not (?:much|many)|very (?:many|few)|^a few(?= [a-z]+$|$)|before long|some time or other|often"
    r"|usually|sometimes"
    r"|frequently|generally|normally|commonly|typically|occasionally"
    r"|rarely|seldom"
    r"|regularly|mostly|fairly|quite|rather(?! than\b)|somewhat|pretty|maybe|perhaps|possibly|probably"
    r"|presumably"
    r"|supposedly|relatively|comparatively|reasonably|moderately|largely|to (?:some|a certain"
    r"|a large) (?:extent|degree)"
    r"|more or less|(?<!\bthe )(?<!\ba )(?<!\bthis )(?<!\bwhat )sort of|kind of(?= (?:\w+ly|\w+ed"
    r"|large|small|big|high|low|fast|slow)\b)"
    r"|a (?:little )?bit"
    r"|a lot(?: of)?|lots of|plenty of|some time|sooner or later|or so|or thereabouts|and so on|etc"
    r"|et cetera"
    r"|and the like|or something|something like|somehow|some kind of|some sort of|in some way"
    r"|various things"
    r"|things like"
    r"|stuff|not very|not so|not too|in most cases|in many cases|in a sense|many a|tends? to"
    r"|around(?= \d{4}\b)"
    r"|a good deal|a great deal|considerabl[ey]|significantly|substantially|pretty much|roughly speaking"
    r"|as a rule"
    r"|all (?:sorts|kinds) of|basically|practically|virtually|hardly any|quite (?:a )?(?:few|some)"
    r"|a good many|a fair"
    r" (?:number|amount|share)|(?<=it )(?:kind|sort) of|now and then|from time to time|by and large"
    r"|not always|not necessarily|(?<=, )in general|^in general)(?![\w-])",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    r"often|usually|sometimes|frequently|generally|normally|commonly|typically|occasionally|rarely|seldom"
    r"|regularly|mostly"
    r"|largely|in (?:most|many) cases|tends? to|as a rule|in general|not always|not necessarily|possibly"
    r"|probably|relatively",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"^\s*(?:than|as|the most|more|less|used|called|known|found|seen|applied)\b", re.IGNORECASE
)


_MEANING = re.compile(r"\b(?:idiom|phrase|proverb|saying|expression|word)\b[^?]*\bmean", re.IGNORECASE)


_PART = re.compile(
    r"\b(?:an?|the) (?:very |rather |quite )?(?:large|small|good|great|big|certain|considerable"
    r"|fair|substantial|significant"
    r"|sizeable|vast|tiny|decent) (?:part|share|number|amount|portion|extent|proportion|quantity"
    r"|fraction|percentage)\b"
    r"(?! (?:of|that|to be)\b)"
    r"|\bfor (?:only )?(?:a|some) (?:very |rather |fairly )?(?:short|long|brief|limited|certain"
    r"|little|good) (?:time|while"
    r"|period)\b|\bas (?:much|many|long|often|soon|tight|little|few|far|high|fast|large|small"
    r"|low) as (?:possible"
    r"|necessary|needed|(?:it |one |they |you )?(?:seems?|thinks?|likes?|wants?|can)(?: \w+)?)$",
    re.IGNORECASE,
)
"""Amounts without a measure: a large part, as much as seems necessary."""
_DEGREE = re.compile(
    r"\b(?:a little|slightly|hardly|barely|scarcely|a lot|strongly|sharply|noticeably"
    r"|markedly|appreciably)\b",
    re.I,
)
_MEASURED = re.compile(
    r"\d|\b(?:halve[sd]?|double[sd]?|triple[sd]?|twice|by (?:half|a third|a quarter"
    r"|(?:\w+ )?(?:fifths|tenths|thirds"
    r"|quarters)))\b",
    re.IGNORECASE,
)


def _unmeasured(option: Option, reading: Reading) -> re.Match[str] | None:
    """An amount without a measure; words of degree count where at least two other options give a measure."""
    if found := _PART.search(option.text):
        return found
    measured = sum(_MEASURED.search(o.text) is not None for o in reading.options if o.id != option.id)
    return _DEGREE.search(option.text) if measured >= 2 and not _MEASURED.search(option.text) else None


def _is_scale(reading: Reading) -> bool:
    """Whether the options are adverbs of frequency, so that these are what is asked."""
    return sum(option.text.strip().lower() in ADVERBS for option in reading.options) >= 2


def _vague(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses or reading.kind in CODE_TYPES:
        return
    for option in reading.options:
        if found := _unmeasured(option, reading):
            told = f"{found.group()!r} means a different thing to each reader"
            yield Hit(reading.field_of(option), found.span(), told)
            continue
        for found in _VAGUE.finditer(option.text):
            before = option.text[: found.start()].rstrip().lower()
            if found.group() == option.text.strip() and _is_scale(reading):
                continue
            if _MEANING.search(reading.stem):
                continue
            if len(option.text.split()) >= 11 and _FREQUENCY.fullmatch(found.group()):
                continue  # a statement of fact is hedged as the fact is
            if _COMPARED.match(option.text[found.end() :]) or before.endswith(
                ("how", "more", "less", "most")
            ):
                continue
            told = f"{found.group()!r} means a different thing to each reader"
            yield Hit(reading.field_of(option), found.span(), told)
            break


RULES = (
    Rule(
        "absolute_term",
        "warning",
        "Words like always and never do not stand in wrong options alone.",
        "Hardly anything holds without exception, so such options are ruled out unread.",
        f"{HR}; {SAQUET}",
        choice(
            "What do bees do in winter?",
            "They always die",
            "*They cluster and live on honey",
            "They fly to warmer regions",
            "They hatch their eggs",
        ),
        choice(
            "What do bees do in winter?",
            "They die within days",
            "*They cluster and live on honey",
            "They fly to warmer regions",
            "They hatch their eggs",
        ),
        _absolute,
        has_grave=True,
        yields_to=frozenset(["double_negative", "trick_question", "vague_term"]),
    ),
    Rule(
        "vague_term",
        "warning",
        "Options do not use words of no fixed measure.",
        "Often, fairly and maybe mean different things to different readers, so no option is surely wrong.",
        f"{HR}; {SAQUET}",
        choice(
            "When do swifts leave Berlin?",
            "*At the start of August",
            "In June",
            "Fairly late in the year",
            "In March",
        ),
        choice(
            "When do swifts leave Berlin?", "*At the start of August", "In June", "In December", "In March"
        ),
        _vague,
    ),
)
