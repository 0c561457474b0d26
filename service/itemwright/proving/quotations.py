"""Does each quotation stand in its source, character for character, where the citation says?"""

from itemwright.domain.item import Citation, Item
from itemwright.errors import NotFound
from itemwright.proving.checked import Finding
from itemwright.writing.library import Library


def check_quotations(item: Item, library: Library) -> Finding:
    """fail: no citation, a source that is not here, or text that differs from the source's span."""
    if not item.citations:
        return "fail", "no citation: nothing shows that the item is true"
    problems = [problem for citation in item.citations if (problem := _problem(citation, library))]
    if problems:
        return "fail", "; ".join(problems)
    return "pass", f"{len(item.citations)} verbatim: {item.citations[0].quote[:120]!r}"


def _problem(citation: Citation, library: Library) -> str:
    try:
        source = library.source(citation.source)
    except NotFound:
        named = library.find_sources(citation.path) if citation.path else []
        if len(named) != 1:
            return f"source {citation.source!r} is not here"
        source = named[0]
    if not citation.quote.strip():
        return "an empty quotation"
    if source.text[citation.start : citation.end] == citation.quote:
        return ""
    found = source.text.find(citation.quote)
    if found >= 0:
        return f"{citation.quote[:60]!r} stands at {found}, not at {citation.start}, of {source.path}"
    return f"{citation.quote[:60]!r} is not in {source.path}"
