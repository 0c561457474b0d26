"""One call to a model that writes: which slots, from which passages, and how the request for them reads."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from itemwright.chat.base import ChatRequest
from itemwright.domain.blueprint import Slot
from itemwright.domain.card import Card
from itemwright.domain.item import Item, ItemType
from itemwright.domain.passage import Passage
from itemwright.prompting import Prompt
from itemwright.structured import request_for
from itemwright.writing.library import Library
from itemwright.writing.material import CODE_TYPES
from itemwright.writing.reply import WrittenItems, items_reply, slot_name
from itemwright.writing.written_code import CODE_MAKERS

TEMPERATURE = 0.7
"""Candidates should differ; what they claim is checked."""
BASE_TOKENS, TOKENS_PER_ITEM = 700, 900
"""Room for the list of facts, and for one candidate of the longest types."""
TAKEN = 12
"""Existing stems told to the model: the latest."""
_STEM_SHOWN = 160
_IDEAS = 6
"""Known wrong ideas told for a concept."""


class ItemCall(NamedTuple):
    """Settled slots and the passages they are written from; `shared`: calls before it with the same ones."""

    slots: tuple[Slot, ...]
    passages: tuple[Passage, ...]
    shared: int
    candidates: int

    @property
    def most(self) -> tuple[int, ...]:
        """Candidates for each slot: one more where code is executed, for that goes wrong more often."""
        return tuple(self.candidates + (kind in CODE_TYPES) for kind in self.kinds)

    @property
    def kinds(self) -> tuple[ItemType, ...]:
        return tuple(slot.type or "multiple_choice" for slot in self.slots)

    def passages_for(self, slot: Slot) -> tuple[Passage, ...]:
        """Those that the slot's quotations may come from: its own, or all of the call."""
        own = tuple(passage for passage in self.passages if passage.id in slot.passages)
        return own or self.passages


class AskedItems(NamedTuple):
    """A request, and the type of its reply."""

    request: ChatRequest
    reply: type[WrittenItems]


def ask_for_items(call: ItemCall, prompt: Prompt, library: Library, written: Sequence[Item]) -> AskedItems:
    """The request of a call; `written`: items whose stems are not to be written again."""
    rendered = prompt.render(
        slots=_slots(call, library),
        types=fields_of(prompt, call.kinds),
        passages=shown_passages(call.passages),
        course=_course(call, library),
        taken=_taken(call, written),
    )
    reply = items_reply(call.kinds, call.most)
    request = request_for(
        rendered,
        reply,
        max_output_tokens=BASE_TOKENS + TOKENS_PER_ITEM * sum(call.most),
        temperature=TEMPERATURE,
        seed=call.slots[0].seed,
    )
    return AskedItems(request, reply)


def fields_of(prompt: Prompt, kinds: Sequence[ItemType]) -> str:
    """The prompt's fragments on these types, and the one on code where they need it."""
    names: list[str] = list(dict.fromkeys(kinds))
    if any(kind in CODE_MAKERS for kind in kinds):
        names.append("code")
    return "\n".join(prompt.fragment(name) for name in names)


def shown_passages(passages: Sequence[Passage]) -> str:
    """The passages with numbers, and with headings where they change, as the model reads them."""
    shown, before = [], None
    for number, passage in enumerate(passages, 1):
        path = " > ".join(passage.heading_path)
        shown.append(f"[{number}]{'' if path == before else f' {path}'}\n{passage.text}")
        before = path
    return "\n\n".join(shown)


def _slots(call: ItemCall, library: Library) -> str:
    lines = []
    numbers = {passage.id: number for number, passage in enumerate(call.passages, 1)}
    for place, slot in enumerate(call.slots, 1):
        said = [str(slot.type), str(slot.difficulty), str(slot.bloom)]
        if slot.type == "true_false":
            said.append(f"a {'true' if wants_true(slot) else 'false'} statement")
        if slot.concept is not None and slot.concept not in library.topics:
            said.append(f"on {slot.concept}")
        own = sorted(numbers[name] for name in slot.passages if name in numbers)
        if own and len(own) < len(call.passages):
            said.append(f"from {', '.join(f'[{number}]' for number in own)}")
        if call.most[place - 1] > 1:
            said.append(f"{call.most[place - 1]} candidates")
        lines.append(f"{slot_name(place)}: {', '.join(said)}")
    if max(call.most) > 1:
        lines.append(
            "Several candidates of a slot are different items on the same facts, the best one first."
        )
    if call.shared:
        before = call.shared * len(call.slots)
        lines.append(
            f"Items on the first {before} facts of the list are being written by somebody else: begin with "
            "the facts after them; where none is left, ask about the same facts from another side: a use, a "
            "comparison, a consequence, a wrong idea."
        )
    return "\n".join(lines)


def wants_true(slot: Slot) -> bool:
    """Whether a true/false slot is for a true statement: as often as not, and fixed by slot and seed."""
    return random.Random(f"truth/{slot.seed}/{slot.number}").random() < 0.5


def _course(call: ItemCall, library: Library) -> str:
    """What is known of the slots' concepts, their known wrong ideas by id, and the roles of cases."""
    lines: list[str] = []
    for slug in dict.fromkeys(slot.concept for slot in call.slots if slot.concept is not None):
        card = library.cards.get(slug) or library.thin.get(slug)
        if card is not None:
            lines += _known(card)
        elif slug in library.concepts:
            concept = library.concepts[slug]
            lines.append(f"{slug}: {concept.name}. {concept.definition}")
    lines += [
        f"{slot_name(place)} is set in the work of: {slot.role}"
        for place, slot in enumerate(call.slots, 1)
        if slot.role
    ]
    return "\n".join(lines) or "(nothing)"


def _known(card: Card) -> list[str]:
    ideas = [f"Known wrong idea {idea.id}: {idea.claim}" for idea in card.misconceptions[:_IDEAS]]
    return [f"{card.concept}: {card.term} is {card.definition.text}.", *ideas]


def _taken(call: ItemCall, written: Sequence[Item]) -> str:
    """The latest stems on the same concepts."""
    concepts = {slot.concept for slot in call.slots}
    stems = [" ".join(item.stem.split()) for item in written if concepts & set(item.concepts)]
    return "\n".join(f"- {stem[:_STEM_SHOWN]}" for stem in stems[-TAKEN:]) or "(none)"
