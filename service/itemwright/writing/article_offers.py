"""Opportunities from articles: the setting that every item from text shares."""

import hashlib
import re
from collections.abc import Sequence

from itemwright.domain.card import Bloom, Level
from itemwright.domain.item import Citation, ItemType
from itemwright.domain.source import Source
from itemwright.text import content_words
from itemwright.writing.difficulty_prior import prior_difficulty
from itemwright.writing.frame import Setting
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, Write

_GENERAL = frozenset({
    "overview", "introduction", "background", "summary", "conclusion", "usage", "example", "examples",
    "details", "features", "key features", "basics", "description", "motivation", "notes", "key concepts",
    "concepts", "how it works", "terminology", "tl;dr", "glossary", "definitions", "faq", "advantages",
    "disadvantages", "pros", "cons", "limitations", "performance",
})  # fmt: skip


def from_article(
    library: Library,
    source: Source,
    kind: ItemType,
    model: str,
    spans: Sequence[tuple[int, int]],
    rating: tuple[Bloom, Level],
    write: Write,
    parts: int = 1,
    fresh: bool = False,
) -> Opportunity:
    """An opportunity whose truth stands at `spans` of `source`; its entry is named by where the first
    stands."""
    concept = library.topic_of(source)
    quoted = "\n".join(source.text[start:end] for start, end in spans)
    entry = hashlib.sha256(quoted.encode()).hexdigest()[:10]
    citations: tuple[Citation, ...] = tuple(library.citation(source, start, end) for start, end in spans)
    setting = Setting(
        type=kind,
        concepts=(concept,),
        family=f"{model}/{concept}/{entry}",
        bloom=rating[0],
        difficulty=prior_difficulty(kind, rating[1], rating[0], parts),
        citations=citations,
        provenance={"writer": "builtin-text", "source": source.path, "model": model, "entry": entry},
    )
    return Opportunity(setting, write, fresh)


def topic_name(headings: Sequence[str], title: str) -> str:
    """What a part of an article is about: the nearest heading that says something, else the title."""
    for heading in reversed(headings):
        name = heading.strip().strip("#*`").rstrip(":?").strip()
        if name and name.casefold() not in _GENERAL and len(name.split()) <= 8:
            return re.sub(r"\s*\[\[.*?\]\]$|^\d+(?:\.\d+)*\.?\s+", "", name)
    return title


def with_topic(stem: str, headings: Sequence[str], title: str) -> str:
    """The stem after the topic to which it belongs, unless it names something of that topic by itself."""
    said = set(content_words(stem))
    heading, title = topic_name(headings, ""), title.strip()
    topics = [topic for topic in (heading, title) if _tells(topic, said)]
    if said & set(content_words(heading)):
        topics = topics[1:] if topics[:1] == [heading] and topics[1:] else [t for t in topics if t == title]
    if not topics or (said & set(content_words(title)) and len(said) > 1):
        return stem
    return f"Topic: {topics[0]}. {stem}"


def _tells(topic: str, said: set[str]) -> bool:
    """Whether the topic adds to what the question says, and says it clearly."""
    vague = topic.casefold() in _GENERAL or topic.endswith("?") or _VAGUE.search(topic)
    return bool(topic) and not vague and not set(content_words(topic)) <= said


_VAGUE = re.compile(
    r"\d|\b(?:basics?|commands?|metrics|features?|using|getting|started|first|other|more|our|your|you|how"
    r"|why|what|when|advanced"
    r"|(?:dis)?advantages?(?:\(s\))?|limitations?|misc|additional|further|understanding|core|common"
    r"|options|methods|types|work(?:s|ing)?)\b",
    re.IGNORECASE,
)
