from itemwright.proving.clauses import as_clause
from itemwright.proving.laid_out import LaidOut, lay_out
from tests.proving.conftest import ARTICLE


def test_finds_the_clauses_that_share_words_with_a_claim() -> None:
    claim = as_clause("The cluster of bees moves downwards through the combs")
    (found,) = LaidOut(ARTICLE).near(claim, as_whole=False)
    assert found[0].clause.text == "The cluster moves upwards through the combs"
    assert "because warm air rises" in found[0].within.text
    assert found[1].turns == 1


def test_leaves_out_headings_and_table_rows() -> None:
    row = "| the queen | lives for years |\n"
    text = f"# The queen lives for many years\n\n{row}|---|---|\n{row}"
    claim = as_clause("the queen lives for years")
    assert list(LaidOut(text).near(claim, as_whole=True)) == []


def test_a_text_is_laid_out_once() -> None:
    assert lay_out(ARTICLE) is lay_out(ARTICLE)
