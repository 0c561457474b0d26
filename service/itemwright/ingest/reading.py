"""Files to text: what encoding it is in, whether it is text at all, and which reader takes it apart."""

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from itemwright.domain.source import IngestWarning
from itemwright.errors import SourceRejected
from itemwright.ingest.article import Article
from itemwright.ingest.markdown import read_markdown
from itemwright.ingest.plain_text import read_plain_text

MediaType = Literal["text/markdown", "text/plain"]

READERS: dict[MediaType, Callable[[str], Article]] = {
    "text/markdown": read_markdown,
    "text/plain": read_plain_text,
}
"""One reader a media type; a reader for another kind of file is entered here and in SUFFIXES."""

SUFFIXES: dict[str, MediaType] = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".mdx": "text/markdown",
    ".txt": "text/plain",
}
LARGEST = 20 * 1024 * 1024
"""Bytes; a larger file is refused."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"\x1f\x8b", b"{\\rtf")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Decoded(NamedTuple):
    """The text of a file, and what was noticed while decoding it."""

    text: str
    warnings: tuple[IngestWarning, ...]


def media_type_of(path: str) -> MediaType:
    """By suffix; a file of unknown suffix is read as plain text."""
    return SUFFIXES.get(Path(path).suffix.lower(), "text/plain")


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        SourceRejected: missing, not_a_file, too_large, unreadable or empty.
    """
    try:
        if not path.exists():
            raise SourceRejected("missing", f"No file {str(path)!r}; check the path.")
        if not path.is_file():
            raise SourceRejected("not_a_file", f"{str(path)!r} is not a regular file; name a text file.")
        size = path.stat().st_size
        if size > LARGEST:
            raise SourceRejected(
                "too_large", f"{str(path)!r} has {size:,} bytes, more than {LARGEST:,}; split it."
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceRejected("unreadable", f"{str(path)!r} cannot be read: {reason}.") from error


def decode(data: bytes, path: str) -> Decoded:
    """The text of a file: UTF-16 or UTF-32 with its mark, else UTF-8, else with a warning an 8-bit encoding.

    Raises:
        SourceRejected: empty, blank, binary, or html, for which there is no reader yet.
    """
    if not data:
        raise SourceRejected("empty", f"{path!r} is empty; nothing to read.")
    decoded = _decode(data, path)
    text = decoded.text
    if not text.strip():
        raise SourceRejected("blank", f"{path!r} holds blank space alone; nothing to read.")
    controls = len(_CONTROLS.findall(text[:100_000]))
    if "\x00" in text or controls * 50 > min(len(text), 100_000):
        raise SourceRejected("binary", _not_text(path))
    if _HTML.match(text):
        raise SourceRejected("html", f"{path!r} is an HTML page; save it as Markdown or plain text first.")
    return decoded


def _decode(data: bytes, path: str) -> Decoded:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), ())
            except UnicodeDecodeError as error:
                raise SourceRejected(
                    "encoding",
                    f"{path!r} begins as {encoding} but is damaged at byte {error.start}.",
                ) from error
    if data.startswith(_MAGIC) or b"\x00" in data:
        raise SourceRejected("binary", _not_text(path))
    try:
        return Decoded(data.decode("utf-8"), ())
    except UnicodeDecodeError:
        return _decode_damaged(data, path)


def _decode_damaged(data: bytes, path: str) -> Decoded:
    """UTF-8 with stray bytes if it has sound characters beyond ASCII, else Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    stray = text.count("\ufffd")
    sound = sum(char > "\x7f" for char in text) - stray
    if stray * 4 > len(text):
        raise SourceRejected("binary", _not_text(path))
    if sound == 0:
        text = data.decode("cp1252", errors="replace")
        warning = "is not UTF-8; it was read as Windows-1252"
        return Decoded(text, (IngestWarning(code="legacy_encoding", message=f"The file {warning}."),))
    first = text.index("\ufffd")
    message = f"{stray} bytes are no UTF-8 and were replaced by '\ufffd'; save the file in one encoding."
    return Decoded(text, (IngestWarning(code="mixed_encoding", message=message, start=first, end=first + 1),))


def _not_text(path: str) -> str:
    return f"{path!r} is not a text file; give Markdown or plain text."
