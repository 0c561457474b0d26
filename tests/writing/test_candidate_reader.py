"""A candidate becomes an item only with its quotation in the source and its code executed."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from itemwright.domain.blueprint import Slot
from itemwright.domain.card import Level
from itemwright.domain.item import BLANK, Item, ItemType
from itemwright.proving.prover import Prover
from itemwright.sandbox import Sandbox
from itemwright.writing.base import RefusedCandidate
from itemwright.writing.candidate_reader import CandidateReader, Written
from itemwright.writing.library import Library
from itemwright.writing.plan import TYPES
from tests.writing.written_samples import COOLING, FIRING, article_library, candidate

BY = Written("some-model", "write_items@1:abc", ["Quartz grows above 573 °C", "Glaze is glass"])


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def lib() -> Library:
    return article_library()


def slot(kind: ItemType, level: Level = "medium", number: int = 0) -> Slot:
    return Slot(number=number, seed=1, concept="kilns", type=kind, difficulty=level, bloom="understand")


def read(
    lib: Library,
    sandbox: Sandbox,
    kind: ItemType,
    asked: Slot | None = None,
    by: Written = BY,
    **changes: Any,
) -> Any:
    reader = CandidateReader(lib, sandbox)
    return reader.read(candidate(kind, **changes), asked or slot(kind), lib.passages, by)


@pytest.mark.parametrize("kind", TYPES)
def test_a_sound_candidate_of_each_type_becomes_an_item_that_is_proved(
    lib: Library, sandbox: Sandbox, kind: ItemType
) -> None:
    item: Item = read(lib, sandbox, kind)
    assert not isinstance(item, RefusedCandidate), item
    assert (item.type, item.concepts, item.bloom, item.difficulty.label) == (
        kind,
        ("kilns",),
        "understand",
        "medium",
    )
    assert item.difficulty.sd >= 0.9
    assert item.family.startswith("write_items/kilns/")
    assert item.provenance | {"writer": "llm", "model": "some-model", "seed": 1} == item.provenance
    assert item.provenance["facts"] == ["Quartz grows above 573 °C"]
    for citation in item.citations:
        assert lib.source(citation.source).text[citation.start : citation.end] == citation.quote
    failed = [check for check in Prover(lib, sandbox).prove(item).checks if check.verdict == "fail"]
    assert {check.name for check in failed} <= {"coherence", "rivals"}, failed


@pytest.mark.parametrize("level", ["easy", "medium", "hard"])
@pytest.mark.parametrize("kind", TYPES)
def test_the_level_asked_for_is_the_level_of_the_item(
    lib: Library, sandbox: Sandbox, kind: ItemType, level: Level
) -> None:
    item = read(lib, sandbox, kind, slot(kind, level))
    assert item.difficulty.label == level
    band = {"easy": (-9, -0.5), "medium": (-0.5, 0.5), "hard": (0.5, 9)}[level]
    assert band[0] <= item.difficulty.mean <= band[1]


def test_places_of_keys_are_drawn_here_and_wrong_options_keep_their_ideas(
    lib: Library, sandbox: Sandbox
) -> None:
    places: Counter[str] = Counter()
    for number in range(60):
        item = read(lib, sandbox, "multiple_choice", slot("multiple_choice", number=number))
        places[item.key] += 1
        by_id = {option.id: option for option in item.options}
        assert by_id[item.key].text == "Because a mineral of the clay swells"
        assert by_id[item.key].misconception is None
        wrong = {option.misconception for option in item.options if option.id != item.key}
        assert wrong == {"gas bursts pots", "shelves are the weak point", "fuel decides the pace"}
    assert set(places) == {"a", "b", "c", "d"}
    assert min(places.values()) >= 5


def test_gaps_come_from_the_marks(lib: Library, sandbox: Sandbox) -> None:
    item = read(lib, sandbox, "cloze")
    assert item.stem.count(BLANK) == 2
    assert list(item.key.values()) == ["quartz", "grows"]
    assert {pool for blank in item.blanks for pool in blank.pool} == {
        "quartz",
        "grows",
        "feldspar",
        "shrinks",
    }
    item = read(lib, sandbox, "table")
    assert [(cell.row, cell.column) for cell in item.cells] == [
        ("Earthenware", "End temperature"),
        ("Earthenware", "Tight without glaze"),
    ]
    assert item.grid[1] == ("Earthenware", BLANK, BLANK)


def test_steps_and_sides_are_shuffled_and_keyed(lib: Library, sandbox: Sandbox) -> None:
    item = read(lib, sandbox, "ordering")
    texts = {step.id: step.text for step in item.steps}
    assert [texts[step] for step in item.key][:2] == ["Dry the pots", "Stack them in the kiln"]
    assert [step.id for step in item.steps] != list(item.key)
    item = read(lib, sandbox, "matching")
    right = {side.id: side.text for side in item.pairs.right}
    assert [right[item.key[side.id]] for side in item.pairs.left] == ["1,050 °C", "1,250 °C", "1,350 °C"]
    assert len(right) == 4


@pytest.mark.parametrize(
    ("kind", "changes", "why"),
    [
        ("multiple_choice", {"quotes": ["Kilns were first built by the Romans of Gaul."]}, "not_quoted"),
        ("multiple_choice", {"quotes": [FIRING.replace("573", "537")]}, "not_quoted"),
        ("cloze", {"stem": "Above 573 °C quartz grows."}, "malformed"),
        (
            "cloze",
            {"others": [{"text": "Quartz", "why": "No."}, {"text": "GROWS", "why": "No."}]},
            "malformed",
        ),
        ("free_text", {"parts": ["Explain it."]}, "malformed"),
        (
            "table",
            {"rows": [["[[Earthenware]]", "1,050 °C", "no"], ["Stoneware", "1,250 °C", "yes"]]},
            "malformed",
        ),
        (
            "table",
            {"rows": [["Earthenware", "[[1,050]] °C", "no"], ["Stoneware", "1,250 °C", "yes"]]},
            "malformed",
        ),
        ("table", {"rows": [["Earthenware", "[[no]]"], ["Stoneware", "yes"]]}, "malformed"),
        ("output_prediction", {"code": "print(undefined)"}, "not_executed"),
        ("output_prediction", {"code": "x = 1"}, "not_executed"),
        ("debug", {"expected": "400"}, "not_executed"),
        (
            "debug",
            {"code": "total = 0\nfor hour in range(3):\n    total += 100\nprint(total)"},
            "not_executed",
        ),
        ("code_cloze", {"code": "rate = 150\nhours = 1050 // rate\nprint(hours)"}, "malformed"),
        ("code_cloze", {"code": "rate = 0\nhours = 1050 [[//]] rate\nprint(hours)"}, "not_executed"),
        ("numeric", {"value": 10}, "not_executed"),
        ("numeric", {"code": "print('nine')"}, "not_executed"),
    ],
)
def test_what_is_not_proved_becomes_no_item(
    lib: Library, sandbox: Sandbox, kind: ItemType, changes: dict[str, Any], why: str
) -> None:
    refused = read(lib, sandbox, kind, **changes)
    assert isinstance(refused, RefusedCandidate)
    assert refused.why == why


def test_an_item_about_other_things_than_its_quotation_is_refused(lib: Library, sandbox: Sandbox) -> None:
    refused = read(
        lib, sandbox, "multiple_choice", quotes=[COOLING], stem="Who composed the Brandenburg Concertos?"
    )
    assert isinstance(refused, RefusedCandidate)
    assert "no words of the item" in refused.reason


def test_the_output_is_what_the_code_prints_and_never_what_is_claimed(lib: Library, sandbox: Sandbox) -> None:
    item = read(lib, sandbox, "output_prediction")
    texts = {option.id: option.text for option in item.options}
    assert texts[item.key] == "300"
    assert set(texts.values()) == {"300", "400", "100", "200"}
    assert item.explanation.startswith("The code prints 300.")
    same = {"find": "total = 0", "replace": "total = 0.0 * 1 + 0", "why": "No.", "idea": ""}
    typed = read(lib, sandbox, "output_prediction", slips=[same | {"replace": "total  = 0"}] * 3)
    assert (typed.options, typed.key) == (None, "300")


def test_changes_that_mend_as_well_or_do_not_fit_are_no_distractors(lib: Library, sandbox: Sandbox) -> None:
    others = candidate("debug")["others"]
    also = {"find": "range(2)", "replace": "range(0, 3)", "why": "Same.", "idea": "x"}
    absent = {"find": "nowhere", "replace": "here", "why": "No.", "idea": "x"}
    long = {"find": "total = 0", "replace": "total = 0\ntotal = 1", "why": "No.", "idea": "x"}
    for bad in (also, absent, long):
        assert isinstance(read(lib, sandbox, "debug", others=[*others[:2], bad]), RefusedCandidate)
    item = read(lib, sandbox, "debug", others=[*others, also])
    assert len(item.options) == 4
    assert item.provenance["execution"]["expected"] == "300"


def test_a_repaired_quotation_and_reported_instructions_are_kept_for_the_author(
    lib: Library, sandbox: Sandbox
) -> None:
    by = BY._replace(reported="a passage asks for praise of a brand")
    item = read(lib, sandbox, "multiple_choice", by=by, quotes=[FIRING.lower()])
    assert item.provenance["quotations_repaired"] == 1
    assert item.provenance["reported"] == "a passage asks for praise of a brand"
    assert item.citations[0].quote == FIRING


def test_a_hint_that_would_rule_out_two_options_is_left_out(lib: Library, sandbox: Sandbox) -> None:
    item = read(lib, sandbox, "multiple_choice")
    assert item.hints[-1].startswith("“")
    near = [
        {
            "text": "Because gas that leaves the glaze bursts it",
            "why": "The shelves sag under no gas.",
            "idea": "gas",
        },
        {
            "text": "Because shelves sag",
            "why": "Gas that leaves the glaze sags no shelves.",
            "idea": "shelves",
        },
        {
            "text": "Because gas leaves shelves",
            "why": "Shelves hold no gas, and the glaze sags.",
            "idea": "both",
        },
    ]
    item = read(lib, sandbox, "multiple_choice", wrong=near)
    assert not any(hint.startswith("“") for hint in item.hints)


def test_a_debug_stem_tells_the_state_and_asks_once(lib: Library, sandbox: Sandbox) -> None:
    told = "The code is meant to add up the degrees of three hours. Which change makes it do so?"
    state = "As it stands, the code prints 200; it should print 300."
    for stem in (told, f"{told[:55]} {state} Which change makes it do so?"):
        item = read(lib, sandbox, "debug", stem=stem)
        assert item.stem == f"{told[:55]} {state} Which change makes it do so?"


def test_options_that_are_names_in_code_keep_their_letters(lib: Library, sandbox: Sandbox) -> None:
    names = ["set_adapter", "generate", "load_adapter", "merge"]
    right, *wrong = [{"text": name, "why": "It is so.", "idea": f"idea {name}"} for name in names]
    right.pop("idea")
    item = read(lib, sandbox, "multiple_choice", right=right, wrong=wrong)
    assert sorted(option.text for option in item.options) == sorted(names)


def test_one_gap_takes_one_entry(lib: Library, sandbox: Sandbox) -> None:
    one = read(lib, sandbox, "cloze", stem="Above 573 °C [[quartz]] changes its form and grows.")
    two = read(lib, sandbox, "cloze")
    assert one.stem.startswith("Fill the gap with an entry of the pool.\n")
    assert two.stem.startswith("Fill the gaps with entries of the pool; not all of them are needed.\n")
