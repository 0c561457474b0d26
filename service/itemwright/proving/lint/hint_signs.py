"""Hints that tell the key without naming it: by its place, letters, number in words, order or truth."""

import re
from collections import Counter

from itemwright.domain.item import NumericKey
from itemwright.proving.lint.phrases import same_root, word_set
from itemwright.proving.lint.quantities import lone_quantity, quantities
from itemwright.proving.lint.reading import Reading, spot_of
from itemwright.text import content_words, lemma, sentences, tokens, words

_NTH = {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5,
    "top": 0, "1st": 0, "2nd": 1, "3rd": 2, "4th": 3,
}  # fmt: skip
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|top|bottom|last)"
_CHOICE = r"(?:options?|choices?|answers?|alternatives?|ones?)"
_PLACED = re.compile(
    rf"\b(?P<one>{_ORDINAL})(?:(?:,| and| or)+ (?:the )?(?P<two>{_ORDINAL}))? {_CHOICE}\b"
    rf"|\b(?:tick|choose|pick|take|mark|select|check|cross)\b[^.;]{{0,20}}?\bthe (?P<alone>{_ORDINAL})"
    rf"(?:(?:,| and)+ (?:the )?(?P<also>{_ORDINAL}))?(?=[.;,!]|$)",
    re.IGNORECASE,
)
_RULED_OUT = re.compile(
    r"\b(?:not|isn[’']t|aren[’']t|never|rule out|wrong|except|but|cross out|strike|drop"
    r"|leave out)\b[^.;]*$",
    re.I,
)
_ALL_BUT = re.compile(
    r"\b(?:everything|all|anything|every (?:option|choice|answer))\b[^.;]*\b(?:but|except)\b", re.I
)


def told_place(hint: str, reading: Reading) -> tuple[int, int] | None:
    """Where a hint points at the key by its place: "cross out all but the second choice"."""
    found = _PLACED.search(hint) if reading.chooses and reading.item.code is None else None
    if found is None:
        return None
    before = hint[: found.start()] + hint[found.start() : found.end()].split()[0]
    if _RULED_OUT.search(before) and not _ALL_BUT.search(before):
        return None
    ids = [option.id for option in reading.options]
    named = {
        ids[at]
        for name in found.groupdict().values()
        if name
        for at in [_at(name, len(ids))]
        if at < len(ids)
    }
    return found.span() if named and named == {option.id for option in reading.keys} else None


def _at(name: str, count: int) -> int:
    return count - 1 if name.lower() in ("last", "bottom") else _NTH[name.lower()]


_SPELLED = re.compile(r"\b[A-Za-z](?:[-– .,]{1,2}[A-Za-z]){3,}\b")
_MIXED = re.compile(
    r"\b(?:anagram|unscramble|rearrange|mixed|jumbled|backwards|reversed|letters)\b", re.IGNORECASE
)
_ENDS = re.compile(
    r"\b(?:begins?|starts?|opens?) (?:with"
    r"|in) (?:the letters? )?[\"'“‘]?([a-z]+)\b.*?\bends? (?:with|in|on)"
    r" (?:the letters? )?[\"'“‘-]{0,2}([a-z]+)\b",
    re.IGNORECASE,
)


def told_letters(hint: str, texts: list[str]) -> tuple[int, int] | None:
    """Where a hint spells an answer out, mixes its letters, or gives its beginning and its end."""
    for text in texts:
        bare = re.sub(r"[^a-z]", "", text.lower())
        if len(bare) < 4:
            continue
        for found in _SPELLED.finditer(hint):
            if Counter(re.sub(r"[^a-z]", "", found.group().lower())) == Counter(bare):
                return found.span()
        if _MIXED.search(hint):
            for span in tokens(hint):
                word = span.text.lower()
                if word != bare and (Counter(word) == Counter(bare) or word == bare[::-1]):
                    return span.start, span.end
        found_ends = _ENDS.search(hint)
        if found_ends and bare.startswith(found_ends[1].lower()) and bare.endswith(found_ends[2].lower()):
            return found_ends.span()
    return None


_SHORTEST_PIECE = 3
_WITH_LETTER = re.compile(
    r"\b(?P<piece>[a-z]{2,}) with (?:an? |the )?(?:letter )?[\"'“‘]?(?P<letter>[a-z])[\"'”’]?"
    r" (?P<place>before|in front|at the (?:start|beginning)|after|behind|at the end|added)\b",
    re.IGNORECASE,
)


