"""The statements of an article: sentences with spans and headings, and why a sentence cannot stand by "
"itself."""

import re
from typing import NamedTuple

from itemwright.domain.source import Source
from itemwright.ingest.article import Block, Heading
from itemwright.ingest.markdown import read_markdown
from itemwright.ingest.plain_text import read_plain_text
from itemwright.text import plain, sentences
from itemwright.writing.wording import capitalised

FEWEST_WORDS = 6
MOST_WORDS = 40


class Statement(NamedTuple):
    """`text` says what `source.text[start:end]` says, without Markdown marks; `headings` run from the title.

    Where a sentence opens with "It", the span begins with the sentence before, whose subject is meant.
    """

    source: Source
    text: str
    start: int
    end: int
    headings: tuple[str, ...]
    in_list: bool

    @property
    def opens_with_code(self) -> bool:
        """Whether the sentence begins with a name in code marks."""
        return self.source.text[self.start : self.end].lstrip("*[").startswith("`")


class Section(NamedTuple):
    """A block of the article under its headings."""

    block: Block
    headings: tuple[str, ...]


def sections_of(source: Source) -> list[Section]:
    """The blocks of an article with the headings above them."""
    read = read_markdown if source.media_type == "text/markdown" else read_plain_text
    trail: list[Heading] = []
    found: list[Section] = []
    for part in read(source.text).parts:
        if isinstance(part, Heading):
            trail = [heading for heading in trail if heading.level < part.level] + [part]
        else:
            found.append(Section(part, tuple(plain(heading.title) for heading in trail)))
    return found


def statements_of(source: Source) -> list[Statement]:
    """The sentences of running text and lists that can stand by themselves, in order."""
    found = []
    for block, headings in sections_of(source):
        if block.kind not in ("prose", "list") or _APART.search(" / ".join(headings)):
            continue
        body = source.text[block.start : block.end]
        if body.lstrip().startswith(("<", "{", "import ", "export ", "!!!", "[^")):
            continue
        before: tuple[int, str] | None = None
        for span in sentences(body):
            start, end = block.start + span.start, block.start + span.end
            start += _label_length(span.text)
            if connector := _CONNECTOR.match(source.text[start:end]):
                start += connector.end()
            text = _neutral(" ".join(plain(source.text[start:end]).split()))
            text = capitalised(text) if connector else text
            if before is not None and (resolved := _resolved(text, before[1])):
                start, text = before[0], resolved
            before = (start, text)
            if why_not_alone(text) is None:
                found.append(Statement(source, text, start, end, headings, block.kind == "list"))
    return found


_IT = re.compile(
    r"^(?:It|This (?:method|technique|approach|algorithm|process|function|model|command"
    r"|step)) (?P<rest>(?:also |then )?(?P<verb>[a-z]+) .+)$"
)
_NAMED = re.compile(
    r"^(?P<subject>(?:(?:The|An?) )?(?:[A-Za-z0-9][\w/()-]* ){0,4}?[A-Za-z0-9][\w/()-]*) (?:is an? |are "
    r"|was an? |[a-z]+s (?!of\b|in\b|for\b))"
)
_DUMMY = frozenset({
    "is", "was", "takes", "seems", "follows", "depends", "turns", "helps", "makes", "would", "might", "may",
    "can", "could", "should", "will", "has",
})  # fmt: skip


def _resolved(text: str, before: str) -> str | None:
    """ "It works by ..." after "LoRA is a technique ...": "LoRA works by ..."; None unless surely so."""
    match, named = _IT.match(text), _NAMED.match(before)
    if match is None or named is None or match.group("verb") in _DUMMY or why_not_alone(before) is not None:
        return None
    subject = named.group("subject")
    if " is a" not in before[: len(subject) + 6] or len(subject.split()) > 5:
        return None
    return f"{subject} {match.group('rest')}"


