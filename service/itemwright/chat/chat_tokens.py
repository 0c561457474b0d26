"""A request as the tokens of a local model: by its chat template, or plainly when it has none.

No text of the request can become one of the template's own marks: where it spells one, it is taken apart.
"""

import re
from typing import Any

from jinja2.exceptions import TemplateError

from itemwright.errors import ModelUnavailable

_SYSTEM, _USER = "itemwrightsystempart", "itemwrightuserpart"
"""Stand in the template for the texts, which are turned into tokens apart from it."""
_PARTS = re.compile(f"({_SYSTEM}|{_USER})")
_PLAIN = f"{_SYSTEM}\n\n{_USER}\n\nReply:\n"


class ChatTokens:
    """Turns system and user part into tokens of `tokenizer`, one of transformers."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        added = tokenizer.added_tokens_decoder
        marks = {str(token): number for number, token in added.items() if len(str(token).strip()) > 1}
        self._marks = set(marks.values())
        longest_first = sorted(marks, key=lambda mark: -len(mark))
        self._spelt = re.compile("|".join(map(re.escape, longest_first))) if marks else None

    def encode(self, system: str, user: str) -> list[int]:
        """The tokens up to where the reply begins.

        Raises:
            ModelUnavailable: the chat template cannot be used.
        """
        found: list[int] = []
        texts = {_SYSTEM: system, _USER: user, f"{_SYSTEM}{_USER}": f"{system}\n\n{user}"}
        for part in _PARTS.split(self._outline()):
            found += self._apart(texts[part]) if part in texts else self._tokens(part)
        return found

    def _outline(self) -> str:
        """The chat with the stand-ins for its texts."""
        if not self._tokenizer.chat_template:
            return (self._tokenizer.bos_token or "") + _PLAIN
        for messages in (
            [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": _USER}],
            [{"role": "user", "content": f"{_SYSTEM}\n\n{_USER}"}],  # some models know no system part
        ):
            outline = self._rendered(messages)
            if outline is not None and all(outline.count(part) == 1 for part in (_SYSTEM, _USER)):
                return outline
        raise ModelUnavailable(
            "The chat template of the local model leaves out a part of what it is given; name another model.",
            reason="no_model",
        )

    def _rendered(self, messages: list[dict[str, str]]) -> str | None:
        try:
            outline = self._tokenizer.apply_chat_template(
                messages,
                tokenize=False,
                add_generation_prompt=True,
                enable_thinking=False,  # the reply has to begin at once; not every template knows this
            )
        except TemplateError:  # how templates refuse roles
            return None
        return str(outline)

    def _apart(self, text: str) -> list[int]:
        """The tokens of a stranger's text, none of them a mark."""
        pieces, begin = [], 0
        for mark in self._spelt.finditer(text) if self._spelt else ():
            pieces.append(text[begin : mark.start() + 1])
            begin = mark.start() + 1
        found = [token for piece in [*pieces, text[begin:]] for token in self._tokens(piece)]
        if self._marks.isdisjoint(found):
            return found
        # Marks that lie over one another, or that the tokenizer finds in other letters.
        return [token for letter in text for token in self._tokens(letter) if token not in self._marks]

    def _tokens(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False)) if text else []
