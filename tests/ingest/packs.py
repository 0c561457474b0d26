"""Course packs made by hand for the tests."""

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

ARTICLE = (
    "# Early stopping\n\nEarly stopping ends training when validation loss no longer falls. "
    "It saves the epochs that would only teach noise.\n"
)
QUOTE = "Early stopping ends training when validation loss no longer falls."


def card(concept: str = "early-stopping") -> dict[str, Any]:
    """The fields of a sound card with one fact."""
    evidence = {"article": "early.md", "quote": QUOTE}
    wrong = [{"text": f"Wrong answer {n}", "why": "It is not so."} for n in range(4)]
    return {
        "concept": concept,
        "term": "early stopping",
        "genus": "training practice",
        "definition": {
            "text": "a training practice that ends a run when validation loss stops falling",
            "paraphrases": ["one", "two", "three"],
            "evidence": evidence,
        },
        "facts": [
            {
                "id": "when",
                "kind": "condition",
                "statement": QUOTE,
                "question": "When does early stopping end a run?",
                "answer": "when validation loss no longer falls",
                "wrong": wrong,
                "paraphrases": ["one", "two", "three"],
                "hints": ["Think of the curve.", "Two curves part."],
                "bloom": "understand",
                "difficulty": "easy",
                "evidence": evidence,
            }
        ],
    }


def write_pack(folder: Path, **changes: Any) -> Path:
    """A pack of one article, one concept and one card; `changes` replace fields of its manifest."""
    (folder / "cards").mkdir(parents=True)
    (folder / "early.md").write_text(ARTICLE)
    (folder / "not-listed.md").write_text("# Draft\n\nNot part of the pack.\n")
    concept = {"slug": "early-stopping", "name": "Early stopping", "definition": "Ends training in time."}
    (folder / "concepts.json").write_text(json.dumps([concept]))
    (folder / "cards" / "early-stopping.yaml").write_text(yaml.safe_dump(card()))
    manifest = {
        "title": "A small course",
        "articles": [
            {
                "file": "early.md",
                "title": "When to stop",
                "concepts": ["early-stopping"],
                "licence": "CC-BY-4.0",
                "sha256": hashlib.sha256(ARTICLE.encode()).hexdigest(),
                "references": ["Prechelt, 1998"],
            }
        ],
        "concepts": "concepts.json",
        "cards": "cards",
    }
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))
    return folder
