"""Reads Markdown: front matter, headings, paragraphs, lists, tables and code, by markdown-it's token maps."""

import re
from itertools import pairwise

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from itemwright.domain.passage import PassageKind
from itemwright.ingest.article import Article, Block, Heading, Lines, lines_of
from itemwright.text import plain

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ADMONITION = re.compile(r"[ \t]*(?:!!!|\?\?\?\+?|===|:::+)[ \t]*\S")
_ANCHOR = re.compile(r"\s*(?:\{#?[^{}]{1,80}\}|\[\[[^\[\]]{1,80}\]\]|#+)\s*$")
_KINDS: dict[str, PassageKind] = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
}


def read_markdown(text: str) -> Article:
    """Take Markdown apart. Whatever the parser drops (link definitions, rules) becomes prose of its own."""
    lines = lines_of(text)
    title, first = _front_matter(text, lines)
    parts: list[Heading | Block] = []
    done = first
    for opening, tokens in _top_level(lines, first):
        assert opening.map is not None
        begin, end = opening.map[0] + first, opening.map[1] + first
        parts += _gap(lines, done, begin)
        done = max(done, end)
        start, stop = lines.span(begin, end)
        if start == stop:
            continue
        if opening.type == "heading_open":
            parts.append(Heading(start, stop, int(opening.tag[1]), _heading_title(tokens)))
        else:
            kind = _kind(opening, parts, text)
            parts.append(Block(start, stop, kind, _cuts(kind, tokens, lines, first, start, stop)))
    parts += _gap(lines, done, lines.count)
    if title is None:
        headings = [part for part in parts if isinstance(part, Heading) and part.title]
        top = [heading for heading in headings if heading.level == 1]
        title = next((heading.title for heading in [*top, *headings[:1]]), None)
    return Article(title, tuple(parts))


def _front_matter(text: str, lines: Lines) -> tuple[str | None, int]:
    """The title in it and the number of the first line after it."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return None, 0
    try:
        fields = yaml.load(match.group(1), Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        fields = None
    if not isinstance(fields, dict):
        return None, 0  # two rules with text between them, not front matter
    title = fields.get("title")
    return (str(title).strip() or None) if title is not None else None, lines.starts.index(match.end())


def _top_level(lines: Lines, first: int) -> list[tuple[Token, list[Token]]]:
    """Each block's opening token and all its tokens, in order. Inline marks are not parsed: not needed."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    tokens = parser.parse(lines.text[lines.starts[first] :])
    starts = [at for at, token in enumerate(tokens) if token.level == 0 and token.nesting >= 0 and token.map]
    return [(tokens[a], tokens[a:b]) for a, b in pairwise([*starts, len(tokens)])]


def _gap(lines: Lines, begin: int, end: int) -> list[Heading | Block]:
    if begin >= end:
        return []
    start, stop = lines.span(begin, end)
    return [Block(start, stop, "prose")] if start < stop else []


def _heading_title(tokens: list[Token]) -> str:
    content = next((token.content for token in tokens if token.type == "inline"), "")
    return " ".join(_ANCHOR.sub("", plain(content)).split())


def _kind(opening: Token, parts: list[Heading | Block], text: str) -> PassageKind:
    """Indented text under an admonition's mark is prose, though Markdown proper calls it code."""
    before = parts[-1] if parts else None
    if opening.type == "code_block" and isinstance(before, Block) and before.kind == "prose":
        last_line = text.rfind("\n", 0, before.end) + 1
        if _ADMONITION.match(text, last_line, before.end):
            return "prose"
    return _KINDS.get(opening.type, "prose")


def _cuts(
    kind: PassageKind, tokens: list[Token], lines: Lines, first: int, start: int, stop: int
) -> tuple[int, ...]:
    if kind == "list":
        entries = {token.map[0] + first for token in tokens if token.type == "list_item_open" and token.map}
        found = sorted(lines.starts[number] for number in entries)
    elif kind in ("table", "code"):
        assert tokens[0].map is not None
        begin, end = tokens[0].map[0] + first, tokens[0].map[1] + first
        found = [lines.starts[number] for number in range(begin + (2 if kind == "table" else 0), end)]
    else:
        found = []
    return tuple(cut for cut in found if start < cut < stop)
