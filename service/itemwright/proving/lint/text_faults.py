"""Text that was never finished, and text that came to harm: placeholders, misspellings, broken characters."""

import functools
import html
import itertools
import re
import string
from collections import Counter
from collections.abc import Iterator

from wordfreq import zipf_frequency

from itemwright.domain.item import BLANK
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.phrases import kinds_of, word_set
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.rule import OWN, SAQUET, Fix, Hit, Rule
from itemwright.proving.lint.spelling import misspelt
from itemwright.text import words

_TO_DO = (
    r"(?:here|to follow|to come|tba|tbd|to be (?:added|written|done|filled(?: in)?|decided|completed"
    r"|determined|provided"
    r"|supplied|announced)|goes here|go here|missing|pending|coming soon|needed|todo|later)"
)
_AHEAD = (
    r"(?:to follow|to come|tba|tbd|to be (?:added|written|done|filled(?: in)?|decided|completed|determined"
    r"|provided|supplied|announced)|goes here|go here|pending|coming soon|todo)"
)
_THING = (
    r"(?:hint|explanation|rationale|answer|option|distractor|stem|question|text|feedback|description|title"
    r"|example"
    r"|content|step|placeholder|citation|quote|term|concept|reason|takeaway|choice|key|definition|name"
    r"|solution|image)"
)
_PLACEHOLDER = re.compile(
    rf"[<{{\[](?:the |an? |your )?(?:\w+ ){{1,3}}{_THING}(?: (?:\d|[a-d]|here))?"
    rf"(?: (?:about|on|of|for|that) [^\]>}}]{{1,60}})?[>}}\]](?!\()"
    rf"|[<{{\[]{_THING} (?:about|on|of|for) [^\]>}}]{{1,60}}[>}}\]](?!\()|"
    r"(?-i:<[A-Z][A-Z_ ]{2,30}>)|\{\{[^{}\n]{0,60}\}\}|\{%[^%\n]{0,60}%\}|\$\{[A-Za-z_][\w.]*\}"
    r"|%\([a-z_]+\)s|<%[^%]*%>"
    rf"|\[[^\[\]\n]{{0,30}}\b(?:insert|add|write|fill in|{_TO_DO}|your {_THING}"
    rf"|placeholder)\b[^\[\]\n]{{0,30}}\]"
    rf"|[<\[(]\s*(?:the |your |an? )?{_THING}(?: (?:\d|[A-D]|text|here))?\s*[>\])](?!\()"
    rf"|\b{_THING}s? (?:text )?{_AHEAD}\b(?= *[.!)\]]|$)"
    rf"|^\W*(?:\w+ ){{0,1}}{_THING}s? (?:text )?{_TO_DO}\W*$"
    rf"|\b(?:insert|add|write|put|enter|provide) (?:the |your |an? |some "
    rf"|more )?(?:\w+ )?{_THING}s?(?: text)? (?:here|later)\b"
    r"|^\W*(?:tbd|tba|tbc|todo|fixme|xxx+|n\.?/?a|tk|wip|placeholder|lorem ipsum.*|asdf\w*|foo ?bar|test"
    r"|dummy(?: text)?"
    r"|blah(?: blah)*|\?{2,}|\.{2,}|…|-{1,}|_{5,}|null|none|undefined|nan|sample text|untitled|empty"
    r"|\(none\))\W*$"
    r"|\b(?:TODO|FIXME|TBD|TBC|TKTK|XXX+|LOREM)\b|\blorem ipsum\b|\bdolor sit amet\b"
    r"|^\W*(?:\w+ ){0,3}to be (?:written|added"
    r"|decided|filled in|completed|determined)(?: later)?\W*$|\bas an ai (?:language )?model\b"
    rf"|^(?:distractor|option|answer|choice|wrong answer|correct answer|wrong option|hint|explanation"
    rf"|rationale|alternative"
    r"|item|question|stem)\s*(?:#?\d+|[A-H])?\W*$|\b(?:same|ditto) as (?:above|before)\b|\bcoming soon\b"
    r"|\byour text here\b|#(?:REF|VALUE|NAME|N/A)[!?]?|\bundefined\b(?=\s*$)|\[object Object\]",
    re.IGNORECASE,
)


