"""Drafts and item versions: nothing is lost, nobody overwrites anybody, only approved versions go out."""

import threading
from datetime import timedelta

import pytest

from itemwright.domain.item import Item
from itemwright.errors import BadInput, Conflict, NotFound
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from tests.store.samples import NOON, choice, cloze


def add(store: Store, course: str, item: Item, state: str = "proposed", minutes: int = 0) -> None:
    with store.begin() as tx:
        Drafts(tx, course).add(item, state, "builtin", "", NOON + timedelta(minutes=minutes))  # type: ignore[arg-type]


def test_an_item_comes_back_as_it_went_in(store: Store, course: str) -> None:
    odd = choice("odd", stem="NUL \x00, bidi \u202e, e\u0301 and 🙂").model_copy(
        update={"explanation": "half a pair \ud83d"}
    )
    add(store, course, odd)
    add(store, course, cloze("blanks"))
    with store.begin() as tx:
        assert Items(tx, course).get("odd") == odd
        assert list(Items(tx, course).get("blanks").key) == ["second", "b10", "a"]


def test_decisions_are_counted_and_told_in_order(store: Store, course: str) -> None:
    add(store, course, choice("one"))
    with store.begin() as tx:
        drafts = Drafts(tx, course)
        held = drafts.change("one", 1, "held", "ann", "look again", NOON + timedelta(hours=1))
        assert (held.state, held.revision) == ("held", 2)
        edited = drafts.change("one", 2, "edited", "bob", "clearer", NOON, choice("one", "Which one?"))
        assert (edited.state, edited.revision, edited.item.version) == ("in_review", 3, 2)
        drafts.change("one", 3, "approved", "ann", "", NOON)
    with store.begin() as tx:
        draft = Drafts(tx, course).get("one")
        told = [(event.action, event.actor, event.reason, event.version) for event in draft.history]
        assert told == [
            ("proposed", "builtin", "", 1), ("held", "ann", "look again", 1),
            ("edited", "bob", "clearer", 2), ("approved", "ann", "", 2),
        ]  # fmt: skip
        assert draft.history[1].at == NOON + timedelta(hours=1)
        assert draft.item.stem == "Which one?"
        assert Items(tx, course).get("one", 1).stem == "Which?"
        assert Items(tx, course).get("one").version == 2


def test_a_stale_revision_changes_nothing(store: Store, course: str) -> None:
    add(store, course, choice("one"))
    with store.begin() as tx:
        Drafts(tx, course).change("one", 1, "held", "ann", "", NOON)
    with pytest.raises(Conflict, match="of revision 2, not 1"), store.begin() as tx:
        Drafts(tx, course).change("one", 1, "edited", "bob", "", NOON, choice("one", "Mine"))
    with store.begin() as tx:
        assert Drafts(tx, course).get("one").state == "held"
        assert Items(tx, course).get("one").version == 1


def test_of_many_deciders_at_once_one_wins(store: Store, course: str) -> None:
    add(store, course, choice("one"))
    start = threading.Barrier(6)
    outcomes: list[str] = []

    def decide(number: int) -> None:
        start.wait()
        try:
            with store.begin() as tx:
                Drafts(tx, course).change(
                    "one", 1, "edited", f"a{number}", "", NOON, choice("one", f"{number}")
                )
            outcomes.append("won")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 5 + ["won"]
    with store.begin() as tx:
        draft = Drafts(tx, course).get("one")
        assert (draft.revision, draft.item.version, len(draft.history)) == (2, 2, 2)


def test_only_approved_versions_are_live(store: Store, course: str) -> None:
    add(store, course, choice("a-tokens"), "approved")
    add(store, course, cloze("b-merges", "merges"), "approved")
    for state in ("proposed", "in_review", "rejected", "held", "retired"):
        add(store, course, choice(f"c-{state}"), state)
    with store.begin() as tx:
        items = Items(tx, course)
        assert [item.id for item in items.live()] == ["a-tokens", "b-merges"]
        assert [item.id for item in items.live(concepts=["merges", "unknown"])] == ["b-merges"]
        assert items.live(concepts=[]) == []
        assert [item.id for item in items.live(types=["multiple_choice"])] == ["a-tokens"]
        assert items.live(concepts=["merges"], types=["multiple_choice"]) == []
        history = Drafts(tx, course).get("a-tokens").history
        assert [event.action for event in history] == ["proposed", "approved"]
        Drafts(tx, course).change("a-tokens", 1, "edited", "ann", "", NOON, choice("a-tokens", "New"))
        assert [item.id for item in items.live()] == ["b-merges"]
        Drafts(tx, course).change("a-tokens", 2, "approved", "ann", "", NOON)
        assert [item.stem for item in items.live(types=["multiple_choice"])] == ["New"]
        Drafts(tx, course).change("a-tokens", 3, "retired", "ann", "old", NOON)
        assert [item.id for item in items.live()] == ["b-merges"]
        assert items.get("a-tokens").stem == "New"


