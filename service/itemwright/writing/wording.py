"""Small turns of English that templates need: sentences, capitals, articles, lists."""

import re
from collections.abc import Sequence

_ENDS = (".", "?", "!", ":", "…")
ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|any|none|every|completely|entirely|impossible|guarantees?|must|whatever"
    r"|cannot|nothing|no matter)\b",
    re.IGNORECASE,
)
"""Words that make a statement sound too strong to be true."""
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")  # spoken with a vowel first: an LLM, an RNN


def capitalised(text: str) -> str:
    """`text` with a capital first, unless its first word is a name or code ("fp16", "lora_alpha", "iOS")."""
    if not re.match(r"(?:a|[a-z][a-z'’-]+)(?=[\s,;:.?!]|$)(?!\.\w)", text):
        return text
    return text[0].upper() + text[1:]


def sentence(text: str) -> str:
    """`text` as a sentence: capital first, one stop at its end."""
    text = capitalised(text.strip())
    return text if text.endswith(_ENDS) or text.endswith((".”", "?”", "!”")) else text + "."


def without_stop(text: str) -> str:
    """`text` without the full stop at its end."""
    return text[:-1] if text.endswith(".") and not re.search(r"(\.\.|\betc\.|\bet al\.)$", text) else text


def lowered(text: str) -> str:
    """`text` with a small first letter, unless its first word is an acronym or a name with inner capitals."""
    if not re.match(r"[A-Z][a-z'’-]*(?=[\s,;:.?!]|$)(?!\.\w)", text):
        return text
    return text[0].lower() + text[1:]


def article(noun: str) -> str:
    """ "a" or "an", by the sound with which `noun` begins."""
    word = noun.split()[0] if noun.split() else noun
    if word.isupper() and len(word) > 1:
        return "an" if word[0] in _VOWEL_LETTERS else "a"
    lower = word.lower()
    if re.match(r"(uni([^nm]|$)|use|usu|uti|eu|one\b|once)", lower):
        return "a"
    if re.match(r"(hour|honest|heir)", lower):
        return "an"
    return "an" if lower[:1] in tuple("aeiou8") else "a"


def listed(parts: Sequence[str], word: str = "and") -> str:
    """ "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def quoted(text: str) -> str:
    """`text` in quotation marks."""
    return f"“{text}”"
