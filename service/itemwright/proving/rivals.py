"""Is another option right as well by the source: in one list with the key, or a kind of what the key is."""

import re
from collections.abc import Iterator, Sequence

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import word_weight
from itemwright.text import content_words, normal_form, plain, sentences

ABOUT = 0.4
"""Share of the stem's words, by weight, that a list's sentence and headings have when it answers the stem."""
_LONGEST = 6
"""Words of an answer that can stand in a list."""
_TURNS = re.compile(
    r"\b(?:but|whereas|while|unlike|instead|rather|than|not|no|never|only|from|versus|vs|respectively|"
    r"although|however|first|then|after|before|either)\b|[.;:|()]",
    re.IGNORECASE,
)


_ASKS_FOR_PLACE = re.compile(
    r"\b(?:next|first|last|before|after|steps?|order|then|earlier|later)\b", re.IGNORECASE
)


def check_rivals(item: Item, texts: Sequence[str]) -> Finding:
    """fail: the source names a wrong option in one breath with the key, as an answer to the stem; unsure: it
    says that one is a kind of the other."""
    if _ASKS_FOR_PLACE.search(item.stem):
        return "pass", "the stem asks for a place in an order"
    answers = list(_answers(item))
    kind = ""
    for right, wrong in answers:
        for text in texts:
            if found := _listed(item.stem, right, wrong, text):
                return "fail", f"the source names {wrong!r} together with the key {right!r}: {found[:160]!r}"
            kind = kind or _kind(item.stem, right, wrong, text)
    if kind:
        return "unsure", f"the source makes one a kind of the other, so that both may fit: {kind[:160]!r}"
    return "pass", "the source puts no other option beside the key"


def _answers(item: Item) -> Iterator[tuple[str, str]]:
    """Each right answer with each wrong one beside it."""
    options = getattr(item, "options", None)
    if options and item.type != "true_false":
        keyed = [item.key] if isinstance(item.key, str) else list(item.key)
        for one in options:
            for other in options:
                if one.id in keyed and other.id not in keyed:
                    yield one.text, other.text
    elif item.type == "cloze":
        for blank in item.blanks:
            for text in blank.pool or ():
                if text not in blank.accepts and text not in item.key.values():
                    yield item.key[blank.id], text


def _form(text: str) -> str:
    return normal_form(plain(text)).removeprefix("the ").removeprefix("a ").removeprefix("an ")


def _listed(stem: str, right: str, wrong: str, text: str) -> str:
    """The sentence or table cell that lists both with nothing but other members between them."""
    one, other = _form(right), _form(wrong)
    if not one or not other or max(len(one.split()), len(other.split())) > _LONGEST:
        return ""
    for headings, part in _parts(text):
        shown = normal_form(plain(part))
        for first, second in ((one, other), (other, one)):
            between = r"(?!\w)(?P<between>.{1,60}?)(?<!\w)"
            found = re.search(rf"(?<!\w){re.escape(first)}{between}{re.escape(second)}(?!\w)", shown)
            if found is None or _TURNS.search(found["between"]) or not _joins(found["between"]):
                continue
            if _is_about(stem, f"{headings} {part}", (right, wrong)):
                return part
    return ""


def _joins(between: str) -> bool:
    """Whether the words between two members are commas, "and" and other short members."""
    bare = between.strip()
    if bare in (",", "and", "or", "&", "/", ", and", ", or", "as well as"):
        return True
    members = [part.strip() for part in re.split(r",|\band\b|\bor\b", between)]
    return bool(re.match(r",|and\b|or\b", bare)) and all(len(member.split()) <= 3 for member in members)


def _is_about(stem: str, said: str, answers: tuple[str, str]) -> bool:
    named = {word for answer in answers for word in content_words(plain(answer))}
    asked = set(content_words(plain(stem))) - named
    total = sum(word_weight(word) for word in asked)
    shared = sum(word_weight(word) for word in asked & set(content_words(plain(said))))
    return bool(total) and shared >= ABOUT * total


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Sentences and table cells, each with the heading above and, for a cell, with its row."""
    heading = ""
    for span in sentences(text):
        line_start = text.rfind("\n", 0, span.start) + 1
        if text[line_start : span.start].lstrip().startswith("#"):
            heading = span.text
        elif span.text.startswith("|"):
            for cell in span.text.strip("|").split("|"):
                yield f"{heading} {span.text}", cell
        else:
            yield heading, span.text


def _kind(stem: str, right: str, wrong: str, text: str) -> str:
    """The sentence that says "X is a Y" of key and option, unless the stem is about one of them."""
    one, other = _form(right), _form(wrong)
    if max(len(one.split()), len(other.split())) > 3 or not one.strip() or not other.strip():
        return ""
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", normal_form(stem)) for name in (one, other)):
        return ""
    for _, part in _parts(text):
        shown = normal_form(plain(part))
        for sub, genus in ((one, other), (other, one)):
            low, high = re.escape(sub), re.escape(genus)
            pattern = (
                rf"(?<!\w){low}(?!\w)(?: \([^)]*\))? (?:is|are) (?:an?|one|kinds?|forms?|types?)"
                rf"(?: \w+){{0,4}}? {high}(?!\w)"
                rf"|(?<!\w){high}s? (?:such as|like|including) (?:[\w-]+,? ){{0,3}}{low}(?!\w)"
            )
            if re.search(pattern, shown):
                return part
    return ""
