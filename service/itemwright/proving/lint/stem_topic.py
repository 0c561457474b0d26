"""What a stem asks about: opinions, trifles and tricks."""

import re
from collections.abc import Iterator

from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.phrases import kinds_of, word_set
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, Hit, Rule
from itemwright.text import words

_FEELING = (
    r"(?:think|feel|like|prefer|believe|make of|agree|enjoy|favou?r|love|hate|dislike|admire|find (?:more"
    r"|most|it|the)|judge"
    r"|recommend|rate|view|regard|value|care|want|wish|hope)"
)
_TASTE = (
    r"(?:beautiful|interesting|boring|exciting|impressive|elegant|ugly|nice|fun|admirable|enjoyable|tasty"
    r"|delicious|annoying"
    r"|fascinating|inspiring|lovely|pretty|attractive|appealing|charming|remarkable|amazing|awesome|cool"
    r"|wonderful|terrible"
    r"|horrible|awful|disgusting|outrageous|unfair|noble|evil|wicked|heroic|tragic|sensible|reasonable|moral"
    r"|immoral|ethical"
    r"|justified|desirable|overrated|underrated|pleasant|likeable|memorable|entertaining|convincing|worthy"
    r"|deserving|readable"
    r"|catchy|touching|moving|brilliant|genius|gifted|talented|shocking|disappointing|satisfying|relaxing"
    r"|romantic|sad|sympathetic"
    r"|sincere|honourable|honorable|despicable|shameful|graceful|stylish|ridiculous|absurd|funny|clever|wise"
    r"|foolish|stupid"
    r"|frightening|scary|cruel|barbaric|civili[sz]ed|praiseworthy|fulfilling|meaningful|inspired|profound"
    r"|artistic)"
)
_SUPERLATIVE = (
    r"(?:nicest|prettiest|ugliest|coolest|funniest|tastiest|loveliest|noblest|fairest|catchiest|wisest"
    r"|cleverest|saddest"
    r"|cruellest|scariest|silliest|dullest|sweetest|finest|wittiest)"
)
_WORKS = (
    r"(?:song|film|movie|book|novel|poem|painting|painter|poet|composer|author|writer|singer|band|actor"
    r"|actress|artist|general"
    r"|president|king|queen|leader|player|team|thinker|philosopher|scientist|invention|inventor|season|food"
    r"|dish|meal|drink"
    r"|colou?r|city|country|decade|style|era|animal|pet|holiday|hobby|sport|thing|part|reason to live|day"
    r"|teacher|subject|job)"
)
_NORM = (
    r"(?:we|everyone|everybody|people|citizens|society|humanity|mankind|governments?|the (?:state|government"
    r"|world|public|church|rich"
    r"|poor)|a (?:good|sensible|decent|modern|civili[sz]ed|responsible|reasonable) \w+|schools|children"
    r"|parents|politicians|nobody"
    r"|no one|men|women)"
)
_OPINION = re.compile(
    rf"\b(?:do|did|would|could|can|should|what|how|which|why|whom?) (?:of these )?(?:\w+ )?(?:do |did "
    rf"|would |should )?you"
    rf" (?:\w+ly |personally |rather |most |really )?{_FEELING}\b"
    r"|\b(?:convinces?|pleases?|moves?|impress(?:es)?|bothers?|annoys?|appeals? to|interests?|touch(?:es)?"
    r"|disturbs?|suits?) you\b"
    r"|\byour (?:own |personal |humble |honest )?(?:opinions?|views?|feelings?|favou?rite|thoughts?|take"
    r"|attitude|preference"
    r"|impression|judge?ment|taste|eyes|point of view)\b|\bhow (?:do|did|would) you feel\b"
    r"|\bwhat do you make of\b"
    rf"|\bdo you find (?:\w+ ){{1,4}}{_TASTE}\b|\b(?:best|nicest|worst) ways? to (?:spend|live|enjoy"
    rf"|celebrate|relax|travel|raise)\b"
    rf"|\b{_NORM} should\b|\bshould {_NORM}\b(?! (?:who|with|whose|in|aged|of)\b)|\bwhat (?:should|ought"
    rf"|must) (?:\w+ ){{1,4}}(?:think|feel|believe|prefer|admire)\b"
    r"|\bshould (?:be (?:banned|allowed|abolished|forbidden|punished|ashamed|proud|grateful|legal|illegal)"
    r"|hang|have been ashamed)\b"
    r"|\bhow (?:satisfied|happy|proud|ashamed|grateful|worried|angry) (?:should|are|were|would|must)\b"
    rf"|\b(?:most|least|more|truly|really|too) {_TASTE}\b|\b{_SUPERLATIVE}\b"
    rf"|\b(?:the )?(?:best|worst|greatest|favou?rite|finest) (?:\w+ )?{_WORKS}\b(?!['’]s\b)"
    r"|\bhow (?:good|bad|fair|beautiful|interesting|nice|useful|fun|just|moral) (?:do you|is it|was it"
    r"|are they)\b"
    r"|\b(?:best|worst|greatest) (?:\w+ )?(?:ever|of all time|in history|in the world)\b"
    r"|\b(?:would|should) you (?:rather|recommend|support|vote|choose to)\b"
    r"|\b(?:is|was|are|were) (?:it|this|that|\w+(?: \w+){0,3}) (?:right|wrong|fair|unfair|good(?! for)"
    r"|bad(?! for)|moral"
    r"|acceptable|justified|a shame|a"
    r" pity|overrated|underrated|worth (?:it|its|the|having|doing|reading|seeing"
    r"|living))\b(?: or \w+)?(?=[^?]*\?)(?! (?:angle|triangle"
    r"|side|hand|end|order|place|conductor|approximation|fit|estimate|insulator))"
    r"|\bdeserves? (?:more|most|the most|our|to be)\b|\b(?:who|which \w+) was (?:right|wrong|to blame)\b",
    re.IGNORECASE,
)


