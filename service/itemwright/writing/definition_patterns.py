"""What something is: rules for sentences that define, name, count, list, attribute or give a reason."""

import re

from itemwright.text import content_words
from itemwright.writing.subjects import EVALUATIVE, GENERIC, SUBJECT, Found, Pattern, base_form, do_or_does

_DEFINITION = re.compile(
    r"^(?P<subject>[^,;:]{2,70}?) (?P<verb>is|are) (?P<genus>(?:an?|the) (?!same\b|one\b|only\b|most\b"
    r"|largest\b|smallest\b|fastest\b|best\b|first\b|last\b|latter\b|former\b"
    r"|main\b|other\b|opposite\b|case\b|" + EVALUATIVE + r"\b)[^.]{20,})\.$"
)
_RESTRICTS = re.compile(
    r"\b(?:that|which|who|whose|where|in which|for which|used|for|of|to|with|\w+ing|\w+ed)\b"
)


def _define(match: re.Match[str], subject: str) -> Found:
    genus = match.group("genus")
    bare = re.sub(r"^(?:the|an?)\s+", "", subject, flags=re.IGNORECASE)
    if len(genus.split()) < 7 or len(bare.split()) > 6 or not _RESTRICTS.search(genus.split(" ", 2)[2]):
        return None
    if re.match(r"[A-Za-z]?[a-z]+ing [a-z]", bare) or (
        " " not in bare and match.group("subject").startswith("The ")
    ):
        return None  # a gerund is no term, and "The workflow is ..." speaks of one that was named before
    if set(content_words(bare)) <= set(content_words(genus)) or (
        genus.split()[1] in GENERIC and " of " in subject
    ):
        return None
    return "definition", f"What {match.group('verb')} {subject}?", genus


_ALSO_CALLED = re.compile(
    SUBJECT
    + r" (?P<verb>is|are) (?:(?:also|sometimes|often|commonly|frequently) (?:known as|referred to as|called)"
    r"|known as|referred to as) (?P<name>[“\"]?[\w][\w /-]{2,40}[”\"]?)\.$"
)


def _called(match: re.Match[str], subject: str) -> Found:
    return (
        "name",
        f"By which other name {match.group('verb')} {subject} known?",
        match.group("name").strip('“”"'),
    )


_COUNTED = re.compile(
    SUBJECT
    + r" (?P<verb>requires?|has|have|consists? of|includes?|uses?|supports?|offers?|provides?|exposes?"
    r"|defines?|contains?|comprises?|involves?|needs?)"
    r" (?P<count>two|three|four|five"
    r"|six) (?P<what>(?:[a-z-]+ ){0,3}[a-z-]+s\b)[^:.]{0,60}: (?P<items>[^.:]{10,})\.$"
)


def _counted(match: re.Match[str], subject: str) -> Found:
    verb, what, items = match.group("verb"), match.group("what"), _items(match)
    base = "have" if verb in ("has", "have") else base_form(verb)
    question = f"Which {match.group('count')} {what} {do_or_does(subject)} {subject} {base}?"
    return None if items is None else ("enumeration", question, items)


_THERE_ARE = re.compile(
    r"^There are (?P<count>two|three|four|five|six) (?P<subject>(?:[a-z-]+ )?(?:types|kinds|ways"
    r"|categories|forms|approaches|methods"
    r"|strategies|phases|levels|modes|variants|stages|classes|families|parts) (?:of|to"
    r"|for) [^:.,]{3,50}): (?P<items>[^.:]{10,})\.$"
)
_DIVIDED = re.compile(
    SUBJECT + r" (?P<verb>is|are|can be) (?P<done>divided|broken down|grouped|split|classified|categorized"
    r"|categorised|separated)"
    r" into (?P<count>two|three|four|five|six) (?P<what>(?:[a-z-]+ ){0,2}[a-z-]+s): (?P<items>[^.:]{8,})\.$"
)


def _there_are(match: re.Match[str], subject: str) -> Found:
    items = _items(match)
    return (
        None
        if items is None
        else ("enumeration", f"Which {match.group('count')} {subject} are there?", items)
    )


def _divided(match: re.Match[str], subject: str) -> Found:
    items, verb = _items(match), match.group("verb")
    asked = f"can {subject} be" if verb == "can be" else f"{verb} {subject}"
    question = f"Into which {match.group('count')} {match.group('what')} {asked} {match.group('done')}?"
    return None if items is None else ("enumeration", question, items)


def _items(match: re.Match[str]) -> str | None:
    """The listed things, joined; None unless they are as many as announced."""
    listed = re.split(r",\s*(?:and |or )?|;\s*(?:and |or )?|\s+and\s+|\s+or\s+", match.group("items"))
    items = [item.strip() for item in listed if item.strip()]
    return "; ".join(items) if len(items) == _NUMBERS[match.group("count")] else None


