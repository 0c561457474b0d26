"""A key that the source does not tell: neither key nor explanation nor rationale has its words, or it speaks
nowhere of one step or side of several."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import share_of
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.clauses import weight
from itemwright.proving.evidence import nearest, windows
from itemwright.proving.key_option import key_option
from itemwright.proving.word_roots import roots
from itemwright.text import content_words, plain, sentences

UNSAID, UNSAID_OF_MANY = 0.22, 0.27
"""Shares, by weight, of the words of its own from which a key of three words, and of five, is said: of 221
right keys of reviewed facts 1 lies below, of 674 wrong ones a quarter."""
_SEVERAL, _MANY, _NEAREST = 3, 5, 3
TOLD = frozenset({"multiple_choice", "multiple_response", "short_answer", "free_text"})
"""Types that ask for what the source says; a scenario may be about something that it does not name."""
KEY_SAID, KEY_QUOTED, EXPLAINED, ARGUED = 0.5, 0.3, 0.42, 0.5
"""The same share of the key in one sentence of the source and in the quotations, of the least told sentence
of the explanation, and of the key's rationale: where all lie below, four texts tell what no source does."""
POINTS_QUOTED, POINTS_EXPLAINED = 0.45, 0.55
"""The same for the best quoted point of a free text, and the best told sentence of its explanation."""
ELSEWHERE = 0.5
"""Share of its words that each other step has in the source where one has none."""
_STRANGE = 1.0
"""Weight of the words of a step that is told nowhere: two words at least."""


class _Told(NamedTuple):
    sentences: tuple[frozenset[str], ...]
    quoted: frozenset[str]
    everywhere: frozenset[str]

    def most(self, own: Sequence[str]) -> float:
        """The share that the best sentence has."""
        return max((share_of(own, said) for said in self.sentences), default=0.0)


def check_unsaid(item: Item, quotes: Sequence[str], texts: Sequence[str], model: ClaimModel) -> Finding:
    """fail: the words of the key, and of what argues for it, are nowhere in the sources."""
    told = _told(quotes, texts)
    if found := _strange_part(item, told):
        return "fail", f"the source speaks nowhere of {found!r}"
    if item.type not in TOLD or item.code is not None or "`" in item.stem:
        return "pass", ""
    if found := _argued_from_nothing(item, told):
        return "fail", f"neither {found!r} nor what is said for it is told by the source"
    # What is to be understood or applied may be concluded, in words that no passage has.
    return _unsaid(item, texts, model) if item.bloom == "remember" else ("pass", "")


def _told(quotes: Sequence[str], texts: Sequence[str]) -> _Told:
    said = tuple(frozenset(roots(window.text)) for window in windows(texts))
    quoted = frozenset(word for quote in quotes for word in roots(plain(quote)))
    return _Told(said, quoted, frozenset().union(*said))


def _strange_part(item: Item, told: _Told) -> str:
    """The one step or side of which no word stands in the source, while the others do."""
    if item.type == "ordering":
        texts = [step.text for step in item.steps]
    elif item.type == "matching":
        right = {side.id: side.text for side in item.pairs.right}
        texts = [right[name] for name in item.key.values()]
    else:
        return ""
    asked = frozenset(roots(plain(item.stem)))
    shares = []
    for text in texts:
        own = [word for word in dict.fromkeys(roots(plain(text))) if word not in asked]
        shares.append((share_of(own, told.everywhere), own, text))
    strange = [
        (own, text) for share, own, text in shares if share == 0.0 and own and not re.search(r"\d", text)
    ]
    if len(strange) != 1 or len(texts) < 3 or weight(strange[0][0]) < _STRANGE or len(strange[0][0]) < 2:
        return ""
    others = [share for share, own, _ in shares if own is not strange[0][0]]
    return strange[0][1] if min(others) >= ELSEWHERE else ""


def _argued_from_nothing(item: Item, told: _Told) -> str:
    """The key, where neither it nor its explanation nor its rationale is told."""
    asked = frozenset(roots(plain(item.stem)))
    keys = [(text, own) for text in keyed_texts(item) if len(own := _own(text, asked)) >= 2]
    argued = [
        told.most(own) for text in sentences(item.explanation) if len(own := _own(text.text, asked)) >= 2
    ]
    if not keys or not argued or re.search(r"[=<>]|\w\(", keys[0][0]):
        return ""
    quoted = max(share_of(own, told.quoted) for _, own in keys)
    if item.type == "free_text":
        return keys[0][0] if quoted <= POINTS_QUOTED and max(argued) <= POINTS_EXPLAINED else ""
    key = key_option(item)
    if key is None or item.type == "scenario":
        return ""
    reason = _own(key.rationale, asked)
    said = max(told.most(own) for _, own in keys)
    if said > KEY_SAID or quoted > KEY_QUOTED or min(argued) > EXPLAINED:
        return ""
    return key.text if len(reason) < 2 or told.most(reason) <= ARGUED else ""


def _own(text: str, asked: frozenset[str]) -> list[str]:
    return [word for word in dict.fromkeys(roots(plain(text))) if word not in asked]


def _unsaid(item: Item, texts: Sequence[str], model: ClaimModel) -> Finding:
    """A key of several words of which no passage on the question has more than a few."""
    told = windows(texts)
    asked = set(content_words(plain(item.stem)))
    unsaid, judged = [], 0
    for text in keyed_texts(item):
        own = [word for word in dict.fromkeys(content_words(plain(text))) if word not in asked]
        if len(own) < _SEVERAL or not told or re.search(r"[=`<>]|\w\(", text):
            continue
        about = text if item.type == "free_text" else f"{item.stem} {text}"
        read = nearest(about, told, model.reader, _NEAREST)
        said = max(share_of(own, window.words) for window in read)
        judged += 1
        if said <= (UNSAID if len(own) < _MANY else UNSAID_OF_MANY):
            unsaid.append(f"no passage on the question says {text[:120]!r}; nearest: {read[0].alone[:120]!r}")
    # A point of a reference answer may be concluded from the others.
    if unsaid and (item.type != "free_text" or len(unsaid) == judged > 1):
        return "fail", unsaid[0]
    return "pass", ""


def keyed_texts(item: Item) -> Iterator[str]:
    """What the key says, text by text."""
    options = getattr(item, "options", None)
    if options:
        keyed = [item.key] if isinstance(item.key, str) else list(item.key)
        yield from (option.text for option in options if option.id in keyed)
    elif item.type == "free_text":
        yield from (point.point for point in item.rubric or ())
    elif item.type == "short_answer":
        yield item.key
