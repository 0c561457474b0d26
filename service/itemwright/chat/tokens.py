"""How many tokens a text has, without its model's tokenizer: a likely figure, and bounds."""

LETTERS_A_TOKEN = 4.0
"""Of English and code; UTF-8 bytes, so that other scripts count for more."""
FEWEST_BYTES = 2.0
"""UTF-8 bytes a token, averaged over a whole text: scripts that tokenizers split most lie just above it."""
OVERHEAD = 32
"""Tokens that the form of a chat adds."""


def likely_tokens(text: str) -> int:
    """The tokens of a text that is sent, about."""
    return round(len(text.encode(errors="replace")) / LETTERS_A_TOKEN) + OVERHEAD


def most_tokens(text: str) -> int:
    """The tokens that a text has at most."""
    return round(len(text.encode(errors="replace")) / FEWEST_BYTES) + OVERHEAD


def believed_tokens(reported: object, text: str, most: int) -> int:
    """A server's figure for `text`, bounded by what can be: one beyond `most` gives `most`, one that is no
    count gives the likely one. A small one is believed: the server charges by it."""
    if isinstance(reported, bool) or not isinstance(reported, int | float) or not reported >= 1:
        return min(likely_tokens(text), most)
    return int(min(reported, most))
