"""What an answer puts where a rubric point has another word: "two beats" for "three beats".

Point and statement are laid side by side with the fewest changes (Levenshtein 1966, over words). Where one or
two words stand in another's place beside words that both share, the point is said with a word exchanged: an
opposite, another number, a word from elsewhere in the rubric, or one that the rubric does not know, as often
a synonym as a mistake.
"""

import functools
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from itemwright.grading.lexicon import are_akin
from itemwright.grading.opposites import opposed_to
from itemwright.grading.reading import Word, read
from itemwright.grading.ties import tied_name

SUBSTITUTIONS = (
    "framed",
    "put_denied",
    "put_opposite",
    "put_number",
    "put_crossed",
    "put_known",
    "put_unknown",
)
_MOST = 2
"""Words on either side of an exchange; longer stretches are another statement rather than another word."""
_LONGEST = 160


def substitution_rows(
    points: Sequence[str], references: Sequence[str], statements: Sequence[str]
) -> list[list[float]]:
    """The features of each point, in the order of `SUBSTITUTIONS`, each a share 0..1 of the point's weight:
    what the best statement says in the point's own place, and what stands there instead. `references` add
    words that the rubric knows."""
    told = [window for text in statements for window in _windows(_told(text))]
    known = frozenset(name for text in (*points, *references) for name, _ in _told(text))
    return [max((_compared(point, words, known) for words in told), default=_NONE) for point in points]


_NONE = [0.0] * len(SUBSTITUTIONS)


def _windows(told: Sequence[tuple[str, Word]]) -> Iterator[Sequence[tuple[str, Word]]]:
    """A statement's clauses, one by one and by twos: in a longer stretch one thing's words would be laid
    beside another's."""
    starts = [at for at, (_, word) in enumerate(told) if at == 0 or word.clause != told[at - 1][1].clause]
    ends = [*starts[1:], len(told)]
    for number, start in enumerate(starts):
        yield from (told[start:end] for end in ends[number : number + 2])


@functools.lru_cache(maxsize=4096)
def _told(text: str) -> tuple[tuple[str, Word], ...]:
    return tuple((tied_name(word), word) for word in read(text).told[:_LONGEST])


def _compared(point: str, said: Sequence[tuple[str, Word]], known: frozenset[str]) -> list[float]:
    wanted = _told(point)
    total = sum(word.weight for _, word in wanted)
    if not total:
        return _NONE
    names, others = [name for name, _ in wanted], [name for name, _ in said]
    own = frozenset(names)
    put = dict.fromkeys(SUBSTITUTIONS, 0.0)
    for kind, i, until, j, to in _changes(names, others):
        if kind == "equal":
            for (_, word), (_, other) in zip(wanted[i:until], said[j:to], strict=True):
                put["framed" if word.denied == other.denied else "put_denied"] += word.weight
            continue
        paired = until - i == to - j
        for place, (name, word) in enumerate(wanted[i:until], j):
            instead = others[place : place + 1] if paired else others[j:to]
            put[_relation(name, instead, own, known)] += word.weight
    return [value / total for value in put.values()]


def _changes(names: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Stretches that are equal, and short ones that were replaced beside an equal one."""
    codes = list(Levenshtein.opcodes(names, others))
    for place, code in enumerate(codes):
        beside = [codes[at].tag for at in (place - 1, place + 1) if 0 <= at < len(codes)]
        replaced = code.tag == "replace" and code.src_end - code.src_start <= _MOST and "equal" in beside
        if replaced or code.tag == "equal":
            yield code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end


def _relation(name: str, instead: Sequence[str], own: frozenset[str], known: frozenset[str]) -> str:
    if any(are_akin(name, other) for other in instead if len(name) >= 5):
        return "framed"
    if any(other in opposed_to(name) for other in instead):
        return "put_opposite"
    if name[0].isdigit() and any(other[0].isdigit() for other in instead):
        return "put_number"
    if any(other in own for other in instead):
        return "put_crossed"
    return "put_known" if any(other in known for other in instead) else "put_unknown"
