"""What an article is about: the words of its headings, its emphasised terms and its commonest words; its "
"names."""

import re
from collections import Counter
from typing import NamedTuple

from itemwright.domain.source import Source
from itemwright.text import content_words, sentences
from itemwright.writing.prose import sections_of

OFTEN = 3
_MARKED = re.compile(r"\*\*([^*\n]{2,40})\*\*|(?<!`)`([^`\n]{2,30})`(?!`)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


class ArticleTerms(NamedTuple):
    """`known`: lemmas that name the matter; `subject`: those of the title; `proper`: words with a capital."""

    known: frozenset[str]
    proper: frozenset[str]
    subject: frozenset[str] = frozenset()

    def inside(self, phrase: str) -> str:
        """The phrase as it stands inside a sentence: its first letter small unless it begins with a name."""
        first = re.match(r"[A-Z][a-z'’-]*(?=[\s,;:]|$)", phrase)
        if first is None or first.group() in self.proper:
            return phrase
        return phrase[0].lower() + phrase[1:]


def article_terms(source: Source) -> ArticleTerms:
    """The terms of an article, by counting; its code is not read."""
    heads: set[str] = set()
    words: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for section in sections_of(source):
        heads |= set(content_words(" ".join(section.headings)))
        if section.block.kind not in ("prose", "list"):
            continue
        body = source.text[section.block.start : section.block.end]
        words.update(content_words(body))
        for sentence in sentences(body):
            for word in _WORD.findall(sentence.text)[1:]:
                (capital if word[0].isupper() else small)[word] += 1
    marked = {word for bold, code in _MARKED.findall(source.text) for word in content_words(bold or code)}
    common = {word for word, count in words.items() if count >= OFTEN and len(word) > 3}
    proper = {word for word, count in capital.items() if count > small[word.lower()] and count >= 2}
    known = frozenset((heads | marked | common) & set(words))
    return ArticleTerms(known, frozenset(proper), frozenset(content_words(source.title)))
