import numpy as np

from itemwright.index.lexical import LexicalIndex, terms
from tests.index.samples import passage, passages


def test_identifiers_count_whole_and_in_parts() -> None:
    assert terms("Set `lora_alpha` in LoraConfig") == [
        *["set", "lora", "alpha", "loraconfig", "lora_alpha", "lora", "config"],
    ]
    assert terms("torch.nn.Linear") == ["torch", "nn", "linear", "torch.nn.linear"]
    assert terms("LoRA on GPUs, quantised") == ["lora", "gpu", "quantize"]
    assert terms("e.g. 3.1 of it") == ["e", "g", "3", "1", "e.g"]


def test_inflected_words_meet_and_rare_words_weigh_more() -> None:
    index = LexicalIndex(passages("Training adapts models.", "Models are large models.", "Cats sleep."))
    scores = index.scores("How is a model trained?")
    assert scores.argmax() == 0
    assert scores[1] > 0 == scores[2]
    assert index.rarity("adapts") > index.rarity("models") > index.rarity("the") == 0
    assert index.rarity("unheard") > index.rarity("adapts")


def test_headings_are_read_with_the_text() -> None:
    index = LexicalIndex([passage("It is big."), passage("It is small.", 1, headings=("Rank",))])
    scores = index.scores("rank")
    assert scores[1] > scores[0] == 0


def test_nothing_matches_unknown_words_or_an_empty_index() -> None:
    np.testing.assert_array_equal(LexicalIndex(passages("One text.")).scores("zebra of"), [0])
    assert LexicalIndex([]).scores("zebra").shape == (0,)
    np.testing.assert_array_equal(LexicalIndex([passage("the", headings=())]).scores("the"), [0])
