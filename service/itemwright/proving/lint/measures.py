"""Measures that are asked for without a unit."""

import re
from collections.abc import Iterator

from itemwright.domain.item import NumericKey
from itemwright.proving.lint.examples import number
from itemwright.proving.lint.quantities import UNITS, lone_quantity, quantities
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import OWN, SAQUET, Hit, Rule

_DIMENSION = re.compile(
    r"\b(?:speed|velocity|distance|radius|diameter|circumference|volume|mass|weight|force|energy|voltage"
    r"|resistance"
    r"|temperature|pressure|duration|density|concentration|price|costs?|income|revenue|profit|wage|salary"
    r"|wavelength"
    r"|acceleration|momentum|torque|dosage|bandwidth|throughput|latency|capacitance|inductance|half-life"
    r"|altitude|perimeter"
    r"|molar mass|boiling point|melting point|freezing point|kinetic energy|bit ?rate|data rate|flow rate"
    r"|electric current"
    r"|electric charge|elapsed time|travel time|running time of the (?:film|job)|slope angle)\b",
    re.IGNORECASE,
)
_FAR = re.compile(
    r"\bhow (?:far|fast|tall|high|heavy|deep|wide|old|hot|cold|thick|loud)\b"
    r"|(?<!\bby )\bhow much (?:did|does|do|has|have|will) [^?]*\b(?:grow|grown|rise|fall|increase|decrease"
    r"|cost|weigh|earn|pay|shrink|owe|save|spend)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:length|height|depth|width|area|work|power|current|time|amount|interest|tax|frequency|period"
    r"|charge|dose|memory"
    r"|storage|size|growth|rate"
    r"|heat(?! (?:pump|exchanger|engine|sink|stroke))"
    r"|capacity|lifetime|age|delay|elevation|thickness|stretch|extension"
    r"|displacement|thrust"
    r"|yield|payment|savings?|elapsed|clearance|intake|consumption|footprint|impulse|angle|share|percentage"
    r"|gain|increase"
    r"|decrease|discount|mark-?up|dearer|cheaper|longer|shorter|faster|slower|grow|rise|fall)\b",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"\bhow (?:long|large|big|late|strong|bright|warm|soon)\b|\bhow much\b(?! (?:times|more often|as many))"
    r"|\bby how much\b"
    r"|\bafter (?:what|which|how much) time\b",
    re.IGNORECASE,
)
_NO_UNIT = re.compile(
    r"\b(?:probability|ratio|pH|how many|number of|factor|index|count|coefficient|score|correlation|quotient"
    r"|exponent"
    r"|accuracy|precision|recall|F1|p-?value|z-?score|odds|likelihood|rank|order|degree of|bits? set"
    r"|length of (?:the |this"
    r" |a )?(?:list|string|array|tuple|sequence|vector|word|output|result)|size of (?:the |this |a )?(?:list"
    r"|set|matrix"
    r"|array|sample|vocabulary|batch|population|group)|refractive index|relative density|elasticity"
    r"|multiplier|gradient"
    r"|slope of|mean|median|mode|variance|standard deviation|loss function|value of (?:the )?(?:expression"
    r"|function|x|y|n"
    r"|k|log)|x\b|how many times|between 0 and 1|as a (?:fraction|decimal|number|ratio)|time complexity"
    r"|learning rate"
    r"|magnification|efficiency|entropy|margin|gini|utili[sz]ation|damping|strain|in total numbers"
    r"|in which year|what year)"
    r"\b",
    re.IGNORECASE,
)
_NAMED = {name for name in UNITS if len(name) > 1 and name.isalpha()}
_UNIT_ASKED = re.compile(
    r"\b(?:in|to the nearest|as|expressed in|given in|answer in|how many|number of|what|which)\s+(?:(?:full"
    r"|whole|complete|"
    r"metric|square|cubic|the|units? of|million|thousand|billion|degrees?|more|fewer|seconds?|extra"
    r"|additional)\s+){0,2}"
    r"(?:"
    + "|".join(sorted(map(re.escape, _NAMED), key=len, reverse=True))
    + r"|°C|°|%|m²|m³|cm²|cm³|m/s²?|km²|per cent"
    r"|percentage points?|units?|tokens?|bits?|people|francs|yen|crowns|pesos|rupees|points|steps|parameters"
    r"|dozens?)"
    r"(?![\w])",
    re.IGNORECASE,
)


def _unit(reading: Reading) -> Iterator[Hit]:
    asked, item = reading.asked.text, reading.item
    if isinstance(item.key, NumericKey):
        if item.key.unit:
            return
    elif not (reading.chooses and reading.kind not in CODE_TYPES and reading.options):
        return
    else:
        found = [lone_quantity(option.text) for option in reading.options]
        if any(q is None or q.unit for q in found) or any(
            re.search(r"[^\d.,\s−-]", o.text) for o in reading.options
        ):
            return
    if _UNIT_ASKED.search(reading.stem) or re.search(
        r"\([^)]*\b(?:in )?(?:km|cm|mm|kg|%|€|euros?|ms|Hz)\b[^)]*\)", asked
    ):
        return
    measured = any(found.unit for found in quantities(reading.stem))
    wanted = (
        (measured and (_HOW.search(asked) or _WEAK.search(asked)))
        or _FAR.search(asked)
        or _DIMENSION.search(asked)
    )
    if wanted is None or _NO_UNIT.search(asked):
        return
    yield Hit(
        "stem", None, f"{wanted.group()!r} asks for a measure and names no unit; say 'in metres' or the like"
    )


RULES = (
    Rule(
        "missing_unit",
        "error",
        "A measure is asked for in a unit.",
        "3 km and 3,000 m are one answer; without a unit one of them is marked wrong.",
        f"{OWN}; {SAQUET}",
        number("A train covers 90 km in 30 minutes. What is its speed?", 180),
        number("A train covers 90 km in 30 minutes. What is its speed, in km/h?", 180, "km/h"),
        _unit,
    ),
)
