"""Cross-validation and ablations: `python -m evals.training.cross_validate PUBLIC_DATA_FOLDER --out FILE`.

Our questions (or subjects) and the public ones are dealt into folds; each fold is judged by a network and
feature models that saw none of its questions. One line of JSON a fold, seed and variant. All data are read in
one stage of few epochs, a cheaper recipe than that of `fit_network`: figures are for comparing variants.
"""

import argparse
import hashlib
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from sklearn.metrics import f1_score

from evals import metrics
from evals.training.answers import (
    DATA,
    PUBLIC,
    SAF,
    TrainingAnswer,
    card_answers,
    own_answers,
    saf_answers,
    semeval_answers,
)
from evals.training.card_neighbours import neighbour_figures, sample
from evals.training.fit_grader import RECIPES, Fitted, fit_features
from evals.training.fit_network import Stage, fresh_network, load_tokenizer, prepare, train
from evals.training.judged import Judged, Table, judge_all, stacked
from evals.training.made import made_answers
from evals.training.torch_judge import TorchJudge
from itemwright.grading.criteria import ROW
from itemwright.grading.point_network import HEADS
from itemwright.grading.substitutions import SUBSTITUTIONS
from itemwright.grading.ties import TIES
from itemwright.grading.vectors import TextVectors
from itemwright.grading.weights import NetworkShares, pooled
from itemwright.grading.word_vectors import load_word_table
from itemwright.index.onnx_embedding import load_embedder
from itemwright.resources import resource_folder

FOLDS = 3
MADE = 6
SHARES = {"points": NetworkShares(0.4, 0.3), "labels": NetworkShares(0.3, 0.6)}
"""The network's shares in the blend, as fitted once; fitted anew in each fold they would flatter it."""
CREDIT = (0.35, 0.75)
"""Bounds of credit, as fitted once: probabilities of no credit and of all."""
FAMILIES = {
    "sentence vectors": ("cos_",),
    "coverage": ("cover_", "soft_", "hard_", "dice_", "order", "bigrams"),
    "polarity": ("negation", "denied", "opposites", "denials", "clause_opposites"),
    "reference": ("reference_", "cos_reference"),
    "rivals and numbers": ("rival", "number_", "than_"),
    "ties of words": TIES,
    "substitutions": SUBSTITUTIONS,
    "words in a row": ("bare_",),
}


class Fold(NamedTuple):
    """What is learnt from and what is judged, for one head."""

    learnt: list[TrainingAnswer]
    judged: list[TrainingAnswer]


class Data(NamedTuple):
    """All answers by source; `subjects` names the subject of each of our questions."""

    own: list[TrainingAnswer]
    cards: list[TrainingAnswer]
    public: list[TrainingAnswer]
    saf: list[TrainingAnswer]
    subjects: dict[str, str]


WITH_SAF = "with SAF's answers"
VARIANTS: dict[str, Callable[[TrainingAnswer], bool]] = {
    "all": lambda a: True,
    WITH_SAF: lambda a: True,
    "without made answers": lambda a: a.kind != "made",
    "without cards": lambda a: not a.group.startswith("cards/"),
    "without public answers": lambda a: not a.group.startswith(PUBLIC),
    "without our answers": lambda a: a.group.startswith(PUBLIC),
    "without wrong answers in the key's words": lambda a: a.kind not in ("keywords_wrong", "swapped"),
    "without answers in other words": lambda a: a.kind not in ("paraphrase", "terse", "noisy"),
}
"""What each variant keeps of the answers that are learnt from."""


def gather(public: Path) -> Data:
    """Every answer that may be learnt from; held-out questions of ours stay untouched."""
    own: list[TrainingAnswer] = []
    subjects: dict[str, str] = {}
    for file in sorted([*(DATA / "train").glob("*.jsonl"), DATA / "first.jsonl"]):
        answers = own_answers(file)
        own += answers
        subjects |= {answer.group: file.stem for answer in answers}
    cards = list(card_answers(resource_folder("corpus") / "cards"))
    semeval = [a for name in PUBLIC for a in semeval_answers(public, name)]
    saf = [a for name in SAF for a in saf_answers(public, name)]
    return Data(own, cards, semeval, saf, subjects)


def kept(answer: TrainingAnswer, variant: str) -> bool:
    """Whether a variant learns from an answer; SAF's are read by one variant alone."""
    return VARIANTS[variant](answer) and (variant == WITH_SAF or not answer.group.startswith(SAF))


