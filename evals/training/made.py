"""Answers whose statuses follow from how they are made: attacks, denials, and changes that harm nothing."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from evals.training.answers import TrainingAnswer
from itemwright.text import STOP_WORDS

MADE = 12
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
    """For every question `each` answers whose status follows from how they are made, the same for all points:
    attacks, denials, and changes that harm nothing."""
    by_question: dict[str, list[TrainingAnswer]] = defaultdict(list)
    for answer in answers:
        by_question[answer.group].append(answer)
    firsts = [group[0] for group in by_question.values()]
    made = []
    for first in firsts:
        right = [a.answer for a in by_question[first.group] if not any(a.statuses)] or [first.references[0]]
        stranger = rng.choice([other for other in firsts if other is not first])
        texts = list(_made(first, rng.choice(right), stranger, rng))
        for status, text in rng.sample(texts, min(each, len(texts))):
            made.append(
                first._replace(
                    kind="made", answer=text, statuses=(status,) * len(first.points), weight=MADE_WEIGHT
                )
            )
    return made


def _made(
    asked: TrainingAnswer, right: str, stranger: TrainingAnswer, rng: random.Random
) -> Iterator[tuple[int, str]]:
    reference = rng.choice(asked.references)
    bare, good = reference.rstrip(". "), right.rstrip(". ")
    lower, told = _lower_first(bare), _lower_first(good)
    words = bare.replace(",", " ").replace(";", " ").split()
    content = [word for word in words if word.lower() not in STOP_WORDS] or words
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
