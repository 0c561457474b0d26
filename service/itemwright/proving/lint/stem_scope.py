"""What a stem points at: things that the learner does not see, and words without anything they stand for."""

import re
from collections.abc import Iterator

from itemwright.domain.item import BLANK
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.phrases import kinds_of, word_set
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.rule import OWN, SAQUET, Hit, Rule
from itemwright.text import STOP_WORDS, lemma, tokens

_PLACE = (
    r"(?:passage|text|article|document|paragraph|excerpt|page|post|guide|section|chapter|tutorial|source"
    r"|lecture|lesson"
    r"|slides?|video|textbook|book|handout|worksheet|reading|course|module|unit|story|transcript|material"
    r"|materials"
    r"|figure|diagram|graph|chart|picture|image|photo(?:graph)?|drawing|illustration|screenshot|map|plot"
    r"|table|listing"
    r"|notes|homework|website|webpage|blog|paper|author|writer|speaker|teacher|lecturer|instructor"
    r"|narrator)"
)
_SEEN = (
    r"(?:figure|diagram|graph|chart|picture|image|photo(?:graph)?|drawing|illustration|screenshot|map"
    r"|plot|listing)"
)
_PART_SEEN = (
    r"(?:excerpt|passage|paragraph|letter|text|source|document|picture|image|photo(?:graph)?|figure"
    r"|diagram|chart"
    r"|graph|poem|stanza|column|row|slide|clip|video|recording|listing|snippet|exercise|worksheet"
    r"|page|map|quotation"
    r"|quote|extract)"
)
_DID = (
    r"(?:wrote|built|made|defined|used|saw|read|heard|met|discussed|learn(?:ed|t)|did|had"
    r"|talked about|looked at"
    r"|worked (?:with|on)|solved|drew|computed|calculated|programmed|created|studied|measured"
    r"|covered|went through)"
)
_THEN = (
    r"(?:earlier|before|above|yesterday|together|previously|so far|just now|last (?:week|time"
    r"|lesson|month|year)"
    r"|in class|in the (?:last|previous) \w+|at the start|this morning|on \w+day)"
)
_OUTSIDE = re.compile(
    r"\b(?:main (?:idea|point|topic|message|character)|theme|topic|title|tone|purpose|gist|moral|message"
    r"|plot|setting|conclusion|summary)"
    r" of (?:the|this) (?:text|passage|story|article|poem|chapter|paragraph|section|excerpt|lecture|video"
    r"|essay|speech|letter)\b"
    r"|\b(?:you|we) (?:just )?(?:watched|read|saw|heard|studied|visited|practised|practiced|covered)\b|"
    r"\b(?:just|previously|already) (?:presented|described|mentioned|discussed|shown|introduced|seen|named"
    r"|learn(?:ed|t)|read)\b"
    r"|\bin lines? \d+\b(?! of)|\b(?:the|this) (?:experiment|study|survey|passage|author|example|story"
    r"|case study)"
    r"(?=\?|\s+(?:described|shown|above|show|suggest|prove|conclude))|"
    rf"\b(?:according to|based on|as (?:stated|described|shown|explained|mentioned|given|seen) in"
    rf"|referring to|refer to"
    rf"|with reference to|from|see|read|look at|consult|in the words of) (?:the|this|that|our|your"
    rf"|last week['’]s)"
    rf" (?:\w+ )?{_PLACE}\b"
    rf"|\b(?:do|does|did|can) (?:the|this|these|our|your) (?:\w+ )?{_PLACE}s? (?:show|say|tell|describe"
    rf"|mention|explain|claim"
    r"|suggest|argue|imply|mean by|give|list|compare|conclude|recommend|present)\b"
    rf"|\b(?:the|this|our|your|that) (?:\w+ )?{_PLACE} (?:says|said|states|stated|describes|described"
    rf"|mentions|mentioned"
    r"|explains|explained|shows|showed|shown|claims|claimed|above|below|opposite|overleaf|argues|argued"
    r"|suggests|gives"
    r"|on (?:the (?:left|right|board|next page|previous page)|page \d+))"
    r"|\bthis (?:passage|article|excerpt|tutorial|chapter|blog post|lecture|lesson|section|paragraph|video"
    r"|course|unit)\b"
    r"|\b(?:does|did|do|is|was|would|has|can|why|how) the (?:author|lecturer|speaker"
    r"|narrator)\b(?! of (?!the\b))"
    r"|\bthe (?:author|lecturer|speaker|narrator) (?:says|said|means|thinks|uses|tells|mentions|names"
    r"|wants)\b"
    r"|\bthe (?:author|writer|speaker|narrator) of (?:the|this) (?:text|passage|story|article|poem|excerpt"
    r"|letter|speech|chapter)\b"
    r"|\b(?:mentioned|described|discussed|shown|listed|given|stated|seen|explained|introduced|presented"
    r"|covered|learned"
    r"|learnt|studied|used|defined|displayed|pictured|depicted|quoted|cited)"
    r" (?:above|below|earlier|previously|before|in class|in (?:the|this|our|your|last) (?:\w+ )?"
    + _PLACE
    + r"|last week"
    r"|on (?:the )?(?:previous )?page|overleaf|so far|yesterday|at the (?:start|beginning))\b"
    r"|\b(?:as|which) (?:we|you) (?:mentioned|noted|discussed|saw|have seen|learned|learnt|covered|studied"
    r"|read)\b"
    r"|\bas (?:mentioned|noted|discussed|we saw|seen|we have seen|explained|described|you (?:saw|learned"
    r"|know from))\b"
    r"(?! (?:by|in (?:\d|[A-Z])))"
    rf"|\bthe (?:above|following|preceding|previous|adjacent|accompanying|attached|enclosed) {_PLACE}\b"
    r"|\bin the (?:previous|next|last|preceding|earlier) (?:section|chapter|part|question|exercise|example"
    r"|lesson|task"
    r"|item|unit|step|problem)\b|\b(?:your|the) (?:previous|last|earlier) (?:answer|question|result|item"
    r"|exercise)\b"
    r"|\b(?:your answer|the answer|the result) (?:to|of|from|in) (?:the )?(?:question|exercise|part|item"
    r"|task|problem)"
    r" (?:\d|above|before)"
    rf"|\bthe {_PLACE} (?:above|below|opposite|overleaf)\b|(?-i:\b(?:Example|Question|Exercise|Problem"
    rf"|Figure|Fig\.|Table|Equation|Listing|Section"
    r"|Chapter|Page|figure|fig\.|table|section|chapter|page|exercise"
    r"|equation) \d+(?:\.\d+)*[a-z]?\b)(?! (?:of (?:the )?[A-Z]|%|per)|\s*[=+*/^<>])|\b(?:in|during"
    r"|from) (?:class"
    r"|the lecture|our last|today['’]s|(?:the )?last (?:lesson|lecture|class|week|session|unit|chapter"
    r"|exercise))\b(?! \d)"
    rf"|\b(?:shown|seen|labelled|labeled|marked|drawn|depicted) (?:in|on|at|by|with) (?:the"
    rf"|this) (?:\w+ )?{_SEEN}\b"
    rf"|\b(?:in|on|from|of) (?:the|this) (?:\w+ )?{_SEEN}(?=[,?.]| (?:is|are|does|do|shows|represent))"
    rf"|\b(?:in|of|from|on|does|do|is) the (?:first|second|third|fourth|last|other|final"
    rf"|next) {_PART_SEEN}\b"
    r"(?! of\b| (?:that|which|in) )"
    rf"|\b(?:that|which)? ?(?:we|you|i) (?:\w+ )?{_DID} (?:\w+ )?{_THEN}\b"
    r"|\b(?:experiment|study|text|film|story|example|case|game|survey|function|program|loop|class"
    r"|list|table)"
    r" (?:that |which )?(?:we|you) (?:talked about|spoke about|looked at|worked with|worked on"
    r"|wrote|built|made"
    r"|used|discussed|defined|saw|read)\b"
    r"|\bthe author['’]s\b|\bthe (?:two|three|four|five) \w+ (?:above|below|mentioned|listed earlier)\b",
    re.IGNORECASE,
)
_SELF = word_set(
    """
    question statement sentence claim gap blank item task exercise case situation scenario example
    problem word term expression option answer choice list following way kind type sort reason purpose
    context sense point time moment day year regard respect end
    """
)
_CODE_NOUNS = word_set(
    """
    code program snippet function script query class method loop line command fragment module call
    output listing cell statement block file test definition expression variable
    """
)
_DEMONSTRATIVE = re.compile(
    r"\b(this|that|these|those|such)\s+(?:[a-z-]+\s+){0,2}?(?=([a-z][a-z-]+)\b)", re.IGNORECASE
)
_ANAPHORIC = re.compile(
    r"(?:this|that|these|such)(?: an?)? (?:case|situation|example|scenario|context|instance|setting)s?\b",
    re.I,
)
_BARE = re.compile(
    r"\b(?:as (?:\w+ )?as|like|than|unlike|similar to|because of|due to|after|before|with|from|against"
    r"|despite|about|for)"
    r" (?:that|this|those|these)(?=\s*[?.,;]|\s+(?:and|or|is|are|does|do)\b)"
    r"|\b(?:do|does|did|can|could|would|will|is|are|was|were) (?:that|this|these"
    r"|those)(?= (?:compare|differ"
    r"|mean|affect"
    r"|change|happen|work|occur|help|cause|lead|called|true|possible|important|so)\b|\?)",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"^\W*the (?:same|former|latter|second one|first one|other one|aforementioned)\b(?! (?:\w+ )+(?:as|is"
    r"|are))",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(it|they|them|its|their|he|she|him|his|her|theirs|itself|themselves)\b", re.IGNORECASE
)
_DUMMY = re.compile(
    r"^(?:\s+(?:(?:can|could|may|might|must|should|would|will|has|had|is|was)(?:not)? (?:\w+ )?(?:be|been"
    r"|not)|cannot|can"
    r"|is|was|would be|will be|be|takes?|took|pays?|helps?|suffices?|matters?|makes?|costs?|follows?|seems?"
    r"|means?|rains?|snows?|turns? out|happens?|appears?|depends?|become|becomes|possible|true|necessary"
    r"|best|easier"
    r"|better|important|said|called|known|safe|useful|not|never|often|usually|always|n't)\b)",
    re.IGNORECASE,
)
_DUMMY_BEFORE = re.compile(
    r"\b(?:is|was|does|did|would|will|can|could|make|makes|made|find|finds|take|why is|when is|how is"
    r"|where is"
    r"|consider|considered)\s*$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:they|these|this|those|he|she|such|its|their|it)\b(?!\s+(?:of these|following))", re.IGNORECASE
)


