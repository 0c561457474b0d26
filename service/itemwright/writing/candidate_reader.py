"""Reads what a model wrote for a slot: form, quotations and code are checked, and only then it is an item."""

import hashlib
import random
from collections.abc import Sequence
from typing import Any, NamedTuple

from itemwright.domain.blueprint import Slot
from itemwright.domain.item import Citation, Item, ItemBase
from itemwright.domain.passage import Passage
from itemwright.errors import NotFound
from itemwright.sandbox import Sandbox
from itemwright.text import content_words, normal_form
from itemwright.writing.base import RefusedCandidate
from itemwright.writing.library import Library
from itemwright.writing.quotation import Located, locate_all
from itemwright.writing.reply import read_candidate
from itemwright.writing.shapes import Shape
from itemwright.writing.written_code import CODE_MAKERS
from itemwright.writing.written_item import TEXT_MAKERS, Draft, item_setting, made, parts_of

WRITER = "llm"
"""What the provenance of an item by a chat model says of its writer."""
SHARED_WORDS, SHORT = 2, 6
"""Content words that an item shares with its quotations at the least, one where they have fewer than SHORT;
with less it is about other things."""


class Written(NamedTuple):
    """How a candidate came about: by which model and prompt, from which list of facts."""

    model: str
    prompt: str
    facts: Sequence[str] = ()
    reported: str = ""


class CandidateReader:
    """Makes items for the sources of `library`; code runs in `sandbox`."""

    def __init__(self, library: Library, sandbox: Sandbox) -> None:
        self._library = library
        self._sandbox = sandbox

    def read(
        self, given: Any, slot: Slot, passages: Sequence[Passage], written: Written
    ) -> Item | RefusedCandidate:
        """The item for a settled slot, quoting from `passages`; or why the candidate is none."""
        kind = slot.type or "multiple_choice"
        shape = read_candidate(given, kind)
        if isinstance(shape, RefusedCandidate):
            return shape
        places = locate_all(shape.quotes, passages)
        if isinstance(places, str):
            return RefusedCandidate(why="not_quoted", reason=f"{kind}: {places}")
        try:
            cited = [self._cited(place) for place in places]
        except NotFound as error:
            return RefusedCandidate(why="not_quoted", reason=f"{kind}: {error}")
        concept = slot.concept or self._library.topic_of(self._library.source(cited[0].source))
        family = f"write_items/{concept}/{_digest(shape)}"
        provenance = _provenance(shape, slot, written, sum(place.is_repaired for place in places))
        draft = Draft(
            slot,
            item_setting(slot, concept, family, cited, provenance, parts_of(shape)),
            random.Random(f"{slot.seed}/{slot.number}/{family}"),
        )
        item = made(lambda: self._make(shape, draft), kind)
        if isinstance(item, RefusedCandidate) or kind in CODE_MAKERS or _is_about(item, places):
            return item
        return RefusedCandidate(why="not_quoted", reason=f"{kind}: the quotations have no words of the item")

    def _make(self, shape: Shape, draft: Draft) -> ItemBase:
        kind = draft.setting.type
        if kind in CODE_MAKERS:
            return CODE_MAKERS[kind](shape, draft, self._sandbox)
        return TEXT_MAKERS[kind](shape, draft)

    def _cited(self, place: Located) -> Citation:
        source = self._library.source(place.passage.source)
        return self._library.citation(source, place.start, place.end)


def _provenance(shape: Shape, slot: Slot, written: Written, repaired: int) -> dict[str, Any]:
    told = [written.facts[number - 1] for number in shape.facts if number <= len(written.facts)]
    known: dict[str, Any] = {
        "writer": WRITER,
        "model": written.model,
        "prompt": written.prompt,
        "seed": slot.seed,
        "facts": told,
    }
    if repaired:
        known["quotations_repaired"] = repaired
    if written.reported.strip():
        known["reported"] = written.reported.strip()
    return known


def _digest(shape: Shape) -> str:
    return hashlib.sha256(normal_form(shape.stem).encode()).hexdigest()[:12]


def _is_about(item: Item, places: Sequence[Located]) -> bool:
    quoted = {word for place in places for word in content_words(place.text)}
    said = " ".join(
        [item.stem, item.explanation, item.model_dump_json(include={"key", "options", "pairs", "steps"})]
    )
    needed = SHARED_WORDS if len(quoted) >= SHORT else min(1, len(quoted))
    return len(quoted & set(content_words(said))) >= needed
