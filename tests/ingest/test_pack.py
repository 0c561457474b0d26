import json
from pathlib import Path
from typing import Any

import pytest

from itemwright.errors import SourceRejected
from itemwright.ingest.pack import is_pack, read_pack
from tests.ingest.packs import card, write_pack


def test_a_pack_is_read_whole(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path / "pack"))
    assert is_pack(tmp_path / "pack")
    assert not is_pack(tmp_path)
    assert [article.file for article in pack.articles] == ["early.md"]
    assert pack.articles[0].licence == "CC-BY-4.0"
    assert [concept.slug for concept in pack.concepts] == ["early-stopping"]
    assert [made.concept for made in pack.cards] == ["early-stopping"]
    assert pack.cards_reviewed
    assert pack.warnings == {}


def test_a_changed_article_is_told(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    with (folder / "early.md").open("a") as stream:
        stream.write("More.\n")
    (warning,) = read_pack(folder).warnings["early.md"]
    assert warning.code == "digest_differs"
    assert "early.md" in warning.message


def test_concepts_and_cards_are_optional(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path / "pack", concepts=None, cards=None, cards_reviewed=False))
    assert (pack.concepts, pack.cards, pack.cards_reviewed) == ((), (), False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("facts: [", "while parsing"),
        ("concept: early-stopping\nsurprise: 1\n", "more"),
        ("!!python/object/apply:os.system ['true']", "could not determine a constructor"),
        (json.dumps(card() | {"concept": "No Slug"}), "concept"),
        ("", "valid dictionary"),
    ],
)
def test_an_unsound_card_is_left_out_and_told(tmp_path: Path, text: str, said: str) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "cards" / "bad.yaml").write_text(text)
    pack = read_pack(folder)
    assert len(pack.cards) == 1
    (warning,) = pack.warnings["cards/bad.yaml"]
    assert warning.code == "card_invalid"
    assert said in warning.message
    assert "bad.yaml" in warning.message


def test_a_missing_card_folder_is_told(tmp_path: Path) -> None:
    assert read_pack(write_pack(tmp_path / "pack", cards="none")).warnings["none"][0].code == "cards_missing"


@pytest.mark.parametrize(
    "changes",
    [
        {"articles": []},
        {"articles": [{"title": "no file"}]},
        {"articles": [{"file": "../secret.md", "title": "x"}]},
        {"articles": [{"file": "/etc/passwd", "title": "x"}]},
        {"articles": [{"file": "a\\b.md", "title": "x"}]},
        {"cards": "../cards"},
        {"surprise": 1},
        {"concepts": "none.json"},
        {"concepts": "early.md"},
    ],
)
def test_a_malformed_manifest_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(SourceRejected, match=r"manifest\.json|none\.json|early\.md") as refused:
        read_pack(write_pack(tmp_path / "pack", **changes))
    assert refused.value.code == "manifest"


def test_a_manifest_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (write_pack(tmp_path / "pack") / "manifest.json").write_bytes(b"\xff{")
    with pytest.raises(SourceRejected, match="not JSON"):
        read_pack(tmp_path / "pack")