def _self_contained(reading: Reading) -> Iterator[Hit]:
    stem = reading.stem
    for found in _OUTSIDE.finditer(stem):
        if not _is_shown(found.group(), reading):
            told = f"{found.group()!r} leans on what the learner does not see"
            yield Hit("stem", found.span(), told)
            return
    if span := _missing_code(reading):
        yield Hit("stem", span, f"{stem[span[0] : span[1]]!r} is not part of the item")
        return
    if span := _nothing_stood_for(reading):
        yield Hit("stem", span, f"{stem[span[0] : span[1]]!r} points at nothing in the stem")


def _is_shown(said: str, reading: Reading) -> bool:
    """Whether what is pointed at is in the item: its own table, code, or a text quoted in the stem."""
    item, low = reading.item, said.lower()
    if reading.kind == "table" and "table" in low:
        return True
    if item.code is not None and re.search(r"listing|example|table|file|line", low):
        return True
    if re.search(r"\b(?:in|on|from|of|the|this) (?:the|this|\w+)\b", low) and _introduced(said, reading):
        return True
    quoted = re.search(r"[“\"][^”\"]{25,}[”\"]|\n\s*\S|```|\|.*\|", reading.stem)
    return bool(quoted) and bool(
        re.search(r"passage|text|excerpt|paragraph|table|above|below|following|sentence", low)
    )


