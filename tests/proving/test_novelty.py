"""A bank of seen items finds what is like a new one, by words, and by meaning where words leave it open."""

from collections.abc import Sequence

import numpy as np

from itemwright.domain.item import Item
from itemwright.index.embedding import HashEmbedder, TokenVectors, Vectors
from itemwright.proving.novelty import NO_KIN, Novelty
from tests.proving.plain_items import built_in, choice, numeric, short

WALL = short("In which year did the Berlin Wall fall?", "1989")
LOAN = numeric("A loan of 4000 euros bears 5 per cent interest a year. How much is due after 3 years?", 600)
OTHER_LOAN = numeric(
    "A loan of 70 euros bears 2 per cent interest a year. How much is due after 1 years?", 1.4
)


class OneMeaning(HashEmbedder):
    """All texts mean the same, as does each of their tokens."""

    def __init__(self) -> None:
        super().__init__(dimensions=1)
        self.name = "one-meaning"

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.abs(super().embed(texts))

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [TokenVectors(np.abs(vectors), spans) for vectors, spans in super().embed_tokens(texts)]


def crowd(count: int) -> list[Item]:
    """Items that have nothing in common but a frame."""
    return [
        short(f"Which thing{n} goes with part{n * 7} of place{n * 13}?", f"answer{n}") for n in range(count)
    ]


def test_an_empty_bank_knows_nothing() -> None:
    assert Novelty().kin(WALL) == NO_KIN
    assert Novelty().check(WALL) == ("pass", "nothing like it is there")


def test_copies_and_near_items_fail_and_name_the_other() -> None:
    seen = Novelty([*crowd(50), WALL, LOAN])
    verdict, evidence = seen.check(WALL.model_copy(update={"id": "again"}))
    assert (verdict, evidence) == ("fail", f"copy of {WALL.id}: reads and is keyed the same")
    verdict, evidence = seen.check(short("When did the Berlin Wall fall in Germany?", "1989"))
    assert (verdict, evidence.split(":")[0]) == ("fail", f"near of {WALL.id}")


def test_parallel_and_other_forms_pass_and_are_told() -> None:
    seen = Novelty([*crowd(50), WALL, LOAN])
    assert seen.check(OTHER_LOAN)[0] == "pass"
    assert f"a parallel form of {LOAN.id}" in seen.check(OTHER_LOAN)[1]
    asked_again = choice(WALL.stem, "1989", "1987", "1991")
    assert seen.check(asked_again)[0] == "pass"
    assert f"another form of {WALL.id}" in seen.check(asked_again)[1]


def test_a_drawn_task_in_another_form_has_to_be_drawn_anew() -> None:
    seen = Novelty([built_in(LOAN, "numeric/loans/due", sum=4000)])
    asked = choice(LOAN.stem, "600", "60", "6000")
    assert seen.check(built_in(asked, "numeric_options/loans/due", sum=4000))[0] == "fail"


def test_meaning_is_looked_at_where_words_leave_it_open_and_once() -> None:
    embedder = OneMeaning()
    seen = Novelty([*crowd(50), WALL], embedder)
    reworded = short("When was the border in Germany's capital opened?", "1989")
    assert Novelty([WALL]).check(reworded)[0] == "pass"
    assert seen.check(reworded)[0] == "fail"
    assert seen.check(reworded)[0] == "fail"
    assert sorted(embedder.embedded) == sorted({*embedder.embedded})
    assert {WALL.stem, reworded.stem} <= {*embedder.embedded}


def test_it_is_found_in_a_large_bank_without_a_look_at_all_of_it() -> None:
    embedder = OneMeaning()
    seen = Novelty([WALL, *crowd(2000)], embedder)
    assert seen.check(short("In which year did the Wall of Berlin fall?", "1989"))[0] == "fail"
    assert seen.check(short("Which planet has rings?", "Saturn"))[0] == "pass"
    assert embedder.embedded == []


def test_what_is_added_counts_from_then_on() -> None:
    seen = Novelty()
    assert seen.check(WALL)[0] == "pass"
    seen.add(WALL)
    assert seen.check(WALL)[0] == "fail"


def test_families_of_our_own_items_are_known_with_and_without_values() -> None:
    drawn, fixed = built_in(LOAN, "numeric/loans/due", sum=4000), built_in(WALL, "short_fact/wall/year")
    seen = Novelty([drawn, fixed, OTHER_LOAN])
    assert seen.families(drawn=True) == {"numeric/loans/due", "short_fact/wall/year"}
    assert seen.families(drawn=False) == {"short_fact/wall/year"}


def test_what_shows_the_same_words_reads_like_a_repetition() -> None:
    steps = ("wash the glass", "dry the glass", "fill the glass", "close the glass")
    first = choice("You have washed the glass. Which step is next?", *steps[1:], steps[0])
    second = choice("You have dried the glass. Which step is next?", *steps[2:], *steps[:2])
    seen = Novelty([*crowd(20), first])
    assert seen.resembles(second) == first.id
    assert seen.resembles(WALL) == ""
