"""Does what an item tells beside its key agree with the key: explanation, rationales and hints?"""

import re
from collections.abc import Iterator
from typing import Any

from evals.card_key import keyed
from evals.plain import plain
from itemwright.domain.item import Item

_RIGHT = r"(?:is right|is true|comes next|is the answer|is correct)\b"
_WRONG = r"(?:is false|is wrong|fails|is not (?:the answer|next|right|true|one of them|meant)|fits neither)\b"
_QUOTED = r"“([^”]+)”"
_CALLED = (
    (re.compile(rf"{_QUOTED} {_RIGHT}"), True),
    (re.compile(rf"{_QUOTED} {_WRONG}"), False),
    (re.compile(rf"Why not {_QUOTED}\?"), False),
)
_RESULT = re.compile(
    r"(?:The result is|The code prints|Executed, the code prints|The (?:answer|name) is) (.+?)"
    r"(?:\.(?:\s|$)|$)",
    re.DOTALL,
)
_TELLS = ("true", "right")
_DENIES = ("false",)
LEAST = 8
"""Letters of a keyed text from which it is looked for in hints; shorter ones occur by chance."""
_OPEN = ("true_false", "multiple_response", "free_text", "ordering")


def feedback_faults(item: Item) -> list[str]:
    """What the texts around the key say against it, and hints that say the key itself."""
    return [*_explanation(item), *_rationales(item), *_hints(item)]


def _explanation(item: Any) -> Iterator[str]:
    if not item.explanation.strip():
        yield "there is no explanation"
    yield from _called(item, item.explanation, "the explanation")
    said = _RESULT.search(item.explanation)
    if said and (key := _result(item)) is not None and plain(key) not in plain(said[1]):
        yield f"the explanation says {said[0]!r}, the key {key!r}"
    for text in _told(item):
        if plain(text) not in plain(item.explanation):
            yield f"the explanation does not say {text!r}"
    if item.type == "ordering":
        texts = {step.id: step.text for step in item.steps}
        places = [plain(item.explanation).find(plain(texts[id_])) for id_ in item.key]
        if places != sorted(places):
            yield "the explanation has the steps in another order than the key"


def _called(item: Any, text: str, where: str) -> Iterator[str]:
    """No option is called right that is not keyed, nor one wrong that is."""
    if not getattr(item, "options", None) or item.type == "true_false":
        return
    keys, others = keyed(item)
    asks_false = item.provenance.get("model") == "misconception"
    for pattern, right in _CALLED:
        for quote in pattern.findall(text):
            opening = plain(quote).rstrip(" …")
            hit = [o for o in (others if right != asks_false else keys) if plain(o.text).startswith(opening)]
            miss = [o for o in (keys if right != asks_false else others) if plain(o.text).startswith(opening)]
            if hit and not miss:
                yield f"{where} calls {quote!r} {'right' if right else 'wrong'}, against the key"


def _result(item: Any) -> str | None:
    """What a computed, printed or typed item is keyed with, as it would be told."""
    if item.type == "numeric":
        return f"{item.key.value:.10g}" if not float(item.key.value).is_integer() else None
    if getattr(item, "options", None):
        return keyed(item)[0][0].text if item.type in ("output_prediction", "multiple_choice") else None
    return item.key if item.type == "output_prediction" else None


def _told(item: Any) -> list[str]:
    """Keyed texts that an explanation of the item's type has to say."""
    if item.type in ("table", "code_cloze", "cloze"):
        return list(item.key.values())
    return []


def _rationales(item: Any) -> Iterator[str]:
    if not getattr(item, "options", None):
        return
    if item.type == "true_false":
        yield from _verdict(item)
        return
    asks_false = item.provenance.get("model") == "misconception"
    keys, others = keyed(item)
    for options, right in ((keys, not asks_false), (others, asks_false)):
        for option in options:
            opening = plain(option.rationale)
            against = _DENIES if right else _TELLS
            if any(
                opening == word or opening.startswith((f"{word}.", f"{word},", f"{word}:"))
                for word in against
            ):
                yield f"the rationale of {option.text!r} begins {option.rationale[:40]!r}, against the key"
            if not option.rationale.strip():
                yield f"{option.text!r} has no rationale"


def _verdict(item: Any) -> Iterator[str]:
    """A true-or-false item's rationales: the key's says which of the two it is, the other's never its own."""
    keys, others = keyed(item)
    for option, other in ((keys[0], others[0]), (others[0], keys[0])):
        if plain(option.rationale).startswith(f"it is {plain(other.text)}"):
            yield f"the rationale of {option.text!r} begins {option.rationale[:40]!r}, against the key"


def _hints(item: Any) -> Iterator[str]:
    for hint in item.hints:
        yield from _called(item, hint, "a hint")
        for text in _key_texts(item):
            if len(text) >= LEAST and plain(text) in plain(hint) and plain(text) not in plain(item.stem):
                yield f"a hint says the key {text!r}: {hint!r}"


def _key_texts(item: Any) -> list[str]:
    if item.type in _OPEN or item.provenance.get("model") == "misconception":
        return []
    if getattr(item, "options", None):
        return [option.text for option in keyed(item)[0]]
    if isinstance(item.key, dict):
        return list(item.key.values()) if item.type in ("cloze", "code_cloze") else []
    return [item.key] if isinstance(item.key, str) else []
