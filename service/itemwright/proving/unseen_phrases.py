"""Phrases that lean on what an item does not show: a figure, a text, something told elsewhere."""

import re
from collections.abc import Iterator

from itemwright.domain.item import Item
from itemwright.text import words

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
_TOLD = (
    r"(?:defined|described|shown|given|listed|mentioned|named|introduced|discussed|explained|presented"
    r"|quoted|"
    r"stated|pictured|depicted|illustrated|outlined|referred to|computed|calculated|derived)"
)
_NARROWED = r"(?! (?:of|that|which|with|whose)\b)"
_SIDE = r"(?:left|right|top|bottom|upper|lower|first|second|last|following|accompanying|attached)"
_PART = r"(?:half|side|part|panel|corner|row|column|line)"
_UNSEEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_TOLD} (?:\w+ )?(?:above|below|previously|overleaf|opposite|in the beginning)"
        r"(?! (?:the|a|an|that|this|its|his|her|their|zero|average|\d))",
        r"\b(?:defined|described|mentioned|named|introduced|discussed|explained|outlined) (?:just )?"
        r"(?:before|earlier|first|last|here|there|at the (?:start|beginning|end|top|outset))"
        r"(?=\s*(?:[,.;:?!)]|$|(?:do|does|did|is|are|was|were|has|have|what|which|why|how|who)\b))",
        r"\bthe (?:afore\w+|above(?!-\w)) \w+",
        r"\bthe (?:preceding|previous|last) (?:question|exercise|item|task|problem|assignment|round|unit"
        r"|section|chapter|paragraph|example|text|"
        r"passage|article|lesson|page|figure|table|experiment|calculation)\b",
        rf"\b(?:the|this|that) (?:\w+ )?{_PICTURES}\b(?! of\b)",
        rf"\b(?:in|on|from|see|by|to|at|of) (?:the|this|that) (?:{_SIDE} )?"
        rf"(?:{_PART} (?:of|in) the )?{_LAID_OUT}\b"
        r"(?! (?:of|that|which|with|whose|element|function|item|type)\b)",
        rf"\b(?:in|from|by|according to) (?:the|this|our|today's) {_TEXTS}\b{_NARROWED}",
        rf"\b(?:according to|as in|as told in|based on|unlike in) (?:the|this) {_LOOSE_TEXTS}\b{_NARROWED}",
        r"\b(?:figure|fig\.|table|section|chapter|page|listing|slide|exercise) \d+(?:\.\d+)*\b",
        rf"\bthe (?:one|ones|two|three) (?:just )?{_TOLD}\b",
        rf"\bthe (?:{_PICTURES}|{_LAID_OUT}) (?:shows?|depicts?|illustrates?|above|below)\b",
        r"\bthe (?:text|author|authors|speaker|lecturer|narrator|writer)\b(?= (?:says?|states?|claims?|"
        r"argues?|describes?|mentions?|explains?|recommends?|suggests?|calls?|gives?|names?|warns?|uses"
        r"|means?))",
        r"\b(?:does|do|did) the (?:text|author|authors|speaker|lecturer|writer|article|passage)\b",
        r"\b(?:the following|the given|the above) (?:code|program|snippet|script|excerpt|passage|text|"
        r"paragraph|dialogue|figure|table|data|dataset|graph|chart|quotation|poem)\b",
        r"\b(?:on|in|at) lines? \d+\b",
    )
)
_PARTS = r"(?:sections?|paragraphs?|chapters?|lessons?|lectures?|articles?|passages?|excerpts?|handouts?)"
_ELSEWHERE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "named in the two preceding sections", "described towards the end of the article"
        rf"\b(?:{_TOLD}|treated|told(?: of)?|spoken of|dealt with|outlined|sketched|covered|met)\b"
        r"(?: \w+)? (?:in|at|on|under|towards|near) (?:the|this|that) (?:[\w-]+ ){0,4}?"
        rf"(?:{_PARTS}|text|reading|textbook|slides?|pages?)\b",
        rf"\b(?:end|beginning|start|middle|close|top|bottom|opening|first half|second half) of (?:the|this)"
        rf" {_PARTS}\b(?! (?:of|in) (?:the|a|an)\b)",
        r"\b(?:in|of|by|from) the (?:(?:two|three|four|first|second|third|fourth|last|preceding|previous"
        rf"|foregoing|opening|closing) ){{1,3}}{_PARTS}\b(?! (?:of|in|that|which|with)\b)",
        r"\b(?:that|which|as|what) (?:you|we) (?:have |had )?(?:just |already )"
        r"(?:read|saw|seen|heard|studied|learnt|learned|met)\b",
        rf"\bthe (?:{_PARTS}|text|story|chapter) (?:that |which )?(?:you|we) (?:have |had )?(?:just )?"
        r"(?:read|heard|saw|seen|studied)\b",
        r"\byour (?:last|previous|earlier) (?:answer|result|calculation)s?\b",
        r"\b(?:speaks?|tells?|deals?|treats?|is told|are told) (?:of |with )?(?:at|towards|near) (?:its|the)"
        r" (?:very )?(?:end|beginning|start|close)(?=\s*(?:[,.;?!]|$))",
    )
)
"""Places of a text that no learner has, whatever the item shows."""
_OF_CODE = re.compile(
    r"\b(?:code|program|snippet|script|function|class|loop|listing|line|block)\b", re.IGNORECASE
)
_OF_GRID = re.compile(r"\b(?:table|row|column|cell|comparison)\b", re.IGNORECASE)
_OF_LIST = re.compile(
    r"\b(?:list|statements?|options?|steps?|items?|terms?|claims?|sentences?)\b", re.IGNORECASE
)

