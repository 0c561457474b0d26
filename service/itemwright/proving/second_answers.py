"""Another answer that the source gives to the same question: told as one more ("mustard helps, too"), a
member of the list that the key is from, a row of a table with the same entry, or one of many things of which
any may be named."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import share_of
from itemwright.proving.clauses import as_clause, weight
from itemwright.proving.laid_out import lay_out
from itemwright.proving.other_truths import ASKS_WHAT_IS_TRUE
from itemwright.text import content_words, normal_form, plain, sentences

NAMED = 0.6
"""Share of an option's own words, by weight, that stands where the source speaks of it."""
ONE_MORE_NAMED = 0.45
"""The same, where the sentence says itself that it names one more."""
KEY_NAMED = 0.5
"""The same of the key's, in the sentences before, which may say it in other words."""
ABOUT = 0.4
"""The same of the stem's words, for the sentences that answer it."""
SAID = 0.74
"""The same, both ways, of an option and a clause of the source that say one thing."""
_STATEMENT = 4
_OWN = 1
"""Words that an option which the source says may have for itself."""
_LEAST = 0.2
_WEIGHTY = 0.45
"""Weight of the words of its own that an option needs to be recognised by."""
_ONE_MORE = re.compile(
    r"\b(?:too|as well|likewise|similarly|also|in addition|besides|alike)\b(?! \w+ (?:much|many|little"
    r"|few|late|"
    r"early|high|low)\b)|\b(?:do(?:es)?|did|has|have|works?|serves?|acts?) the same\b"
    r"|\bthe same (?:holds|goes|is true|"
    r"applies|effect|is done|can be done)\b|\banother (?:way|means|method|remedy|cure|reason|cause"
    r"|example|kind|"
    r"option|possibility)\b|\bso (?:does|do|is|are|can|has|have) \w+",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"\b(?:but|not|no|never|unlike|whereas|although|however|contrary|instead|rather|neither|without|only"
    r"|cannot)\b|n't\b",
    re.IGNORECASE,
)
_SINGLES_OUT = re.compile(
    r"\b(?:first|last|most|least|best|main|mainly|next|before|after|only|never|except|but not|order"
    r"|other|not|whose|"
    r"highest|lowest|largest|smallest|both|alone|always)\b(?!-)|n't\b",
    re.IGNORECASE,
)
_ANY_ONE = re.compile(
    r"^(?:please )?(?:name|give|state|mention|list|cite|write down) (?:an?|one|any|some)\b(?! (?:other"
    r"|single) name)"
    r"|^what is (?:one|an example)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?P<members>[^,;:.()|]{2,60}(?:, [^,;:.()|]{2,60})*,? (?:and|or) [^,;:.()|]{2,60}?)"
    r"(?=$|[,;:.()|]|\s(?:is|are|was|were|do|does|has|have|can|may|need|lie|owe|come|make|take|work|will"
    r"|must|help)\b)"
)
_LEAD = re.compile(
    r"^.*?\b(?:such as|for example|for instance|namely|like|include|includes|including|are|is|of|between"
    r"|from|both)\s+",
    re.IGNORECASE,
)


class _Part(NamedTuple):
    text: str
    words: frozenset[str]


def check_second_answers(item: Item, texts: Sequence[str]) -> Finding:
    """fail: by the source another option, or an answer that is not accepted, is as right as the key."""
    if item.type == "short_answer" and item.code is None:
        if _ANY_ONE.match(item.stem.strip()) and (found := _others(item, texts)):
            return "fail", found
        if not _SINGLES_OUT.search(item.stem) and (found := _also(item, texts)):
            return "fail", f"the source goes on with another answer: {found[:200]!r}"
        return "pass", "the source names no second answer"
    options = getattr(item, "options", None)
    if not options or item.type == "true_false" or item.code is not None or _SINGLES_OUT.search(item.stem):
        return "pass", "no second answer is looked for"
    keyed = [item.key] if isinstance(item.key, str) else list(item.key)
    if ASKS_WHAT_IS_TRUE.search(item.stem):
        for option in options:
            if option.id not in keyed and (found := _said(option.text, item.stem, texts)):
                return "fail", f"{option.text!r} is not keyed, and the source says it: {found[:200]!r}"
    asked = frozenset(_roots(plain(item.stem)))
    quotes = [" ".join(plain(citation.quote).split()) for citation in item.citations]
    for one in options:
        for other in options:
            if one.id not in keyed or other.id in keyed:
                continue
            pair = (plain(one.text), plain(other.text))
            for text in texts:
                found = (
                    _one_more(asked, pair, text, quotes)
                    or _fellow(asked, pair, text, quotes)
                    or _same_row(asked, pair, text)
                )
                if found:
                    return "fail", f"{other.text!r} is right as well as the key {one.text!r}: {found[:200]!r}"
    return "pass", "the source gives no second answer"


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[_Part, ...]:
    """The sentences of a source that are no table rows."""
    spans = [plain(span.text) for span in sentences(text) if not span.text.startswith("|")]
    return tuple(_Part(span, frozenset(_roots(span))) for span in spans)


