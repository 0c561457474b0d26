"""The layout that the network reads, and the judges beside it."""

import time
from concurrent.futures import ThreadPoolExecutor

from itemwright.grading.point_model import (
    ANSWER_TOKENS,
    POINT_TOKENS,
    QUESTION_TOKENS,
    Asked,
    LazyJudge,
    ScriptedJudge,
    layout,
)


def test_question_points_and_answer_stand_in_one_reading() -> None:
    read = layout([11, 12], [[21], [31, 32]], [41, 42], first=1, between=2)
    assert read["input_ids"] == [1, 11, 12, 2, 21, 2, 31, 32, 2, 41, 42, 2]
    assert read["point_ids"] == [0, 0, 0, 0, 1, 1, 2, 2, 2, 0, 0, 0]
    assert read["token_type_ids"] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]
    assert set(read["attention_mask"]) == {1}


def test_the_end_of_a_question_and_the_beginning_of_the_rest_are_kept() -> None:
    long = list(range(100, 400))
    read = layout(long, [long], long, first=1, between=2)
    ids = read["input_ids"]
    assert ids[1 : QUESTION_TOKENS + 1] == long[-QUESTION_TOKENS:]
    assert sum(read["point_ids"]) == POINT_TOKENS + 1
    assert sum(read["token_type_ids"]) == ANSWER_TOKENS + 1
    assert ids[-2] == long[ANSWER_TOKENS - 1]


def test_the_fake_meets_by_words_and_contradicts_by_not() -> None:
    judge = ScriptedJudge()
    [said, denied] = judge.judge(
        [
            Asked("Why?", ("yeast makes gas", "gluten holds"), text)
            for text in ("Yeast makes gas.", "yeast makes gas not")
        ]
    )
    assert said.argmax(axis=1).tolist() == [0, 1]
    assert denied.argmax(axis=1).tolist() == [2, 1]


def test_a_lazy_judge_is_loaded_once_and_only_when_asked() -> None:
    loaded: list[str] = []

    def load() -> ScriptedJudge:
        time.sleep(0.01)  # so that others ask meanwhile
        loaded.append("loaded")
        return ScriptedJudge()

    judge = LazyJudge("labels", load)
    assert (judge.name, loaded) == ("labels", [])
    with ThreadPoolExecutor(4) as several:
        list(several.map(judge.judge, [[Asked("Why?", ("gas",), "gas")]] * 4))
    assert judge.tokens("two words") == 2
    assert loaded == ["loaded"]
