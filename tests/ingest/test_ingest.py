import codecs
from pathlib import Path

import numpy as np
import pytest

from itemwright.domain.principal import Principal, local_operator
from itemwright.errors import NotAllowed, SourceRejected
from itemwright.index.embedding import HashEmbedder
from itemwright.ingest.ingest import IngestResult, ingest_paths, ingest_text, source_id
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.engine import Store
from itemwright.store.passages import Passages
from itemwright.store.sources import Sources
from tests.ingest.packs import QUOTE, write_pack

BODY = "Fine-tuning adapts a model to a task by going on with its training on examples of it. " * 8


class Desk:
    """One course and what has been ingested into it."""

    def __init__(self, store: Store, course: str) -> None:
        self.store = store
        self.principal = local_operator(course)
        self.embedder = HashEmbedder()

    def ingest(self, *paths: object) -> list[IngestResult]:
        self.embedder.embedded.clear()
        return ingest_paths(self.store, self.principal, self.embedder, [str(path) for path in paths])

    def passages(self) -> list[str]:
        with self.store.begin() as tx:
            return [passage.text for passage in Passages(tx, self.principal.course).all()]


@pytest.fixture
def desk(store: Store, course: str) -> Desk:
    return Desk(store, course)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_becomes_a_source_with_passages_and_vectors(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", f"# Title\n\n{BODY}\n\n## Part\n\n{BODY}\n")
    (result,) = desk.ingest(path)
    assert (result.status, result.title, result.path, result.passages) == ("added", "Title", str(path), 2)
    assert result.id == source_id(str(path))
    with desk.store.begin() as tx:
        source = Sources(tx, desk.principal.course).get(result.id)
        ids, vectors = Passages(tx, desk.principal.course).vectors(desk.embedder.name)
        found = Passages(tx, desk.principal.course).of_source(result.id)
    assert source.text == path.read_text()
    assert [passage.id for passage in found] == ids
    np.testing.assert_allclose(vectors, desk.embedder.embed([passage.text for passage in found]), rtol=1e-6)


def test_an_unchanged_file_is_not_embedded_again(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", f"# T\n\n{BODY}\n\nSee more below…\n")
    (first,) = desk.ingest(path)
    (second,) = desk.ingest(path)
    assert second == first.model_copy(update={"status": "unchanged"})
    assert desk.embedder.embedded == []
    assert [warning.code for warning in second.warnings] == ["cut_off"]


def test_a_change_embeds_what_is_new_alone(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", f"# A\n\n{BODY}\n\n## B\n\n{BODY}\n")
    (first,) = desk.ingest(path)
    before = desk.passages()
    write(tmp_path, "a.md", f"# A\n\n{BODY}\n\n## B\n\nAnew. {BODY}\n")
    (second,) = desk.ingest(path)
    assert (second.id, second.status) == (first.id, "updated")
    after = desk.passages()
    assert after[0] == before[0]
    assert desk.embedder.embedded == [after[1]]


def test_a_folder_gives_its_files_with_the_path_as_given(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path, "docs/b.md", f"# B\n\n{BODY}1")
    write(tmp_path, "docs/sub/a.txt", f"{BODY}2")
    results = desk.ingest(f"{tmp_path}/docs/")
    assert [result.path for result in results] == [f"{tmp_path}/docs/b.md", f"{tmp_path}/docs/sub/a.txt"]
    assert [result.title for result in results] == ["B", "a"]


def test_bad_files_are_told_and_the_rest_goes_in(desk: Desk, tmp_path: Path) -> None:
    good = write(tmp_path, "good.md", f"# G\n\n{BODY}")
    wide = tmp_path / "wide.txt"
    wide.write_bytes(codecs.BOM_UTF16_LE + "Größe zählt, und zwar sehr.".encode("utf-16-le"))
    (tmp_path / "image.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    write(tmp_path, "empty.md", "")
    write(tmp_path, "front.md", "---\ntitle: T\n---\n")
    (tmp_path / "none").mkdir()
    paths = [tmp_path / name for name in ("image.md", "empty.md", "gone.md", "none", "front.md")]
    results = desk.ingest(*paths[:2], good, *paths[2:], wide)
    assert [result.status for result in results] == [*["rejected"] * 2, "added", *["rejected"] * 3, "added"]
    codes = [result.warnings[0].code for result in results if result.status == "rejected"]
    assert codes == ["binary", "empty", "missing", "no_articles", "blank"]
    assert all(
        Path(result.path).name in result.warnings[0].message
        for result in results
        if result.status == "rejected"
    )
    assert "Größe zählt, und zwar sehr." in desk.passages()


def test_a_rejected_new_version_leaves_the_old_one(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", f"# A\n\n{BODY}")
    desk.ingest(path)
    kept = desk.passages()
    path.write_bytes(b"\x00")
    (result,) = desk.ingest(path)
    assert result.status == "rejected"
    assert desk.passages() == kept


def test_a_named_file_of_any_suffix_is_read_as_text(desk: Desk, tmp_path: Path) -> None:
    (result,) = desk.ingest(write(tmp_path, "notes.log", "A note about learning rates and schedules."))
    assert (result.status, result.passages) == ("added", 1)


def test_a_copy_is_told(desk: Desk, tmp_path: Path) -> None:
    one = write(tmp_path, "one.md", f"# A\n\n{BODY}")
    two = write(tmp_path, "two.md", f"# A\n\n{BODY}")
    first, second = desk.ingest(one, two)
    assert first.warnings == ()
    assert [warning.code for warning in second.warnings] == ["duplicate"]
    assert "one.md" in second.warnings[0].message
    write(tmp_path, "two.md", f"# A\n\nOther words entirely. {BODY[:200]}")
    assert desk.ingest(two)[0].warnings == ()


def test_a_pack_brings_its_listed_articles_concepts_and_cards(desk: Desk, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (result,) = desk.ingest(folder)
    assert (result.path, result.title, result.status) == (f"{folder}/early.md", "When to stop", "added")
    with desk.store.begin() as tx:
        assert [c.slug for c in Concepts(tx, desk.principal.course).all()] == ["early-stopping"]
        (stored,) = Cards(tx, desk.principal.course).all()
    assert stored.reviewed
    assert stored.card.facts[0].evidence.quote == QUOTE
    assert QUOTE in desk.passages()[0]


def test_a_pack_does_not_undo_an_author_s_edit(desk: Desk, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    desk.ingest(folder)
    with desk.store.begin() as tx:
        cards = Cards(tx, desk.principal.course)
        edited = cards.get("early-stopping").card.model_copy(update={"term": "stopping early"})
        cards.save(edited, reviewed=True)
    (result,) = desk.ingest(folder)
    assert result.status == "unchanged"
    with desk.store.begin() as tx:
        assert Cards(tx, desk.principal.course).get("early-stopping").card.term == "stopping early"


def test_a_pack_tells_missing_articles_and_bad_cards(desk: Desk, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "cards" / "bad.yaml").write_text("[")
    (folder / "early.md").unlink()
    article, card = desk.ingest(folder)
    assert [article.status, card.status] == ["rejected", "rejected"]
    assert (article.warnings[0].code, card.warnings[0].code) == ("missing", "card_invalid")
    assert card.path == f"{folder}/cards/bad.yaml"


def test_a_broken_manifest_is_one_rejection(desk: Desk, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "manifest.json").write_text("{")
    (result,) = desk.ingest(folder)
    assert (result.path, result.warnings[0].code) == (str(folder), "manifest")


def test_text_that_was_sent_is_a_source_too(desk: Desk) -> None:
    result = ingest_text(desk.store, desk.principal, desk.embedder, "sent.md", f"# Sent\n\n{BODY}")
    assert (result.status, result.title, result.path) == ("added", "Sent", "sent.md")
    again = ingest_text(desk.store, desk.principal, desk.embedder, "sent.md", f"# Sent\n\n{BODY}")
    assert again.status == "unchanged"
    with pytest.raises(SourceRejected, match=r"sent\.md"):
        ingest_text(desk.store, desk.principal, desk.embedder, "sent.md", " ")
    assert len(desk.passages()) == 1


@pytest.mark.parametrize("role", ["learner", "grader"])
def test_learners_and_graders_may_not_ingest(desk: Desk, role: str) -> None:
    principal = Principal(course=desk.principal.course, role=role)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match=role):
        ingest_paths(desk.store, principal, desk.embedder, ["a.md"])
    with pytest.raises(NotAllowed, match=role):
        ingest_text(desk.store, principal, desk.embedder, "a.md", "text")


def test_progress_names_each_file(desk: Desk, tmp_path: Path) -> None:
    told: list[str] = []
    path = str(write(tmp_path, "a.md", BODY))
    ingest_paths(desk.store, desk.principal, desk.embedder, [path], told.append)
    assert len(told) == 1
    assert path in told[0]
