import pytest

from itemwright.proving.clauses import as_clause, clauses, exchanged, pieces, turned


def test_a_sentence_is_laid_out_whole_and_in_its_clauses() -> None:
    found = clauses("A view is not a copy: it shows every later change of its dictionary.")
    assert [clause.denies for clause in found] == [True, False]
    assert found[1].words == {"show", "every", "late", "change", "dictionary"}
    assert clauses("So be it.") == []
    whole, mill = clauses("If the wind drops, the mill stops at once.")
    assert (whole.conditional, mill.conditional) == (True, False)


@pytest.mark.parametrize(
    ("claim", "source", "turns", "near"),
    [
        ("exempt sales count towards the limit", "Exempt sales do not count towards the limit", 1, True),
        ("the large firms may choose", "Small firms may choose", 1, True),
        ("the cold slows the growth of mould", "The cold slows the growth of mould.", 0, True),
        ("nothing of the body runs at a call", "none of the body runs at a call", 0, True),
        ("no machine exceeds the quotient of the two", "the quotient of the two is a limit", 1, False),
        ("bees gather nectar", "Exempt sales do not count towards the limit", 0, False),
        ("hot air does not rise in a cold room", "hot air rises in a warm room", 2, True),
    ],
)
def test_what_turns_a_clause_is_counted(claim: str, source: str, turns: int, near: bool) -> None:
    found = turned(as_clause(claim), as_clause(source))
    assert (found.turns, found.near) == (turns, near), found


@pytest.mark.parametrize(
    ("claim", "source", "is_exchanged"),
    [
        (
            "Tax is due when the customer pays, not when the invoice is issued.",
            "Tax is due when the invoice is issued, not when the customer pays.",
            True,
        ),
        (
            "The operator looks at values and never at keys.",
            "The operator looks at keys and never at values.",
            True,
        ),
        ("The bow is heavier than the stern.", "The stern is heavier than the bow.", True),
        ("The valve opens before the pump starts.", "The pump starts before the valve opens.", True),
        ("The valve opens before the pump starts.", "The pump starts after the valve opens.", False),
        (
            "Ships carry coal, while trains carry grain.",
            "Trains carry grain, while ships carry coal.",
            False,
        ),
        (
            "The frame carries the address of the target, while the packet keeps that of the gateway.",
            "The frame carries the address of the gateway, while the packet keeps that of the target.",
            True,
        ),
        ("The stern is heavy.", "The stern is heavier than the bow.", False),
    ],
)
def test_parts_in_each_others_place_are_seen(claim: str, source: str, is_exchanged: bool) -> None:
    assert bool(exchanged(claim, source)) == is_exchanged


def test_pieces_leave_out_the_first_or_the_last_clause() -> None:
    assert pieces("It rains, so the road is wet, and the brakes fail.") == [
        "It rains, so the road is wet, and the brakes fail.",
        "so the road is wet, and the brakes fail.",
        "It rains, so the road is wet",
    ]
    assert pieces("It rains.") == ["It rains."]
