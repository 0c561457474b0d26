"""An item read once for all rules: its question, its options' words, its texts by field name."""

import re
from collections.abc import Iterator
from functools import cached_property

from itemwright.domain.item import BLANK, Item, Option
from itemwright.text import Span, content_words, sentences

_INSTRUCTION = re.compile(
    r"^(?:select|choose|pick|mark|tick|give|state|write|enter|answer|round|assume|take|use|neglect|ignore"
    r"|explain|justify|fill|complete|name|show)\b",
    re.IGNORECASE,
)
FRAME = re.compile(
    r"^\s*(?:true or false\s*[?:]|is (?:this|the following) (?:statement|sentence|claim) true(?: or false)?\?"
    r"|fill (?:in )?(?:the|each|every) (?:gaps?|blanks?)\s*[.:]|complete (?:the|this) sentence\s*[.:])\s*",
    re.IGNORECASE,
)
CODE_TYPES = frozenset({"code_cloze", "output_prediction", "debug"})


_SAID = re.compile(r"[a-z]+")
LETTERED = re.compile(
    r"\b(?:the )?(?:answer|option|choice|key)(?: is)?:? \(?([a-hA-H])\)?(?![\w'’])(?=$|[.,;:)!]| is\b"
    r"| because\b)"
    r"|\(?\b([A-H])\)? is (?:right|correct|the (?:answer|key))\b"
)
"""An option named by its letter as the answer."""


class Prose:
    """A text of an item by the name of its field; its words in lower case are picked out once."""

    def __init__(self, field: str, text: str, is_shown: bool) -> None:
        self.field = field
        self.text = text
        self.is_shown = is_shown
        self.said = _SAID.findall(text.lower())
        self.words = frozenset(self.said)


class Reading:
    """What rules ask of an item; what several of them ask is worked out once."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.kind = item.type
        self.stem = item.stem
        self.options: tuple[Option, ...] = getattr(item, "options", None) or ()
        keyed = item.key if isinstance(item.key, str | tuple | list) else ()
        ids = {keyed} if isinstance(keyed, str) else set(keyed)
        self.keys = tuple(option for option in self.options if option.id in ids)
        self.wrong = tuple(option for option in self.options if option.id not in ids)

    @property
    def key(self) -> Option | None:
        """The option that is the key, for items with exactly one."""
        return self.keys[0] if len(self.keys) == 1 and self.kind != "multiple_response" else None

    @property
    def chooses(self) -> bool:
        """Whether options are chosen among that the author wrote: not True and False."""
        return bool(self.options) and self.kind != "true_false"

    @cached_property
    def frame(self) -> int:
        """Where the stem proper begins, after "True or false?" and the like."""
        found = FRAME.match(self.stem)
        return found.end() if found else 0

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of the stem proper, spans counted in the stem."""
        shift = self.frame
        return [Span(s.start + shift, s.end + shift, s.text) for s in sentences(self.stem[shift:])]

    @cached_property
    def asked(self) -> Span:
        """The sentence that asks: the last with a question mark, else the last that is no instruction."""
        found = self.sentences
        questions = [s for s in found if "?" in s.text]
        if questions:
            return questions[-1]
        plain = [s for s in found if not _INSTRUCTION.match(s.text)]
        return (plain or found or [Span(0, len(self.stem), self.stem)])[-1]

    @cached_property
    def stem_content(self) -> list[str]:
        """Lemmas of the stem's words that carry meaning."""
        return content_words(self.stem.replace(BLANK, " "))

    @cached_property
    def contents(self) -> dict[str, list[str]]:
        """Lemmas of each option's words that carry meaning, by option id."""
        return {option.id: content_words(option.text) for option in self.options}

    def own(self, option: Option) -> set[str]:
        """The option's words that stand neither in another option nor in the stem."""
        others = {word for o in self.options if o.id != option.id for word in self.contents[o.id]}
        return set(self.contents[option.id]) - others - set(self.stem_content)

    @cached_property
    def explanation_content(self) -> list[str]:
        return content_words(self.item.explanation)

    def field_of(self, option: Option) -> str:
        return f"options.{option.id}.text"

    @cached_property
    def accepted(self) -> list[str]:
        """The texts that are right where the learner writes or fills: blanks, cells, short answers."""
        found = [*(getattr(self.item, "accepts", None) or ())]
        for part in (*(getattr(self.item, "blanks", None) or ()), *(getattr(self.item, "cells", None) or ())):
            found += part.accepts
        return found

    @cached_property
    def prose(self) -> list[Prose]:
        """Every text that is read, first those shown with the question."""
        shown = [Prose(field, text, True) for field, text in self.shown() if text]
        return [*shown, *(Prose(field, text, False) for field, text in self.told() if text)]

    def shown(self) -> Iterator[tuple[str, str]]:
        """Field name and text of the prose that the learner answers by: stem, options, steps, pairs."""
        yield "stem", self.stem
        for option in self.options:
            yield self.field_of(option), option.text
        for step in getattr(self.item, "steps", None) or ():
            yield f"steps.{step.id}.text", step.text
        pairs = getattr(self.item, "pairs", None)
        for side in ("left", "right") if pairs else ():
            for labelled in getattr(pairs, side):
                yield f"pairs.{side}.{labelled.id}", labelled.text

    def told(self) -> Iterator[tuple[str, str]]:
        """Field name and text of the prose told during and after answering."""
        item = self.item
        yield "explanation", item.explanation
        for name in ("worked_steps", "hints", "common_mistakes"):
            for number, text in enumerate(getattr(item, name)):
                yield f"{name}.{number}", text
        yield "quick_check", item.quick_check
        yield "takeaway", item.takeaway
        for option in self.options:
            yield f"options.{option.id}.rationale", option.rationale
        for number, point in enumerate(getattr(item, "rubric", None) or ()):
            yield f"rubric.{number}.point", point.point


def spot_of(text: str, part: str) -> tuple[int, int] | None:
    """Where `part` stands in `text`, whatever its case, as [start, end); None: nowhere."""
    at = text.lower().find(part.strip().lower())
    return (at, at + len(part.strip())) if at >= 0 else None