def _placeholder(reading: Reading) -> Iterator[Hit]:
    shows_code = reading.item.code is not None
    for prose in reading.prose:
        field, text = prose.field, prose.text
        if reading.kind == "true_false" and field.startswith("options") and field.endswith("text"):
            continue
        if not _unfinished(text, prose.words):
            continue
        bare = text.replace(BLANK, " " * 4)
        masked = re.sub(r"`[^`]*`|[“\"][^”\"]{1,80}[”\"]", lambda m: "`" * len(m.group()), bare)
        found = _PLACEHOLDER.search(masked)
        if found is None or (shows_code and field.endswith(".text")):
            continue
        if field.endswith(".text") and _is_answer(found.group(), reading):
            continue
        if _LOREM.match(found.group()) and not _IS_LOREM.search(text):
            continue  # the text speaks of it
        fix = Fix(field=field, remove=True) if field.startswith(("hints", "common_mistakes")) else None
        yield Hit(field, found.span(), f"{text[found.start() : found.end()]!r} was to be written yet", fix)


_LOREM = re.compile(r"lorem|dolor", re.IGNORECASE)
_IS_LOREM = re.compile(r"^\W*lorem ipsum\W*\w+\W*$|\bdolor\b|^\W*lorem ipsum\b.{20,}", re.IGNORECASE)
_UNFINISHED = word_set(
    """
    here follow tba tbd tbc todo fixme insert placeholder lorem dolor pending later soon xxx xxxx tk wip asdf
    dummy undefined added written completed determined decided filled ditto ai
    """
)
_LINE = 30
"""Longer texts that hold a placeholder have one of its signs or words."""


def _unfinished(text: str, said: frozenset[str]) -> bool:
    """Whether the text could hold a placeholder: by its length, signs and words, most do not."""
    return len(text) < _LINE or not _UNFINISHED.isdisjoint(said) or _MARKS.search(text) is not None


_MARKS = re.compile(r"[{<\[#]|\$\{|%[(]|\?\?|\.\.\.|…|_{5}")


def _is_answer(said: str, reading: Reading) -> bool:
    """Whether a short word is an answer of its kind and no gap in the text: "None" among values of Python."""
    return bool(reading.options) and "#" not in said and _A_VALUE.fullmatch(said) is not None


_A_VALUE = re.compile(
    r"\W*(?:none|null|nan|undefined|n/?a|test|empty|option|item|stem|question|answer|-+)\W*", re.IGNORECASE
)
_BROKEN = re.compile(
    r"�|Ã[\x80-\xbf©¨¤¶¼]|â€[™œ\x9d“”˜¦]?|Â[\xa0°±§]|&(?:amp|lt|gt|quot|nbsp|#\d{2,4});"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f]"
    r"|\\u[0-9a-fA-F]{4}|\\n(?=\s|[A-Z])|<(?:br|p|div|span)\s*/?>"
)
_TWICE = re.compile(
    r"\b(?!(?:that|had|so|very|log|bye|ha|no|blah|is|s"
    r"|n)\b)([A-Za-z]{2,})[ \n]+(?![A-Z]{2})(?i:\1)\b(?![-'’])"
)
_THEN = re.compile(
    r"\b(?:more|less|fewer|rather|better|worse|higher|lower|larger|smaller|greater|bigger|faster"
    r"|slower|longer"
    r"|shorter|older|younger|earlier|later|cheaper|cheeper|stronger|weaker|harder|easier|warmer|colder"
    r"|deeper|heavier"
    r"|lighter|wider|narrower)\b(?: \w+)? then\b(?! (?:the|a|it|they|we|you)\b \w+ (?:is|are|will))",
    re.IGNORECASE,
)
_CONFUSED = re.compile(
    r"\b(?:could|should|would|must|might) of\b|\b(?:a|an) (?:a|an|the)\b|\bthe (?:a|an|the)\b(?! \w*[.)])"
    r"|\bits (?:a|an|the"
    r"|not|been|going)\b|\btheir (?:is|are|was|were)\b|\byour (?:a|an|welcome|going)\b|\b(?:to|too) (?:to"
    r"|too)\b(?! )"
    r"|\bof of\b|\bin in\b|\bis are\b|\bare is\b|\bdoes (?:he|she|it|this|that) (?:has|is|does)\b(?!n)"
    r"|\bthier\b|\balot\b",
)
_SPLIT = re.compile(r"\b([A-Za-z]{3,}) ([a-z]{1,3})\b|\b([a-z]{1,2}) ([a-z]{3,})\b")
_GLUED = re.compile(r"[a-z]{2}[.;:!?,][A-Z][a-z]+ |[a-z]{3},[a-z]{3}")


