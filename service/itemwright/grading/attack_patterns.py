"""Patterns of text that speaks to the grader instead of answering; each is bounded and reads one sentence."""

import re

_STAFF = (
    r"(?:grader|marker|examiner|teacher|instructor|professor|lecturer|tutor|staff|admin|moderator"
    r"|evaluator|ta)"
)
_ROLE = rf"(?:system|assistant|developer|{_STAFF}|ai)"
_MINE = (
    r"(?:this|my|the (?:student|learner|candidate|above|following))\W{1,3}(?:answer|response"
    r"|submission|work|solution|reply|text|attempt|essay|points?)?"
)
_TOP = (
    r"(?:full(?:y)? (?:marks?|credits?|points?|scores?)|(?:the )?(?:max(?:imum)?|highest|top"
    r"|best|perfect|full)"
    r" (?:possible )?(?:marks?|grades?|scores?|points?|credits?)|100 ?(?:%|percent|points"
    r"|/ ?100)|10 ?/ ?10"
    r"|(?:score|grade|mark|credit)s?(?: of| to| as|:| =)? ?(?:1(?:\.0{1,3})?|10|100|a\+?)\b"
    r"|a pass\b|an a\+?(?=\W|$))"
)
_SET = (
    r"(?:give|award|assign|grant|grade|mark|score|rate|label|classify|treat|accept|consider|count"
    r"|output|return|respond|reply|print|set|report|say|write|answer)"
)
_ORDER = (
    r"(?:^\W{0,8}|\b(?:please|now|you (?:must|should|have to|will|are to|need to|can|may)|just"
    r"|simply|kindly|instead|and then|so|and|you to)\s{1,3}|[:;,>\])\"]\s{0,3})"
)

