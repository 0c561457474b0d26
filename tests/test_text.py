import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itemwright.text import content_words, lemma, normal_form, plain, sentences, tokens, words


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It helps, e.g. Llama 3.1, a lot. Next.", ["It helps, e.g. Llama 3.1, a lot.", "Next."]),
        ("See Sec. 3.2 of Smith et al. (2021). Good.", ["See Sec. 3.2 of Smith et al. (2021).", "Good."]),
        ("Dr. J. Smith wrote it. Plan B. The end.", ["Dr. J. Smith wrote it.", "Plan B.", "The end."]),
        ("Call `model.eval(). Then` once. Stop.", ["Call `model.eval(). Then` once.", "Stop."]),
        ("Use data, tables, etc. The rest follows.", ["Use data, tables, etc.", "The rest follows."]),
        ("Wait... what now? Done.", ["Wait... what now?", "Done."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("It is **bold.** Next one.", ["It is **bold.**", "Next one."]),
        ("Install torch 2.0. torch.compile is fast.", ["Install torch 2.0.", "torch.compile is fast."]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
        ("", []),
        ("no stop at the end", ["no stop at the end"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_blocks_of_markdown_bound_sentences() -> None:
    page = (
        "# A head\n\nWrapped at about thirty chars\nthe line goes on here. Then\nends.\n\n"
        "- one. Two.\n* three\n1. First\n2) Second\n> quoted\n\n"
        "| a. B | c |\n|---|---|\n| 1 | 2 |\n\n```py\nx = 1. Y\n```\n\n---\nLast."
    )
    assert split(page) == [
        "A head",
        "Wrapped at about thirty chars\nthe line goes on here.",
        "Then\nends.",
        "one.",
        "Two.",
        "three",
        "First",
        "Second",
        "quoted",
        "| a. B | c |",
        "| 1 | 2 |",
        "Last.",
    ]


def test_an_unwrapped_line_is_a_paragraph_of_its_own() -> None:
    page = (
        "Short title\n"
        + "A long line that tells of many things and goes on for quite a while. " * 4
        + "\nShort"
    )
    found = split(page)
    assert found[0] == "Short title"
    assert found[-1] == "Short"
    assert len(found) == 6


@given(st.text(alphabet=st.sampled_from("aB. \n`*_-|#1e!?\"'([)]:。\t~"), max_size=200))
def test_spans_are_exact_ordered_and_lose_only_marks(text: str) -> None:
    found = sentences(text)
    for span in found:
        assert text[span.start : span.end] == span.text
        assert span.text == span.text.strip() != ""
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[token.start : token.end] == token.text for token in tokens(text))


@given(st.lists(st.sampled_from(["Alpha", "beta", "e.g.", "3.1", "gamma.", "Delta!", "etc."]), max_size=30))
def test_no_word_of_plain_prose_is_lost(parts: list[str]) -> None:
    text = " ".join(parts)
    assert " ".join(split(text)) == text


def test_words_keep_compounds_whole_and_content_words_part_them() -> None:
    assert words("C++ and C# in lora_alpha, v3.1: fine-tuning; __init__(x)") == [
        *["c++", "and", "c#", "in", "lora_alpha", "v3.1", "fine-tuning", "__init__", "x"]
    ]
    assert content_words("The fine-tuned models don't use lora_alpha; it's their own") == [
        *["fine", "tune", "model", "lora", "alpha"]
    ]
    assert content_words("which is of the") == []


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("Running", "run"),
        ("models", "model"),
        ("indices", "index"),
        ("was", "be"),
        ("quantised", "quantize"),
        ("optimisers", "optimizer"),
        ("behaviours", "behavior"),
        ("exercise", "exercise"),
        ("four", "four"),
        ("GPUs", "gpu"),
        ("fine-tuned", "fine-tune"),
        ("model’s", "model"),
        ("loss", "loss"),
        ("qloraing", "qlora"),
        ("3.1", "3.1"),
        ("größe", "größe"),
        ("-", "-"),
    ],
)
def test_lemmas_meet(word: str, base: str) -> None:
    assert lemma(word) == base


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" “Low–Rank\u200b  Adaptation.” ", "low-rank adaptation"),
        ("ＬｏＲＡ", "lora"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("a\n b\t c", "a b c"),
        ("0.5", "0.5"),
        ("don’t", "don't"),
        ("...", ""),
    ],
)
def test_normal_form_forgets_typography(text: str, expected: str) -> None:
    assert normal_form(text) == expected


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_normal_form_is_settled_after_one_pass(text: str) -> None:
    once = normal_form(text)
    assert normal_form(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [the *docs*](http://a.b/c_d) now", "See the docs now"),
        ("**bold _it_** and ~~old~~ ***both***", "bold it and old both"),
        ("`a_b*c*` and ``x `y` z``", "a_b*c* and x `y` z"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("\\*no\\* <b>x</b> &amp; <https://a.b>", "*no* x & https://a.b"),
        ("![alt](x.png)[ref][1] text[^2]", "altref text"),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_plain_strips_inline_marks_alone(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "unit", ["a. ", "A. B", "1. ", "`", "`a", "[a", "[a](", "*a ", "<a ", "_a", "a\n", "| ", ". "]
)
@pytest.mark.parametrize("function", [sentences, words, content_words, plain, normal_form])
def test_hostile_text_costs_no_more_than_other_text(unit: str, function: object) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        started = time.process_time()
        function(text)  # type: ignore[operator]
        return time.process_time() - started

    seconds(1_000)
    assert min(seconds(64_000), seconds(64_000)) < 0.5  # quadratic ones took 5 to 40 s
