"""Words by their beginnings, so that one that was inflected or derived is found again."""

from itemwright.text import content_words

LETTERS = 6
"""Letters by which a longer word is known."""


def roots(text: str) -> list[str]:
    """The words that say something, long ones by their beginning: inspection as inspec."""
    return [word[:LETTERS] if len(word) > LETTERS else word for word in content_words(text)]
