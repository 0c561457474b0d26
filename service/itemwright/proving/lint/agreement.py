"""The explanation: it reckons right and argues for the key."""

import re
from collections.abc import Iterator

from itemwright.domain.item import NumericKey, Option
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.phrases import same_root
from itemwright.proving.lint.quantities import (
    Quantity,
    as_range,
    lone_quantity,
    quantities,
    same_number,
    sums,
)
from itemwright.proving.lint.reading import CODE_TYPES, LETTERED, Reading, spot_of
from itemwright.proving.lint.rule import OWN, Hit, Rule
from itemwright.proving.lint.same_claims import say_the_same
from itemwright.text import content_words, lemma, tokens, words


def is_rounded_to(value: float, told: float) -> bool:
    return (
        abs(value - told) <= max(0.011 * abs(value), 0.0006)
        or same_number(told, value)
        or (abs(value - told) <= 0.5 and told == round(told) and abs(value) > 5)
    )


def _explanation(reading: Reading) -> Iterator[Hit]:
    text = reading.item.explanation
    if not text.strip():
        return
    if (found := ends_elsewhere(text, reading)) and not _on_the_way(text, found[0], reading):
        yield Hit("explanation", *found)
        return
    lettered = LETTERED.search(text)
    if lettered and reading.chooses:
        name = (lettered[1] or lettered[2]).lower()
        named = {o.id.lower() for o in reading.options}
        if (
            name in named
            and name not in {o.id.lower() for o in reading.keys}
            and not re.match(r"[^.]*\b(?:not|wrong|incorrect|false)\b", text[lettered.end() :])
        ):
            yield Hit("explanation", lettered.span(), f"{lettered.group()!r} is not the key")
            return
    for expression, value, told, span in sums(text):
        if not is_rounded_to(value, told):
            yield Hit("explanation", span, f"{expression.strip()} is {value:g}, not {told:g}")
            return
    if reading.kind == "true_false" and (found := _turned(text, reading)):
        yield Hit("explanation", *found)
    elif reading.chooses and reading.key and reading.kind not in CODE_TYPES:
        if another := _names_another(text, reading):
            yield Hit("explanation", *another)
        else:
            yield from _argues_for_another(text, reading)
        return
    if (reading.accepted and (found := _concludes_another(text, reading))) or (
        reading.kind in ("cloze", "short_answer") and (found := _restates_with_another(text, reading))
    ):
        yield Hit("explanation", *found)
    elif reading.accepted:
        yield from _fills_with_another(text, reading)


def ends_elsewhere(text: str, reading: Reading) -> tuple[tuple[int, int] | None, str] | None:
    """The number that the text comes to is not the key's, and the key's is nowhere in it."""
    key = key_number(reading)
    if key is None:
        return None
    wanted, tolerance, reach = key
    found = quantities(re.sub(r"`[^`]*`", lambda m: " " * len(m.group()), text))
    given = {q.value for q in quantities(reading.stem)}
    if any(is_wanted(q, wanted, tolerance) for q in found if not _is_operand(text, q)):
        return None
    if reach and any(reach[0] <= q.value <= reach[1] for q in found if not _is_operand(text, q)):
        return None
    ends = [q for q in found if _is_conclusion(text, q) and not _is_operand(text, q)]
    if not ends or (ends[-1].value in given and "=" not in text[: ends[-1].start][-3:]):
        return None
    last = ends[-1]
    rest = re.split(r"\.(?:\s|$)", text[last.end :])[0]
    if len(re.findall(r"[A-Za-z]+", rest)) > 2:
        return None
    return (last.start, last.end), f"comes to {text[last.start : last.end]}, the key is {wanted:g}"


def _on_the_way(text: str, spot: tuple[int, int] | None, reading: Reading) -> bool:
    """Whether a number is one that the worked steps pass on their way to the key."""
    steps, key = reading.item.worked_steps, key_number(reading)
    if spot is None or key is None or len(steps) < 2:
        return False
    told = quantities(text[spot[0] : spot[1]])
    passed = {q.value for step in steps[:-1] for q in quantities(step)}
    arrives = any(is_wanted(q, key[0], key[1]) for q in quantities(steps[-1]))
    return arrives and all(q.value in passed for q in told)


