"""Writes a pack's manifest from what lies in its folder, so that nobody types digests."""

import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from itemwright.errors import BadInput
from itemwright.ingest.pack import MANIFEST, read_cards

CARDS, CONCEPTS = "cards", "concepts.json"
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
_REFERENCES = re.compile(r"^## +References\s*$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^[-*] +(.+)$", re.MULTILINE)


def write_manifest(folder: Path, title: str, licence: str) -> Path:
    """Writes `manifest.json`: each article (*.md, not README.md) with title, concepts, digest, references.

    An article's concepts are those whose cards quote it.

    Raises:
        BadInput: no article, an article without a title, a card that is not sound or misquotes.
    """
    files = sorted(path for path in folder.glob("*.md") if path.name.lower() != "readme.md")
    if not files:
        raise BadInput(f"No article (*.md) in {str(folder)!r}; write one first.")
    quoted: dict[str, set[str]] = defaultdict(set)
    has_cards = (folder / CARDS).is_dir()
    if has_cards:
        cards, invalid = read_cards(folder, CARDS)
        for warnings in invalid.values():
            raise BadInput(warnings[0].message)
        texts = {file.name: file.read_text(encoding="utf-8") for file in files}
        for card in cards:
            for evidence in card.quotations():
                if evidence.quote not in texts.get(evidence.article, ""):
                    raise BadInput(
                        f"Card {card.concept!r} quotes {evidence.quote[:60]!r}, which is not verbatim in "
                        f"{evidence.article!r}; correct the quotation."
                    )
                quoted[evidence.article].add(card.concept)
    manifest = {
        "title": title,
        "articles": [_article(file, sorted(quoted[file.name]), licence) for file in files],
        "concepts": CONCEPTS if (folder / CONCEPTS).is_file() else None,
        "cards": CARDS if has_cards else None,
        "cards_reviewed": True,
    }
    target = folder / MANIFEST
    target.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return target


def _article(file: Path, concepts: list[str], licence: str) -> dict[str, Any]:
    data = file.read_bytes()
    text = data.decode("utf-8")
    title = _TITLE.search(text)
    if title is None:
        raise BadInput(f"Article {file.name!r} has no title; begin it with '# Title'.")
    section = _REFERENCES.search(text)
    return {
        "file": file.name,
        "title": title[1].strip(),
        "concepts": concepts,
        "licence": licence,
        "sha256": hashlib.sha256(data).hexdigest(),
        "references": _ENTRY.findall(section[1]) if section else [],
    }