def _introduced(said: str, reading: Reading) -> bool:
    """Whether the thing was brought in before: "a map at 1:50,000 ... on the map"."""
    noun = said.lower().split()[-1].rstrip("?,.")
    before = reading.stem[: reading.stem.find(said)].lower()
    return bool(
        re.search(rf"\b(?:a|an|two|three|each|every|{noun}s) (?:\w+ )*?{re.escape(noun.rstrip('s'))}", before)
    )


_CODE_ASKED = re.compile(
    r"\b(?:the|this) (?:following |above |given )?(?:code(?! \w+ (?:is|of))|snippet|program|script|listing"
    r"|code snippet"
    r"|code fragment) (?:above|below|following|shown|given|print|prints|output|return|do|does|produce"
    r"|display)\b"
    r"|\bthe following (?:code|program|snippet|query|function|script)\b",
    re.IGNORECASE,
)


def _missing_code(reading: Reading) -> tuple[int, int] | None:
    if reading.item.code is not None or re.search(r"`|\n|:\s*\S.*[=;()]", reading.stem):
        return None
    found = _CODE_ASKED.search(reading.stem)
    return found.span() if found else None


def _nothing_stood_for(reading: Reading) -> tuple[int, int] | None:
    """A demonstrative or a pronoun in the first sentence with nothing before it that it could stand for."""
    if not reading.sentences:
        return None
    first = reading.sentences[0]
    text = first.text
    span = _pointing_word(text, reading) if reading.item.code is None else None
    if span is None:
        same, bare = _SAME.match(text), _BARE.search(text)
        if same and not _nouns(text[: same.start()]):
            span = same.span()
        elif bare and len(reading.sentences) == 1:
            compares = re.match(r"as|like|than|unlike|similar", bare.group(), re.IGNORECASE)
            span = bare.span() if compares or len(_nouns(text[: bare.start()])) < 2 else None
    span = span or _lone_pronoun(text)
    return None if span is None else (first.start + span[0], first.start + span[1])


