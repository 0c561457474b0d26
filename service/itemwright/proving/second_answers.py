"""Another answer that the source gives to the same question: told as one more ("mustard helps, too"), a
member of the list that the key is from, a row of a table with the same entry, or one of many things of which
any may be named."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import share_of
from itemwright.proving.clauses import as_clause, weight
from itemwright.proving.key_support import filled_but
from itemwright.proving.laid_out import Told, lay_out
from itemwright.proving.other_truths import ASKS_WHAT_IS_TRUE
from itemwright.proving.ratio_options import true_ratio
from itemwright.proving.source_lists import WEIGHTY, is_member, lists_of, parts_of
from itemwright.proving.word_roots import roots
from itemwright.text import content_words, normal_form, plain

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
_GENERAL = frozenset(["anothe", "exampl", "kind", "type", "name", "call", "term", "thing"])
"""Words of a question that no answer to it needs, by their roots."""
_PRONOUN = re.compile(r"(?:it|they|its|their|he|she|his|her|these|this)\b", re.IGNORECASE)
_ANY_ONE = re.compile(
    r"^(?:please )?(?:name|give|state|mention|list|cite|write down) (?:an?|one|any|some)\b(?! (?:other"
    r"|single) name)"
    r"|^what is (?:one|an example)\b",
    re.IGNORECASE,
)


def check_second_answers(item: Item, texts: Sequence[str]) -> Finding:
    """fail: by the source an answer that is not accepted, or an option that the source says word for word, is
    as right as the key; unsure: a sentence or a row speaks of another option as of the key, as the sources of
    sound items do as often."""
    if item.type == "short_answer" and item.code is None:
        if _ANY_ONE.match(item.stem.strip()) and (found := _others(item, texts)):
            return "fail", found
        if not _SINGLES_OUT.search(item.stem) and (
            found := _also(item, texts) or _unaccepted_fellow(item, texts)
        ):
            return "fail", f"the source has another answer beside the key: {found[:200]!r}"
        return "pass", "the source names no second answer"
    if item.type == "cloze":
        return _in_gaps(item, texts)
    if found := true_ratio(item):
        return "fail", f"by the explanation's own numbers {found!r} is right as well"
    options = getattr(item, "options", None)
    if not options or item.type == "true_false" or item.code is not None or _SINGLES_OUT.search(item.stem):
        return "pass", "no second answer is looked for"
    keyed = [item.key] if isinstance(item.key, str) else list(item.key)
    if ASKS_WHAT_IS_TRUE.search(item.stem):
        for option in options:
            if option.id not in keyed and (found := _said(option.text, item.stem, texts)):
                return "fail", f"{option.text!r} is not keyed, and the source says it: {found[:200]!r}"
    asked = frozenset(roots(plain(item.stem)))
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
                    told = f"{other.text!r} may be right as well as the key {one.text!r}: {found[:200]!r}"
                    return "unsure", told
    return "pass", "the source gives no second answer"


def _in_gaps(item: Item, texts: Sequence[str]) -> Finding:
    """An entry of a pool whose row of a table has what the text says of the key's."""
    assert item.type == "cloze"
    for number, blank in enumerate(item.blanks):
        asked = frozenset(roots(plain(filled_but(item, number))))
        for other in blank.pool or ():
            if other in blank.accepts or other in item.key.values():
                continue
            for text in texts:
                if found := _same_row(asked, (item.key[blank.id], other), text):
                    return (
                        "unsure",
                        f"{other!r} may fit blank {blank.id!r} as well as the key: {found[:200]!r}",
                    )
    return "pass", "no other entry fits a gap by the source"


def _own(text: str, *others: frozenset[str]) -> frozenset[str]:
    return frozenset(roots(text)).difference(*others)


def _is_quoted(part: str, quotes: Sequence[str]) -> bool:
    """Whether the item itself holds the sentence to be about its question."""
    bare = " ".join(part.split())
    return any(quote and (quote in bare or bare in quote) for quote in quotes)


