"""A small library on data structures: one full card, four thin siblings, and the article that they quote."""

from typing import Any

from itemwright.domain.card import Card
from itemwright.domain.concept import Concept
from itemwright.domain.passage import Passage
from itemwright.domain.source import Source
from itemwright.writing.library import Library

ARTICLE = """# Containers

## Hash tables

A hash table stores each value under a key whose hash gives the slot.
A hash table finds a key in constant time on average.
A hash table slows down when many keys share one slot.
A hash table needs keys that can be hashed and compared.
A hash table is resized when its load factor passes a limit.
To store a value, hash the key, reduce the hash to a slot, compare the keys there, and write the value.

| Aspect | Hash table | Linked list |
|---|---|---|
| Access | by key | by position |
| Order of entries | none | as inserted |
| Cost of a look-up | constant on average | grows with the length |
| Memory beside values | spare slots | one link for each node |

## Other containers

A linked list is a chain of nodes.
"""
_STORING = next(line for line in ARTICLE.splitlines() if line.startswith("To store"))
_FACTS = (
    (
        "average-time",
        "effect",
        "A hash table finds a key in constant time on average.",
        "How long does a look-up in a hash table take on average?",
        "a time that does not grow with the table",
        ("constant time", "constant", "O(1)"),
    ),
    (
        "collisions",
        "cause",
        "A hash table slows down when many keys share one slot.",
        "Why can a look-up become slow in spite of hashing?",
        "because many keys can fall into one slot",
        (),
    ),
    (
        "hashable",
        "condition",
        "A hash table needs keys that can be hashed and compared.",
        "What must hold for the objects that serve as keys?",
        "they can be hashed and compared with each other",
        (),
    ),
    (
        "resizing",
        "mechanism",
        "A hash table is resized when its load factor passes a limit.",
        "When does a hash table get new memory for its slots?",
        "as soon as its load factor passes a limit",
        ("load factor",),
    ),
)
_WRONG = (
    "a time that grows with the number of all entries in it",
    "a sorted sequence of the entries by their insertion",
    "a tree whose branches are balanced after each change",
    "a copy of each value in two different places at once",
)
_CLAIMS = (
    (
        "sorted",
        "A hash table keeps its entries sorted by name.",
        "Entries stand in slots by hash, in no order of the keys.",
    ),
    (
        "no-collision",
        "Two different keys exclude each other from a slot.",
        "There are more keys than slots, so different keys can share one.",
    ),
    (
        "values-hashed",
        "A hash table computes the hash of a stored value.",
        "The key is hashed; the value is merely stored.",
    ),
    (
        "fixed-size",
        "A hash table ends with the size that it began with.",
        "It gets more slots when its load factor passes a limit.",
    ),
)


def evidence(quote: str) -> dict[str, str]:
    return {"article": "containers.md", "quote": quote}


