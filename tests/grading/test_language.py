"""Languages, roughly."""

import pytest

from itemwright.grading.language import foreign_language, guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A long string makes a low sound and a short one a high sound.", "en"),
        ("Die Pflanze absorbiert rotes und blaues Licht, aber nicht das grüne.", "de"),
        ("La plante absorbe la lumière rouge et bleue mais pas la verte.", "fr"),
        ("La pérdida sube porque el modelo no generaliza bien.", "es"),
        ("Фотосинтез происходит в листьях", "other"),
        ("学习率太高", "other"),
        ("loss gradient", None),
        ("alpha beta gamma delta epsilon zeta", None),
        ("", None),
    ],
)
def test_guessing(text: str, language: str | None) -> None:
    assert guess_language(text) == language


def test_foreign_is_relative_to_the_question() -> None:
    german = "Die Gewichte werden nicht verändert, weil sie eingefroren sind."
    assert foreign_language(german, "What does LoRA leave untouched in the model?")
    assert not foreign_language(german, "Was wird bei LoRA nicht verändert und warum ist das so?")
    assert not foreign_language("weights", "What is frozen?")
