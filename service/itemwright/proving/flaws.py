"""Item-writing flaws that give a key away or leave a learner guessing what is meant.

The rules follow Haladyna and Rodriguez, Developing and Validating Test Items (2013).
"""

import re
from collections.abc import Callable

from itemwright.domain.item import Item, Option
from itemwright.proving.checked import Finding
from itemwright.text import content_words, normal_form, words
from itemwright.writing.feedback_rules import has_answer, is_generic, repeats, texts_beside_takeaway, unseen
from itemwright.writing.frame import content_of
from itemwright.writing.hint_leak import telling_hints

LONGEST = 1.6
"""How many times as long as the longest wrong option a key may be; short options may differ more."""
SHORT = 24

_CATCH_ALL = re.compile(
    r"^(?:all|none|both|neither|any|some) of (?:the )?(?:above|these|those|options|others)\b"
    r"|^[a-d] (?:and|or) [a-d]$|^i (?:do not|don't) know\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|none|every|completely|entirely|impossible|guarantees?|must)\b", re.IGNORECASE
)
_NEGATIVE = re.compile(
    r"\b(?:which|what)\b(?: of (?:these|the following))?(?: [\w-]+){0,4}"
    r" (?:is|are|was|were|does|do|did|has|have|can|could|would|should) (?:not|never)\b"
    r"|\bexcept\b[^.?!]*\?"
)
_PLACE = (
    r"(?:passage|text|article|document|paragraph|excerpt|page|post|guide|section|chapter|tutorial|source)"
)
_OUTSIDE = re.compile(
    rf"\b(?:according to|based on|as stated in|from) (?:the|this) {_PLACE}\b"
    rf"|\b(?:the|this) {_PLACE} (?:says|states|describes|mentions|explains|shows|claims|above|below)\b"
    r"|\bthis (?:passage|article|excerpt|tutorial|chapter|blog post)\b|\bthe author\b"
    r"|\b(?:mentioned|described|discussed|shown|listed|given|stated|seen|explained|introduced)"
    r" (?:above|below|earlier|previously)\b"
    r"|\bas (?:mentioned|noted|discussed|we saw)\b|\bthe (?:above|following) (?:figure|table|image)\b"
    r"|\bin the (?:previous|next|last) (?:section|chapter|part)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:(?:true or false\?|is this statement true or false\?|fill the gap\.) )?"
    r"(?:they|these|this|those|he|she|such|its|their|it)\b",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"\bit (?:is|was|takes|pays|helps|suffices|does not matter|makes|costs|follows)\b", re.IGNORECASE
)


def flaw_checks(item: Item) -> list[tuple[str, Callable[[], Finding]]]:
    """The checks that fit the item's type, named for the rule they hold."""
    checks: list[tuple[str, Callable[[], Finding]]] = [
        ("self_contained", lambda: _self_contained(item)),
        ("hint_keeps_key", lambda: _hints(item)),
    ]
    key = key_option(item)
    if key is not None and item.type != "true_false":
        wrong = [option for option in item.options or () if option.id != key.id]  # type: ignore[union-attr]
        checks += [
            ("key_length", lambda: _key_length(key, wrong)),
            ("no_catch_all", lambda: _catch_all([key, *wrong])),
            ("absolute_words", lambda: _absolute(key, wrong)),
            ("negative_stem", lambda: _negative(item)),
            ("grammar", lambda: _grammar(item, key, wrong)),
            ("echo", lambda: _echo(item, key, wrong)),
            ("overlap", lambda: _overlap(item, [key, *wrong])),
            ("answer_in_stem", lambda: _answer_in_stem(item, key, wrong)),
        ]
    return [
        *checks,
        ("hints_are_own", lambda: _own_hints(item)),
        ("takeaway_is_new", lambda: _takeaway(item)),
        ("quick_check_answered", lambda: _quick_check(item)),
        ("argues_with_shown", lambda: _shown(item)),
    ]


def key_option(item: Item) -> Option | None:
    """The option that is the key, for items with one."""
    options = getattr(item, "options", None)
    if not options or not isinstance(item.key, str):
        return None
    return next((option for option in options if option.id == item.key), None)


def _key_length(key: Option, wrong: list[Option]) -> Finding:
    longest = max(len(option.text) for option in wrong)
    if len(key.text) > SHORT and len(key.text) > LONGEST * longest:
        return "fail", f"the key has {len(key.text)} characters, the longest wrong option {longest}"
    return "pass", f"key {len(key.text)}, longest wrong option {longest} characters"


def _catch_all(options: list[Option]) -> Finding:
    found = [option.text for option in options if _CATCH_ALL.search(option.text.strip())]
    return (
        ("fail", f"{found[0]!r} is no option of its own")
        if found
        else ("pass", "every option stands by itself")
    )


