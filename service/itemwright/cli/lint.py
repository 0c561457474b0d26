"""itemwright lint"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from itemwright.cli.console import console
from itemwright.cli.engine import emit
from itemwright.cli.item_lines import read_item_file
from itemwright.domain.item import ITEM, Item
from itemwright.errors import BadInput
from itemwright.exchange.loose_item import UnreadableItem
from itemwright.proving.lint.fixes import mended
from itemwright.proving.lint.linter import lint_item
from itemwright.proving.lint.rule import Flaw
from itemwright.proving.lint.rules import RULES
from itemwright.proving.lint.set_rules import SET_RULES, lint_set


@click.command("lint")
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON lines, for programs.")
@click.option("--rules", "list_rules", is_flag=True, help="List the rules, each with its examples, and stop.")
@click.option(
    "--fix",
    "mended_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.jsonl",
    help="Write the items there with safe fixes; what is told then is what remains.",
)
def command(file: str | None, as_json: bool, list_rules: bool, mended_file: Path | None) -> None:
    """Find item-writing flaws in FILE (JSON lines, - for standard input). Exit status 1: there are some."""
    if list_rules:
        _tell_rules(as_json)
        return
    if file is None:
        raise click.UsageError("name a FILE of items, or --rules")
    lines = read_item_file(file)
    items = [line for line in lines if not isinstance(line, UnreadableItem)]
    if mended_file is not None:
        items = _write_mended(items, mended_file)
    by_id = iter(items)
    flaws: list[Flaw] = []
    for line in lines:
        flaws += [_unreadable(line)] if isinstance(line, UnreadableItem) else lint_item(next(by_id))
    flaws += lint_set(items)
    for flaw in flaws:
        if as_json:
            emit(_line(flaw))
        else:
            click.echo(_text(flaw))
    _tell_count(flaws, len(lines))
    if not items:
        raise BadInput(f"File {file!r} holds no item that can be read; see the errors above.")
    if flaws:
        sys.exit(1)


def _line(flaw: Flaw) -> dict[str, Any]:
    line = flaw.model_dump(mode="json", exclude={"fix"})
    if flaw.fix is not None:
        line["fix"] = flaw.fix.model_dump(mode="json", exclude_defaults=True)
    return line


def _text(flaw: Flaw) -> str:
    place = flaw.field if flaw.span is None else f"{flaw.field}[{flaw.span[0]}:{flaw.span[1]}]"
    mark = " (can be fixed)" if flaw.fix else ""
    return f"{flaw.item}: {flaw.severity}: {flaw.rule}: {place}: {flaw.message}{mark}"


def _unreadable(line: UnreadableItem) -> Flaw:
    return Flaw(
        item=line.item, rule="unreadable", severity="error", field=line.field, span=None, message=line.message
    )


def _write_mended(items: list[Item], path: Path) -> list[Item]:
    found = [mended(item) for item in items]
    lines = [json.dumps(ITEM.dump_python(item, mode="json"), ensure_ascii=False) for item, _ in found]
    try:
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"File {str(path)!r} cannot be written: {error.strerror}.") from error
    console.print(f"{sum(len(done) for _, done in found)} flaws mended; items written to {path}.")
    return [item for item, _ in found]


def _tell_count(flaws: list[Flaw], items: int) -> None:
    by_severity = Counter(flaw.severity for flaw in flaws)
    told = ", ".join(f"{by_severity[name]} {name}s" for name in ("error", "warning", "note"))
    console.print(f"{items} items: {told}.")


def _tell_rules(as_json: bool) -> None:
    for rule in RULES:
        if as_json:
            told = {"rule": rule.id, "severity": rule.severity, "holds": rule.holds, "why": rule.why}
            emit(told | {"source": rule.source, "bad": dict(rule.bad), "good": dict(rule.good)})
            continue
        click.echo(f"{rule.id} ({rule.severity}): {rule.holds}\n  {rule.why} ({rule.source})")
        for name, example in (("bad ", rule.bad), ("good", rule.good)):
            click.echo(f"  {name}  {_example(example)}")
    for each in SET_RULES:
        if as_json:
            emit({"rule": each.id, "severity": each.severity, "holds": each.holds, "why": each.why})
        else:
            click.echo(f"{each.id} ({each.severity}): {each.holds}\n  {each.why} (over a set)")


def _example(fragment: Any) -> str:
    """An example in a line: stem, options with the key starred, and what else it is about."""
    told = [fragment["stem"]]
    keys = fragment["key"]
    for option in fragment.get("options", ()):
        told.append(f"{'*' if option['id'] in keys else ''}{option['text']}")
    for name in ("hints", "worked_steps", "explanation", "takeaway", "quick_check", "code"):
        if fragment.get(name):
            text = fragment[name] if isinstance(fragment[name], str) else " ".join(fragment[name])
            told.append(f"[{name.replace('_', ' ')}: {' '.join(text.split())}]")
    return " / ".join(told)
