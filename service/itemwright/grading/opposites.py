"""Words that turn a statement round when one stands for the other, beside those of the lexicon."""

import functools

from itemwright.grading.lexicon import opposites_of

_PAIRS = """
rare frequent|rare common|rarely often|rarely usually|seldom often|shallow steep|exceed undercut
secret public|secret open|sealed open|hide show|conceal reveal|hidden visible|loose bind|float sink
swell shrink|tighten loosen|tighten relax|attach detach|assemble dismantle|borrow lend|inherit bequeath
import domestic|native foreign|tame wild|ripe unripe|raw cooked|fresh rotten|fertile barren
clockwise anticlockwise|clockwise counterclockwise|inward outward|upstream downstream|upwards downwards
above beneath|ancestor descendant|host parasite|donor recipient|lender borrower|debtor creditor
employer employee|landlord tenant|plaintiff defendant|winner loser|ally rival|majority few|multiple single
several one|double halve|double single|singular plural|maximum least|most least|mostly rarely
nearly hardly|exact approximate|exactly roughly|identical different|alike different|uniform varied
homogeneous heterogeneous|symmetric asymmetric|finite infinite|bounded unbounded|discrete continuous
dependent independent|dependently independently|deterministic stochastic|biased unbiased
supervised unsupervised|lossy lossless|volatile stable|volatile persistent|fragile robust|brittle tough
rigid flexible|elastic inelastic|soluble insoluble|organic inorganic|aerobic anaerobic
saturated unsaturated|polar nonpolar|endothermic exothermic|warm cool|warmer cooler|hotter colder
melt solidify|condense evaporate|condense boil|thaw freeze|moist dry|damp dry|humid dry|noon midnight
dawn dusk|sunrise sunset|spring autumn|morning evening|yesterday tomorrow|older younger|oldest youngest
senior junior|tall short|longer shorter|lighter heavier|thicker thinner|wider narrower|nearer farther
closer farther|higher lower|deeper shallower|stronger weaker|faster slower|larger smaller|bigger smaller
greater smaller|greater lesser|earlier later|sooner later|richer poorer|easier harder|easy hard
simple complicated|cheaper dearer|cheap dear|gather scatter|converge scatter|unite divide|union separation
peaceful violent|legal unlawful|lawful unlawful|valid invalid|valid void|binding void|guilty innocent
convict acquit|permit prohibit|permit forbid|encourage discourage|promote inhibit|stimulate inhibit
activate inhibit|activate suppress|excite inhibit|dilate constrict|expand shrink|inflate deflate
inflation deflation|boom recession|surplus deficit|surplus shortage|asset liability|credit debit|gross net
wholesale retail|fixed floating|fixed flexible|manual automatic|digital analogue|digital analog
wired wireless|online offline|portable stationary|front rear|stern bow|port starboard|import local
major minor|primary secondary|sharp dull|bitter sweet|tense relaxed|awake asleep|sober drunk|healthy sick
healthy ill|benign malignant|acute chronic|innate acquired|dominant recessive|dead living|extinct living
wax wane|ebb flow|advance retreat|attack defend|obey disobey|trust distrust|praise blame|reward punish
love hate|hope despair|rise sink|rise fall|rise decline|grow decline|increase decline|increase reduce
raise reduce|refuse pass|refuse admit|refuse accept|reject admit|permit refuse|allow refuse|
keep remove|keep delete|remain vanish|stay vanish|preserve destroy|preserve spoil|keep spoil|hasten delay|
hasten slow|quicken slow|quicken delay|accelerate delay|block pass|block let|bar admit|lock unlock|
rise lower|sink float|bind release|bind free|trap release|trap free|capture release|win forfeit|
earn owe|pay owe|repay owe|refund charge|exempt taxable|exempt liable|liable immune|entitle bar|
much little|many few|plenty lack|abundance lack|ample scarce|enough lacking|early tardy|begin cease|
begin stop|continue stop|continue cease|resume halt|go halt|turn halt|grow wither|bloom wither|
swallow spit|inhale exhale|warm chill|heat chill|boil freeze|melt set|soften harden|soften stiffen|
thicken thin|whiten blacken|brighten darken|lighten darken|sweeten sour|enlarge shrink|widen narrow|
lengthen shorten|deepen flatten|steepen flatten|strengthen loosen|shield expose|cover expose|cover bare|
wrap unwrap|pack unpack|pack empty|fill empty|fill drain|flood drain|load unload|charge discharge|
stick slip|hold drop|lift drop|lift lower|hang fall|stand fall|climb fall|climb drop|soar plunge|
honest false|true untrue|real imaginary|real fake|genuine fake|known unknown|famous unknown|usual rare|
normal abnormal|regular irregular|ordered random|ordered unordered|sorted unsorted|stable fickle|
calm rough|smooth jagged|even uneven|flat hilly|straight bent|straight crooked|whole broken|intact broken|
alone together|single joint|separate joint|independent joint|equal unlike|like unlike
more less|more few|always seldom|gain lack|keep drop|stay leave|stay change|arrive leave
""".replace("\n", "|")
_AS_READ = """
acquire innate|bias unbiased|bind void|bound unbounded|break intact|break whole|closer far|cook raw|
crook straight|bend straight|dead live|extinct live|fix flexible|fix float|fix variable|freeze trainable|
great lesser|great small|heavy lighter|hide visible|high lower|jag smooth|know unknown|late soon|leave right|
narrower wide|open seal|order random|oxidize reduce|relax tense|saturate unsaturated|supervise unsupervised|
thick thinner|uniform vary|wire wireless
""".replace("\n", "|")
"""Pairs of which a lemma is another word than the form that is listed: "higher" is read as "high"."""


def _table(pairs: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in pairs.split("|"):
        if len(words := pair.split()) == 2:
            found.setdefault(words[0], set()).add(words[1])
            found.setdefault(words[1], set()).add(words[0])
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSITES = _table(_PAIRS)
_OPPOSED = _table(_PAIRS + _AS_READ)


def are_opposed(one: str, other: str) -> bool:
    """Whether two lemmas contradict each other in the same place of a sentence."""
    return other in _OPPOSITES.get(one, ()) or other in opposites_of(one)


@functools.lru_cache(maxsize=1 << 15)
def opposed_to(lemma: str) -> frozenset[str]:
    """All that contradicts a lemma in the same place of a sentence, with what lemmas are read as."""
    return _OPPOSED.get(lemma, frozenset()) | opposites_of(lemma)
