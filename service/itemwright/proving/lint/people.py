"""What a stem or an option says about people: insults, stereotypes, and what is nobody's business."""

import re
from collections.abc import Iterator

from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.phrases import word_set
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.rule import HR, Hit, Rule

_INSULT = re.compile(
    r"\b(?:handicapped|invalids|as (?:all )?(?:women|men|girls|boys|wives|mothers) (?:are|do|will|tend)"
    r"|retards?|retarded|cripples?|crippled|spastics?|lunatics?|madm[ae]n|madwom[ae]n|nutters?|nutcases?"
    r"|nutjobs?"
    r"|idiots?|idiotic|morons?|moronic|imbeciles?|halfwits?|dimwits?|simpletons?|losers?|fatso"
    r"|gyps(?:y|ies)|savages?"
    r"|barbarous|uncivili[sz]ed|negro(?:es|id)?|illegals|illegal (?:aliens?|immigrants?)|tranny|faggots?"
    r"|poofs?|homos"
    r"|whores?|sluts?|slutty|harlots?|bitch(?:es)?|bastards?|hillbill(?:y|ies)|rednecks?|white trash"
    r"|junkies?|druggies?"
    r"|winos?|drunkards?|midgets?|third[- ]world|old hags?|hags?|old maids?|spinsters?|bimbos?|blondes?"
    r"|psychos?"
    r"|wheelchair-bound|confined to (?:a|his|her) wheelchair|deaf[- ]mutes?|deaf and dumb|half-?breeds?"
    r"|half-?castes?"
    r"|mulattos?|eskimos?|orientals|towelheads?|infidels?|heathens?|mongoloids?|freaks?|perverts?|sissy"
    r"|sissies|chavs?"
    r"|trailer trash|weaker sex|fair(?:er)? sex|old geezers?|geezers?|layabouts?|scroungers?"
    r"|parasites? on (?:society|the)"
    r"|gold[- ]diggers?|crazy (?:cat )?lad(?:y|ies)|sub-?human|inbred|low-?lifes?|scum|vermin like|yokels?"
    r"|peasants like)\b",
    re.IGNORECASE,
)
_DEMEANING = (
    r"(?:fat|fattish|obese|ugly|stupid|dumb|dull-witted|dim-?witted|slow-witted|simple-minded|feeble-minded"
    r"|lazy|filthy|smelly"
    r"|crazy|mad|insane|senile|frigid|scrawny|skinny|homely|toothless|nagging|hysterical|bossy|drunken"
    r"|shrill|backward"
    r"|primitive|worthless|pathetic|greedy|stingy|gullible|ignorant|uneducated|illiterate|inferior|hopeless"
    r"|useless"
    r"|sluttish|effeminate|mannish|grumpy|difficult old|silly|foolish|brainless|clueless|dirty|shifty"
    r"|unwashed|deranged"
    r"|demented|dumpy|chubby|pimply|spotty|unattractive|sissy|whiny|sly|cunning|hot-?blooded|lecherous"
    r"|old-maidish|barren"
    r"|deformed|abnormal|defective|retarded|crippled|coloured|colored)"
)
_PERSON = (
    r"(?:m[ae]n|wom[ae]n|boys?|girls?|child|children|kids?|lad(?:y|ies)|guys?|patients?|students?|pupils?"
    r"|teachers?"
    r"|drivers?|lads?|fellows?|colleagues?|neighbou?rs?|nurses?|wi(?:fe|ves)|husbands?|mothers?(?:-in-law)?"
    r"|fathers?"
    r"|grandmothers?|grannies|grandpas?|uncles?|aunts?|boss(?:es)?|people|persons?|teenagers?|youths?"
    r"|customers?|tenants?"
    r"|farmers?|workers?|peasants?|natives?|tribes?|trib(?:es)?m[ae]n|villagers?|immigrants?|foreigners?"
    r"|refugees?|secretar"
    r"(?:y|ies)|clerks?|widows?|bachelors?|housewi(?:fe|ves)|races?|cultures?|societ(?:y|ies)|nations?)"
)
_DEMEANED = re.compile(
    rf"\b{_DEMEANING}(?:,? (?:and )?(?:little|old|young|poor|middle-aged|black|white|female|male|\w+ish"
    rf"|\w+an)){{0,2}},? "
    rf"(?:{_PERSON}\b|(?-i:(?!I\b)[A-Z][a-z]{{2,}}))",
    re.IGNORECASE,
)
_GROUP = (
    r"(?:women|woman|men|man|girls?|boys?|wi(?:fe|ves)|females?|mothers?(?:-in-law)?|housewi(?:fe|ves)"
    r"|immigrants?"
    r"|migrants?|foreigners?|refugees?|natives?|muslims?|jews?|jewish|christians?|catholics?|protestants?"
    r"|hindus?|atheists?"
    r"|buddhists?|(?-i:[A-Z][a-z]+(?:ans?|ese|ish|ards?))|germans?|french(?:m[ae]n)?|dutch(?:m[ae]n)?"
    r"|irish(?:m[ae]n)?"
    r"|scots(?:m[ae]n)?|swiss|turks?|poles?|swedes?|danes?|finns?|arabs?|chinese|japanese|blacks|whites"
    r"|latin[oa]s?"
    r"|hispanics?|gays?|lesbians?|homosexuals?|transsexuals?|old people|elderly people|the elderly"
    r"|pensioners?|teenagers?"
    r"|millennials?|boomers?|disabled people|the disabled|poor people|the poor|rich people|the rich"
    r"|peasants?|southerners?"
    r"|northerners?|city folk|country people|blind people|deaf people|autistic (?:people|children)"
    r"|overweight people"
    r"|the unemployed|single mothers|teenage mothers|bankers|lawyers|politicians)"
)
_TRAIT = (
    r"(?:lazy|stupid|emotional|greedy|stubborn|dirty|violent|weak|inferior|superior|dishonest|irrational"
    r"|hysterical|drunk"
    r"|drunken|stingy|bossy|submissive|backward|primitive|aggressive|unreliable|corrupt|cowardly|noisy|loud"
    r"|unclean"
    r"|cunning|sly|moody|vain|arrogant|passive|feeble|frail|helpless|ignorant|illiterate|uneducated|naive"
    r"|gullible"
    r"|less (?:intelligent|able|rational|capable|reliable|gifted|logical)|bad (?:at|drivers?)|poor at"
    r"|worse at|not as"
    r"|unable to|hopeless|cannot (?:drive|think|reason|read|park|be trusted)|always late|thieves|terrorists?"
    r"|criminals?"
    r"|better suited|unfit|confused by|afraid of (?:maths|technology|computers)|do not understand"
    r"|don't understand)"
)
_STEREOTYPE = re.compile(
    r"\beven (?:an?|your|the|my) (?:\w+ )?(?:old |elderly )?(?:lady|woman|girl|grandmother|grandma|granny"
    r"|housewife|blonde|secretary|child"
    r" from)\b|"
    rf"\b(?:typical(?:ly)?|stereotypical(?:ly)?|so like|just like (?:a|all|any)|like (?:all|most|every|any)"
    rf"|as (?:all|most"
    rf"|any|every)|being (?:a|an|only a|just a)|of course|naturally,?|even a|even|as usual for|as usual with"
    rf"|for a mere)"
    rf" (?:\w+ )?{_GROUP}\b(?!\s+(?:of|in|who|with|aged|cell|population|sample|diet|hand|law|language|word"
    rf"|city|state))"
    rf"|\b{_GROUP}(?:,? who)? (?:are|is|being|were|tend to be|can be|will be|will) (?:\w+ )?(?:naturally"
    rf"|by nature|known to"
    rf" be|always|notoriously|simply|just|so|all)?\s*{_TRAIT}\b|\b{_TRAIT},? typically \w+"
    rf"|\b{_GROUP} (?:\w+ )?(?:struggle with|have (?:trouble|difficulty|difficulties) (?:with|in)"
    rf"|are (?:\w+ )?(?:worse|better) (?:at|in|with)|are (?:\w+ )?no good (?:at|with)"
    rf"|give up (?:easily|early|quickly)"
    rf"|lack (?:the )?(?:talent|logic|discipline|ambition|brains?))\b"
    rf"|\b{_GROUP} (?:cannot|can't|do not|don't|never) (?:\w+ )?(?:drive|think|reason|read|park|understand"
    rf"|cope|be trusted)\b"
    r"|\b(?:m[ae]n|wom[ae]n|girl|boy|lad(?:y|ies)|gentlem[ae]n|housewi(?:fe|ves)|mother)(?:['’]s"
    r"|s['’]) (?:job|work|place|duty"
    r"|role|brain|logic|task)\b|\b(?:so easy|simple enough) (?:that )?(?:even|for) (?:an? |your )?\w+"
    r"|\b(?:belongs? in the kitchen|man up|throws? like a girl|run like a girl|the man of the house)\b"
    r"|\b(?:his|her) (?:pretty|sexy|hot|busty|curvy|shapely) (?:wife|secretary|nurse|assistant|student"
    r"|colleague|girlfriend)"
    r"|\b(?:sexy|busty|curvy|shapely) \w+",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"\b(?:backward|primitive|uncivili[sz]ed|savage)\b(?=[^.?!]*\b(?:seems?|looks?|people|us|inhabitants"
    r"|tribes?|country"
    r"|countries|region)\b)(?! (?:pass|step|data|type|value|chain|root|element|reaction|direction|compat"
    r"|recur))",
    re.IGNORECASE,
)
_SECRET = (
    r"(?:weight|salary|income|earnings|religion|religious (?:beliefs?|views?)|faith|sexual\w*|sex life"
    r"|political (?:party"
    r"|views?|beliefs?|opinions?)|medical (?:history|records?|condition)|health problems?|diagnos[ei]s"
    r"|illness(?:es)?"
    r"|disabilit(?:y|ies)|HIV status|pregnan\w+|abortions?|home address|address|phone number|mobile number"
    r"|password|PIN"
    r"|bank account|credit card|criminal record|boyfriend|girlfriend|love life|marriage|divorce|debts?"
    r"|therapist"
    r"|antidepressants?|periods?|virginity|drinking(?: habits)?|alcohol consumption|drug use|body|ethnic\w*"
    r"|race|skin colou?r"
    r"|caste|immigration status|family['’]s income|parents['’]? (?:income|salary|divorce|religion|party"
    r"|jobs?|marriage))"
)
_PRIVATE = re.compile(
    rf"\byour (?:own |personal |family['’]s |parents['’] )?(?:\w+ )?{_SECRET}\b"
    r"|\bhave you (?:ever )?(?:taken|used|tried|smoked|stolen|cheated|suffered|been (?:pregnant|arrested"
    r"|drunk|diagnosed|abused"
    r"|depressed|bullied|in love|in therapy|unfaithful)|had (?:an? )?(?:abortion|sex|affair|miscarriage"
    r"|eating disorder"
    r"|crush))\b"
    r"|\b(?:do|did|are|were|will) you (?:\w+ )?(?:smoke|drink alcohol|pray|vote|sleep with|believe in God"
    r"|pregnant|gay"
    r"|straight|lesbian|married|overweight|depressed|religious|a virgin|on (?:medication|the pill)|in debt"
    r"|attracted to)\b"
    r"|\bwhich (?:political )?party (?:do|did|would|will) you\b"
    r"|\bhow (?:much|often) (?:do|did|does) (?:you|your \w+) (?:\w+ )?(?:earn|weigh|make|drink|smoke"
    r"|masturbate"
    r"|have sex|owe)\b"
    r"|(?<![\d.])\+\d{1,3}[ /-]?\(?\d{2,5}\)?[ /-]?\d{3,4}[ -]?\d{2,5}\b|\b\d{3}-\d{2}-\d{4}\b"
    r"|\b0\d{2,4}[ /-]\d{5,8}\b"
    r"|\b\(?\d{3}\)?[ -]\d{3}-\d{4}\b"
    r"|\b[\w.+-]+@(?!example\.|test\.|localhost|domain\.|mail\.example)[\w-]+\.(?:com|org|net|de|uk|edu|fr"
    r"|gov|ch|at|it|es|nl)\b"
    r"|\b(?:his|her|their|your) (?:home|private) address\b"
    r"|\b\d{1,4}[a-z]? (?-i:[A-Z]\w+(?: [A-Z]\w+)?) (?:Street|Road|Avenue|Lane"
    r"|Drive|Close|Square"
    r"|Terrace|Way|Court|St\.|Rd\.|Ave\.)|\b(?-i:[A-Z]\w+)(?:straße|strasse|gasse|weg) \d+"
    r"|\b(?:social security|passport|insurance|patient|credit card|file|account|ID|NHS|IBAN|licence plate"
    r"|personnel)"
    r" (?:number|no\.?)(?: is)? [\dA-Z]*\d[\dA-Z]*"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr)\.? (?-i:[A-Z]\w+(?: [A-Z]\w+)?),? (?:who (?:is|was|has) )?(?:born on"
    r"|aged \d+ and (?:divorced"
    r"|pregnant|unemployed)|(?:has been )?(?:diagnosed|divorced|unfaithful|an alcoholic|HIV-positive"
    r"|pregnant|addicted|having"
    r" an affair|has (?:an affair|HIV|cancer|debts)))",
    re.IGNORECASE,
)
_OWN_CIRCLE = (
    r"(?:you|yourself|a (?:family )?member|(?:a |one )?(?:members? )?of your (?:own )?(?:family"
    r"|parents|relatives"
    r"|friends|household|classmates|colleagues)|your (?:own )?(?:family|parents?|mother|father"
    r"|brother|sister|relatives?"
    r"|partner|spouse|husband|wife|boyfriend|girlfriend|household)|someone (?:close to you|in your family))"
)
_SENSITIVE = (
    r"(?:broke the law|illegal|crimes?|arrested|convicted|fined|stole|stolen|lied|cheated|drugs?"
    r"|drunk|drank|alcohol"
    r"|addict\w*|depress\w*|suicid\w*|self-harm\w*|mental(?:ly)? (?:ill\w*|health)|illness(?:es)?"
    r"|disease|diagnos\w+"
    r"|medications?|medical|hereditary|miscarriage|abortion|abus\w+|violence|bullied|divorc\w+"
    r"|separated|bankrupt\w*"
    r"|debts?|unemploy\w*|on welfare|benefits|income|earns?|salary|savings|vote[ds]?|voting|party"
    r"|religio\w+|faith"
    r"|church|pray\w*|sexual\w*|pregnan\w*|weigh(?:t|s|ed)?|diet(?:ed|ing)?|overweight|immigra\w+"
    r"|undocumented|visa"
    r"|grie\w+|died)"
)
_DISCLOSE = re.compile(
    r"\b(?:describe|tell|report|recall|think of|write (?:down|about)|give (?:an|one) (?:example"
    r"|instance)|list|name|state"
    r"|share|mention|discuss|explain|which|what|has|have|does|do|did|is|are|how (?:much|many"
    r"|often))\b[^.?!]{0,60}?"
    rf"\b{_OWN_CIRCLE}\b[^.?!]{{0,60}}?\b{_SENSITIVE}\b",
    re.IGNORECASE,
)
_ADVISED = re.compile(
    r"\b(?:should|would|must|can|could|may|do|did) you\b|\byou (?:are|work|see|notice|find"
    r"|have been|would|should"
    r"|could|can|may|must|need|use|measure|want|tell|advise)\b|\bif you\b|\byour (?:patient|client"
    r"|customer)\b",
    re.IGNORECASE,
)
"""A case in which "you" is a nurse or a judge, and nobody's own life."""
_BENIGN = re.compile(
    r"\b(?:even a?|of course|being a)\s+(?:\w+ )?(?:man|woman|boys?|girls?|men|women)\b", re.IGNORECASE
)


