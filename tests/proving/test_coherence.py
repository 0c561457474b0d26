import pytest

from itemwright.proving.coherence import check_coherence
from tests.proving.conftest import Made


def options(*rationales: str) -> list[dict[str, str]]:
    return [{"id": i, "text": f"choice {i}", "rationale": r} for i, r in zip("abc", rationales, strict=True)]


@pytest.mark.parametrize(
    ("rationales", "said"),
    [
        (("It is cold there.", "Warm air rises.", "It is wet there."), ""),
        (("Right: warm air rises.", "It is so.", "It is wet."), "'a' calls a wrong option right"),
        (("True, but not why.", "It is so.", "Right, but no cause."), ""),
        (("This was the main reason.", "It is so.", "It is wet."), "'a' calls a wrong option right"),
        (("It is cold.", "Wrong: cold air sinks.", "It is wet."), "'b' calls the key wrong"),
        (("It is cold.", "It was warm, so this was no reason.", "It is wet."), "'b' calls the key wrong"),
        (("It is cold.", "False alarms are rare.", "This is right only in summer."), ""),
    ],
)
def test_rationales_stand_by_the_key(made: Made, rationales: tuple[str, ...], said: str) -> None:
    verdict, evidence = check_coherence(made("Why do they move up?", options=options(*rationales), key="b"))
    assert verdict == ("fail" if said else "pass")
    assert said in evidence


def test_where_the_false_one_is_asked_for_its_rationale_may_deny_it(made: Made) -> None:
    item = made("Which is a misconception?", options=options("True.", "False: it is warm.", "True."), key="b")
    assert check_coherence(item)[0] == "pass"


@pytest.mark.parametrize(
    ("explanation", "verdict"),
    [
        ("Warm air rises, so B.", "pass"),
        ("Warm air rises. The correct answer is C.", "fail"),
        ("As so often, the answer is option A.", "fail"),
        ("So A colony moves.", "pass"),
    ],
)
def test_an_explanation_names_no_other_option(made: Made, explanation: str, verdict: str) -> None:
    item = made("Why?", options=options("", "", ""), key="b", explanation=explanation)
    assert check_coherence(item)[0] == verdict


@pytest.mark.parametrize(("key", "verdict"), [(True, "fail"), (False, "pass")])
def test_a_judged_statement_is_keyed_as_it_is_judged(made: Made, key: bool, verdict: str) -> None:
    item = made(
        "Drones gather nectar.", type="true_false", key=key, explanation="Workers do, so it is false."
    )
    assert check_coherence(item)[0] == verdict
