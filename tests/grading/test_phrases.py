"""Short answers: what says the accepted phrase, and what only looks like it."""

import pytest

from itemwright.grading.phrases import match_phrase, normal_form, normal_word


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("Fine tuning", "fine-tuning"),
        ("finetuning", "fine-tuning"),
        ("it is the learning rates", "learning rate"),
        ("I think it's called gradient descent.", "gradient descent"),
        ("Quantization", "quantisation"),
        ("colour of the centre", "color of the center"),
        ("modeling", "modelling"),
        ("analysing", "analyzing"),
        ("matrices", "matrix"),
        ("batches", "batch"),
        ("policies", "policy"),
        ("ｌｏｓｓ", "loss"),
        ("lo\u200bss", "loss"),
        ("naïve Bayes", "naive bayes"),
        ("the model’s loss", "the model's loss"),
        ("PEFT", "parameter-efficient fine-tuning"),
        ("≥", "≥"),
        ("C++", "c++"),
        ("catastrofic forgeting", "catastrophic forgetting"),
        ("gradeint descent", "gradient descent"),
        ("A", "a"),
        ("matrix A", "the matrix A"),
        ("Python 3.11", "python 3.11"),
        ("1,000 steps", "1000 steps"),
    ],
)
def test_the_same_phrase(answer: str, accepted: str) -> None:
    assert match_phrase(answer, [accepted]) is not None


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("not overfitting", "overfitting"),
        ("10", "1.0"),
        ("GPT 35", "GPT 3.5"),
        ("the", "A"),
        ("B", "A"),
        ("overfitting", "underfitting"),
        ("recall", "precision"),
        ("casual", "causal"),
        ("hypotension", "hypertension"),
        ("C", "C++"),
        ("≤", "≥"),
        ("", "x"),
        ("the", "a loss"),
        ("fp16", "fp32"),
        ("bf16", "bf32"),
        ("loss or gain", "loss"),
        ("loss and gradient", "loss"),
        ("Loss " * 100, "loss"),
        ("a b", "artificial brain intelligence"),
        ("preprocesing", "postprocesing"),
    ],
)
def test_another_phrase(answer: str, accepted: str) -> None:
    assert match_phrase(answer, [accepted]) is None


def test_rivals_are_never_typos() -> None:
    assert match_phrase("adapters", ["adapterz"], rivals=["adapters"]) is None
    assert match_phrase("qlora", ["qloras"], rivals=["LoRA"]) is not None
    assert match_phrase("encodder", ["encoder"], rivals=["decoder"]) is not None
    assert match_phrase("rlhf", ["reinforcement learning human feedback"], rivals=["RLHF"]) is None


def test_synonyms_may_stand_side_by_side() -> None:
    match = match_phrase("low-rank adaptation, aka LoRA", ["LoRA", "low-rank adaptation"])
    assert match is not None
    assert match.how == "exact"
    assert match_phrase("LoRA / full fine-tuning", ["LoRA", "low-rank adaptation"]) is None


def test_words_of_the_item_may_be_repeated_unless_it_offers_alternatives() -> None:
    assert match_phrase("the Adam optimiser", ["Adam"], known="Which optimiser is it?") is not None
    assert match_phrase("the Adam optimiser", ["Adam"]) is None
    asked = "Is it precision or recall that falls?"
    assert match_phrase("precision, recall", ["precision"], known=asked) is None
    assert match_phrase("precision", ["precision"], known=asked) is not None


def test_an_expansion_counts_where_the_item_gives_it() -> None:
    known = "RAG means retrieval augmented generation."
    match = match_phrase("retrieval augmented generation", ["RAG"], known=known)
    assert match is not None
    assert match.how == "acronym"
    assert match_phrase("rotten apple garden", ["RAG"], known=known) is None
    assert match_phrase("retrieval augmented generation", ["Rag"], known=known) is None


def test_typos_can_be_switched_off_and_lower_the_confidence() -> None:
    match = match_phrase("gradiant", ["gradient"])
    assert match is not None
    assert match.confidence < 1
    assert match_phrase("gradiant", ["gradient"], typos=False) is None
    assert match_phrase("gradeint desecnt optimzatoni", ["gradient descent optimization"]) is None


def test_normal_forms() -> None:
    assert normal_form("The Losses of an Epoch") == ("loss", "of", "epoch")
    assert normal_word("analysis") == "analysis"
    assert normal_word("catalogues") == "catalog"
