"""What an item asks is told from its numbers, names and instructions, whoever wrote it."""

import pytest

from itemwright.domain.item import Item
from itemwright.proving.code_shape import code_shape
from itemwright.proving.fingerprint import fingerprint_of
from tests.proving.plain_items import built_in, choice, code_item, numeric, short, true_false


def test_the_order_of_options_and_the_place_of_the_key_do_not_count() -> None:
    one = choice("Which gas do plants take in?", "carbon dioxide", "oxygen", "helium")
    other = choice("which gas  do plants take in?", "Carbon dioxide", "helium", "oxygen", place=2)
    assert fingerprint_of(one).digest == fingerprint_of(other).digest


def test_the_key_counts() -> None:
    one = choice("Which gas do plants take in?", "carbon dioxide", "oxygen", "helium")
    other = choice("Which gas do plants take in?", "oxygen", "carbon dioxide", "helium")
    assert fingerprint_of(one).digest != fingerprint_of(other).digest


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            true_false("True or false? Iron rusts.", True),
            true_false("Is this statement true or false? Iron rusts.", True),
        ),
        (short("What rusts? Answer with one word.", "iron"), short("What rusts?", "iron")),
        (short("Question: What rusts?", "iron"), short("What rusts?", "iron")),
    ],
)  # fmt: skip
def test_instructions_are_no_part_of_the_question(first: Item, second: Item) -> None:
    assert fingerprint_of(first).asked == fingerprint_of(second).asked


def test_a_stem_of_nothing_but_an_instruction_stays() -> None:
    assert fingerprint_of(short("Fill the gap.", "iron")).asked == "Fill the gap."


def test_numbers_and_names_are_taken_out_of_the_shape() -> None:
    one = numeric("Anna buys 3 pens at 2,500 euros. What does she pay?", 7500)
    other = numeric("Ben buys 12 pens at 40 euros. What does he pay?", 480)
    assert fingerprint_of(one).shape == fingerprint_of(other).shape
    assert fingerprint_of(one).numbers == ("2500", "3")
    assert fingerprint_of(one).results == ("7500",)


def test_without_numbers_names_are_what_is_asked() -> None:
    one, other = short("Who wrote Emma?", "Austen"), short("Who wrote Faust?", "Goethe")
    assert fingerprint_of(one).shape != fingerprint_of(other).shape


def test_only_our_own_item_models_vouch_for_their_family() -> None:
    item = short("What rusts?", "iron")
    assert (fingerprint_of(item).family, fingerprint_of(item).entry) == ("", "")
    mine = fingerprint_of(built_in(item, "short_fact/metals/rust"))
    assert (mine.family, mine.entry) == ("short_fact/metals/rust", "metals/rust")


@pytest.mark.parametrize(
    ("code", "same"),
    [
        ("s = 0\nfor x in [9, 4, 7, 1]:\n    s += x\nprint(s)", True),
        ("total = 5\nfor n in [-1, 2]:\n    total += n\nprint(total)", True),
        ("total = 0\nfor n in [1, 2]:\n    total -= n\nprint(total)", False),
        ("total = 0\nfor n in [1, 2]:\n    total += n\nprint(n)", False),
        ("total = 0\nfor n in [1, 'a']:\n    total += n\nprint(total)", False),
    ],
)
def test_code_is_its_syntax_tree_without_names_and_constants(code: str, same: bool) -> None:
    shape = code_shape("total = 0\nfor n in [1, 2]:\n    total += n\nprint(total)")
    assert (code_shape(code) == shape) is same


def test_functions_keep_their_shape_under_other_names() -> None:
    assert code_shape("def f(a):\n    return a + 1") == code_shape(
        "def twice(number):\n    return number + 2"
    )
    assert code_shape("print(len('ab'))") != code_shape("print(max('ab'))")


def test_code_that_is_no_python_goes_by_its_tokens() -> None:
    query = "SELECT COUNT(n) FROM t WHERE n > 3"
    assert code_shape(query, "sql") == code_shape("SELECT COUNT(price) FROM sales WHERE price > 10", "sql")
    assert code_shape(query, "sql") != code_shape("SELECT SUM(n) FROM t WHERE n > 3", "sql")
    assert code_shape("x = = 'a'") == code_shape('y = = "bc"')
    assert fingerprint_of(code_item("What comes out?", "x = ____\nprint(x)", "3")).code == code_shape(
        "y = ____\nprint(y)"
    )
