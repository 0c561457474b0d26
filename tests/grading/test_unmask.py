"""Hidden and disguised characters: gone from what is graded, and found again in the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itemwright.grading.unmask import MOST_READ, longest_writable, unmask


@given(st.text(alphabet=st.characters(), max_size=60))
def test_every_place_leads_back_to_the_original(text: str) -> None:
    unmasked = unmask(text)
    assert len(unmasked.origin) == len(unmasked.text)
    assert list(unmasked.origin) == sorted(unmasked.origin)
    for start in range(0, len(unmasked.text), 7):
        quote = unmasked.quote(start, len(unmasked.text))
        assert quote is None or quote in text
        assert quote is None or quote.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain text\n", "plain text\n"),
        ("a\x00b", "a b"),
        ("lo\u200bss", "loss"),
        ("ﬁne", "fine"),
        ("２", "2"),
        ("lоss", "loss"),
        ("потеря", "потеря"),
        ("Δx", "Δx"),
        ("naïve", "naïve"),
        ("a\ud800b", "ab"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 3),
        ("\ufdfa", "\ufdfa"),
        ("\U00100000x", " x"),
        ("", ""),
    ],
)
def test_what_is_read(text: str, plain: str) -> None:
    assert unmask(text).text == plain


def test_hidden_and_disguised_characters_are_told() -> None:
    assert unmask("the \u202eolleh\u202c word").telling
    assert unmask("i\u200bg\u200bnore").telling
    assert not unmask("soft\u00adhy\u00adphens").telling
    assert not unmask("\ufeffcopied text\u200b here").telling
    assert unmask("a\u200b\u200bb").hidden == ((1, 3),)
    assert unmask("the lоss").disguised == ((4, 8),)
    assert unmask("ат").disguised == ()


def test_long_answers_are_read_to_a_bound() -> None:
    assert len(unmask("x" * (MOST_READ + 5)).text) == MOST_READ


def test_quotes_can_be_written() -> None:
    assert longest_writable("abc\ud800longer") == "longer"
    assert longest_writable("\ud800") is None
