"""Cross-validation deals every question once, and shows a fold nothing of its questions."""

import pytest

from evals.training.answers import TrainingAnswer
from evals.training.cross_validate import FOLDS, VARIANTS, WITH_SAF, Data, deal, kept


def answer(group: str, kind: str = "full") -> TrainingAnswer:
    return TrainingAnswer(
        group,
        kind,
        f"Why {group}?",
        (f"Because {group} is so.",),
        (f"{group} is so",),
        f"{group} it is",
        (0,),
    )


OWN = [answer(f"question {number}", kind) for number in range(30) for kind in ("full", "swapped")]
DATA = Data(
    OWN,
    [answer("cards/lora", "paraphrase")],
    [answer(f"beetle-3way/{number}", "") for number in range(30)],
    [answer("saf-english/1.1", "")],
    {each.group: f"subject {int(each.group.split()[1]) % 7}" for each in OWN},
)


@pytest.mark.parametrize("by", ["question", "subject"])
def test_every_question_is_judged_in_one_fold_and_learnt_from_in_the_others(by: str) -> None:
    judged: list[str] = []
    for fold in range(FOLDS):
        for head in deal(DATA, fold, by, seed=0).values():
            groups = {each.group for each in head.judged}
            assert not groups & {each.group for each in head.learnt}
            judged += groups
    assert sorted(judged) == sorted({each.group for each in (*OWN, *DATA.public)})


def test_a_subject_stays_together() -> None:
    for fold in range(FOLDS):
        points = deal(DATA, fold, "subject", seed=0)["points"]
        own = {DATA.subjects[each.group] for each in points.learnt if each.group in DATA.subjects}
        assert not own & {DATA.subjects[each.group] for each in points.judged}


def test_a_variant_leaves_out_what_its_name_says() -> None:
    learnt = deal(DATA, 0, "question", seed=0)["points"].learnt
    kinds = {name: {each.kind for each in learnt if kept(each, name)} for name in VARIANTS}
    assert kinds["all"] == {"full", "swapped", "made", "paraphrase"}
    assert kinds["without made answers"] == {"full", "swapped", "paraphrase"}
    assert kinds["without wrong answers in the key's words"] == {"full", "made", "paraphrase"}
    assert not any(each.group.startswith("cards/") for each in learnt if kept(each, "without cards"))
    assert kinds[WITH_SAF] == kinds["all"] | {""}
