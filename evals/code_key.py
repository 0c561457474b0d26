"""Recomputes the keys of items with code or numbers: the card's own template, filled and run by this Python.

The product fills and runs in its sandbox; here neither its templates nor its sandbox are used."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from string import Template
from typing import Any

from evals.card_key import keyed
from evals.plain import numbers_of, plain
from evals.python_run import lines_of, run_python
from itemwright.domain.card import Card, ClozeModel, DebugModel, NumericModel, OutputModel, Scenario
from itemwright.domain.item import BLANK, Item

_MARKED = re.compile(r"\[\[(.+?)\]\]")
_CHANGE = re.compile(r"^Replace `(?P<find>.*?)` with `(?P<replace>.*)`$|^Delete `(?P<gone>.*)`$", re.DOTALL)
MODELS = frozenset(
    {"numeric", "numeric_options", "output_options", "output_typed", "debug", "code_cloze", "scenario"}
)


def recomputed_faults(item: Item, cards: Mapping[str, Card]) -> list[str] | None:
    """What the recomputed key has against the item's; None when there is nothing to recompute."""
    source = item.provenance
    card, model = cards.get(str(source.get("card"))), str(source.get("model"))
    if card is None or model not in MODELS:
        return None
    entries: Sequence[Any] = card.scenarios if model == "scenario" else card.code
    found = next((entry for entry in entries if entry.id == source.get("entry")), None)
    values = dict(source.get("parameters", {}))
    if found is None or any(value not in found.parameters.get(name, ()) for name, value in values.items()):
        return [f"the card {card.concept!r} has no entry {source.get('entry')!r} with {values!r}"]
    return list(_faults(item, found, values))


