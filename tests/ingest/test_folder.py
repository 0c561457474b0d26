from pathlib import Path

import pytest

from itemwright.errors import SourceRejected
from itemwright.ingest.folder import article_files


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("text")


def test_articles_come_sorted_without_hidden_or_installed_ones(tmp_path: Path) -> None:
    write(
        tmp_path, "b.md", "a/z.txt", "a/B.MARKDOWN", "c.py", ".git/x.md", ".hidden.md", "node_modules/p/r.md"
    )
    found = [path.relative_to(tmp_path).as_posix() for path in article_files(tmp_path)]
    assert found == ["a/B.MARKDOWN", "a/z.txt", "b.md"]


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path, "a/one.md")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert article_files(tmp_path) == [tmp_path / "a" / "one.md"]


@pytest.mark.parametrize("names", [(), ("a.py", ".b.md")])
def test_a_folder_without_articles_is_refused_by_name(tmp_path: Path, names: tuple[str, ...]) -> None:
    write(tmp_path, *names)
    with pytest.raises(SourceRejected, match=tmp_path.name) as refused:
        article_files(tmp_path)
    assert refused.value.code == "no_articles"
