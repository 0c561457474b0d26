"""Words and sentences of technical English prose, Markdown or plain: spans, lemmas, normal forms.

The splitter is our own: the packaged ones cut inside `code` and need seconds on hostile input. Each step
here is linear in the length of its text.
"""

import functools
import html
import re
import unicodedata
from typing import NamedTuple

from itemwright.lemmas import listed_lemma, verb_lemma


def _listed(text: str) -> list[str]:
    return text.split()


STOP_WORDS = frozenset(
    _listed(
        """
        a about above after again against all also am an and any are as at be because been before being
        below between both but by can could did do does doing done down during each either else etc ever
        every few for from further get gets give given had has have having he her here hers him his how
        however i if in into is it its itself just least less like made make makes making many may me
        might more most much must my neither no nor not of off often on once one only or other others our
        out over own per quite rather same several shall she should since so some such than that the their
        them then there therefore these they this those though through thus to together too under until up
        upon us use used uses using usually very via was way we well were what when where whether which
        while who whom whose why will with within without would yet you your
        """
    )
)
NEGATIONS = frozenset({"no", "nor", "not", "neither", "without", "never", "none", "cannot"})

# A full stop after these does not end a sentence, whatever follows.
_ABBREVIATIONS = frozenset(
    _listed(
        """
        e.g i.e eg ie vs cf viz resp approx ca dr mr mrs ms prof fig figs sec secs eq eqs no nos vol ch
        chap ed eds pp p art ref refs tab alg def thm min max avg incl excl esp w.r.t wrt
        """
    )
)
# These end one only before a capital letter: "Acme Inc. The ..." against "et al. (2021)".
_MAYBE_FINAL = frozenset(_listed("etc al inc ltd co corp jr sr u.s u.k a.m p.m ph.d dept est st"))
_STARTERS = frozenset(
    _listed(
        """
        a an the this that these those it they he she we you i in on at by for from to with as if when
        while once after before since because although though however thus hence so then but and or yet
        not no there here each every all most many some both such our its their his her what which who why
        how let use note
        """
    )
)

_WORD = re.compile(r"[^\W_](?:[^\W_]|[’'\-‐‑._/](?=[^\W_])|_(?=\w))*(?:\+\+|#(?!\w))?|_+[^\W_]\w*")
_PARTS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:\+\+|#)?")
_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]*_]*(?=\s|$))|[。！？]+[」』”’）]*")
_CODE_SPAN = re.compile(r"(?<!`)(?:`[^`\n]{1,400}`|``(?:[^`\n]|`(?!`)){1,400}``)(?!`)")
_FENCE = re.compile(r"[ \t]{0,3}(```+|~~~+)")
_BLOCK_START = re.compile(r"[ \t]*(?:#{1,6}\s+|>\s?|(?:[-*+•‣◦▪]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])\s+)")
_RULE = re.compile(r"[ \t]*(?:[-*_=][ \t]*){3,}$|[ \t]*\|?[\s:|-]*-{2,}[\s:|-]*$")
_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹘﹣－", "-") | dict.fromkeys("‘’‚‛`´′", "'") | dict.fromkeys("“”„‟«»″", '"')
)


class Span(NamedTuple):
    """A part of a text: `text` is the whole's `[start:end]`."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Span]:
    """The sentences of Markdown or plain prose, in order, without list, quote and heading marks.

    Fenced code and rules are left out; a heading, a list entry and a table row end where their line does.
    """
    found: list[Span] = []
    for start, end in _blocks(text):
        found += _split_block(text, start, end)
    return found


def tokens(text: str) -> list[Span]:
    """Words with their spans: letters and digits with inner hyphens, dots and underscores kept together."""
    return [Span(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The words of `text` in lower case, compounds whole: `fine-tuning`, `lora_alpha`, `3.1`."""
    return [match.group().lower() for match in _WORD.finditer(text)]


def content_words(text: str) -> list[str]:
    """The lemmas of the words that carry meaning, compounds in parts: "tuned low-rank" -> tune low rank."""
    parts = (part.lower().replace("’", "'") for part in _PARTS.findall(text.replace("_", " ")))
    bare = (part.partition("'")[0] for part in parts if not part.endswith("n't"))
    return [lemma(part) for part in bare if part not in STOP_WORDS]


@functools.lru_cache(maxsize=1 << 17)
def lemma(word: str) -> str:
    """The base form of one word in lower case; a compound's last part is reduced; American spelling.

    Made for comparing, not for showing.
    """
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if "-" in word:
        head, _, last = word.rpartition("-")
        return f"{head}-{lemma(last)}" if last else word
    if len(word) < 3 or not word.isalpha() or not word.isascii():
        return word
    return _american(_base(word))


def normal_form(text: str) -> str:
    """`text` made comparable: NFKC, lower case, plain dashes and quotes, single spaces, no invisible
    characters, no quotation marks or stop around it."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in ("Cf", "Cc"))
    return " ".join(text.translate(_DASHES).split()).lstrip("'\" ").rstrip(".;,!'\" ")


def plain(text: str) -> str:
    """`text` without Markdown's inline marks: links become their words, code and emphasis stand bare."""
    pieces, position = [], 0
    for match in _CODE_SPAN.finditer(text):
        pieces.append(_plain_prose(text[position : match.start()]))
        pieces.append(match.group().strip("`").strip())
        position = match.end()
    pieces.append(_plain_prose(text[position:]))
    return "".join(pieces)