def _one_more(asked: frozenset[str], pair: tuple[str, str], text: str, quotes: Sequence[str]) -> str:
    """A sentence that names the option as one more, right after or before one that names the key."""
    parts = parts_of(text)
    key, other = (_own(each, asked) for each in pair)
    key, other = key - other, other - key
    if weight(other) < WEIGHTY or not key:
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
    for part in parts_of(text):
        if share_of(asked, part.words) < ABOUT and not _is_quoted(part.text, quotes):
            continue
        for members, end in lists_of(part.text):
            if _TURNS.search(part.text[:end]):
                continue
            mine = [n for n, member in enumerate(members) if is_member(key, member)]
            theirs = [n for n, member in enumerate(members) if is_member(other, member)]
            if len(mine) == len(theirs) == 1 and mine != theirs:
                return part.text
    return ""


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
        told = any(words <= asked and re.search(r"\w", cell) for words, cell in _cells(columns))
        if told and not asked & distinct:
            return f"{' | '.join(mine)} and {' | '.join(theirs)}"
        if said and not asked & distinct and share_of(asked - _words(header[0], pair[0]), said) >= ABOUT:
            return f"{' | '.join(mine)} and {' | '.join(theirs)}"
    return ""


def _cells(columns: Sequence[tuple[str, str, str]]) -> Iterator[tuple[frozenset[str], str]]:
    """The entries that both rows have, by their words."""
    for _, cell, other in columns:
        if normal_form(cell) == normal_form(other) and len(words := _words(cell)) >= 2:
            yield words, cell


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in roots(plain(text)))


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
            if same and _stands_for_another(option, asked, told):
                continue
            if same and not told.clause.conditional and asked & _around(told.within.text, text):
                return told.clause.text
    return ""


def _stands_for_another(option: str, asked: frozenset[str], told: Told) -> bool:
    """Whether the option speaks of what is asked as "they", and the clause of something else before it, while
    its sentence names what is asked behind the clause."""
    if not _PRONOUN.match(option.strip()):
        return False
    before, _, after = told.within.text.partition(told.clause.text)
    named = [asked.intersection(content_words(each)) for each in (before, after)]
    return weight(named[1] - named[0]) >= WEIGHTY


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
    accepted = [frozenset(roots(plain(text))) for text in (item.key, *item.accepts)]
    asked = frozenset(roots(plain(item.stem)))
    for text in texts:
        parts = parts_of(text)
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
            if weight(told) >= WEIGHTY and weight((asked & part.words) - after.words) < _LEAST:
                return after.text
    return ""


def _unaccepted_fellow(item: Item, texts: Sequence[str]) -> str:
    """A list of the source, told of what is asked, of which the key is one member and no other is accepted;
    not where the stem has words of that member, or what the source says of the key elsewhere."""
    assert item.type == "short_answer"
    accepted = [frozenset(roots(plain(text))) for text in (item.key, *item.accepts)]
    asked = frozenset(roots(plain(item.stem))) - _GENERAL
    for text in texts:
        for part in parts_of(text):
            if share_of(asked, part.words) < ABOUT:
                continue
            for members, end in lists_of(part.text):
                mine = [each for each in members if any(is_member(answer, each) for answer in accepted)]
                if len(mine) != 1 or _TURNS.search(part.text[:end]) or asked & mine[0].told:
                    continue
                told = [
                    each.words for each in parts_of(text) if each is not part and each.words & set(mine[0])
                ]
                if weight((asked - part.words).intersection(frozenset().union(*told))) < WEIGHTY:
                    return part.text
    return ""


def _others(item: Item, texts: Sequence[str]) -> str:
    """Where any one may be named: a list or a table column of the source with the key and with others."""
    assert item.type == "short_answer"
    accepted = [frozenset(roots(plain(text))) for text in (item.key, *item.accepts)]
    asked = frozenset(roots(plain(item.stem)))
    for text in texts:
        about = [part for part in parts_of(text) if share_of(asked, part.words) >= ABOUT]
        groups = [
            [frozenset(each.words) for each in told] for part in about for told, _ in lists_of(part.text)
        ]
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
        told = [part for text in texts for part in parts_of(text) if share_of(asked, part.words) >= ABOUT]
        without = [part.text for part in told if not any(each & part.words for each in accepted)]
        if len(told) > len(without) and len(without) >= 1:
            return f"any one may be named, and the source goes on: {without[0][:120]!r}"
    return ""
