"""A quotation is found verbatim, or replaced by the one place that says the same; else it is none."""

import pytest

from itemwright.writing.library import Library
from itemwright.writing.quotation import Located, locate, locate_all
from tests.writing.written_samples import COOLING, FIRING, GLAZE, article_library


@pytest.fixture(scope="module")
def lib() -> Library:
    return article_library()


def found(lib: Library, quote: str) -> Located:
    place = locate(quote, lib.passages)
    assert isinstance(place, Located), place
    assert lib.sources[0].text[place.start : place.end] == place.text
    return place


def test_a_verbatim_quotation_is_located_in_its_source(lib: Library) -> None:
    place = found(lib, FIRING)
    assert (place.text, place.is_repaired) == (FIRING, False)
    assert place.passage.start <= place.start < place.end <= place.passage.end


@pytest.mark.parametrize(
    "quote",
    [
        "the first firing, called bisque firing, ends at about 1,000 °C  and leaves the pot\nporous.",
        "The first firing, called “bisque firing”, ends at about 1,000 °C and leaves the pot porous",
        "The first firing, called bisque firing, ends at about 1,000 °C and leaves a pot porous.",
        "The first firing, bisque firing, ends at about 1,000 °C and leaves the pot porous.",
    ],
)
def test_a_near_miss_is_replaced_by_the_true_text(lib: Library, quote: str) -> None:
    place = found(lib, quote)
    assert place.is_repaired
    assert place.text.startswith("The first firing, called **bisque firing**, ends at about 1,000 °C")


@pytest.mark.parametrize(
    "quote",
    [
        "Above 537 °C quartz changes its form and grows, so the kiln is heated slowly there.",
        "Above 573 °C quartz changes its form and shrinks, so the kiln is heated slowly there.",
        "Below 573 °C quartz changes its form and grows, so the kiln is heated slowly there.",
        "Above 573 °C quartz never changes its form and grows, so the kiln is heated slowly there.",
        "Clay was first fired in China some twenty thousand years ago.",
        "quartz grows",
        "",
    ],
)
def test_what_says_another_thing_is_no_quotation(lib: Library, quote: str) -> None:
    assert isinstance(locate(quote, lib.passages), str)


def test_a_near_miss_that_could_be_meant_for_two_places_is_none() -> None:
    twice = article_library("# A\n\nThe *kiln* is hot today.\n\n## B\n\nThe **kiln** is hot today.\n")
    told = locate("the kiln is hot today.", twice.passages)
    assert isinstance(told, str)
    assert "2 places" in told


def test_a_row_of_two_words_may_be_quoted_but_not_two_words_of_a_sentence() -> None:
    lib = article_library(
        "# A\n\nSome words stand here before the list of things.\n\n- Dry clay\n- Wet clay\n"
    )
    assert isinstance(locate("- Dry clay", lib.passages), Located)
    assert isinstance(locate("Some words", lib.passages), str)


def test_an_elided_quotation_becomes_its_parts(lib: Library) -> None:
    places = locate_all([f"{GLAZE} ... {COOLING}"], lib.passages)
    assert not isinstance(places, str)
    assert [place.text for place in places] == [GLAZE, COOLING]
    assert isinstance(locate_all([GLAZE, "not in here at all, ever"], lib.passages), str)