_MARKS = re.compile(r"[\[<*_~\\&]")
_PLAIN = (
    (re.compile(r"!?\[([^\[\]\n]{0,400})\]\([^()\s]{0,800}(?:\s+\"[^\"\n]{0,200}\")?\)"), r"\1"),
    (re.compile(r"\[\^[^\]\s]{1,40}\]"), ""),
    (re.compile(r"\[([^\[\]\n]{1,400})\]\[[^\[\]\n]{0,200}\]"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^<>\s]{1,800})>"), r"\1"),
    (re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>\n]{0,400})?/?>"), ""),
    (re.compile(r"(?<![\\*\w])\*{1,3}(?=[^\s*])([^*\n]{1,1000})(?<=[^\s\\])\*{1,3}(?![*\w])"), r"\1"),
    (re.compile(r"(?<![\w\\])_{1,3}(?=[^\s_])([^\n_]{1,1000})(?<=\S)_{1,3}(?!\w)"), r"\1"),
    (re.compile(r"~~(?=\S)([^~\n]{1,1000}?)~~"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])"), r"\1"),
)


def _plain_prose(text: str) -> str:
    if not _MARKS.search(text):
        return text
    for pattern, replacement in _PLAIN:
        text = pattern.sub(replacement, text)
    return html.unescape(text)


def _base(word: str) -> str:
    known = listed_lemma(word)
    if known is not None:
        return known
    if word.endswith(("ing", "ed")):
        return verb_lemma(word)
    return word if word.endswith("ss") else word.removesuffix("s")


_BRITISH = (
    (re.compile(r"isation$"), "ization"),
    (re.compile(r"(?<=[^aeiou])ise(r?)$"), r"ize\1"),
    (re.compile(r"(?<=al)yse(r?)$"), r"yze\1"),
    (re.compile(r"(?<=[bilmnv])our$"), "or"),
)
_NOT_BRITISH = frozenset(
    _listed(
        """
        advertise advise comprise compromise concise demise devise disguise enterprise excise exercise
        expertise franchise improvise incise likewise merchandise otherwise paradise precise premise promise
        revise supervise surprise televise treatise four hour armour contour glamour velour
        """
    )
)


def _american(word: str) -> str:
    if len(word) < 6 or word in _NOT_BRITISH:
        return word
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return word


