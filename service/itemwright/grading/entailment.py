"""How far an answer says a rubric point, as numbers: the features that the point and label models weigh.

Meaning comes from sentence vectors, detail from words: coverage by weight with soft matches, denial,
opposites, order, numbers, names of rivals, and what was merely copied from the question.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from itemwright.grading.lexicon import are_akin, opposites_of
from itemwright.grading.reading import Reading, Word, is_number

Matrix = NDArray[np.float32]
_LISTED = 4
"""Content words in a row that look like a list rather than a compound."""

FEATURES = (
    "cos_whole", "cos_best", "cos_question_answer", "cos_question_point", "cos_gain", "cos_partial",
    "cos_second", "cos_reference", "cos_reference_partial",
    "cover_all", "cover_new", "cover_new_known", "cover_best", "soft_all", "soft_new", "soft_best",
    "soft_back", "hard_back", "dice_chars", "order", "bigrams", "new_weight",
    "answer_words", "point_words", "length_ratio", "answer_new_share", "question_share",
    "function_share", "negations", "negation_gap", "denied_share", "denied_gap", "opposites", "opposites_new",
    "number_hits", "number_strangers", "hedges", "alternatives", "rivals", "rival_points",
    "than_inverted", "reference_cover", "reference_soft", "reference_denied", "statements", "point_denials",
    "oddities", "clause_share", "clause_opposites", "denied_worst",
    "bare_run", "bare_cover",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A text with its reading, its sentence vector and the vectors of its content words (one row a word).

    Compared by identity: a text is made ready once, and what two texts have in common is kept by the pair."""

    text: str
    reading: Reading
    vector: Matrix
    words: Matrix


@dataclass(frozen=True, slots=True)
class Claim:
    """What an answer is held against: the point, the question it belongs to, and a whole reference answer."""

    point: Said
    question: Said
    reference: Said


@dataclass(frozen=True, slots=True)
class _Alignment:
    """For each word of a target: the best similarity 0..1 in the answer, and the place of that match."""

    best: NDArray[np.float64]
    match: NDArray[np.int64]
    weights: NDArray[np.float64]

    def share(self, keep: NDArray[np.bool_] | None = None, hard: bool = False) -> float:
        """The share of the target's weight that is found; of the kept words only, where `keep` is given."""
        weights = self.weights if keep is None else self.weights * keep
        total = float(weights.sum())
        found = np.where(self.best >= 0.85, 1.0, 0.0) if hard else self.best
        return float((weights * found).sum()) / total if total else 0.0


def measure(claim: Claim, answer: Said, statements: Sequence[Said], rivals: Sequence[Said]) -> list[float]:
    """The features of one point against one answer, in the order of `FEATURES`.

    `rivals`: the other points of the rubric. `statements` must not be empty.
    """
    point, question = claim.point, claim.question
    cosines = [_cosine(point.vector, s.vector) for s in statements]
    asked = question.reading.lemmas
    new = np.array([w.lemma not in asked for w in point.reading.words], dtype=bool)
    whole = _align(point, answer)
    parts = [_align(point, s) for s in statements]
    best = int(np.argmax([c + p.share() for c, p in zip(cosines, parts, strict=True)]))
    row = _meaning(claim, answer, cosines, best)
    row += _coverage(point, answer, statements[best], whole, parts[best], new, asked)
    row += _size(point.reading, answer.reading, asked)
    row += _polarity(point.reading, statements[best].reading, whole, parts[best], answer.reading, asked)
    row += _detail(claim, answer, statements[best], rivals, parts[best])
    reference = _align(claim.reference, answer)
    row += [
        reference.share(hard=True),
        reference.share(),
        _denied_gap(claim.reference.reading, answer.reading, reference),
    ]
    row += [math.log1p(len(statements)), float(point.reading.negations)]
    row.append(min(3, answer.reading.oddities) / max(1.0, math.sqrt(answer.reading.tokens)))
    row += _clauses(point.reading, statements[best].reading, parts[best])
    denials = [
        _denied_gap(point.reading, s.reading, p)
        for s, p in zip(statements, parts, strict=True)
        if p.share() > 0.4
    ]
    row.append(max(denials, default=0.0))
    row += _bare(answer.reading, whole)
    return row


def best_statement(point: Said, statements: Sequence[Said]) -> int:
    """The number of the statement that speaks of the point most: the one to be quoted."""
    return int(np.argmax([_cosine(point.vector, s.vector) + _align(point, s).share() for s in statements]))


def _cosine(a: Matrix, b: Matrix) -> float:
    return float(a @ b)