def _neutral(text: str) -> str:
    """The sentence without the person: "allows you to", "you can use X to ...", "Use X to ..."."""
    text = re.sub(r"\b(allow|enable|let|help|permit)(s|ing|ed)? (?:us|you)\b", r"\1\2 users", text)
    match = _USE.match(text)
    if match is None:
        return text
    what = match.group("what")
    return f"{what[0].upper()}{what[1:]} can be used {match.group('link')} {match.group('rest')}"


_USE = re.compile(
    r"^(?:(?:You|We|One|Users|Developers) can (?:also )?use|Use) (?P<what>(?!it\b|them\b|this\b|these\b"
    r"|that\b|cases?\b)[^,;:.]{3,50}?)"
    r" (?P<link>to) (?P<rest>[a-z]+ (?!you\b|your\b)[^.]{8,}\.)$"
)
_CONNECTOR = re.compile(
    r"(?:However|Therefore|Thus|Hence|Moreover|Additionally|Furthermore|In addition|As a result"
    r"|Consequently|Generally|In general"
    r"|Overall|Also|In practice|Importantly|Essentially|Basically|Indeed|In fact|Specifically"
    r"|Unfortunately|Fortunately|Consequently"
    r"|Typically|Usually|Internally|Technically|Traditionally), (?!it\b|they\b|this\b|these\b)|(?:Note"
    r"|Remember|Keep in mind) that "
)
_LABEL = re.compile(
    r"(?:\*\*|__|`)?[^.:!?`*]{2,50}?(?:\*\*|__|`)?(?: \([^()]{1,40}\))?(?::(?:\*\*)? | [-–—] )(?=[A-Z`*])"
)


def _label_length(text: str) -> int:
    """How long the label is that a list entry or a paragraph opens with: "**Node**: ..."."""
    match = _LABEL.match(text)
    return match.end() if match and len(match.group().split()) <= 7 else 0