def told_pieces(hint: str, stem: str, texts: list[str]) -> tuple[int, int] | None:
    """Where a hint names the pieces of a one-word answer: over and fitting, ice with an m."""
    spans = tokens(hint)
    for text in texts:
        word = text.strip().lower()
        if not word.isalpha() or word in stem.lower():
            continue
        if (found := _WITH_LETTER.search(hint)) and word in (
            (found["letter"] + found["piece"]).lower(),
            (found["piece"] + found["letter"]).lower(),
        ):
            return found.span()
        for span in spans:
            if "-" in span.text and span.text.lower().replace("-", "") == word:
                return span.start, span.end
        pieces = [span for span in spans if len(span.text) >= _SHORTEST_PIECE and span.text.lower() in word]
        for at, one in enumerate(pieces):
            for other in pieces[at + 1 :]:
                if word in (one.text.lower() + other.text.lower(), other.text.lower() + one.text.lower()):
                    return one.start, other.end
    return None


_BEGINS = re.compile(
    r"\b(?:begins?|starts?|opens?) (?:with|in) (?:the |an? )?(?:letters? |syllables? )?"
    r"[\"'“‘]?([A-Za-z]{1,5})(?=[\"'”’.,;:!)\s-]|$)|\b(?:first|initial) letter (?:is"
    r"|of it is) (?:an? )?[\"'“‘]?([A-Za-z])\b",
    re.IGNORECASE,
)
_RHYMES = re.compile(
    r"\b(?:rhymes? with|sounds? (?:just |almost |a lot |much )?like) (?:the (?:word|name) )?"
    r"[\"'“‘]?([a-z]{3,})",
    re.IGNORECASE,
)
_LETTER_WORDS = word_set("a an the one that this its it two three vowel consonant capital small same")


def told_beginning(hint: str, reading: Reading) -> tuple[int, int] | None:
    """Where a hint gives a first letter that the key alone has, or a rhyme on the answer."""
    if found := _RHYMES.search(hint):
        answers = [o.text for o in reading.keys] if reading.chooses else reading.accepted
        said = [words(text)[-1] for text in answers if words(text)]
        rhyme = found[1].lower()
        if any(len(word) > 2 and word != rhyme and word[-3:] == rhyme[-3:] for word in said):
            return found.span()
    if reading.key is None or not reading.chooses or not (found := _BEGINS.search(hint)):
        return None
    start = (found[1] or found[2]).lower()
    if start in _LETTER_WORDS and start != "a":
        return None
    begin = [re.sub(r"^(?:the|an?|to) ", "", option.text.strip().lower()) for option in reading.wrong]
    own = re.sub(r"^(?:the|an?|to) ", "", reading.key.text.strip().lower())
    return found.span() if own.startswith(start) and not any(b.startswith(start) for b in begin) else None


_EXTREME = re.compile(
    r"\b(?:(?P<high>largest|biggest|highest|greatest)|(?P<low>smallest|lowest|least)|(?P<long>longest)"
    r"|(?P<short>shortest)) (?:of (?:the|these|all)(?: \w+)? )?(?:options?|choices?|answers?|alternatives?"
    r"|numbers?|values?|figures?|one)\b(?! (?:that|which|who|of|in)\b)",
    re.IGNORECASE,
)


def told_extreme(hint: str, reading: Reading) -> tuple[int, int] | None:
    """Where a hint points at the largest, smallest, longest or shortest option, and the key is that one."""
    found = _EXTREME.search(hint)
    if found is None or reading.key is None or not reading.chooses or len(reading.options) < 3:
        return None
    if _RULED_OUT.search(hint[: found.start()]):
        return None
    if found["long"] or found["short"]:
        sizes = {option.id: float(len(option.text)) for option in reading.options}
    else:
        told = {option.id: lone_quantity(option.text) for option in reading.options}
        sizes = {name: each.base[1] for name, each in told.items() if each is not None}
    if len(sizes) < len(reading.options):
        return None
    most = max(sizes.values()) if found["high"] or found["long"] else min(sizes.values())
    at_end = [name for name, size in sizes.items() if size == most]
    return found.span() if at_end == [reading.key.id] else None


def _listed(text: str) -> list[str]:
    return text.split()


