"""Small closed word lists of English that grading needs: negations, hedges, opposites, function words."""

import functools

from rapidfuzz.distance import OSA

_FUNCTION = """
a an the this that these those it its they them their he she his her him we us our you your i my me one ones
and or but nor so yet if then than as because since while whereas although though when where which who whom
whose what how why whether of to in on at by for with from into onto out off over under up down about after
before between through during within without against among per via is are was were be been being am do does
did done doing has have had having will would can could shall should may might must not no n't too very also
just only even still more most much many some any each every all both either neither such own same other
another there here now again once thus hence therefore however instead rather like get gets got make makes
made let lets use used uses using well thing things way ways lot kind sort etc ok yes
"""
FUNCTION_WORDS = frozenset(_FUNCTION.split())

_FRAME = """
think believe guess suppose mean say know see answer question reason example case opinion probably maybe
perhaps basically actually really simply usually generally often normally typically happen something
somebody someone anything everything
"""
FRAME_WORDS = frozenset(_FRAME.split())
"""Lemmas that carry no subject matter, though they are no function words."""

TURNING = frozenset(
    ["more", "less", "most", "least", "few", "fewer", "much", "little", "many", "before", "after", "above",
     "below", "up", "down", "first", "last", "same", "all", "over", "under", "only", "both", "each", "every"]
)  # fmt: skip
"""Function words, and some others, that a statement may hang on."""

BARE_DENIALS = {f"{verb}nt": verb for verb in (
    "do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "would", "could", "should", "must",
)} | {"cant": "can", "wont": "will", "aint": "is"}  # fmt: skip
"""Denials without their apostrophe, as hasty writers have them, and what they deny."""

NEGATORS = frozenset(
    ["not", "no", "never", "without", "neither", "nor", "cannot", "none", "nothing", "nobody", "hardly", "nt"]
)
NEGATING_VERBS = frozenset(["fail", "lack", "stop", "cease", "refuse", "deny", "exclude"])
SCOPE_ENDS = frozenset(
    ["but", "because", "since", "while", "whereas", "although", "though", "if", "when", "so", "then", "and",
     "only", "instead", "as", "which", "unlike"]
)  # fmt: skip
HEDGES = frozenset(
    ["maybe", "perhaps", "possibly", "probably", "might", "could", "unsure", "guess", "somehow", "somewhat"]
)

