"""Two filled sheets side by side: how far the raters agree beyond chance, and where they differ."""

import csv
import difflib
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from evals.figure import Figure, bootstrapped, share
from evals.rating.sheet import VERDICTS
from itemwright.errors import BadInput

Judged = tuple[str, str]
"""The verdicts of the two raters on one item."""


class Rating(NamedTuple):
    """What a rater said of an item; `stem` is there to know it again."""

    verdict: str
    reason: str
    stem: str


class Difference(NamedTuple):
    """An item on which the raters differ."""

    id: str
    one: Rating
    other: Rating


class Agreement(NamedTuple):
    """`kappa` is Cohen's (1960), `ac1` Gwet's (2008), which stays meaningful when nearly all items get one
    verdict; None where a measure is undefined. `counts` maps pairs of verdicts to items."""

    counts: Counter[Judged]
    raw: Figure
    kappa: Figure | None
    ac1: Figure | None
    differences: tuple[Difference, ...]


def read_ratings(path: Path) -> dict[str, Rating]:
    """The ratings of a filled sheet, by item.

    Raises:
        BadInput: no such table; an item twice; a verdict that is missing or that there is not.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{str(path)!r} cannot be read as a CSV file: {error}.") from error
    columns = set(lines[0]) if lines else set()
    if missing := [name for name in ("id", "verdict", "reason") if name not in columns]:
        raise BadInput(f"{str(path)!r} has no column {missing[0]!r}; fill in the sheet.csv of the sheet.")
    open_ids = [str(line["id"]) for line in lines if not (line["verdict"] or "").strip()]
    if open_ids:
        told = ", ".join(open_ids[:5]) + (" ..." if len(open_ids) > 5 else "")
        raise BadInput(f"{path.name}: {len(open_ids)} of {len(lines)} items have no verdict: {told}.")
    found: dict[str, Rating] = {}
    for line in lines:
        if line["id"] in found:
            raise BadInput(f"{path.name}: item {line['id']!r} stands there twice; keep one of them.")
        verdict = _verdict(str(line["verdict"]), f"{path.name}, item {line['id']!r}")
        found[str(line["id"])] = Rating(verdict, (line["reason"] or "").strip(), line.get("stem") or "")
    return found


def _verdict(said: str, place: str) -> str:
    verdict = said.strip().casefold()
    if verdict not in VERDICTS:
        near = difflib.get_close_matches(verdict, VERDICTS, n=1)
        hint = f", did you mean {near[0]!r}?" if near else f"; use one of {', '.join(VERDICTS)}."
        raise BadInput(f"{place}: unknown verdict {said!r}{hint}")
    return verdict


def agreement(one: dict[str, Rating], other: dict[str, Rating], seed: int = 0) -> Agreement:
    """How far two raters of one sheet agree, with intervals by resampled items.

    Raises:
        BadInput: they rated different sheets.
    """
    if strange := sorted(set(one) ^ set(other)):
        where = "first" if strange[0] in one else "second"
        raise BadInput(
            f"Item {strange[0]!r} stands in the {where} file alone ({len(strange)} such items); both raters "
            "have to fill in the same sheet."
        )
    pairs = {name: (one[name].verdict, other[name].verdict) for name in one}
    groups = {name: [pair] for name, pair in pairs.items()}
    raw = share(sum(a == b for a, b in pairs.values()), len(pairs))
    if raw is None:
        raise BadInput("The sheets have no items; make one with 'python -m evals sheet'.")
    return Agreement(
        counts=Counter(pairs.values()),
        raw=raw,
        kappa=bootstrapped(groups, cohens_kappa, seed, "neither"),
        ac1=bootstrapped(groups, gwets_ac1, seed, "neither"),
        differences=tuple(
            Difference(name, one[name], other[name]) for name, (a, b) in pairs.items() if a != b
        ),
    )


def cohens_kappa(pairs: Sequence[Judged]) -> float:
    """Cohen's kappa: agreement beyond what the raters' own frequencies give by chance; nan when both gave
    one and the same verdict to all."""
    n = len(pairs)
    mine, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = math.fsum(mine[verdict] * theirs[verdict] for verdict in mine) / n**2
    return _beyond(pairs, chance)


def gwets_ac1(pairs: Sequence[Judged], categories: int = len(VERDICTS)) -> float:
    """Gwet's AC1: chance agreement is that of raters who guess on the items that are hard to tell."""
    n = len(pairs)
    said = Counter(verdict for pair in pairs for verdict in pair)
    frequencies = [count / (2 * n) for count in said.values()]
    return _beyond(pairs, math.fsum(p * (1 - p) for p in frequencies) / (categories - 1))


def _beyond(pairs: Sequence[Judged], chance: float) -> float:
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    return math.nan if chance >= 1 else (agreed - chance) / (1 - chance)


def read_origins(path: Path, rated: Sequence[str]) -> dict[str, str]:
    """Who wrote each item of the sheet.

    Raises:
        BadInput: the file is not the one that was written with the sheet.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            origins = {line["id"]: line["writer"] for line in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise BadInput(f"{str(path)!r} is no origins.csv of a sheet: {error}.") from error
    if lacking := [name for name in rated if name not in origins]:
        raise BadInput(f"{path.name} does not name {lacking[0]!r}; take the one made with the sheet.")
    return origins


def usable_by_writer(raters: Sequence[dict[str, Rating]], origins: dict[str, str]) -> dict[str, Figure]:
    """The share of a writer's items that were called usable, over all ratings."""
    said: dict[str, list[bool]] = {}
    for ratings in raters:
        for name, rating in ratings.items():
            said.setdefault(origins[name], []).append(rating.verdict == "usable")
    found = {writer: share(sum(each), len(each)) for writer, each in sorted(said.items())}
    return {writer: figure for writer, figure in found.items() if figure is not None}