_UNITS = _listed(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
    """
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
         "ninety": 90}  # fmt: skip
_NAMED = {"dozen": 12.0, "half": 0.5, "quarter": 0.25, "third": 1 / 3, "hundred": 1e2, "thousand": 1e3}
_SPELT_NUMBER = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>{'|'.join(_UNITS[1:10])}))?"
    rf"|(?P<small>{'|'.join(_UNITS)})"
    rf"|(?:a|one) (?P<named>{'|'.join(_NAMED)}))\b(?! of the\b)",
    re.IGNORECASE,
)
_CONCLUDING = re.compile(
    r"(?:\bis|\bare|\bmakes?|\bgives?|\bget|\bend up|\bleaves?|\btotal|\bequals?|\bhas|\bhave|\bthat is"
    r"|\bat|\bcomes? to"
    r"|\bexactly|=|\bthere (?:is|are))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def told_number(hint: str, reading: Reading) -> tuple[int, int] | None:
    """Where a hint writes the key's number out: "which makes seven", "at sixty-eight"."""
    wanted = _key_number(reading)
    if wanted is None:
        return None
    given = {q.value for q in quantities(reading.stem)} | set(_spelt_numbers(reading.stem).values())
    if wanted in given:
        return None
    for span, value in _spelt_numbers(hint).items():
        concludes = _CONCLUDING.search(hint[: span[0]]) is not None
        if abs(value - wanted) < 1e-9 and (concludes or wanted > 20):
            return span
    return None


def _spelt_numbers(text: str) -> dict[tuple[int, int], float]:
    found = {}
    for match in _SPELT_NUMBER.finditer(text):
        if match["tens"]:
            ones = _UNITS.index(match["ones"].lower()) if match["ones"] else 0
            found[match.span()] = float(_TENS[match["tens"].lower()] + ones)
        elif match["small"]:
            found[match.span()] = float(_UNITS.index(match["small"].lower()))
        else:
            found[match.span()] = _NAMED[match["named"].lower()]
    return found


def _key_number(reading: Reading) -> float | None:
    if isinstance(reading.item.key, NumericKey):
        return reading.item.key.value
    text = reading.key.text if reading.key and reading.chooses else next(iter(reading.accepted), "")
    bare = text.strip().strip("`")
    return float(bare) if re.fullmatch(r"\d+(?:\.\d+)?", bare) else None


_WEAK = word_set("thing way part word term place")


def told_arrangement(hint: str, reading: Reading) -> tuple[int, int] | None:
    """The whole order of an ordering told in its order, or a pair of a matching named side by side."""
    if reading.kind == "ordering":
        steps = {step.id: step.text for step in getattr(reading.item, "steps", ())}
        at = 0
        said = [lemma(word) for word in words(hint)]
        for name in reading.item.key if isinstance(reading.item.key, tuple) else ():
            own = _own_words(name, steps)
            place = next((n for n in range(at, len(said)) if any(same_root(said[n], w) for w in own)), None)
            if place is None:
                return None
            at = place
        return 0, len(hint)
    if reading.kind == "matching" and isinstance(reading.item.key, dict):
        pairs = getattr(reading.item, "pairs", None)
        left = {each.id: each.text for each in pairs.left} if pairs else {}
        right = {each.id: each.text for each in pairs.right} if pairs else {}
        for one, other in reading.item.key.items():
            for sentence in sentences(hint):
                inside = [text for text in (*left.values(), *right.values()) if spot_of(sentence.text, text)]
                if (
                    left[one] in inside
                    and right[other] in inside
                    and sum(t in inside for t in right.values()) == 1
                ):
                    return sentence.start, sentence.end
    return None


def _own_words(name: str, steps: dict[str, str]) -> set[str]:
    others = {word for other, text in steps.items() if other != name for word in content_words(text)}
    return {word for word in content_words(steps[name]) if word not in others and word not in _WEAK}


_JUDGED = re.compile(
    r"\b(?:statement|claim|sentence|assertion|answer|it|this|that|what (?:is|it) (?:said"
    r"|says)) (?:(?:is|was"
    r"|must be|has to be|cannot be|can['’]t be|isn['’]t|would be|turns out(?: to be)?|comes out)(?: not"
    r"| quite| therefore| simply| clearly| indeed| in fact)* (?:true|false|right|wrong|correct"
    r"|incorrect|untrue"
    r"|mistaken|a (?:myth|mistake|misconception|fallacy))|(?:does not|doesn['’]t|cannot|can['’]t) (?:hold"
    r"|stand|be so)|holds(?! for| in| at| on| a| the))\b|\bcommon (?:myth|misconception|fallacy)\b"
    r"|\b(?:tick|choose|pick|mark|say|answer) (?:[\"'“‘])?(?-i:True|False)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not?|never|nor|neither|without|cannot|none)\b|n[’']t\b", re.IGNORECASE)


def told_truth(hint: str, reading: Reading) -> tuple[int, int] | None:
    """Whether a hint judges a true-or-false claim, or says it again with or without a negation."""
    if reading.kind != "true_false" or "?" in hint:
        return None
    if found := _JUDGED.search(hint):
        return found.span()
    claim = {word for word in reading.stem_content if len(word) > 2}
    said = content_words(hint)
    shared = {word for word in claim if any(same_root(word, other) for other in said)}
    denied = bool(_DENIES.search(hint)) != bool(_DENIES.search(reading.stem))
    if len(claim) >= 2 and len(shared) >= (0.6 if denied else 0.9) * len(claim):
        return 0, len(hint)
    return None
