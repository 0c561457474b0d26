"""Answers to train on: each with a status for every point, whatever it comes from."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from evals.graded_answer import read_graded_answers
from itemwright.domain.card import Card
from itemwright.grading.point_model import CLASSES

DATA = Path(__file__).parent.parent / "data" / "graded_answers"
PUBLIC = ("scientsbank-3way", "beetle-3way")
SAF = ("saf-english", "saf-german")
CARD_WEIGHT = 0.5
DEVELOPMENT = 6
"""One public question in so many is never trained on: by them shares and confidences are fitted."""
_SEMEVAL = {"correct": 0, "incorrect": 1, "contradictory": 2}
_SAF = {"correct": 0, "incorrect": 1}


class TrainingAnswer(NamedTuple):
    """`statuses` are numbers of CLASSES, one a point. `references` are right answers to the question; for
    SemEval's answers the points are the one reference that is nearest, and a status is its class."""

    group: str
    kind: str
    question: str
    references: tuple[str, ...]
    points: tuple[str, ...]
    answer: str
    statuses: tuple[int, ...]
    weight: float = 1.0


def own_answers(path: Path) -> list[TrainingAnswer]:
    """Our graded answers, from a folder or a file."""
    return [
        TrainingAnswer(
            each.group, each.kind, each.question, each.references, tuple(p.point for p in each.rubric),
            each.answer, tuple(CLASSES.index(status) for status in each.points),
        )
        for each in read_graded_answers(path)
    ]  # fmt: skip


def as_whole(answer: TrainingAnswer) -> TrainingAnswer:
    """An answer held against the reference alone, as SemEval's are: correct with all points met,
    contradictory with any contradicted, else incorrect."""
    met, missing, contradicted = range(len(CLASSES))
    label = contradicted if contradicted in answer.statuses else missing if any(answer.statuses) else met
    return answer._replace(points=answer.references[:1], statuses=(label,))


def card_answers(folder: Path) -> Iterator[TrainingAnswer]:
    """Facts of the cards, one point each: paraphrases meet a fact, wrong answers contradict it, and another
    fact of the card misses it."""
    met, missing, contradicted = range(len(CLASSES))
    for file in sorted(folder.glob("*.yaml")):
        card = Card.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        for number, fact in enumerate(card.facts):
            other = card.facts[(number + 1) % len(card.facts)]
            told = [(text, "paraphrase", met) for text in (*fact.paraphrases, fact.answer)]
            told += [(wrong.text, "misconception", contradicted) for wrong in fact.wrong]
            if other.id != fact.id:
                told.append((other.statement, "off_topic", missing))
            for text, kind, status in told:
                said = (fact.statement,)
                yield TrainingAnswer(
                    f"cards/{card.concept}", kind, fact.question, said, said, text, (status,), CARD_WEIGHT
                )


def semeval_answers(folder: Path, name: str) -> list[TrainingAnswer]:
    """The training answers of one SemEval-2013 task 7 set."""
    found = []
    for line in (folder / name / "train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        references = tuple(row["reference_answers"])
        found.append(
            TrainingAnswer(
                f"{name}/{row['question_id']}", "", row["question"], references,
                (nearest(references, row["answer"]),), row["answer"], (_SEMEVAL[row["label"]],),
            )
        )  # fmt: skip
    return found


def saf_answers(folder: Path, name: str) -> list[TrainingAnswer]:
    """One SAF set's training answers that are right or wrong as a whole; the reference is their only point.

    Which part of a partially correct answer is right, SAF does not say.
    """
    found = []
    for line in (folder / name / "train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if (status := _SAF.get(row["label"])) is not None:
            references = tuple(row["reference_answers"])
            found.append(
                TrainingAnswer(
                    f"{name}/{row['question_id']}", "", row["question"], references,
                    (references[0],), row["answer"], (status,),
                )
            )  # fmt: skip
    return found


def is_development(answer: TrainingAnswer) -> bool:
    """Whether a public answer belongs to a question that is kept for fitting shares and confidences."""
    return int(hashlib.sha256(answer.group.encode()).hexdigest(), 16) % DEVELOPMENT == 0


def nearest(references: Sequence[str], answer: str) -> str:
    """The reference that shares most words with an answer, for its own length."""
    said = set(answer.lower().split())
    return max(
        references, key=lambda r: len(said & set(r.lower().split())) / (len(set(r.lower().split())) + 3)
    )
