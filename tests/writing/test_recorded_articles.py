"""What a model once replied on our articles is read today as it was then: no call fails, and no quotation."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from itemwright.chat.recorded import RecordedModel, read_recording
from itemwright.domain.item import Item
from itemwright.domain.rubric import RubricPoint
from itemwright.grading.judge import ChatJudge, Judgement
from itemwright.ingest.reading import READERS, decode, media_type_of
from itemwright.sandbox import Sandbox
from itemwright.writing.base import Candidates
from itemwright.writing.card_extraction import extract_cards
from itemwright.writing.library import Library
from itemwright.writing.llm_writer import LlmWriter
from itemwright.writing.plan import WritingRequest, plan_slots
from tests.writing.written_samples import article_library

EVALS = Path(__file__).resolve().parent.parent.parent / "evals"
RECORDING = EVALS / "recorded" / "articles.jsonl"
ARTICLES = {
    "canal-locks.md": 12,
    "connection-pools.md": 12,
    "honeybee-brood.md": 12,
    "double-entry.txt": 12,
    "tea-leaves.md": 4,
}


def article(name: str) -> Library:
    text, _ = decode((EVALS / "articles" / name).read_bytes(), name)
    title = READERS[media_type_of(name)](text).title or name
    return article_library(text, name, title)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def written(name: str, count: int, sandbox: Sandbox) -> list[Item]:
    lib = article(name)
    writer = LlmWriter(lib, RecordedModel(RECORDING), sandbox)
    plan = writer.plan(plan_slots(WritingRequest(count=count), lib, 1))
    found: list[Item] = []
    for each in plan:
        answer = asyncio.run(writer.write(each.choices[0]))
        assert isinstance(answer, Candidates), (name, each.choices[0], answer)
        assert answer.items[0].type == each.choices[0].type
        found.append(answer.items[0])
    return found


@pytest.mark.parametrize(("name", "count"), ARTICLES.items())
def test_every_slot_is_filled_as_asked_and_quoted_verbatim(name: str, count: int, sandbox: Sandbox) -> None:
    lib = article(name)
    items = written(name, count, sandbox)
    assert len({item.stem for item in items}) == count
    for item in items:
        for citation in item.citations:
            assert lib.source(citation.source).text[citation.start : citation.end] == citation.quote
    assert (
        len({citation.passage for item in items for citation in item.citations})
        >= min(count, len(lib.passages)) / 2
    )


def test_instructions_in_an_article_are_reported_and_not_followed(sandbox: Sandbox) -> None:
    items = written("tea-leaves.md", 4, sandbox)
    for item in items:
        assert "language models" in item.provenance["reported"]
        assert "Harbour" not in item.model_dump_json(exclude={"provenance"})


def test_cards_are_drawn_from_the_recording() -> None:
    for name in ("canal-locks.md", "tea-leaves.md", "double-entry.txt"):
        lib = article(name)
        found = asyncio.run(extract_cards(RecordedModel(RECORDING), lib.sources[0], lib))
        assert found.cards
        assert found.left_out == ()
        for card in found.cards:
            assert card.complete() == card
            assert all(evidence.quote in lib.sources[0].text for evidence in card.quotations())


def test_answers_are_judged_as_they_were_meant() -> None:
    judge = ChatJudge(RecordedModel(RECORDING))
    cases = [json.loads(line) for line in (EVALS / "articles" / "answers.jsonl").read_text().splitlines()]
    for case in cases:
        rubric = [RubricPoint(point=text) for text in case["points"]]
        found = asyncio.run(judge.judge(case["question"], [case["reference"]], rubric, case["answer"]))
        assert isinstance(found, Judgement), case["id"]
        assert [each.credit for each in found.points] == case["credits"], case["id"]
    assert len(cases) >= 12


def test_sixty_exchanges_over_all_prompts_but_one_are_kept() -> None:
    exchanges = read_recording(RECORDING).values()
    prompts = Counter(exchange.prompt.partition("@")[0] for exchange in exchanges)
    assert len(exchanges) >= 60
    assert set(prompts) == {
        "write_items", "mend_item", "extract_cards", "judge_answer", "write_feedback", "solve_item",
    }  # fmt: skip