_FACTUAL = re.compile(
    r"\b(?:spel\w+|written|stated|labelled|pronounced|used|said) (?:right|wrong)|\bcool\b", re.IGNORECASE
)
"""Taste in words that have none: "spelt wrong", "too cool for the brood"."""
_REASON = re.compile(r"\bwhy\s+$", re.IGNORECASE)


def _opinion(reading: Reading) -> Iterator[Hit]:
    found = _OPINION.search(reading.stem)
    # "Why is a gauge acceptable here?" takes the view for granted and asks for its reason.
    if found and not _FACTUAL.search(found.group()) and not _REASON.search(reading.stem[: found.start()]):
        told = (
            f"{found.group()!r} asks for a view; nobody's view is wrong. Ask for a fact or a stated criterion"
        )
        yield Hit("stem", found.span(), told)


_PRIVATE_LIFE = word_set(
    """
    children born birth birthday birthplace married marry wedding wife wives husband husbands brother
    brothers sister sisters son sons daughter daughters siblings cousin uncle aunt dog dogs cat cats
    horse pet pets parrot tooth teeth hair beard eyes eye height hobby hobbies favourite favorite
    nickname surname childhood lived grave buried tomb mistress lover breakfast dressed wore hat shoes
    coat salary knighted christened baptised hometown nationality school's
    """
)
_OBJECTS = word_set(
    """
    page pages chapter chapters edition editions volumes cover binding bound rebound reprinted typeface
    font publisher printer printed footnote footnotes copies title stairs windows floor shelf hotel
    restaurant cafe venue menu weather weekday logo mascot slogan motto anthem stamp banknote plaque
    statue portrait patent filed typed handwritten ink paper envelope headquarters codename
    acknowledgements acknowledgments foreword preface dedication dedicated index signature journal
    museum gallery auction auctioned room street address
    """
)
_ASKS_TRIFLE = re.compile(
    r"\b(?:when|where|who|whose|whom|how (?:many|old|tall|long|much)|(?:on|in|at|by|from|of|after|for"
    r"|to) (?:which|what|whom)"
    r"|what (?:is|was|were|are|did|does)|which|what)\b",
    re.IGNORECASE,
)
_CERTAIN_TRIFLE = re.compile(
    r"\bfirst edition\b|\b(?:middle|maiden|nick-?|pen|pet|birth)[ -]?names?\b|\bday of the week\b"
    r"|\bon (?:which|what) page\b"
    r"|\bhow many (?:\w+ )?(?:pages|chapters|editions|copies|footnotes|illustrations|siblings|brothers"
    r"|sisters|wives|co-?authors"
    r"|stairs|steps (?:lead|led)|windows|seats|employees)\b|\b(?:what|which) colou?r\b[^?]*\b(?:cover|logo"
    r"|hair|eyes|jacket|coat|dress"
    r"|hat|door|book|car|uniform|walls?|paper|binding|cloak|carriage)\b|\bwhat was the weather\b"
    r"|\bhow old (?:was|is|were)\b"
    r"|\b(?:named|called|dedicated) (?:after|to) (?:whom|which|what|his|her)\b|\b(?:after|to|for) (?:whom"
    r"|which \w+) (?:was|is|were)"
    r" [^?]*\b(?:named|dedicated|called)\b|\b(?:does|did) the (?:name|logo|nickname|title|word) (?:of"
    r"|for)?[^?]*\b(?:come from|refer to"
    r"|derive|stem from|honou?r)\b|\bwho (?:coined|drew|typed|printed|published|translated|illustrated"
    r"|bound)\b"
    r"|\bwhat does the (?:letter|[\"“']?[A-Z][\"”']?) in\b|\b(?:on|in) (?:which|what) (?:floor|room|shelf"
    r"|hall|street|drawer|aisle)\b",
    re.IGNORECASE,
)
_PUBLISHING = re.compile(
    r"(?:^|[,;] )\W*(?:in (?:which|what) (?:year|month|city|town|journal|magazine|village|country)|when|where"
    r"|on (?:which|what) (?:day|date))\b"
    r"[^?.]*\b(?:published|printed|released|founded|renamed|named|born|died|buried|married|translated"
    r"|patented|patent|trademarked"
    r"|registered|inaugurated|digiti[sz]ed|auctioned|coined|awarded|graduated?|retired?|come out|came out"
    r"|appear|signed by hand)\b",
    re.IGNORECASE,
)
_SHORT_FACT = 6