def is_wanted(found: Quantity, wanted: float, tolerance: float) -> bool:
    return same_number(found.value, wanted, tolerance) or same_number(found.base[1], wanted, tolerance)


def _is_operand(text: str, found: Quantity) -> bool:
    """Whether the number is part of a sum whose value stands behind: the 8 and 3 of 8 / 3 = 2.67."""
    return bool(re.match(r"\s*[*/×·÷+^−-]\s*[\d(]|\s*[)]", text[found.end :])) or bool(
        re.match(r"[^=.;]*[*/×·÷+]?[^=.;]*=", text[found.end :]) and "=" not in text[: found.start][-4:]
    )


def _is_conclusion(text: str, found: Quantity) -> bool:
    before = text[: found.start].rstrip(" (≈~$€£`").lower()
    return before.endswith(
        (
            "=",
            "≈",
            "is",
            "are",
            "hence",
            "so",
            "thus",
            "therefore",
            "gives",
            "makes",
            "equals",
            "about",
            "yields",
            "leaves",
            "answer",
            "answer:",
            "takes",
            "costs",
            "weighs",
            "lasts",
            "result",
            "result:",
        )
    )


def key_number(reading: Reading) -> tuple[float, float, tuple[float, float] | None] | None:
    if isinstance(reading.item.key, NumericKey):
        return reading.item.key.value, reading.item.key.tolerance, None
    if reading.key is None or not reading.chooses or reading.item.code is not None:
        return None
    found = lone_quantity(reading.key.text)
    if found and all(lone_quantity(option.text) for option in reading.wrong):
        return found.value, 0.0, None
    reach = as_range(reading.key.text)
    if reach and reach.unit in ("", "%") and sum(as_range(o.text) is not None for o in reading.wrong) >= 2:
        middle = [v for v in (reach.low, reach.high) if abs(v) != float("inf")]
        return sum(middle) / len(middle), 0.0, (reach.low, reach.high)
    return None


_FALSE = re.compile(
    r"^that (?:is|was) (?:false|wrong|untrue|not (?:so|true|right))\b|\b(?:statement|claim|sentence"
    r"|assertion|this) (?:is|was) (?:therefore |thus |clearly )?(?:false|wrong"
    r"|incorrect|untrue|not true|not correct)\b|^(?:false|wrong|incorrect|no)\b[.,:;!]|\bhence false\b"
    r"|\bso false\b",
    re.IGNORECASE,
)
_TRUE = re.compile(
    r"\b(?:statement|claim|sentence|assertion|this) (?:is|was|holds) (?:therefore |thus |indeed )?(?:true"
    r"|right|correct)\b|^(?:true|right|correct|yes)\b[.,:;!]|\bhence true\b|\bso true\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|no|never|cannot|nor|without|neither|none|hardly|rather than|instead of)\b|n[’']t\b", re.I
)


def _turned(told_text: str, reading: Reading) -> tuple[tuple[int, int] | None, str] | None:
    text = re.sub(r"[“\"][^”\"]*[”\"]", lambda m: "“" * len(m.group()), told_text)
    true = bool(reading.keys) and reading.keys[0].text == "True"
    said = (_FALSE if true else _TRUE).search(text)
    if said and not (_TRUE if true else _FALSE).search(text):
        return said.span(), f"{said.group()!r}, and the key is {reading.keys[0].text}"
    stem, told = set(reading.stem_content), set(reading.explanation_content)
    if len(stem) >= 2 and len(stem & told) >= (0.8 if len(stem) > 3 else 1.0) * len(stem):
        denies = len(_DENIES.findall(text)) % 2 != len(_DENIES.findall(reading.stem)) % 2
        if denies == true and (true or len(stem & told) == len(stem)) and len(told) <= 2 * len(stem):
            return (
                None,
                f"says the {'contrary of' if true else 'same as'} the stem, and the key is "
                f"{reading.keys[0].text}",
            )
    return None


