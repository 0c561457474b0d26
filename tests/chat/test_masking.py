"""A key, or a long piece of it, is never told, whatever a server says."""

import pytest
from pydantic import SecretStr

from itemwright.chat.masking import PIECE, QUOTED, Mask, shown_url

KEY = "sk-not-to-be-told-0123456789"
MASK = Mask(SecretStr(KEY))


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        f"Bearer {KEY} is wrong",
        f"{KEY}{KEY}",
        f"key {KEY[:20]}... is wrong",
        f"ends in {KEY[-12:]}",
        f"{KEY[:12]} and {KEY[12:]}",
        "x" * 1990 + KEY + "y" * 100,
        " " * 5000 + KEY,
    ],
)
def test_no_long_piece_of_the_key_is_quoted(text: str) -> None:
    quoted = MASK.quote(text)
    assert not any(
        KEY[at : at + PIECE] in quoted for at in range(len(KEY)) if len(KEY[at : at + PIECE]) == PIECE
    )
    assert len(quoted) <= QUOTED


def test_everything_else_is_told_on_one_line() -> None:
    assert MASK.quote(f"a\n b {KEY}\tc") == "a b *** c"
    assert MASK.quote("sk-other") == "sk-other"
    assert MASK.hide(f"<{KEY}>\n") == "<***>\n"
    assert Mask(None).quote("as it is") == "as it is"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pass@host:8000/v1/?key=secret#f", "https://host:8000/v1"),
        ("http://127.0.0.1:1234/v1", "http://127.0.0.1:1234/v1"),
    ],
)
def test_a_url_is_told_without_what_may_be_secret(url: str, shown: str) -> None:
    assert shown_url(url) == shown
