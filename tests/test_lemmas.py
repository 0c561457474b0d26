"""The base forms are lemminflect's own."""

import random

import pytest
from lemminflect import getAllLemmas, getAllLemmasOOV
from wordfreq import top_n_list

from itemwright.lemmas import listed_lemma, verb_lemma


def test_they_are_those_that_lemminflect_gives() -> None:
    words = random.Random(0).sample([w for w in top_n_list("en", 30_000) if w.isalpha()], 2_000)
    assert sum(listed_lemma(word) is not None for word in words) > 800
    for word in [*words, "something", "everyone", "could", "axes"]:
        known = getAllLemmas(word)
        wanted = next(
            (known[kind][0] for kind in ("AUX", "VERB", "NOUN", "ADJ", "ADV") if kind in known), None
        )
        assert listed_lemma(word) == wanted, word


@pytest.mark.parametrize("word", ["blorping", "deglazzed", "tokenising"])
def test_an_unlisted_verb_is_reduced_by_rule(word: str) -> None:
    assert listed_lemma(word) is None
    assert verb_lemma(word) == getAllLemmasOOV(word, "VERB")["VERB"][0]
    assert verb_lemma(word) != word
