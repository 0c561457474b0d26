"""Hints: they do not tell the key, and tell something that the stem does not."""

import re
from collections.abc import Iterator

from itemwright.domain.item import NumericKey, Option
from itemwright.proving.lint.examples import choice, gaps
from itemwright.proving.lint.hint_signs import (
    told_arrangement,
    told_beginning,
    told_extreme,
    told_letters,
    told_number,
    told_pieces,
    told_place,
    told_truth,
)
from itemwright.proving.lint.phrases import same_root, word_set
from itemwright.proving.lint.quantities import Quantity, calculate, lone_quantity, quantities
from itemwright.proving.lint.reading import CODE_TYPES, LETTERED, Reading, spot_of
from itemwright.proving.lint.rule import OWN, Fix, Hit, Rule
from itemwright.proving.lint.study_talk import is_study_talk
from itemwright.proving.lint.thing_kinds import kinds_above, kinds_named
from itemwright.text import NEGATIONS, content_words, lemma, tokens, words
from itemwright.writing.feedback_rules import is_generic
from itemwright.writing.hint_leak import leaks

_SUM_IN_WORDS = re.compile(
    r"\b(?:divide|multiply|add|subtract|take)\s+([\d.,/]+)\s*(?:by|with|and|to|from|times)\s+([\d.,/]+)"
    r"|([\d.,]+)\s*([-+*/×·÷−]|divided by|times|plus|minus|multiplied by|over)\s*([\d.,]+)(?!\s*=)",
    re.IGNORECASE,
)


def _hint_leaks(reading: Reading) -> Iterator[Hit]:
    for at, hint in enumerate(reading.item.hints):
        field, fix = f"hints.{at}", Fix(field=f"hints.{at}", remove=True)
        if found := _telling(hint, reading):
            yield Hit(field, found[0], f"the hint tells the key: {found[1]}", fix)


def _telling(hint: str, reading: Reading) -> tuple[tuple[int, int] | None, str] | None:
    item = reading.item
    lettered = LETTERED.search(hint)
    if (
        lettered
        and not re.search(r"\bnot\s*$", hint[: lettered.start()])
        and (lettered[1] or lettered[2]).lower() in {o.id.lower() for o in reading.keys}
    ):
        return lettered.span(), lettered.group()
    if spot := _told_by_sign(hint, reading):
        return spot, hint[spot[0] : spot[1]]
    if isinstance(item.key, NumericKey):
        return _number_told(hint, item.key.value, reading.stem)
    is_code = item.code is not None
    if not is_code and (joined := told_pieces(hint, reading.stem, _answers(reading))):
        return joined, hint[joined[0] : joined[1]]
    if not is_code and (spelt := _SPELT.search(hint)) and _spells(spelt, reading):
        return spelt.span(), spelt.group()
    for text in _answers(reading):
        if is_code and reading.kind in CODE_TYPES:
            if _code_told(hint, text, reading):
                return None, repr(text)
            continue
        if text.strip().strip("`") in _CONSTANTS:
            continue  # every hint about code may name them
        if (value := lone_quantity(text)) and len(text) > 1:
            if told := _number_told(hint, value.value, reading.stem):
                return told
            continue
        if leaks(hint, text, reading.stem, is_code):
            return spot_of(hint, text), repr(text)
    if reading.chooses and not is_code and _leaves_one(hint, reading):
        return None, "it rules out every wrong option"
    if reading.chooses and not is_code:
        for key in reading.keys if reading.kind != "multiple_response" else ():
            if spot := _own_words_told(hint, key, reading):
                return spot, hint[spot[0] : spot[1]]
        if reading.kind == "multiple_response":
            rest = _without_options(hint, reading)
            for key in reading.keys:
                if leaks(rest, key.text, reading.stem) or _pattern_told(rest, key.text):
                    return spot_of(hint, key.text), repr(key.text)
    elif reading.kind in ("cloze", "short_answer"):
        for text in reading.accepted:
            if spot := _whole_answer(hint, text, set(reading.stem_content)):
                return spot, hint[spot[0] : spot[1]]
    return None