def _roots(text: str) -> list[str]:
    """The words that say something, long ones by their beginning: inspection as inspect."""
    return [word[:6] if len(word) > 6 else word for word in content_words(text)]


def _own(text: str, *others: frozenset[str]) -> frozenset[str]:
    return frozenset(_roots(text)).difference(*others)


def _is_quoted(part: str, quotes: Sequence[str]) -> bool:
    """Whether the item itself holds the sentence to be about its question."""
    bare = " ".join(part.split())
    return any(quote and (quote in bare or bare in quote) for quote in quotes)


def _one_more(asked: frozenset[str], pair: tuple[str, str], text: str, quotes: Sequence[str]) -> str:
    """A sentence that names the option as one more, right after or before one that names the key."""
    parts = _parts(text)
    key, other = (_own(each, asked) for each in pair)
    key, other = key - other, other - key
    if weight(other) < _WEIGHTY or not key:
        return ""
    for place, part in enumerate(parts):
        more = _ONE_MORE.search(part.text)
        if (
            more is None
            or share_of(other, part.words) < ONE_MORE_NAMED
            or _TURNS.search(part.text[: more.end()])
        ):
            continue
        near = parts[max(0, place - 2) : place + 1]
        told = frozenset(word for each in near for word in each.words)
        is_about = share_of(asked, told) >= ABOUT or any(_is_quoted(each.text, quotes) for each in near)
        if share_of(key, told) >= KEY_NAMED and is_about:
            return part.text
    return ""


def _fellow(asked: frozenset[str], pair: tuple[str, str], text: str, quotes: Sequence[str]) -> str:
    """A list of which key and option are different members, told of what is asked."""
    key, other = (_own(each) for each in pair)
    for part in _parts(text):
        if share_of(asked, part.words) < ABOUT and not _is_quoted(part.text, quotes):
            continue
        for members, end in _lists(part.text):
            if _TURNS.search(part.text[:end]):
                continue
            mine = [n for n, member in enumerate(members) if _is_member(key, member)]
            theirs = [n for n, member in enumerate(members) if _is_member(other, member)]
            if len(mine) == len(theirs) == 1 and mine != theirs:
                return part.text
    return ""


def _lists(text: str) -> Iterator[tuple[list[tuple[str, ...]], int]]:
    """The lists of a sentence, each as the words of its members, and where it ends."""
    for found in _LISTED.finditer(text):
        members = [
            each for each in re.split(r",\s+(?:and |or )?|\s(?:and|or)\s", found["members"]) if each.strip()
        ]
        members[0] = _LEAD.sub("", members[0])
        told = [tuple(_roots(each)) for each in members]
        if len(told) >= 2 and all(0 < len(each) <= 4 for each in told):
            yield told, found.end()


def _is_member(answer: frozenset[str], member: tuple[str, ...]) -> bool:
    """Whether the answer's words are those of the member, or it is one of that kind ("an insurance
    policy")."""
    shared = answer.intersection(member)
    if member[0] not in answer:  # green tea is no black tea
        return False
    return (
        weight(shared) >= _WEIGHTY / 2
        and share_of(member, answer) >= NAMED / 1.25
        and len(answer.difference(member)) <= 2
    )


def _same_row(asked: frozenset[str], pair: tuple[str, str], text: str) -> str:
    """A table in which the rows of key and option have the same entry in the column that is asked for."""
    for header, rows in _tables(text):
        named = [[row for row in rows if _heads(row[0], each)] for each in pair]
        if len(named[0]) != 1 or len(named[1]) != 1 or named[0] == named[1]:
            continue
        mine, theirs = named[0][0], named[1][0]
        columns = list(zip(header[1:], mine[1:], theirs[1:], strict=False))
        alike = [
            _words(head, cell) for head, cell, other in columns if normal_form(cell) == normal_form(other)
        ]
        apart = [
            _words(head, cell) for head, cell, other in columns if normal_form(cell) != normal_form(other)
        ]
        said = frozenset().union(*alike) if alike else frozenset()
        distinct = frozenset().union(*apart) - said if apart else frozenset()
        if said and not asked & distinct and share_of(asked - _words(header[0], pair[0]), said) >= ABOUT:
            return f"{' | '.join(mine)} and {' | '.join(theirs)}"
    return ""


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in _roots(plain(text)))


