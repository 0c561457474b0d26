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
from itemwright.grading.reading import Word, is_number, read
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
_NONE = [0.0] * len(SUBSTITUTIONS)
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
    return [
        max((_compared(point, words, known) for words in told if _meet(point, words)), default=_NONE)
        for point in points
    ]


def _meet(point: str, said: Sequence[tuple[str, Word]]) -> bool:
    names = {name for name, _ in _told(point)}
    return any(name in names for name, _ in said)


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
            for (_, word), (_, answered) in zip(wanted[i:until], said[j:to], strict=True):
                put["framed" if word.denied == answered.denied else "put_denied"] += word.weight
            continue
        for (name, word), other in zip(wanted[i:until], others[j:to], strict=True):
            put[_relation(name, other, own, known)] += word.weight
    return [value / total for value in put.values()]


def _changes(names: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Stretches that are equal, and short ones that were replaced beside an equal one."""
    codes = list(Levenshtein.opcodes(names, others))
    for place, code in enumerate(codes):
        beside = [codes[at].tag for at in (place - 1, place + 1) if 0 <= at < len(codes)]
        replaced = code.tag == "replace" and code.src_end - code.src_start <= _MOST and "equal" in beside
        if replaced or code.tag == "equal":
            yield code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end


def _relation(name: str, other: str, own: frozenset[str], known: frozenset[str]) -> str:
    """What it means that `other` stands where the point, which has the words `own`, has `name`."""
    if len(name) >= 5 and are_akin(name, other):
        return "framed"
    if other in opposed_to(name):
        return "put_opposite"
    if is_number(name) and is_number(other):
        return "put_number"
    if other in own:
        return "put_crossed"
    return "put_known" if other in known else "put_unknown"
