"""Numbers, units and ranges as options, steps and explanations write them: read, converted, compared."""

import ast
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from itemwright.numerals import SPELT

_SPELT = SPELT | {"half": 0.5, "once": 1.0, "twice": 2.0, "thrice": 3.0}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
NUMBER = re.compile(
    r"(?<![\w.,/])[-−–+]?[$€£¥]?\d{1,3}(?:[, \u202f]\d{3})+(?:\.\d+)?(?![\d])"
    r"|(?<![\w.])[-−–+]?[$€£¥]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+|\s?(?:×|\*|x)\s?10(?:\^"
    r"|\*\*)?[-−]?\d+)?",
)
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?!\d|[.:]\d)(?:\s?(?:h|hrs|UTC|o'clock))?(?!\w)")
_FRACTION = re.compile(r"^\s*([-−]?\d+)\s*/\s*(\d+)\b")

UNITS: dict[str, tuple[str, float]] = {}
"""Unit -> (dimension, how many of the dimension's base unit it is); SI Brochure, 9th edition (2019)."""


def _units(dimension: str, entries: str) -> None:
    for entry in entries.split(";"):
        names, _, factor = entry.partition("=")
        for name in names.split(","):
            UNITS[name.strip()] = (dimension, float(factor))


_units(
    "length",
    "m,metre,metres,meter,meters=1; km,kilometre,kilometres,kilometer,kilometers=1e3; "
    "cm,centimetre,centimetres,centimeter,centimeters=1e-2; mm,millimetre,millimetres,millimeter,"
    "millimeters=1e-3; µm,μm,micrometre,micrometres,micrometer,micrometers=1e-6; nm,nanometre,nanometres,"
    "nanometer,nanometers=1e-9; mile,miles,mi=1609.344; ft,foot,feet=0.3048; inch,inches=0.0254; "
    "yard,yards=0.9144",
)
_units(
    "mass",
    "g,gram,grams=1; kg,kilogram,kilograms=1e3; mg,milligram,milligrams=1e-3; "
    "µg,μg,microgram,micrograms=1e-6; t,tonne,tonnes=1e6; lb,pound,pounds=453.592; ounce,ounces=28.3495",
)
_units(
    "time",
    "s,sec,second,seconds=1; ms,millisecond,milliseconds=1e-3; µs,μs,microsecond,microseconds=1e-6;"
    "ns,nanosecond,nanoseconds=1e-9; min,minute,minutes=60; h,hr,hour,hours=3600; day,days=86400; "
    "week,weeks=604800; fortnight,fortnights=1209600; decade,decades=315576000; "
    "century,centuries=3155760000; month,months=2629800; year,years=31557600",
)
_units(
    "data",
    "bit,bits=1; kbit,kbits=1e3; Mbit,Mbits=1e6; Gbit=1e9; byte,bytes,B=8; kB,KB,kilobyte,"
    "kilobytes=8e3; MB,megabyte,megabytes=8e6; GB,gigabyte,gigabytes=8e9; TB,terabyte,terabytes=8e12; "
    "KiB=8192; MiB=8388608; GiB=8589934592",
)
_units("share", "%,percent,per cent=0.01; percentage points=0.01; ‰,permille=0.001")
_units(
    "volume",
    "l,L,litre,litres,liter,liters=1; ml,mL,millilitre,millilitres,milliliter,milliliters=1e-3;"
    "cl,cL=1e-2; dl,dL=1e-1; gallon,gallons=3.78541; m³,m^3=1e3; cm³,cm^3=1e-3",
)
_units(
    "energy",
    "J,joule,joules=1; kJ,kilojoule,kilojoules=1e3; MJ=1e6; eV=1.602e-19; kWh=3.6e6; cal=4.184; "
    "kcal=4184; Wh=3600",
)
_units("power", "W,watt,watts=1; kW,kilowatt,kilowatts=1e3; MW,megawatt,megawatts=1e6; mW=1e-3; GW=1e9")
_units("force", "N,newton,newtons=1; kN=1e3; mN=1e-3")
_units("pressure", "Pa,pascal,pascals=1; hPa=100; kPa=1e3; MPa=1e6; bar=1e5; atm=101325; mmHg=133.322")
_units("voltage", "V,volt,volts=1; kV=1e3; mV,millivolt,millivolts=1e-3; µV=1e-6")
_units("current", "A,amp,amps,ampere,amperes=1; mA,milliampere,milliamperes=1e-3; µA=1e-6; kA=1e3")
_units("resistance", "Ω,ohm,ohms=1; kΩ=1e3; MΩ=1e6; mΩ=1e-3")
_units("frequency", "Hz,hertz=1; kHz=1e3; MHz=1e6; GHz=1e9")
_units("temperature", "K,kelvin=1")
_units("celsius", "°C,degrees Celsius,celsius=1; °F,fahrenheit=0.5556")
_units(
    "speed", "m/s,metres per second,meters per second=1; km/h,kilometres per hour,kph=0.27778; mph=0.44704"
)
_units("acceleration", "m/s²,m/s^2,m/s2=1")
_units("amount", "mol,mole,moles=1; mmol=1e-3; µmol=1e-6")
_units("concentration", "mol/L,mol/l=1; mmol/L,mmol/l=1e-3")
_units("money", "$,dollar,dollars,USD=1; cent,cents=0.01")
_units("euros", "€,euro,euros,EUR=1")
_units("sterling", "£,GBP=1")
_units("rate", "bit/s,bps=1; kbit/s,kbps=1e3; Mbit/s,Mbps=1e6; Gbit/s,Gbps=1e9")
_units("angle", "°,degree,degrees=1; rad,radian,radians=57.29578")

_UNIT_AT = re.compile(
    r"\s?(?:" + "|".join(re.escape(u) for u in sorted(UNITS, key=len, reverse=True)) + r")(?![\w/²³^])"
)


class Quantity(NamedTuple):
    """A number in a text: `value` as written, `unit` "" if none; where it stands, [start, end)."""

    value: float
    unit: str
    start: int
    end: int

    @property
    def base(self) -> tuple[str, float]:
        """Dimension and value in the dimension's base unit; a unit that is not known is its own dimension."""
        dimension, factor = UNITS.get(self.unit, (self.unit, 1.0))
        return dimension, self.value * factor


class Range(NamedTuple):
    """From `low` to `high`, in one unit; an end that is not part of the range is open."""

    low: float
    high: float
    low_open: bool
    high_open: bool
    unit: str

    def meets(self, other: "Range") -> bool:
        """Whether some number lies in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low < high:
            return True
        closed = all(not r.low_open for r in (self, other) if r.low == low) and all(
            not r.high_open for r in (self, other) if r.high == high
        )
        return low == high and closed and math.isfinite(low)


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text with their units, in order; a fraction such as 1/6 is one number."""
    found = []
    position = 0
    for match in NUMBER.finditer(text):
        if match.start() < position:
            continue
        if clock := _CLOCK.match(text, match.start()):
            found.append(Quantity(int(clock[1]) + int(clock[2]) / 60, "o'clock", *clock.span()))
            position = clock.end()
            continue
        value, end = _value(match.group()), match.end()
        fraction = _FRACTION.match(text[match.start() :])
        if fraction and float(fraction[2]):
            value, end = (
                float(fraction[1].replace("−", "-")) / float(fraction[2]),
                match.start() + fraction.end(),
            )
        unit, scale = "", re.match(r"\s(hundred|thousand|million|billion|trillion)\b", text[end:])
        if scale:
            value, end = value * _SCALES[scale[1]], end + scale.end()
        if mark := re.search(r"[$€£]", match.group()):
            unit = mark.group()
        elif after := _UNIT_AT.match(text, end):
            unit, end = after.group().strip(), after.end()
        found.append(Quantity(value, unit, match.start(), end))
        position = end
    return found


def _value(written: str) -> float:
    plain = re.sub(r"[, \u202f$€£¥]", "", written).replace("−", "-").replace("–", "-")
    power = re.fullmatch(r"(.+?)(?:×|\*|x)10(?:\^|\*\*)?(-?\d+)", plain)
    if power:
        return float(f"{power[1]}e{power[2]}")
    return float(plain)


_LEADING = re.compile(
    r"^(?:(?:in|at|on|by|about|after|before|around|since|for|approximately|approx\.?|roughly|exactly|nearly"
    r"|only"
    r"|the|year|it|is|a|an|every|per|during|to|of|≈|~|=|some|c\.|ca\.)\s+)*",
    re.IGNORECASE,
)


def lone_quantity(text: str) -> Quantity | None:
    """The number that a text is, with its unit and small words before it; None: it is more than that."""
    bare = text.strip().strip("`").rstrip(".")
    found = quantities(bare)
    lead = _LEADING.match(bare)
    if (
        len(found) == 1
        and lead
        and found[0].start <= lead.end()
        and not re.search(r"\w", bare[found[0].end :])
    ):
        return found[0]
    if not found:
        said = _LEADING.sub("", bare).lower().split()
        if len(said) >= 2 and said[0] in _SPELT and said[1] in _SCALES and " ".join(said[2:]) in {"", *UNITS}:
            return Quantity(_SPELT[said[0]] * _SCALES[said[1]], " ".join(said[2:]), 0, len(bare))
        if said and said[0] in _SPELT and (len(said) == 1 or " ".join(said[1:]) in UNITS):
            return Quantity(_SPELT[said[0]], " ".join(said[1:]), 0, len(bare))
    return None


_BOUND = [
    (
        re.compile(
            r"\b(?:more|greater|higher|larger|longer|older|later|bigger) than\s*$|\b(?:over|above|after"
            r"|beyond"
            r"|exceeding)\s*$|>\s*$",
            re.I,
        ),
        "low",
        True,
    ),
    (
        re.compile(r"\b(?:at least|no less than|not less than|from|minimum of)\s*$|[≥]\s*$|>=\s*$", re.I),
        "low",
        False,
    ),
    (
        re.compile(
            r"\b(?:less|fewer|smaller|lower|shorter|younger|earlier) than\s*$|\b(?:under|below"
            r"|before)\s*$|<\s*$",
            re.I,
        ),
        "high",
        True,
    ),
    (
        re.compile(
            r"\b(?:at most|no more than|not more than|up to|maximum of|until)\s*$|[≤]\s*$|<=\s*$", re.I
        ),
        "high",
        False,
    ),
]
_AFTER = re.compile(r"^\s*(?:(or|and) (?:more|above|over|higher|later|older|longer|greater)|\+)(?!\w)", re.I)
_AFTER_HIGH = re.compile(r"^\s*(?:or|and) (?:less|below|under|fewer|lower|earlier|younger|shorter)\b", re.I)
_RANGE_LEAD = re.compile(
    r"(?:(?:from|between|about|approximately|roughly|around|the|range|interval|in|of|to|at|some|always|a|age"
    r"|ages|aged|it|lies|is"
    r"|somewhere|anything|any|value|values|numbers?|years?|≈|~)\s*)*"
)
_JOIN = re.compile(r"^\s*(?:-|–|—|to|and|through|until|\.\.\.?|…|up to|,)\s*$", re.I)


def as_range(text: str) -> Range | None:
    """The range that a text is: "5 to 9", "between 0.4 and 0.6", "under 500", "10 or more"; else None."""
    bare = re.sub(r"(?<=\d)\s*[–—-]\s*(?=\d)", " to ", text.strip().rstrip("."))
    found = quantities(bare)
    if len(found) == 2:
        before, join = bare[: found[0].start], bare[found[0].end : found[1].start]
        lead = re.sub(r"[\[\](){}]", "", before).strip().lower()
        if not _JOIN.match(join) or (
            join.strip().lower() in ("and", ",")
            and "between" not in lead
            and "[" not in before
            and "(" not in before
        ):
            return None
        if re.search(r"\w", bare[found[1].end :]) or not _RANGE_LEAD.fullmatch(lead):
            return None
        one, two = _same_unit(found[0], found[1])
        low, high = min(one, two), max(one, two)
        return Range(low, high, before.endswith("("), bare.endswith(")"), found[1].unit)
    if len(found) == 1 and not re.search(r"\w", _AFTER_HIGH.sub("", _AFTER.sub("", bare[found[0].end :]))):
        rest, before, value = bare[found[0].end :], bare[: found[0].start], found[0].base[1]
        if _AFTER.match(rest):
            return Range(value, math.inf, False, False, found[0].unit)
        if _AFTER_HIGH.match(rest):
            return Range(-math.inf, value, False, False, found[0].unit)
        for pattern, end, is_open in _BOUND:
            if pattern.search(before) and len(before.split()) <= 5:
                if end == "low":
                    return Range(value, math.inf, is_open, False, found[0].unit)
                return Range(-math.inf, value, False, is_open, found[0].unit)
    return None


def _same_unit(one: Quantity, two: Quantity) -> tuple[float, float]:
    unit = one.unit or two.unit
    return one._replace(unit=unit).base[1], two._replace(unit=two.unit or unit).base[1]


def equal_quantities(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers with units are one quantity: 1 km and 1000 m, 50% and 0.5."""
    left, right = one.base, other.base
    if left[0] != right[0] and not {left[0], right[0]} <= {"", "share"}:
        return False
    return math.isclose(left[1], right[1], rel_tol=1e-9, abs_tol=1e-12)


def same_number(said: float, wanted: float, tolerance: float = 0.0) -> bool:
    """Whether a number told in prose is the one wanted: rounded to its shown digits, as a share or percent,
    or in a unit a power of 1,000 or 60 apart."""
    for factor in (1.0, 100.0, 0.01, 1e3, 1e-3, 1e6, 1e-6, 60.0, 1 / 60, 3600.0, 1 / 3600):
        scaled = said * factor
        if abs(scaled - wanted) <= max(tolerance, abs(wanted) * 0.011, 1e-9):
            return True
    return False


_SUM = re.compile(
    r"(?:^|(?<=[=:;,.(]\s)|(?<=[(\s]))([-−]?\(?\d(?:[\d.,()\s+*/×·÷^−–-]"
    r"|(?<=\d )x(?= \d))*?)\s*=\s*([-−]?\d[\d,]*(?:\.\d+)?)(?![\d.]*\s*[*/×·÷^+])"
)


def sums(text: str) -> Iterator[tuple[str, float, float, tuple[int, int]]]:
    """Sums written out in a text: expression, its value recomputed, the value told, and the span."""
    for match in _SUM.finditer(text):
        if re.search(
            r"(?:[-+*/×·÷^=x−%]|\b(?:times|plus|minus|of|by|over|[a-zA-Zµ]))\s*$", text[: match.start()]
        ):
            continue  # the sum began before its first plain number: "2 x 16 GB + 10 = 42"
        value = calculate(match[1])
        if value is not None and re.search(r"\d\s*[-+*/×·÷^−–x]\s*\(?\d", match[1]):
            yield match[1], value, _value(match[2]), match.span()


def calculate(expression: str) -> float | None:
    """The value of plain arithmetic, read as a tree and never run; None: it is no such thing."""
    plain = (
        re.sub(r"(?<=\d) x (?=\d)", "*", expression)
        .replace("×", "*")
        .replace("·", "*")
        .replace("÷", "/")
        .replace("^", "**")
    )
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", plain.replace("−", "-").replace("–", "-")).strip()
    if len(plain) > 80:
        return None
    try:
        return _evaluate(ast.parse(plain, mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, OverflowError, RecursionError):
        return None


def _evaluate(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand)
    if isinstance(node, ast.BinOp):
        left, right = _evaluate(node.left), _evaluate(node.right)
        match node.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right
            case ast.Pow() if abs(right) <= 64:
                return float(left**right)
    raise ValueError("no plain arithmetic")