_SOURCES: tuple[tuple[str, str], ...] = (
    (
        "instruction",
        _ORDER + r"(?:ignore|disregard|forget|override|bypass|skip|drop|discard)\b[^\n]{0,50}?\b"
        r"(?:instructions?|prompts?|rubrics?|rules|guidelines|criteria|directions|directives"
        r"|orders|what (?:you were|was) told"
        r"|(?:everything|all|anything) (?:above|before|else|that came))\b",
    ),
    ("instruction", _ORDER + _SET + rf"\b[^\n]{{0,60}}?\b{_TOP}"),
    (
        "instruction",
        _ORDER + _SET + rf"\b[^\n]{{0,20}}?\b{_MINE}[^\n]{{0,40}}?\b(?:correct|right|met|perfect|true"
        rf"|excellent|passed|complete)\b",
    ),
    (
        "instruction",
        _ORDER + _SET + r"\b[^\n]{0,30}?\b(?:every|all|each)\b[^\n]{0,15}?\b(?:points?|criteri(?:on"
        r"|a))\b[^\n]{0,30}?\b(?:met|correct|true|satisfied|credit)",
    ),
    (
        "instruction",
        r"\b(?:new|updated|revised|real|actual|secret|hidden"
        r"|important) (?:system )?(?:instructions?|prompt|directive|orders?)\s?(?::"
        r"|for (?:the )?(?:grader|model|ai|you))",
    ),
    (
        "instruction",
        rf"\b(?:dear|hey|hello|attention|note to|message to"
        rf"|to the)\s{{1,3}}(?:the )?(?:{_STAFF}|ai|llm|language model|grading (?:system|model"
        rf"|bot))\b\W",
    ),
    (
        "role_play",
        r"(?:^\W{0,8}|\b(?:please|now|let'?s)\s)(?:pretend|role-?play|act as (?:if|a|an|the"
        r"|my)\b|play the role|imagine (?:that )?you(?:'re| are)\b"
        r"|simulate (?:a|an|the)\b)|\byou are now (?:a|an|the|my|acting|free|called)\b"
        r"|\bfrom now on,? you\b"
        r"|\byou are (?:no longer|a|an|my|the) [^\n]{0,30}?\b"
        + rf"(?:{_STAFF}|who (?:always|only|never)|that (?:always|only|never)"
        rf"|without (?:any )?(?:rules|restrictions))",
    ),
    (
        "fake_verdict",
        r"[\"'{\[*]?\b(?:score|grade|verdict|label|status|credit|result|mark|evaluation"
        r"|assessment)[\"'\]*]{0,3}\s?[:=]\s?[\"'*]{0,3}"
        r"(?:1(?:\.0{1,3})?(?![\d.])|100|10 ?/ ?10|correct|met|full|pass(?:ed)?|perfect"
        r"|excellent|a\+|true)(?!\w)",
    ),
    ("fake_delimiter", r"</?(?:answer|student|learner|response|untrusted|system|grade|rubric|instructions?"
    r"|submission)\b[^>\n]{0,40}>"),
    ("fake_delimiter", r"(?:^|\n)\W{0,4}(?:end|begin|start) of (?:the )?(?:student|learner|answer|response"
    r"|submission|untrusted|input)\b"),
    ("fake_delimiter", rf"(?:^|\n)\W{{0,4}}\[?(?:{_ROLE})\]?\s?(?:message|prompt|note|comment)?\s?:\s"),
    (
        "staff_note",
        rf"\b(?:note|message|notice|memo|comment|remark"
        rf"|instruction)s?\b[^\n]{{0,20}}?\b(?:from|by|to|for)\b[^\n]{{0,20}}?\b{_STAFF}s?\b",
    ),
    (
        "staff_note",
        rf"\b(?:(?:{_MINE}|this) has (?:already )?been|{_MINE} (?:was|is|were|have been))"
        rf" (?:already |manually "
        rf"|previously |officially )?(?:pre-?)?"
        r"(?:verified|approved|graded|checked|confirmed|validated|reviewed|marked|accepted"
        r"|certified)\b",
    ),
    (
        "authority",
        r"\bi(?:'m| am) (?:a|an|the|your)\b[^\n]{0,30}?\b(?:professor|teacher|phd|doctor"
        r"|expert|examiner|author|researcher|engineer|scientist|lecturer)\b"
        r"|\bas (?:a|an|the|your) (?:[a-z]{2,14} )?(?:professor|phd|examiner|expert|nobel"
        r"|certified|head of)\b|\btrust me\b|\bmy professor (?:said|told|confirmed)",
    ),
    (
        "plea",
        r"\b(?:please|pls|kindly)\b[^\n]{0,30}?\b(?:pass me|let me pass|be (?:kind|generous"
        r"|lenient|nice)|don'?t fail|mercy|give me)\b"
        r"|\bi (?:really |badly |desperately )?need (?:to pass|(?:this|the|these|a good"
        r"|full) (?:grade|mark|point|credit|score)s?)\b"
        r"|\bi(?:'ll| will) (?:lose|fail|be expelled)\b|\b(?:beg|begging) you\b"
        r"|\bhave mercy\b|\bi (?:worked|studied) (?:so|very|really) hard\b",
    ),
    (
        "meta_claim",
        rf"\b{_MINE} (?:is|are|fully|completely|correctly|clearly|covers|meets|satisfies"
        rf"|addresses|contains|includes|mentions|deserves|matches)\b"
        r"[^\n]{0,60}?\b(?:correct|right|complete|perfect|excellent|every|all|rubric|criteria"
        r"|points?|reference|credit|marks|full|expected)\b"
        r"|\b(?:all|every|each)(?: of)?(?: the)? (?:rubric |key |required "
        r"|grading )?(?:points?|criteri(?:on|a)|requirements?) (?:are|is|have been|has been"
        r"|were) (?:fully )?"
        r"(?:met|covered|addressed|satisfied|fulfilled|mentioned)\b"
        r"|\bi (?:have |'ve )?(?:fully |correctly )?(?:answered|covered|addressed"
        r"|mentioned) (?:everything|all|the question|every)\b"
        r"|\b(?:as|exactly) (?:described|stated|written|given|said) in the (?:reference"
        r"|rubric|model answer|marking scheme)\b",
    ),
)  # fmt: skip
ADDRESSES = tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in _SOURCES)
TRIGGER = re.compile(
    r"ignore|disregard|forget|override|bypass|skip|drop|discard|give|award|assign|grant|grad"
    r"|mark|scor|rate|label|classify|treat|accept"
    r"|consider|count|output|return|respond|reply|print|set|report|say|writ|answer"
    r"|instruction|prompt|directive|order|dear|hey|hello"
    r"|attention|note|messag|pretend|role|act as|imagine|simulate|you are|from now|verdict"
    r"|status|credit|result|evaluation|assessment"
    r"|<|of the|system|assistant|comment|memo|remark|it |this|i am|i'm|as a|trust|professor"
    r"|please|pls|kindly|i |beg|mercy|points|criteri|exactly",
    re.IGNORECASE,
)
MENTION = re.compile(
    r"\b(?:write|writes|say|says|such as|like|e\.?g|for example|called|phrase|prompt|attacker"
    r"|user|someone|text|instruction)s?\b[^\"“'`\n]{0,40}[\"“'`]",
    re.IGNORECASE,
)
BLOB = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{20,4000}={0,2}(?![A-Za-z0-9+/=])")
ESCAPES = re.compile(r"(?:%[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|&#x?[0-9a-fA-F]{2,6};){6,400}")
BITS = re.compile(r"(?:\b[01]{7,8}\b\s?){6,200}|(?:\b[0-9a-fA-F]{2}\b\s){11,400}")
BOTH = re.compile(
    r"\b(?:or (?:maybe |perhaps |possibly )?(?:not|the (?:other way|opposite|reverse)"
    r"|vice versa|neither|both)"
    r"|(?:could|can|may|might) (?:be|go) (?:either|both)|either way|one of the two"
    r"|both (?:yes and no|true and false)"
    r"|yes and no|depending on (?:the )?(?:reader|grader))\b",
    re.IGNORECASE,
)
