"""Can an item be answered from what it shows: no figure, passage or name that its learner does not see."""

import re
from collections.abc import Iterator

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.undefined_names import undefined_names
from itemwright.proving.unseen_phrases import unseen_phrase
from itemwright.text import content_words, lemma, words

_ORDINAL = re.compile(
    r"\bthe (?P<order>second|third|fourth|fifth|other|last|first)"
    r"(?: of (?:the|these) (?:two|three))? (?P<noun>[a-z][\w-]*)(?P<after>(?: \w+)?)",
    re.IGNORECASE,
)


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_AS_THAT = re.compile(r"\bas \w+ as (?:that|this)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"^(?:(?:why|how|what|when|where|which \w+)\s+"
    r"(?:does|do|did|is|are|was|were|can|could|would|will|has|have|must|should)\s+(?P<asked>it|they|he"
    r"|she)|(?P<opens>it|they|he|she|its|their|his|her))\b\s*(?P<next>\w*)",
    re.IGNORECASE,
)
_DUMMY = _listed(
    """
    called possible necessary important useful better best worth common good bad hard easy difficult wise
    safe enough that take takes mean means help helps pay pays make makes matter matters cost costs follow
    follows is was rain rains snow impossible true false usual sensible dangerous cheaper faster harder
    easier right wrong cannot seems appears
    """
)
_IT_IS = re.compile(
    r"\bit (?:\w+ ){1,3}?(?:to|that)\b|\bit (?:\w+ )?(?:warm|cold|cool|hot|dark|light|wet|dry|bright"
    r"|windy|humid)"
    r"(?:er)?\b",
    re.IGNORECASE,
)
"""An "it" that stands for what follows, or for the weather."""
_LATTER = re.compile(r"\bthe (?:former|latter)\b", re.IGNORECASE)
_COUNTED = _listed(
    """
    line row column argument element digit letter word call loop print step half quarter day night year
    month week century law derivative moment time position place character parameter item index name number
    term side hand one ones person part end stage round attempt chapter order degree floor world blank gap
    statement value token layer epoch point two three few minute hour decade generation act movement party
    edition language base pass
    """
)
_NARROWED = _listed(
    """
    of in on that which who to for from with at called after
    """
)
_POINTING = re.compile(
    r"\b(?P<word>this|that|these|those|such an?\b|such(?! as\b))(?: (?P<noun>[a-z][\w-]*))?", re.IGNORECASE
)
_POINTED = _listed(
    """
    approach method technique procedure process phenomenon effect strategy principle concept device idea
    rule step type kind term tool quantity measure number event person substance organ enzyme format system
    model algorithm theory result value change case situation problem property practice option way thing
    setting
    """
)
_SHOWN = _listed(
    """
    statement statements option options claim claims sentence sentences program code function snippet script
    expression loop class table list item items terms steps words lines comparison gap blank text definition
    definitions description descriptions symptoms events sequence formula equation question changes pairs
    order
    """
)
_VAGUE_OPENING = re.compile(
    r"^(?:what|why|how|when|where|who|which|does|do|is|are|can)\b[^.?!,;]{0,30}?"
    r"\bthe (?P<noun>[a-z]+)\b(?P<after>(?: \w+)?)",
    re.IGNORECASE,
)
_ONE_OF_MANY = re.compile(
    r"^(?:what|how|why|when|where|which \w+)\b[^,.;:?]{0,20}?\b(?:did|was|were|had) the (?P<noun>company"
    r"|firm|patient|"
    r"researchers?|scientists?|team|experimenters?|student|pupil|speaker|boy|girl|man|woman|customer|farmer|"
    r"engineer|teacher|nurse|driver|participants?|subjects?|model in question)\b(?! (?:of|in|that|which"
    r"|who|with|at)\b)",
    re.IGNORECASE,
)
"""Somebody of whom a story would have to tell first."""
_NEXT_ONE = re.compile(
    r"^(?:what|which (?:\w+ )?)\b[^,.;:?]{0,30}\bthe (?:next|previous|following|other) "
    r"(?:step|stage|phase|part|one|move|action)\b(?:\s+be)?\s*\?$"
    r"|^what (?:would|will|does|must|should) happen (?:then|next|now|afterwards)\s*\?$",
    re.IGNORECASE,
)
_VERBS = _listed(
    """
    is are was were does do did has have can and or happen
    """
)
_TO_BE_SORTED = re.compile(
    r"^(?:please )?(?:put|arrange|order|sort|rank|match|join|assign|pair|bring|place|sequence|number"
    r"|connect|link) (?:each of )?(?:these|those)\b",
    re.IGNORECASE,
)
"""What an item with steps or pairs shows below its stem."""
_ONE_OF_TWO = re.compile(
    r"\bthe (?:first|second|third|last|other|former|latter|better|later|earlier) of (?:the|these|those)"
    r" (?:two|three|four)\b(?! \w)",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|what|one|two|three|some|all|any|none|each|how many) of$", re.IGNORECASE)


_BARE = re.compile(r"the (?:[a-z-]+ )?(?:picture|photo|photograph|image|drawing|diagram|map)", re.IGNORECASE)
"""A thing named without its place: it may be what the question is about, as an exposure is of a picture."""


def check_stands_alone(item: Item) -> Finding:
    """fail: the item leans on a figure, a text, a name or an order of things that it does not show; unsure:
    it names one that may be its subject."""
    for text in _shown(item):
        if found := unseen_phrase(item, text) or _unnumbered(item, text):
            told = f"leans on what the learner does not see: {found!r}"
            return ("unsure" if _BARE.fullmatch(found) else "fail"), told
    if (one := _ONE_OF_TWO.search(item.stem)) and not re.search(
        r"\b(?:and|or|two|three|four)\b|[,:;]", item.stem[: one.start()]
    ):
        return "fail", f"points at what the item does not name: {one.group()!r}"
    if (compared := _AS_THAT.search(item.stem)) and "," not in item.stem[: compared.start()]:
        return "fail", f"points at what the item does not name: {compared.group()!r}"
    pronoun = _PRONOUN.match(item.stem)
    if pronoun and item.code is None and not _stands_for_nothing(pronoun, item.stem):
        return "fail", f"points at what the item does not name: {pronoun.group().strip()!r}"
    for pattern in (_ONE_OF_MANY, _NEXT_ONE):
        if item.code is None and (unknown := pattern.search(item.stem.strip())):
            return "fail", f"speaks of what the item does not tell: {unknown.group()!r}"
    if found := _pointing(item):
        return "fail", f"points at what the item does not name: {found!r}"
    if names := undefined_names(item):
        return "fail", f"the code uses {', '.join(map(repr, names))}, which nothing defines"
    return "pass", "can be read by itself"


def _stands_for_nothing(pronoun: re.Match[str], stem: str) -> bool:
    """Whether an "it" is the one of "Why is it risky to ..." or "it is warmer"."""
    if pronoun["next"].lower() in _DUMMY:
        return True
    place = stem.lower().find("it", pronoun.start())
    asked = re.search(r"\b(?:is|was|would be|be)\s+it$", stem[: place + 2], re.IGNORECASE)
    return bool(asked and _IT_IS.match(stem[place:].split("?")[0]))


def _shown(item: Item) -> Iterator[str]:
    """What is asked: the stem, the parts, and what the answers are to be matched to."""
    yield item.stem
    yield from getattr(item, "parts", None) or ()
    if item.type == "matching":
        yield from (side.text for side in item.pairs.left)


def _unnumbered(item: Item, text: str) -> str:
    """An order of things ("the second house", "the latter") of which the text shows no other."""
    if (latter := _LATTER.search(text)) and not re.search(r"\b(?:and|or)\b", text[: latter.start()]):
        return latter.group()
    is_label = text != item.stem
    for found in _ORDINAL.finditer(text):
        order, noun = found["order"].lower(), found["noun"].lower()
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
    is_part = noun in ("step", "row", "column", "line")
    return not is_part and not re.search(
        r"\b(?:first|second|last|order|then|[12]\.)", item.stem, re.IGNORECASE
    )


def _pointing(item: Item) -> str:
    """A word that points back although nothing was named before it."""
    if item.code is not None or (item.type in ("ordering", "matching") and _TO_BE_SORTED.match(item.stem)):
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
