"""The linter: an item's flaws by all rules, what its author lets stand with a reason, and proof checks."""

from collections.abc import Callable, Iterator

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.rule import Flaw, Hit, Rule
from itemwright.proving.lint.rules import BY_ID, RULES

SUPPRESSED = "lint"
"""Where an item's provenance says which findings stand: {"lint": {"rule id": "the reason"}}."""


def lint_item(item: Item) -> list[Flaw]:
    """The item's flaws, in the order of the rules, but for those that its author lets stand with a reason."""
    reading = Reading(item)
    let_stand = suppressions(item)
    found = [flaw for rule in RULES if rule.id not in let_stand for flaw in _flaws(rule, reading)]
    return [*(flaw for flaw in found if not _is_told_better(flaw, found)), *_bad_suppressions(item)]


def lint_checks(item: Item) -> list[tuple[str, Callable[[], Finding]]]:
    """A check for each rule that can find an error, as the proof wants them: (rule id, test)."""
    reading = Reading(item)
    let_stand = suppressions(item)
    return [
        (rule.id, _check(rule, reading))
        for rule in RULES
        if (rule.severity == "error" or rule.has_grave) and rule.id not in let_stand
    ]


def suppressions(item: Item) -> dict[str, str]:
    """The findings that the item's author lets stand, with the reason; entries without one do not count."""
    given = item.provenance.get(SUPPRESSED)
    if not isinstance(given, dict):
        return {}
    return {str(rule): reason for rule, reason in given.items() if isinstance(reason, str) and reason.strip()}


def _check(rule: Rule, reading: Reading) -> Callable[[], Finding]:
    def test() -> Finding:
        flaw = next((flaw for flaw in _flaws(rule, reading) if flaw.severity == "error"), None)
        return ("pass", rule.holds) if flaw is None else ("fail", f"{flaw.field}: {flaw.message}")

    return test


def _is_told_better(flaw: Flaw, found: list[Flaw]) -> bool:
    """Whether another finding tells the same cause: one flaw, one finding."""
    yields_to = BY_ID[flaw.rule].yields_to
    return any(other.rule in yields_to and (flaw.field in ("options", other.field)) for other in found)


def _flaws(rule: Rule, reading: Reading) -> Iterator[Flaw]:
    seen: set[tuple[str, tuple[int, int] | None]] = set()
    for hit in rule.find(reading):
        if (hit.field, hit.span) not in seen:
            seen.add((hit.field, hit.span))
            yield _flaw(reading.item, rule, hit)


def _flaw(item: Item, rule: Rule, hit: Hit) -> Flaw:
    return Flaw(
        item=item.id,
        rule=rule.id,
        severity="error" if hit.grave else rule.severity,
        field=hit.field,
        span=hit.span,
        message=hit.message,
        fix=hit.fix,
    )


def _bad_suppressions(item: Item) -> Iterator[Flaw]:
    given = item.provenance.get(SUPPRESSED)
    if given is None:
        return
    field = f"provenance.{SUPPRESSED}"

    def flaw(rule: str, message: str) -> Flaw:
        return Flaw(item=item.id, rule=rule, severity="warning", field=field, span=None, message=message)

    if not isinstance(given, dict):
        yield flaw("suppression_without_reason", f"{given!r} gives no reasons; write {{rule id: reason}}")
        return
    for name, reason in given.items():
        if not isinstance(reason, str) or not reason.strip():
            yield flaw("suppression_without_reason", f"{name!r} is let stand without a reason; give one")
        elif name not in BY_ID:
            yield flaw(
                "suppression_unknown", f"there is no rule {name!r}; 'itemwright lint --rules' lists them"
            )
