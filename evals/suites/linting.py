"""Linting: are the flaws found that people marked in items, and those alone?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evals.case import Case, CaseResult
from evals.figure import Figure, share
from evals.rows import read_rows
from evals.suite import Setting, Trial
from itemwright.domain.item import Item
from itemwright.errors import BadInput
from itemwright.exchange.loose_item import UnreadableItem, loose_item
from itemwright.proving.lint.linter import lint_item

ITEM_FLAWS = Path(__file__).resolve().parent.parent / "data" / "item_flaws"


class Marked(Case):
    """An item and the rules that people say it breaks. Its kind is the split: the name of its file."""

    item: Item
    flaws: frozenset[str]


class Linting:
    """Does the linter find the flaws that people marked, and no others?"""

    name = "linting"
    costly_error = "a flawed item that is taken for clean"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Marked]]:
        files = sorted(ITEM_FLAWS.glob("*.jsonl")) if setting.data is None else [setting.data]
        cases = [case for file in files for case in read_marked(file)]
        told = frozenset(rule for case in cases for rule in case.flaws)

        async def attempt(case: Marked) -> CaseResult:
            return _lint(case, told)

        yield Trial(cases, attempt, (_figures,))


def read_marked(path: Path) -> list[Marked]:
    """The marked items of a JSONL file, {"item", "flaws": [{"rule", ...}]} a line.

    Raises:
        BadInput: a line is no marked item.
    """
    return [_marked(place, row, path.stem) for place, row in read_rows(path)]


def _marked(place: str, row: dict[str, object], kind: str) -> Marked:
    flaws = row.get("flaws")
    if not isinstance(flaws, list) or not all(isinstance(f, dict) and f.get("rule") for f in flaws):
        raise BadInput(f"{place}: field 'flaws' is no list of objects with a rule; see evals/README.md.")
    item = loose_item(row.get("item"), int(place.rpartition(" ")[2]))
    if isinstance(item, UnreadableItem):
        raise BadInput(f"{place}: {item.message}")
    return Marked(
        id=f"{kind}/{item.id}",
        group=item.type,
        kind=kind,
        item=item,
        flaws=frozenset(str(flaw["rule"]) for flaw in flaws),
    )


def _lint(case: Marked, told: frozenset[str]) -> CaseResult:
    """Findings of rules that nobody marked by are left out: whether they are right is not known."""
    flaws = [flaw for flaw in lint_item(case.item) if flaw.rule in told]
    found = {flaw.rule for flaw in flaws}
    missed, false = sorted(case.flaws - found), sorted(found - case.flaws)
    options = getattr(case.item, "options", None) or ()
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict="fail" if missed or false else "pass",
        costly=bool(case.flaws) and not found,
        reasons=(*(f"missed: {rule}" for rule in missed), *(f"false alarm: {rule}" for rule in false)),
        shown={
            "stem": case.item.stem,
            "options": [f"{'*' if option.id in case.item.key else ''}{option.text}" for option in options],
            "findings": [f"{flaw.rule}, {flaw.field}: {flaw.message}" for flaw in flaws],
        },
        numbers={f"marked {rule}": 1.0 for rule in case.flaws} | {f"found {rule}": 1.0 for rule in found},
    )


def _figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    for kind in dict.fromkeys(result.kind for result in results):
        yield from _of_split(kind, [result for result in results if result.kind == kind and result.shown])


def _of_split(kind: str, results: Sequence[CaseResult]) -> Iterator[tuple[str, Figure | None]]:
    marked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for result in results:
        said = {name.removeprefix("marked ") for name in result.numbers if name.startswith("marked ")}
        told = {name.removeprefix("found ") for name in result.numbers if name.startswith("found ")}
        marked.update(said)
        found.update(told)
        both.update(said & told)
    flawed = [r for r in results if any(name.startswith("marked ") for name in r.numbers)]
    clean = [r for r in results if r not in flawed]
    yield f"{kind}: recall", share(both.total(), marked.total(), "higher")
    yield f"{kind}: precision", share(both.total(), found.total(), "higher")
    yield (
        f"{kind}: clean items with a false alarm",
        share(sum(bool(r.numbers) for r in clean), len(clean), "lower"),
    )
    yield f"{kind}: flawed items taken for clean", share(sum(r.costly for r in flawed), len(flawed), "lower")
    for rule in sorted(marked):
        yield f"{kind}: {rule}: recall", share(both[rule], marked[rule])
        yield f"{kind}: {rule}: precision", share(both[rule], found[rule])