def _absolute(key: Option, wrong: list[Option]) -> Finding:
    marked = [option.text for option in wrong if _ABSOLUTE.search(option.text)]
    if len(marked) >= 2 and not _ABSOLUTE.search(key.text):
        return "fail", f"absolute words stand in {len(marked)} wrong options alone: {marked[0]!r}"
    return "pass", f"{len(marked)} wrong options with absolute words"


def _negative(item: Item) -> Finding:
    asked = _asked(item)
    found = _NEGATIVE.search(asked[:1].lower() + asked[1:])
    return ("fail", f"unmarked negation: {found.group()!r}") if found else ("pass", "asked positively")


def _grammar(item: Item, key: Option, wrong: list[Option]) -> Finding:
    """ "... is an" before options of which one alone begins with a vowel."""
    ending = re.search(r"\b(an?)[\s:_]*$", item.stem.strip(), re.IGNORECASE)
    if ending:
        vowel = ending.group(1).lower() == "an"
        fits = [option for option in [key, *wrong] if (option.text[:1].lower() in "aeiou") == vowel]
        if fits == [key]:
            return "fail", f"the article {ending.group(1)!r} fits the key alone"
    return "pass", "no option is ruled out by grammar"


def _echo(item: Item, key: Option, wrong: list[Option]) -> Finding:
    if item.provenance.get("general_stem"):
        return "pass", "the stem names the topic alone"
    stem = {word for word in content_words(_asked(item)) if len(word) > 4}
    elsewhere = {word for option in wrong for word in content_words(option.text)}
    echoed = sorted((stem & set(content_words(key.text))) - elsewhere)
    if len(echoed) >= 2:
        return "fail", f"words of the stem that only the key repeats: {', '.join(echoed)}"
    return "pass", "the stem's words do not point at the key"


def _asked(item: Item) -> str:
    """The question itself: the last sentence of the stem."""
    return re.split(r"(?<=[.:])\s", item.stem.strip())[-1]


def _overlap(item: Item, options: list[Option]) -> Finding:
    if item.type in ("output_prediction", "debug"):
        return "pass", "options are code or output"
    forms = [normal_form(option.text) for option in options]
    for i, one in enumerate(forms):
        for j, other in enumerate(forms):
            if i != j and len(one.split()) >= 2 and f" {one} " in f" {other} ":
                return "fail", f"{options[i].text!r} is a part of {options[j].text!r}"
    return "pass", "no option holds another"


def _answer_in_stem(item: Item, key: Option, wrong: list[Option]) -> Finding:
    if item.type == "scenario":
        return "pass", "a case states its rules, and with them the options"
    stem = f" {' '.join(words(item.stem))} "

    def inside(option: Option) -> bool:
        return bool(words(option.text)) and f" {' '.join(words(option.text))} " in stem

    if inside(key) and not any(inside(option) for option in wrong):
        return "fail", f"the stem says {key.text!r}, and none of the wrong options"
    return "pass", "the stem does not hold the key"


def _self_contained(item: Item) -> Finding:
    if found := _OUTSIDE.search(item.stem):
        return "fail", f"leans on what the learner does not see: {found.group()!r}"
    found = _DANGLING.search(item.stem)
    if (
        found
        and not _DUMMY.match(item.stem, found.end() - 2)
        and "which of these" not in item.stem[:20].lower()
    ):
        return "fail", f"opens with a word that points at nothing: {found.group()!r}"
    return "pass", "can be read by itself"


def _hints(item: Item) -> Finding:
    telling = telling_hints(item, item.hints)
    return ("fail", f"a hint tells the key: {telling[0]!r}") if telling else ("pass", "no hint tells the key")


def _own_hints(item: Item) -> Finding:
    found = [hint for hint in item.hints if is_generic(hint)]
    return ("fail", f"fits any item: {found[0]!r}") if found else ("pass", "the hints are about this item")


def _takeaway(item: Item) -> Finding:
    if item.takeaway and repeats(item.takeaway, texts_beside_takeaway(item)):
        return "fail", f"stands elsewhere in the item word for word: {item.takeaway!r}"
    return "pass", "the takeaway repeats nothing"


def _quick_check(item: Item) -> Finding:
    if item.quick_check and not has_answer(item.quick_check):
        return "fail", f"asks without an answer: {item.quick_check!r}"
    return "pass", "the quick check has its answer"


def _shown(item: Item) -> Finding:
    shown = "\n".join([content_of(item), *_entries(item)])
    for text in (item.explanation, *item.hints, *item.worked_steps):
        if (found := unseen(text, shown)) is not None:
            return "fail", f"argues against what the learner does not see: {found!r}"
    return "pass", "what is ruled out stands in the item"


def _entries(item: Item) -> list[str]:
    """What blanks and cells may be filled from, and what is printed or asked for."""
    blanks = getattr(item, "blanks", None) or ()
    return [*(entry for blank in blanks for entry in blank.pool or ()), *(getattr(item, "pool", None) or ())]
