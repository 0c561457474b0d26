"""Do explanation and steps end where the key is: no rival in the conclusion, no entry for an empty cell, no
two steps the other way round."""

import re
from collections.abc import Iterator

from itemwright.domain.item import Item
from itemwright.grading.opposites import are_opposed
from itemwright.proving.key_option import key_option
from itemwright.proving.told_order import against_key
from itemwright.text import NEGATIONS, content_words, normal_form, plain, sentences, words

_ENDS = re.compile(
    r"(?:^|[,;:]\s|\s)(?:so|therefore|hence|thus|consequently|(?:which|that) is why|this means that)"
    r"\s(?!that\b)",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    {"none", "no", "nothing", "never", "not at all", "0", "zero", "neither", "-", "–", "empty"}
)
_WITHOUT = NEGATIONS | frozenset(
    ["nothing", "before", "lack", "lacks", "lacking", "destroy", "destroys", "destroyed", "prevent",
     "prevents",
     "prevented", "stop", "stops", "stopped", "skip", "skips", "skipped", "miss", "misses", "missing", "free",
     "absent", "absence", "hardly", "zero", "empty", "fails", "fail", "excluded", "ruled", "unlike", "except",
     "only", "other", "others", "rest", "instead", "against"]
)  # fmt: skip
"""What may say of a thing that it is not there."""


def wrong_conclusion(item: Item) -> str:
    """How explanation or steps end elsewhere than the key; "" when they do not."""
    if item.type == "ordering":
        found = against_key(item)
        return f"the explanation tells another order than the key: {found!r}" if found else ""
    if item.type == "table":
        return _filled(item)
    return _rival(item)


def _filled(item: Item) -> str:
    """A sentence that gives a cell something which by the key has nothing."""
    assert item.type == "table"
    for cell in item.cells:
        if not any(normal_form(text) in _EMPTY for text in cell.accepts):
            continue
        asked = set(content_words(cell.column))
        others = [other.row for other in item.cells if other.row != cell.row]
        for clause in _clauses(item):
            if not _names(clause, cell.row) or any(_names(clause, row) for row in others):
                continue
            denied = any(word in _WITHOUT or word.endswith("n't") for word in words(clause))
            if asked & set(content_words(clause)) and not denied:
                return f"{clause!r}, where the key says {cell.accepts[0]!r}"
    return ""


def _names(clause: str, row: str) -> bool:
    """Whether the clause has the row's name; a name in capitals has to stand there so."""
    flags = re.NOFLAG if len(row) <= 3 else re.IGNORECASE
    return re.search(rf"(?<!\w){re.escape(row)}(?!\w)", clause, flags) is not None


def _clauses(item: Item) -> Iterator[str]:
    for text in (item.explanation, *item.worked_steps, item.takeaway):
        for span in sentences(text):
            yield from (
                piece for piece in re.split(r"[;:]\s|, (?:while|whereas|but)\s", plain(span.text)) if piece
            )


def _rival(item: Item) -> str:
    """A conclusion in the words of a wrong option that are the opposite of the key's."""
    key = key_option(item)
    if key is None or item.type == "true_false" or item.code is not None:
        return ""
    options = item.options or ()  # type: ignore[union-attr]
    texts = {option.id: set(content_words(plain(option.text))) for option in options}
    stem = set(content_words(plain(item.stem)))
    explained = set(content_words(plain(item.explanation)))
    own = texts[key.id] - stem
    if own & explained:
        return ""
    for span in sentences(item.explanation):
        parts = _ENDS.split(plain(span.text))
        ending = parts[-1] if len(parts) > 1 else ""
        if not ending or any(word in NEGATIONS or word.endswith("n't") for word in words(ending)):
            continue
        said = set(content_words(ending))
        rivals = set().union(*(other for name, other in texts.items() if name != key.id)) - texts[key.id]
        for word in sorted(rivals & said):
            if against := next((mine for mine in own if are_opposed(word, mine)), None):
                return f"the explanation ends with {word!r} ({ending!r}), the key has {against!r}"
    return ""