def _heads(cell: str, answer: str) -> bool:
    head, said = _words(cell), _words(answer)
    return bool(head) and head <= said and len(said - head) <= 1


@lru_cache(maxsize=64)
def _tables(text: str) -> tuple[tuple[list[str], list[list[str]]], ...]:
    found: list[list[list[str]]] = [[]]
    for line in [*text.splitlines(), ""]:
        if line.lstrip().startswith("|"):
            if not re.fullmatch(r"[\s|:-]+", line):
                found[-1].append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return tuple((rows[0], rows[1:]) for rows in found if len(rows) >= 3)


def _said(option: str, stem: str, texts: Sequence[str]) -> str:
    """The clause of the source that says what the option says, and is about what the stem asks for."""
    claim = as_clause(plain(option))
    asked = frozenset(content_words(plain(stem)))
    if len(claim.words) < _STATEMENT or not re.search(r"\s", option.strip()):
        return ""
    for text in texts:
        for told, found in lay_out(text).near(claim, as_whole=False):
            same = found.near and not found.turns and min(found.shared - 0.1, found.covered) >= SAID
            same = same and len(claim.words - told.within.words) <= _OWN
            if same and not told.clause.conditional and asked & _around(told.within.text, text):
                return told.clause.text
    return ""


def _around(sentence: str, text: str) -> frozenset[str]:
    """The words of the paragraph that a sentence stands in."""
    start = " ".join(sentence.split())[:40]
    for paragraph in text.split("\n\n"):
        bare = " ".join(plain(paragraph).split())
        if start in bare:
            return frozenset(content_words(bare))
    return frozenset(content_words(sentence))


def _also(item: Item, texts: Sequence[str]) -> str:
    """The sentence right after the key's that names one more, where the stem asks for nothing that only the
    key's sentence has."""
    assert item.type == "short_answer"
    accepted = [frozenset(_roots(plain(text))) for text in (item.key, *item.accepts)]
    asked = frozenset(_roots(plain(item.stem)))
    for text in texts:
        parts = _parts(text)
        for part, after in pairwise(parts):
            more = _ONE_MORE.search(after.text)
            if more is None or _TURNS.search(after.text[: more.end()]):
                continue
            if not any(each and each <= part.words for each in accepted):
                continue
            if any(each & after.words for each in accepted) or re.match(
                r"(?:it|this|they|these|that)\b", after.text, re.I
            ):
                continue
            told = asked & after.words
            if weight(told) >= _WEIGHTY and weight((asked & part.words) - after.words) < _LEAST:
                return after.text
    return ""


def _others(item: Item, texts: Sequence[str]) -> str:
    """Where any one may be named: a list or a table column of the source with the key and with others."""
    assert item.type == "short_answer"
    accepted = [frozenset(_roots(plain(text))) for text in (item.key, *item.accepts)]
    asked = frozenset(_roots(plain(item.stem)))
    for text in texts:
        about = [part for part in _parts(text) if share_of(asked, part.words) >= ABOUT]
        groups = [list(map(frozenset, told)) for part in about for told, _ in _lists(part.text)]
        groups += [
            [_words(row[0]) for row in rows] for header, rows in _tables(text) if asked & _words(header[0])
        ]
        for members in groups:
            mine = [
                member for member in members if any(member == each or member <= each for each in accepted)
            ]
            if mine and len(members) > len(mine):
                other = " ".join(sorted(next(member for member in members if member not in mine)))
                return f"any one may be named, and the source names {other!r} beside the key"
    if len({normal_form(text) for text in (item.key, *item.accepts)}) <= 3 and len(accepted[0]) <= 2:
        told = [part for text in texts for part in _parts(text) if share_of(asked, part.words) >= ABOUT]
        without = [part.text for part in told if not any(each & part.words for each in accepted)]
        if len(told) > len(without) and len(without) >= 1:
            return f"any one may be named, and the source goes on: {without[0][:120]!r}"
    return ""