_BACK = re.compile(r"\b(?:above|previous(?:ly)?|preceding|earlier|before|overleaf|afore\w+)\b", re.IGNORECASE)
_MATERIAL = 8
"""Words from which something that is pointed back at may stand in the text itself."""
_CASES = re.compile(
    r"\b(?:in|of|from|for) (?:the|this|that|our|your) (?:(?:worked|given|last|same|running) )?"
    r"(?:example|case at hand|case in question|task at hand|matter at hand|example case)\b"
    r"(?! (?:of|that|which|with|where|in which)\b)"
    r"|\b(?:with|from|using|by|for|given) (?:the|these|those) (?:\w+ )?(?:numbers?|values?|data|figures"
    r"|amounts?|"
    r"measurements?|readings?|results?) (?:given|shown|above|listed|told|provided|stated|named)\b"
    r"|\bthe (?:\w+ )?(?:numbers?|values?|data|figures|amounts?|measurements?|readings?|results?"
    r"|reasons?|ways?|"
    r"methods?|approach|rule|idea|argument|case|kinds?|types?|formula|law|problem|situation|scenario|setting"
    r"|example|trial|experiment|story|events?) (?:that |which )?(?:(?:has|have|had|was|were|is|are) )?"
    r"(?:just |already |previously )?(?:been )?(?:just )?"
    r"(?:given|shown|above|provided|mentioned|named|discussed|described"
    r"|explained|"
    r"introduced|plotted|outlined|sketched)(?: before| earlier| here)?(?=\s*(?:[.,;?!]|$))"
    r"|\b(?:just|already|previously) (?:mentioned|described|discussed|named|introduced|explained|defined)\b"
    r"|^as (?:we (?:saw|have seen|learnt|learned)|described|explained|mentioned|noted|stated|shown"
    r"|discussed|told)\b"
    r"(?! (?:by|in (?:\d|[A-Z])))"
    r"|\bthe (?:first|second|third|last|opening|closing) (?:sentence|paragraph|section"
    r"|chapter) of the (?!same)\w+"
    r"|\bof the (?:listed|mentioned|named|described|discussed) (?!in\b)[a-z]+s\b"
    r"|\bthe (?:mentioned|aforesaid|above-mentioned|said) (?!to\b)[a-z]+\b"
    r"|\bas (?:plotted|drawn|pictured|depicted|sketched)\b(?! (?:by|against|over|as))"
    r"|\b(?:started|begun|continued|given|seen) above\b"
    r"|\bwith the (?:numbers|values|data|figures) given\b",
    re.IGNORECASE,
)
"""What speaks of a case, numbers or an idea as known. They are, where the stem told of them first."""


def unseen_phrase(item: Item, text: str) -> str:
    """The phrase by which `text` leans on something that the item does not show; "" when it does not."""
    for pattern in _ELSEWHERE:
        found = pattern.search(text)
        if found is not None and not re.search(r"\n\s*\S|[“\"][^”\"]{25,}[”\"]", text):
            return found.group()
    for pattern in _UNSEEN:
        for found in pattern.finditer(text):
            near = " ".join([*text[: found.start()].split()[-3:], found.group()])
            if any(own.search(near) for own in _own_forms(item)) or _introduced(text, found):
                continue
            if not _shows(text, found):
                return found.group()
    return _unseen_case(item, text)


def _shows(text: str, found: re.Match[str]) -> bool:
    """Whether the text gives what it speaks of: before it where it points back, else right after a colon, in
    quotation marks, or on lines of its own."""
    before, rest = text[: found.start()], text[found.end() :]
    if _BACK.search(found.group()):
        return len(words(before)) >= _MATERIAL
    if re.match(r"(?:[^\w:]*\w+){0,3}[^\w:]*:", rest) or re.search(r"[“\"][^”\"]{25,}[”\"]", text):
        return True
    return bool(re.search(r"\n\s*\S", rest)) or "`" in rest


def _unseen_case(item: Item, text: str) -> str:
    """The phrase that speaks of a case as known although the text before it tells of none."""
    if item.code is not None or re.search(r"\n\s*\S|`|[“\"][^”\"]{25,}[”\"]", text):
        return ""
    for found in _CASES.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        told = len(words(before)) >= _MATERIAL and re.search(r"[.:;,?!]", before)
        if not told and not re.search(r"\d|:", before) and not re.match(r"[^.?!]{0,20}:", after):
            return found.group()
    return ""


def _own_forms(item: Item) -> Iterator[re.Pattern[str]]:
    """What the item shows by itself, so that it may be spoken of."""
    if item.code is not None:
        yield _OF_CODE
    if item.type == "table" or "|" in item.stem:
        yield _OF_GRID
    if any(getattr(item, name, None) for name in ("options", "steps", "pairs", "blanks")) or ":" in item.stem:
        yield _OF_LIST


def _introduced(text: str, found: re.Match[str]) -> bool:
    """Whether the thing spoken of was brought in before, as "a drawing", or is given in quotation marks."""
    noun = words(found.group())[-1] if words(found.group()) else ""
    before = text[: found.start()]
    if noun == "figure" and re.search(r"\d", before):
        return True  # a number, and no picture
    return bool(
        re.search(rf"\b(?:an?|one|two|three|some|its|his|her|their) (?:\w+ ){{0,3}}{re.escape(noun)}", before)
    )
