"""The claim model over the prepared networks, on an article that they have not seen."""

import pytest

from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.key_support import QuotedSource, check_key_support, choices
from itemwright.proving.other_truths import check_other_truths
from tests.proving.conftest import ARTICLE, Made
from tests.proving.plain_items import item_of

DRONES = "Drones are raised from unfertilised eggs, workers from fertilised ones."
CLUSTER = "The cluster moves upwards through the combs, because warm air rises."
HONEY = "A colony needs about 15 kg of honey to live through it."
WHY = [
    "because the air that rises is the warm air",
    "because the queen lays her eggs below",
    "because the honey runs down in the cold",
]
GAP = "The cluster moves ____."
STEPS = ["they seal the cell with wax", "they swallow the nectar", "they fan it with their wings"]
TABLE = {"row": "queen", "column": "lives"}, {"row": "drone", "column": "lives"}


def said(made: Made, claims: ClaimModel, stem: str, quote: str, **fields: object) -> tuple[str, str]:
    item = made(stem, quote=quote, **fields)
    return check_key_support(item, QuotedSource([quote], [ARTICLE]), claims)


@pytest.mark.parametrize(("key", "verdict"), [("a", "pass"), ("b", "fail")])
def test_the_quotation_has_to_bear_the_key_and_no_other_option(
    made: Made, claims: ClaimModel, key: str, verdict: str
) -> None:
    stem = "Why does the cluster move upwards through the combs?"
    assert said(made, claims, stem, CLUSTER, options=WHY, key=key)[0] == verdict


@pytest.mark.parametrize(
    ("statement", "key", "verdict"),
    [
        (CLUSTER, True, "pass"),
        (CLUSTER, False, "fail"),
        ("In winter the bees leave the hive and fly south.", True, "fail"),
        ("In winter the bees leave the hive and fly south.", False, "pass"),
    ],
)
def test_a_statement_is_held_against_the_quotation(
    made: Made, claims: ClaimModel, statement: str, key: bool, verdict: str
) -> None:
    assert said(made, claims, statement, CLUSTER, type="true_false", key=key)[0] == verdict


@pytest.mark.parametrize(
    ("stem", "fields", "quote", "verdict"),
    [
        ("Who described it first?", {"key": "Dzierzon", "accepts": ["Dzierzon"]}, DRONES, "fail"),
        ("Which members come from unfertilised eggs?", {"key": "drones"}, DRONES, "pass"),
        ("How many kilograms of honey?", {"key": 15}, HONEY, "pass"),
        ("How many kilograms of honey?", {"key": 25}, HONEY, "fail"),
        ("Honey has 15 kg; two colonies need how many of 15 kg?", {"key": 30}, HONEY, "pass"),
        ("What share of honey is water?", {"key": {"value": 0.2, "tolerance": 0, "unit": ""}}, HONEY, "fail"),
        (GAP, {"blanks": [{"accepts": ["downwards"]}], "key": ["downwards"]}, CLUSTER, "fail"),
        (GAP, {"blanks": [{"accepts": ["upwards"]}], "key": ["upwards"]}, CLUSTER, "pass"),
    ],
)
def test_names_and_numbers_of_the_key_stand_in_the_source(
    made: Made, claims: ClaimModel, stem: str, fields: dict[str, object], quote: str, verdict: str
) -> None:
    assert said(made, claims, stem, quote, **fields)[0] == verdict


def test_a_number_stands_in_the_place_of_the_gap(made: Made, claims: ClaimModel) -> None:
    quote = "Two of the nine hives died, five lived on, and two swarmed."
    for key, verdict in (("five", "pass"), ("nine", "fail")):
        item = made("Of the hives ____ lived on.", quote=quote, blanks=[{"accepts": [key]}], key=[key])
        assert check_key_support(item, QuotedSource([quote], [quote]), claims)[0] == verdict


@pytest.mark.parametrize(("numbers", "verdict"), [(("920", "150"), "pass"), (("150", "920"), "fail")])
def test_each_gap_has_a_place_of_its_own(claims: ClaimModel, numbers: tuple[str, str], verdict: str) -> None:
    quote = "The first order has 920 millimetres, the sixth 150."
    blanks = [{"id": name, "accepts": [text]} for name, text in zip("ab", numbers, strict=True)]
    key = dict(zip("ab", numbers, strict=True))
    item = item_of("cloze", "The first order has ____ millimetres, the sixth ____.", blanks=blanks, key=key)
    assert check_key_support(item, QuotedSource([quote], [quote]), claims)[0] == verdict


@pytest.mark.parametrize(
    ("stem", "verdict"), [("How many combs have 14 hives?", "pass"), ("How many combs are there?", "fail")]
)
def test_a_cell_may_be_worked_out_of_what_the_stem_gives(claims: ClaimModel, stem: str, verdict: str) -> None:
    cells = [{"id": "c", "row": "small", "column": "Combs", "accepts": ["28"]}]
    grid = [["Hive", "Combs"], ["small", "____"]]
    item = item_of("table", stem, cells=cells, grid=grid, key={"c": "28"})
    source = "A small hive has two combs."
    assert check_key_support(item, QuotedSource([source], [source]), claims)[0] == verdict


@pytest.mark.parametrize(
    ("step", "verdict"), [("The comb is capped.", "pass"), ("Bricks are glazed.", "fail")]
)
def test_a_step_of_which_the_source_says_nothing(claims: ClaimModel, step: str, verdict: str) -> None:
    source = "Nectar is gathered. Then it is dried by fanning. At last the comb is capped."
    texts = ["Nectar is gathered.", "It is dried by fanning.", step]
    steps = [{"id": f"s{n}", "text": text} for n, text in enumerate(texts)]
    item = item_of("ordering", "How is honey made?", steps=steps, key=["s0", "s1", "s2"])
    assert check_key_support(item, QuotedSource([source], [source]), claims)[0] == verdict


