"""The frequencies are wordfreq's own."""

import random

import pytest
import wordfreq

from itemwright.grading.frequencies import zipf_frequency


def test_they_are_those_that_wordfreq_gives() -> None:
    words = random.Random(0).sample(wordfreq.top_n_list("en", 20_000, wordlist="small"), 500)
    words = [word for word in words if word.isalpha()]
    assert len(words) > 400
    for word in words:
        assert zipf_frequency(word) == pytest.approx(
            wordfreq.zipf_frequency(word, "en", wordlist="small"), abs=0.005
        ), word


@pytest.mark.parametrize("word", ["qzxv", "", "gpt4"])
def test_what_is_not_listed_has_none(word: str) -> None:
    assert zipf_frequency(word) == 0.0