def hash_table() -> dict[str, Any]:
    """The full card as plain data, so that a test can change it."""
    facts = [
        {
            "id": slug,
            "kind": kind,
            "statement": statement,
            "question": question,
            "answer": answer,
            "wrong": [
                {
                    "text": text,
                    "why": f"That describes another container, number {i}.",
                    "misconception": "sorted" if i == 1 else None,
                }
                for i, text in enumerate(_WRONG)
            ],
            "paraphrases": [
                f"{word} said otherwise about the matter of {slug}"
                for word in ("Briefly", "Plainly", "At length")
            ],
            "accepts": accepts,
            "hints": ["Think of the slot.", "A cloakroom with numbered hooks works alike."],
            "bloom": "understand",
            "difficulty": "medium",
            "evidence": evidence(statement),
        }
        for slug, kind, statement, question, answer, accepts in _FACTS
    ]
    return {
        "concept": "hash-table",
        "term": "Hash table",
        "aliases": ["hash map"],
        "genus": "container",
        "acronym": "HT",
        "expansion": "hash table",
        "siblings": ["linked-list", "heap"],
        "broader": ["dictionary"],
        "definition": {
            "text": "a container that stores each value under a key whose hash gives the slot",
            "paraphrases": [
                "values filed in slots computed from their names",
                "slots found by hashing",
                "a mapping built on hashing",
            ],
            "evidence": evidence("A hash table stores each value under a key whose hash gives the slot."),
        },
        "facts": facts,
        "misconceptions": [
            {"id": slug, "claim": claim, "refutation": refutation, "fact": "collisions"}
            for slug, claim, refutation in _CLAIMS
        ],
        "contrasts": [
            {
                "other": "linked-list",
                "dimension": "access",
                "this_side": "by key",
                "other_side": "by position",
                "evidence": evidence("| Access | by key | by position |"),
            },
            {
                "other": "linked-list",
                "dimension": "order of entries",
                "this_side": "none",
                "other_side": "as inserted",
                "evidence": evidence("| Order of entries | none | as inserted |"),
            },
        ],
        "procedures": [
            {
                "id": "store",
                "goal": "store a value",
                "evidence": evidence(_STORING),
                "steps": [
                    {"text": text, "why": why}
                    for text, why in (
                        ("Hash the key", "The slot follows from the hash"),
                        ("Reduce the hash to a slot number", "Slots are fewer than hashes"),
                        ("Compare the keys that stand there", "Another key may have come first"),
                        ("Write the value", "The place is known now"),
                    )
                ],
            }
        ],
        "scenarios": [_scenario()],
        "code": [_output(), _numeric(), _cloze(), _debug()],
        "open_questions": [
            {
                "id": "speed",
                "question": "Explain the speed of a hash table.",
                "hints": ["Think of slots.", "Hooks again."],
                "bloom": "analyze",
                "difficulty": "hard",
                "parts": [
                    {"ask": "How fast is a look-up?", "facts": ["average-time"]},
                    {"ask": "What slows it down?", "facts": ["collisions", "resizing"]},
                ],
            }
        ],
    }


def _model(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "title": name,
        "steps": ["First count.", "Then divide."],
        "hints": ["Count first.", "Mind the order."],
        "takeaway": "Counting decides.",
        "bloom": "apply",
        "difficulty": "easy",
        "evidence": evidence(_FACTS[3][2]),
    }


def _scenario() -> dict[str, Any]:
    model = _model("load")
    del model["title"]
    return model | {
        "roles": ["operator", "developer"],
        "parameters": {"keys": [10, 30, 70, 90], "slots": [100]},
        "derive": {"load": "keys / slots", "verdict": "'above' if load > 0.5 else 'below'"},
        "require": "keys != 10",
        "situation": "A $role sees $keys keys in $slots slots. A load above 0.5 enlarges the table.",
        "question": "What happens next?",
        "options": [
            {
                "text": "The table is resized",
                "right": "load > 0.5",
                "why": "The load of $load is $verdict the limit.",
            },
            {
                "text": "The table stays as it is",
                "right": "0.2 <= load <= 0.5",
                "why": "The load of $load is $verdict 0.5.",
            },
            {"text": "The table is shrunk", "right": "load < 0.2", "why": "The load is $load."},
        ],
    }


def _output() -> dict[str, Any]:
    return _model("slots") | {
        "kind": "output_prediction",
        "parameters": {"n": [3, 4, 5]},
        "question": "What does this code print?",
        "code": "total = 0\nfor key in range($n):\n    total += key * 2\nprint(total)\n",
        "slips": [
            {"find": "range($n)", "replace": "range($n + 1)", "why": "That counts one key too many."},
            {"find": "key * 2", "replace": "key", "why": "That forgets to double."},
            {"find": "total += key * 2", "replace": "total = key * 2 + 1", "why": "That keeps the last one."},
        ],
    }


