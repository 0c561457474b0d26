"""Fits what the proof knows of quotations and claims: `python -m evals.training.fit_claims`.

From the cards of the corpus, each with its own quotation: a fact's answer against its wrong answers, and its
statement and the refutations against the misconceptions. Figures are told by concept held out, and on the
cards of the second subject, which are never fitted.
"""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from itemwright.domain.card import Card
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.onnx_embedding import load_embedder
from itemwright.ingest.pack import read_pack
from itemwright.proving.claim_features import STATEMENT_FEATURES, ClaimReader, Rows
from itemwright.proving.claim_model import WEIGHTS, option_columns
from itemwright.resources import resource_folder

SECOND = Path(__file__).parent.parent / "second_subject"
WRONG = 3
"""Wrong answers beside the right one, as many as most items have."""


class Example(NamedTuple):
    """Rows of one question or one statement, and what is right: for rows of options the first alone."""

    concept: str
    rows: Rows
    right: tuple[bool, ...]


def option_examples(cards: Sequence[Card], reader: ClaimReader) -> Iterator[Example]:
    """A question a fact: its answer, and wrong answers."""
    for card in cards:
        for fact in card.facts:
            rng = random.Random(f"{card.concept}/{fact.id}")
            wrong = rng.sample([each.text for each in fact.wrong], WRONG)
            rows = reader.option_rows(fact.question, [fact.answer, *wrong], fact.evidence.quote)
            yield Example(card.concept, rows, (True, *[False] * WRONG))


def statement_examples(cards: Sequence[Card], reader: ClaimReader) -> Iterator[Example]:
    """Facts and refutations, which are true, and misconceptions, which are not."""
    for card in cards:
        facts = {fact.id: fact for fact in card.facts}
        told = [(fact.statement, fact, True) for fact in card.facts]
        told += [(each.claim, facts[each.fact], False) for each in card.misconceptions if each.fact in facts]
        told += [
            (each.refutation, facts[each.fact], True) for each in card.misconceptions if each.fact in facts
        ]
        for text, fact, right in told:
            yield Example(card.concept, reader.statement_row(text, fact.evidence.quote)[None], (right,))


class Fit:
    """A scaled logistic regression."""

    def __init__(self, examples: Sequence[Example], strength: float, balanced: bool) -> None:
        rows, right = _stacked(examples)
        self.scaler = StandardScaler().fit(rows)
        self.model = LogisticRegression(
            C=strength, max_iter=3000, class_weight="balanced" if balanced else None
        )
        self.model.fit(self.scaler.transform(rows), right)

    def chances(self, rows: Rows) -> Rows:
        chances: Rows = self.model.predict_proba(self.scaler.transform(rows))[:, 1]
        return chances

    def as_json(self, features: Sequence[str]) -> dict[str, Any]:
        return {
            "features": list(features),
            "mean": [round(float(x), 6) for x in self.scaler.mean_],
            "scale": [round(float(x), 6) for x in self.scaler.scale_],
            "slopes": [round(float(x), 6) for x in self.model.coef_[0]],
            "offset": round(float(self.model.intercept_[0]), 6),
        }


def _stacked(examples: Sequence[Example]) -> tuple[Rows, Rows]:
    return np.concatenate([e.rows for e in examples]), np.concatenate([e.right for e in examples])


def held_out(examples: Sequence[Example], strength: float, balanced: bool) -> list[Rows]:
    """The chances of each example by a fit on other concepts."""
    names = sorted({e.concept for e in examples})
    groups = [names.index(e.concept) for e in examples]
    found: list[Rows] = [np.zeros(0)] * len(examples)
    for fitted, kept in GroupKFold(5).split(examples, groups=groups):
        fit = Fit([examples[n] for n in fitted], strength, balanced)
        for number in kept:
            found[number] = fit.chances(examples[number].rows)
    return found


def tell(name: str, examples: Sequence[Example], chances: Sequence[Rows]) -> None:
    """Prints how often the right answer is first, and how often another one is far ahead of it."""
    if len(examples[0].right) > 1:
        first = np.mean([np.argmax(each) == 0 for each in chances])
        ahead = {
            t: round(float(np.mean([c[1:].max() - c[0] >= t for c in chances])), 3) for t in (0.6, 0.8, 0.9)
        }
        print(f"{name}: n {len(examples)}, right answer first {first:.3f}, another ahead by {ahead}")
        return
    right = np.array([e.right[0] for e in examples])
    flat = np.concatenate(list(chances))
    low = {
        t: (round(float(np.mean(flat[right] < t)), 3), round(float(np.mean(flat[~right] < t)), 3))
        for t in (0.1, 0.15, 0.2)
    }
    high = {
        t: (round(float(np.mean(flat[~right] > t)), 3), round(float(np.mean(flat[right] > t)), 3))
        for t in (0.8, 0.9)
    }
    print(
        f"{name}: n {len(examples)}, AUC {roc_auc_score(right, flat):.3f}, (true, false) below {low}; "
        f"(false, true) above {high}"
    )


def main() -> None:
    """Fits, prints figures, writes `claims.json`."""
    reader = ClaimReader(load_point_judges().points, load_embedder())
    packs = {"corpus": read_pack(resource_folder("corpus")), "second subject": read_pack(SECOND)}
    fitted: dict[str, Any] = {"version": 1, "judge": reader.name}
    for name, make, strength, balanced, features in (
        ("options", option_examples, 0.05, False, option_columns()),
        ("statements", statement_examples, 0.1, True, STATEMENT_FEATURES),
    ):
        examples = {pack: list(make(packs[pack].cards, reader)) for pack in packs}
        tell(
            f"{name}, concepts held out", examples["corpus"], held_out(examples["corpus"], strength, balanced)
        )
        fit = Fit(examples["corpus"], strength, balanced)
        tell(
            f"{name}, second subject",
            examples["second subject"],
            [fit.chances(e.rows) for e in examples["second subject"]],
        )
        fitted[name] = fit.as_json(list(features))
    WEIGHTS.write_text(json.dumps(fitted, indent=1) + "\n")


if __name__ == "__main__":
    main()
