"""What something does and how: rules for sentences whose verb carries the question."""

import re

from lemminflect import getAllLemmas, getLemma

from itemwright.writing.subjects import (
    EVALUATIVE,
    FINITE,
    POINTS,
    SUBJECT,
    Found,
    Pattern,
    base_form,
    do_or_does,
    is_plural,
    is_verb,
)

_LONGEST_SUBJECT = 6


def _open(before: str, after: str) -> tuple[re.Pattern[str], ...]:
    """A pattern for each length of the subject in words: where any verb may follow, the split is not sure."""
    return tuple(
        re.compile(rf"^{before}(?P<subject>[^\s,;:]+(?: [^\s,;:]+){{{count}}}) (?P<verb>[a-z]+) {after}\.$")
        for count in range(_LONGEST_SUBJECT)
    )


_MEANS = _open("", r"(?P<object>[^,;:]{3,80}?) by (?P<means>(?!the |an? )[a-z]+ing\b [^.]{8,})")
_CAN_MEANS = re.compile(
    SUBJECT + r" can (?P<verb>(?!also\b|be\b|not\b|only\b)[a-z]+) (?P<object>[^,;:]{3,80}?) by "
    r"(?P<means>(?!the |an? )[a-z]+ing\b [^.]{8,})\.$"
)


def _how(match: re.Match[str], subject: str) -> Found:
    verb, object_ = match.group("verb"), match.group("object")
    if FINITE.search(object_) or FINITE.fullmatch(verb) or not is_verb(verb, subject):
        return None
    question = f"How {do_or_does(subject)} {subject} {base_form(verb)} {object_}?"
    return "means", question, f"by {match.group('means')}"


def _how_can(match: re.Match[str], subject: str) -> Found:
    question = f"How can {subject} {match.group('verb')} {match.group('object')}?"
    return None if FINITE.search(match.group("object")) else ("means", question, f"by {match.group('means')}")


_WORKS = re.compile(SUBJECT + r" works? by (?P<rest>[a-z]+ing\b [^.]{12,})\.$")


def _works(match: re.Match[str], subject: str) -> Found:
    return "means", f"How {do_or_does(subject)} {subject} work?", f"by {match.group('rest')}"


_CAN_BE = re.compile(
    SUBJECT + r" (?P<modal>can|could|may) be (?P<done>(?:further |[a-z]+ly )?[a-z]+(?:ed|en|t|wn|ne"
    r"|ld)\b(?: (?!by\b|using\b|with\b|through\b|via\b)[a-z-]+){0,5}),?"
    r" (?P<how>by [a-z]+ing|using|through|via|with) (?P<rest>[^.]{8,})\.$"
)


def _can_be(match: re.Match[str], subject: str) -> Found:
    if "one of" in match.group("rest") or match.group("done") in _SAYS_LITTLE:
        return None
    question = f"How {match.group('modal')} {subject} be {match.group('done')}?"
    return "means", question, f"{match.group('how')} {match.group('rest')}"


_SAYS_LITTLE = frozenset({
    "configured", "used", "done", "made", "set", "handled", "combined", "achieved", "obtained", "changed",
    "customized", "customised", "extended", "improved", "applied",
})  # fmt: skip
_EFFECTS = (
    "requires", "needs", "prevents", "ensures", "guarantees", "reduces", "avoids", "eliminates",
    "determines", "controls", "specifies", "measures", "represents", "stores", "causes", "limits",
    "tracks", "rejects", "indicates", "contains", "defines", "minimizes", "minimises", "maximizes",
    "maximises", "speeds up", "replaces", "removes", "enforces", "affects", "predicts", "estimates",
    "describes", "computes", "calculates", "combines", "exposes", "involves", "discards", "triggers",
    "manages", "populates", "receives", "returns", "introduces",
)  # fmt: skip
_PLURAL_EFFECTS = sorted(
    {getLemma(verb.split()[0], "VERB")[0] + verb[len(verb.split()[0]) :] for verb in _EFFECTS}
)
_EFFECT = re.compile(rf"{SUBJECT} (?:also |thus )?(?P<verb>{'|'.join(_EFFECTS)}) (?P<rest>[^.]{{14,}})\.$")
_EFFECT_OF_MANY = re.compile(
    rf"{SUBJECT} (?:also |thus )?(?P<verb>{'|'.join(_PLURAL_EFFECTS)}) (?P<rest>[^.]{{14,}})\.$"
)
VERB_AFTER = re.compile(
    r"(?:offer|provide|are|is|have|has|can|include|use|allow|support|require|need|make|help|give|show"
    r"|contain|work|will|may"
    r"|must|should|was|were|do|does|for|in|on|from|with|at|by)\b"
)
_SPEAKS = re.compile(
    r"\b(?:page|paper|section|interest|documentation|table|figure|chapter|book|study|work|research|results?)$"
)


_SAYS_NOTHING = re.compile(
    r"(?:it|them|its|their|to the|the same|consideration of|attention to|several|many|some|various"
    r"|certain|careful)\b"
)


def _effect(match: re.Match[str], subject: str) -> Found:
    rest, verb = match.group("rest"), match.group("verb")
    if len(rest.split()) < 3 or _SAYS_NOTHING.match(rest):
        return None
    if re.match(rf"(?:an? |the )?(?:{EVALUATIVE}|special|major|careful)\b", rest) or _SPEAKS.search(
        match.group("subject")
    ):
        return None
    if is_plural(subject) != (verb in _PLURAL_EFFECTS) or VERB_AFTER.match(rest):
        return None
    return "effect", f"What {do_or_does(subject)} {subject} {base_form(verb)}?", rest


