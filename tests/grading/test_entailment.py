"""Features of a point against an answer, each seen where it should speak."""

import pytest

from itemwright.grading.entailment import FEATURES, Claim, best_statement, measure
from itemwright.grading.reading import split_statements
from itemwright.grading.vectors import TextVectors
from itemwright.grading.word_vectors import HashedWords

QUESTION = "What is the difference between precision and recall?"
POINT = "precision is the share of predicted positives that are correct"


def features(
    answer: str, point: str = POINT, question: str = QUESTION, rivals: tuple[str, ...] = ()
) -> dict[str, float]:
    statements = [s.text for s in split_statements(answer)]
    said = TextVectors(HashedWords(256)).prepare([point, question, answer, *statements, *rivals])
    claim = Claim(said[point], said[question], said[point])
    row = measure(claim, said[answer], [said[s] for s in statements], [said[r] for r in rivals])
    return dict(zip(FEATURES, row, strict=True))


def test_the_point_itself_is_covered_in_order() -> None:
    row = features(POINT)
    for name in (
        "cos_whole",
        "cos_best",
        "cover_all",
        "cover_new",
        "soft_all",
        "order",
        "bigrams",
        "dice_chars",
    ):
        assert row[name] == pytest.approx(1.0), name
    for name in ("denied_gap", "opposites", "rivals", "oddities", "number_strangers"):
        assert row[name] == 0.0, name


def test_another_subject_is_not_covered() -> None:
    row = features("bread rises through yeast")
    assert row["cover_all"] == 0.0
    assert row["clause_share"] == 0.0


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("precision is not the share of predicted positives that are correct", "denied_gap"),
        (
            "it is not true that precision is the share of predicted positives that are correct",
            "denied_worst",
        ),
        ("precision is the share of predicted positives that are wrong", "opposites"),
        ("recall is the share of predicted positives that are correct", "rivals"),
        ("precision is the share of 17 predicted positives", "number_strangers"),
        ("precision or recall, either of them", "alternatives"),
        ("maybe precision could be the share", "hedges"),
        ("share the of predicted is the positives", "oddities"),
    ],
)
def test_what_speaks_against_an_answer_shows(answer: str, name: str) -> None:
    assert features(answer)[name] > 0


def test_words_met_in_two_clauses_count_less_than_in_one() -> None:
    point = "small matrices are trained"
    together = features("it trains small matrices", point)
    apart = features("it trains the weights and leaves small matrices frozen", point)
    assert together["clause_share"] == 1.0 > apart["clause_share"]
    assert apart["clause_opposites"] > 0


def test_numbers_are_found_or_missed() -> None:
    assert features("it takes 16 bits", "16 bits a weight")["number_hits"] == 1.0
    assert features("it takes 4 bits", "16 bits a weight")["number_hits"] == 0.0
    assert features("it takes bits", "bits a weight")["number_hits"] == -1.0


def test_a_comparison_turned_round_shows() -> None:
    point = "metal conducts better than wood"
    assert features("wood conducts better than metal", point)["than_inverted"] == 1.0
    assert features("metal conducts better than wood", point)["than_inverted"] == 0.0


def test_typos_and_families_match() -> None:
    assert features("precisoin counts", "precision counts")["cover_all"] == 1.0
    assert features("quantization helps", "quantizer helps")["cover_all"] == 1.0
    assert features("banana helps", "bandit helps")["cover_all"] < 1.0


def test_other_points_are_rivals_for_a_statement() -> None:
    other = "recall is the share of real positives found"
    assert features(other, rivals=(other,))["rival_points"] > features(other)["rival_points"]


def test_key_words_in_a_row_are_told_from_a_sentence() -> None:
    listed = features("It is a kind of chart. precision share predicted positives correct")
    said = features("The precision is the share of those predicted that are correct.")
    assert listed["cover_all"] >= 0.8 <= said["cover_all"]
    assert listed["bare_run"] > said["bare_run"]
    assert listed["bare_cover"] > 0.5 > said["bare_cover"]


def test_words_without_meaning_are_measured_too() -> None:
    assert all(value == value for value in features("it is so", "that is it", "what?").values())


def test_the_statement_to_quote() -> None:
    texts = ["Bread rises.", "Precision is the share of predicted positives that are correct."]
    said = TextVectors(HashedWords(256)).prepare([POINT, *texts])
    assert best_statement(said[POINT], [said[t] for t in texts]) == 1
