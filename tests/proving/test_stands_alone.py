import pytest

from itemwright.proving.stands_alone import check_stands_alone
from itemwright.proving.undefined_names import undefined_names
from tests.proving.conftest import Made
from tests.proving.plain_items import item_of


@pytest.mark.parametrize(
    "stem",
    [
        "Which member is shown in the figure?",
        "What follows from the method described above?",
        "Which of the tasks mentioned earlier does the queen have?",
        "How many frames are listed in the table?",
        "What holds according to the passage?",
        "What does this approach lower?",
        "Why does the second hive need less honey?",
        "Who keeps the latter?",
        "Which colony is the one described first?",
        "Put the steps of this recipe in order.",
        "What does chapter 4 say of drones?",
        "Why does it need more honey?",
        "They gather nectar. Who are they?",
        "What does the author recommend to a keeper?",
        "What does the following program print?",
        "Which member does the chart show, and what is on line 3?",
        "According to the passage above, fill the gap: the queen lays ____.",
        "How many eggs does the queen in the example lay?",
        "With the numbers given, how much honey is left?",
        "Which of these is the advantage of the hive just mentioned?",
        "As described, which bees shiver?",
        "How long did the patient wait?",
        "What is the next step?",
        "What would happen then?",
        "What does the last sentence of the section say?",
        "Which of the listed reasons is wrong?",
        "Name the bees that are treated in the first two sections.",
        "What is the cluster called that is told of towards the end of the chapter?",
        "In the case that has just been described, why does the queen leave?",
        "Why does the second of the two live longer?",
        "Which bees fly first, by the passage that you have read?",
    ],
)
def test_what_leans_on_something_unseen_is_refused(made: Made, stem: str) -> None:
    verdict, evidence = check_stands_alone(made(stem, key="x"))
    assert verdict == "fail", evidence


@pytest.mark.parametrize(
    "stem",
    [
        "Which member of a colony lays the eggs?",
        "What do bees do at the end of the nineteenth day?",
        "Two hives stand in the sun. Why does the second of the two swarm?",
        "A keeper draws a diagram of two hives. What has the diagram to show?",
        "One hive is warm, the other cold. Why does the second hive need more honey?",
        "In winter the bees form a cluster. Why does this cluster move upwards?",
        "Which of these is a member of the colony?",
        "What is the second law of thermodynamics?",
        "Which plants, such as clover, give nectar?",
        "A token depends on the previous token. What is this called?",
        "Bees were found above 2,000 metres. Why?",
        "Why is it better to feed bees in autumn?",
        "It takes 15 kg of honey to feed a colony. How much do two need?",
        "What holds for the following text: “Drones gather nectar”?",
        "Why is it risky to open a hive in winter?",
        "Why is it warmer in the middle of the cluster than at its edge?",
        "A hive has 20 kg of honey and uses 3 kg a month. With the numbers given, when is it empty?",
        "A keeper moves a hive by 2 km. The bees are as described in old books. Why do they fly back?",
        "Honey sales rose by 5%. Why is the real figure lower?",
        "In the example of the honeybee, who lays the eggs?",
        "How long did the patient with the first artificial heart live?",
        "Which bees are, as Aristotle described them, without a sting?",
    ],
)
def test_what_can_be_read_by_itself_is_passed(made: Made, stem: str) -> None:
    assert check_stands_alone(made(stem, key="x")) == ("pass", "can be read by itself")


def test_labels_without_names_are_refused(made: Made) -> None:
    pairs = {"left": ["the first one", "the last one"], "right": ["a", "b"]}
    item = made("Match each hive with its honey.", pairs=pairs, key={"l1": "r1", "l2": "r2"})
    assert check_stands_alone(item)[0] == "fail"


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("print(count(3))", ["count"]),
        ("def count(n):\n    return n\nprint(count(3))", []),
        ("import math as m\nfrom os import path\nprint(m.pi, path)", []),
        ("for n in range(3):\n    print([k for k in range(n)])", []),
        ("from tools import *\nprint(anything)", []),
        ("print(", []),
    ],
)
def test_code_may_read_no_name_that_nothing_defines(made: Made, code: str, names: list[str]) -> None:
    item = made("What does this code print?", type="output_prediction", code=code, accepts=["3"], key="3")
    assert undefined_names(item) == names
    assert check_stands_alone(item)[0] == ("fail" if names else "pass")


def test_steps_are_shown_below_what_points_at_them() -> None:
    steps = [{"id": name, "text": name} for name in ("egg", "larva", "bee")]
    key = ["egg", "larva", "bee"]
    item = item_of("ordering", "Put these stages in order, the earliest first.", steps=steps, key=key)
    assert check_stands_alone(item)[0] == "pass"
