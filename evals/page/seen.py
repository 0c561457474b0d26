"""Text as the page shows it: escaped, and a character that hides told by its number."""

import re

from markupsafe import Markup, escape

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that a reader would not see, though a model does; joiners inside words and emoji are not among
them."""


def seen(text: str) -> Markup:
    """Text, escaped; the number of a hidden character is set off from the words around it."""
    shown, end = Markup(), 0
    for found in _HIDDEN.finditer(text):
        shown += escape(text[end : found.start()])
        shown += Markup('<span class="hidden">{}</span>').format(_number(found))
        end = found.end()
    return shown + escape(text[end:])


def bare(text: str) -> str:
    """The same for places that hold no elements, such as a title, an option or a label in a picture; not
    escaped."""
    return _HIDDEN.sub(_number, text)


def _number(found: re.Match[str]) -> str:
    return f"U+{ord(found[0]):04X}"
