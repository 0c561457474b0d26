"""What a stem asks about: opinions, trifles and tricks."""

import re
from collections.abc import Iterator

from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.quantities import lone_quantity
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, Hit, Rule

_FEELING = (
    r"(?:think|feel|like|prefer|believe|make of|agree|enjoy|favou?r|love|hate|dislike|admire|find (?:more"
    r"|most|it)|judge"
    r"|recommend|consider|rate|view|regard|value|care)"
)
_TASTE = (
    r"(?:beautiful|interesting|boring|exciting|impressive|elegant|ugly|nice|nicest|fun|funniest|admirable"
    r"|enjoyable"
    r"|tasty|tastiest|delicious|annoying|fascinating|inspiring|lovely|loveliest|prettiest|ugliest|attractive"
    r"|appealing"
    r"|charming|remarkable|amazing|awesome|coolest|greatest|wonderful|terrible|horrible|awful|disgusting"
    r"|outrageous"
    r"|unfair|fairest|noble|noblest|evil|wicked|heroic|tragic|sensible|reasonable|moral|immoral|ethical"
    r"|justified"
    r"|desirable|overrated|underrated|pleasant|likeable|memorable|entertaining|convincing|worthy|deserving"
    r"|readable)"
)
_OPINION = re.compile(
    rf"\b(?:do|did|would|what|how|which|why|should|could|can) (?:do |did |would |much "
    rf"|of these )?you {_FEELING}\b"
    rf"|\b(?:do|would) you (?:\w+ )?{_FEELING}\b|\bwhat(?:'s| is| are) your (?:own )?(?:opinions?|views?"
    rf"|feelings?|favou?rite"
    r"|thoughts?|take|attitude|preference|impression)\b|\b(?:in|from) your (?:own |personal "
    r"|humble )?(?:opinion|view"
    r"|eyes|judgement|judgment|experience|point of view)\b|\byour (?:own |personal )?(?:opinion|favou?rite"
    r"|preference)\b"
    rf"|\bwhat (?:should|ought|must) (?:\w+ ){{1,4}}(?:think|feel|believe|prefer|admire)\b"
    rf"|\b(?:the )?(?:most|least|more|truly|really) {_TASTE}\b|\b(?:nicest|prettiest|ugliest|coolest"
    rf"|funniest|tastiest"
    r"|loveliest|noblest|fairest|greatest)\b(?! (?:common|lower|integer|value|number|extent|share|lower"
    r"|amount|distance))"
    r"|\bwhat do you make of\b|\bhow (?:good|bad|fair|beautiful|interesting|important|nice|useful"
    r"|fun) (?:do you"
    r"|is it in)\b|\b(?:best|worst|favou?rite) (?:\w+ )?(?:ever|of all time|in history|in the world"
    r"|in your)\b"
    r"|\b(?:would|should) you (?:rather|recommend|want|support|vote)\b|\bdo you (?:personally )?(?:want|wish"
    r"|hope)\b"
    r"|\bis it (?:right|wrong|fair|good|bad|moral|acceptable|justified|a shame|a pity)(?: or \w+)? (?:to"
    r"|that|for)\b"
    r"|\b(?:deserves? (?:more|most|the most|our|to be)|should we (?:admire|be (?:proud|ashamed|grateful)))\b"
    r"|\bwhat is (?:the )?(?:nicest|most (?:\w+ )?"
    + _TASTE
    + r")\b|\bshould (?:be (?:banned|allowed|abolished|forbidden"
    r"|punished|ashamed|proud)|have been ashamed)\b",
    re.IGNORECASE,
)
_BELIEF_OF_OTHERS = re.compile(
    r"\b(?:he|she|they|scientists|people|economists|critics|students) (?:think|believe)", re.I
)


def _opinion(reading: Reading) -> Iterator[Hit]:
    if found := _OPINION.search(reading.stem):
        told = (
            f"{found.group()!r} asks for a view; nobody's view is wrong. Ask for a fact or a stated criterion"
        )
        yield Hit("stem", found.span(), told)