_MODAL = re.compile(
    SUBJECT + r" (?P<modal>can|could|may|might|will) (?:also |often |sometimes |easily )?"
    r"(?P<verb>lead to|result in|cause|improve|reduce|increase|hurt|affect|degrade|prevent|produce"
    r"|speed up|slow down|eliminate|trigger|introduce|replace)"
    r" (?P<rest>[^.]{14,})\.$"
)


def _modal(match: re.Match[str], subject: str) -> Found:
    if re.match(rf"(?:an? |the )?(?:{EVALUATIVE}|special|it\b|them\b)", match.group("rest")):
        return None
    return "effect", f"What {match.group('modal')} {subject} {match.group('verb')}?", match.group("rest")


_ALLOWS = re.compile(
    SUBJECT
    + r" (?P<verb>allows|enables|lets|helps) (?P<who>[^,;:]{3,40}?) (?:to )?(?P<what>[a-z]+ [^.]{10,})\.$"
)


def _allows(match: re.Match[str], subject: str) -> Found:
    who, what = match.group("who"), match.group("what")
    first = what.split()[0]
    if (
        first not in getAllLemmas(first).get("VERB", ())
        or "NOUN" in getAllLemmas(first)
        or who.split()[0] in ("to", "for")
    ):
        return None
    if is_plural(subject) or POINTS.search(who):
        return None
    return "effect", f"What does {subject} {base_form(match.group('verb'))} {who} do?", what


_DOES = re.compile(r"^(?P<subject>`?[A-Za-z_][\w.]*(?:\(\))?`?) (?P<verb>[a-z]+s) (?P<rest>[^.]{14,})\.$")


def _does(match: re.Match[str], subject: str) -> Found:
    verb, name, rest = match.group("verb"), match.group("subject"), match.group("rest")
    if "VERB" not in getAllLemmas(verb) or verb in ("is", "has", "does", "was") or VERB_AFTER.match(rest):
        return None
    return "doing", f"What does {name} do?", f"{verb} {rest}"


_INSTEAD = _open(r"(?P<how>Instead of|Rather than) (?P<other>[a-z]+ing [^,]{5,80}), ", r"(?P<rest>[^.]{10,})")


def _instead(match: re.Match[str], subject: str) -> Found:
    verb = match.group("verb")
    if not is_verb(verb, subject) or FINITE.search(match.group("other")):
        return None
    question = f"What {do_or_does(subject)} {subject} do {match.group('how').lower()} {match.group('other')}?"
    return "instead", question, f"{verb} {match.group('rest')}"


_UNLIKE = _open(r"Unlike (?P<other>[^,;:]{2,50}), ", r"(?P<rest>[^.]{10,})")


def _unlike(match: re.Match[str], subject: str) -> Found:
    verb, other = match.group("verb"), match.group("other")
    if not (verb in ("can", "cannot", "is", "are", "has", "have") or is_verb(verb, subject)):
        return None
    if POINTS.search(other) or FINITE.search(other):
        return None
    return (
        "contrast",
        f"How {do_or_does(subject)} {subject} differ from {other}?",
        f"{verb} {match.group('rest')}",
    )


_WHEN = re.compile(
    SUBJECT
    + r" (?P<verb>is|are) (?P<done>[a-z]+(?:ed|en|wn|nt|lt|ld|un|et)(?: (?!only\b|to\b)[a-z]+)?)(?: only)? "
    r"(?P<link>when|whenever|if|after|before|once|until|as soon as) (?P<rest>[^.]{12,})\.$"
)


def _when(match: re.Match[str], subject: str) -> Found:
    if len(subject.split()) > 4 or match.group("done") in (
        "used",
        "needed",
        "required",
        "called",
        "based",
        "different",
    ):
        return None
    return (
        "condition",
        f"When {match.group('verb')} {subject} {match.group('done')}?",
        f"{match.group('link')} {match.group('rest')}",
    )


_WHERE = re.compile(
    SUBJECT
    + r" (?P<verb>is|are) (?P<done>stored|kept|located|defined|placed|cached|held|saved|found|configured"
    r"|declared|recorded)"
    r" (?P<rest>(?:in|on|at|under|inside) [^.]{6,})\.$"
)


def _where(match: re.Match[str], subject: str) -> Found:
    return "place", f"Where {match.group('verb')} {subject} {match.group('done')}?", match.group("rest")


DOING = _DOES
"""Matches a name and what it does; it is to be used on sentences that open with a name in code."""
SCENE_OF_ITS_OWN = (*_INSTEAD, *_UNLIKE)
"""Patterns whose first phrase is a part of the question already."""
VERBAL: tuple[Pattern, ...] = (
    (_INSTEAD, _instead), (_UNLIKE, _unlike), ((_WORKS,), _works), ((_CAN_BE,), _can_be), (_MEANS, _how),
    ((_CAN_MEANS,), _how_can), ((_WHEN,), _when), ((_WHERE,), _where),
)  # fmt: skip
EFFECTIVE: tuple[Pattern, ...] = (
    ((_ALLOWS,), _allows), ((_MODAL,), _modal), ((_EFFECT, _EFFECT_OF_MANY), _effect), ((_DOES,), _does),
)  # fmt: skip
