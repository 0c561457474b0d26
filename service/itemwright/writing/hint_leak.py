"""Hints that tell the key: found by words in order, or by all of the key's own content words."""

from collections.abc import Sequence

from itemwright.domain.item import Item, ItemBase
from itemwright.text import content_words, words

OWN_WORDS = 4
"""From so many content words on, a hint that has all of them tells the key, whatever their order."""


def leaks(hint: str, key: str, stem: str, is_code: bool = False) -> bool:
    """Whether `hint` says `key`; words that the stem has are no secret. Code is compared as it stands."""
    if is_code:
        return len(key) > 3 and " ".join(key.split()) in " ".join(hint.split())
    said, told = words(key), words(hint)
    if len(said) > 1 and f" {' '.join(said)} " in f" {' '.join(told)} ":
        return True
    if len(said) == 1 and len(said[0]) > 2 and said[0] in told:
        return True
    own = set(content_words(key)) - set(content_words(stem))
    return len(own) >= OWN_WORDS and own <= set(content_words(hint))


def key_texts(item: Item | ItemBase) -> list[str]:
    """What no hint may say, for items whose answer is a text of its own."""
    kind, key = getattr(item, "type", ""), getattr(item, "key", None)
    options = getattr(item, "options", None)
    if options and isinstance(key, str):
        return [] if kind == "true_false" else [option.text for option in options if option.id == key]
    if kind in ("short_answer", "output_prediction") and isinstance(key, str):
        return [key]
    if kind == "cloze" and isinstance(key, dict):
        return list(key.values())
    return []


def telling_hints(item: Item | ItemBase, hints: Sequence[str]) -> list[str]:
    """Those of `hints` that tell the item's key."""
    is_code = getattr(item, "code", None) is not None
    return [hint for hint in hints if any(leaks(hint, key, item.stem, is_code) for key in key_texts(item))]


def pointing_hints(item: Item | ItemBase, hints: Sequence[str]) -> list[str]:
    """Those of `hints` that point at the key by words which neither the stem nor a wrong choice has."""
    kind, key = getattr(item, "type", ""), getattr(item, "key", None)
    options = getattr(item, "options", None)
    if not options or not isinstance(key, str) or kind == "true_false" or item.code is not None:
        return []
    elsewhere = set(content_words(item.stem))
    elsewhere.update(word for o in options if o.id != key for word in content_words(o.text))
    own = {
        word for o in options if o.id == key for word in content_words(o.text) if len(word) > 3
    } - elsewhere
    return [hint for hint in hints if own and 3 * len(own & set(content_words(hint))) >= len(own)]