def _mangled(reading: Reading) -> Iterator[Hit]:
    seen: Counter[str] | None = None
    speaks_of_words = _LANGUAGE.search(reading.stem) is not None
    for prose in reading.prose:
        field, text = prose.field, prose.text
        if reading.item.code is not None and field.startswith("options") and field.endswith(".text"):
            continue
        if _TAG.fullmatch(text.strip()):
            continue
        odd = any(_is_odd(word) for word in prose.words if len(word) > 1)
        twice = any(one == other for one, other in itertools.pairwise(prose.said))
        if not (
            odd or twice or _SIGNS.search(text) or not _SLIPS.isdisjoint(prose.words) or _GLUED.search(text)
        ):
            continue
        seen = _vocabulary(reading) if seen is None else seen
        if speaks_of_words or _LANGUAGE.search(text):
            continue
        common = field.startswith("options") and _are_common([o.text for o in reading.options], text)
        masked = _QUOTED.sub(lambda m: "`" * len(m.group()), text)
        if found := _fault(masked, seen, prose.is_shown, common):
            span, told = found
            yield Hit(field, span, told, _mend(field, text, span))


_TAG = re.compile(r"</?\w+[^<>]*>")
"""An option that is a tag of HTML."""
_QUOTED = re.compile(r"`[^`]*`|(?<!\w)'[^'\n]{2,60}'(?!\w)|https?://\S+|\S+@\S+|“[^”]{0,60}”|\"[^\"]{0,60}\"")
_SLIPS = word_set(
    """
    of a an the its their your to too in are is does alot thier then
    """
) - {"of", "a", "an", "the", "to", "in", "are", "is"}
_SIGNS = re.compile(
    r"[^\x20-\x7e\n’‘“”–—…°×·−²³€£§µμαβγδεθλπσφωΔΣΩé→≤≥≈±√ü]|&[a-z#]|\\[un]|<[bpds]"
    r"|\b(?:a|an|the) (?:a|an|the)\b|\b(?:could|should|would|must|might) of\b|\bis are\b|\bare is\b"
)


def _fault(text: str, seen: Counter[str], is_shown: bool, common: bool) -> tuple[tuple[int, int], str] | None:
    if found := _BROKEN.search(text):
        return found.span(), f"{found.group()!r}: broken characters"
    for pattern, told in ((_TWICE, "a word stands twice"), (_CONFUSED, "a slip")):
        if found := pattern.search(text):
            return found.span(), f"{found.group()!r}: {told}"
    if " then " in text and (found := _THEN.search(text)):
        return found.span(), f"{found.group()!r}: 'then' for 'than'"
    if slip := _odd_word(text, seen, is_shown, common):
        return slip
    if found := _GLUED.search(text):
        return found.span(), f"{found.group().strip()!r}: a space is missing"
    return None


def _odd_word(
    text: str, seen: Counter[str], is_shown: bool, common: bool = False
) -> tuple[tuple[int, int], str] | None:
    """A rare word that is a slip of a common one, or one of two pieces that make a word together."""
    spans = [(m.group(), m.start()) for m in _LETTERS.finditer(text)]
    for at, (word, start) in enumerate(spans):
        if not _is_odd(word.lower()):
            continue
        if word[0].isupper() and not is_shown:
            continue  # a name, most likely: feedback speaks of people
        if slip := _misspelt_here(text, word, start, seen, common):
            return (start, start + len(word)), slip
        for one, two in ((at - 1, at), (at, at + 1)):
            if one < 0 or two >= len(spans) or spans[two][1] != spans[one][1] + len(spans[one][0]) + 1:
                continue
            pair = text[spans[one][1] : spans[two][1] + len(spans[two][0])]
            if (split := _SPLIT.fullmatch(pair)) and (joined := _torn(split)):
                return (spans[one][1], spans[one][1] + len(pair)), f"{pair!r}: is {joined!r} meant?"
    return None


_LETTERS = re.compile(r"(?<![\w./\\'’_-])[A-Za-z]{2,}(?![\w/\\'’_(-])")


def _are_common(texts: list[str], own: str) -> bool:
    """Whether the other options are words of the dictionary, so that a capital marks no name."""
    rest = [words(text) for text in texts if text != own]
    known = [bool(said) and all(kinds_of(word) for word in said) for said in rest]
    return bool(rest) and 3 * sum(known) >= 2 * len(known)


_NAME_LIKE = 9
"""Shorter capitalised words of a short option may be names; longer ones are near another word by a slip."""


