"""Tokens are estimated, and a server's figures are bounded by what was sent and received."""

import pytest

from itemwright.chat.tokens import OVERHEAD, believed_tokens, likely_tokens, most_tokens

TEXT = "The light turns once in twelve seconds. " * 50


def test_a_likely_figure_lies_near_four_letters_a_token_and_below_the_most() -> None:
    assert likely_tokens(TEXT) == 500 + OVERHEAD
    assert likely_tokens("") == OVERHEAD
    assert most_tokens(TEXT) == 1000 + OVERHEAD
    assert most_tokens("灯台" * 100) == 300 + OVERHEAD
    assert likely_tokens("\ud800") > 0


@pytest.mark.parametrize("reported", [1, 480, 1000])
def test_what_can_be_is_believed(reported: int) -> None:
    assert believed_tokens(reported, TEXT, 1000) == reported


@pytest.mark.parametrize("reported", [10**12, 1e300, float("inf")])
def test_more_than_can_be_counts_as_the_most(reported: float) -> None:
    assert believed_tokens(reported, TEXT, 1000) == 1000


@pytest.mark.parametrize("reported", [None, 0, -5, "many", True, float("nan"), [], float("-inf")])
def test_what_is_no_count_is_estimated(reported: object) -> None:
    assert believed_tokens(reported, TEXT, 1000) == likely_tokens(TEXT)
    assert believed_tokens(reported, TEXT, 20) == 20
