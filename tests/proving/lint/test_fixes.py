"""Safe fixes keep what is asked and the key; what cannot be mended safely stays."""

from itemwright.proving.lint.examples import choice, example_item, gaps
from itemwright.proving.lint.fixes import mended
from itemwright.proving.lint.linter import lint_item


def test_marks_a_negation_and_sorts_numbers_by_value() -> None:
    item = example_item(choice("Which is not a square number?", "16", "*8", "25", "4"))
    after, done = mended(item)
    assert after.stem == "Which is NOT a square number?"
    assert [option.text for option in after.options] == ["4", "8", "16", "25"]  # type: ignore[union-attr]
    assert after.key == item.key == "b"
    assert {flaw.rule for flaw in done} == {"unmarked_negative", "options_not_ordered"}
    assert not lint_item(after)


def test_drops_hints_that_tell_or_say_nothing_and_keeps_the_others() -> None:
    hints = ["TODO", "Galileo saw its moons.", "It is Jupiter.", "Think carefully about it."]
    item = example_item(gaps("The largest planet is called ____.", "Jupiter", hints=hints))
    after, done = mended(item)
    assert after.hints == ("Galileo saw its moons.",)
    assert len(done) == 3


def test_mends_doubled_words_and_html_in_their_field() -> None:
    item = example_item(
        choice(
            "What is the the unit of force?", "*Newton &amp; no other", "Joule and others", "Watt and others"
        )
    )
    after, _ = mended(item)
    assert after.stem == "What is the unit of force?"
    assert after.options[0].text == "Newton & no other"  # type: ignore[union-attr, index]


def test_leaves_alone_what_it_cannot_mend() -> None:
    item = example_item(choice("What is in bread?", "*Flour", "Tin", "All of the above"))
    after, done = mended(item)
    assert (after, done) == (item, [])


def test_a_takeaway_that_repeats_is_emptied() -> None:
    item = example_item(
        gaps("A plane figure with three sides is called a ____.", "triangle", explanation="Three sides.",
             takeaway="Three sides.")
    )  # fmt: skip
    assert mended(item)[0].takeaway == ""