def _pointing_word(text: str, reading: Reading) -> tuple[int, int] | None:
    """ "this treaty" where no treaty was named before."""
    for found in _DEMONSTRATIVE.finditer(text):
        word, noun = found[1].lower(), found[2].lower()
        before, after = text[: found.start()], text[found.end(1) :].lstrip()
        if word == "that" and not _is_determiner(text, found):
            continue
        if word in ("these", "those") and noun in _OF_THE_ITEM:
            continue
        if word == "such" and re.match(r"(?:a|an|as|that)\b", after):
            continue
        opens = re.fullmatch(r"\W*(?:in|for|under|on|at|of|with|by)?\W*", before, re.IGNORECASE)
        if opens and _ANAPHORIC.match(text[found.start() :]) and len(text.split()) > 3:
            return found.start(1), found.end(2)
        if _is_listed(noun, reading) or not ("NOUN" in kinds_of(noun) or not kinds_of(noun)):
            continue
        named = _nouns(before)
        if lemma(noun) not in named and len(named) < 3:
            return found.start(1), found.end(2)
    return None


_OF_THE_ITEM = frozenset({"of", "options", "statements", "answers", "who", "with", "in"})


_QUOTED = re.compile(r"(?<!\w)'[^'\n]{2,200}'(?!\w)|‘[^’\n]{2,200}’(?!\w)|[“\"][^”\"\n]{2,200}[”\"]")


