"""Templates to pages. All that comes from outside is escaped; no page loads anything from elsewhere."""

from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from itemwright.domain.item import BLANK, Citation
from itemwright.domain.passage import Passage

POLICY = "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"


def _quoted(passage: Passage, citation: Citation) -> Markup:
    """The passage with the quotation marked in it."""
    start, end = citation.start - passage.start, citation.end - passage.start
    if not 0 <= start < end <= len(passage.text):
        return escape(passage.text)
    before, quote, after = passage.text[:start], passage.text[start:end], passage.text[end:]
    return Markup("{}<mark>{}</mark>{}").format(before, quote, after)


def _blanks(text: str) -> Markup:
    """Blanks as numbered gaps."""
    parts = text.split(BLANK)
    joined = escape(parts[0])
    for number, part in enumerate(parts[1:], 1):
        joined += Markup('<span class="gap">[{}]</span>{}').format(number, part)
    return joined


def _words(name: str) -> str:
    """A type or state for people."""
    return name.replace("_", " ")


_ENVIRONMENT = Environment(
    loader=PackageLoader("itemwright", "web/templates"), autoescape=True, undefined=StrictUndefined
)
_ENVIRONMENT.filters.update(quoted=_quoted, blanks=_blanks, words=_words)


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The template filled in."""
    headers = {
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(**values), status, headers)