def _partial(pa: float, pq: float, qa: float) -> float:
    """Partial correlation: how near point and answer are beyond what both owe to the question."""
    return (pa - pq * qa) / math.sqrt(max(0.05, (1 - pq * pq) * (1 - qa * qa)))


def _meaning(claim: Claim, answer: Said, cosines: Sequence[float], best: int) -> list[float]:
    whole = _cosine(claim.point.vector, answer.vector)
    question_answer = _cosine(claim.question.vector, answer.vector)
    question_point = _cosine(claim.question.vector, claim.point.vector)
    reference = _cosine(claim.reference.vector, answer.vector)
    question_reference = _cosine(claim.question.vector, claim.reference.vector)
    return [
        whole, cosines[best], question_answer, question_point, max(whole, *cosines) - question_answer,
        _partial(whole, question_point, question_answer), sorted(cosines)[-2] if len(cosines) > 1 else whole,
        reference, _partial(reference, question_reference, question_answer),
    ]  # fmt: skip


@lru_cache(maxsize=128)  # the pairs of an answer or two: each comes up again for several features
def _align(target: Said, answer: Said) -> _Alignment:
    """The best match of each content word: the same lemma 1, a typo .9, else a likeness of the vectors."""
    wanted, given = target.reading.words, answer.reading.words
    weights = np.array([w.weight for w in wanted])
    if not wanted or not given:
        return _Alignment(np.zeros(len(wanted)), np.full(len(wanted), -1), weights)
    # Word vectors of unrelated words have cosines up to about .35, synonyms start near .55.
    likeness = np.clip((target.words @ answer.words.T - 0.35) / 0.5, 0.0, 0.8).astype(np.float64)
    lemmas = [word.lemma for word in given]
    for i, word in enumerate(wanted):
        for j, relation in _related(word.lemma, lemmas):
            likeness[i, j] = relation
    return _Alignment(likeness.max(axis=1), likeness.argmax(axis=1), weights)


