"""Flaws that no single item shows: keys in one place or longest, too many true claims, stems twice."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from itemwright.domain.item import Item, Option
from itemwright.proving.key_option import key_option
from itemwright.proving.lint.reading import CODE_TYPES
from itemwright.proving.lint.rule import Flaw, Severity
from itemwright.text import normal_form

WHOLE = "*"
"""The item of a finding about the set as a whole."""
FEWEST = 12
"""From so many items on, shares of a set say something."""
LONGEST_SHARE = 0.35
TRUE_SHARE = (0.3, 0.7)
CRITICAL: Mapping[int, float] = {1: 6.635, 2: 9.210, 3: 11.345, 4: 13.277, 5: 15.086, 6: 16.812, 7: 18.475}
"""Chi-square's 99% quantiles by degrees of freedom (Fisher 1925, table III): a false alarm in 100 sets."""


class SetRule(NamedTuple):
    """A rule for sets, for the list of rules."""

    id: str
    severity: Severity
    holds: str
    why: str


SET_RULES = (
    SetRule(
        "key_position_bias",
        "warning",
        "Keys stand in each place about equally often (chi-square, 1%).",
        "Authors favour the middle; who guesses there gains.",
    ),
    SetRule(
        "key_often_longest",
        "warning",
        f"The key is the longest option in {LONGEST_SHARE:.0%} of the items with four options at most.",
        "Over a set a small difference in length becomes a rule to guess by.",
    ),
    SetRule(
        "true_false_share",
        "warning",
        f"Between {TRUE_SHARE[0]:.0%} and {TRUE_SHARE[1]:.0%} of the claims are true.",
        "If most are true, saying True pays.",
    ),
    SetRule(
        "duplicate_stem", "error", "No two items ask the same.", "The second one measures who read the first."
    ),
)


def lint_set(items: Sequence[Item]) -> list[Flaw]:
    """The flaws of the items as a set. Shares are told from twelve items on."""
    return [*_positions(items), *_longest(items), *_truths(items), *_twice(items)]


def _flaw(item: str, rule: str, message: str, field: str = "key") -> Flaw:
    severity = next(each.severity for each in SET_RULES if each.id == rule)
    return Flaw(item=item, rule=rule, severity=severity, field=field, span=None, message=message)


def _keyed(items: Sequence[Item]) -> Iterator[tuple[Sequence[Option], Option]]:
    for item in items:
        key = key_option(item)
        if key is not None and item.type != "true_false":
            yield getattr(item, "options", None) or (), key


def _positions(items: Sequence[Item]) -> Iterator[Flaw]:
    by_count: dict[int, Counter[int]] = {}
    for options, key in _keyed(items):
        by_count.setdefault(len(options), Counter())[[o.id for o in options].index(key.id)] += 1
    for count, places in sorted(by_count.items()):
        n = places.total()
        if n < max(FEWEST, 5 * count) or count - 1 not in CRITICAL:
            continue
        expected = n / count
        distance = sum((places[place] - expected) ** 2 / expected for place in range(count))
        if distance > CRITICAL[count - 1]:
            told = ", ".join(f"{'ABCDEFGH'[place]} {places[place]}" for place in range(count))
            message = f"of {n} keys among {count} options: {told}; shuffle them"
            yield _flaw(WHOLE, "key_position_bias", message)


def _longest(items: Sequence[Item]) -> Iterator[Flaw]:
    found = [
        len(key.text) > max(len(option.text) for option in options if option.id != key.id)
        for item in items
        if item.type not in CODE_TYPES
        for options, key in _keyed([item])
        if len(options) == 4
    ]
    if len(found) >= FEWEST and sum(found) > LONGEST_SHARE * len(found) + 1:
        share = sum(found) / len(found)
        message = f"the key is the longest of four options in {share:.0%} of {len(found)} items"
        yield _flaw(WHOLE, "key_often_longest", message)


def _truths(items: Sequence[Item]) -> Iterator[Flaw]:
    keys = [key.text for item in items if item.type == "true_false" and (key := key_option(item))]
    share = keys.count("True") / len(keys) if keys else 0.5
    if len(keys) >= FEWEST and not TRUE_SHARE[0] <= share <= TRUE_SHARE[1]:
        yield _flaw(WHOLE, "true_false_share", f"{share:.0%} of {len(keys)} claims are true")


def _twice(items: Sequence[Item]) -> Iterator[Flaw]:
    first: dict[str, str] = {}
    for item in items:
        options = sorted(normal_form(option.text) for option in getattr(item, "options", None) or ())
        asked = "\n".join([normal_form(item.stem), item.code or "", *options])
        if asked in first:
            yield _flaw(item.id, "duplicate_stem", f"asks what {first[asked]!r} asks; drop one", "stem")
        else:
            first[asked] = item.id
