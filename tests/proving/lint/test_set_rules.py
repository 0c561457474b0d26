"""Flaws of sets: keys in one place or longest, too many true claims, stems twice."""

from itemwright.domain.item import Item
from itemwright.proving.lint.examples import choice, example_item, statement
from itemwright.proving.lint.set_rules import lint_set


def keyed(place: int, name: str, longer: bool = False) -> Item:
    texts = [f"{name} {word}" for word in ("one", "two", "six", "ten")]
    texts[place] = f"*{texts[place]}{' and more' if longer else ''}"
    return example_item(choice(f"What about {name}?", *texts) | {"id": name})


def rules(items: list[Item]) -> set[str]:
    return {flaw.rule for flaw in lint_set(items)}


def test_keys_in_one_place_are_told_once_there_are_enough() -> None:
    biased = [keyed(1, f"subject {n}") for n in range(20)]
    [flaw] = lint_set(biased)
    assert (flaw.item, flaw.rule) == ("*", "key_position_bias")
    assert "B 20" in flaw.message
    assert rules(biased[:19]) == set(), "chi-square wants five expected keys in each place"


def test_keys_spread_evenly_are_no_flaw() -> None:
    assert rules([keyed(n % 4, f"subject {n}") for n in range(40)]) == set()


def test_keys_that_are_often_longest_are_told() -> None:
    spread = [keyed(n % 4, f"subject {n}", longer=n < 24) for n in range(40)]
    assert rules(spread) == {"key_often_longest"}
    assert rules([keyed(n % 4, f"subject {n}", longer=n < 10) for n in range(40)]) == set()


def test_claims_that_are_nearly_all_true_are_told() -> None:
    claims = [example_item(statement(f"Claim {n}.", true=n > 1) | {"id": str(n)}) for n in range(14)]
    assert rules(claims) == {"true_false_share"}
    assert rules(claims[:7]) == set()


def test_a_question_asked_twice_names_the_first() -> None:
    first, second = keyed(0, "light"), keyed(2, "light")
    [flaw] = lint_set([first, second.model_copy(update={"id": "again"})])
    assert (flaw.item, flaw.rule, flaw.severity) == ("again", "duplicate_stem", "error")
    assert "'light'" in flaw.message