def _numeric() -> dict[str, Any]:
    return _model("share") | {
        "kind": "numeric",
        "parameters": {"keys": [20, 40], "slots": [50, 80]},
        "unit": "per cent",
        "tolerance": 0.5,
        "question": "A table has $slots slots and $keys keys. What is its load in per cent?",
        "code": "print(100 * $keys / $slots)\n",
        "slips": [
            {"find": "$keys / $slots", "replace": "$slots / $keys", "why": "The fraction is upside down."},
            {"find": "100 * ", "replace": "10 * ", "why": "Per cent means hundredths."},
            {"find": "$keys / $slots", "replace": "$keys", "why": "That is the number of keys."},
        ],
    }


def _cloze() -> dict[str, Any]:
    return _model("slot-of") | {
        "kind": "code_cloze",
        "question": "Complete the function that gives the slot of a hash.",
        "code": "def slot(value, size):\n    return value [[%]] [[size]]\n",
        "check": "print(slot(17, 5), slot(9, 4))\n",
        "reasons": ["The remainder lies within the table.", "The number of slots is the divisor."],
        "pool": [
            {"text": "//", "why": "A quotient can exceed the table."},
            {"text": "value", "why": "That gives 0."},
        ],
    }


def _debug() -> dict[str, Any]:
    return _model("count") | {
        "kind": "debug",
        "parameters": {"a": [2, 3]},
        "question": "The loop should print $a. Which change mends the code?",
        "expected": "$a",
        "code": "count = 0\nfor key in range($a):\n    count = 1\nprint(count)\n",
        "changes": [
            {"find": "count = 1", "replace": "count += 1", "why": "Each key has to be counted."},
            {"find": "range($a)", "replace": "range($a + 1)", "why": "One more turn does not count."},
            {"find": "count = 0", "replace": "count = -1", "why": "The start is overwritten."},
            {"find": "print(count)", "replace": "print(count + 3)", "why": "That hides the fault."},
        ],
    }


def sibling(slug: str, text: str) -> dict[str, Any]:
    """A thin card of the same genus."""
    full = hash_table()
    term = slug.replace("-", " ")
    facts = [
        fact | {"wrong": [wrong | {"misconception": None} for wrong in fact["wrong"]]}
        for fact in full["facts"]
    ]
    keep = {"genus": full["genus"], "facts": facts}
    return keep | {
        "concept": slug,
        "term": term,
        "definition": {
            "text": text,
            "paraphrases": [f"{term}, in other words {i}" for i in range(3)],
            "evidence": evidence("A linked list is a chain of nodes."),
        },
    }


SIBLINGS = (
    ("linked-list", "a container whose nodes each point to the next one in a chain"),
    ("heap", "a container that keeps its smallest entry at the root of a nearly complete tree"),
    ("stack", "a container that gives back the entry that was put in last before all the others"),
    ("queue", "a container that gives back the entry that was put in first, as a line of people does"),
    ("dictionary", "a container that maps keys to values by whatever means are at hand"),
)


def library(card: dict[str, Any] | None = None, article: str = ARTICLE) -> Library:
    """The library with `card` in place of the full card."""
    source = Source(
        id="s1",
        title="Containers",
        path="docs/containers.md",
        sha256="0",
        media_type="text/markdown",
        text=article,
    )
    half = article.find("## Other") if "## Other" in article else len(article)
    passages = [
        Passage(
            id=f"p{i}",
            source="s1",
            path=source.path,
            heading_path=("Containers",),
            kind="prose",
            text=article[start:end],
            start=start,
            end=end,
        )
        for i, (start, end) in enumerate(((0, half), (half, len(article))))
        if start < end
    ]
    cards = [
        Card.model_validate(each) for each in (card or hash_table(), *(sibling(*each) for each in SIBLINGS))
    ]
    concepts = [Concept(slug=each.concept, name=each.term, definition=each.definition.text) for each in cards]
    return Library(concepts, cards, [source], passages)
