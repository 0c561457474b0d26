"""Hidden and disguised characters: taken out before grading, with the way back to the original text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_TELLING = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""Characters that reorder or hide text and have no place in an answer; the others come along when copying."""
_LETTERS = re.compile(r"[^\W\d_]{2,200}")
_LOOKALIKES = dict(
    zip(
        "аеорсухіјѕһԁԛԝкмтвнАВЕКМНОРСТУХІЈЅαονρυικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijshdqwkmtbhABEKMHOPCTYXIJSaovpuikABEZHIKMNOPTYX",
        strict=True,
    )
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_MOST_MARKS = 3
MOST_READ = 20_000
"""Characters of an answer that are read."""


@dataclass(frozen=True, slots=True)
class Unmasked:
    """`text` as it reads; `origin[i]` is the place of its character i in the original.

    `hidden`: spans of hidden characters in the original; `telling`: they are of a kind that only hides;
    `disguised`: spans of words with letters of another script put in for Latin ones.
    """

    text: str
    origin: Sequence[int]
    original: str
    hidden: tuple[tuple[int, int], ...]
    telling: bool
    disguised: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of `text[start:end]`, which must not be empty."""
        return self.origin[start], self.origin[end - 1] + 1

    def quote(self, start: int, end: int) -> str | None:
        """The original's characters behind `text[start:end]`: a substring that can be written as UTF-8."""
        first, last = self.span(start, end)
        return longest_writable(self.original[first:last])


def longest_writable(text: str) -> str | None:
    """The longest piece of `text` that UTF-8 can write: half a surrogate pair cannot be stored."""
    return max(re.split("[\ud800-\udfff]", text), key=len).strip() or None


def unmask(original: str) -> Unmasked:
    """Removes hidden characters, folds compatibility forms, and reads disguised letters as Latin ones.

    Linear; what lies beyond `MOST_READ` characters is not read.
    """
    original = original[:MOST_READ]
    if original.isascii() and not _CONTROL.search(original):
        return Unmasked(original, range(len(original)), original, (), False, ())
    letters: list[str] = []
    origin: list[int] = []
    hidden: list[tuple[int, int]] = []
    marks = 0
    for place, char in enumerate(original):
        if _HIDDEN.match(char):
            _extend(hidden, place)
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > _MOST_MARKS or "\ud800" <= char <= "\udfff":
            continue
        plain = _plain(char)
        letters.extend(plain)
        origin.extend([place] * len(plain))
    text = "".join(letters)
    text, disguised = _undisguise(text)
    return Unmasked(
        text=text,
        origin=tuple(origin),
        original=original,
        hidden=tuple(hidden),
        telling=_TELLING.search(original) is not None or _splits_words(original, hidden),
        disguised=tuple((origin[a], origin[b - 1] + 1) for a, b in disguised),
    )


def _plain(char: str) -> str:
    if char < "\x7f":
        return char if char >= " " or char in "\n\t" else " "
    if unicodedata.category(char) in ("Cc", "Cn", "Co"):
        return " "
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) <= 4 else char


def _extend(spans: list[tuple[int, int]], place: int) -> None:
    if spans and spans[-1][1] == place:
        spans[-1] = (spans[-1][0], place + 1)
    else:
        spans.append((place, place + 1))


def _splits_words(original: str, hidden: list[tuple[int, int]]) -> bool:
    """Whether words are cut apart by hidden characters again and again, other than by soft hyphens."""
    inside = 0
    for start, end in hidden:
        around = original[start - 1 : start] + original[end : end + 1]
        inside += len(around) == 2 and around.isascii() and around.isalpha() and original[start] != "\u00ad"
    return inside >= 2


def _undisguise(text: str) -> tuple[str, list[tuple[int, int]]]:
    if text.isascii():
        return text, []
    letters, spans = list(text), []
    for match in _LETTERS.finditer(text):
        word = match.group()
        latin = sum(c.isascii() for c in word)
        like = sum(c in _LOOKALIKES for c in word)
        if like and latin and latin + like == len(word) and len(word) > 2:
            letters[match.start() : match.end()] = [_LOOKALIKES.get(c, c) for c in word]
            spans.append(match.span())
    return "".join(letters), spans