_TRIFLE = (
    r"(?:page|pages|chapters?|edition|editions|cover|binding|logo|mascot|nickname|middle name|maiden name"
    r"|first name|pet"
    r"|dog|cat|horse|hobby|hobbies|birthday|birthplace|hometown|wife|husband|eyes?|hair|beard|hat|signature"
    r"|street"
    r"|house number|telephone|postcode|font|typeface|colou?r scheme|slogan|motto|anthem|title page"
    r"|dedication|footnote"
    r"|statue|stamp|banknote|monument|plaque|portrait|grave|tomb|obituary|ship's name|volumes?|copies|office"
    r"|building"
    r"|headquarters|conference|venue|hotel|caf[eé]|restaurant|bar|nationality|native language|mother tongue"
    r"|favou?rite"
    r"|first job|salary|shoe size|height|weight|zodiac|star sign|acronym|codename|code name|version number"
    r"|release (?:date|notes)|birth name|pseudonym|pen name|alma mater|university attended|leather|weekday"
    r"|day of the week)"
)
_PUBLISHED = (
    r"(?:published|printed|reprinted|rebound|bound|republished|re-?issued|released|renamed|named|christened"
    r"|founded"
    r"|born|died|buried|married|knighted|translated|first sold|trademarked|patented|registered|announced"
    r"|unveiled"
    r"|opened|inaugurated|digitised|digitized|auctioned|sold|rediscovered|come out|came out|appear in print"
    r"|coined"
    r"|introduced|presented|awarded|win|won|receive|received|elected|graduate|graduated|retire|retired"
    r"|submitted)"
)
_WHEN = (
    r"(?:in (?:which|what) (?:year|month|decade)|on (?:which|what) (?:day|date|weekday)|(?:which"
    r"|what) (?:year|date|day"
    r"|month)|when|where|in (?:which|what) (?:city|town|street|building|hotel|journal|magazine|country|room"
    r"|bar|village"
    r"|house|language)|at (?:which|what) (?:age|conference|university|hotel|hour)|how old)"
)
_TRIVIAL = re.compile(
    rf"(?:^|[,;] )\W*{_WHEN}\b[^?.]*\b{_PUBLISHED}\b"
    rf"|\bhow many (?:\w+ )?(?:pages|chapters|editions|volumes|copies|words|letters|siblings|brothers"
    rf"|sisters|children"
    r"|wives|cats|dogs|horses|footnotes|illustrations|co-?authors|authors|stairs|windows|employees|seats"
    r"|pupils)\b"
    rf"|\b(?:what|which) (?:was|is|were|colou?r|brand|breed|make|kind)\b[^?.]*\b{_TRIFLE}\b"
    r"|\b(?:what|which) colou?r\b[^?]*\b(?:was|were|is|are|had|has|did|does)\b[^?]*\b(?:cover|logo|hair|eyes"
    r"|jacket|car"
    r"|house|dress|hat|door|flag|book|coat|cat|uniform|walls?|paper)\b"
    r"|\bfirst edition\b|\b(?:after|for) (?:whom|which|what) (?:\w+ ){0,4}(?:named|called|dedicated)\b"
    r"|\b(?:who|whom) (?:\w+ ){0,3}(?:coined|designed the (?:logo|cover)|painted the portrait"
    r"|was (?:the )?(?:publisher"
    r"|translator|editor|secretary|wife|husband|landlord|neighbour|neighbor|printer|co-?author))\b"
    r"|\b(?:on|in) (?:which|what) (?:day of the week|weekday|floor|room|shelf|hall|wing|platform|seat|drawer"
    r"|corner|aisle|row of seats|street"
    r"|museum|library|gallery)\b|\bwhich (?:\w+ )?(?:museum|library|gallery|publisher|printer|magazine"
    r"|journal|newspaper)\b"
    r"|\b(?:does|did) the (?:name|logo|nickname|title|word|term)\b[^?]*\b(?:come from|refer to|derive"
    r"|stem from|honou?r)\b"
    r"|\b(?:middle|maiden|nick-?|pen|pet|birth)[ -]?names?\b|\b(?:named|called) after (?:a|an|the|his|her"
    r"|which)\b"
    r"|\bwhat does the (?:letter|[\"“']?[A-Z][\"”']?) in\b|\bon (?:which|what) page\b"
    r"|\b(?:born|died|buried|married|rebound|reprinted|published|printed|knighted) (?:in|on"
    r"|at) (?:the )?(?:\d|[A-Z])",
    re.IGNORECASE,
)