@functools.lru_cache(maxsize=1 << 15)
def _is_odd(word: str) -> bool:
    """Whether a word is rare enough to be a slip."""
    return zipf_frequency(word, "en") < 3.5 and (not kinds_of(word) or zipf_frequency(word, "en") < 3.3)


_LANGUAGE = re.compile(
    r"\b(?:French|German|Spanish|Italian|Latin|Greek|Dutch|Portuguese|Russian|Polish|Turkish|Arabic|Hebrew"
    r"|Chinese|Japanese|Korean|Hindi|Sanskrit|Swedish|Danish|Norwegian|Finnish|Czech|Welsh|Irish|Gaelic"
    r"|translat\w+|spel\w+|dialect|word for|loanword|maxim|Old English|Esperanto|Swahili)\b"
)
"""Items about languages and spelling show words that no English dictionary has."""


def _misspelt_here(text: str, word: str, start: int, seen: Counter[str], common: bool) -> str | None:
    opens = text[:start].rstrip()[-1:] in ("", ".", "!", "?", ":", "(", "“", '"')
    if word[0].isupper() and len(word) < _NAME_LIKE and len(text.split()) <= 3 and not common:
        return None  # Handel and Mainz are near common words, and no slips of them
    if (word[0].isupper() and not opens) or word[1:] != word[1:].lower() or seen[word.lower()] > 2:
        return None
    better = misspelt(word.lower())
    return f"{word!r}: is {better!r} meant?" if better else None


_SHORT_WORDS = word_set(
    """
    a i of in is to or and the on by as at for are has can was an per not its may do
    """
)


def _torn(found: re.Match[str]) -> str | None:
    """A word that lost a letter or was cut: "electr ns"."""
    one, two = (found[1], found[2]) if found[1] else (found[3], found[4])
    odd = one if found[1] else two
    if zipf_frequency(odd.lower(), "en") >= 2.2 or (odd[0].isupper() and found.start()) or kinds_of(odd):
        return None
    if (two if found[1] else one) in _SHORT_WORDS:
        whole = one + two
        return whole if zipf_frequency(whole.lower(), "en") >= 3.5 else None
    for letter in ("", *string.ascii_lowercase):
        whole = f"{one}{letter}{two}".lower()
        if zipf_frequency(whole, "en") >= 3.0 and kinds_of(whole):
            return whole
    return None


def _vocabulary(reading: Reading) -> Counter[str]:
    """How often each word stands in the item: a term comes back, a slip does not."""
    texts = [text for _, text in (*reading.shown(), *reading.told())]
    texts += [*reading.item.concepts, *reading.accepted]
    texts += [reading.item.explanation, *reading.item.hints]  # these copy no slip from an option
    return Counter(re.findall(r"[a-z]{2,}", " ".join(texts).lower()))


def _mend(field: str, text: str, span: tuple[int, int]) -> Fix | None:
    """Faults that are mended without a doubt: a doubled word, an HTML character."""
    part = text[span[0] : span[1]]
    if _TWICE.fullmatch(part):
        return Fix(field=field, text=text[: span[0]] + part.split()[0] + text[span[1] :])
    if part.startswith("&"):
        return Fix(field=field, text=html.unescape(text))
    return None


RULES = (
    Rule(
        "placeholder_text",
        "error",
        "Every text is written, none is held free for later.",
        "A placeholder that reaches a learner ends all trust.",
        OWN,
        choice(
            "Where do eels spawn?",
            "*In the Sargasso Sea",
            "In the Baltic",
            "In lakes",
            "In the Nile",
            explanation="[explanation to be added]",
        ),
        choice(
            "Where do eels spawn?",
            "*In the Sargasso Sea",
            "In the Baltic",
            "In lakes",
            "In the Nile",
            explanation="Their youngest larvae are caught there.",
        ),
        _placeholder,
    ),
    Rule(
        "typo_or_mangled_text",
        "warning",
        "Words are spelt right and characters are whole.",
        "Slips distract, and a misspelt option is taken for a trap.",
        f"{OWN}; {SAQUET}",
        choice("What do owls eat?", "Mostly leaves", "*Small mammals and brids", "Tree bark", "Seaweed"),
        choice("What do owls eat?", "Leaves and buds", "*Small mammals and birds", "Tree bark", "Seaweed"),
        _mangled,
        yields_to=frozenset(["trick_question", "placeholder_text"]),
    ),
)