_LITERAL = re.compile(r"[a-z]{3,}")
_GROUP_HINT = re.compile(
    r"\b[A-Z][a-z]+(?:ans?|ese|ish|ards?)\b|\b(?:typical|stereotyp|sexy|busty|curvy|kitchen)"
)
_DEMEANING_WORDS = frozenset(_LITERAL.findall(_DEMEANING))


def _opening(pattern: str) -> tuple[frozenset[str], frozenset[str]]:
    """The literal words of a pattern: the first five letters of long ones, and short ones whole."""
    literals = _LITERAL.findall(pattern)
    plurals = [word + "s" for word in literals if len(word) < 5]
    return frozenset(w[:5] for w in literals if len(w) >= 5), frozenset(
        [w for w in literals if len(w) < 5] + plurals
    )


_GROUP_WORDS = _opening(_GROUP)
_INSULT_WORDS = _opening(_INSULT.pattern)
_OTHER_INSULTS = frozenset(
    {"madman", "madmen", "madwoman", "madwomen", "gypsy", "gypsies", "hillbilly", "hillbillies"}
)
_PRIVATE_WORDS = word_set(
    """
    your you mr mrs ms miss dr number address no iban nhs social passport
    """
)


def _suspicious(text: str, said: frozenset[str]) -> list[re.Pattern[str]]:
    """The patterns that could match, by the words of the text: most texts need none of them."""
    opening = {word[:5] for word in said if len(word) >= 5}
    found = [_INSULT] if opening & _INSULT_WORDS[0] or said & (_INSULT_WORDS[1] | _OTHER_INSULTS) else []
    if said & _DEMEANING_WORDS or "wit" in text:
        found += [_DEMEANED, _JUDGED]
    if opening & _GROUP_WORDS[0] or said & _GROUP_WORDS[1] or _GROUP_HINT.search(text):
        found.append(_STEREOTYPE)
    if said & _PRIVATE_WORDS or "@" in text or re.search(r"\d{3}|\d [A-Z]|[a-z] \d", text):
        found.append(_PRIVATE)
    if not said.isdisjoint(("you", "your", "yourself")) and not _ADVISED.search(text):
        found.append(_DISCLOSE)
    return found


def _offensive(reading: Reading) -> Iterator[Hit]:
    for prose in reading.prose:
        if not prose.is_shown:
            break
        field, text = prose.field, prose.text
        masked = re.sub(r"`[^`]*`", lambda m: "`" * len(m.group()), text) if "`" in text else text
        for pattern in _suspicious(masked, prose.words):
            found = pattern.search(masked)
            if found is None or _BENIGN.fullmatch(found.group()):
                continue
            why = "asks for or tells what is private" if pattern in (_PRIVATE, _DISCLOSE) else "hurts people"
            yield Hit(field, found.span(), f"{found.group()!r} {why}")
            break


RULES = (
    Rule(
        "offensive_or_private",
        "error",
        "The item hurts nobody and asks nothing private.",
        "Insults and stereotypes distract those they hit; private matters are nobody's business.",
        HR,
        choice(
            "A madman hears voices. Which illness is likely?", "*Schizophrenia", "Gout", "Asthma", "Measles"
        ),
        choice(
            "A patient hears voices. Which illness is likely?", "*Schizophrenia", "Gout", "Asthma", "Measles"
        ),
        _offensive,
    ),
)
