"""A rule of item writing as a value: what it holds and why, how bad a breach is, and how it is found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from itemwright.domain.value import Value
from itemwright.proving.lint.reading import Reading

Severity = Literal["error", "warning", "note"]
"""error: the item must not be served; warning: it gives something away or confuses; note: style."""

HR = "Haladyna and Rodriguez, Developing and Validating Test Items (2013)"
SAQUET = "Moore et al., Assessing the Quality of Multiple-Choice Questions (2023), arXiv 2307.08161"
OWN = "our own: what reviewers of items send back"


class Fix(Value):
    """A change that keeps what the item asks and its key: a new text, a new order of ids, or leaving out."""

    field: str
    text: str | None = None
    order: tuple[str, ...] | None = None
    remove: bool = False


class Hit(NamedTuple):
    """A breach: `span` is [start, end) in characters of the field; None, where it is the whole field."""

    field: str
    span: tuple[int, int] | None
    message: str
    fix: Fix | None = None
    grave: bool = False
    """Whether this breach is an error although its rule is a warning: the item must not be served."""


@dataclass(frozen=True)
class Rule:
    """`bad` and `good` are examples of ours, fragments of items: the bad one breaks the rule."""

    id: str
    severity: Severity
    holds: str
    why: str
    source: str
    bad: Mapping[str, Any]
    good: Mapping[str, Any]
    find: Callable[[Reading], Iterable[Hit]]
    has_grave: bool = False
    """Whether some of its breaches are errors, though most are not."""
    yields_to: frozenset[str] = frozenset()
    """Rules that see the same cause more exactly: beside their finding this one's is not told."""


class Flaw(Value):
    """One finding, as it is told: item id, rule id, severity, field, span, message, and a safe fix if any."""

    item: str
    rule: str
    severity: Severity
    field: str
    span: tuple[int, int] | None
    message: str
    fix: Fix | None = None