def _names_another(text: str, reading: Reading) -> tuple[tuple[int, int] | None, str] | None:
    """A wrong option that is a letter or a quantity, told in the explanation, and the key is not."""
    key = reading.key
    if key is None:
        return None
    for option in reading.wrong:
        short = option.text.strip().strip("`")
        amount = lone_quantity(option.text)
        wanted = lone_quantity(key.text)
        if amount and wanted and amount.value != wanted.value:
            told = quantities(text)
            if any(is_wanted(q, wanted.value, 0.0) for q in told):
                return None
            spot = next(
                ((q.start, q.end) for q in told if q.value == amount.value and q.unit == amount.unit), None
            )
            if (
                spot
                and _is_plain(text, spot)
                and amount.value not in {q.value for q in quantities(reading.stem)}
            ):
                return spot, f"names {option.text!r}, and the key is {key.text!r}"
        elif re.fullmatch(r"[A-Z][#b♯♭]?", short) and re.fullmatch(r"[A-Z][#b♯♭]?", key.text.strip()):
            if re.search(rf"\b{re.escape(key.text.strip())}(?!\w)", text):
                return None
            found = re.search(rf"(?<!^)(?<![.!?] )\b{re.escape(short)}(?!\w)", text)
            if found:
                return found.span(), f"names {option.text!r}, and the key is {key.text!r}"
    return None


def _is_plain(text: str, spot: tuple[int, int]) -> bool:
    """Whether a number is told as it is: not denied, not compared, no part of a sum."""
    before, after = text[: spot[0]], text[spot[1] :]
    if re.search(r"[=+*/×·÷^−]\s*$|^\s*[=+*/×·÷^−]", before[-4:] + "|") or re.match(
        r"\s*(?:[=+*/×·÷^−]|(?:times|plus|minus|less|divided|multiplied|over|squared|cubed)\b)", after
    ):
        return False
    return not re.search(
        r"\b(?:not|than|below|above|under|over|instead of|unlike|but|twice|half|double|times)\b[^.;,]*$",
        before,
        re.IGNORECASE,
    )


def _restates_with_another(text: str, reading: Reading) -> tuple[tuple[int, int] | None, str] | None:
    """A sentence of the explanation that repeats the stem, and fills it with none of the accepted texts."""
    stem = {word for word in reading.stem_content if len(word) > 2}
    if (
        len(stem) < 2
        or not any(map(content_words, reading.accepted))
        or any(_said(a, f" {' '.join(words(text))} ") for a in reading.accepted)
    ):
        return None
    if any(
        same_root(x, y)
        for a in reading.accepted
        for x in content_words(a)
        for y in content_words(text)
        if len(x) > 3
    ):
        return None
    said = set(content_words(text))
    if len(stem & said) >= 0.75 * len(stem) and len(said - stem) >= 1 and len(said) <= len(stem) + 4:
        return None, f"restates the stem without {reading.accepted[0]!r}"
    return None


def _argues_for_another(text: str, reading: Reading) -> Iterator[Hit]:
    key = reading.key
    if key is None or reading.kind == "scenario":
        return
    told = content_words(text)

    def share(option: Option) -> float:
        own = {word for word in reading.own(option) if len(word) > 2}
        return sum(any(same_root(w, t) for t in told) for w in own) / len(own) if own else 0.0

    if not {word for word in reading.own(key) if len(word) > 2} or share(key) > 0:
        return
    if len(set(reading.contents[key.id]) & set(told)) >= 2:
        return
    if not any(same_root(one, other) for one in reading.stem_content for other in told):
        return  # it speaks of something beside the question
    for option in reading.wrong:
        spot = _first_own(text, reading.own(option))
        if share(option) < 1.0 or spot is None or say_the_same(option.text, key.text):
            continue
        if all(any(same_root(word, other) for other in reading.stem_content) for word in reading.own(option)):
            continue  # the stem speaks of it in another form
        clause = re.split(r"[.;]", text[: spot[0]])[-1] + re.split(r"[.;,]", text[spot[0] :])[0]
        if not _DENIES.search(clause) and not re.search(
            r"\b(?:unlike|whereas|while|but|other|contrast|than|only)\b", clause
        ):
            yield Hit("explanation", spot, f"argues for {option.text!r}, and the key is {key.text!r}")
            return


