"""How a text is read: statements, denial, clauses, oddities."""

import pytest

from itemwright.grading.lexicon import are_opposite
from itemwright.grading.reading import read, split_statements, weight_of


def denied(text: str) -> set[str]:
    return {word.lemma for word in read(text).words if word.denied}


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("The loss does not rise.", {"rise"}),
        ("The loss doesn't rise", {"rise"}),
        ("The loss doesnt rise", {"rise"}),
        ("It can't rise", {"rise"}),
        ("It needn't rise", {"need", "rise"}),
        ("Not only the loss rises", set()),
        ("No doubt the loss rises", set()),
        ("The loss never rises, it falls", {"rise"}),
        ("It trains adapters rather than weights", {"weight"}),
        ("The loss rises but not the gradient", {"gradient"}),
        ("It fails to learn", {"learn"}),
        ("It is not without cost", set()),
        ("It is not true that loss rises, or that weights move", {"loss", "rise", "weight", "move", "true"}),
        ("It is a myth that plants breathe. Roots drink.", {"myth", "plant", "breathe"}),
        ("Wrong answers cost points", set()),
        ("The rate is not high because weights move", {"high"}),
    ],
)
def test_denial_reaches_its_clause(text: str, lemmas: set[str]) -> None:
    assert denied(text) == lemmas


def test_counts() -> None:
    reading = read("Maybe 16 or 32 tokens are more than the")
    assert reading.numbers == {"16", "32"}
    assert (reading.alternatives, reading.hedges, reading.has_than) == (1, 1, True)
    assert reading.oddities == 1
    assert read("water the of is evaporated of").oddities == 3
    assert read("because of the + and the heat").oddities == 0
    assert read("").words == ()
    assert read("...").tokens == 0


def test_clauses_part_at_conjunctions_and_stops() -> None:
    words = {w.lemma: w.clause for w in read("It trains weights and freezes matrices; tokens stay").words}
    assert words["weight"] < words["matrix"] < words["token"]


def test_turning_words_are_told_in_their_places() -> None:
    reading = read("The more weights, the more room is over")
    assert [w.lemma for w in reading.words] == ["weight", "room"]
    assert [w.lemma for w in reading.told] == ["more", "weight", "more", "room", "over"]


def test_content_words_in_a_row_are_counted() -> None:
    found = read("The valve opens; pressure falls in it quickly, then the lid moves.")
    assert [w.lemma for w in found.words] == ["valve", "open", "pressure", "fall", "quickly", "lid", "move"]
    assert found.runs == (2, 2, 2, 2, 1, 2, 2)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3/4 has 3 beats", {"3/4", "3"}),
        ("It costs 1,200.50, not 0.5.", {"1200.50", "0.5"}),
        ("in 1998.", {"1998"}),
        ("3.5kg of 1, 2, 3", {"3.5", "1", "2", "3"}),
        ("1,2,3 and 1,2000", {"1", "2", "3", "2000"}),
    ],
)
def test_a_number_is_one_word(text: str, numbers: set[str]) -> None:
    assert read(text).numbers == numbers


def test_statements() -> None:
    text = "The loss falls slowly; the gap grows wider. It does so but the model still learns well."
    assert [s.text for s in split_statements(text)] == [
        "The loss falls slowly", "the gap grows wider.", "It does so", "but the model still learns well.",
    ]  # fmt: skip
    assert all(text[s.start : s.end] == s.text for s in split_statements(text))
    assert [s.text for s in split_statements("yes; no")] == ["yes; no"]


def test_rare_words_weigh_more() -> None:
    assert weight_of("quantization") > weight_of("water") > weight_of("time")
    assert weight_of("42") == 0.7


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("increase", "decrease", True),
        ("frozen", "train", True),
        ("overestimate", "underestimate", True),
        ("underheat", "overheat", True),
        ("stable", "unstable", True),
        ("legal", "nonlegal", True),
        ("loss", "gain", True),
        ("token", "weight", False),
        ("in", "on", False),
        ("able", "unrelated", False),
    ],
)
def test_opposites(first: str, second: str, expected: bool) -> None:
    assert are_opposite(first, second) is expected
    assert are_opposite(second, first) is expected


def test_a_denial_torn_from_its_verb_is_no_word() -> None:
    found = read("It does n't rise, n't at all.")
    assert [w.lemma for w in found.words] == ["rise"]
    assert found.words[0].denied


@pytest.mark.parametrize(
    ("text", "told"),
    [("x > 5", "more"), ("x >= 5", "more"), ("x<5", "less"), ("x -> 5", ""), ("x => 5", ""), ("x <- 5", "")],
)
def test_a_comparison_is_told_and_an_arrow_is_none(text: str, told: str) -> None:
    assert " ".join(w.lemma for w in read(text).told if w.lemma in ("more", "less")) == told