def _told_by_sign(hint: str, reading: Reading) -> tuple[int, int] | None:
    """Where a hint tells the key by its place, letters, number in words, order or truth."""
    return (
        told_place(hint, reading)
        or told_number(hint, reading)
        or told_arrangement(hint, reading)
        or told_truth(hint, reading)
        or (told_beginning(hint, reading) if reading.item.code is None else None)
        or told_extreme(hint, reading)
        or (told_letters(hint, _answers(reading)) if reading.item.code is None else None)
    )


_CONSTANTS = frozenset({"True", "False", "None", "null", "true", "false"})
_SPELT = re.compile(r"\b([A-Za-z]{4,})(?:\.\.\.|…|-$|_+)")


def _spells(found: re.Match[str], reading: Reading) -> bool:
    """Whether a cut word begins an answer: "paediatr..."."""
    return any(word.startswith(found[1].lower()) for text in _answers(reading) for word in words(text))


_EXCLUDES = re.compile(
    r"\b(?:rul(?:e|ed|ing) out|struck out|strike out|cross(?:ed)? out|exclud(?:e|ed)|eliminat(?:e"
    r"|ed)|discard(?:ed)?"
    r"|drop(?:ped)?|leave[^.]* (?:aside|out)|forget|set aside|put aside|can be ignored"
    r"|no need to consider)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    rf"\b(?:not?|nor|neither|never|isn[’']t|aren[’']t|except)\b|{_EXCLUDES.pattern}", re.IGNORECASE
)


def _leaves_one(hint: str, reading: Reading) -> bool:
    """Whether the hint denies every wrong option by name."""
    said = f" {' '.join(words(hint))} "
    bare = [re.sub(r"^(?:the|an?) ", "", " ".join(words(option.text))) for option in reading.wrong]
    denies = _DENIES.search(hint)
    if len(bare) < 2 or denies is None:
        return False
    if all(text and f" {text} " in said for text in bare) or _denied_by_parts(hint, reading):
        return True
    named = kinds_named(hint)
    ruled_out = [f" {text} " in said or bool(named & kinds_above(text)) for text in bare]
    keyed = any(named & kinds_above(option.text) for option in reading.keys)
    return _EXCLUDES.search(hint) is not None and all(ruled_out) and not keyed


def _denied_by_parts(hint: str, reading: Reading) -> bool:
    """Whether each wrong option, and not the key, is named at least by a word of its own: "neither the
    preterite nor a perfect tense", where the perfect and the pluperfect are the others."""
    told = {word for word in content_words(hint) if len(word) >= _PART} - set(reading.stem_content)
    keyed = {word for option in reading.keys for word in reading.contents[option.id]}

    def named(contents: list[str]) -> bool:
        return any(word not in keyed and any(part in word for part in told) for word in contents)

    if not reading.keys or any(word in told for word in keyed):
        return False
    clause = re.search(r"\b(?:neither|nor|not|none|rule out|except|isn[’']t|aren[’']t)\b(.*)", hint, re.I)
    listed = clause is not None and len(re.findall(r"\b(?:nor|or|and)\b|,", clause[1])) >= 1
    return listed and len(reading.wrong) >= 2 and all(named(reading.contents[o.id]) for o in reading.wrong)


_PART = 5
"""Shorter words stand in longer ones by chance."""


def _without_options(hint: str, reading: Reading) -> str:
    """The hint without the options that it quotes: "To judge “...”, ask yourself" tells nothing."""
    for option in reading.options:
        hint = hint.replace(f"“{option.text}”", "“”")
    return hint


def _whole_answer(hint: str, text: str, stem: set[str]) -> tuple[int, int] | None:
    """Where a hint says every word of an answer, perhaps in another form: palaeontologists, palaeontology."""
    wanted = [word for word in content_words(text) if word not in stem]
    if not wanted or max(map(len, wanted)) < 5 or NEGATIONS & set(words(text)) or "nothing" in words(text):
        return None
    found = [next((s for s in tokens(hint) if same_root(lemma(s.text), word)), None) for word in wanted]
    told = [span for span in found if span is not None]
    return (
        (told[0].start, told[-1].end) if len(told) == len(wanted) and told[0].start < told[-1].end else None
    )


