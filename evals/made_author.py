"""A model that writes short answers from made-up articles, whatever is asked: as many as there are facts."""

import asyncio
import json
import random
import re
import threading

from itemwright.chat.base import ChatRequest, Completion
from itemwright.spent import Spent

_FACT = re.compile(r"The (\w+) of (\w+) keeps its (\w+) in a (\w+), where (\w+) turns it into (\w+) (\w+)\.")
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]


def made_article(facts: int, seed: int = 0, title: str = "Chronicle") -> str:
    """An article of so many sentences that have hardly a word in common."""
    rng = random.Random(f"{title}/{seed}")

    def word() -> str:
        return "".join(rng.choice(_SYLLABLES) for _ in range(3))

    lines = [f"# {title}"]
    for number in range(facts):
        if number % 6 == 0:
            lines.append(f"\n## {word().title()}\n")
        lines.append(
            f"The {word()} of {word().title()} keeps its {word()} in a {word()}, "
            f"where {word()} turns it into {word()} {word()}."
        )
    return "\n".join(lines) + "\n"


def answer(user: str, used: set[str]) -> str:
    """A reply to the prompt `user` with an item for each slot, on facts of its passages that are not `used`,
    and from then on are."""
    slots = re.findall(r"^slot_(\d+): short_answer(.*)$", user, re.MULTILINE)
    facts = [found for found in _FACT.finditer(user) if found[0] not in used]
    whole: dict[str, object] = {"facts": ["what is kept where"], "reported": "", "unfilled": ""}
    for slot, told in slots:
        passages = re.findall(r"\[(\d+)\]", told)
        own = [found for found in facts if not passages or _passage(user, found) in passages]
        whole[f"slot_{slot}"] = [_item(found) for found in own[:1]]
        for found in own[:1]:
            used.add(found[0])
            facts.remove(found)
    return json.dumps(whole)


def _passage(user: str, found: re.Match[str]) -> str:
    """The number of the passage that this stands in."""
    return str(re.findall(r"^\[(\d+)\]", user[: found.start()], re.MULTILINE)[-1])


def _item(found: re.Match[str]) -> dict[str, object]:
    keeper, place, kept, vessel, agent, first, second = found.groups()
    return {
        "facts": [1],
        "quotes": [found[0]],
        "stem": f"Into what does {agent} turn the {kept} that the {keeper} of {place} keeps?",
        "answer": f"{first} {second}",
        "accepts": [],
        "teaching": {
            "explanation": f"Inside of the {vessel} it does not stay as it was brought.",
            "hints": [f"Look at what happens in the {vessel}.", f"Ask what {agent} leaves behind."],
            "check": f"Where does the {keeper} put the {kept}?",
            "answer": f"In a {vessel}",
            "takeaway": f"A {vessel} changes whatever {agent} gets hold of.",
        },
    }


SOUND = json.dumps({"working": "All of it is so.", "faults": []})


class MadeAuthor:
    """The model, which finds no fault with an item. The same request gets the same reply; a call takes
    `seconds`, however many there are at once, and all after the first `answers` hang."""

    def __init__(self, seconds: float = 0.0, answers: int = 1_000_000) -> None:
        self.seconds = seconds
        self.answers = answers
        self.asked: list[ChatRequest] = []
        self.at_once = self.most_at_once = 0
        self._used: set[str] = set()
        self._said: dict[str, str] = {}
        self._lock = threading.Lock()

    async def complete(self, request: ChatRequest) -> Completion:
        self.asked.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.seconds if len(self.asked) <= self.answers else 3600)
        finally:
            self.at_once -= 1
        return Completion(
            text=SOUND if request.schema_name == "ExaminedSheet" else self.reply(request.user),
            model="made",
            tokens_in=1000,
            tokens_out=500,
            seconds=self.seconds,
            finish="stop",
            spent=Spent(1, 1000, 500),
        )

    def reply(self, user: str) -> str:
        """The text of a reply to this prompt."""
        with self._lock:
            if user not in self._said:
                self._said[user] = answer(user, self._used)
            return self._said[user]