def _blocks(text: str) -> list[tuple[int, int]]:
    """Spans of running prose: cut at blank lines, list marks, fences and lines that end short."""
    blocks: list[tuple[int, int]] = []
    fence = ""
    current: list[tuple[int, int]] = []

    def close() -> None:
        blocks.extend(_unwrap(text, current))
        current.clear()

    position = 0
    for line in text.splitlines(keepends=True):
        start, end = position + len(line) - len(line.lstrip()), position + len(line.rstrip())
        position += len(line)
        mark = _FENCE.match(line)
        if fence or mark:
            close()
            if not fence and mark:
                fence = mark.group(1)
            elif mark and mark.group(1).startswith(fence):
                fence = ""
        elif start >= end or _RULE.match(line):
            close()
        elif line.lstrip().startswith("|") or line.count(" | ") + line.rstrip().endswith("|") > 1:
            close()
            blocks.append((start, end))
        elif opening := _BLOCK_START.match(text, start, end):
            close()
            if opening.group().startswith("#"):
                blocks.append((opening.end(), end))
            elif opening.end() < end:
                current.append((opening.end(), end))
        else:
            current.append((start, end))
    close()
    return blocks


def _unwrap(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join wrapped lines. A line was wrapped if the next word did not fit; else a paragraph ends there."""
    joined: list[tuple[int, int]] = []
    width = max((end - start for start, end in lines), default=0)
    previous = ""
    for start, end in lines:
        word = text[start:end].split(maxsplit=1)[0]
        fits = len(previous) + 1 + len(word) <= width - 8
        ends = fits or width > 200
        if joined and not (ends and not word[0].islower() and not previous.endswith((",", ";", "-"))):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        previous = text[start:end]
    return joined


def _split_block(text: str, start: int, end: int) -> list[Span]:
    block = text[start:end]
    if block.startswith("|") or block.endswith("|"):
        return [Span(start, end, block)]
    code = [match.span() for match in _CODE_SPAN.finditer(block)]
    found: list[Span] = []
    first = 0
    inside = 0
    for match in _END.finditer(block):
        while inside < len(code) and code[inside][1] <= match.start():
            inside += 1
        if inside < len(code) and code[inside][0] < match.start():
            continue
        if match.end() < len(block) and not _ends_sentence(block, first, match):
            continue
        if piece := block[first : match.end()].strip():
            begin = first + len(block[first : match.end()]) - len(block[first : match.end()].lstrip())
            found.append(Span(start + begin, start + begin + len(piece), piece))
        first = match.end()
    if piece := block[first:].strip():
        begin = first + len(block[first:]) - len(block[first:].lstrip())
        found.append(Span(start + begin, start + begin + len(piece), piece))
    return found


def _ends_sentence(block: str, first: int, end: re.Match[str]) -> bool:
    """Whether the stop `end` closes a sentence that began at `first`; looks one word back and one ahead."""
    marks = end.group()
    if marks[0] in "。！？":
        return True
    following = block[end.end() : end.end() + 60].lstrip()
    word = re.split(r"[\s,;:]", following, maxsplit=1)[0]
    bare = word.lstrip("\"'“‘([*_`")
    if not bare or (bare.islower() and bare.rstrip(".!?)'\"").isalpha()):
        return False
    if marks[0] != "." or marks.startswith(".."):
        return True
    before = block[max(first, end.start() - 40) : end.start()]
    last = re.split(r"[\s(\[{\"“'‘/]", before)[-1].lower()
    starter = bare.rstrip(".,;:!?").lower() in _STARTERS and bare[:1].isupper()
    if last in _ABBREVIATIONS and not (last in ("no", "min", "max", "art", "def", "ed") and starter):
        return False
    if last in _MAYBE_FINAL:
        return bare[:1].isupper() and (starter or last in ("etc", "inc", "ltd", "corp"))
    if len(last) == 1 and last.isalpha() and before[-1:].isupper():
        return starter
    return not (last.isdigit() and not block[first : end.start()].strip().strip(last))
