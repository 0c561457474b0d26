"""Numbers as people write them: separators, units, fractions, percent, powers of ten, words."""

import math
import re
import unicodedata
from dataclasses import dataclass

from itemwright.numerals import SPELT

_PREFIXES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12, "p": 10**15}
_BYTES = {f"{p}b": float(f) for p, f in _PREFIXES.items()}
_BYTES |= {f"{p}ib": 1024.0**n for n, p in enumerate("kmgtp", start=1)}
_BYTE_WORDS = {"byte": "b", "kilobyte": "kb", "megabyte": "mb", "gigabyte": "gb", "terabyte": "tb"}
_BYTES |= {word: _BYTES[short] for word, short in _BYTE_WORDS.items()}

# unit -> (dimension, factor to the base unit of its dimension)
UNITS: dict[str, tuple[str, float]] = {
    **{name: ("bytes", factor) for name, factor in _BYTES.items()},
    **{n: ("bits", f) for n, f in {"bit": 1.0, "kbit": 1e3, "mbit": 1e6, "gbit": 1e9}.items()},
    **{
        n: ("seconds", f)
        for names, f in (
            (("ns", "nanosecond"), 1e-9), (("us", "µs", "microsecond"), 1e-6), (("ms", "millisecond"), 1e-3),
            (("s", "sec", "second"), 1.0), (("min", "minute"), 60.0), (("h", "hr", "hour"), 3600.0),
            (("d", "day"), 86400.0), (("week",), 604800.0),
        )
        for n in names
    },
    **{
        n: ("metres", f)
        for names, f in (
            (("mm", "millimetre", "millimeter"), 1e-3), (("cm", "centimetre", "centimeter"), 1e-2),
            (("metre", "meter"), 1.0), (("km", "kilometre", "kilometer"), 1e3),
        )
        for n in names
    },
    **{
        n: ("grams", f)
        for names, f in ((("mg", "milligram"), 1e-3), (("g", "gram"), 1.0), (("kg", "kilogram"), 1e3))
        for n in names
    },
    **dict.fromkeys(("%", "percent", "per cent", "pct"), ("share", 0.01)),
}  # fmt: skip
_MAGNITUDES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
               "billion": 1e9, "trillion": 1e12, "hundred": 1e2, "dozen": 12.0}  # fmt: skip
_WORDS = SPELT | {"half": 0.5, "third": 1 / 3, "quarter": 0.25}
_SCALE_WORDS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

