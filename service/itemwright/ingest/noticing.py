"""What an author should know about an article: advertising, cut lists, empty headings, hidden text."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from itemwright.domain.source import IngestWarning
from itemwright.ingest.article import Article, Block, Heading

_MOST_OF_A_KIND = 12
"""Warnings of one code; the rest are counted in one more."""

_PROMOTION = re.compile(
    r"\b(?:enrol+|sign(?:ing)? up|subscribe|join|check ?out|buy|book|master)\b[^.!?\n]{0,60}"
    r"\b(?:today|for free|newsletter|free trial|waitlist|bootcamp|program(?:me)?|masterclass|webinar)\b"
    r"|\b(?:limited[- ]time offer|money[- ]back|special offer|discount code|coupon|affiliate links?"
    r"|sponsored by|before you (?:move|go) on|don['’]t miss|use (?:the )?code [A-Z0-9]{4,})\b",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"all rights reserved|cookie (?:policy|settings|preferences)|we use cookies|privacy policy|follow us on"
    r"|terms of (?:use|service)|(?:leave|post) a (?:comment|reply)|comments? (?:section )?below|read more\s*$"
    r"|share (?:this|on) (?:article|post|twitter|facebook|linkedin|x\b)|skip to (?:main )?content|back to top"
    r"|(?:also|related) (?:read|posts?|articles?)\s*:|start quiz|\b\d+ ?/ ?\d+ (?:completed|answered)"
    r"|drag options|no installs? required|choose your learning style",
    re.IGNORECASE | re.MULTILINE,
)
_CUT_OFF = re.compile(r"\w…[ \t]*$", re.MULTILINE)
_ANNOUNCING = re.compile(r"[\w)\]'\"’”`*]:\**$")
_INVISIBLE = re.compile("[\u200b\u2060\u202a-\u202e\u2066-\u2069\U000e0020-\U000e007f]+")
_MOJIBAKE = re.compile("(?:Ã[\u0080-\u00bf]|â€[\u0090-\u00bf\u2018-\u2122]?|Â[\u00a0-\u00bf])")
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget)\s+(?:all|any|the|your|previous|prior|above)\b[^.\n]{0,40}"
    r"\b(?:instructions?|prompts?|rules?|context)\b",
    re.IGNORECASE,
)
_PATTERNS = (
    ("promotion", _PROMOTION, "Advertising; no item should be written from it"),
    ("boilerplate", _BOILERPLATE, "Page furniture rather than content"),
    ("cut_off", _CUT_OFF, "The text breaks off"),
    ("invisible_characters", _INVISIBLE, "Characters that cannot be seen"),
    ("mojibake", _MOJIBAKE, "Characters garbled by a wrong encoding"),
    ("instruction", _INSTRUCTION, "It addresses a language model; read it before using it"),
)


def notice(text: str, article: Article) -> list[IngestWarning]:
    """Warnings in the order of the text, each with the span of the line or block it is about."""
    code = [
        (part.start, part.end) for part in article.parts if isinstance(part, Block) and part.kind == "code"
    ]
    found = [*_lines(text, code), *_comments(text, code), *_structure(text, article)]
    found.sort(key=lambda warning: (warning.start or 0, warning.code))
    return _bounded(found)


def _lines(text: str, code: list[tuple[int, int]]) -> Iterator[IngestWarning]:
    for name, pattern, message in _PATTERNS:
        line_end = -1
        for match in pattern.finditer(text):
            if match.start() < line_end or _within(match.start(), code):
                continue  # one warning a line
            start = text.rfind("\n", 0, match.start()) + 1
            line_end = text.find("\n", match.start())
            line_end = len(text) if line_end < 0 else line_end
            shown = " ".join(text[max(start, match.start() - 30) : min(line_end, match.end() + 30)].split())
            yield _warning(name, f"{message}: {shown!r}.", start, line_end)


def _comments(text: str, code: list[tuple[int, int]]) -> Iterator[IngestWarning]:
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        if text[start + 4 : end].strip() and not _within(start, code):
            said = " ".join(text[start + 4 : end].split())[:60]
            yield _warning("hidden_text", f"A comment that readers do not see: {said!r}.", start, end + 3)
        start = text.find("<!--", end + 3)


def _structure(text: str, article: Article) -> Iterator[IngestWarning]:
    parts = article.parts
    for number, part in enumerate(parts):
        following = parts[number + 1] if number + 1 < len(parts) else None
        if isinstance(part, Heading):
            if following is None or (isinstance(following, Heading) and following.level <= part.level):
                message = f"Heading {part.title!r} has no text below it."
                yield _warning("empty_heading", message, part.start, part.end)
        elif (
            part.kind == "prose"
            and _ANNOUNCING.search(text, max(part.start, part.end - 6), part.end)
            and (following is None or isinstance(following, Heading) or _is_paragraph(text, following))
        ):
            start = max(text.rfind("\n", part.start, part.end) + 1, part.start)
            tail = " ".join(text[max(start, part.end - 60) : part.end].split())
            message = f"A list is announced but does not follow: {tail!r}."
            yield _warning("truncated_list", message, start, part.end)


def _is_paragraph(text: str, block: Block) -> bool:
    """Running text that cannot be what a colon announced: long, and without a mark before it."""
    words = text[block.start : block.end]
    return block.kind == "prose" and len(words) > (15 if words.endswith(":") else 120) and words[0].isupper()


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the spans, which are in order and apart."""
    before = bisect_right(spans, place, key=lambda span: span[0])
    return before > 0 and place < spans[before - 1][1]


def _bounded(warnings: list[IngestWarning]) -> list[IngestWarning]:
    kept: list[IngestWarning] = []
    counts: dict[str, int] = {}
    for warning in warnings:
        counts[warning.code] = counts.get(warning.code, 0) + 1
        if counts[warning.code] <= _MOST_OF_A_KIND:
            kept.append(warning)
    for code, count in counts.items():
        if count > _MOST_OF_A_KIND:
            kept.append(IngestWarning(code=code, message=f"{count - _MOST_OF_A_KIND} more of {code!r}."))
    return kept


def _warning(code: str, message: str, start: int, end: int) -> IngestWarning:
    return IngestWarning(code=code, message=message, start=start, end=end)