def _faults(item: Any, entry: Any, values: dict[str, Any]) -> Iterator[str]:
    if isinstance(entry, NumericModel):
        yield from _number(item, entry, values)
    elif isinstance(entry, OutputModel):
        yield from _output(item, entry, values)
    elif isinstance(entry, DebugModel):
        yield from _debug(item, entry, values)
    elif isinstance(entry, ClozeModel):
        yield from _cloze(item, entry, values)
    elif isinstance(entry, Scenario):
        yield from _scenario(item, entry, values)


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The template with its parameters, whole floats with one decimal."""
    shown = {
        name: (f"{value:.1f}" if value.is_integer() else f"{value:.10g}")
        if isinstance(value, float)
        else value
        for name, value in values.items()
    }
    return Template(text).substitute(shown)


def _told(item: Any, text: str) -> Iterator[str]:
    """The numbers of the filled text have to stand in the stem."""
    wanted, given = numbers_of(text), numbers_of(item.stem)
    for number in wanted:
        if number not in given:
            yield f"the stem does not say {number:g}, which the key is computed from"
            return


def _number(item: Any, model: NumericModel, values: dict[str, Any]) -> Iterator[str]:
    printed = run_python([filled(model.code, values)])[0]
    value = float(printed.text)
    yield from _told(item, filled(model.question, values))
    if item.type == "numeric":
        if abs(value - item.key.value) > 1e-9 * max(1.0, abs(value)):
            yield f"computed {value:g}, the key says {item.key.value:g}"
        if item.key.tolerance != model.tolerance or item.key.unit != model.unit:
            key = f"{item.key.tolerance:g} {item.key.unit!r}"
            yield f"the key has tolerance {key}, the card {model.tolerance:g} {model.unit!r}"
        if plain(model.unit) not in plain(item.stem):
            yield f"the stem does not ask for the unit {model.unit!r}"
        return
    keys, others = keyed(item)
    if numbers_of(keys[0].text.removesuffix(model.unit))[-1:] != [value]:
        yield f"computed {value:g}, the key says {keys[0].text!r}"
    for option in others:
        said = numbers_of(option.text.removesuffix(model.unit))[-1:]
        if any(abs(number - value) <= model.tolerance for number in said):
            yield f"computed {value:g}, which the wrong option {option.text!r} says as well"


def _output(item: Any, model: OutputModel, values: dict[str, Any]) -> Iterator[str]:
    if lines_of(item.code) != lines_of(filled(model.code, values)):
        yield "the code shown is not the card's"
    printed = run_python([item.code])[0]
    keys, others = keyed(item)
    key = keys[0].text if keys else item.key
    if printed.lines != lines_of(key):
        yield f"the code prints {printed.text.strip()!r} ({printed.error}), the key says {key!r}"
    for text in [option.text for option in others] or [t for t in item.accepts if t != item.key]:
        if others and printed.lines == lines_of(text):
            yield f"the wrong option {text!r} is what the code prints as well"
        if not others and "".join(text.split()) != "".join(printed.text.split()):
            yield f"{text!r} is accepted, the code prints {printed.text.strip()!r}"


def _debug(item: Any, model: DebugModel, values: dict[str, Any]) -> Iterator[str]:
    if lines_of(item.code) != lines_of(filled(model.code, values)):
        yield "the code shown is not the card's"
    changes = [(filled(c.find, values), filled(c.replace, values)) for c in model.changes]
    code = [item.code, *(item.code.replace(find, replace) for find, replace in changes)]
    printed = run_python(code)
    expected = lines_of(filled(model.expected, values))
    if printed[0].lines == expected:
        yield "the faulty code prints what it should"
    mends = {
        _one_line(*change): run.lines == expected for change, run in zip(changes, printed[1:], strict=True)
    }
    for option in item.options:
        match = _CHANGE.match(option.text)
        change = (match["find"] or match["gone"], match["replace"] or "") if match else ("", "")
        if change not in mends:
            yield f"the option {option.text!r} is none of the card's changes"
        elif mends[change] != (option.id == item.key):
            yield f"{option.text!r} {'mends' if mends[change] else 'does not mend'} the code"


def _one_line(find: str, replace: str) -> tuple[str, str]:
    one, other = (" ⏎ ".join(p.strip() for p in part.strip().splitlines()) for part in (find, replace))
    return one, other


def _cloze(item: Any, model: ClozeModel, values: dict[str, Any]) -> Iterator[str]:
    setup, check = filled(model.setup, values), filled(model.check, values)
    right = _MARKED.sub(lambda match: match[1], filled(model.code, values))
    key = [item.key[blank.id] for blank in item.blanks]
    fillings = [
        [*key[:place], text, *key[place + 1 :]]
        for place, blank in enumerate(item.blanks)
        for text in blank.pool or ()
        if text not in blank.accepts
    ]
    code = [right.strip("\n"), *(_with(item.code, filling) for filling in (key, *fillings))]
    wanted, keyed_run, *others = run_python(["\n".join([setup, part, check]) for part in code])
    if wanted.lines is None or keyed_run.lines != wanted.lines:
        yield f"the keyed filling prints {keyed_run.text!r} ({keyed_run.error}), not {wanted.text!r}"
    for filling, run in zip(fillings, others, strict=True):
        if run.lines == wanted.lines:
            yield f"the filling {filling} is right as well"


def _with(code: str, filling: Sequence[str]) -> str:
    for text in filling:
        code = code.replace(BLANK, text, 1)
    return code


def _scenario(item: Any, scenario: Scenario, values: dict[str, Any]) -> Iterator[str]:
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    lines += [f"{name} = ({' '.join(text.split())})" for name, text in scenario.derive.items()]
    rights = ", ".join(f"bool({' '.join(option.right.split())})" for option in scenario.options)
    names = ", ".join(f"{name!r}: {name}" for name in scenario.derive)
    lines.append(f"print(({{{names}}}, [{rights}], bool({' '.join(scenario.require.split())})))")
    printed = run_python(["\n".join(lines)])[0]
    if printed.error is not None:
        yield f"the case cannot be computed: {printed.error}"
        return
    derived, verdicts, admitted = _read(printed.text)
    everything = values | derived
    if not admitted:
        yield f"the drawn values {values!r} are not admitted"
    role = next((r for r in scenario.roles if plain(r) in plain(item.stem)), scenario.roles[0])
    yield from _told(item, filled(scenario.situation, everything | {"role": role}))
    right = {}
    for given in scenario.roles:
        for option, verdict in zip(scenario.options, verdicts, strict=True):
            right[_bare(filled(option.text, everything | {"role": given}))] = verdict
    for option in item.options:
        found = right.get(_bare(option.text))
        if found is None:
            yield f"the option {option.text!r} is none of the card's"
        elif found != (option.id == item.key):
            yield f"{option.text!r} is {'right' if found else 'wrong'} for {values!r}"


def _read(text: str) -> tuple[dict[str, Any], list[bool], bool]:
    told: tuple[dict[str, Any], list[bool], bool] = ast.literal_eval(text.strip())
    return told


def _bare(text: str) -> str:
    """Without articles, which depend on the role that is filled in."""
    return re.sub(r"\b(?:a|an) ", "", plain(text))
