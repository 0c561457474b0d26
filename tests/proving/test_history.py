"""A learner's history tells how like an item is to what they were shown, and how long ago that was."""

from itemwright.proving.fingerprint import fingerprint_of
from itemwright.proving.history import History, Met
from tests.proving.plain_items import built_in, choice, numeric, short

WALL = short("In which year did the Berlin Wall fall?", "1989")
LOAN = numeric("A loan of 4000 euros bears 5 per cent interest a year. How much is due after 3 years?", 600)
OTHER_LOAN = numeric(
    "A loan of 70 euros bears 2 per cent interest a year. How much is due after 1 years?", 1.4
)
FERN = short("Which plants have spores in place of seeds?", "ferns")


def history(*shown: object) -> History:
    return History(fingerprint_of(item) for item in shown)  # type: ignore[arg-type]


def test_nothing_was_shown_yet() -> None:
    assert history().met(fingerprint_of(WALL)) == Met("new", 0)
    assert history().items == frozenset()


def test_what_was_shown_is_met_again_and_how_long_ago() -> None:
    shown = history(WALL, LOAN, FERN)
    assert shown.items == {WALL.id, LOAN.id, FERN.id}
    assert shown.met(fingerprint_of(choice(WALL.stem, "1989", "1987", "1991"))) == Met("near", 3)
    assert shown.met(fingerprint_of(WALL)) == Met("copy", 3)
    assert shown.met(fingerprint_of(OTHER_LOAN)) == Met("parallel", 2)
    assert shown.met(fingerprint_of(short("Which planet has rings?", "Saturn"))) == Met("new", 0)


def test_of_parallel_forms_the_latest_counts() -> None:
    third = numeric(
        "A loan of 10 euros bears 9 per cent interest a year. How much is due after 8 years?", 7.2
    )
    assert history(LOAN, FERN, OTHER_LOAN).met(fingerprint_of(third)) == Met("parallel", 1)


def test_another_question_on_one_entry_of_a_card_is_a_parallel_form() -> None:
    shown = built_in(WALL, "short_fact/berlin/wall")
    told = built_in(
        short("What came to an end after 28 years?", "the division"), "explained_fact/berlin/wall"
    )
    other = built_in(
        short("What came to an end after 28 years?", "the division"), "explained_fact/berlin/end"
    )
    assert history(shown).met(fingerprint_of(told)) == Met("parallel", 1)
    assert history(shown).met(fingerprint_of(other)) == Met("new", 0)
