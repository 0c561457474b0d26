"""Short forms and slips in function words are written out, words that mean something are left alone."""

import pytest

from itemwright.grading.shorthand import written_out


@pytest.mark.parametrize(
    ("hasty", "full"),
    [
        ("u dont listen n talk", "you do not listen and talk"),
        ("w/ heat b/c ppl", "with  heat because people"),
        ("wich is becuase thier", "which is because their"),
        ("cant, wont", "can not, will not"),
        ("I don’t know", "I don't know"),
    ],
)
def test_hasty_writing_is_written_out(hasty: str, full: str) -> None:
    assert written_out(hasty) == full


@pytest.mark.parametrize("text", ["Photosynthesis needs light.", "asdkj qwlej zxmcn", "LoRA QLoRA", "thn"])
def test_other_words_stay(text: str) -> None:
    assert written_out(text) == text
