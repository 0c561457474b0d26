"""Can an item be answered from what it shows: no figure, passage or name that its learner does not see."""

import ast
import builtins
import re
from collections.abc import Iterator

from itemwright.domain.item import BLANK, Item
from itemwright.proving.checked import Finding
from itemwright.text import content_words, lemma, words

_PICTURES = (
    r"(?:drawing|figure|diagram|picture|photo|photograph|illustration|sketch|screenshot|infographic|cartoon)"
)
_LAID_OUT = r"(?:image|chart|plot|graph|map|table|list|listing|slide|box|margin|caption)"
_TEXTS = (
    r"(?:article|passage|excerpt|paragraph|section|chapter|lesson|lecture|handout|tutorial|textbook|reading|"
    r"above \w+|course material)"
)
_LOOSE_TEXTS = (
    r"(?:text|source|example|exercise|book|story|document|video|page|post|guide|experiment|study|table)"
)
_SAID = (
    r"(?:defined|described|shown|given|listed|mentioned|named|introduced|discussed|explained|presented|cited|"
    r"quoted|stated|drawn|pictured|plotted|depicted|illustrated|outlined|covered|referred to|talked about|seen|"
    r"computed|calculated|derived|found|used|set up|built|created)"
)
_UNSEEN = (
    re.compile(
        rf"\b{_SAID} (?:\w+ )?(?:above|below|previously|overleaf|so far|already|opposite|in the beginning)"
        r"(?! (?:the|a|an|that|this|its|his|her|their|zero|average|\d))",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:defined|described|mentioned|named|introduced|discussed|explained|outlined) (?:just )?"
        r"(?:before|earlier|first|last|here|there|at the (?:start|beginning|end|top|outset))"
        r"(?=\s*(?:[,.;:?!)]|$|(?:do|does|did|is|are|was|were|has|have|what|which|why|how|who)\b))",
        re.IGNORECASE,
    ),
    re.compile(r"\bthe (?:afore\w+|above(?!-\w)|preceding|previous) \w+(?! (?:of|to|in|day|night)\b)", re.IGNORECASE),
    re.compile(rf"\b(?:the|this|that) (?:\w+ )?{_PICTURES}\b(?! of\b)", re.IGNORECASE),
    re.compile(
        rf"\b(?:in|on|from|see|by|to|at|of) (?:the|this|that) (?:(?:left|right|top|bottom|upper|lower|first|second|last"
        rf"|following|accompanying|attached) )?(?:(?:half|side|part|panel|corner|row|column|line) (?:of|in) the )?{_LAID_OUT}"
        r"\b(?! (?:of|that|which|with|whose|element|function|item|type)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:in|from|by|according to) (?:the|this|our|today's) {_TEXTS}\b(?! (?:of|that|which|with|whose)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:according to|as in|as told in|based on|unlike in) (?:the|this) {_LOOSE_TEXTS}\b"
        r"(?! (?:of|that|which|with|whose)\b)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:figure|fig\.|table|section|chapter|page|listing|slide|exercise) \d+(?:\.\d+)*\b", re.IGNORECASE),
    re.compile(r"\bthe (?:one|ones|two|three) (?:just )?" + _SAID + r"\b", re.IGNORECASE),
)  # fmt: skip
_OWN_FORMS = {
    "code": re.compile(r"\b(?:code|program|snippet|script|function|class|loop|listing|line|block)\b", re.IGNORECASE),
    "grid": re.compile(r"\b(?:table|row|column|cell|comparison)\b", re.IGNORECASE),
    "list": re.compile(r"\b(?:list|statements?|options?|steps?|items?|terms?|claims?|sentences?)\b", re.IGNORECASE),
}  # fmt: skip
_ORDINAL = re.compile(
    r"\bthe (?P<order>second|third|fourth|fifth|other|former|latter|last|first)(?: of (?:the|these) (?:two|three))? "
    r"(?P<noun>[a-z][\w-]*)(?P<after>(?: \w+)?)",
    re.IGNORECASE,
)
_COUNTED = frozenset(
    ["line", "row", "column", "argument", "element", "digit", "letter", "word", "call", "loop", "print", "step", "half",
     "quarter", "day", "night", "year", "month", "week", "century", "law", "derivative", "moment", "time", "position",
     "place", "character", "parameter", "item", "index", "name", "number", "term", "side", "hand", "one", "ones",
     "person", "part", "end", "stage", "round", "attempt", "chapter", "order", "degree", "century", "floor", "world",
     "blank", "gap", "statement", "column", "value", "token", "layer", "epoch", "point", "two", "three", "few", "minute",
     "hour", "decade", "generation", "quarter", "act", "movement", "party", "edition", "language", "base", "pass"]
)  # fmt: skip
_NARROWED = frozenset(
    ["of", "in", "on", "that", "which", "who", "to", "for", "from", "with", "at", "called", "after"]
)
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|both|pair|several|each|either|one|another|a|an)\b", re.IGNORECASE
)
_POINTING = re.compile(
    r"\b(?P<word>this|that|these|those|such an?|such(?! as\b))(?: (?P<noun>[a-z][\w-]*))?", re.IGNORECASE
)
_POINTED = frozenset(
    ["approach", "method", "technique", "procedure", "process", "phenomenon", "effect", "strategy", "principle",
     "concept", "device", "idea", "rule", "step", "type", "kind", "term", "tool", "quantity", "measure", "number",
     "event", "person", "substance", "organ", "enzyme", "format", "system", "model", "algorithm", "theory", "result",
     "value", "change", "case", "situation", "problem", "property", "practice", "option", "way", "thing", "setting"]
)  # fmt: skip
_SHOWN = frozenset(
    ["statement", "statements", "option", "options", "claim", "claims", "sentence", "sentences", "program", "code",
     "function", "snippet", "script", "expression", "loop", "class", "table", "list", "item", "items", "terms", "steps",
     "words", "lines", "comparison", "gap", "blank", "text", "definition", "definitions", "description", "descriptions",
     "symptoms", "events", "sequence", "formula", "equation", "question", "changes", "pairs", "order"]
)  # fmt: skip
_VAGUE_OPENING = re.compile(
    r"^(?:what|why|how|when|where|who|which|does|do|is|are|can)\b[^.?!,;]{0,30}?\bthe (?P<noun>[a-z]+)\b(?P<after>(?: \w+)?)",
    re.IGNORECASE,
)
_VERBS = frozenset(
    ["is", "are", "was", "were", "does", "do", "did", "has", "have", "can", "and", "or", "happen"]
)
_WHICH = re.compile(r"\b(?:which|what|one|two|three|some|all|any|none|each|how many) of$", re.IGNORECASE)