def test_pages_of_drafts_show_each_once_oldest_first(store: Store, course: str) -> None:
    for number in range(5):
        add(
            store, course, choice(f"d{number}"), "held" if number == 2 else "proposed", minutes=-(number // 2)
        )
    seen: list[str] = []
    cursor = None
    with store.begin() as tx:
        while True:
            drafts, cursor = Drafts(tx, course).page(None, limit=2, cursor=cursor)
            seen += [draft.id for draft in drafts]
            assert all(len(draft.history) >= 1 for draft in drafts)
            if cursor is None:
                break
        assert seen == ["d4", "d2", "d3", "d0", "d1"]
        held, cursor = Drafts(tx, course).page("held", limit=1)
        assert ([draft.id for draft in held], cursor) == (["d2"], None)
        assert Drafts(tx, course).page("rejected", limit=1) == ([], None)


def test_pages_of_items_show_each_live_one_once(store: Store, course: str) -> None:
    for number in range(3):
        add(store, course, choice(f"i{number}"), "approved")
    add(store, course, choice("i1-hidden"))
    with store.begin() as tx:
        first, cursor = Items(tx, course).page(limit=2)
        rest, end = Items(tx, course).page(limit=2, cursor=cursor)
    assert [item.id for item in [*first, *rest]] == ["i0", "i1", "i2"]
    assert end is None


@pytest.mark.parametrize("cursor", ["", "x", "####", "bnVsbA", "WyJub24iLCAiYSJd", "W1sxXV0", "🙂", "\x00"])
def test_a_made_up_cursor_is_bad_input(store: Store, course: str, cursor: str) -> None:
    with store.begin() as tx, pytest.raises(BadInput, match="is not a cursor"):
        Drafts(tx, course).page(None, limit=2, cursor=cursor)


def test_what_makes_no_sense_is_refused(store: Store, course: str) -> None:
    add(store, course, choice("one"))
    with store.begin() as tx:
        drafts = Drafts(tx, course)
        with pytest.raises(Conflict, match="'one' is a draft already"):
            drafts.add(choice("one"), "proposed", "x", "", NOON)
    with store.begin() as tx:
        drafts = Drafts(tx, course)
        with pytest.raises(BadInput, match="'proposed'"):
            drafts.change("one", 1, "proposed", "x", "", NOON)
        with pytest.raises(BadInput, match="'edited'"):
            drafts.change("one", 1, "edited", "x", "", NOON)
        with pytest.raises(BadInput, match="'approved'"):
            drafts.change("one", 1, "approved", "x", "", NOON, choice("one"))
        with pytest.raises(BadInput, match="'two' is no version"):
            drafts.change("one", 1, "edited", "x", "", NOON, choice("two"))


def test_another_course_sees_no_draft_and_no_item(store: Store, course: str) -> None:
    add(store, course, choice("one"), "approved")
    with store.begin() as tx:
        with pytest.raises(NotFound, match="No draft 'one'"):
            Drafts(tx, "elsewhere").get("one")
        with pytest.raises(NotFound, match="No draft 'one'"):
            Drafts(tx, "elsewhere").change("one", 1, "retired", "x", "", NOON)
        with pytest.raises(NotFound, match="No item 'one' in"):
            Items(tx, "elsewhere").get("one")
        with pytest.raises(NotFound, match="'one' in version 2"):
            Items(tx, course).get("one", 2)
        assert Items(tx, "elsewhere").live() == []
        assert Drafts(tx, "elsewhere").page(None, limit=5) == ([], None)
