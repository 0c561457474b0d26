"""Templates to pages. All that comes from outside is escaped; no page loads anything from elsewhere."""

import re
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from itemwright.domain.attempt import Mode
from itemwright.domain.item import Citation, ItemType
from itemwright.domain.passage import Passage
from itemwright.domain.report import ReportKind, ReportState

STATIC = StaticFiles(directory=Path(__file__).resolve().parent / "static")

TYPES: dict[ItemType, str] = {
    "multiple_choice": "Choose one",
    "multiple_response": "Choose all that fit",
    "true_false": "True or false",
    "cloze": "Fill the gaps",
    "code_cloze": "Complete the code",
    "output_prediction": "Predict the output",
    "debug": "Mend the code",
    "scenario": "Decide a case",
    "matching": "Match",
    "ordering": "Put in order",
    "table": "Complete the table",
    "numeric": "Calculate",
    "short_answer": "Short answer",
    "free_text": "In your own words",
}
MODES: dict[Mode, str] = {
    "practice": "Practice: everything, adapted to you",
    "diagnose": "Find my level: one try each, no help",
    "review": "Review: what is about to be forgotten",
    "vocabulary": "Terms and what they mean",
    "code": "Code: complete, mend, predict",
    "flashcards": "Flash cards: short and quick",
    "debug": "Only mending code",
    "predict": "Only predicting results",
    "interview": "Interview: answers in your own words",
    "exam": "Exam: one try each, no hints",
    "mixed": "Mixed",
}
REPORT_KINDS: dict[ReportKind, str] = {
    "key_wrong": "The answer that counts as right is wrong",
    "ambiguous": "More than one answer is right",
    "unclear": "I cannot tell what is asked",
    "typo": "A slip in the wording",
    "other": "Something else",
}
REPORT_STATES: dict[ReportState, str] = {
    "open": "an author will look at it",
    "dismissed": "looked at; the question stays as it is",
    "corrected": "you were right: it was corrected",
    "retired": "the question was withdrawn",
}
_CODE = re.compile(r"`([^`\n]+)`")


def _prose(text: str) -> Markup:
    """Text for people: what stands in backticks is set as code."""
    shown, end = Markup(), 0
    for found in _CODE.finditer(text):
        shown += escape(text[end : found.start()]) + Markup("<code>{}</code>").format(found[1])
        end = found.end()
    return shown + escape(text[end:])


def _quoted(passage: Passage, citation: Citation) -> Markup:
    """The passage with the quotation marked in it."""
    start, end = citation.start - passage.start, citation.end - passage.start
    if not 0 <= start < end <= len(passage.text):
        return escape(passage.text)
    before, quote, after = passage.text[:start], passage.text[start:end], passage.text[end:]
    return Markup("{}<mark>{}</mark>{}").format(before, quote, after)


def _words(name: str) -> str:
    """A state or concept for people."""
    return name.replace("_", " ").replace("-", " ")


def _percent(share: float) -> int:
    """0..1 to 0..100; only what is whole is called 0 or 100."""
    return round(100 * share) if share in (0.0, 1.0) else min(99, max(1, round(100 * share)))


_ENVIRONMENT = Environment(
    loader=PackageLoader("itemwright", "web/templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update(prose=_prose, quoted=_quoted, words=_words, percent=_percent)
_ENVIRONMENT.globals.update(TYPES=TYPES, MODES=MODES, REPORT_KINDS=REPORT_KINDS, REPORT_STATES=REPORT_STATES)


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The template filled in."""
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(**values), status)


def error_page(status: int, detail: str) -> Response:
    """What went wrong, for a person, and the way back."""
    return page("error.html", status, title=HTTPStatus(status).phrase, detail=detail)
