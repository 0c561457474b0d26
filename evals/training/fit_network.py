"""Trains the networks of the built-in grader: `python -m evals.training.fit_network PUBLIC_DATA_FOLDER`.

Stage 1 reads our graded answers and SemEval's side by side, each with its own head. Stage 2 goes on from
there for each head by itself, with answers made by rule, and for points with the facts of the cards. Stage 3
takes the labels on twice, with most questions cut short, with our answers as whole ones and without, and
keeps the mean of both (a model soup, Wortsman et al. 2022): the one is steadier under harmless changes, the
other reads school answers better. Seeds are fixed. With `--finish`, to be run after
`evals.training.fit_grader`, the head of labels also reads the public questions by which shares and
confidences were fitted; nothing can be measured on them afterwards.
"""

import argparse
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from evals.training.answers import (
    DATA,
    PUBLIC,
    TrainingAnswer,
    as_whole,
    card_answers,
    is_development,
    own_answers,
    semeval_answers,
)
from evals.training.made import MADE, made_answers
from itemwright.grading.point_model import layout
from itemwright.grading.point_model_files import LABELS_ADAPTERS, POINTS_ADAPTERS
from itemwright.grading.point_network import HEADS, base_folder, build_network
from itemwright.resources import resource_folder

RANK = 32
BATCH = 32
BUCKET = 50
"""Batches sorted by length together: little padding, and still a fresh order in each epoch."""
SMOOTHING = 0.05
WARM_UP = 0.06
CUT = 0.6
"""Share of the answers whose question is cut to its last words: SemEval's are few and long enough to be known
by heart, and what is learnt by the question says nothing of another one."""
LAST_WORDS = 10


class Stage(NamedTuple):
    """What one run of training does; `rates` are the learning rates of the adapters and of the heads."""

    epochs: int
    rates: tuple[float, float]


FIRST = Stage(3, (7e-4, 1e-3))
SECOND = Stage(2, (4e-4, 1e-3))
THIRD = Stage(1, (4e-4, 1e-3))
LAST = Stage(1, (2e-4, 5e-4))


class Prepared(NamedTuple):
    """An answer as token ids; `head` is the number of the head that learns from it."""

    inputs: dict[str, list[int]]
    statuses: tuple[int, ...]
    weight: float
    head: int


def prepare(
    answers: Sequence[TrainingAnswer], head: str, tokenizer: Any, rng: random.Random
) -> list[Prepared]:
    """Token ids of answers, their points in random order, so that no point has a place of its own."""

    def ids(text: str) -> list[int]:
        found: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
        return found

    first, between = tokenizer.encode("").ids
    prepared = []
    for each in answers:
        order = rng.sample(range(len(each.points)), len(each.points))
        points = [ids(each.points[place]) for place in order]
        inputs = layout(ids(each.question), points, ids(each.answer), first, between)
        statuses = tuple(each.statuses[place] for place in order)
        prepared.append(Prepared(inputs, statuses, each.weight, HEADS.index(head)))
    return prepared


def with_questions_cut(answers: Sequence[TrainingAnswer], rng: random.Random) -> list[TrainingAnswer]:
    """The answers, many of them to the last words of their question, or to none."""
    cut = []
    for each in answers:
        words = each.question.split()
        kept = rng.randint(0, LAST_WORDS) if rng.random() < CUT else len(words)
        cut.append(each._replace(question=" ".join(words[max(0, len(words) - kept) :])))
    return cut


def batched(prepared: Sequence[Prepared], rng: random.Random) -> Iterator[list[Prepared]]:
    """Batches of like length, of one head each, in random order."""
    batches: list[list[Prepared]] = []
    for head in sorted({each.head for each in prepared}):
        shuffled = [each for each in prepared if each.head == head]
        rng.shuffle(shuffled)
        for start in range(0, len(shuffled), BATCH * BUCKET):
            part = sorted(shuffled[start : start + BATCH * BUCKET], key=lambda e: len(e.inputs["input_ids"]))
            batches += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    rng.shuffle(batches)
    yield from batches


def collate(batch: Sequence[Prepared]) -> tuple[dict[str, torch.Tensor], torch.Tensor, torch.Tensor]:
    """Inputs padded with 0, statuses padded with -100, and a weight for each status."""
    longest = max(len(each.inputs["input_ids"]) for each in batch)
    points = max(len(each.statuses) for each in batch)
    inputs = {
        name: torch.tensor([[*e.inputs[name], *[0] * (longest - len(e.inputs[name]))] for e in batch])
        for name in batch[0].inputs
    }
    statuses = torch.tensor([[*e.statuses, *[-100] * (points - len(e.statuses))] for e in batch])
    weights = torch.tensor([[e.weight] * points for e in batch])
    return inputs, statuses, weights


