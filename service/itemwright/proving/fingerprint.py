"""A fingerprint of an item: what it asks and keys, numbers and names told from the rest, so that a copy, a
parallel form and something new can be told apart, whoever wrote the items."""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from itemwright.domain.item import Item
from itemwright.proving.code_shape import code_shape
from itemwright.text import NEGATIONS, content_words, normal_form, words
from itemwright.writing.frame import content_of

_INSTRUCTIONS = re.compile(
    r"^(?:question:|(?:is this statement )?true or false\?|fill (?:in )?the (?:gap|blank)s?[.:])\s+"
    r"|\s+(?:answer (?:in|with) [^.?]{1,60}\.|one word is enough\.|type (?:it|the output exactly)\."
    r"|select all that apply\."
    r"|(?:choose|select|pick) (?:one|the (?:best|right|correct) (?:answer|option))\.)$",
    re.IGNORECASE,
)
"""What stands around a question and says nothing of what is asked."""

_NUMBER_WORDS = frozenset({
    "zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "twenty", "thirty", "forty", "fifty", "hundred", "thousand", "million", "billion", "half", "twice",
})  # fmt: skip
"""Without "one", which counts nothing in "Which one is right?"."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:e[-+]?\d+)?", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][a-z]+\b")
_BESIDE = re.compile(r"\bexcept\b|\brather than\b|\binstead of\b", re.IGNORECASE)
"""What says "not" in other words."""
_PERSONS = frozenset(["he", "she", "his", "her", "hers", "him", "they", "their", "them"])
_OPEN_TYPES = frozenset(["short_answer", "free_text", "numeric", "cloze"])


class Fingerprint(NamedTuple):
    """What of an item is compared with others. `asked` and `answer` are texts, for an embedder.

    `words`, `keyed` and `content` are the lemmas of the question, of the key and of all that is read; numbers
    stand in `numbers` (of question and code, sorted) and in `results` (of the key). `parts`: what is keyed,
    one by one. `shape`: the question with numbers as `#`, and names as `@` where it counts something. `code`:
    the shape of the program, "" without one. `is_open`: it can be answered without options, so its question
    says all that is asked. `family` and `entry` (of its card) are those of a built-in item, "" for others, as
    nobody vouches for what theirs say.
    """

    item: str
    type: str
    digest: str
    asked: str
    answer: str
    words: frozenset[str]
    keyed: frozenset[str]
    content: frozenset[str]
    parts: frozenset[str]
    numbers: tuple[str, ...]
    results: tuple[str, ...]
    shape: tuple[str, ...]
    code: str
    is_negated: bool
    is_open: bool
    family: str
    entry: str

    @property
    def looked_up(self) -> frozenset[str]:
        """What others are found by: the words of question and key, its numbers, the shape of the program."""
        program = {f"code {self.code}"} if self.code else set()
        return self.words | self.keyed | {f"key {number}" for number in self.results} | program


def fingerprint_of(item: Item) -> Fingerprint:
    """The fingerprint of one version of an item: pure text work, no model."""
    asked, answers = _asked(item), _answers(item)
    numbers = _numbers(f"{asked}\n{item.code or ''}")
    # One of our own item models made it, so its family means what it says.
    built_in = str(item.provenance.get("writer", "")).startswith("builtin")
    negations = sum(word in NEGATIONS or word.endswith("n't") for word in words(asked))
    negations += len(_BESIDE.findall(asked))
    read = [item.type, normal_form(asked), _trimmed(item.code), *sorted(_shown(item))]
    return Fingerprint(
        item=item.id,
        type=item.type,
        digest=_digest([*read, "key", *answers]),
        asked=f"{asked}\n{item.code}" if item.code else asked,
        answer="; ".join(answers),
        words=_lemmas(asked),
        keyed=_lemmas(" ".join(answers)),
        content=_lemmas(content_of(item)),
        parts=frozenset(answers),
        numbers=numbers,
        results=_numbers(" ".join(answers)),
        shape=_shape(asked, with_names=bool(numbers)),
        code=code_shape(item.code, item.language) if item.code else "",
        is_negated=negations % 2 == 1,
        is_open=item.type in _OPEN_TYPES or bool(getattr(item, "accepts", None)),
        family=item.family if built_in else "",
        entry="/".join([*item.concepts, *item.family.split("/")[2:]]) if built_in else "",
    )


def _asked(item: Item) -> str:
    """The question without instructions; what a gap hides stays hidden."""
    text, before = item.stem.strip(), ""
    while text != before:
        before, text = text, _INSTRUCTIONS.sub("", text).strip()
    return "\n".join([text or item.stem, *(getattr(item, "parts", None) or ())])


def _answers(item: Item) -> tuple[str, ...]:
    """What the key says, as texts, sorted where their order says nothing."""
    if item.type == "matching":
        left = {side.id: side.text for side in item.pairs.left}
        right = {side.id: side.text for side in item.pairs.right}
        return tuple(sorted(normal_form(f"{left[a]} = {right[b]}") for a, b in item.key.items()))
    if item.type == "ordering":
        steps = {step.id: step.text for step in item.steps}
        return tuple(normal_form(steps[name]) for name in item.key)
    if item.type == "numeric":
        return (f"{item.key.value:g} {item.key.unit}".strip(),)
    options = getattr(item, "options", None)
    if options:
        keys = [item.key] if isinstance(item.key, str) else list(item.key)
        return tuple(sorted(normal_form(option.text) for option in options if option.id in keys))
    if isinstance(item.key, dict):
        return tuple(normal_form(text) for text in item.key.values())
    return (normal_form(str(item.key)),)


def _shown(item: Item) -> Iterable[str]:
    """All that stands there to choose from, to order or to fill."""
    yield from (normal_form(option.text) for option in getattr(item, "options", None) or ())
    yield from (normal_form(step.text) for step in getattr(item, "steps", None) or ())
    pairs = getattr(item, "pairs", None)
    if pairs is not None:
        yield from (normal_form(side.text) for side in (*pairs.left, *pairs.right))
    yield from (normal_form(" | ".join(row)) for row in getattr(item, "grid", None) or ())


def _lemmas(text: str) -> frozenset[str]:
    return frozenset(word for word in content_words(text) if not _is_number(word))


def _numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text, sorted; `2,000` is `2000`."""
    found = [number.lower() for number in _NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3}\b)", "", text))]
    return tuple(sorted([*found, *(word for word in words(text) if word in _NUMBER_WORDS)]))


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in _NUMBER_WORDS


def _shape(text: str, with_names: bool) -> tuple[str, ...]:
    if with_names:
        text = _NAME.sub("@", text)
    found = [word for word in re.findall(r"@|\w+(?:[.,]\d+)*", text.lower()) if word not in _PERSONS]
    return tuple("#" if _is_number(word) else word for word in found)


def _trimmed(code: str | None) -> str:
    return "\n".join(line.rstrip() for line in (code or "").strip().splitlines())


def _digest(parts: Iterable[str]) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
