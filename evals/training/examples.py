"""Graded answers for fitting the built-in grader: public data, our own answers, and cards of the corpus."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from itemwright.domain.card import Card


@dataclass(frozen=True, slots=True)
class Example:
    """One answer held against one point. `status`: met, missing, contradicted.

    `references` are alternatives; with `rubric` (the other points) empty the point is a whole reference.
    `group` keeps all answers to one question on one side of a split.
    """

    source: str
    group: str
    kind: str
    question: str
    points: tuple[str, ...]
    references: tuple[str, ...]
    rubric: tuple[str, ...]
    answer: str
    status: str


_STATUS = {"correct": "met", "incorrect": "missing", "contradictory": "contradicted"}


def public_examples(folder: Path) -> Iterator[Example]:
    """SciEntsBank and Beetle, 3-way, training files (CC BY-SA 3.0, Dzikovska et al. 2013)."""
    for name in ("scientsbank-3way", "beetle-3way"):
        for line in (folder / name / "train.jsonl").read_text().splitlines():
            row = json.loads(line)
            references = tuple(row["reference_answers"])
            yield Example(
                name, f"{name}/{row['question_id']}", "", row["question"], references, references, (),
                row["answer"], _STATUS[row["label"]],
            )  # fmt: skip


def own_examples(file: Path) -> Iterator[Example]:
    """Our graded answers, one example a rubric point."""
    for line in file.read_text().splitlines():
        row = json.loads(line)
        points = tuple(p["point"] for p in row["rubric"])
        for point, status in zip(points, row["points"], strict=True):
            others = tuple(p for p in points if p != point)
            yield Example(
                "own", f"own/{row['question']}", row["kind"], row["question"], (point,), (row["reference"],),
                others, row["answer"], status,
            )  # fmt: skip


def card_examples(folder: Path) -> Iterator[Example]:
    """Facts of the cards: paraphrases meet the fact, wrong answers contradict it, other facts miss it."""
    for file in sorted(folder.glob("*.yaml")):
        card = Card.model_validate(yaml.safe_load(file.read_text()))
        for number, fact in enumerate(card.facts):
            other = card.facts[(number + 1) % len(card.facts)]
            told = [(text, "paraphrase", "met") for text in (*fact.paraphrases, fact.answer)]
            told += [(wrong.text, "misconception", "contradicted") for wrong in fact.wrong]
            if other.id != fact.id:
                told.append((other.statement, "off_topic", "missing"))
            for text, kind, status in told:
                yield Example(
                    "cards", f"cards/{card.concept}", kind, fact.question, (fact.statement,),
                    (fact.statement,), (), text, status,
                )  # fmt: skip
