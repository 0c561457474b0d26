from pathlib import Path

import pytest

from itemwright.domain.item import Citation
from itemwright.proving.quotations import check_quotations, find_place
from itemwright.proving.source_files import read_library
from tests.proving.conftest import Made

QUOTE = "Drones are raised from unfertilised eggs, workers from fertilised ones."


@pytest.mark.parametrize(
    ("quote", "verdict", "said"),
    [
        (QUOTE, "pass", "characters"),
        (
            "The queen lays the eggs and the workers gather nectar.",
            "pass",
            "characters",
        ),  # the line ends between
        (QUOTE.replace("unfertilised", "unfertilized"), "fail", "'unfertilized' for 'unfertilised'"),
        (QUOTE.replace("raised from", "raised in"), "fail", "'in' for 'from'"),
        (QUOTE.replace(" workers from", " workers mostly from"), "fail", "'mostly' for 'nothing'"),
        ("Drones are **raised** from unfertilised eggs", "unsure", "marks"),
        ("Bumblebees nest in old holes of mice under the ground.", "fail", "is not in bees.md"),
        (" ", "fail", "empty"),
    ],
)
def test_a_quotation_is_found_or_told_with_what_was_altered(
    made: Made, article: Path, quote: str, verdict: str, said: str
) -> None:
    library = read_library([str(article)])
    found, evidence = check_quotations(
        made("x?", key="y", citations=[{"path": "bees.md", "quote": quote}]), library
    )
    assert found == verdict
    assert said in evidence.replace(str(article), "bees.md")


def test_a_source_is_found_by_the_name_of_its_file_alone(made: Made, article: Path) -> None:
    library = read_library([str(article.parent)])
    for path, verdict in (("articles/bees.md", "pass"), ("wasps.md", "fail")):
        item = made("x?", key="y", citations=[{"path": path, "quote": QUOTE}])
        assert check_quotations(item, library)[0] == verdict
    assert check_quotations(made("x?", key="y"), library) == (
        "fail",
        "no citation: nothing shows that the item is true",
    )


def test_offsets_that_are_told_have_to_be_right(article: Path) -> None:
    library = read_library([str(article)])
    text = library.sources[0].text
    start = text.index(QUOTE)
    told = Citation(source="", path="bees.md", passage="", quote=QUOTE, start=start, end=start + len(QUOTE))
    place = find_place(told, library)
    assert place is not None
    assert text[place.start : place.end] == QUOTE
