"""Options of another kind, options that nobody would pick, traps, and one finding for one flaw."""

from typing import Any

import pytest

from itemwright.proving.lint.examples import choice, example_item, statement
from itemwright.proving.lint.linter import lint_item


def rules(fragment: dict[str, Any]) -> set[str]:
    return {flaw.rule for flaw in lint_item(example_item(fragment))}


@pytest.mark.parametrize(
    "fragment",
    [
        choice("In which year did the ship sink?", "1905", "*1912", "An iceberg", "1918"),
        choice("What stores names with values?", "*A dictionary", "A list", "How are keys stored?", "A set"),
        choice("What is a guild?", "*A union of craftsmen", "A tax on wool", "An old coin", "1350"),
        choice("Who painted it?", "*Pablo Picasso", "Oil on canvas", "Salvador Dalí", "Joan Miró"),
        choice("Where does it sit?", "In New York", "*In Boston", "Nine judges", "In Chicago"),
        choice("Of what is water made?", "*Hydrogen", "Helium", "Boiling", "Ozone"),
    ],
)
def test_options_of_another_kind(fragment: dict[str, Any]) -> None:
    assert "heterogeneous_options" in rules(fragment)


@pytest.mark.parametrize(
    "fragment",
    [
        choice("How often does it go out?", "*Never", "Once", "Twice", "Every night"),
        choice("Where did they meet?", "*In Regensburg", "In Worms", "In Speyer", "In Augsburg"),
        choice("How many roots are there?", "None", "1", "2", "*Infinitely many"),
        choice("When was it?", "In 878", "*In 1066", "After 1200", "Under Henry II"),
        choice("Which fallacy is it?", "Straw man", "*Ad hominem", "Begging the question", "Slippery slope"),
        choice("Who composed it?", "*J. S. Bach", "Handel", "Ludwig van Beethoven", "Telemann"),
        choice("It goes on with what?", "The capital is", "*The capital", "It is called"),
    ],
)
def test_options_that_compare(fragment: dict[str, Any]) -> None:
    assert "heterogeneous_options" not in rules(fragment)


@pytest.mark.parametrize(
    "fragment",
    [
        choice("What is the body's temperature?", "35 °C", "*37 °C", "39 °C", "370 °C"),
        choice("When did the war end?", "1943", "*1945", "1947", "2019"),
        choice("How tall is the tower?", "3 cm", "200 m", "*330 m", "450 m"),
        choice("What is the probability of heads?", "0.25", "*0.5", "0.75", "17"),
        choice("How many legs has it?", "-8", "6", "*8", "10"),
        choice("Who signed it?", "My uncle Bob", "*King John", "Richard I", "Edward I"),
        choice("Why do leaves turn yellow?", "They are bored", "*Chlorophyll breaks down", "They freeze"),
        choice("What does the status tell?", "*It was not found", "The computer has a cold", "It failed"),
        choice("How does a catalyst work?", "*It lowers a barrier", "It heats the mixture", "I don't know"),
        choice("Which operator tests equality?", "*`=`", "`:=`", ":-)"),
    ],
)
def test_options_that_nobody_would_pick(fragment: dict[str, Any]) -> None:
    assert "implausible_distractor" in rules(fragment)


@pytest.mark.parametrize(
    "fragment",
    [
        choice("How far is the Sun?", "15 million km", "*150 million km", "4,500 million km", "380,000 km"),
        choice("What is the current?", "3 mA", "*3 A", "4 A", "5 A"),
        choice("How many per cent is the probability?", "5", "*50", "75", "90"),
        choice("When was it?", "1776", "*1833", "1865", "1888"),
        choice("What are the odds, as a ratio, of the chance?", "1", "*2", "3", "4"),
        choice("What did the child feel?", "*It was bored", "It was cold", "It slept"),
        choice("How high is it?", "0 m", "*5 m", "6 m", "6 m tall"),
    ],
)
def test_options_that_tempt(fragment: dict[str, Any]) -> None:
    assert "implausible_distractor" not in rules(fragment)


@pytest.mark.parametrize(
    "fragment",
    [
        choice("Which function reads a file?", "*`pd.read_csv`", "`pd.load_csv`", "`pd.raed_csv`"),
        choice("Which enzyme splits milk sugar?", "Lipase", "*Lactase", "Amylase", "Latcase"),
        choice("Which protocol resolves names?", "*DNS", "DSN", "FTP", "SSH"),
        choice("Which was highest before Mount Everest was discovered?", "K2", "*Mount Everest", "Lhotse"),
        statement("It was stormed on 15 July 1789.", true=False, explanation="It was 14 July."),
        statement("She was born in 1868.", true=False, explanation="She was born in 1867."),
        statement("Flemming found it.", true=False, explanation="The finder was Fleming."),
        statement("It is the sum of the angles.", true=False, explanation="One word was changed: sides."),
    ],
)
def test_traps(fragment: dict[str, Any]) -> None:
    assert "trick_question" in rules(fragment)


@pytest.mark.parametrize(
    "fragment",
    [
        choice("Which word is spelt right?", "accomodate", "*accommodate", "acommodate"),
        choice("Which hydrocarbon is saturated?", "*Ethane", "Ethene", "Ethyne"),
        choice("At which temperature does it freeze?", "*0 °C", "4 °C", "10 °C"),
        statement("It was stormed in 1779.", true=False, explanation="It was in 1789."),
        statement("It was stormed on 15 May 1789.", true=False, explanation="It was 14 July."),
        statement("She was born in 1867.", true=True, explanation="In 1867, not in 1868."),
    ],
)
def test_no_traps(fragment: dict[str, Any]) -> None:
    assert "trick_question" not in rules(fragment)


def test_one_flaw_is_told_once() -> None:
    long = "*It translates source code, usually ahead of time, into machine code of at least one processor"
    found = rules(choice("What does a compiler do?", "It runs code", long, "It edits code", "It stores code"))
    assert "key_longest" in found
    assert "key_most_precise" not in found
    twin = rules(choice("Which enzyme splits milk sugar?", "Lipase", "*Lactase", "Amylase", "Latcase"))
    assert "typo_or_mangled_text" not in twin


@pytest.mark.parametrize(
    ("option", "is_found"),
    [
        ("They convict every accused", True),
        ("They invariably convict", True),
        ("They read all of the papers", False),
        ("every court of the land", False),
        ("They say nothing", False),
    ],
)
def test_a_part_of_a_claim_is_no_exaggeration(option: str, is_found: bool) -> None:
    item = choice("What do judges do?", "*They apply the law", option, "They make laws", "They arrest people")
    assert ("absolute_term" in rules(item)) is is_found


def test_amounts_to_choose_among_are_no_exaggeration() -> None:
    shares = choice(
        "What does the firm deduct?", "All of it", "*A share of it", "Nothing of it", "Half of it"
    )
    assert not {"absolute_term", "all_of_the_above", "none_of_the_above"} & rules(shares)


def test_here_points_at_the_list_only_where_nothing_else_is_said() -> None:
    asked = "Is the judge of two models usable, if swapping the answers turns its verdict?"
    about = choice(
        asked, "It is, after one more run", "*The judge is not usable here", "It is for short answers"
    )
    assert "none_of_the_above" not in rules(about)
    listed = choice("Which poet wrote it?", "Goethe", "*Heine", "The poet is not here", "Schiller")
    assert "none_of_the_above" in rules(listed)