def check_stands_alone(item: Item) -> Finding:
    """fail: the item leans on a figure, a text, a name or an order of things that it does not show."""
    for text in _shown(item):
        if found := _unseen(item, text) or _unnumbered(item, text):
            return "fail", f"leans on what the learner does not see: {found!r}"
    if found := _pointing(item):
        return "fail", f"points at what the item does not name: {found!r}"
    if names := undefined_names(item):
        return "fail", f"the code uses {', '.join(map(repr, names))}, which nothing defines"
    return "pass", "can be read by itself"


def undefined_names(item: Item) -> list[str]:
    """Names that the code of an item on what is printed reads, and that neither it nor Python defines."""
    asks_output = item.type == "output_prediction" or (
        item.type in ("numeric", "multiple_choice", "multiple_response", "short_answer", "debug")
        and re.search(r"\bprint(?:s|ed)?\b", item.stem)
    )
    if not asks_output or not item.code or item.language not in (None, "python"):
        return []
    try:
        tree = ast.parse(item.code.replace(BLANK, "None"))
    except (SyntaxError, ValueError, RecursionError):
        return []
    loaded: dict[str, None] = {}
    bound = {*dir(builtins), "__name__", "__file__"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (loaded.setdefault(node.id) if isinstance(node.ctx, ast.Load) else bound.add(node.id))
        bound.update(_bound_by(node))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            return []
    return [name for name in loaded if name not in bound and name not in item.stem]


def _bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.Global | ast.Nonlocal):
        yield from node.names


def _shown(item: Item) -> Iterator[str]:
    """What is asked: the stem, the parts, and what the answers are to be matched to."""
    yield item.stem
    yield from getattr(item, "parts", None) or ()
    if item.type == "matching":
        yield from (side.text for side in item.pairs.left)


