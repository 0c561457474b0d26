"""The wording of options: absolute or vague words, options of another kind, options nobody would pick."""

import re
from collections import Counter
from collections.abc import Iterator

from itemwright.domain.item import Option
from itemwright.proving.lint.everyday import SURROUNDINGS, kind_of
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.option_sets import speaks_of_others
from itemwright.proving.lint.option_values import amount, is_date
from itemwright.proving.lint.phrases import forms, kinds_of
from itemwright.proving.lint.quantities import as_range
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, SAQUET, Hit, Rule
from itemwright.text import content_words

_ABSOLUTE = re.compile(
    r"(?<![\w-])(?:always|never|only|all(?! the same\b| (?:two|three|four|five|six|\d)\b|[- ]or)"
    r"|every(?! other\b)|everything|everyone|everybody|everywhere"
    r"|nobody|nothing|no one|none(?! of)|entirely|completely|totally|wholly|fully|absolutely|invariably"
    r"|inevitably|perfectly"
    r"|exclusively|solely|purely|certainly|definitely|impossible|guarantee[sd]?|without exception"
    r"|without fail"
    r"|under (?:any|no|all) circumstances|in (?:all|every|no) cases?|cannot ever|at all times|no matter what"
    r"|forever|any(?= (?:kind|sort|time|way|case|size|number|amount|circumstance))|100 ?%)(?![\w-])",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"(?<![\w-])(?:always|never|invariably|without exception|under (?:any|no|all) circumstances|completely"
    r"|absolutely"
    r"|in (?:all|every|no) cases?|entirely|totally|everyone|nobody|no one)(?![\w-])",
    re.IGNORECASE,
)


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
    contrasted = any(re.search(r"\b(?:and|both|neither)\b", option.text) for option in reading.options)
    marked = [(option, spot) for option in reading.wrong if (spot := _marking(option.text, contrasted))]
    for option, spot in marked:
        told = f"{option.text[spot[0] : spot[1]]!r} stands in wrong options alone and marks them as wrong"
        yield Hit(reading.field_of(option), spot, told, grave=len(marked) >= 2)


def _marking(text: str, contrasted: bool) -> tuple[int, int] | None:
    """Where an option has a word like always. In a long one, every and only are part of what it states."""
    masked = re.sub(r"`[^`]*`", lambda m: "`" * len(m.group()), text)
    if speaks_of_others(text) or " " not in text:
        return None
    found = (_ABSOLUTE if len(text.split()) <= 8 else _STRONG).search(masked)
    if found is None or re.search(
        r"\b(?:almost|nearly|not|do|does|did|at)\s*$", masked[: found.start()], re.IGNORECASE
    ):
        return None
    if contrasted and found.group().lower() == "only" and len(text.split()) <= 2:
        return None  # "A only", beside "A and B"
    return found.span()


