"""Keeps the API key out of everything that is told: a server may echo it, whole or in part."""

from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

PIECE = 8
"""Characters in a row of the key that are never told."""
QUOTED = 500
"""Characters of a server's own words that go into a message."""


class Mask:
    """Hides a key; None: there is nothing to hide."""

    def __init__(self, secret: SecretStr | None) -> None:
        key = secret.get_secret_value() if secret else ""
        self._key = key
        self._pieces = {key[at : at + PIECE] for at in range(len(key) - PIECE + 1)}

    def hide(self, text: str) -> str:
        """The text without the key."""
        return text.replace(self._key, "***") if self._key else text

    def quote(self, text: str) -> str:
        """A server's words: short, on one line, without the key and without long pieces of it."""
        # Masked before it is cut: a cut key would no longer be found.
        text = " ".join(self.hide(text)[: 4 * QUOTED].split())
        hidden = [False] * len(text)
        for at in range(len(text) - PIECE + 1):
            if text[at : at + PIECE] in self._pieces:
                hidden[at : at + PIECE] = [True] * PIECE
        shown = "".join("\0" if hide else letter for letter, hide in zip(text, hidden, strict=True))
        return "".join("***" if part == "\0" else part for part in _runs(shown))[:QUOTED]


def _runs(text: str) -> list[str]:
    """The letters of `text`, a run of hidden ones as one."""
    return [letter for at, letter in enumerate(text) if letter != "\0" or text[at - 1 : at] != "\0"]


def shown_url(url: str) -> str:
    """A URL as it may be told and stored: without user, password and query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
