"""What a model may write on a small article on kilns: one candidate of each type, and replies of them."""

import copy
import hashlib
import json
from typing import Any

from itemwright.domain.item import ItemType
from itemwright.domain.passage import Passage
from itemwright.domain.source import Source
from itemwright.ingest.ingest import source_id
from itemwright.ingest.reading import READERS
from itemwright.ingest.segmenting import segment
from itemwright.writing.library import Library

FIRING = "Above 573 °C quartz changes its form and grows, so the kiln is heated slowly there."
GLAZE = "A glaze is a coat of glass that is melted onto the pot and makes it tight."
COOLING = "A kiln that is opened too hot cracks the pots, because their outside shrinks first."
KILNS = f"""# Kilns

## Firing

A kiln is an oven that turns dried clay into stoneware. {FIRING}
The first firing, called **bisque firing**, ends at about 1,000 °C and leaves the pot porous.
Porous pots take up a glaze well, whereas dense ones repel it.

The steps of a firing are these:

1. Dry the pots for a week.
2. Stack them without touching.
3. Heat slowly up to 600 °C.
4. Heat fast up to the end temperature.
5. Let the kiln cool with its door shut.

## Glazing

{GLAZE} {COOLING}

| Ware | End temperature | Tight without glaze |
|---|---|---|
| Earthenware | 1,050 °C | no |
| Stoneware | 1,250 °C | yes |
| Porcelain | 1,350 °C | yes |
"""


def article_library(text: str = KILNS, name: str = "kilns.md", title: str = "Kilns") -> Library:
    """One article without cards, as it is ingested."""
    media_type = "text/markdown" if name.endswith(".md") else "text/plain"
    source = Source(
        id=source_id(name),
        title=title,
        path=name,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type=media_type,
        text=text,
    )
    passages: list[Passage] = segment(source.id, name, title, text, READERS[source.media_type](text))
    return Library(sources=[source], passages=passages)


_TEACHING = {
    "explanation": "The mineral swells at one point of the scale, and a fast rise would burst the ware.",
    "hints": ["Look for what happens inside the body of the ware.", "One part of it changes its size."],
    "check": "What is done with the door while it cools?",
    "answer": "It stays shut",
    "takeaway": "Where a mineral swells, patience saves the ware.",
}


def _choice(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "why": f"So much for {text.lower()}.", **more}


