"""Options that say the same are told from options that only look alike."""

import pytest

from itemwright.proving.lint.same_claims import amount, say_the_same

SAME = [
    ("It rises", "It goes up"),
    ("It declines", "It decreases"),
    ("It stays the same", "It does not change"),
    ("At most once", "No more than one time"),
    ("Because it lacked food", "Because it had no food"),
    ("Only the director", "The director alone"),
    ("Salt and pepper", "Pepper and salt"),
    ("It neither rains nor snows", "It does not rain and it does not snow"),
    ("The fox tricked the crow", "The crow was tricked by the fox"),
    ("Oslo lies north of Rome", "Rome lies south of Oslo"),
    ("Iron is heavier than wood", "Wood is lighter than iron"),
    ("Louis XVI", "Louis the Sixteenth"),
    ("Charles IX", "Charles the Ninth"),
    ("WHO", "World Health Organization"),
    ("The EU", "European Union"),
    ("1 hour 30 minutes", "90 minutes"),
    ("1 in 3", "1/3"),
    ("two thirds", "2 out of 3"),
    ("Half of it", "50% of it"),
    ("A fortnight", "Two weeks"),
    ("At 9 a.m.", "At nine in the morning"),
    ("At noon", "At 12 p.m."),
    ("At midnight", "At 12 a.m."),
    ("8", "2 × 2 × 2"),
    ("3²", "9"),
    ("`i += 2`", "`i = i + 2`"),
    ("`5 < x`", "`x > 5`"),
    ("`x >= 9`", "`9 <= x`"),
    ("`not a or not b`", "`not (a and b)`"),
    ("`x < 2 or x > 9`", "`not (2 <= x <= 9)`"),
    ("2(x + 3)", "2x + 6"),
    ("x > 3", "3 < x"),
    ("y = x + 1", "x = y - 1"),
    ("Over 10", "More than 10"),
    ("18 or older", "At least 18"),
    ("Four times a year", "Every three months"),
    ("Every second week", "Once a fortnight"),
    ("Yearly", "Once every twelve months"),
    ("With a lever", "By means of a lever"),
    ("The buyer", "The purchaser"),
    ("Fe", "Iron"),
    ("The 18th century", "The 1700s"),
    ("Either party", "Both the lender and the borrower"),
]
OTHER = [
    ("It doubles", "It triples"),
    ("It rises", "It falls"),
    ("The seller pays the buyer", "The buyer pays the seller"),
    ("The client's duty towards the lawyer", "The lawyer's duty towards the client"),
    ("Acid, then water", "Water, then acid"),
    ("1, 2, 9", "9, 2, 1"),
    ("0.5 and 0.2", "0.2 and 0.5"),
    ("Iron and lead", "Iron or lead"),
    ("Neither iron nor lead", "Iron or lead"),
    ("Slow but sure", "Sure but slow"),
    ("Louis XVI", "Louis XIV"),
    ("IT", "It rains"),
    ("WHO", "World Trade Organization"),
    ("At 9 a.m.", "At 9 p.m."),
    ("At 13 a.m.", "At 1 p.m."),
    ("1 in 3", "1/4"),
    ("3 in 2", "1.5"),
    ("8", "2 × 3"),
    ("8 m", "2 × 4"),
    ("`x = 5`", "`x == 5`"),
    ("`a.b += 1`", "`a.b = a.b + 1`"),
    ("`x >`", "`x >`  `y`"),
    ("`x = 1; y = 2`", "`y = 2; x = 1`"),
    ("It repaired his car", "It had repaired his car"),
    ("The number of", "The number"),
    ("Iron is heavier than wood", "Wood is heavier than iron"),
    ("SYN-ACK", "SYN, ACK"),
    ("x < 7", "x ≤ 7"),
    ("The", "A"),
    ("`a or b`", "`a and b`"),
    ("`x > 5`", "`x >= 6`"),
    ("`1 / x > 0`", "`1 / x >= 1`"),
    ("`x ** 99`", "`x ** 98`"),
    ("x² + 1", "x + 1"),
    ("H2O", "OH2"),
    ("f(x) + 1", "1 + f(y)"),
    ("Over 10", "At least 10"),
    ("Every three weeks", "Three times a week"),
    ("Fe", "Lead"),
    ("With 'be'", "With 'have'"),
    ("Sale of Goods Act 1979", "Sale of Land Act 1979"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert say_the_same(one, other)
    assert say_the_same(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_only_looks_alike(one: str, other: str) -> None:
    assert not say_the_same(one, other)
    assert not say_the_same(other, one)


def test_places_matter_where_an_order_is_asked() -> None:
    assert say_the_same("Meat and milk", "Milk and meat")
    assert not say_the_same("Meat and milk", "Milk and meat", ordered=True)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("three quarters", 0.75, ""),
        ("a fifth", 0.2, ""),
        ("one in ten", 0.1, ""),
        ("2 h 15 min", 135, "min"),
        ("1,50 euros", 1.5, "euros"),
        ("half a year", 0.5, "year"),
        ("a decade", 1, "decade"),
        ("7:30 p.m.", 19.5, "o'clock"),
    ],
)
def test_amounts_in_words(text: str, value: float, unit: str) -> None:
    found = amount(text)
    assert found is not None
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize("text", ["some", "the third man", "seven of nine of them", "at the morning"])
def test_no_amounts(text: str) -> None:
    assert amount(text) is None
