import pytest

from itemwright.proving.assignment import check_assignment, joined_parts
from itemwright.proving.claim_model import ClaimModel
from tests.proving.conftest import Made

TEXT = """# Containers

An amphora held wine and oil on ships. A sieve lets water through and keeps the peas.
"""
QUOTES = ["An amphora held wine and oil on ships.", "A sieve lets water through and keeps the peas."]
PAIRS = {
    "left": ["amphora", "sieve"],
    "right": ["held wine and oil", "lets water through", "keeps bread dry"],
}


@pytest.mark.parametrize(
    ("right", "verdicts"), [(("r1", "r2"), {"pass"}), (("r2", "r1"), {"fail", "unsure"})]
)
def test_partners_that_the_source_exchanges_are_found(
    made: Made, claims: ClaimModel, right: tuple[str, str], verdicts: set[str]
) -> None:
    item = made("Match.", pairs=PAIRS, key=dict(zip(("l1", "l2"), right, strict=True)))
    found = check_assignment(item, QUOTES, [TEXT], claims)
    assert found is not None
    assert found[0] in verdicts


SWAPPED = """Zero-rated supplies, such as exports, are taxed at nothing. Exempt supplies, such as insurance,
lie outside the system."""


@pytest.mark.parametrize(("key", "verdict"), [(("r1", "r2"), "pass"), (("r2", "r1"), "fail")])
def test_partners_that_share_no_sentence_as_keyed(
    made: Made, claims: ClaimModel, key: tuple[str, str], verdict: str
) -> None:
    pairs = {"left": ["zero-rated", "exempt"], "right": ["exports", "insurance", "food"]}
    item = made(
        "Match each kind with an example.", pairs=pairs, key=dict(zip(("l1", "l2"), key, strict=True))
    )
    found = check_assignment(item, ["Zero-rated supplies, such as exports"], [SWAPPED], claims)
    assert found is not None
    assert found[0] == verdict


def test_only_columns_with_two_cells_are_joined(made: Made, claims: ClaimModel) -> None:
    cells = [
        {"id": "a", "row": "x", "column": "size", "accepts": ["big"]},
        {"id": "b", "row": "y", "column": "size", "accepts": ["small"]},
        {"id": "c", "row": "y", "column": "use", "accepts": ["oil"]},
    ]
    (part,) = joined_parts(made("Fill.", type="table", cells=cells))
    assert (part.question, part.asked, part.answers) == ("size", ["x", "y"], ["big", "small"])
    assert check_assignment(made("Why?", key="so"), QUOTES, [TEXT], claims) is None
