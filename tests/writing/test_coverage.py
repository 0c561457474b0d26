"""A plan spreads the slots over the whole article, keeps what was asked, and needs few calls."""

from collections import Counter
from collections.abc import Sequence

import pytest

from itemwright.domain.blueprint import Slot
from itemwright.domain.item import ItemType
from itemwright.domain.passage import Passage
from itemwright.writing.coverage import Plan, settle
from itemwright.writing.library import Library
from itemwright.writing.material import (
    CHARS_PER_CALL,
    carries,
    dealt_out,
    find_by_words,
    shared_out,
    telling,
    trimmed,
    weight,
)
from itemwright.writing.plan import TYPES, WritingRequest, plan_slots
from tests.writing.samples import library
from tests.writing.written_samples import KILNS, article_library

PYTHON = "```python\nrate = 3\nprint(rate * 2)\n```\n"


def planned(lib: Library, count: int, per_call: int = 4, seed: int = 1, **request: object) -> Plan:
    asked = WritingRequest.model_validate({"count": count} | request)
    return settle(plan_slots(asked, lib, seed), lib, find_by_words(lib), per_call)


def long_article(sections: int, words: int = 60) -> Library:
    text = "# Long\n\n" + "\n".join(
        f"## Part {n}\n\n" + f"The part {n} of it says a thing that is its own. " * (words // 10) + "\n"
        for n in range(sections)
    )
    return article_library(text, "long.md", "Long")


def test_a_dozen_slots_read_the_whole_article_in_three_calls() -> None:
    lib = long_article(12)
    plan = planned(lib, 12)
    assert [len(call.slots) for call in plan.calls] == [4, 4, 4]
    read = [{name for slot in call.slots for name in slot.passages} for call in plan.calls]
    assert set.union(*read) == {passage.id for passage in telling(lib.passages)}
    assert not read[0] & read[1] & read[2]
    sizes = [sum(len(p.text) for p in lib.passages if p.id in ids) for ids in read]
    assert max(sizes) < 2 * min(sizes)


def test_slots_stay_in_their_order_and_all_that_was_open_is_decided() -> None:
    plan = planned(long_article(6), 10)
    slots = [each.choices[0] for each in plan.planned]
    assert [slot.number for slot in slots] == list(range(10))
    assert all(slot.type and slot.difficulty and slot.bloom and slot.passages for slot in slots)
    assert Counter(slot.difficulty for slot in slots).keys() == {"easy", "medium", "hard"}
    assert sorted(slot.number for call in plan.calls for slot in call.slots) == list(range(10))
    assert planned(long_article(6), 10) == plan


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_that_was_asked_for_stays(kind: ItemType) -> None:
    plan = planned(long_article(3), 3, types=[kind], difficulty="hard", bloom="analyze")
    for each in plan.planned:
        first = each.choices[0]
        assert (first.type, first.difficulty, first.bloom) == (kind, "hard", "analyze")
        assert all(choice.type == kind for choice in each.choices)


def test_types_that_an_article_does_not_carry_give_way() -> None:
    kinds = [each.choices[0].type for each in planned(long_article(4), 14).planned]
    assert not set(kinds) & {"code_cloze", "debug", "output_prediction", "numeric", "ordering", "table"}
    assert len(set(kinds)) >= 6
    assert max(Counter(kinds).values()) <= 5
    code = article_library(KILNS + "\n## Sums\n\n" + PYTHON)
    assert {"code_cloze", "debug", "output_prediction"} & {
        each.choices[0].type for each in planned(code, 14).planned
    }


def test_a_free_slot_keeps_a_plain_type_as_its_other_choice() -> None:
    for each in planned(long_article(4), 8).planned:
        first, second = each.choices
        assert second.type in ("multiple_choice", "short_answer")
        assert second.type != first.type
        assert second.passages == first.passages


def test_slots_on_concepts_get_the_passages_that_are_about_them() -> None:
    lib = library()
    plan = planned(lib, 2, concepts=["hash-table"])
    assert [len(call.slots) for call in plan.calls] == [2]
    texts = [p.text for p in lib.passages if p.id in plan.calls[0].slots[0].passages]
    assert any("hash table" in text.lower() for text in texts)


def test_single_slots_of_several_articles_share_a_call() -> None:
    one, other = article_library(), long_article(3)
    lib = Library(sources=[*one.sources, *other.sources], passages=[*one.passages, *other.passages])
    plan = planned(lib, 4)
    assert [len(call.slots) for call in plan.calls] == [4]
    assert {slot.concept for slot in plan.calls[0].slots} == {"kilns", "long"}


def test_calls_with_the_same_passages_know_of_each_other() -> None:
    lib = article_library()
    plan = planned(lib, 12)
    assert len(plan.calls) == 3
    assert [call.shared for call in plan.calls] == [0, 1, 2][: len(plan.calls)]


def test_no_call_reads_more_than_fits() -> None:
    lib = long_article(60, words=160)
    for count in (1, 4, 12):
        for call in planned(lib, count).calls:
            ids = {name for slot in call.slots for name in slot.passages}
            assert sum(len(p.text) for p in lib.passages if p.id in ids) <= CHARS_PER_CALL
    starts = {planned(lib, 1, seed=seed).planned[0].choices[0].passages for seed in range(12)}
    assert len(starts) >= 4, "a single item is not always written from the same place"


def test_an_empty_library_has_a_plan_without_passages() -> None:
    lib = Library()
    plan = settle(plan_slots(WritingRequest(count=2), lib, 1), lib, find_by_words(lib), 4)
    assert all(not slot.passages for call in plan.calls for slot in call.slots)


@pytest.mark.parametrize("calls", [1, 2, 3, 5, 9])
def test_passages_are_shared_out_in_order_and_none_is_lost(calls: int) -> None:
    passages = long_article(9).passages
    parts = shared_out(passages, calls)
    assert len(parts) == calls
    flat = [passage for part in parts for passage in part.passages if not part.shared]
    assert flat == list(passages)
    assert all(part.passages for part in parts)
    dealt = dealt_out(passages, calls)
    assert Counter(p.id for part in dealt if not part.shared for p in part.passages) == Counter(
        p.id for p in passages
    )


def test_what_says_nothing_is_left_out() -> None:
    text = "# A\n\nA dense pot repels the glaze that it should take up.\n\n"
    text += "## See also\n\nAll the other pages of this site are here.\n"
    lib = article_library(text, "a.md", "A")
    assert [weight(passage) > 0 for passage in lib.passages] == [True] * len(lib.passages)
    kept = telling(_split(lib))
    assert not any("other pages" in passage.text for passage in kept)
    junk = article_library("# B\n\nhome\n\nlog in\n", "b.md", "B")
    assert telling(junk.passages) == list(junk.passages), "an article of scraps is still an article"


def _split(lib: Library) -> Sequence[Passage]:
    """A passage a section."""
    found = []
    source = lib.sources[0]
    at = source.text.index("## See also")
    for start, end, path in ((0, at, ("A",)), (at, len(source.text), ("A", "See also"))):
        base = lib.passages[0]
        found.append(
            base.model_copy(
                update={
                    "id": f"p{start}",
                    "text": source.text[start:end],
                    "start": start,
                    "end": end,
                    "heading_path": path,
                }
            )
        )
    return found


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("table", "Name | Rise | Fall\nA | 1 | 2\nB | 3 | 4\nC | 5 | 6", True),
        ("table", "One is like the other.", False),
        ("ordering", "1. Dry\n2. Stack\n3. Heat\n4. Cool", True),
        ("ordering", "It is hot.", False),
        ("numeric", "It takes 3 hours, 20 kg, 45 % and 7 bar.", True),
        ("numeric", "It takes long.", False),
        ("debug", PYTHON, True),
        ("debug", "```js\nlet x = 1;\nprint(x)\n```", False),
        ("matching", "**bisque** and **glaze** and **clay**", True),
        ("scenario", "Anything.", True),
    ],
)
def test_what_passages_carry(kind: ItemType, text: str, expected: bool) -> None:
    passage = article_library().passages[0].model_copy(update={"text": text})
    assert carries([passage], kind) is expected


def test_passages_are_trimmed_to_what_says_most() -> None:
    passages = long_article(8, words=40).passages
    thin = passages[0].model_copy(update={"id": "thin", "text": "x " * 1750})
    kept = trimmed([thin, *passages], 1, seed=0)
    assert {passage.id for passage in kept} == {passage.id for passage in passages}


def test_a_slot_with_passages_of_its_own_keeps_them() -> None:
    lib = long_article(6)
    own = Slot(number=0, seed=1, concept="long", type="cloze", passages=(lib.passages[-1].id,))
    from_plan = plan_slots(WritingRequest(count=1), lib, 1)
    settled = settle([from_plan[0]._replace(choices=(own,))], lib, find_by_words(lib), 1)
    assert settled.planned[0].choices[0].passages == own.passages
