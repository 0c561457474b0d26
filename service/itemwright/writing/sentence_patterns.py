"""Questions that single sentences answer: definitions, means, effects, needs, defaults, advantages, reasons.

Each pattern asks for what the sentence says and takes the whole sentence as the reference. A sentence that fits
no pattern surely is left alone: silence is better than a question that its own source does not answer.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from lemminflect import getAllLemmas, getLemma

from itemwright.text import content_words
from itemwright.writing.article_terms import ArticleTerms
from itemwright.writing.prose import Statement

_EVALUATIVE = (
    r"(?:popular|important|powerful|common|great|good|key|crucial|essential|useful|simple|easy|big|major|huge|critical"
    r"|fundamental|famous|well-known|vital|valuable|nice|bad|serious|real|challenging|difficult|hard|widely[- ]used|natural"
    r"|core|big|significant|central|classic|typical|interesting|special|new|recent|modern|whole|single|separate|lot|number|few"
    r"|bit|must|requirement|concern|issue|problem|challenge|result|reason|matter|question|choice|solution|example|alternative|way to go|introduction|overview|book|basis|heart|foundation|backbone|integral|part|subset|member|kind|topic|entertaining|ongoing|must-have|trade-?off|fact|result|step|case|good|right|wrong|first|next|last|little|long|short)"
)
_DEFINITION = re.compile(
    r"^(?P<subject>[^,;:]{2,70}?) (?P<verb>is|are) (?P<genus>(?:an?|the) (?!same\b|one\b|only\b|most\b|largest\b|smallest\b|fastest\b|best\b|first\b|last\b|latter\b|former\b"
    r"|main\b|other\b|opposite\b|case\b|" + _EVALUATIVE + r"\b)[^.]{20,})\.$"
)
_RESTRICTS = re.compile(
    r"\b(?:that|which|who|whose|where|in which|for which|used|for|of|to|with|\w+ing|\w+ed)\b"
)
_MEANS = re.compile(
    r"^(?P<subject>[^,;:]{2,60}?) (?P<verb>[a-z]+s|can [a-z]+) (?P<object>[^,;:]{3,80}?) by (?P<means>(?!the |an? )[a-z]+ing\b [^.]{8,})\.$"
)
_SUBJECT = r"^(?P<subject>[^,;:]{2,60}?)"
_WORKS = re.compile(_SUBJECT + r" works? by (?P<rest>[a-z]+ing\b [^.]{12,})\.$")
_ALSO_CALLED = re.compile(
    _SUBJECT
    + r" (?P<verb>is|are) (?:also |sometimes |often |commonly )*(?:known as|referred to as|called) (?P<name>[“\"]?[\w][\w /-]{2,40}[”\"]?)\.$"
)
_CAN_BE = re.compile(
    _SUBJECT
    + r" (?P<modal>can|could|may) be (?P<done>[a-z]+(?:ed|en|t|wn|ne|ld)\b(?: (?!by\b|using\b|with\b|through\b|via\b)[a-z-]+){0,5}),?"
    r" (?P<how>by [a-z]+ing|using|through|via|with) (?P<rest>[^.]{8,})\.$"
)
_COUNTED = re.compile(
    _SUBJECT
    + r" (?P<verb>requires?|has|have|consists? of|includes?|uses?|supports?|offers?|provides?|exposes?|defines?|contains?|comprises?|involves?|needs?)"
    r" (?P<count>two|three|four|five|six) (?P<what>(?:[a-z-]+ ){0,3}[a-z-]+s\b)[^:.]{0,60}: (?P<items>[^.:]{10,})\.$"
)
_WHEN = re.compile(
    _SUBJECT + r" (?P<verb>is|are) (?P<done>[a-z]+(?:ed|en|wn|nt|lt|ld|un|et)(?: [a-z]+){0,2}?) "
    r"(?P<link>when|whenever|if|after|before|once|until|as soon as) (?P<rest>[^.]{12,})\.$"
)
_WHERE = re.compile(
    _SUBJECT
    + r" (?P<verb>is|are) (?P<done>stored|kept|located|defined|placed|cached|held|saved|found|configured|declared|recorded)"
    r" (?P<rest>(?:in|on|at|under|inside) [^.]{6,})\.$"
)
_MANY = re.compile(
    _SUBJECT
    + r" (?P<verb>has|have|contains?|uses?|supports?|takes?|holds?) (?P<about>up to |at most |at least |exactly |about |around )?"
    r"(?P<count>\d[\d,.]*(?: (?:thousand|million|billion|trillion))?) (?P<what>(?!GB|MB|KB|ms|seconds|of )[a-z]+s)(?P<rest>[^.]*)\.$"
)
_ALLOWS = re.compile(
    _SUBJECT
    + r" (?P<verb>allows|enables|lets|helps) (?P<who>[^,;:]{3,40}?) (?:to )?(?P<what>[a-z]+ [^.]{10,})\.$"
)
_PREPOSED = re.compile(
    _SUBJECT + r" (?P<verb>is|are|consists?|depends?|refers?|leads?|results?|relies|rely) "
    r"(?P<link>responsible for|useful for|based on|caused by|composed of|made up of|of|on|to|in) (?P<rest>[^.]{14,})\.$"
)
_USED = re.compile(
    _SUBJECT
    + r" (?P<verb>is|are) (?:mainly |primarily |mostly |commonly |typically |often )?used (?P<how>to|for) (?P<rest>[^.]{14,})\.$"
)
_DEFAULT = re.compile(
    r"^(?P<subject>[^,;:]{2,60}?) defaults to (?P<value>`?[\w.\-/%]+(?: [a-z]{1,12})?`?)(?:\s*\([^)]*\))?\.$"
)
_FEATURE = re.compile(
    r"^(?P<subject>(?:The|One|An?|Another) (?:(?:main|biggest|primary|key|major|chief|principal|fundamental|big|obvious|potential) )?"
    r"(?P<noun>advantage|disadvantage|drawback|downside|benefit|limitation|purpose|goal|role|job|task|aim|difference|weakness|strength|risk|cost)s? "
    r"(?P<prep>of|with|to|between) (?P<of>[^,;:]{3,70}?)) (?:is|are) (?P<rest>[^.]{14,})\.$"
)
_BECAUSE = re.compile(
    r"^(?P<subject>[^,;:]{2,60}?) (?P<verb>is|are|can|cannot|does not|do not|must|should) (?P<rest>[^,;:]{4,70}?),? because (?P<cause>[^.]{15,})\.$"
)
_EFFECTS = (
    "requires", "needs", "prevents", "ensures", "guarantees", "reduces", "avoids", "eliminates", "determines", "controls",
    "specifies", "measures", "represents", "stores", "causes", "limits", "tracks", "rejects", "indicates", "contains", "defines",
    "minimizes", "minimises", "maximizes", "maximises", "speeds up", "replaces", "removes",
    "enforces", "affects", "predicts", "estimates", "describes", "computes", "calculates", "combines", "exposes",
    "involves", "discards", "triggers", "manages", "populates", "receives", "returns", "introduces",
)  # fmt: skip
_EFFECT = re.compile(rf"{_SUBJECT} (?:also |thus )?(?P<verb>{'|'.join(_EFFECTS)}) (?P<rest>[^.]{{14,}})\.$")
_PLURAL_EFFECTS = sorted(
    {getLemma(verb.split()[0], "VERB")[0] + verb[len(verb.split()[0]) :] for verb in _EFFECTS}
)
_EFFECT_OF_MANY = re.compile(
    rf"{_SUBJECT} (?:also |thus )?(?P<verb>{'|'.join(_PLURAL_EFFECTS)}) (?P<rest>[^.]{{14,}})\.$"
)
_DOES = re.compile(r"^(?P<subject>`?[A-Za-z_][\w.]*(?:\(\))?`?) (?P<verb>[a-z]+s) (?P<rest>[^.]{14,})\.$")

_VERBAL = re.compile(
    r"\b(?:that|which|who|whom|whose|when|where|if|while|is|are|was|were|be|been|has|have|had|can|could|will|would|may|might|must"
    r"|should|do|does|did|not|by|because|than|then|also|only|ever|never|always|often|usually|typically|how|what|why|whether|to)\b",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    [
        "function",
        "method",
        "model",
        "system",
        "user",
        "value",
        "parameter",
        "option",
        "code",
        "class",
        "object",
        "process",
        "client",
        "server",
        "thing",
        "way",
        "approach",
        "file",
        "data",
        "algorithm",
        "command",
        "key",
        "type",
        "name",
        "field",
        "result",
        "input",
        "output",
        "number",
        "list",
        "string",
        "table",
        "row",
        "column",
        "step",
        "task",
        "network",
        "layer",
        "service",
        "application",
        "app",
        "program",
        "library",
        "tool",
        "framework",
        "operation",
        "message",
        "request",
        "response",
        "node",
        "item",
        "element",
        "component",
        "module",
        "instance",
        "variable",
        "argument",
        "property",
        "attribute",
        "state",
        "set",
        "size",
        "time",
        "version",
        "idea",
        "problem",
        "goal",
        "use",
        "case",
        "example",
        "documentation",
        "document",
        "term",
        "word",
        "token",
        "sentence",
        "text",
        "team",
        "people",
        "person",
        "developer",
        "researcher",
        "author",
        "company",
        "community",
        "project",
        "feature",
        "policy",
        "child",
        "parent",
        "base",
        "main",
        "target",
        "source",
        "leader",
        "first",
        "second",
        "new",
        "old",
        "original",
        "resulting",
        "final",
        "actual",
        "real",
        "whole",
        "entire",
        "general",
        "same",
        "default",
        "current",
        "simple",
        "basic",
        "common",
    ]
)


class Asked(NamedTuple):
    """A question, the part of the sentence that answers it, and the pattern's name."""

    pattern: str
    question: str
    answer: str
    statement: Statement


