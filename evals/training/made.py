"""Answers whose grade follows from how they are made: attacks that earn nothing, and harmless changes."""

import random
from collections.abc import Iterable, Iterator

from evals.training.examples import Example
from itemwright.text import STOP_WORDS

_PRAISE = [
    "excellent",
    "thorough",
    "precise",
    "insightful",
    "comprehensive",
    "accurate",
    "rigorous",
    "clear",
    "complete",
    "brilliant",
]
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
_FRAMES = (
    "I think that {}",
    "In my opinion, {}",
    "{} That is my answer.",
    "As far as I know, {}",
    "So basically {}",
)


def made_examples(examples: Iterable[Example], rng: random.Random) -> Iterator[Example]:
    """A few answers of each kind for each point of each question among `examples`."""
    kept: dict[tuple[str, str], Example] = {}
    for example in examples:
        kept.setdefault((example.group, example.points[0]), example)
    all_kept = list(kept.values())
    for example in all_kept:
        for text, kind, status in _answers(example, all_kept, rng):
            yield Example(
                f"made-{example.source}", example.group, kind, example.question, example.points,
                example.references, example.rubric, text, status,
            )  # fmt: skip


def _answers(example: Example, others: list[Example], rng: random.Random) -> Iterator[tuple[str, str, str]]:
    reference = example.references[0]
    bare = reference.rstrip(". ")
    lower = bare[:1].lower() + bare[1:] if bare[1:2].islower() else bare
    words = bare.replace(",", " ").replace(";", " ").split()
    content = [w for w in words if w.lower() not in STOP_WORDS]
    stranger = rng.choice(others)
    yield reference, "itself", "met"
    yield rng.choice(_FRAMES).format(lower + "."), "framed", "met"
    yield f"{bare}. {rng.choice(_ASIDES)}", "aside", "met"
    yield _misspelt(bare, rng), "typos", "met"
    yield example.question, "copied", "missing"
    asked = [w for w in example.question.rstrip("?. ").split() if w.lower() not in STOP_WORDS]
    yield " ".join(rng.sample(asked, len(asked))), "question_words", "missing"
    yield " ".join(rng.sample(words, len(words))), "word_salad", "missing"
    yield " ".join(rng.sample(content, len(content))), "word_salad", "missing"
    yield ", ".join(rng.sample(content, len(content))), "word_salad", "missing"
    praise = rng.sample(_PRAISE, 4)
    yield f"{praise[0].capitalize()}, {praise[1]}, {praise[2]} and {praise[3]} answer.", "praise", "missing"
    yield f"The {praise[0]} and {praise[2]} solution", "praise", "missing"
    yield rng.choice(_FILLING), "padding", "missing"
    if content:
        yield " ".join([rng.choice(content)] * rng.randint(4, 9)), "repetition", "missing"
        yield (
            f"It has something to do with {' and '.join(rng.sample(content, min(3, len(content))))}.",
            "names",
            "missing",
        )
    yield f"It is not true that {lower}.", "negated", "contradicted"
    yield f"{bare}. That is wrong, though.", "taken_back", "contradicted"
    yield f"Either {lower} or the opposite, it could be both.", "both_ways", "missing"
    if len(words) > 5:
        yield " ".join(words[: len(words) // 3]), "cut", "missing"
    if stranger.group != example.group:
        yield stranger.answer, "off_topic", "missing"
        yield stranger.references[0], "off_topic", "missing"
        wrong = stranger.references[0].rstrip(". ")
        yield f"{wrong}. {' '.join(content[: len(content) // 2])}", "stuffed", "missing"


def _misspelt(text: str, rng: random.Random) -> str:
    words = text.split()
    for place, word in enumerate(words):
        if len(word) > 5 and word.isalpha() and rng.random() < 0.4:
            at = rng.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words).lower()
