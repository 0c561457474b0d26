"""Subjects of sentences: whether a reader without the article can tell what is meant, and their grammar."""

import re
from collections.abc import Callable

from lemminflect import getAllLemmas, getLemma

from itemwright.text import content_words
from itemwright.writing.article_terms import ArticleTerms

SUBJECT = r"^(?P<subject>[^,;:]{2,60}?)"
"""How a pattern of a sentence begins."""
Found = tuple[str, str, str] | None
"""What a rule makes of a match: the pattern's name, the question, and the part that answers it."""
Rule = Callable[[re.Match[str], str], Found]
"""Takes the match of a pattern and the subject as it stands inside a sentence."""
Pattern = tuple[tuple[re.Pattern[str], ...], Rule]
"""Expressions of one kind of sentence, which differ in where its subject ends; and the rule for a match."""
EVALUATIVE = (
    r"(?:popular|broad|wide|vast|growing|rich|complex|notable|important|powerful|common|great|good|key"
    r"|crucial|essential|useful|simple|easy"
    r"|big|major|huge|critical"
    r"|fundamental|famous|well-known|vital|valuable|nice|bad|serious|real|challenging|difficult|hard"
    r"|widely[- ]used|natural"
    r"|core|big|significant|central|classic|typical|interesting|special|new|recent|modern|whole|single"
    r"|separate|lot|number|few"
    r"|bit|must|requirement|concern|issue|problem|challenge|result|reason|matter|question|choice|solution"
    r"|example|alternative|way to go|introduction|overview|book|basis|heart|foundation|backbone|integral"
    r"|part|subset|member|kind|topic|entertaining|ongoing|must-have|trade-?off|fact|result|step|case|good"
    r"|right|wrong|first|next|last|little|long|short)"
)
GENERIC = frozenset(
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
_VERBAL = re.compile(
    r"\b(?:that|which|who|whom|whose|when|where|if|while|is|are|was|were|be|been|has|have|had|can|could"
    r"|will|would|may|might|must"
    r"|should|do|does|did|not|by|because|than|then|also|only|ever|never|always|often|usually|typically"
    r"|how|what|why|whether|to)\b|n['’]t\b",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|will|would|that|which|who|does|do|where|when|if)\b"
)
POINTS = re.compile(
    r"\b(?:it|they|we|you|i|he|she|this|these|those|its|their|such as|like|one|ones|developed|called"
    r"|named|introduced|proposed)\b",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"(?:Example|Sample|Following|Part of|Some of|One of|Most of|Typical|Effective|Certain|Various"
    r"|Several|Many|Most|Few)\b|[A-Z]?[a-z]+ly\b|(?:In|On|At|For|With|From|Under|By|To|Of|As|Another"
    r"|Other|Each|Every|No|Use|Using a|Set|Make|Try)\b"
)


def is_subject(text: str, terms: ArticleTerms, defined: bool = False) -> bool:
    """Whether a noun phrase names something that a reader without the article can identify."""
    words = text.split()
    if (
        not 1 <= len(words) <= 8
        or words[-1] in ("and", "or", "&")
        or POINTS.search(text)
        or _VERBAL.search(text)
        or _NO_SUBJECT.match(text)
    ):
        return False
    bare = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)
    content = content_words(bare)
    if not content or text.count("(") != text.count(")") or " - " in text:
        return False
    named = bool(re.search(r"[A-Z0-9_`]", bare[1:] if text == bare else bare)) or " of " in bare
    named = named or words[0] in terms.proper
    special = [word for word in content if word not in GENERIC or word in terms.subject]
    known = any(word in terms.known for word in special)
    if text.lower().startswith("the "):
        return named or (known and len(content) >= 2) or (known and defined)
    return named or known or len(special) >= 2


def is_plural(subject: str) -> bool:
    head = re.sub(r"\s*\([^)]*\)", "", subject.split(" of ")[0]).split()[-1]
    if " and " in subject:
        return True
    return (
        head.endswith("s")
        and not head.endswith(("ss", "us", "is"))
        and head.lower().rstrip("s") != head.lower() + "s"
    )


def do_or_does(subject: str) -> str:
    return "do" if is_plural(subject) else "does"


def base_form(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    lemmas = getLemma(first, "VERB")
    return f"{lemmas[0] if lemmas else first}{' ' + rest if rest else ''}"


def is_verb(word: str, subject: str) -> bool:
    """Whether the word is a verb in the number of its subject, as far as a dictionary tells.

    After a single bare noun a word that can be a noun is taken for one: "message queues" is no clause.
    """
    lemmas = getAllLemmas(word)
    if (
        word in ("of", "like")
        or (lemmas and "VERB" not in lemmas)
        or (not lemmas and _NOUN_ENDING.search(word))
    ):
        return False
    bare = subject.isalpha() and subject.islower() and not subject.endswith("ing")
    if "NOUN" in lemmas and bare and not is_plural(subject):
        return False
    return is_plural(subject) != (word.endswith("s") and not word.endswith("ss"))


_NOUN_ENDING = re.compile(r"(?:er|or|ing|ion|ment|ic|al|ity|ness|ism|ist|api)s?$|^.{1,4}$")