def asked_of(statement: Statement, terms: ArticleTerms) -> Asked | None:
    """The question that the sentence answers; None if no pattern surely fits. `terms`: those of its article."""
    for pattern, rule in _RULES:
        match = pattern.match(statement.text)
        if rule is _does and not statement.opens_with_code:
            continue
        if match is None or not is_subject(match.group("subject"), terms, rule is _define):
            continue
        subject = terms.inside(match.group("subject"))
        if found := rule(match, subject):
            name, question, answer = found
            return Asked(name, question, answer, statement)
    return None


def is_subject(text: str, terms: ArticleTerms, defined: bool = False) -> bool:
    """Whether a noun phrase names something that a reader without the article can identify."""
    words = text.split()
    if (
        not 1 <= len(words) <= 8
        or words[-1] in ("and", "or", "&")
        or _POINTS.search(text)
        or _VERBAL.search(text)
        or _NO_SUBJECT.match(text)
    ):
        return False
    bare = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)
    content = content_words(bare)
    if not content or text.count("(") != text.count(")"):
        return False
    named = bool(re.search(r"[A-Z0-9_`]", bare[1:] if text == bare else bare)) or " of " in bare
    named = named or words[0] in terms.proper
    special = [word for word in content if word not in _GENERIC]
    known = any(word in terms.known for word in special)
    if text.lower().startswith("the "):
        return named or (known and len(content) >= 2) or (known and defined)
    return named or known or len(special) >= 2


