"""The claim model over the prepared models, an article of our own, and items on it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from itemwright.domain.item import Item
from itemwright.exchange.loose_item import item_or_refusal, loose_item
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.onnx_embedding import load_embedder
from itemwright.proving.claim_features import ClaimReader
from itemwright.proving.claim_model import ClaimModel

ARTICLE = """# Keeping bees

## The colony

A colony has one queen, some hundred drones in summer and up to 50,000 workers. The queen lays the eggs
and the workers gather nectar. Drones are raised from unfertilised eggs, workers from fertilised ones.

| member | lives | task |
|---|---|---|
| queen | three to five years | laying eggs |
| drone | about eight weeks | mating |

## Winter

In winter the bees form a cluster round the queen and shiver to keep warm. A colony needs about 15 kg of
honey to live through it. The cluster moves upwards through the combs, because warm air rises. Hornets,
wasps and mice are enemies of a weak colony.

## Honey

First the bees swallow the nectar. Then they pass it from mouth to mouth until it thickens. They fan it
with their wings until less than 20 percent of it is water. At last they seal the cell with wax.
"""
Made = Callable[..., Item]


@pytest.fixture(scope="session")
def claims() -> ClaimModel:
    return ClaimModel(ClaimReader(load_point_judges().points, load_embedder()))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "bees.md"
    file.write_text(ARTICLE)
    return file


@pytest.fixture
def made() -> Made:
    """An item on the article from the fields that matter; the rest is sound."""

    def make(stem: str, *, quote: str = "", **fields: object) -> Item:
        given = {"id": "bee", "stem": stem, "explanation": "As the article on bees tells."} | fields
        if quote:
            given["citations"] = [{"path": "bees.md", "quote": quote}]
        return item_or_refusal(loose_item(given, 1))

    return make