def class_weights(prepared: Sequence[Prepared], head: int) -> torch.Tensor:
    """The inverse square root of each class's share."""
    counts = np.bincount([s for each in prepared if each.head == head for s in each.statuses], minlength=3)
    return torch.tensor(np.sqrt(counts.sum() / (3 * np.maximum(counts, 1))), dtype=torch.float32)


def train(network: Any, prepared: Sequence[Prepared], stage: Stage, seed: int) -> None:
    """Train adapters and heads in place; encoder and embeddings stay as they are."""
    rng = random.Random(seed)
    adapters = [p for name, p in network.named_parameters() if name.endswith((".down", ".up"))]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [
        {"params": group, "lr": rate} for group, rate in zip((adapters, heads), stage.rates, strict=True)
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    balance = [class_weights(prepared, head) for head in range(len(HEADS))]
    plan = [batch for _ in range(stage.epochs) for batch in batched(prepared, rng)]
    warm, steps = max(1, round(WARM_UP * len(plan))), len(plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (steps - step) / max(1, steps - warm))
    )
    began, seen = time.perf_counter(), 0
    network.train()
    for number, batch in enumerate(plan, start=1):
        inputs, statuses, weights = collate(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network(**inputs)[batch[0].head]
        losses = functional.cross_entropy(
            logits.float().flatten(0, 1), statuses.flatten(), weight=balance[batch[0].head],
            label_smoothing=SMOOTHING, reduction="none",
        )  # fmt: skip
        loss = (losses * weights.flatten()).sum() / (statuses >= 0).sum()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*adapters, *heads], 1.0)
        optimizer.step()
        schedule.step()
        seen += len(batch)
        if number % 100 == 0:
            print(
                f"{number} of {steps}: loss {loss.item():.3f}, {seen / (time.perf_counter() - began):.0f}/s"
            )


def load_tokenizer() -> Any:
    """The encoder's tokenizer; it neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def fresh_network() -> Any:
    """An untrained network: encoder in 16 bits, adapters and heads in 32."""
    network = build_network(RANK)
    network.encoder.to(torch.bfloat16)
    for name, parameter in network.named_parameters():
        if name.endswith((".down", ".up")):
            parameter.data = parameter.data.float()
    return network


def main(public: Path, out: Path, seed: int, threads: int, finish: bool) -> None:
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    rng = random.Random(seed)
    tokenizer = load_tokenizer()
    own = [*own_answers(DATA / "train"), *own_answers(DATA / "first.jsonl")]
    public_answers = (answer for name in PUBLIC for answer in semeval_answers(public, name))
    semeval = [answer for answer in public_answers if finish or not is_development(answer)]
    wholes = [as_whole(answer) for answer in own]
    network = fresh_network()
    if finish:
        with np.load(out / LABELS_ADAPTERS.name) as arrays:
            network.load(arrays)
        everything = with_questions_cut([*semeval, *made_answers(semeval, MADE, rng), *wholes], rng)
        train(network, prepare(everything, "labels", tokenizer, rng), LAST, seed)
        np.savez_compressed(out / LABELS_ADAPTERS.name, **network.adapters())
        return
    both = [*prepare(own, "points", tokenizer, rng), *prepare(semeval, "labels", tokenizer, rng)]
    train(network, both, FIRST, seed)
    joint = network.adapters()
    cards = card_answers(resource_folder("corpus") / "cards")
    for head, answers, file in (
        ("points", [*own, *cards, *made_answers(own, MADE, rng)], POINTS_ADAPTERS),
        ("labels", [*semeval, *made_answers(semeval, MADE, rng)], LABELS_ADAPTERS),
    ):
        network.load(joint)
        train(network, prepare(answers, head, tokenizer, rng), SECOND, seed)
        np.savez_compressed(out / file.name, **network.adapters())
        print(f"{out / file.name}: {(out / file.name).stat().st_size} bytes")
    apart, ways = network.adapters(), []
    for others in ([], wholes):
        network.load(apart)
        answers = with_questions_cut([*semeval, *made_answers(semeval, MADE, rng), *others], rng)
        train(network, prepare(answers, "labels", tokenizer, rng), THIRD, seed)
        ways.append(network.adapters())
    np.savez_compressed(out / LABELS_ADAPTERS.name, **_mean(ways))


def _mean(ways: Sequence[Mapping[str, NDArray[np.float16]]]) -> dict[str, Any]:
    return {
        name: np.mean([way[name].astype(np.float32) for way in ways], axis=0).astype(np.float16)
        for name in ways[0]
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("public", type=Path, help="folder with the public training data")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=POINTS_ADAPTERS.parent, help="folder of the adapters")
    parser.add_argument("--finish", action="store_true", help="let the labels read every public question")
    arguments = parser.parse_args()
    main(arguments.public, arguments.out, arguments.seed, arguments.threads, arguments.finish)
