"""Answers whose statuses follow from how they are made: attacks, denials, and changes that harm nothing."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from evals.training.answers import TrainingAnswer
from itemwright.grading.frequencies import zipf_frequency
from itemwright.grading.lexicon import FUNCTION_WORDS
from itemwright.grading.opposites import opposed_to
from itemwright.text import STOP_WORDS, lemma

MADE = 16
"""Answers made for each question: more of them harden a model and blunt it."""
MADE_WEIGHT = 0.6
_FILLING = (
    "There are many aspects to this topic and experts have discussed it for a long time.",
    "In general one has to look at the whole picture before coming to a conclusion.",
    "This is an interesting question that comes up again and again in practice.",
    "It is important to understand the fundamentals and to apply them in the right way.",
)
_ASIDES = (
    "I learned this last week in class.",
    "We also talked about the history of the field.",
    "The weather was nice during that lecture.",
    "(One to three lines were asked for.)",
    "Sorry for my handwriting.",
)
_CONSTANTS = (
    "null",
    "N/A",
    "42",
    "yes",
    "no",
    "I do not know.",
    "idk",
    "none",
    "see above",
    "?",
    "test",
    "ok",
    "7",
    "abc",
)
_MARKS = ".,;:!?()\"'"
_TURNABLE = frozenset(["more", "less", "most", "least", "before", "after", "above", "below", "same"])
_IN_USE = 3.3
"""Zipf frequency: many words have opposites by their form alone."""
_STEM = 4
"""Letters that the forms of a word share."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WITHDRAWALS = (
    "No. I take everything back.",
    "Forget what I said.",
    "None of this is true.",
    "On second thought, all of that is wrong.",
)
_DENIALS = (
    "But in fact the opposite is true.",
    "Actually it is just the reverse.",
    "No, that is wrong, it is the other way round.",
    "That was a mistake, the contrary holds.",
)


def made_answers(answers: Sequence[TrainingAnswer], each: int, rng: random.Random) -> list[TrainingAnswer]:
    """For every question `each` answers whose statuses follow from how they are made: attacks, denials,
    losses of substance, and changes that harm nothing."""
    by_question: dict[str, list[TrainingAnswer]] = defaultdict(list)
    for answer in answers:
        by_question[answer.group].append(answer)
    firsts = [group[0] for group in by_question.values()]
    made = []
    for first in firsts:
        group = by_question[first.group]
        right = [a.answer for a in group if not any(a.statuses)] or [first.references[0]]
        wrong = [a for a in group if 0 not in a.statuses]
        stranger = rng.choice([other for other in firsts if other is not first])
        texts = list(_made(first, rng.choice(right), stranger, rng))
        told = [first._replace(answer=text, statuses=(status,) * len(first.points)) for status, text in texts]
        if wrong:
            told += _with_key_words(rng.choice(wrong), rng)
        told += _turned(first, right, rng)
        for chosen in rng.sample(told, min(each, len(told))):
            made.append(chosen._replace(kind="made", weight=MADE_WEIGHT))
    return made