def fold_of(key: str) -> int:
    """The fold of a question or a subject, the same in each run."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % FOLDS


def deal(data: Data, fold: int, by: str, seed: int) -> dict[str, Fold]:
    """The fold of each head."""

    def key(answer: TrainingAnswer) -> str:
        return data.subjects[answer.group] if by == "subject" else answer.group

    rng = random.Random(seed)
    own = [a for a in data.own if fold_of(key(a)) != fold]
    public = [a for a in data.public if fold_of(a.group) != fold]
    return {
        "points": Fold(
            [*own, *data.cards, *data.saf, *made_answers(own, MADE, rng)],
            [a for a in data.own if fold_of(key(a)) == fold],
        ),
        "labels": Fold(
            [*public, *made_answers(public, MADE, rng)], [a for a in data.public if fold_of(a.group) == fold]
        ),
    }


def figures(head: str, judged: Sequence[Judged], table: Table) -> dict[str, float]:
    """AUC of met, and per head what the bars are set in."""
    truth = np.array([status for each in judged for status in each.answer.statuses])
    rows = [(float(t == 0), float(p)) for t, p in zip(truth, table[:, 0], strict=True)]
    found = {"auc": metrics.auc(rows)}
    if head == "points":
        low, high = CREDIT
        ends = np.cumsum([len(each.answer.points) for each in judged])[:-1]
        credits = np.split(np.clip((table[:, 0] - low) / (high - low), 0, 1), ends)
        given = [float(np.mean([status == 0 for status in each.answer.statuses])) for each in judged]
        scores = [float(np.mean(part)) for part in credits]
        found["qwk"] = metrics.quadratic_kappa(list(zip(given, scores, strict=True)))
        for kind in ("keywords_wrong", "paraphrase", "swapped", "full"):
            of_kind = [s for s, each in zip(scores, judged, strict=True) if each.answer.kind == kind]
            found[kind] = float(np.mean(of_kind))
        return {name: round(value, 4) for name, value in found.items()}
    for source in PUBLIC:
        mask = np.array([each.answer.group.startswith(source) for each in judged])
        name = source.partition("-")[0]
        found[f"{name} 3way F1"] = f1_score(truth[mask], table[mask].argmax(axis=1), average="macro")
        found[f"{name} 2way"] = float(np.mean((truth[mask] == 0) == (table[mask, 0] > 0.5)))
    return {name: round(float(value), 4) for name, value in found.items()}


def run(
    data: Data,
    vectors: TextVectors,
    fold: int,
    by: str,
    seed: int,
    variant: str,
    epochs: int,
    heads: Sequence[str] = HEADS,
) -> Any:
    """Train one variant on one fold; its figures for network, features and both."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    tokenizer, network = load_tokenizer(), fresh_network()
    folds = deal(data, fold, by, seed)
    learnt = {head: [a for a in each.learnt if kept(a, variant)] for head, each in folds.items()}
    # A head that loses its own data altogether is not judged.
    heads = [head for head in heads if any(a.kind != "made" for a in learnt[head])]
    prepared = [p for head in heads for p in prepare(learnt[head], head, tokenizer, rng)]
    began = time.perf_counter()
    train(network, prepared, Stage(epochs, (7e-4, 1e-3)), seed)
    result: dict[str, Any] = {
        "variant": variant, "fold": fold, "by": by, "seed": seed, "epochs": epochs, "heads": heads,
        "answers": len(prepared), "seconds": round(time.perf_counter() - began),
    }  # fmt: skip
    for head in heads:
        judged = judge_all(folds[head].judged, vectors, TorchJudge(network, head, tokenizer))
        learned = judge_all(learnt[head], vectors)
        by_network = np.concatenate([each.network for each in judged if each.network is not None])
        features = fit_features(learned, RECIPES[head])
        by_features = features.probabilities(stacked(judged)[0])
        result[head] = {
            "n": len(judged),
            "network": figures(head, judged, by_network),
            "features": figures(head, judged, by_features),
            "both": figures(head, judged, pooled(by_features, by_network, SHARES[head])),
        }
        if head == "points" and variant == "without cards":
            result["neighbours"] = _neighbours(data, vectors, features, TorchJudge(network, head, tokenizer))
    return result


def _neighbours(data: Data, vectors: TextVectors, features: Fitted, judge: TorchJudge) -> dict[str, float]:
    judged = judge_all(sample(data.cards), vectors, judge)
    by_network = np.concatenate([each.network for each in judged if each.network is not None])
    blended = pooled(features.probabilities(stacked(judged)[0]), by_network, SHARES["points"])
    return neighbour_figures(judged, blended, vectors, load_embedder())


def without_features(data: Data, vectors: TextVectors, fold: int, by: str) -> list[Any]:
    """Feature models alone, each family of features left out in turn."""
    rows = []
    for head, each in deal(data, fold, by, 0).items():
        learned, judged = judge_all(each.learnt, vectors), judge_all(each.judged, vectors)
        for family, starts in {"nothing": ("!",), **FAMILIES}.items():
            kept = [n for n, name in enumerate(ROW) if not name.startswith(starts)]
            fewer = [[j._replace(features=j.features[:, kept]) for j in part] for part in (learned, judged)]
            table = fit_features(fewer[0], RECIPES[head]).probabilities(stacked(fewer[1])[0])
            rows.append(
                {"features without": family, "head": head, "fold": fold, **figures(head, fewer[1], table)}
            )
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("public", type=Path, help="folder with the public training data")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--variants", nargs="+", default=["all"], choices=[*VARIANTS, "features"])
    parser.add_argument("--folds", nargs="+", type=int, default=list(range(FOLDS)))
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument("--by", choices=["question", "subject"], default="question")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--heads", nargs="+", default=list(HEADS), choices=HEADS)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    everything, words = gather(options.public), TextVectors(load_word_table())
    with options.out.open("a", encoding="utf-8") as out:
        for name in options.variants:
            for number in options.folds:
                found = (
                    without_features(everything, words, number, options.by)
                    if name == "features"
                    else [
                        run(everything, words, number, options.by, s, name, options.epochs, options.heads)
                        for s in options.seeds
                    ]
                )
                for row in found:
                    out.write(json.dumps(row) + "\n")
                    out.flush()
                    print(json.dumps(row), flush=True)