def _trivial(reading: Reading) -> Iterator[Hit]:
    """Private lives of known people, and books and papers as objects: asked after by name, date or number."""
    if reading.kind in CODE_TYPES or reading.kind in (
        "scenario",
        "free_text",
        "matching",
        "ordering",
        "table",
    ):
        return
    asked = reading.asked
    text = asked.text
    if reading.kind in ("true_false", "cloze"):
        told = _stated_trifle(text)
    elif found := _CERTAIN_TRIFLE.search(text) or (_is_short_fact(reading) and _PUBLISHING.search(text)):
        told = found.group()
    else:
        told = _named_trifle(reading)
    if told:
        yield Hit("stem", None, f"asks for a trifle ({told!r}); ask what the fact is good for")


def _is_short_fact(reading: Reading) -> bool:
    texts = [option.text for option in reading.options] or reading.accepted
    return all(len(text.split()) <= _SHORT_FACT for text in texts)


_BESIDE = re.compile(
    r",? \b(?:once|when|while|after|before|because|since|if|where|who may|that may)\b.*$", re.I
)
"""What a question says beside what it asks."""


def _named_trifle(reading: Reading) -> str:
    """A word of private life or of an object, in a question for a short fact about somebody named."""
    text = reading.asked.text
    if re.search(r"\bwho (?:may|must|can|should)\b", text, re.IGNORECASE):
        return ""
    if re.search(r"\b(?:may|must|can|should|is|are) (?:\w+ )?(?:marr(?:y|ied)|allowed)\b", text):
        return ""
    if re.search(r"\bwhich of (?:these|the following)\b", text, re.IGNORECASE):
        return ""  # a kind of thing is asked for, no detail
    if not _ASKS_TRIFLE.search(text) or not _is_short_fact(reading):
        return ""
    text = _BESIDE.sub("", text)
    said = [word.removesuffix("'s") for word in words(text.replace("’", "'"))]
    called = {name.lower() for name in re.findall(r"(?<=[a-z] )[A-Z][a-z]+ ([a-z]+s)\b", text)}
    signs = [
        word
        for word, after in zip(said, [*said[1:], ""], strict=True)
        if (word in _PRIVATE_LIFE and word not in called) or (word in _OBJECTS and not _is_noun(after))
    ]
    named = re.search(r"(?<=\w )(?!I\b)[A-Z][a-z]{2,}|\w['’]s\b", text)
    objects = {word for word in signs if word in _OBJECTS}
    return signs[0] if signs and (named or len(objects) >= 2) else ""


def _is_noun(word: str) -> bool:
    """Whether a word after another makes it a part of a name: paper money, street lamps."""
    return kinds_of(word) == {"NOUN"}


def _stated_trifle(text: str) -> str:
    said = words(text)
    signs = [word for word in said if word in _PRIVATE_LIFE or word in _OBJECTS]
    detail = re.search(
        r"\d|____|\b(?:called|named|red|green|blue|black|brown|white|leather|gold|silver)\b",
        text,
        re.IGNORECASE,
    )
    named = re.search(
        r"[A-Z][a-z]+['’]s\b|\bfirst edition\b|\b(?:was|were|is) (?:\w+ )?(?:born|buried"
        r"|married|rebound|bound|reprinted"
        r"|printed|knighted|christened)\b",
        text,
    )
    return signs[0] if signs and detail and named else ""


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
        yields_to=frozenset({"trick_question"}),
    ),
)