_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_MANY = re.compile(
    SUBJECT
    + r" (?P<verb>has|have|contains?|uses?|supports?|takes?|holds?) (?P<about>up to |at most |at least "
    r"|exactly |about |around )?"
    r"(?P<count>\d[\d,.]*(?: (?:thousand|million|billion|trillion))?) (?P<what>(?!GB|MB|KB|ms|seconds"
    r"|of )[a-z]+s)(?P<rest>[^.]*)\.$"
)


def _many(match: re.Match[str], subject: str) -> Found:
    about = (match.group("about") or "").strip()
    most = {"up to": " at most", "at most": " at most", "at least": " at least"}.get(about, "")
    base = "have" if match.group("verb") in ("has", "have") else base_form(match.group("verb"))
    return (
        "count",
        f"How many {match.group('what')} {do_or_does(subject)} {subject} {base}{most}?",
        match.group("count"),
    )


_PREPOSED = re.compile(
    SUBJECT + r" (?P<verb>is|are|consists?|depends?|refers?|leads?|results?|relies|rely) "
    r"(?P<link>responsible for|useful for|based on|caused by|composed of|made up of|of|on|to"
    r"|in) (?P<rest>[^.]{14,})\.$"
)


def _preposed(match: re.Match[str], subject: str) -> Found:
    verb, link = match.group("verb"), match.group("link")
    if verb in ("is", "are"):
        if " " not in link:
            return None
        return "relation", f"What {verb} {subject} {link}?", match.group("rest")
    allowed = {"consist": "of", "depend": "on", "refer": "to", "lead": "to", "result": "in", "rely": "on"}
    if allowed[base_form(verb)] != link:
        return None
    if subject.startswith("the ") and re.search(r"\b(?:different|such|similar|various)\b", subject):
        return None
    return "relation", f"What {do_or_does(subject)} {subject} {base_form(verb)} {link}?", match.group("rest")


_USED = re.compile(
    SUBJECT
    + r" (?P<verb>is|are|can be) (?:mainly |primarily |mostly |commonly |typically |often )?used (?P<how>to"
    r"|for) (?P<rest>[^.]{14,})\.$"
)


def _use(match: re.Match[str], subject: str) -> Found:
    verb = match.group("verb")
    asked = f"can {subject} be" if verb == "can be" else f"{verb} {subject}"
    return "use", f"What {asked} used for?", match.group("rest")


_FEATURE = re.compile(
    r"^(?P<subject>(?:The|One|An?|Another) (?:(?:main|biggest|primary|key|major|chief|principal"
    r"|fundamental|big|obvious|potential) )?"
    r"(?P<noun>advantage|disadvantage|drawback|downside|benefit|limitation|purpose|goal|role|job|task|aim"
    r"|difference|weakness|strength|risk|cost)s? "
    r"(?P<prep>of|with|to|between) (?P<of>[^,;:]{3,70}?)) (?:is|are) (?P<rest>[^.]{14,})\.$"
)


def _feature(match: re.Match[str], subject: str) -> Found:
    opening, _, rest = match.group("subject").partition(" ")
    if opening not in ("The", "One") or match.group("prep") == "to":
        return None
    return "feature", f"What is {opening.lower()} {rest}?", match.group("rest")


_BECAUSE = re.compile(
    r"^(?P<subject>[^,;:]{2,60}?) (?P<verb>is|are|can|cannot|does not|do not|must"
    r"|should) (?P<rest>[^,;:]{4,70}?),? because (?P<cause>[^.]{15,})\.$"
)


def _reason(match: re.Match[str], subject: str) -> Found:
    verb, rest, cause = match.group("verb"), match.group("rest"), match.group("cause")
    if re.search(r"\b(?:it|they|this|that|which)\b", rest) or re.match(
        r"(?:it|they|this|these|of|for|in)\b", cause
    ):
        return None
    if re.match(r"(?:also|called|known|now|still)\b", rest) or (
        verb == "are" and re.match(r"[A-Z]?[a-z]+ing\b", match.group("subject"))
    ):
        return None
    if verb in ("does not", "do not"):
        return "reason", f"Why {verb.split()[0]} {subject} not {rest}?", cause
    return "reason", f"Why {verb} {subject} {rest}?", cause


_DEFAULT = re.compile(
    r"^(?P<subject>[^,;:]{2,60}?) defaults to (?P<value>`?[\w.\-/%]+(?: [a-z]{1,12})?`?)(?:\s*\([^)]*\))?\.$"
)


def _default(match: re.Match[str], subject: str) -> Found:
    return "default", f"What does {subject} default to?", match.group("value").strip("`")


DEFINITION = _DEFINITION
LISTING: tuple[Pattern, ...] = (
    ((_THERE_ARE,), _there_are), ((_DIVIDED,), _divided), ((_COUNTED,), _counted), ((_MANY,), _many),
    ((_FEATURE,), _feature),
)  # fmt: skip
DEFINING: tuple[Pattern, ...] = (
    ((_BECAUSE,), _reason), ((_ALSO_CALLED,), _called), ((_DEFAULT,), _default), ((_USED,), _use),
    ((_DEFINITION,), _define), ((_PREPOSED,), _preposed),
)  # fmt: skip