def _unseen(item: Item, text: str) -> str:
    for pattern in _UNSEEN:
        for found in pattern.finditer(text):
            near = text[max(0, found.start() - 30) : found.end() + 12]
            if not any(own.search(near) for own in _own_forms(item)) and not _introduced(text, found):
                return found.group()
    return ""


def _own_forms(item: Item) -> Iterator[re.Pattern[str]]:
    """What the item shows by itself, so that it may be spoken of."""
    if item.code is not None:
        yield _OWN_FORMS["code"]
    if item.type == "table" or "|" in item.stem:
        yield _OWN_FORMS["grid"]
    if any(getattr(item, name, None) for name in ("options", "steps", "pairs", "blanks")) or ":" in item.stem:
        yield _OWN_FORMS["list"]


def _introduced(text: str, found: re.Match[str]) -> bool:
    """Whether the thing spoken of was brought in before, as "a drawing", or is given in quotation marks."""
    noun = words(found.group())[-1] if words(found.group()) else ""
    before = text[: found.start()]
    return bool(
        re.search(rf"\b(?:an?|one|two|three|some|its|his|her|their) (?:\w+ ){{0,3}}{re.escape(noun)}", before)
    )


def _unnumbered(item: Item, text: str) -> str:
    """An order of things ("the second house", "the latter") of which the text shows no other."""
    is_label = text != item.stem
    for found in _ORDINAL.finditer(text):
        order, noun = found["order"].lower(), found["noun"].lower()
        if order in ("former", "latter"):
            if " and " not in text[: found.start()] and " or " not in text[: found.start()]:
                return found.group()
            continue
        if is_label:
            if (
                item.type == "matching"
                and found.group().strip() == text.strip()
                and _names_nothing(item, noun)
            ):
                return found.group()
            continue
        if order in ("first", "last", "other") and lemma(noun) not in _POINTED:
            continue
        rest = words(text[: found.start()] + " " + text[found.end("noun") :])
        known = lemma(noun) in _COUNTED or lemma(noun) in {lemma(word) for word in rest}
        narrowed = found["after"].strip().lower() in _NARROWED or found["noun"][0].isupper()
        if not known and not narrowed and len(content_words(text[: found.start()])) < 4:
            return found.group().strip()
    return ""


def _names_nothing(item: Item, noun: str) -> bool:
    """Whether the stem gives no order that a label such as "the first format" could go by."""
    return not re.search(r"\b(?:first|second|last|order|then|[12]\.)", item.stem, re.IGNORECASE) and noun not in (
        "step", "row", "column", "line",
    )  # fmt: skip


def _pointing(item: Item) -> str:
    """A word that points back although nothing was named before it."""
    if item.code is not None:
        return ""
    for found in _POINTING.finditer(item.stem):
        before, noun = item.stem[: found.start()], (found["noun"] or "").lower()
        if found["word"].lower() == "that" or _WHICH.search(before.rstrip()) or noun in _SHOWN:
            continue
        if (
            noun in ("is", "are", "was", "were", "does", "do", "did", "has", "have", "can", "and", "or")
            or not noun
        ):
            if (
                any(getattr(item, name, None) for name in ("options", "pairs", "steps", "grid"))
                or ":" in item.stem
            ):
                continue
        elif lemma(noun) not in _POINTED and item.stem[found.end() :].lstrip().startswith((":", "“", '"')):
            continue
        named = {lemma(word) for word in words(before)}
        if noun and noun not in _VERBS and lemma(noun) in named:
            continue
        if not re.search(r"[“\"‘:,;.?!]|\b(?:if|when|because|that|and|but)\b", before):
            return found.group().strip()
    opening = _VAGUE_OPENING.match(item.stem)
    if opening and lemma(opening["noun"]) in (
        "approach",
        "method",
        "technique",
        "procedure",
        "phenomenon",
        "strategy",
    ):
        before = item.stem[: opening.start("noun")]
        after = opening["after"].strip().lower()
        if after not in _NARROWED and len(content_words(before)) < 2 and len(content_words(item.stem)) < 8:
            return f"the {opening['noun']}"
    return ""
