"""Items from an article without cards: what each pattern asks, and what is left alone."""

import asyncio
import random
from collections.abc import Iterator, Sequence

import pytest

from itemwright.domain.blueprint import Slot
from itemwright.domain.concept import Concept
from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.domain.source import Source
from itemwright.proving.novelty import Novelty
from itemwright.proving.prover import Prover
from itemwright.sandbox import Sandbox
from itemwright.writing.base import Candidates, NothingWritten
from itemwright.writing.library import Library
from itemwright.writing.text_writer import TextWriter

ARTICLE = """# Message queues

A message queue is a buffer that keeps messages until a consumer has read them.
Message queues decouple producers from consumers by storing every message on disk.
A queue broker requires enough disk space for the longest outage of its consumers.
A dead-letter queue is used to keep messages that could not be processed.
Consumer groups are also known as competing consumers.
The main disadvantage of a push queue is that slow consumers can be flooded.
Batching increases the delay of single messages in a message queue.
Message brokers support three delivery guarantees: at most once, at least once, and exactly once.
Unlike a topic, a message queue delivers each message to a single consumer.
Instead of polling the broker, a push consumer receives messages over an open connection.
Messages are deleted when the consumer confirms them to the broker.
The Advanced Message Queuing Protocol (AMQP) is old. AMQP has channels. AMQP has frames.

This is why it works. You can also see the figure above. Sign up for our seamless service today.

## Why do queues smooth load?

A queue absorbs bursts of messages, so that consumers can work at their own pace.

## Parts of a broker

- **Exchange**: receives messages from producers and routes them by rules
- **Binding**: links a queue to an exchange under a routing key
- **Channel**: carries the traffic of one session over a shared connection
- **Acknowledgement**: tells the broker that work on one delivery has been done
- **Prefetch**: limits how many unconfirmed deliveries a worker holds at once

## Disadvantages of message queues

- Messages can arrive out of order after a failure.
- The broker adds one more system that has to be watched.

## Queues and streams

| Aspect | Queue | Stream |
|---|---|---|
| Life of a message | until it is confirmed | until the log is cut |
| Order of delivery | not promised with several consumers | kept inside a partition |
| Reading again | not possible after confirmation | possible from any offset |

## How to publish safely

Follow these steps:

1. Open a connection to the broker.
2. Declare the queue as durable.
3. Publish the message as persistent.
4. Wait for the confirmation of the broker.

## Counting

```python
sizes = [3, 1, 4]
total = 0
for size in sizes:
    total += size * 2
print(total + len(sizes))  # 19
```
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def library(text: str = ARTICLE, concepts: Sequence[Concept] = ()) -> Library:
    source = Source(
        id="q", title="Message queues", path="queues.md", sha256="0", media_type="text/markdown", text=text
    )
    passage = Passage(
        id="q1",
        source="q",
        path="queues.md",
        heading_path=("Message queues",),
        kind="prose",
        text=text,
        start=0,
        end=len(text),
    )
    return Library(concepts, (), [source], [passage])


def written(sandbox: Sandbox, text: str = ARTICLE) -> dict[str, list[Item]]:
    """All items of the article, by pattern."""
    found: dict[str, list[Item]] = {}
    for offer in TextWriter(library(text), sandbox).offers("message-queues"):
        item = offer.written(random.Random(offer.setting.family))
        if item is not None:
            found.setdefault(item.family.split("/")[0].removeprefix("text_"), []).append(item)
    return found


@pytest.fixture(scope="module")
def items(sandbox: Sandbox) -> dict[str, list[Item]]:
    return written(sandbox)


def asked(items: dict[str, list[Item]], pattern: str) -> list[str]:
    return [item.stem for item in items.get(pattern, [])]


@pytest.mark.parametrize(
    ("pattern", "stem", "said"),
    [
        ("definition", "What is a message queue?", "a buffer that keeps"),
        ("means", "How do message queues decouple producers from consumers?", "by storing every message"),
        ("effect", "What does a queue broker require?", "enough disk space"),
        ("use", "What is a dead-letter queue used for?", "could not be processed"),
        ("name", "By which other name are consumer groups known?", "competing consumers"),
        ("feature", "What is the main disadvantage of a push queue?", "flooded"),
        ("enumeration", "Which three delivery guarantees do message brokers support?", "at most once"),
        ("contrast", "How does a message queue differ from a topic?", "a single consumer"),
        ("instead", "What does a push consumer do instead of polling the broker?", "open connection"),
        ("condition", "When are messages deleted?", "confirms them"),
        ("acronym", "What does the acronym AMQP stand for?", "Advanced Message Queuing Protocol"),
        ("heading", "Why do queues smooth load?", "absorbs bursts"),
        ("points", "What are disadvantages of message queues? Name two.", "out of order"),
    ],
)
def test_asks_what_a_sentence_says(items: dict[str, list[Item]], pattern: str, stem: str, said: str) -> None:
    found = [
        item for item in items.get(pattern, []) if item.stem.removeprefix("Topic: Message queues. ") == stem
    ]
    assert found, items.get(pattern)
    assert said in str(found[0].key)


def test_rubric_of_an_enumeration_has_a_point_for_each(items: dict[str, list[Item]]) -> None:
    item = items["enumeration"][0]
    assert item.type == "free_text"
    assert [point.point for point in item.rubric] == [
        "Names at most once.",
        "Names at least once.",
        "Names exactly once.",
    ]


def test_a_turned_statement_is_keyed_by_its_source(items: dict[str, list[Item]]) -> None:
    item = items["turned"][0]
    assert item.type == "true_false"
    says = "increases the delay" in item.stem
    assert item.key == ("a" if says else "b")
    assert says or "decreases the delay" in item.stem


def test_entries_are_matched_and_asked_for(items: dict[str, list[Item]]) -> None:
    matching = items["matching"][0]
    assert matching.type == "matching"
    texts = {side.id: side.text for side in matching.pairs.right}
    for side in matching.pairs.left:
        assert f"**{side.text}**: {texts[matching.key[side.id]]}".lower() in ARTICLE.lower()
    assert len(matching.pairs.right) == len(matching.pairs.left) + 1
    for choice in items["term"]:
        assert choice.type == "multiple_choice"
        assert len(choice.options) == 4


def test_tables_are_completed_and_their_rows_contrasted(items: dict[str, list[Item]]) -> None:
    table = items["table"][0]
    assert table.type == "table"
    for cell in table.cells:
        row = next(line for line in ARTICLE.splitlines() if line.startswith(f"| {cell.row} "))
        assert cell.accepts[0] in row
    pair = items["contrast"]
    assert any(item.type == "multiple_choice" and "Queue and Stream" in item.stem for item in pair)


def test_steps_keep_the_order_of_the_list(items: dict[str, list[Item]]) -> None:
    item = items["steps"][0]
    assert item.type == "ordering"
    texts = {step.id: step.text for step in item.steps}
    assert [texts[i].split()[0] for i in item.key] == ["Open", "Declare", "Publish", "Wait"]


def test_code_is_executed_and_its_answer_removed(items: dict[str, list[Item]]) -> None:
    item = items["output"][0]
    assert item.type == "output_prediction"
    assert item.options is not None
    assert next(option.text for option in item.options if option.id == item.key) == "19"
    assert "# 19" not in item.code


def test_all_pass_the_proof_and_cite_verbatim(items: dict[str, list[Item]], sandbox: Sandbox) -> None:
    prover, seen = Prover(library(), sandbox), Novelty()
    for item in (item for group in items.values() for item in group):
        proof = prover.prove(item, seen)
        assert proof.verdict == "pass", (item.stem, proof.checks[-1])
        assert all(ARTICLE[c.start : c.end] == c.quote for c in item.citations)
        assert item.hints
        seen.add(item)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is a buffer that keeps messages until a consumer has read them.",
        "This queue is a buffer that keeps messages until a consumer has read them.",
        "A queue is a buffer that keeps your messages until you have read them.",
        "A queue is a buffer that keeps messages as shown in the figure above for the reader.",
        "A queue is a seamless buffer that keeps messages until a consumer has read them.",
        "A queue is like a waiting room that keeps messages until a consumer has read them.",
        "A queue is the same thing that the broker keeps for the consumers of messages.",
        "A queue is an important part of each system that wants to keep messages for long.",
        "The workflow is a buffer that keeps messages until a consumer has read them.",
        "The queue is used for the following kinds of messages:",
        "Is a queue a buffer that keeps messages until a consumer has read them?",
    ],
)
def test_leaves_alone_what_cannot_stand_by_itself(sandbox: Sandbox, sentence: str) -> None:
    assert written(sandbox, f"# Queues\n\n{sentence}\n") == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "A larger batch may increase the delay of single messages in a message queue.",
        "A larger batch does not increase the delay of single messages in a queue.",
        "A larger batch increases throughput and increases the delay of single messages in a queue.",
        "A call of `increases` changes the delay of single messages in a queue of messages.",
        "A larger batch increases the delay, but a smaller one reduces the throughput.",
    ],
)
def test_turns_no_sentence_whose_opposite_could_hold(sandbox: Sandbox, sentence: str) -> None:
    assert "turned" not in written(sandbox, f"# Queues\n\n{sentence}\n")


@pytest.mark.parametrize(
    "table",
    [
        "| Name | Year | Stars |\n|---|---|---|\n| A | 1 | 2 |\n| B | 3 | 4 |\n| C | 5 | 6 |\n",
        "| Aspect | Queue | Log |\n|---|---|---|\n| Life | short |  |\n| Order | - | kept |\n| Use | a | b |",
        "| Task | Description | Example |\n|---|---|---|\n| A | one | x |\n| B | two | z |\n| C | d | e |",
    ],
)
def test_asks_nothing_of_figures_gaps_or_attributes(sandbox: Sandbox, table: str) -> None:
    found = written(sandbox, f"# Queues\n\n{table}")
    assert "table" not in found
    assert "contrast" not in found


def test_an_it_after_a_definition_is_resolved_and_both_are_quoted(sandbox: Sandbox) -> None:
    said = "A queue broker is a server that keeps messages. It works by writing each of them to a log."
    text = f"# Brokers\n\n{said}\n"
    means = written(sandbox, text)["means"][0]
    assert means.stem.endswith("How does a queue broker work?")
    assert means.citations[0].quote.startswith("A queue broker is")


def test_write_answers_slots_of_its_topic_of_a_concept_and_of_none(sandbox: Sandbox) -> None:
    concept = Concept(slug="push-queue", name="push queue", definition="A queue that pushes.")
    lib = library(concepts=[concept])
    writer = TextWriter(lib, sandbox)

    def write(**slot: object) -> Candidates | NothingWritten:
        asked = Slot.model_validate({"number": 0, "seed": 1, **slot})
        return asyncio.run(writer.write(asked, lib.passages))

    on_topic = write(concept="message-queues", type="table")
    assert isinstance(on_topic, Candidates)
    assert {item.type for item in on_topic.items} == {"table"}
    assert isinstance(write(), Candidates)
    on_concept = write(concept="push-queue")
    assert isinstance(on_concept, Candidates)
    assert {item.concepts for item in on_concept.items} == {("push-queue",)}
    assert all("push queue" in item.citations[0].quote for item in on_concept.items)
    assert isinstance(write(concept="message-queues", type="scenario"), NothingWritten)
    assert on_topic == write(concept="message-queues", type="table")