_VAGUE = re.compile(
    r"(?<![\w-])(?:often|usually|sometimes|frequently|generally|normally|commonly|typically|occasionally"
    r"|rarely|seldom"
    r"|regularly|mostly|fairly|quite|rather(?! than\b)|somewhat|pretty|maybe|perhaps|possibly|probably"
    r"|presumably"
    r"|supposedly|relatively|comparatively|reasonably|moderately|largely|to (?:some|a certain"
    r"|a large) (?:extent|degree)"
    r"|more or less|sort of|kind of(?= (?:\w+ly|\w+ed|large|small|big|high|low|fast|slow)\b)"
    r"|a (?:little )?bit"
    r"|a lot(?: of)?|lots of|plenty of|some time|sooner or later|or so|or thereabouts|and so on|etc|et cetera"
    r"|and the like|or something|something like|somehow|some kind of|some sort of|in some way|various things"
    r"|things like"
    r"|stuff|not very|not so|not too|in most cases|in many cases|in a sense|many a|tends? to"
    r"|around(?= \d{4}\b)"
    r"|a good deal|a great deal|considerabl[ey]|significantly|substantially|pretty much|roughly speaking"
    r"|as a rule"
    r"|now and then|from time to time|by and large|not always|not necessarily|in general)(?![\w-])",
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


def _vague(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses or reading.kind in CODE_TYPES:
        return
    for option in reading.options:
        for found in _VAGUE.finditer(option.text):
            before = option.text[: found.start()].rstrip().lower()
            if len(option.text.split()) >= 11 and _FREQUENCY.fullmatch(found.group()):
                continue  # a statement of fact is hedged as the fact is
            if _COMPARED.match(option.text[found.end() :]) or before.endswith(
                ("how", "more", "less", "most")
            ):
                continue
            told = f"{found.group()!r} means a different thing to each reader"
            yield Hit(reading.field_of(option), found.span(), told)
            break


_PROCESS = re.compile(
    r"(?:ing|tion|sion|ment|sis|ance|ence|al|ure|age|th|ity|ism|y|er|or|ics)$", re.IGNORECASE
)


def _heterogeneous(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses or reading.kind in CODE_TYPES:
        return
    options = [option for option in reading.options if not speaks_of_others(option.text)]
    if len(options) < 3:
        return
    found = [_form(option.text) for option in options]
    counted = Counter(form for each in found if "any" not in each for form in each)
    told = [each for each in found if "any" not in each]
    if len(told) < 3:
        return
    best, most = max(counted.items(), key=lambda pair: (pair[1], pair[0]))
    if most < len(told):
        odd = [o for o, each in zip(options, found, strict=True) if "any" not in each and best not in each]
        if not all(_fits(o.text, best) for o in odd):
            yield Hit("options", None, f"{odd[0].text!r} is of another form than the others")
            return
    single = [
        o
        for o in options
        if re.fullmatch(r"(?!nothing|everything|something)[A-Za-z]+ing", o.text.strip())
        and "gerund" in forms(o.text)
    ]
    rest = [o for o in options if o not in single]
    things = [o for o in rest if "VERB" not in kinds_of(o.text.strip().lower())]
    if len(single) == 1 and len(things) >= 2 and not any(_PROCESS.search(o.text.strip()) for o in rest):
        yield Hit("options", None, f"{single[0].text!r} is an activity, the others are things")


def _form(text: str) -> frozenset[str]:
    """The forms of an option; a quantity or a range is a number, and so is what stands for one."""
    bare = text.strip().rstrip(".")
    if is_date(bare):
        return frozenset({"number", "noun"})
    if _LIKE_NUMBER.match(bare) or (
        (amount(bare) or as_range(bare)) and not bare.lower().startswith(("it ", "they "))
    ):
        return frozenset({"number"})
    if re.match(
        r"(?:nothing|it depends\b|this depends\b|yes\b|no$|no,|not at all|may \d)", bare, re.IGNORECASE
    ):
        return frozenset({"any"})
    return forms(text)


_LIKE_NUMBER = re.compile(
    r"(?:none|infinite(?:ly many)?|infinity|unlimited|zero|never|undefined|an? (?:\w+ )?error|once|twice"
    r"|daily|\w+ times"
    r"|(?:always )?(?:negative|positive))$",
    re.IGNORECASE,
)


def _fits(text: str, best: str) -> bool:
    """Whether a text of another form still compares: a figure with words beside figures."""
    return best == "number" and bool(re.search(r"\d", text))


def _implausible(reading: Reading) -> Iterator[Hit]:
    """Words nobody expects in the subject, or a rationale that admits it. Nearness in meaning does not tell:
    wrong options that are meant to tempt lie as far from the key as absurd ones do."""
    if reading.key is None or not reading.chooses or reading.kind in CODE_TYPES:
        return
    known = " ".join(
        [reading.stem, *(option.text for option in reading.keys), reading.item.explanation]
    ).lower()
    for option in reading.wrong:
        if speaks_of_others(option.text):
            continue
        admitted, absurd = _ADMITTED.search(option.rationale), _ABSURD.search(option.text)
        if absurd and absurd.group().lower() not in known:
            yield Hit(reading.field_of(option), absurd.span(), f"{absurd.group()!r} is a joke, no distractor")
        elif admitted and len(option.text.split()) <= 6:
            told = f"by its own rationale it {admitted.group()!r}: no mistake leads to it"
            yield Hit(reading.field_of(option), None, told)
        elif thing := _out_of_place(option, reading):
            told = f"{thing!r} belongs to everyday life, and nothing else in the item does"
            yield Hit(reading.field_of(option), None, told)


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
    if any(kind_of(word) for word in rest) or not SURROUNDINGS.isdisjoint(rest):
        return ""
    return things[0]


_ABSURD = re.compile(
    r"\b(?:just because|for fun|who (?:knows|cares)|made of cheese|my (?:cat|dog)|your (?:mother|mum|mom)"
    r"|homework"
    r"|invisible \w+ held|beyonc[eé]|elvis|taylor swift|harry potter|james bond|darth vader|king kong"
    r"|big ?foot"
    r"|loch ness|the tooth fairy|easter bunny|a kind of (?:cheese|sandwich|dance|hat|shoe|pasta|dessert|cake"
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
    r"|\bis not even an?\b|\b(?:is|are) an? \w+(?: \w+)?, no \w+\b",
    re.IGNORECASE,
)


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
    Rule(
        "heterogeneous_options",
        "warning",
        "Options are things of one kind, in one grammatical form.",
        "An option of another kind is ruled out by its form, or is hard to compare.",
        HR,
        choice(
            "What makes bread rise?",
            "*Gas from yeast",
            "Steam from the crust",
            "It is kneaded for an hour",
            "Sugar in the flour",
        ),
        choice(
            "What makes bread rise?",
            "*Gas from yeast",
            "Steam from the crust",
            "Air from the kneading",
            "Sugar in the flour",
        ),
        _heterogeneous,
    ),
    Rule(
        "implausible_distractor",
        "warning",
        "Every wrong option could tempt somebody who has not understood.",
        "An option that nobody picks measures nothing and leaves fewer to guess among.",
        f"{HR}; {SAQUET}",
        choice("What gives leaves their green?", "*Chlorophyll", "Carotene", "A magic spell", "Anthocyanin"),
        choice("What gives leaves their green?", "*Chlorophyll", "Carotene", "Tannin", "Anthocyanin"),
        _implausible,
    ),
)