_OPPOSITES = """
increase decrease|rise fall|rise drop|rise sink|grow shrink|raise lower|high low|higher lower|more less
more few|large small|big small|big little|fast slow|speed slow|early late|before after|first last
begin end|start stop|add remove|add subtract|gain lose|give take|attract repel|push pull|absorb reflect
absorb emit|absorb release|store release|heat cool|hot cold|warm cold|wet dry|hard soft|strong weak
long short|wide narrow|deep shallow|near far|close open|inside outside|in out|inner outer|up down
above below|over under|forward backward|left right|same different|equal unequal|equal different
similar different|true false|right wrong|correct incorrect|correct wrong|good bad|better worse
best worst|positive negative|pass fail|succeed fail|accept reject|allow prevent|allow forbid|allow block
enable disable|enable prevent|cause prevent|help hinder|protect harm|connect disconnect|connect separate
join separate|together apart|combine separate|merge split|complete incomplete|full empty|whole part
all none|always never|everything nothing|everyone nobody|must cannot|present absent|keep lose
keep discard|keep delete|keep change|remain change|constant change|constant variable|fixed variable
freeze train|freeze update|freeze change|frozen trainable|frozen train|frozen update|unchanged change
unchanged update|static dynamic|linear nonlinear|random deterministic|certain uncertain|stable unstable
converge diverge|sharpen flatten|compress expand|contract expand|stretch compress|dissolve precipitate
melt freeze|evaporate condense|solid liquid|acid base|acidic basic|alive dead|live die|birth death
male female|parent child|predator prey|cause effect|input output|encode decode|encrypt decrypt
read write|load save|send receive|buy sell|buyer seller|supply demand|import export|profit loss
cheap expensive|cheaply expensively|rich poor|scarce abundant|many few|maximum minimum|maximise minimise
maximize minimize|maximal minimal|majority minority|public private|local global|internal external
direct indirect|voluntary compulsory|legal illegal|win lose|north south|east west|day night
summer winter|young old|new old|ancient modern|past future|previous next|overfit underfit
overestimate underestimate|optimistic pessimistic|supervise unsupervise|labeled unlabeled
label unlabeled|precision recall|bias variance|train test|training test|training validation
train validate|encoder decoder|prompt response|query key|virus bacterium|virus bacteria|viral bacterial
conduct insulate|conductor insulator|light dark|bright dark|visible invisible|transparent opaque
parallel series|active inactive|passive active|sufficient insufficient|necessary unnecessary
possible impossible|reversible irreversible|one-way two-way|mutable immutable|sync async
synchronous asynchronous|stateful stateless|easy difficult|simple complex|simple complicate
efficient inefficient|useful useless|safe dangerous|clean dirty|shared separate|share separate|own share
include exclude|contain lack|require ignore|remember forget|learn forget|enter leave|arrive depart
appear disappear|create destroy|build destroy|produce consume|save waste|save cost|steep flat
vertical horizontal|concentrated dilute|dilute concentrate|thick thin|heavy light|dense sparse
tight loose|rough smooth|sharp blunt|loud quiet|sour sweet|war peace|friend enemy|ally enemy
victory defeat|agree disagree|approve reject|confirm refute|prove disprove|support oppose|for against
advantage disadvantage|benefit harm|benefit drawback|improve worsen|improve deteriorate
strengthen weaken|accelerate decelerate|multiply divide|odd even|upper lower|top bottom|front back
ascend descend|inhale exhale|oxidise reduce|gain loss|saturate unsaturate|stale fresh
permanent temporary|permanently temporarily|automatic manual|explicit implicit|abstract concrete
quantise dequantise|mask unmask|attend ignore|copy original|outside inside|outward inward
outwards inwards|toward away|towards away|retain lose|retain delete|preserve overwrite|preserve destroy
preserve lose|overwrite keep|overwrite retain|overwrite protect|mobile immobile|move stay|move rest
"""


def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _OPPOSITES.replace("\n", "|").split("|"):
        if len(words := pair.split()) == 2:
            table.setdefault(words[0], set()).add(words[1])
            table.setdefault(words[1], set()).add(words[0])
    return {word: frozenset(others) for word, others in table.items()}


OPPOSITES = _opposites()
"""lemma -> lemmas that say the contrary in most subjects."""

_PREFIXES = ("un", "in", "im", "ir", "non", "dis", "de")
_PAIRS = (("over", "under"), ("pre", "post"), ("hyper", "hypo"), ("inter", "intra"), ("max", "min"))


def are_opposite(first: str, second: str) -> bool:
    """Whether two lemmas say the contrary: listed, or one is the other with a negating prefix."""
    return second in opposites_of(first)


@functools.lru_cache(maxsize=1 << 15)
def opposites_of(word: str) -> frozenset[str]:
    """All lemmas that say the contrary of one, words or not: a set is quicker than trying each pair."""
    formed = {prefix + word for prefix in _PREFIXES}
    formed |= {word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix)}
    formed |= {b + word[len(a) :] for pair in _PAIRS for a, b in (pair, pair[::-1]) if word.startswith(a)}
    near = {other for other in formed if min(len(word), len(other)) >= 4 and abs(len(word) - len(other)) <= 3}
    return OPPOSITES.get(word, frozenset()) | near


@functools.lru_cache(maxsize=1 << 15)
def are_akin(a: str, b: str) -> bool:
    """A typo or another word of the family: one slip from five letters, or a long common beginning."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < 5 or short[0] != long[0] or not (a + b).isalpha():
        return False
    if len(long) - len(short) <= 1 and OSA.distance(a, b, score_cutoff=1) <= 1:
        return True
    common = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(short))
    return common >= 5 and common >= len(short) - 2 and len(long) - common <= 5
