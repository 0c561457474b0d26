"""ingest, pack and search as a program or a person calls them."""

import json
import shutil
from pathlib import Path

from itemwright.ingest.pack import read_pack
from tests.cli.conftest import CORPUS, Run


def test_the_shipped_corpus_goes_in_without_warnings_and_once(run: Run, corpus: Path) -> None:
    again = json.loads(run("ingest", CORPUS, "--json").out)
    assert len(again["sources"]) >= 14
    assert {source["status"] for source in again["sources"]} == {"unchanged"}
    assert [source["warnings"] for source in again["sources"] if source["warnings"]] == []


def test_one_bad_file_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    good, binary, empty = tmp_path / "good.md", tmp_path / "photo.txt", tmp_path / "empty.md"
    good.write_text(
        "# Tea\n\nGreen tea is steeped at eighty degrees, because hotter water makes it bitter.\n"
    )
    binary.write_bytes(bytes(range(256)) * 20)
    empty.write_text("")
    ran = run("ingest", good, binary, empty, tmp_path / "absent.md", "--json")
    assert ran.status == 1
    by_path = {source["path"]: source for source in json.loads(ran.out)["sources"]}
    assert by_path[str(good)]["status"] == "added"
    for path in (binary, empty, tmp_path / "absent.md"):
        assert by_path[str(path)]["status"] == "rejected"
        assert by_path[str(path)]["warnings"][0]["message"]
        assert str(path) in ran.err


def test_nothing_readable_at_all_is_status_2(run: Run, tmp_path: Path) -> None:
    ran = run("ingest", tmp_path / "absent.md")
    assert ran.status == 2
    assert "absent.md" in ran.err


def test_a_changed_article_is_updated(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text("# A\n\nThe first version of this sentence.\n")
    assert json.loads(run("ingest", article, "--json").out)["sources"][0]["status"] == "added"
    article.write_text("# A\n\nThe second version of this sentence.\n")
    assert json.loads(run("ingest", article, "--json").out)["sources"][0]["status"] == "updated"


def test_hits_are_verbatim_spans_in_order(run: Run, corpus: Path) -> None:
    ran = run("search", "why does LoRA need less memory", "-k", 5, "--json")
    hits = ran.lines()
    assert ran.status == 0
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4, 5]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        assert Path(hit["path"]).read_text()[hit["start"] : hit["end"]] == hit["text"]
        assert len(hit["text"]) <= 1200


def test_many_queries_keep_their_ids_and_a_bad_line_is_named(run: Run, corpus: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id": "q1", "query": "early stopping"}\nnot json\n{"id": 2, "query": "BLEU"}\n')
    ran = run("search", "--queries", queries, "-k", 2, "--json")
    assert ran.status == 1
    assert [line["id"] for line in ran.lines()] == ["q1", "q1", 2, 2]
    assert "line 2" in ran.err


def test_search_wants_a_query(run: Run, corpus: Path) -> None:
    assert run("search").status == 2
    assert run("search", "  ").status == 2
    assert run("search", "--queries", "absent.jsonl").status == 2


def test_every_concept_is_found_by_its_name_and_its_aliases(run: Run, corpus: Path, tmp_path: Path) -> None:
    """Rank 1 to 3, by the article that the concept's card quotes."""
    pack = read_pack(CORPUS)
    names = {concept.slug: concept.name for concept in pack.concepts}
    asked, homes = [], {}
    for card in pack.cards:
        homes[card.concept] = {evidence.article for evidence in card.quotations()}
        for number, name in enumerate((names[card.concept], *card.aliases[:1])):
            asked.append({"id": f"{card.concept}/{number}", "query": name})
    queries = tmp_path / "names.jsonl"
    queries.write_text("".join(json.dumps(line) + "\n" for line in asked))
    found: dict[str, set[str]] = {}
    for line in run("search", "--queries", queries, "-k", 3, "--json").lines():
        found.setdefault(line["id"], set()).add(Path(line["path"]).name)
    missed = [line["id"] for line in asked if not found[line["id"]] & homes[line["id"].split("/")[0]]]
    assert missed == []


def test_pack_writes_what_ingest_reads(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(
        "# One\n\nOne sentence about tea, long enough to be read.\n\n## References\n\n- A: B. 2020\n"
    )
    (tmp_path / "README.md").write_text("Not an article.")
    assert run("pack", tmp_path, "--title", "Tea").status == 0
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert [article["file"] for article in manifest["articles"]] == ["one.md"]
    assert manifest["articles"][0]["references"] == ["A: B. 2020"]
    assert json.loads(run("ingest", tmp_path, "--json").out)["sources"][0]["title"] == "One"


def test_pack_refuses_a_misquoting_card(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "corpus"
    shutil.copytree(CORPUS, copy)
    card = copy / "cards" / "bleu.yaml"
    quote = next(line for line in card.read_text().splitlines() if "quote:" in line)
    card.write_text(card.read_text().replace(quote, quote[:-6] + " surely" + quote[-1:], 1))
    ran = run("pack", copy, "--title", "Changed")
    assert ran.status == 2
    assert "bleu" in ran.err
    assert json.loads((copy / "manifest.json").read_text())["title"] != "Changed"


def test_the_shipped_manifest_is_up_to_date(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "corpus"
    shutil.copytree(CORPUS, copy)
    before = json.loads((copy / "manifest.json").read_text())
    assert run("pack", copy, "--title", before["title"]).status == 0
    assert json.loads((copy / "manifest.json").read_text()) == before