_CONCLUSION = re.compile(
    r"\b(?:the|right|correct|missing|wanted|keyed)(?: \w+)? (?:answer|term|word|filling|solution)"
    r" (?:is|must be|should be|has to be|here is|would be|:)(?: called)?:? (?P<after>[^.;,]{2,60})"
    r"|(?P<before>`[^`]+`|\b[A-Z]?[\w-]+) (?:is|was) the (?:right|correct|missing|wanted) (?:answer|term"
    r"|word|name|filling)"
    r"|(?:so|hence|thus|therefore|which is why),? (?P<goes>`[^`]+`|it|[\w-]+) (?:goes|belongs|fits|fills"
    r"|is needed|must"
    r" stand|stands|is wanted)(?: \w+)? (?:the )?(?:into|in|here|blank|gap)",
    re.IGNORECASE,
)


def _concludes_another(text: str, reading: Reading) -> tuple[tuple[int, int] | None, str] | None:
    """An answer that the explanation names as the right one, and that is none of those accepted."""
    found = _CONCLUSION.search(text)
    code = re.findall(r"`([^`]+)`", text)
    if found is None:
        named = [c.split("(")[0].strip() for c in code if re.fullmatch(r"[\w.]+(?:\([^)]*\))?", c.strip())]
        wanted = {a.split("(")[0].strip() for a in reading.accepted}
        single = len(getattr(reading.item, "blanks", None) or ()) == 1 and all(
            a.isidentifier() for a in reading.accepted
        )
        if (
            reading.kind != "code_cloze"
            or not single
            or not named
            or wanted & {w for c in code for w in re.findall(r"\w+|[^\w\s]+", c)}
        ):
            return None
        if any(" ".join(words(a)) in " ".join(words(text)) for a in wanted if words(a)):
            return None
        at = text.find(f"`{code[0]}`")
        return (at, at + len(code[0]) + 2), f"names {code[0]!r}, and {reading.accepted[0]!r} is accepted"
    told = found["after"] or found["before"] or found["goes"]
    if told.lower() == "it":
        told = code[0] if code else ""
    said = f" {' '.join(words(told))} "
    if not content_words(told) or any(
        f" {' '.join(words(a))} " in said or said in f" {' '.join(words(a))} " for a in reading.accepted
    ):
        return None
    if any(set(content_words(a)) <= set(content_words(told)) for a in reading.accepted if content_words(a)):
        return None
    return found.span(), f"names {told.strip()!r} as the answer, and {reading.accepted[0]!r} is accepted"


def _first_own(text: str, own: set[str]) -> tuple[int, int] | None:
    return next(
        ((s.start, s.end) for s in tokens(text) if any(same_root(lemma(s.text), w) for w in own)), None
    )


def _fills_with_another(text: str, reading: Reading) -> Iterator[Hit]:
    """The explanation names another entry of the pool, and no accepted text."""
    for blank in getattr(reading.item, "blanks", None) or ():
        told = f" {' '.join(words(text))} "
        if not blank.pool or reading.kind in CODE_TYPES or any(_said(a, told) for a in blank.accepts):
            continue
        for other in blank.pool:
            if other not in blank.accepts and _said(other, told):
                yield Hit(
                    "explanation",
                    spot_of(text, other),
                    f"names {other!r}, and the key is {blank.accepts[0]!r}",
                )
                return


def _said(text: str, told: str) -> bool:
    return not words(text) or f" {' '.join(words(text))} " in told


RULES = (
    Rule(
        "explanation_disagrees_with_key",
        "error",
        "The explanation argues for the key.",
        "Where the two disagree, one of them is wrong, and learners are taught it.",
        OWN,
        choice(
            "Which sense does a bat hunt by?",
            "*Hearing",
            "Sight",
            "Smell",
            "Touch",
            explanation="Bats find moths in the dark by smell.",
        ),
        choice(
            "Which sense does a bat hunt by?",
            "*Hearing",
            "Sight",
            "Smell",
            "Touch",
            explanation="Bats find moths in the dark by hearing echoes.",
        ),
        _explanation,
    ),
)