_APART = re.compile(
    r"\b(?:references?|further reading|see also|acknowledge?ments?|licen[cs]e|about|contributing|changelog"
    r"|release notes?|next steps|resources|feedback|community|support|disclaimer|appendix|table of contents"
    r"|bibliography|citation|author)\b",
    re.IGNORECASE,
)
_OPENERS = re.compile(
    r"^(?:this|these|that|those|it|its|they|their|them|he|she|his|her|here|there|such|both|each|either"
    r"|neither|others?"
    r"|another|another one|one|some|many|most|several|all|any|few|none|the (?:former|latter|same|other"
    r"|others|above|following|next|previous"
    r"|first|second|third|last|resulting|rest|idea|key|goal|point|reason|result|problem|difference|answer"
    r"|question|examples?|table|list|snippet)"
    r"|however|therefore|thus|hence|but|and|or|so|moreover|instead|otherwise|then|finally|first|firstly"
    r"|second"
    r"|secondly|third|thirdly|next|last|lastly|similarly|likewise|also|additionally|furthermore|consequently"
    r"|meanwhile|nevertheless|nonetheless|still|yet|conversely|note|remember|recall|again|besides|indeed"
    r"|overall"
    r"|accordingly|alternatively|afterwards?|because|since|while|although|though|whereas|if|when|once"
    r"|after|before|until|as"
    r"|in (?:addition|contrast|fact|other words|this|that|these|such|our|short|summary|general|particular"
    r"|practice|some|most|many|both|the)"
    r"|for (?:example|instance|this|that|these|those|each|more|now|all)|as (?:a result|such|mentioned|you"
    r"|we|an example)"
    r"|on the (?:other|one) hand|at (?:this|the same|that)|to (?:do|avoid|achieve|make|use|get|see|learn"
    r"|this|that)"
    r"|with (?:this|that|these|such)|by (?:default|doing|using)|even|only|just|like|unless|whenever"
    r"|whether|without|notice|similar|frequently|optionally|unfortunately|unlike|now|today|recently|currently"
    r"|let|let's|please|sometimes|often|usually|typically|perhaps|maybe|given|imagine|suppose|consider"
    r"|say|see"
    r"|you|your|we|our|us|i|my|yes|no|not|what|why|how|who|where|which|more|below|above|depending|apart"
    r"|aside)\b",
    re.IGNORECASE,
)
_THERE_ARE = re.compile(r"There are (?:two|three|four|five|six) [^:.]{4,60}: ")
_INSTEAD = re.compile(r"(?:Instead of|Rather than) [a-z]+ing\b[^,]{5,80}, |Unlike [^,]{3,50}, ")
_LEANS = re.compile(
    r"\b(?:we|our|ours|us|you|your|yours|i(?!\.)|my|me|let's|above|below|aforementioned|following|preceding"
    r"|previous"
    r"|previously|earlier|later|here|herein|respectively|former|latter|this|these|those|such(?! as)|today"
    r"|nowadays"
    r"|currently|recently|now|soon|yesterday|tomorrow|figure|fig|listing|screenshot|image|diagram|chapter"
    r"|tutorial"
    r"|article|post|blog|guide|section|course|lesson|video|please|click|subscribe|thanks?|welcome|demo)\b"
    r"|\bas (?:well|mentioned|noted|described|shown|seen|discussed)\b|\b(?:the|that) (?:example|other"
    r"|second|first)\b|\bthat (?:example|case|way)\b"
    r"|\b(?:see|refer to|check out|take a look|look at)\b|\bin that case\b|\bdo(?:es)? so\b|\bin turn\b"
    r"|\botherwise\b|\btoo\.$",
    re.IGNORECASE,
)
_PROMOTES = re.compile(
    r"\b(?:best-in-class|cutting-edge|game[- ]chang\w+|seamless\w*|effortless\w*|amazing|awesome|exciting"
    r"|incredibl\w+"
    r"|revolution\w+|world-class|unlock\w*|supercharge\w*|powerhouse|delve\w*|fascinat\w+|stunning"
    r"|remarkabl\w+|state-of-the-art"
    r"|journey|landscape|treasure|magic\w*|imagine|beloved|perfect\w*|trusted by|% off|discounts?"
    r"|coupons?|pricing|enroll?|sign up|free trial"
    r"|unparalleled)\b",
    re.IGNORECASE,
)
_FIGURATIVE = re.compile(
    r"\b(?:think of|like an? |as if|imagine|just as|analog\w+|metaphor\w*|akin to|in a sense)\b",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(
    r"https?:|www\.|[{}<>|=\\]|\.\.\.|…|[\U0001F300-\U0001FAFF]|^\W*$|\$\$?|(?<!\w)\(\s*\)|\[[^\]]*$"
)


def why_not_alone(text: str) -> str | None:
    """What makes a sentence lean on its surroundings, or unfit to be quoted; None when it can stand alone."""
    count = len(text.split())
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        return "length"
    if not text.endswith(".") or text.endswith("..") or not re.match(r"[A-Z`\"“(]|[a-z]+[A-Z_0-9]", text):
        return "fragment"
    if _OPENERS.match(text) and not _INSTEAD.match(text) and not _THERE_ARE.match(text):
        return "opens with a word that points elsewhere"
    if found := _LEANS.search(text):
        return f"leans on its surroundings: {found.group()!r}"
    if _PROMOTES.search(text) or _FIGURATIVE.search(text):
        return "promotes, or speaks in pictures"
    if _NO_PROSE.search(text) or text.count("(") != text.count(")") or text.count('"') % 2:
        return "no plain prose"
    return None


def leans(text: str) -> bool:
    """Whether a phrase needs its surroundings, promotes, or is no plain prose; it need not be a sentence."""
    return bool(
        _LEANS.search(text) or _PROMOTES.search(text) or _FIGURATIVE.search(text) or _NO_PROSE.search(text)
    )