def _trivial(reading: Reading) -> Iterator[Hit]:
    if reading.kind in CODE_TYPES or reading.kind in ("scenario", "free_text", "numeric"):
        return
    asked = reading.asked
    if reading.kind in ("true_false", "cloze"):
        found = re.search(
            r"\b(?:was|were|is|are|has|had) (?:\w+ )?(?:born|died|buried|married|rebound|reprinted"
            r"|republished|published|printed"
            r"|bound|knighted|named after|nicknamed)\b|\b(?:first edition|middle name|maiden name|nickname"
            r"|cover|binding)\b"
            r"|\b\d+ (?:pages|volumes|copies|chapters|siblings|children|footnotes)\b",
            asked.text,
            re.IGNORECASE,
        )
        if found and re.search(r"\d|____|\b(?:red|green|blue|black|brown|white|leather)\b", asked.text):
            yield Hit("stem", None, f"asks for a trifle ({found.group()!r}); ask what the fact is good for")
        return
    if found := _TRIVIAL.search(asked.text):
        yield Hit("stem", None, f"asks for a trifle ({found.group()!r}); ask what the fact is good for")


_TRICK = re.compile(
    r"\b(?:be careful|careful[,:!]|trick question|don['’]t be fooled|beware|read (?:this |it "
    r"|the question )?(?:very )?"
    r"carefully|think twice|watch out|look (?:very )?closely|catch:|strictly speaking|taken literally"
    r"|literally speaking"
    r"|gotcha|hidden in the (?:question|wording)|note the wording)\b|\bhow many (?:\w+ ){0,3}(?:did"
    r"|does) Moses\b"
    r"|\bhow many months (?:\w+ )?(?:have|has) 28\b|\b(?:weighs more|heavier)[^?]*\ba (?:kilo\w*|pound"
    r"|ton\w*) of feathers"
    r"|\bwhere (?:do|would|should) (?:you|they|we) bury the survivors\b|\bhow much (?:dirt|earth"
    r"|soil) is (?:there )?in a"
    r" hole\b",
    re.IGNORECASE,
)


def _trick(reading: Reading) -> Iterator[Hit]:
    if found := _TRICK.search(reading.stem):
        yield Hit(
            "stem", found.span(), f"{found.group()!r} announces a trap; test the subject, not attention"
        )
        return
    key = reading.key
    if denied := _denied(reading):
        yield Hit(
            "stem", denied, "the question takes something for granted that the key denies; ask it openly"
        )
        return
    if key is None or reading.kind in CODE_TYPES:
        return
    for option in reading.wrong:
        if _is_decoy(key.text, option.text, [o.text for o in reading.wrong if o.id != option.id]):
            told = f"{option.text!r} differs from the key {key.text!r} in spelling and in nothing to know"
            yield Hit(reading.field_of(option), None, told)


_NOTHING = re.compile(
    r"^(?:no |none|neither|nothing|nobody|no one|nowhere|never|in no \w+$|it does not|it doesn['’]t"
    r"|there (?:is|was|are|were) no|both (?:are"
    r" )?(?:the same|equal|alike)|they are (?:equal|the same|alike)|the same|equal|it (?:cannot"
    r"|can't) (?:be )?|zero\b|0(?:\s|$))",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"\bwhich (?:\w+ ){0,4}(?:is|are|was|were|weighs?|falls?|moves?|runs?|costs?|lasts?) (?:\w+ )?(?:heavier"
    r"|lighter|faster|slower"
    r"|larger|smaller|longer|shorter|higher|lower|more|less|first|better|older|greater|hotter"
    r"|colder)\b[^?]*\bor\b"
    r"|^(?:which|what) (?:\w+ )?(?:animal|person|people|country|city|language|king|queen|colou?r|year|gas"
    r"|metal|type|author|day"
    r"|name|value|number|organ|method|function|party|war|river|president|element)\b"
    r"|\b(?:on|in|at|by) (?:which|what) (?:date|day|year|month|city|country|place|hour)\b"
    r"|\bwho (?:\w+ ){0,2}(?:invented|discovered"
    r"|wrote|painted|won|built|first)\b|\bhow many (?:\w+ ){0,6}(?:did|does|do|has|have|had)\b[^?]*\b(?:take"
    r"|bring|bury|survive"
    r"|stay|remain|know)\b|\bfree\b[^?]*\b(?:costs?|price|pay)\b|\b(?:costs?|price|pay)\b[^?]*\bfree\b",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"\b(?:each|every|all|any|always|never|at all times|everywhere|anywhere|without exception|in no case"
    r"|entire|whole|ever)\b",
    re.IGNORECASE,
)


