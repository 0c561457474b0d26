import pytest

from itemwright.proving.arithmetic import check_arithmetic
from itemwright.sandbox import Sandbox
from tests.proving.conftest import Made

STEM = "A keeper has 12 colonies. Each needs 15 kg of honey. How many kg are needed?"


@pytest.mark.parametrize(
    ("fields", "verdict", "said"),
    [
        ({"key": 180, "worked_steps": ["12 x 15 = 180"]}, "pass", "1 equations"),
        ({"key": 180, "worked_steps": ["12 x 15 = 190"]}, "fail", "does not hold"),
        ({"key": 180, "worked_steps": ["12 + 15 = 27"]}, "fail", "come to"),
        (
            {"key": {"value": 0.18, "tolerance": 0, "unit": "t"}, "worked_steps": ["12 x 15 = 180"]},
            "pass",
            "",
        ),
        ({"key": 180, "explanation": "So 180 in all.", "worked_steps": ["12 x 15 = 180"]}, "pass", ""),
        ({"key": 180}, "pass", "no equation"),
        ({"key": 42, "worked_steps": ["Each hive takes 21 frames.", "2 x 21 = 42"]}, "fail", "21"),
        ({"key": 180, "worked_steps": ["12 x 15 = 180", "12 + 15 = 27"]}, "fail", "27"),
        ({"key": 180, "explanation": "Twelve times fifteen, so 170 kg."}, "fail", "170"),
        (
            {"options": ["27 kg", "180 kg", "15 kg"], "key": "a", "worked_steps": ["12 x 15 = 180"]},
            "fail",
            "come to",
        ),
        (
            {"options": ["27 kg", "180 kg", "15 kg"], "key": "b", "worked_steps": ["12 x 15 = 180"]},
            "pass",
            "",
        ),
    ],
)
def test_sums_hold_and_lead_from_the_stem_to_the_key(
    made: Made, fields: dict[str, object], verdict: str, said: str
) -> None:
    with Sandbox() as sandbox:
        found, evidence = check_arithmetic(made(STEM, quote="Each hive takes 21 frames.", **fields), sandbox)
    assert found == verdict
    assert said in evidence


def test_a_wrong_option_may_reckon_wrongly(made: Made) -> None:
    options = [
        {"id": "a", "text": "27 kg", "rationale": "12 + 15 = 28 by a slip."},
        {"id": "b", "text": "180 kg", "rationale": "12 x 15 = 180"},
        {"id": "c", "text": "15 kg", "rationale": "one alone"},
    ]
    with Sandbox() as sandbox:
        assert check_arithmetic(made(STEM, options=options, key="b"), sandbox)[0] == "pass"
        spoilt = [*options[:1], options[1] | {"rationale": "12 x 15 = 170"}, options[2]]
        assert check_arithmetic(made(STEM, options=spoilt, key="b"), sandbox)[0] == "fail"