def test_reasons_that_no_source_tells_are_no_key(claims: ClaimModel) -> None:
    source = "Troughs of mercury were given up because the vapour is poisonous and keepers fell ill."
    told, untold = "the vapour is poisonous", "insurers refused to cover ships"
    for point, why, verdict in (
        (told, "Keepers fell ill from the vapour.", "pass"),
        (untold, "Premiums had doubled after several lawsuits.", "fail"),
    ):
        rubric = [{"point": point, "weight": 1.0}]
        stem = "Why were troughs of mercury given up?"
        item = item_of("free_text", stem, rubric=rubric, key=point, explanation=why)
        assert check_key_support(item, QuotedSource([source], [source]), claims)[0] == verdict


@pytest.mark.parametrize(("key", "verdict"), [(["s2", "s3", "s1"], "pass"), (["s3", "s2", "s1"], "fail")])
def test_steps_stand_in_the_order_of_the_source(
    made: Made, claims: ClaimModel, key: list[str], verdict: str
) -> None:
    assert said(made, claims, "How is honey made? Order.", HONEY, steps=STEPS, key=key)[0] == verdict


@pytest.mark.parametrize(("lives", "verdict"), [((0, 1), {"pass"}), ((1, 0), {"unsure", "fail"})])
def test_cells_are_joined_as_in_the_source(
    made: Made, claims: ClaimModel, lives: tuple[int, int], verdict: set[str]
) -> None:
    values = ["three to five years", "about eight weeks"]
    cells = [{"id": f"c{n}", **TABLE[n], "accepts": [values[lives[n]]]} for n in (0, 1)]
    rows = ["| queen | three to five years | laying eggs |", "| drone | about eight weeks | mating |"]
    cited = [{"path": "bees.md", "quote": row} for row in rows]
    item = made("Complete the table.", type="table", cells=cells, citations=cited)
    assert check_key_support(item, QuotedSource(rows, [ARTICLE]), claims)[0] in verdict


def test_a_wrong_option_that_the_source_says_is_found(made: Made, claims: ClaimModel) -> None:
    stem = "Which of these statements on bees is true?"
    wrong = ["Drones gather nectar in spring and autumn.", "The queen shivers alone in the winter cold."]
    key = "Drones are raised from unfertilised eggs."
    sound = made(stem, options=[key, *wrong], key="a")
    assert check_other_truths(sound, [ARTICLE], claims)[0] == "pass"
    spoilt = made(stem, options=[key, wrong[0], CLUSTER], key="a")
    assert check_other_truths(spoilt, [ARTICLE], claims)[0] == "fail"
    false = made("Which of these statements is false?", options=[wrong[0], key, wrong[1]], key="a")
    assert check_other_truths(false, [ARTICLE], claims)[0] == "pass"


def test_each_gap_is_asked_with_the_others_filled() -> None:
    pool = ["quartz", "grows", "shrinks"]
    key = {"1": "quartz", "2": "grows"}
    blanks = [{"id": id_, "accepts": [text], "pool": pool} for id_, text in key.items()]
    item = item_of("cloze", "Above 573 °C ____ changes and ____.", blanks=blanks, key=key)
    assert list(choices(item)) == [
        ("Above 573 °C ____ changes and grows.", ["quartz", "shrinks"], 0),
        ("Above 573 °C quartz changes and ____.", ["grows", "shrinks"], 0),
    ]


@pytest.mark.parametrize(
    ("stem", "accepts", "verdict"),
    [
        ("What are unfertilised eggs raised to?", ["drones"], "pass"),
        ("What makes a colony weak above all?", ["hornets"], "fail"),
        ("What makes a colony weak above all?", ["lack of pollen"], "fail"),
        ("Is it the queen or the drone that lives longer?", ["the queen"], "pass"),
        ("Is the air in the cluster warm?", ["yes"], "pass"),
    ],
)
def test_a_quotation_has_a_word_of_a_short_answer(
    made: Made, claims: ClaimModel, stem: str, accepts: list[str], verdict: str
) -> None:
    found = said(made, claims, stem, DRONES, type="short_answer", key=accepts[0], accepts=accepts)
    assert found[0] == verdict, found


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("because the air that rises is the warm air", "pass"),
        ("because a keeper pays the village a yearly bonus", "fail"),
    ],
)
def test_a_key_of_which_no_passage_says_anything_is_refused(
    made: Made, claims: ClaimModel, key: str, verdict: str
) -> None:
    options = [key, "because of a full moon", "because of a law of the land"]
    stem = "Why does the cluster move upwards through the combs?"
    assert said(made, claims, stem, CLUSTER, options=options, key="a", bloom="remember")[0] == verdict
    concluded = said(made, claims, stem, CLUSTER, options=options, key="a", bloom="analyze")
    assert "no passage" not in concluded[1]


def test_points_of_a_reference_answer_may_be_concluded(made: Made, claims: ClaimModel) -> None:
    stem, key = "Why does the cluster move upwards?", "Warm air rises. A keeper pays a yearly bonus."
    points = ["warm air rises through the combs", "a keeper pays a yearly bonus"]
    assert said(made, claims, stem, CLUSTER, key=key, rubric=points)[0] == "pass"


def test_what_a_statement_says_of_code_is_for_a_run(made: Made, claims: ClaimModel) -> None:
    stem = "The following code prints `25`.\n\n```python\nprint(25)\n```"
    assert said(made, claims, stem, HONEY, type="true_false", key=True)[0] == "pass"