def _answers(reading: Reading) -> list[str]:
    if reading.chooses:
        return [key.text for key in reading.keys] if reading.key else []
    if reading.kind in ("cloze", "short_answer", "code_cloze", "output_prediction", "debug"):
        return list(dict.fromkeys(reading.accepted))
    return []


def _code_told(hint: str, text: str, reading: Reading) -> bool:
    if text.strip() in _CONSTANTS:
        return False
    if len(text.strip()) < 2 or text.strip().isdigit():
        return bool(re.search(rf"`{re.escape(text.strip())}`", hint)) and text.strip() not in reading.stem
    if reading.kind == "output_prediction" and len(text) > 3 and text.isalpha() and text in words(hint):
        return text not in reading.stem and text not in (reading.item.code or "")
    quoted = re.findall(r"`([^`]*)`", hint)
    if any(text.strip() == each.strip().rstrip("()") or text.strip() == each.strip() for each in quoted):
        return True
    return len(text) > 3 and not text.isalpha() and " ".join(text.split()) in " ".join(hint.split())


def _pattern_told(hint: str, text: str) -> bool:
    """A hint that gives the key with its end left open: 172.20.x.x for 172.20.0.1."""
    found = re.findall(r"[\w.:/-]*\d[\w.:/-]*(?:\.[x*]|[x*]{2,})[\w.:/*-]*", hint)
    return any(
        len(each) > 4 and re.fullmatch(re.sub(r"(?:\\\*|x)+", ".+", re.escape(each)), text.strip())
        for each in found
    )


def _number_told(hint: str, value: float, stem: str) -> tuple[tuple[int, int] | None, str] | None:
    given = {q.value for q in quantities(stem)}
    for found in quantities(hint):
        if (
            _is_rounded(hint[found.start : found.end], found.value, value)
            and not re.search(r"\b(?:wrong|not|mistake|instead of|than)\b[^.;:]*$", hint[: found.start])
            and found.value not in given
            and (abs(value) > 12 or value != int(value) or _concludes(hint, found))
        ):
            return (found.start, found.end), hint[found.start : found.end]
    for match in _SUM_IN_WORDS.finditer(hint):
        verb = match.group().split()[0].lower()
        if match[1]:
            sign = {"divide": "/", "multiply": "*", "add": "+", "take": "*"}.get(verb, "-")
            one, two = match[1], match[2]
            backwards = verb == "subtract" or re.search(r"\bfrom\b", match.group())
            said = f"{two} - {one}" if backwards else f"{one} {sign} {two}"
        else:
            sign = {
                "divided by": "/",
                "times": "*",
                "plus": "+",
                "minus": "-",
                "multiplied by": "*",
                "over": "/",
            }.get(match[4].lower(), match[4])
            said = f"{match[3]} {sign} {match[5]}"
        result = calculate(said.replace(",", "").rstrip("."))
        operands = [q.value for q in quantities(match.group())]
        if result is not None and abs(result - value) <= 0.006 * abs(value) and not set(operands) <= given:
            return match.span(), match.group()
    return None


def _is_rounded(shown: str, told: float, value: float) -> bool:
    """Whether a number is `value`, perhaps rounded to the digits shown."""
    decimals = len(shown.partition(".")[2].rstrip("% ")) if "." in shown else 0
    return told == value or (decimals > 0 and told == round(value, min(decimals, 9)))


def _concludes(text: str, found: Quantity) -> bool:
    before = text[: found.start].rstrip().lower()
    return before.endswith(
        (
            "=",
            "is",
            "are",
            "gives",
            "makes",
            "get",
            "make",
            "total",
            "altogether",
            "answer",
            "result",
            "equals",
            "to",
        )
    )


def _own_words_told(hint: str, key: Option, reading: Reading) -> tuple[int, int] | None:
    """Words that the key has and neither stem nor a wrong option: most of them, told in the hint."""
    own = {word for word in reading.own(key) if len(word) > 4 and word not in _GENERAL}
    if not own or (len(own) == 1 and len(set(reading.contents[key.id])) > 3):
        return None
    told = [span for span in tokens(hint) if any(same_root(lemma(span.text), word) for word in own)]
    shared = {word for word in own if any(same_root(lemma(span.text), word) for span in told)}
    elsewhere = {word for option in reading.wrong for word in reading.own(option)}
    others = any(
        same_root(lemma(span.text), word) for span in tokens(hint) for word in elsewhere if len(word) > 3
    )
    if told and 3 * len(shared) >= 2 * len(own) and not others and len(own) <= 6:
        return told[0].start, told[0].end
    return None