_WRONG = [
    _choice("Because gas escapes from the glaze", idea="gas bursts pots"),
    _choice("Because metal shelves would sag then", idea="shelves are the weak point"),
    _choice("Because fuel burns badly in this range", idea="fuel decides the pace"),
]
_SLIP = {"why": "That is another sum.", "idea": "adds where it multiplies"}
CANDIDATES: dict[ItemType, dict[str, Any]] = {
    "multiple_choice": {
        "stem": "Why is a kiln heated slowly around 573 °C?",
        "right": _choice("Because a mineral of the clay swells"),
        "wrong": _WRONG,
    },
    "multiple_response": {
        "stem": "Which of these statements about firing are right? Choose all that apply.",
        "right": [_choice("Pots are stacked without touching"), _choice("Quartz grows above 573 °C")],
        "wrong": [
            _choice("Glaze is burnt off", idea="glaze burns"),
            _choice("The door is left open", idea="air"),
        ],
    },
    "true_false": {
        "stem": "A kiln should be opened while it is still hot.",
        "is_true": False,
        "idea": "heat helps",
    },
    "cloze": {
        "stem": "Above 573 °C [[quartz]] changes its form and [[grows]].",
        "others": [_choice("feldspar"), _choice("shrinks")],
    },
    "code_cloze": {
        "stem": "The code counts the hours of a firing at a given rate.",
        "code": "rate = 150\nhours = 1050 [[//]] rate\nprint(hours)",
        "setup": "",
        "check": "",
        "others": [_choice("*"), _choice("+")],
        "steps": ["Read the rate.", "Divide the temperature by it."],
    },
    "output_prediction": {
        "stem": "The code adds up the heating of a kiln. What does it print?",
        "code": "total = 0\nfor hour in range(3):\n    total += 100\nprint(total)",
        "slips": [
            {"find": "range(3)", "replace": "range(4)", **_SLIP},
            {"find": "total += 100", "replace": "total = 100", **_SLIP},
            {"find": "total = 0", "replace": "total = 100", **_SLIP},
            {"find": "range(3)", "replace": "range(2)", **_SLIP},
        ],
        "steps": ["The loop runs three times.", "Each round adds 100."],
    },
    "debug": {
        "stem": "The code is meant to add up the degrees of three hours.",
        "code": "total = 0\nfor hour in range(2):\n    total += 100\nprint(total)",
        "expected": "300",
        "mend": {
            "find": "range(2)",
            "replace": "range(3)",
            "why": "Three hours are three rounds.",
            "idea": "",
        },
        "others": [
            {"find": "total = 0", "replace": "total = 1", **_SLIP},
            {"find": "total += 100", "replace": "total += 10", **_SLIP},
            {"find": "print(total)", "replace": "print(hour)", **_SLIP},
        ],
        "steps": ["Count the rounds.", "Compare them with the hours."],
    },
    "scenario": {
        "stem": "A potter wants to save time. Her kiln is at 550 °C, and the pots hold quartz. What next?",
        "right": _choice("Raise the heat slowly for a while"),
        "wrong": [
            _choice("Raise the heat fast to the end", idea="speed does no harm"),
            _choice("Open the door to let steam out", idea="steam is left"),
            _choice("Keep the heat there for a night", idea="waiting is safest"),
        ],
        "steps": ["The kiln nears 573 °C.", "Quartz grows there."],
    },
    "matching": {
        "stem": "Match each ware with its end temperature. One temperature is left over.",
        "pairs": [
            {"left": "Earthenware", "right": "1,050 °C"},
            {"left": "Stoneware", "right": "1,250 °C"},
            {"left": "Porcelain", "right": "1,350 °C"},
        ],
        "spare": ["900 °C"],
    },
    "ordering": {
        "stem": "Pots are to be fired. Put the steps in order.",
        "steps": [
            {"text": "Dry the pots", "why": "Water would burst them."},
            {"text": "Stack them in the kiln", "why": "They have to be dry."},
            {"text": "Heat slowly", "why": "Quartz grows."},
            {"text": "Let the kiln cool", "why": "The firing is over."},
        ],
    },
    "table": {
        "stem": "Three wares are compared. Complete the table with entries of the pool.",
        "header": ["Ware", "End temperature", "Tight without glaze"],
        "rows": [["Earthenware", "[[1,050 °C]]", "[[no]]"], ["Stoneware", "1,250 °C", "yes"]],
        "others": [_choice("900 °C")],
    },
    "numeric": {
        "stem": "A kiln rises by 120 degrees an hour from 20 to 1,100 °C. How many hours does this take?",
        "unit": "hours",
        "code": "print((1100 - 20) / 120)",
        "value": 9,
        "tolerance": 0,
        "steps": ["The rise is 1,080 degrees.", "1,080 / 120 = 9."],
    },
    "short_answer": {
        "stem": "What is the first firing of a pot called?",
        "answer": "bisque firing",
        "accepts": ["bisque", "the bisque firing"],
    },
    "free_text": {
        "stem": "Explain why a kiln is not opened while it is hot.",
        "parts": [],
        "answer": "The outside of the pots would shrink first, and they would crack.",
        "points": [
            {"point": "The outside shrinks first", "weight": 2},
            {"point": "The pots crack", "weight": 1},
        ],
    },
}
_QUOTED: dict[ItemType, str] = {
    "true_false": COOLING,
    "free_text": COOLING,
    "matching": "| Earthenware | 1,050 °C | no |",
    "table": "| Earthenware | 1,050 °C | no |",
    "ordering": "1. Dry the pots for a week.",
    "short_answer": (
        "The first firing, called **bisque firing**, ends at about 1,000 °C and leaves the pot porous."
    ),
}


def candidate(kind: ItemType, **changes: Any) -> dict[str, Any]:
    """A sound candidate of the type with its quotation; `changes` replace fields."""
    fields = {"facts": [1], "quotes": [_QUOTED.get(kind, FIRING)], **copy.deepcopy(CANDIDATES[kind])}
    return fields | {"teaching": copy.deepcopy(_TEACHING)} | changes


def reply(*slots: list[dict[str, Any]], **changes: Any) -> str:
    """A reply with the candidates of each slot."""
    opening = {"facts": ["Quartz grows above 573 °C"], "reported": "", "unfilled": ""}
    return json.dumps(opening | {f"slot_{n}": given for n, given in enumerate(slots, 1)} | changes)
