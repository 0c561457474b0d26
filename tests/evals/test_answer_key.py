"""The answer key covers what it has to, gives no key away, and each item's own key earns full marks."""

import itertools
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from evals.key_file import read_answer_key
from evals.key_item import (
    LOGITS,
    KeyedChoice,
    KeyedCloze,
    KeyedCodeCloze,
    KeyedDebug,
    KeyedMatching,
    KeyedOrdering,
    KeyedOutput,
    KeyedResponses,
    KeyedTable,
    KeyedText,
    KeyItem,
    as_item,
)
from itemwright.domain.card import Bloom, Level
from itemwright.domain.item import ITEM, Item, ItemType, Response
from itemwright.grading.exact import grade_response, needs_grader
from itemwright.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
KEY, SECOND = ROOT / "evals" / "answer_key", ROOT / "evals" / "second_subject"
ITEMS = read_answer_key(KEY)
ALL = [*ITEMS, *read_answer_key(SECOND)]
BY_ID = {item.id: item for item in ALL}
SUBJECTS = [(KEY, ROOT / "corpus"), (SECOND, SECOND)]

Edits = tuple[tuple[str, str], ...]
_BY_COLUMN = """names = sorted({{r[{n}] for r in rows}})
first = names[:len(names) // 2]
train = [r for r in rows if r[{n}] in first]
test = [r for r in rows if r[{n}] not in first]"""
CHANGES: dict[str, tuple[str, dict[str, Edits]]] = {
    "k-feature-extraction-3": (
        "True",
        {c: ((f"# mark {n}", "backbone.training = False"),) for n, c in enumerate("ABCD", start=1)},
    ),
    "k-supervised-fine-tuning-5": ("True", {"C": (("answer + [-100]", "answer + [EOS]"),)}),
    "k-dataset-preparation-4": ("Yes", {"B": (("print(len(good))", 'print(good[1]["prompt"])'),)}),
    "k-prompt-template-consistency-2": (
        "<user>Hi</s><assistant>",
        {
            "A": (("if not for_reply", "if for_reply"),),
            "B": (("    if not for_reply:\n        out", "        if not for_reply:\n            out"),),
            "C": (('m["role"] + ">" + m["text"]', 'm["text"] + ">" + m["role"]'),),
            "D": ((' + "</s>"\n', "\n"), ("return out", 'return out + "</s>"')),
        },
    ),
    "k-bleu-4": (
        "0.607",
        {
            "A": (("out_len > ref_len", "ref_len > out_len"),),
            "B": (("penalty(6, 9)", "penalty(9, 6)"),),
            "C": (("1 - out_len / ref_len", "out_len / ref_len - 1"),),
            "D": (("out_len / ref_len", "ref_len / out_len"),),
        },
    ),
    "k-training-loop-2": (
        "0.32",  # 0.01 times the mean of 2·x·y over the six examples
        {c: (("rate * total", f"rate * total / {n}"),) for c, n in zip("ABCD", (2, 3, 6, 12), strict=True)},
    ),
    "k-epochs-1": (
        "3.0",
        {
            c: (("(0.6, 1.8)])", f"(0.6, 1.8)], {more})"),)
            for c, more in zip("ABCD", ("epochs=60", "rate=0.01", "batch=2", "decay=0.1"), strict=True)
        },
    ),
    "k-prompt-engineering-5": (
        "2",
        {
            c: (("+ subject +", f"+ subject.replace({old!r}, {new!r}) +"),)
            for c, old, new in (
                ("A", "&", "&amp;"),
                ("B", "<", "&lt;"),
                ("C", '"', "&quot;"),
                ("D", ">", "&gt;"),
            )
        },
    ),
    "k-fine-tuning-workflow-3": (
        "0",
        {
            "A": (("train, test = rows[:4], rows[4:]", _BY_COLUMN.format(n=2)),),
            "B": (("train, test = rows[:4], rows[4:]", _BY_COLUMN.format(n=1)),),
            "C": (("train, test = rows[:4], rows[4:]", _BY_COLUMN.format(n=0)),),
            "D": (("rows[:4], rows[4:]", "sorted(set(rows))[:4], sorted(set(rows))[4:]"),),
        },
    ),
    "k-quantization-5": (
        "15",
        {c: (("/ 31", f"/ {n}"),) for c, n in zip("ABCD", (63, 7, 15, 127), strict=True)},
    ),
}
"""What the options of each debug item do to its code, and what the mended program prints last."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def concepts(corpus: Path) -> dict[str, str]:
    """Names by slug."""
    return {each["slug"]: each["name"] for each in json.loads((corpus / "concepts.json").read_text())}


def four_options(items: Collection[KeyItem]) -> list[tuple[str, dict[str, str]]]:
    """(key letter, options) of the items with one right option of four."""
    return [
        (item.key, {str(letter): text for letter, text in item.options.items()})
        for item in items
        if isinstance(item, KeyedChoice | KeyedDebug | KeyedOutput) and item.options is not None
    ]


def own_response(item: Item) -> Response:
    """The key, in the form in which a learner hands it in."""
    return item.key.value if item.type == "numeric" else ITEM.dump_python(item, mode="json")["key"]


def of_kind(*kinds: type[Any]) -> list[Any]:
    return [item for item in ALL if isinstance(item, kinds)]


def name(item: Any) -> str:
    return str(item.id)


def test_covers_every_concept_type_difficulty_and_level() -> None:
    assert len(ITEMS) >= 130
    types = defaultdict(list)
    for item in ITEMS:
        types[item.concept].append(item.type)
    assert set(types) == set(concepts(ROOT / "corpus"))
    assert {slug: kinds for slug, kinds in types.items() if len(kinds) < 3 or len(set(kinds)) < 3} == {}
    assert {item.type for item in ITEMS} == set(get_args(ItemType))
    assert {item.difficulty for item in ITEMS} == set(get_args(Level))
    assert {item.bloom for item in ITEMS} == set(get_args(Bloom))
    assert len({item.id for item in ALL}) == len(ALL)
    assert len({item.stem for item in ALL}) == len(ALL)


def test_neither_place_nor_length_gives_a_key_away() -> None:
    keyed = four_options(ITEMS)
    places = Counter(letter for letter, _ in keyed)
    assert len(keyed) >= 60
    for letter in "ABCD":
        assert places[letter] / len(keyed) == pytest.approx(0.25, abs=0.05), places
    # Who always takes the longest option, and draws among equals, finds this many keys.
    found = 0.0
    for letter, options in keyed:
        longest = [each for each, text in options.items() if len(text) == max(map(len, options.values()))]
        found += (letter in longest) / len(longest)
    assert found / len(keyed) <= 0.3
    responses = [item for item in ITEMS if isinstance(item, KeyedResponses)]
    assert {letter for item in responses for letter in item.key} >= set("ABCD")


@pytest.mark.parametrize(("folder", "corpus"), SUBJECTS, ids=["own", "second"])
def test_rests_on_concepts_and_articles_that_exist(folder: Path, corpus: Path) -> None:
    articles = {path.name for path in corpus.glob("*.md")}
    slugs = concepts(corpus)
    for item in read_answer_key(folder):
        assert item.concept in slugs
        assert set(item.articles) <= articles, item.id
        assert sum(point.weight for point in item.rubric) == pytest.approx(1)


def test_the_table_of_the_readme_names_the_fields_of_each_type() -> None:
    readme = (KEY / "README.md").read_text()
    for kind in get_args(ItemType):
        assert f"`{kind}`" in readme
    example = json.loads(readme.split("```json")[1].split("```")[0])
    told = set(re.findall(r"^\| `(\w+)` \|", readme.split("## Fields by type")[0], flags=re.MULTILINE))
    assert set(example) <= told | {"options", "rationales"}
    assert set(KeyedText.model_fields) == told


@pytest.mark.parametrize("item", ALL, ids=name)
def test_its_own_key_earns_full_marks(item: KeyItem) -> None:
    made = as_item(item)
    assert (made.id, made.type, made.concepts) == (item.id, item.type, (item.concept,))
    assert (made.difficulty.label, made.difficulty.mean) == (item.difficulty, LOGITS[item.difficulty])
    assert (made.family, made.citations) == ("answer-key", ())
    assert ITEM.validate_json(ITEM.dump_json(made)) == made
    if needs_grader(made):
        assert (made.type, item.type) == ("free_text", "free_text")
        return
    others = [text for slug, text in concepts(ROOT / "corpus").items() if slug != item.concept]
    grade = grade_response(made, own_response(made), terms=others)
    assert (grade.score, grade.label) == (1.0, "correct")


@pytest.mark.parametrize("item", ALL, ids=name)
def test_no_wrong_choice_earns_the_full_mark(item: KeyItem) -> None:
    made = as_item(item)
    for response in wrong_responses(made):
        assert grade_response(made, response).score < 1, response


def wrong_responses(item: Item) -> Iterator[Response]:
    """Every other option; every other text of a pool, alone; the key with a part left out or exchanged."""
    key = own_response(item) if not needs_grader(item) else ""
    if isinstance(key, str):
        yield from (o.id for o in getattr(item, "options", None) or () if o.id != key)
    elif isinstance(key, float):
        slack = item.key.tolerance if item.type == "numeric" else 0.0
        beyond = 1.01 * slack + 1e-6 * max(1.0, abs(key))
        yield from (key + beyond, key - beyond)
    elif isinstance(key, list):
        yield key[::-1] if item.type == "ordering" else key[:-1]
    else:
        for part in key:
            yield {**key, part: ""}
        for blank in getattr(item, "blanks", None) or ():
            yield from ({**key, blank.id: text} for text in blank.pool or () if text not in blank.accepts)
        if item.type == "matching":
            right = {side.id for side in item.pairs.right}
            yield from ({**key, one: r} for one in key for r in sorted(right - {key[one]}))


@pytest.mark.parametrize("item", ALL, ids=name)
def test_each_accepted_text_earns_its_part(item: KeyItem) -> None:
    made = as_item(item)
    if made.type == "short_answer":
        assert {text for text in made.accepts if grade_response(made, text).score < 1} == set()
    elif made.type in ("cloze", "code_cloze", "table"):
        parts = made.cells if made.type == "table" else made.blanks
        for part in parts:
            for text in part.accepts:
                assert grade_response(made, {**made.key, part.id: text}).score == 1, text


@pytest.mark.parametrize("item", of_kind(KeyedOutput), ids=name)
def test_output_keys_equal_a_fresh_run(item: KeyedOutput, sandbox: Sandbox) -> None:
    printed, error, _ = sandbox.run(item.code)
    assert error is None
    if item.options is None:
        assert item.key == printed.rstrip("\n")
    else:
        assert [c for c, text in item.options.items() if text == printed.rstrip("\n")] == [item.key]


@pytest.mark.parametrize("item", of_kind(KeyedCodeCloze), ids=name)
def test_no_filling_but_an_accepted_one_prints_the_same(item: KeyedCodeCloze, sandbox: Sandbox) -> None:
    wanted = sandbox.run(item.fill(item.key))
    assert wanted.error is None
    assert wanted.output.strip()
    texts = [dict.fromkeys((*(blank.pool or ()), *blank.accepts)) for blank in item.blanks]
    fillings = list(itertools.product(*texts))
    assert len(fillings) > 1
    for filling in fillings:
        right = all(text in blank.accepts for text, blank in zip(filling, item.blanks, strict=True))
        assert (sandbox.run(item.fill(filling)) == wanted) == right, filling


@pytest.mark.parametrize("item", of_kind(KeyedDebug), ids=name)
def test_the_keyed_change_alone_mends_the_program(item: KeyedDebug, sandbox: Sandbox) -> None:
    wanted, changes = CHANGES[item.id]
    faulty = sandbox.run(item.code)
    assert faulty.error is None
    assert faulty.output.splitlines()[-1] != wanted
    mends = []
    for letter, edits in changes.items():
        code = item.code
        for old, new in edits:
            assert code.count(old) == 1, (letter, old)
            code = code.replace(old, new)
        printed, error, _ = sandbox.run(code)
        if error is None and printed.splitlines()[-1] == wanted:
            mends.append(letter)
    assert mends == [item.key]


def test_what_a_type_hides_is_hidden_by_the_product_too() -> None:
    for item in ALL:
        made = as_item(item)
        if isinstance(item, KeyedTable):
            assert made.type == "table"
            assert [f"{cell.row}|{cell.column}" for cell in made.cells] == [n for n, _, _ in item.hidden()]
        elif isinstance(item, KeyedOrdering):
            assert made.type == "ordering"
            text = {step.id: step.text for step in made.steps}
            assert tuple(text[i] for i in made.key) == item.key
        elif isinstance(item, KeyedMatching):
            assert made.type == "matching"
            left, right = (
                {side.id: side.text for side in sides} for sides in (made.pairs.left, made.pairs.right)
            )
            assert {left[one]: right[other] for one, other in made.key.items()} == item.key
        elif isinstance(item, KeyedCloze):
            assert made.type == "cloze"
            assert tuple(made.key.values()) == item.key


def test_an_easy_item_is_expected_to_be_easier_than_a_hard_one() -> None:
    assert LOGITS["easy"] < LOGITS["medium"] < LOGITS["hard"]
    assert set(LOGITS) == set(get_args(Level))