def _denied(reading: Reading) -> tuple[int, int] | None:
    """Where the stem presumes what its key denies ("Which is heavier?" Neither) or piles up universals."""
    stem = reading.stem
    if reading.kind == "true_false":
        said = list(_EVERYWHERE.finditer(stem))
        false = bool(reading.keys) and reading.keys[0].text == "False"
        return (said[0].start(), said[-1].end()) if false and len(said) >= 3 else None
    if reading.kind in CODE_TYPES:
        return None
    key = reading.key
    answers = [key.text] if key is not None else reading.accepted if reading.kind == "short_answer" else []
    if not answers or not _NOTHING.match(answers[0].strip()):
        return None
    if key is not None and any(
        _NOTHING.match(option.text.strip()) and not lone_quantity(option.text) for option in reading.wrong
    ):
        return None
    asked = reading.asked
    found = _GRANTED.search(asked.text)
    return (asked.start + found.start(), asked.start + found.end()) if found else None


def _is_decoy(key: str, other: str, rest: list[str]) -> bool:
    """A wrong option that is the key with a letter or digit changed: 433 for 443, mitosis and mytosis."""
    one, two = key.strip().lower(), other.strip().lower()
    if (
        len(one) != len(two)
        or sum(a != b for a, b in zip(one, two, strict=True)) not in (1, 2)
        or len(one) < 3
    ):
        return False
    differ = [at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    if len(differ) == 2 and not (
        differ[1] == differ[0] + 1 and one[differ[0]] == two[differ[1]] and one[differ[1]] == two[differ[0]]
    ):
        return False
    if one.isdigit():
        near = [
            t
            for t in rest
            if len(t.strip()) == len(one) and sum(a != b for a, b in zip(t, one, strict=False)) <= 1
        ]
        ends = {int(t) % 10 for t in (one, two)}
        return not near and len(one) >= 3 and differ[0] > 0 and ends != {0, 5} and _is_name(rest, one)
    return one.isalpha() and two.isalpha() and (len(one) >= 6 or len(differ) == 2)


def _is_name(rest: list[str], key: str) -> bool:
    """Whether the numbers are names (ports, codes) and not a scale: not all of one step."""
    values = [float(q.value) for text in rest if (q := lone_quantity(text))]
    return len(values) == len(rest) and any(abs(v - float(key)) > 0.5 * float(key) for v in values)


RULES = (
    Rule(
        "opinion_asked",
        "error",
        "The item asks for what can be right or wrong.",
        "Nobody's taste is wrong, so the key only tells the author's.",
        HR,
        choice("Which is the most beautiful metal?", "*Gold", "Iron", "Zinc", "Lead"),
        choice("Which of these metals conducts electricity best?", "*Silver", "Iron", "Zinc", "Lead"),
        _opinion,
    ),
    Rule(
        "trivial",
        "note",
        "The item asks for something worth knowing.",
        "Trifles are easy to write, and measure who remembers trifles.",
        HR,
        choice("How many pages had the first edition of Darwin's Origin?", "*502", "611", "734", "820"),
        choice(
            "By what are useful variations kept in Darwin's theory?",
            "*By selection",
            "By exercise",
            "By design",
            "By chance alone",
        ),
        _trivial,
    ),
    Rule(
        "trick_question",
        "warning",
        "The item sets no trap.",
        "A catch in the wording, or a misspelt twin of the key, punishes those who know.",
        HR,
        choice("Which number calls an ambulance in the whole European Union?", "*112", "122", "911", "999"),
        choice("Which number calls an ambulance in the whole European Union?", "*112", "118", "911", "999"),
        _trick,
    ),
)