def _lone_pronoun(text: str) -> tuple[int, int] | None:
    text = _QUOTED.sub(lambda m: m.group()[0] + "x" * (len(m.group()) - 2) + m.group()[-1], text)
    for pronoun in _PRONOUN.finditer(text):
        after, ahead = text[pronoun.end() :], text[: pronoun.start()]
        if pronoun[1].lower() in ("it", "itself") and _says_nothing(ahead, after):
            continue
        if _nouns(ahead) or BLANK in ahead:
            return None
        opens = re.match(r"^\W*(?:\w+\s+){0,5}$", ahead)
        if opens and "," in after and len(after.split(",", 1)[1].split()) >= 2:
            return None  # "Because of its low density, ice floats"
        return pronoun.span()
    return None


def _says_nothing(ahead: str, after: str) -> bool:
    """Whether an "it" stands for nothing: "it is true that", "how long does it take to"."""
    if _DUMMY.match(after) and _is_dummy(after, ahead):
        return True
    opens = re.match(r"\s+\w*\s*(?:\w+\s+)?(?:to|that|for|when|if)\b", after) or re.match(
        r"\s+\w+\s+(?:in|for|by|with|on|at|of|under)\s[^,.;?]{1,40}?\sthat\b", after
    )
    return bool(_DUMMY_BEFORE.search(ahead) and opens)


def _is_dummy(after: str, before: str) -> bool:
    return bool(
        re.search(
            r"\b(?:to|that|for|when|if|whether|long|much|how|why|rains?|snows?|called|said|true|noon"
            r"|midnight|o'clock"
            r"|raining|snowing|cold|warm|hot|dark|late|early|spring|summer|autumn|winter|monday"
            r"|sunday|night"
            r"|\d+:\d\d)\b",
            after + before,
            re.IGNORECASE,
        )
    )


def _is_determiner(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()].rstrip().lower()
    return not before or before.endswith(
        (" did", " does", " is", " was", " of", " in", " by", " on", " at", " to", " do")
    )


def _is_listed(noun: str, reading: Reading) -> bool:
    """Whether "these steps" or "this code" are there to be seen: options, steps, pairs, code, the stem."""
    item = reading.item
    base = noun.removesuffix("s")
    if base in _SELF or noun in _SELF:
        return True
    if (base in _CODE_NOUNS or noun in _CODE_NOUNS) and (item.code is not None or "`" in reading.stem):
        return True
    if reading.kind in ("table", "matching", "ordering"):
        return True
    if any(getattr(item, name, None) for name in ("options", "steps", "pairs", "cells", "blanks")):
        plural = re.search(
            rf"\b(?:these|those)\s+(?:[\w-]+\s+){{0,3}}?{re.escape(noun)}\b", reading.stem, re.IGNORECASE
        )
        return plural is not None
    return False


def _nouns(text: str) -> set[str]:
    """Lemmas of the words that may name a thing."""
    found = set()
    for span in tokens(text):
        word = span.text.lower()
        if word in STOP_WORDS or word in ("true", "false", "main", "following", "mainly", "called", "one"):
            continue
        kinds = kinds_of(word)
        if not kinds or "NOUN" in kinds or not word.isalpha():
            found.add(lemma(word))
    return found


RULES = (
    Rule(
        "not_self_contained",
        "error",
        "The stem can be understood with nothing but the item before one's eyes.",
        "A text, figure, lesson or pronoun that the learner cannot look up makes a guess of the answer.",
        f"{SAQUET}; {OWN}",
        choice(
            "Why did this bridge collapse, according to the chapter above?",
            "It froze",
            "*It swung in the wind",
            "It was overloaded",
            "It rusted",
        ),
        choice(
            "Why did the first bridge over the Tacoma Narrows collapse?",
            "It froze",
            "*It swung in the wind",
            "It was overloaded",
            "It rusted",
        ),
        _self_contained,
    ),
)
