"""The suite on writing: one seed gives the same figures and cases, and a broken writer gives red ones."""

import asyncio
from collections.abc import Sequence

import pytest

from evals.item_set import key_places, task_of, variety
from evals.runner import run_suite
from evals.suite import Setting
from evals.suites import writing
from evals.suites.writing import Writing
from evals.writing_run import write_watched
from itemwright.domain.blueprint import Slot
from itemwright.domain.item import MultipleChoice
from itemwright.domain.passage import Passage
from itemwright.sandbox import Sandbox
from itemwright.writing.base import Candidates, NothingWritten
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.plan import WritingRequest
from tests.writing import samples


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, count in (("ITEMS", 24), ("AGAIN", 4), ("FROM_ARTICLES", 4), ("FROM_ONE", 3), ("PER_MODEL", 1)):
        monkeypatch.setattr(writing, name, count)


@pytest.mark.usefixtures("small")
def test_one_seed_gives_one_report_with_a_case_for_every_slot() -> None:
    one, other = (run_suite(Writing(), Setting(seed=5)) for _ in range(2))
    assert (one.figures, one.verdicts) == (other.figures, other.verdicts)
    assert one.costly == ()
    assert [case.id for case in one.failing if case.verdict == "error"] == []
    slots = [id_ for id_ in one.verdicts if id_.startswith("set/")]
    assert [id_.split("/")[1] for id_ in slots] == [f"{number:03d}" for number in range(24)]
    assert {id_.split("/")[0] for id_ in one.verdicts} == {
        "set", "again", "article", "one source", "blueprint", "model", "spoiled",
    }  # fmt: skip
    assert one.figures["key holds"].value == one.figures["quotation holds"].value == 1.0
    assert one.figures["keys that the suite can tell by itself"].value == 1.0
    assert len([name for name in one.figures if name.startswith("delivered as ordered")]) >= 10
    assert one.figures["candidates that pass quotations"].n >= 24
    assert not any("second" in name for name in one.figures)


class Turned:
    """A writer whose choice items are keyed wrongly, with everything else untouched."""

    def __init__(self, writer: CardWriter) -> None:
        self._writer = writer

    async def write(self, slot: Slot, passages: Sequence[Passage] = ()) -> Candidates | NothingWritten:
        answer = await self._writer.write(slot, passages)
        if isinstance(answer, NothingWritten):
            return answer
        return Candidates(items=tuple(
            item.model_copy(update={"key": next(o.id for o in item.options if o.id != item.key)})
            if isinstance(item, MultipleChoice) else item
            for item in answer.items
        ))  # fmt: skip


def test_a_watched_run_tells_the_slot_of_each_item_and_what_the_proof_refused() -> None:
    library = samples.library()
    request = WritingRequest(count=12, concepts=("hash-table",))
    with Sandbox() as sandbox:
        right = write_watched(request, library, [CardWriter(library, sandbox)], sandbox, 1)
        turned = write_watched(request, library, [Turned(CardWriter(library, sandbox))], sandbox, 1)
        alone = asyncio.run(CardWriter(library, sandbox).write(right.filled[0].slot))
    assert [slot.number for slot, _ in right.filled] == list(range(12))
    assert len(right.items) == right.report.delivered
    assert isinstance(alone, Candidates)
    assert right.filled[0].item is not None
    assert right.filled[0].item.family in {item.family for item in alone.items}
    assert right.checks["agrees_with_cards"]["fail"] == 0
    assert turned.checks["agrees_with_cards"]["fail"] > 0
    assert turned.candidates > len(turned.items)


def _choice(number: int, key: int, texts: Sequence[str]) -> MultipleChoice:
    options = [{"id": "abcd"[n], "text": text, "rationale": "Because."} for n, text in enumerate(texts)]
    return MultipleChoice.model_validate(
        {
            "id": f"i{number}", "concepts": ["peft"], "bloom": "apply", "seconds": 10,
            "family": f"made/peft/{number}",
            "difficulty": {"mean": 0.0, "sd": 0.5, "label": "medium"}, "explanation": "So it is.",
            "stem": f"Which of them is number {number}?", "options": options, "key": "abcd"[key],
        }
    )  # fmt: skip


def test_a_fixed_place_and_a_long_key_show_in_the_figures() -> None:
    fixed = [_choice(n, 0, ["the longest by far", "short", "brief", "small"]) for n in range(40)]
    even = [_choice(n, n % 4, ["one two", "two one", "three", "four of them"]) for n in range(40)]
    told, fair = dict(key_places(fixed, 0)), dict(key_places(even, 0))
    for name, bad, good in (
        ("key at its commonest place", 1.0, 0.25),
        ("unevenness of the key's place", 40.0, 0.0),
        ("key longest", 1.0, 0.25),
    ):
        one, other = told[name], fair[name]
        assert one is not None
        assert other is not None
        assert (one.value, other.value) == (pytest.approx(bad), pytest.approx(good))
        assert one.worse_than(other)
    alike = told["shown in one order to two learners"]
    assert alike is not None
    assert alike.value < 0.3
    shown = told["key at its commonest displayed place"]
    assert shown is not None
    assert shown.value < 0.5  # options are shuffled for each learner


def test_variety_counts_what_differs() -> None:
    items = [_choice(n // 2, 0, ["one", "two", "three", "four"]) for n in range(4)]
    told = {name: figure.value for name, figure in variety(items) if figure is not None}
    assert (told["distinct tasks"], told["distinct stems"], told["largest family of items"]) == (
        0.5,
        0.5,
        0.5,
    )
    assert told["evenness of difficulty labels"] == 0.0
    assert task_of(items[0]) == task_of(items[1]) != task_of(items[2])