def _related(lemma: str, others: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Which of `others` need no vectors to decide: 1 the same, .9 akin, 0 never (numbers, opposites)."""
    contrary, number = opposites_of(lemma), is_number(lemma)
    for place, other in enumerate(others):
        if other == lemma:
            yield place, 1.0
        elif number or other in contrary or is_number(other):
            yield place, 0.0
        elif other[:1] == lemma[:1] and are_akin(lemma, other):
            yield place, 0.9


def _coverage(
    point: Said,
    answer: Said,
    statement: Said,
    whole: _Alignment,
    part: _Alignment,
    new: NDArray[np.bool_],
    asked: frozenset[str],
) -> list[float]:
    back = _align(answer, point)
    fresh = np.array([w.lemma not in asked for w in answer.reading.words], dtype=bool)
    return [
        whole.share(hard=True), whole.share(new, hard=True), float(new.any()), part.share(hard=True),
        whole.share(), whole.share(new), part.share(), back.share(fresh), back.share(fresh, hard=True),
        _dice(point.text, statement.text), _order(part), _bigrams(point.reading, answer.reading),
        float((whole.weights * new).sum()),
    ]  # fmt: skip


def _size(point: Reading, answer: Reading, asked: frozenset[str]) -> list[float]:
    words = len(answer.words)
    copied = sum(w.lemma in asked for w in answer.words)
    return [
        math.log1p(words), math.log1p(len(point.words)), math.log((words + 1) / (len(point.words) + 1)),
        math.log1p(words - copied), copied / words if words else 0.0,
        answer.function_words / answer.tokens if answer.tokens else 0.0,
    ]  # fmt: skip


def _polarity(
    point: Reading,
    statement: Reading,
    whole: _Alignment,
    part: _Alignment,
    answer: Reading,
    asked: frozenset[str],
) -> list[float]:
    gap = abs(point.negations - statement.negations)
    denied = sum(w.denied for w in answer.words) / len(answer.words) if answer.words else 0.0
    against, against_new = _opposed(point.words, statement.words, asked)
    return [
        float(min(3, answer.negations)), float(min(3, gap)), denied,
        _denied_gap(point, statement, part), against, against_new,
    ]  # fmt: skip


def _denied_gap(target: Reading, answer: Reading, alignment: _Alignment) -> float:
    """The weight of matched words that one side denies and the other does not, as a share of the matches."""
    total = apart = 0.0
    for number, word in enumerate(target.words):
        if alignment.best[number] >= 0.5:
            strength = word.weight * float(alignment.best[number])
            total += strength
            apart += strength * (word.denied != answer.words[int(alignment.match[number])].denied)
    return apart / total if total else 0.0


def _opposed(point: Sequence[Word], said: Sequence[Word], asked: frozenset[str]) -> tuple[float, float]:
    """Pairs of opposites across point and statement where neither text has both; all, and with new words."""
    ours, theirs = {w.lemma for w in point}, {w.lemma: w for w in said}
    strange = theirs.keys() - ours
    pairs = new = 0
    for lemma in ours - theirs.keys():
        for other in strange & opposites_of(lemma):
            if not theirs[other].denied:
                pairs += 1
                new += other not in asked
    return float(min(3, pairs)), float(min(3, new))


def _clauses(point: Reading, statement: Reading, alignment: _Alignment) -> list[float]:
    """How much of the match stands in one clause, and opposites of the point's other words in that clause.

    "It trains the weights and freezes the matrices" has all words of "matrices are trained", in two clauses.
    """
    shares: dict[int, float] = {}
    for number, word in enumerate(point.words):
        if alignment.best[number] >= 0.5:
            clause = statement.words[int(alignment.match[number])].clause
            shares[clause] = shares.get(clause, 0.0) + word.weight * float(alignment.best[number])
    if not shares:
        return [0.0, 0.0]
    main = max(shares, key=lambda clause: shares[clause])
    inside = {w.lemma for w in statement.words if w.clause == main and not w.denied}
    outside = [w.lemma for w in point.words if w.lemma not in inside]
    opposites = sum(len(inside & opposites_of(lemma)) for lemma in outside)
    return [shares[main] / sum(shares.values()), float(min(3, opposites))]


def _bare(answer: Reading, alignment: _Alignment) -> list[float]:
    """How many content words the answer strings together, and the share of the point that is found among such
    strings alone: key words listed beside a statement claim nothing."""
    found = alignment.best >= 0.85
    listed = np.array([answer.runs[place] >= _LISTED for place in alignment.match[found]], dtype=bool)
    total = float(alignment.weights.sum())
    share = float(alignment.weights[found][listed].sum()) / total if total and len(listed) else 0.0
    return [math.log1p(max(answer.runs, default=0)), share]


def _detail(
    claim: Claim, answer: Said, statement: Said, rivals: Sequence[Said], part: _Alignment
) -> list[float]:
    point, said = claim.point.reading, answer.reading
    wanted = point.numbers
    strangers = said.numbers - wanted - claim.question.reading.numbers - claim.reference.reading.numbers
    hits = len(wanted & said.numbers) / len(wanted) if wanted else -1.0
    near = max((_cosine(rival.vector, statement.vector) for rival in rivals), default=0.0)
    inverted = float(point.has_than and statement.reading.has_than and _order(part) < 0)
    return [
        hits, float(min(3, len(strangers))), float(min(3, said.hedges)), float(min(3, said.alternatives)),
        _named_rival(claim, statement.reading), near - _cosine(claim.point.vector, statement.vector),
        inverted,
    ]  # fmt: skip


def _named_rival(claim: Claim, statement: Reading) -> float:
    """Weight of the question's names that the statement has and the point lacks, if it lacks the point's own.

    "Recall is the share of ..." does not say what precision is, however many words it shares.
    """
    asked = {w.lemma: w.weight for w in claim.question.reading.words}
    ours = claim.point.reading.lemmas & asked.keys()
    theirs = statement.lemmas & asked.keys()
    if not ours - theirs or ours & theirs:
        return 0.0
    return sum(asked[lemma] for lemma in theirs - ours)


def _dice(a: str, b: str) -> float:
    """Likeness of two texts by their character trigrams, 0..1."""
    first, second = ({t[i : i + 3] for i in range(len(t) - 2)} for t in (a.lower(), b.lower()))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _order(alignment: _Alignment) -> float:
    """-1..1: whether the matched words come in the point's order (Kendall's tau); 0 with fewer than two."""
    places = [int(m) for m, b in zip(alignment.match, alignment.best, strict=True) if b >= 0.85]
    pairs = [(a, b) for i, a in enumerate(places) for b in places[i + 1 :] if a != b]
    return sum(1 if a < b else -1 for a, b in pairs) / len(pairs) if pairs else 0.0


def _bigrams(point: Reading, answer: Reading) -> float:
    def pairs(reading: Reading) -> set[tuple[str, str]]:
        lemmas = [w.lemma for w in reading.words]
        return set(pairwise(lemmas))

    wanted = pairs(point)
    return len(wanted & pairs(answer)) / len(wanted) if wanted else 0.0