_POINTS = re.compile(
    r"\b(?:it|they|we|you|i|he|she|this|these|those|its|their|such as|like|one|ones)\b", re.IGNORECASE
)
_NO_SUBJECT = re.compile(
    r"(?:Example|Sample|Following)\b|[A-Z]?[a-z]+ly\b|(?:In|On|At|For|With|From|Under|By|To|Of|As|Another|Other|Each|Every|No|Use|Using a|Set|Make|Try)\b"
)


def _base(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    lemmas = getLemma(first, "VERB")
    return f"{lemmas[0] if lemmas else first}{' ' + rest if rest else ''}"


def _is_plural(subject: str) -> bool:
    head = re.sub(r"\s*\([^)]*\)", "", subject.split(" of ")[0]).split()[-1]
    if " and " in subject:
        return True
    return (
        head.endswith("s")
        and not head.endswith(("ss", "us", "is"))
        and head.lower().rstrip("s") != head.lower() + "s"
    )


_VERB_AFTER = re.compile(
    r"(?:offer|provide|are|is|have|has|can|include|use|allow|support|require|need|make|help|give|show|contain|work|will|may"
    r"|must|should|was|were|do|does|for|in|on|from|with|at|by)\b"
)
_Found = tuple[str, str, str] | None


def _define(match: re.Match[str], subject: str) -> _Found:
    genus = match.group("genus")
    bare = re.sub(r"^(?:the|an?)\s+", "", subject, flags=re.IGNORECASE)
    if len(genus.split()) < 7 or len(bare.split()) > 6 or not _RESTRICTS.search(genus.split(" ", 2)[2]):
        return None
    if set(content_words(bare)) <= set(content_words(genus)) or (
        genus.split()[1] in _GENERIC and " of " in subject
    ):
        return None
    return "definition", f"What {match.group('verb')} {subject}?", genus


def _how(match: re.Match[str], subject: str) -> _Found:
    verb, object_ = match.group("verb"), match.group("object")
    if verb.startswith("can "):
        return "means", f"How can {subject} {verb[4:]} {object_}?", f"by {match.group('means')}"
    if "VERB" not in getAllLemmas(verb) or _is_plural(subject):
        return None
    return "means", f"How does {subject} {_base(verb)} {object_}?", f"by {match.group('means')}"


def _works(match: re.Match[str], subject: str) -> _Found:
    return "means", f"How {_do(subject)} {subject} work?", f"by {match.group('rest')}"


def _do(subject: str) -> str:
    return "do" if _is_plural(subject) else "does"


def _called(match: re.Match[str], subject: str) -> _Found:
    return (
        "name",
        f"By which other name {match.group('verb')} {subject} known?",
        match.group("name").strip('“”"'),
    )


def _can_be(match: re.Match[str], subject: str) -> _Found:
    question = f"How {match.group('modal')} {subject} be {match.group('done')}?"
    return "means", question, f"{match.group('how')} {match.group('rest')}"


def _counted(match: re.Match[str], subject: str) -> _Found:
    verb, what = match.group("verb"), match.group("what")
    items = [item for item in re.split(r",\s*(?:and |or )?|\s+and\s+|\s+or\s+", match.group("items")) if item]
    if len(items) != {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}[match.group("count")]:
        return None
    base = "have" if verb in ("has", "have") else _base(verb)
    return (
        "enumeration",
        f"Which {match.group('count')} {what} {_do(subject)} {subject} {base}?",
        "; ".join(items),
    )


def _preposed(match: re.Match[str], subject: str) -> _Found:
    verb, link = match.group("verb"), match.group("link")
    if verb in ("is", "are"):
        if " " not in link:
            return None
        return "relation", f"What {verb} {subject} {link}?", match.group("rest")
    allowed = {"consist": "of", "depend": "on", "refer": "to", "lead": "to", "result": "in", "rely": "on"}
    if allowed[_base(verb)] != link:
        return None
    return "relation", f"What {_do(subject)} {subject} {_base(verb)} {link}?", match.group("rest")


def _when(match: re.Match[str], subject: str) -> _Found:
    if match.group("done") in ("used", "needed", "required", "called", "based", "different"):
        return None
    return (
        "condition",
        f"When {match.group('verb')} {subject} {match.group('done')}?",
        f"{match.group('link')} {match.group('rest')}",
    )


def _where(match: re.Match[str], subject: str) -> _Found:
    return "place", f"Where {match.group('verb')} {subject} {match.group('done')}?", match.group("rest")


def _many(match: re.Match[str], subject: str) -> _Found:
    about = (match.group("about") or "").strip()
    most = {"up to": " at most", "at most": " at most", "at least": " at least"}.get(about, "")
    base = "have" if match.group("verb") in ("has", "have") else _base(match.group("verb"))
    return (
        "count",
        f"How many {match.group('what')} {_do(subject)} {subject} {base}{most}?",
        match.group("count"),
    )


def _allows(match: re.Match[str], subject: str) -> _Found:
    who, what = match.group("who"), match.group("what")
    first = what.split()[0]
    if (
        first not in getAllLemmas(first).get("VERB", ())
        or "NOUN" in getAllLemmas(first)
        or who.split()[0] in ("to", "for")
    ):
        return None
    if _is_plural(subject) or _POINTS.search(who):
        return None
    return "effect", f"What does {subject} {_base(match.group('verb'))} {who} do?", what


def _use(match: re.Match[str], subject: str) -> _Found:
    return "use", f"What {match.group('verb')} {subject} used for?", match.group("rest")


def _feature(match: re.Match[str], subject: str) -> _Found:
    opening, _, rest = match.group("subject").partition(" ")
    if opening not in ("The", "One") or match.group("prep") == "to":
        return None
    return "feature", f"What is {opening.lower()} {rest}?", match.group("rest")


def _reason(match: re.Match[str], subject: str) -> _Found:
    verb, rest, cause = match.group("verb"), match.group("rest"), match.group("cause")
    if re.search(r"\b(?:it|they|this|that|which)\b", rest) or re.match(r"(?:it|they|this|these|of)\b", cause):
        return None
    if verb in ("does not", "do not"):
        return "reason", f"Why {verb.split()[0]} {subject} not {rest}?", cause
    return "reason", f"Why {verb} {subject} {rest}?", cause


def _effect(match: re.Match[str], subject: str) -> _Found:
    rest, verb = match.group("rest"), match.group("verb")
    if len(rest.split()) < 3 or re.match(r"(?:it|them|its|their|to the|the same)\b", rest):
        return None
    if _is_plural(subject) != (verb in _PLURAL_EFFECTS) or _VERB_AFTER.match(rest):
        return None
    return "effect", f"What {_do(subject)} {subject} {_base(verb)}?", rest


def _does(match: re.Match[str], subject: str) -> _Found:
    verb, name, rest = match.group("verb"), match.group("subject"), match.group("rest")
    if "VERB" not in getAllLemmas(verb) or verb in ("is", "has", "does", "was") or _VERB_AFTER.match(rest):
        return None
    return "doing", f"What does {name} do?", f"{verb} {rest}"


def _default(match: re.Match[str], subject: str) -> _Found:
    return "default", f"What does {subject} default to?", match.group("value").strip("`")


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], _Found]], ...] = (
    (_COUNTED, _counted), (_FEATURE, _feature), (_WORKS, _works), (_CAN_BE, _can_be), (_MEANS, _how), (_BECAUSE, _reason),
    (_ALSO_CALLED, _called), (_DEFAULT, _default), (_USED, _use), (_DEFINITION, _define), (_PREPOSED, _preposed),
    (_EFFECT, _effect), (_EFFECT_OF_MANY, _effect), (_DOES, _does),
)  # fmt: skip
