"""The built-in extractor: cards from what an article surely says, without a language model.

Its cards are thin: they have definitions and facts with their quotations, and wait for an author to add wrong
answers, paraphrases and hints before items are made from them.
"""

import re

from itemwright.domain.card import Bloom, Card, Definition, Evidence, Fact, FactKind, Level
from itemwright.domain.source import Source
from itemwright.text import content_words, normal_form, plain, sentences
from itemwright.writing.answered_questions import questions_asked
from itemwright.writing.article_terms import article_terms
from itemwright.writing.comparison_tables import tables_of
from itemwright.writing.drawn_card import slug_of
from itemwright.writing.entries import Entry, glossary_of, groups_of
from itemwright.writing.prose import leans, sections_of, statements_of
from itemwright.writing.sentence_patterns import Asked
from itemwright.writing.subjects import is_plural
from itemwright.writing.wording import article as article_of
from itemwright.writing.wording import lowered, sentence, without_stop

_KINDS: dict[str, FactKind] = {
    "use": "purpose", "effect": "effect", "reason": "cause", "means": "mechanism", "condition": "condition",
    "doing": "purpose",
}  # fmt: skip
_WHAT_IS = re.compile(r"^What (?:is|are) (?:(?:the|an?) )?(?P<term>.+)\?$", re.IGNORECASE)
_GENUS = re.compile(
    r"^(?:an?|the|one of the)?\s*(?P<genus>(?:[\w-]+ ){0,3}?[\w-]+)"
    r"(?= (?:that|which|who|whose|where|in|for|of|to|with|on|at|from|by|between|\w+ing|\w+ed)\b|[,;:]|$)",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\*\*(?P<term>[^*\n]{2,50})\*\*(?: \([^()]{1,60}\))?(?:, |: )"
    r"(?P<text>(?:an?|two|three|four) [^,;:.*]{15,}?)(?=[,;:.])"
)
"""A term in bold with what it is beside it: "the **chamber**, a basin of brick between two gates, ..."."""
_LONGEST = 240
_RATING: tuple[Bloom, Level] = ("understand", "medium")


def article_cards(source: Source) -> list[Card]:
    """A card for each term that the article defines, in sentences or in lists of terms."""
    asked = questions_asked(statements_of(source), article_terms(source))
    cards: dict[str, Card] = {}
    for each in asked:
        found = _WHAT_IS.match(each.question)
        if each.pattern == "definition" and found is not None:
            card = _of_definition(found["term"], each, asked, source)
            if card is not None:
                cards.setdefault(card.concept, card)
    for card in _of_marked_terms(asked, source):
        cards.setdefault(card.concept, card)
    for group in [*groups_of(source, tables_of(source)), *glossary_of(source)]:
        if group.is_code or not group.are_alike:
            continue
        for entry in group.entries:
            card = _of_entry(entry, source)
            if card is not None:
                cards.setdefault(card.concept, card)
    return list(cards.values())


def _of_definition(term: str, defining: Asked, asked: list[Asked], source: Source) -> Card | None:
    """The card of a term that a sentence defines, with the other sentences that are about it."""
    about = [each for each in asked if each is not defining and _is_about(each, term)]
    facts = [fact for each in about if (fact := _fact(each, source)) is not None]
    own = _fact(defining, source)
    facts = _distinct([*([own] if own else []), *facts])
    return _card(lowered(term), defining.answer, _quoted(defining, source), facts)


def _of_marked_terms(asked: list[Asked], source: Source) -> list[Card]:
    """Cards of terms in bold that an apposition explains."""
    found = []
    for block, _ in sections_of(source):
        if block.kind not in ("prose", "list"):
            continue
        body = source.text[block.start : block.end]
        for span in sentences(body):
            match = _MARKED.search(span.text)
            if match is None or leans(plain(match["text"])):
                continue
            start = block.start + span.start
            evidence = Evidence(
                article=source.path, quote=source.text[start : block.start + span.end].strip()
            )
            term, text = lowered(plain(match["term"]).strip()), " ".join(plain(match["text"]).split())
            about = [
                fact for each in asked if _is_about(each, term) and (fact := _fact(each, source)) is not None
            ]
            card = _card(term, text, evidence, _distinct([_definition(term, text, evidence), *about]))
            if card is not None:
                found.append(card)
    return found


def _definition(term: str, text: str, evidence: Evidence) -> Fact:
    """The definition as a fact to be asked for."""
    verb = "are" if is_plural(term) else "is"
    article = "" if is_plural(term) else f"{article_of(term)} "
    return Fact(
        id="definition",
        kind="property",
        statement=sentence(f"{article}{term} {verb} {text}"),
        question=f"What {verb} {article}{term}?",
        answer=text,
        bloom="remember",
        difficulty="easy",
        evidence=evidence,
    )


def _of_entry(entry: Entry, source: Source) -> Card | None:
    evidence = Evidence(article=source.path, quote=source.text[entry.start : entry.end].strip())
    text = lowered(without_stop(entry.description))
    if not re.match(r"(?:an?|the) ", text) or len(text) > _LONGEST:
        return None  # what an entry does is no definition
    return _card(entry.term, text, evidence, [_definition(entry.term, text, evidence)])


def _card(term: str, definition: str, evidence: Evidence, facts: list[Fact]) -> Card | None:
    slug, text = slug_of(term), without_stop(definition.strip())
    genus = _GENUS.match(text)
    if not slug or not facts or not text:
        return None
    return Card(
        concept=slug,
        term=term,
        genus=genus["genus"] if genus is not None else "term",
        definition=Definition(text=text, evidence=evidence),
        facts=tuple(facts),
    )


def _is_about(asked: Asked, term: str) -> bool:
    """Whether the question asks about the term, and not about something that has the term in its name."""
    name = re.escape(term)
    return bool(
        re.search(rf"(?<![\w-])(?:the |an? )?{name}(?![\w-])", asked.question, re.IGNORECASE)
    ) and set(content_words(term)) <= set(content_words(asked.statement.text))


def _fact(asked: Asked, source: Source) -> Fact | None:
    answer = without_stop(asked.answer.strip())
    slug = slug_of("-".join(content_words(asked.question)[:5]))
    if not slug or not answer or len(answer) > _LONGEST:
        return None
    bloom, difficulty = _RATING
    return Fact(
        id=slug,
        kind=_KINDS.get(asked.pattern, "property"),
        statement=sentence(asked.statement.text),
        question=asked.question,
        answer=answer,
        bloom=bloom,
        difficulty=difficulty,
        evidence=_quoted(asked, source),
    )


def _quoted(asked: Asked, source: Source) -> Evidence:
    return Evidence(
        article=source.path, quote=source.text[asked.statement.start : asked.statement.end].strip()
    )


def _distinct(facts: list[Fact]) -> list[Fact]:
    """Each id and each statement once."""
    found: dict[str, Fact] = {}
    said: set[str] = set()
    for fact in facts:
        if fact.id not in found and normal_form(fact.statement) not in said:
            found[fact.id] = fact
            said.add(normal_form(fact.statement))
    return list(found.values())
