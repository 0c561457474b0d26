"""The claim model's weights belong to the judge that they were fitted over."""

import pytest

from itemwright.grading.point_model import ScriptedJudge
from itemwright.index.embedding import HashEmbedder
from itemwright.proving.claim_features import OPTION_FEATURES, STATEMENT_FEATURES, ClaimReader, share_of
from itemwright.proving.claim_model import ClaimModel, Logistic, load_claim_weights, option_columns


@pytest.fixture
def reader() -> ClaimReader:
    return ClaimReader(ScriptedJudge(), HashEmbedder())


def test_the_weights_were_fitted_over_the_judge_in_use(claims: ClaimModel) -> None:
    fitted = load_claim_weights()["judge"].split("+")[0]
    assert claims.reader.name.split("+")[0] == fitted, "run python -m evals.training.fit_claims"


def test_a_row_has_a_number_for_each_feature(reader: ClaimReader) -> None:
    rows = reader.option_rows("Why do they rise?", ["warm air rises", "cold air sinks"], "Warm air rises.")
    assert rows.shape == (2, len(option_columns()))
    first = dict(zip(OPTION_FEATURES, rows[0], strict=False))
    second = dict(zip(OPTION_FEATURES, rows[1], strict=False))
    assert first["covered"] == 1 > second["covered"]
    assert reader.statement_row("They rise.", "Warm air rises.").shape == (len(STATEMENT_FEATURES),)


def test_opposites_denials_and_strange_numbers_are_counted(reader: ClaimReader) -> None:
    row = reader.statement_row("12 rare drones never fly", "9 frequent drones fly")
    told = dict(zip(STATEMENT_FEATURES, row, strict=True))
    assert (told["opposed"], told["strange_numbers"], told["denies"], told["denies_alone"]) == (1, 1, 1, 1)


def test_options_beyond_what_the_judge_reads_at_once_are_read_too(reader: ClaimReader) -> None:
    options = [f"choice number {n}" for n in range(7)]
    assert len(ClaimModel(reader).option_chances("Which?", options, "choice number 3")) == 7


def test_a_share_counts_each_word_once_and_rare_words_more() -> None:
    assert share_of([], {"a"}) == 0.5
    assert share_of(["bee", "bee", "queen"], {"bee", "queen"}) == 1
    assert share_of(["amphora", "make"], {"amphora"}) > 0.5


def test_weights_for_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="fit_claims"):
        Logistic(load_claim_weights()["statements"], ["other"])
