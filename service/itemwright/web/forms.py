"""A learner's forms to values."""

from collections.abc import Mapping
from typing import NamedTuple, get_args

from starlette.datastructures import FormData

from itemwright.domain.attempt import Mode
from itemwright.domain.item import LearnerItem, Response
from itemwright.errors import BadInput

LONGEST_TEXT = 100_000


class Start(NamedTuple):
    """What a learner chose before a session."""

    learner: str
    mode: Mode
    length: int
    concepts: list[str]


def start_from_form(form: FormData) -> Start:
    """Raises BadInput, naming what to mend."""
    learner = text(form, "learner").strip()
    if not learner or len(learner) > 200:
        raise BadInput("Give a name of 1 to 200 characters; a pseudonym will do.")
    if "/" in learner or learner in (".", "..") or not learner.isprintable():
        raise BadInput("A name holds no slash, is not a dot, and can be printed.")
    length = text(form, "length").strip()
    if not length.isdecimal() or not 1 <= int(length[:9]) <= 500:
        raise BadInput("The number of items is 1 to 500.")
    mode = next((mode for mode in get_args(Mode) if mode == text(form, "mode")), None)
    if mode is None:
        raise BadInput(f"There is no kind of session {text(form, 'mode')[:40]!r}; choose one of the list.")
    return Start(learner, mode, int(length), [str(slug) for slug in form.getlist("concepts")])


def response_from_form(item: LearnerItem, form: FormData) -> Response:
    """The response in the form that the item's type takes. Fields are named after ids.

    Raises:
        BadInput: something was left open; the message says what.
    """
    if item.type == "multiple_response":
        picked = [str(value) for value in form.getlist("response")]
        if not picked:
            raise BadInput("Nothing is ticked yet; tick every statement that fits.")
        return picked
    if item.type == "ordering":
        return _order(item, form)
    if item.pairs:
        return _filled({left.id: text(form, f"gap-{left.id}") for left in item.pairs.left}, "pair")
    if item.blanks:
        pools = {blank.id: blank.pool for blank in item.blanks}
        return _filled({name: _gap(form, name, pool) for name, pool in pools.items()}, "gap")
    if item.cells:
        return _filled({cell.id: _gap(form, cell.id, item.pool) for cell in item.cells}, "cell")
    response = text(form, "response")
    if not response.strip():
        raise BadInput("Choose one of the options first." if item.options else "Nothing is written yet.")
    if len(response) > LONGEST_TEXT:
        raise BadInput(f"The answer has {len(response)} characters; {LONGEST_TEXT} are the most.")
    return response


def text(form: FormData, name: str) -> str:
    """One field, with the line ends that were typed; empty when it was not sent, or a file."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _gap(form: FormData, name: str, pool: tuple[str, ...] | None) -> str:
    """What stands in a gap; a choice from the pool comes as its place there."""
    given = text(form, f"gap-{name}").strip()
    if pool is None or not given:
        return given
    if not given.isdecimal() or int(given[:9]) >= len(pool):
        raise BadInput(f"{given[:40]!r} is no entry of the pool; choose from the list.")
    return pool[int(given)]


def _filled(gaps: Mapping[str, str], what: str) -> dict[str, str]:
    empty = [str(number) for number, given in enumerate(gaps.values(), 1) if not given.strip()]
    if empty:
        named = f"{what.capitalize()} {empty[0]} is" if len(empty) == 1 else f"{len(empty)} {what}s are"
        raise BadInput(f"{named} still open; fill every {what}. What you chose is kept below.")
    return dict(gaps)


def _order(item: LearnerItem, form: FormData) -> list[str]:
    places = {step.id: text(form, f"place-{step.id}") for step in item.steps or ()}
    wanted = [str(number) for number in range(1, len(places) + 1)]
    if sorted(places.values()) != sorted(wanted):
        raise BadInput(f"Give each step a place of its own, 1 to {len(places)}.")
    return sorted(places, key=lambda step: int(places[step]))