_DIGITS = (
    r"\d{1,3}(?:[.,_'\u00a0\u202f ]\d{3}){1,12}(?:[.,]\d{1,40})?(?!\d)|\d{1,40}(?:[.,]\d{1,40})?|[.,]\d{1,40}"
)
_NUMBER = re.compile(
    rf"""(?<![\w.,])(?P<sign>[-+]\s?)?
    (?:(?P<power>10\s?(?:\^|\*\*)\s?[-+]?\d{{1,3}})
      |(?P<number>{_DIGITS})
       (?:\s?(?:[x*·]\s?10\s?(?:\^|\*\*)\s?|e)(?P<exponent>[-+]?\d{{1,3}}))?
       (?:\s?/\s?(?P<below>\d{{1,20}}))?)
    (?:\s?(?P<unit>%|per\ cent|[a-zµ]{{1,12}}\b))?""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD_NUMBER = re.compile(
    r"\b(?:minus |negative )?(?:" + "|".join(sorted({*_WORDS, *_SCALE_WORDS}, key=len, reverse=True)) + r")"
    r"(?:[ -](?:and )?(?:" + "|".join(sorted({*_WORDS, *_SCALE_WORDS}, key=len, reverse=True)) + r")){0,8}\b"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit (empty: none, or one that is not known here); `span` in the text read."""

    value: float
    unit: str
    span: tuple[int, int]


def read_quantities(text: str) -> list[Quantity]:
    """All numbers of `text`, in order. `1,000` is a thousand, `0,5` and `2,5` are decimals.

    >>> [(q.value, q.unit) for q in read_quantities("about 1.5 k tokens in 16 GB")]
    [(1500.0, ''), (16.0, 'gb')]
    """
    plain = _plain(text)
    found = [_quantity(match) for match in _NUMBER.finditer(plain)]
    covered = [q.span for q in found]
    for match in _WORD_NUMBER.finditer(plain):
        if not any(match.start() < end and start < match.end() for start, end in covered):
            found.append(_word_quantity(plain, match))
    return sorted((q for q in found if math.isfinite(q.value)), key=lambda q: q.span)


def convert(quantity: Quantity, unit: str) -> list[float]:
    """What `quantity` can mean in `unit`; empty when the two cannot be compared.

    No unit on one side is read as the other's. Between byte units 1 GB = 1000 MB and 1 GB = 1024 MB both
    count, as both are in daily use. A percentage without a wanted unit is 50 or 0.5.
    """
    wanted = _known(unit)
    if not quantity.unit:
        return [quantity.value]
    dimension, factor = UNITS[quantity.unit]
    if not wanted:
        return [quantity.value, quantity.value * factor] if dimension == "share" else [quantity.value]
    other, divisor = UNITS[wanted]
    if dimension != other:
        return []
    readings = [quantity.value * factor / divisor]
    if dimension == "bytes" and "i" not in quantity.unit + wanted:
        readings.append(quantity.value * 1024.0 ** (math.log10(factor / divisor) / 3))
    return readings


def _plain(text: str) -> str:
    # One character stays one character (NFKC by itself could move the spans), so compatibility forms are
    # folded one by one and only where the result has the same length.
    folded = (
        unicodedata.normalize("NFKC", c) if len(unicodedata.normalize("NFKC", c)) == 1 else c for c in text
    )
    table = {"−": "-", "–": "-", "×": "x", "⁄": "/"}
    plain = "".join(table.get(c, c) for c in folded).lower()
    return (
        plain if len(plain) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    )


def _quantity(match: re.Match[str]) -> Quantity:
    if match["power"]:
        base, exponent = re.split(r"\^|\*\*", match["power"])
        value = float(base) ** int(exponent.replace(" ", ""))
    else:
        value = _decimal(match["number"])
        if match["exponent"]:
            value *= 10.0 ** int(match["exponent"])
        if match["below"]:
            value = value / float(match["below"]) if float(match["below"]) else math.nan
    if match["sign"] and match["sign"].startswith("-"):
        value = -value
    factor, unit = _unit(match["unit"] or "")
    end = (
        match.end("unit") if unit or factor != 1.0 else match.start("unit") if match["unit"] else match.end()
    )
    if factor != 1.0 and not unit:
        follow = re.match(r"\s?(per cent|[a-zµ%]{1,12})", match.string[match.end() :])
        unit = _known(follow[1]) if follow else ""
    return Quantity(value * factor, unit, (match.start(), end))


def _decimal(digits: str) -> float:
    """`1,234.5`, `1.234,5`, `1 234`, `1_000`, `2,5`: the last lone separator is the decimal one, except a
    comma before exactly three digits, which groups thousands."""
    digits = re.sub(r"[ _'\u00a0\u202f]", "", digits)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(digits.rfind("."), digits.rfind(","))
        whole, rest = re.sub(r"\D", "", digits[:decimal]), digits[decimal + 1 :]
        return float(f"{whole}.{rest}")
    if points > 1 or commas > 1:
        return float(re.sub(r"\D", "", digits))
    if commas:
        whole, rest = digits.split(",")
        thousands = len(rest) == 3 and whole not in ("", "0")
        return float(whole + rest) if thousands else float(f"{whole or 0}.{rest}")
    return float(digits)


def _unit(word: str) -> tuple[float, str]:
    """(factor of a magnitude word, unit) of what stands behind a number."""
    word = word.lower()
    if unit := _known(word):
        # "7 b" and "3 m" are billions and millions; bytes are written GB or bytes, metres m is rare here.
        return (_MAGNITUDES[word], "") if word in ("b", "m") else (1.0, unit)
    return _MAGNITUDES.get(word, 1.0), ""


def _known(word: str) -> str:
    word = word.strip().lower()
    return word if word in UNITS else word.removesuffix("s") if word.removesuffix("s") in UNITS else ""


def _word_quantity(plain: str, match: re.Match[str]) -> Quantity:
    total, part = 0.0, 0.0
    words = re.findall(r"[a-z]+", match[0])
    for word in words:
        if word in _SCALE_WORDS:
            part = (part or 1.0) * _SCALE_WORDS[word]
            if word != "hundred":
                total, part = total + part, 0.0
        elif word in _WORDS:
            part += _WORDS[word]
    value = total + part
    follow = re.match(r"[ -](per cent|[a-zµ%]{1,12})", plain[match.end() :])
    unit = _known(follow[1]) if follow else ""
    return Quantity(-value if words[0] in ("minus", "negative") else value, unit, match.span())