def _with_key_words(wrong: TrainingAnswer, rng: random.Random) -> Iterator[TrainingAnswer]:
    """A wrong answer stays as wrong as it is with words of the reference strewn in."""
    content = _content(rng.choice(wrong.references))
    some = rng.sample(content, max(1, len(content) // 2))
    said = wrong.answer.rstrip(". ")
    for text in (
        f"{said} {' '.join(some)}",
        f"{said}. {', '.join(some)}.",
        f"{wrong.answer} {' '.join(content[: rng.randint(3, 8)])}",
        f"{' '.join(some)}: {wrong.answer}",
    ):
        yield wrong._replace(answer=text)


def _turned(asked: TrainingAnswer, right: Sequence[str], rng: random.Random) -> Iterator[TrainingAnswer]:
    """Right texts with their words turned into opposites, and the points in which they stood contradicted;
    right texts that lost half of what they say beyond the question."""
    texts = [rng.choice(asked.references), rng.choice(right)]
    for text in texts:
        turned = {word: other for word in _words(text) if (other := _opposite(word, rng)) != word}
        statuses = tuple(2 if _names_any(point, turned) else 0 for point in asked.points)
        if 2 in statuses:
            said = " ".join(_replaced(word, turned) for word in text.split())
            yield asked._replace(answer=said, statuses=statuses)
    known = set(_words(asked.question))
    for text in (*texts, texts[0]):
        fresh = sorted({word for word in _words(text) if word not in known and word not in STOP_WORDS})
        if len(fresh) > 1:
            lost = set(rng.sample(fresh, (len(fresh) + 1) // 2))
            left = [word for word in text.split() if word.strip(_MARKS).lower() not in lost]
            kept = {word.strip(_MARKS).lower() for word in left} - STOP_WORDS
            whole = [set(_words(point)) - STOP_WORDS <= kept for point in asked.points]
            yield asked._replace(answer=" ".join(left), statuses=tuple(0 if each else 1 for each in whole))


def _opposite(word: str, rng: random.Random) -> str:
    """A word in use that turns a statement round in this one's place; the word itself if none is known."""
    if word in FUNCTION_WORDS and word not in _TURNABLE:
        return word
    base = lemma(word)
    ending = word.removeprefix(base) if word in (base, f"{base}s") else None
    if ending is None:
        return word
    in_use = (
        f"{other}{ending}"
        for other in opposed_to(base)
        if zipf_frequency(other) >= _IN_USE and not other.endswith(base)
    )
    return rng.choice(sorted(in_use) or [word])


def _names_any(point: str, words: Iterable[str]) -> bool:
    """Whether a point has one of the words, or another form of it."""
    return any(other[:_STEM] == word[:_STEM] for word in words for other in _words(point))


def _replaced(word: str, by: Mapping[str, str]) -> str:
    bare = word.strip(_MARKS)
    return word.replace(bare, by[bare.lower()]) if bare.lower() in by else word


def _words(text: str) -> list[str]:
    return [bare for word in text.split() if (bare := word.strip(_MARKS).lower())]


def _content(text: str) -> list[str]:
    words = text.rstrip(". ").replace(",", " ").replace(";", " ").split()
    return [word for word in words if word.lower() not in STOP_WORDS] or words


def _made(
    asked: TrainingAnswer, right: str, stranger: TrainingAnswer, rng: random.Random
) -> Iterator[tuple[int, str]]:
    reference = rng.choice(asked.references)
    bare, good = reference.rstrip(". "), right.rstrip(". ")
    lower, told = _lower_first(bare), _lower_first(good)
    words = bare.replace(",", " ").replace(";", " ").split()
    content = _content(reference)
    other = stranger.references[0]
    met, missing, contradicted = range(3)
    some = rng.sample(content, max(1, len(content) // 2))
    yield missing, " ".join(rng.sample(words, len(words)))
    yield missing, " ".join(rng.sample(content, len(content))).lower()
    yield missing, ", ".join(rng.sample(content, len(content)))
    yield contradicted, f"It is not true that {lower}."
    yield contradicted, f"It is wrong to say that {told}."
    yield contradicted, f"No: {lower}? That is false."
    yield contradicted, f"{right} {rng.choice(_DENIALS)}"
    yield missing, f"Either {lower} or the opposite, it could be both."
    yield missing, f"Maybe {lower}, maybe not."
    yield missing, f"It could be that {lower}, but just as well that it is the other way round."
    yield missing, other
    yield missing, stranger.answer
    yield missing, rng.choice(_CONSTANTS)
    yield (
        missing,
        " ".join("".join(rng.choices(_LETTERS, k=rng.randint(3, 7))) for _ in range(rng.randint(2, 9))),
    )
    yield contradicted, f"{right} {rng.choice(_WITHDRAWALS)}"
    yield missing, f"{other.rstrip('. ')}. {' '.join(content[: max(2, len(content) // 2)])}"
    yield missing, f"{stranger.answer} {' '.join(some)}"
    yield missing, asked.question
    yield missing, rng.choice(_FILLING)
    yield missing, f"It has something to do with {' and '.join(some[:3])}."
    yield met, reference
    yield met, f"{right} {rng.choice(_ASIDES)}"
    yield met, f"I think that {told}."
    yield met, _misspelt(good, rng)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _misspelt(text: str, rng: random.Random) -> str:
    words = text.split()
    for place, word in enumerate(words):
        if len(word) > 5 and word.isalpha() and rng.random() < 0.4:
            at = rng.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words).lower()