_GENERAL = word_set("statement value function method option answer number result expression element example")
"""Words that hints need whatever the key: "which statement", "look at the value"."""
_ADVICE = word_set(
    """
    think remember recall consider look ask note compare begin start try imagine read question answer
    hint clue word term right
    """
)


_ASKS_WHY = re.compile(r"\W*(?:why|what for|to what end)\b", re.IGNORECASE)
"""Such a question leads on, even in the words of the stem."""


def _hint_repeats(reading: Reading) -> Iterator[Hit]:
    stem = reading.stem_content
    asked_for = {word for word in stem if len(word) > 2}
    for at, hint in enumerate(reading.item.hints):
        if re.search(r"\d\s*[-+*/=×]|[“”]", hint):
            continue
        said = [word for word in content_words(hint) if word not in _ADVICE]
        known, in_order = _restated(said, stem)
        asks = hint.strip().endswith("?") and len(said) - known == 1
        covered = sum(any(same_root(word, each) for each in said) for word in asked_for)
        if 3 * covered <= len(asked_for) or _ASKS_WHY.match(hint):
            continue
        if known >= 2 and (known >= 0.8 * len(said) or asks) and in_order >= 0.7 * known:
            told = "the hint says what the stem says"
            yield Hit(f"hints.{at}", None, told, Fix(field=f"hints.{at}", remove=True))


def _restated(said: list[str], stem: list[str]) -> tuple[int, int]:
    """How many words come from the stem, and how many of them in its order (longest common subsequence)."""
    pairs = [[same_root(word, other) or _begins(word, other) for other in stem] for word in said]
    longest = [0] * (len(stem) + 1)
    for row in pairs:
        before = longest[:]
        for at, same in enumerate(row):
            longest[at + 1] = before[at] + 1 if same else max(before[at + 1], longest[at])
    return sum(map(any, pairs)), longest[-1]


def _begins(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))


def _generic_hint(reading: Reading) -> Iterator[Hit]:
    for at, hint in enumerate(reading.item.hints):
        if is_generic(hint) or is_study_talk(hint):
            field = f"hints.{at}"
            yield Hit(field, None, "the hint fits any item", Fix(field=field, remove=True))


RULES = (
    Rule(
        "hint_leaks_key",
        "error",
        "A hint does not tell the key.",
        "A hint that holds the answer ends the attempt and the evidence with it.",
        OWN,
        choice(
            "Which gas do plants take up for photosynthesis?",
            "Oxygen",
            "*Carbon dioxide",
            "Nitrogen",
            "Helium",
            hints=["Plants need carbon dioxide and water."],
        ),
        choice(
            "Which gas do plants take up for photosynthesis?",
            "Oxygen",
            "*Carbon dioxide",
            "Nitrogen",
            "Helium",
            hints=["It is the gas that a burning candle gives off."],
        ),
        _hint_leaks,
    ),
    Rule(
        "hint_repeats_stem",
        "note",
        "A hint says something that the stem does not.",
        "A hint that costs credit and says nothing new is a bad bargain.",
        OWN,
        gaps(
            "The bone that joins the knee to the hip is called the ____.",
            "femur",
            hints=["It is the bone joining hip and knee."],
        ),
        gaps(
            "The bone that joins the knee to the hip is called the ____.",
            "femur",
            hints=["It is the longest one of the body, with a Latin name."],
        ),
        _hint_repeats,
    ),
    Rule(
        "hint_generic",
        "warning",
        "A hint is about this item.",
        "What fits any item helps with none.",
        OWN,
        gaps("The ____ of a boat is its left side.", "port", hints=["Think carefully about it."]),
        gaps("The ____ of a boat is its left side.", "port", hints=["Its lamp is red."]),
        _generic_hint,
    ),
)
