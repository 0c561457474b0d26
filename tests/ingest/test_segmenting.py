import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itemwright.domain.passage import Passage
from itemwright.ingest.noticing import notice
from itemwright.ingest.reading import READERS, MediaType
from itemwright.ingest.segmenting import LIMIT, segment

SENTENCE = "Fine-tuning adapts a model to a task by going on with its training on examples of it. "
MARKS = [
    "# Head", "## Sub", "### Deep", "Setext", "======", "---", "", "", "", "- item", "  - nested", "1. one",
    "| a | b |", "|---|---|", "| 1 | 2 |", "```", "~~~", "    code", "> quote", "[ref]: a.b", "\t", "…",
    "<!-- note -->", "!!! note", "$$", "title: x", "Ends with a colon:", "1.2 Numbered Head",
]  # fmt: skip
LINES = st.one_of(
    st.sampled_from(MARKS),
    st.integers(1, 40).map(lambda times: SENTENCE * times),
    st.integers(300, 1500).map(lambda length: "x" * length),
    st.text(max_size=40),
)
PAGES = st.builds(str.join, st.sampled_from(["\n", "\r\n"]), st.lists(LINES, max_size=30))


def passages_of(text: str, media_type: MediaType = "text/markdown", path: str = "a.md") -> list[Passage]:
    return segment("s", path, "Title", text, READERS[media_type](text))


@settings(max_examples=300, deadline=None)
@given(PAGES, st.sampled_from(["text/markdown", "text/plain"]))
def test_passages_are_exact_bounded_apart_and_complete(text: str, media_type: MediaType) -> None:
    found = passages_of(text, media_type)
    position = 0
    for passage in found:
        assert passage.text == text[passage.start : passage.end]
        assert 0 < len(passage.text) <= LIMIT
        assert passage.text.strip()
        assert passage.start >= position
        gap = text[position : passage.start]
        assert not gap.strip() or (position == 0 and gap.startswith("---"))  # front matter
        position = passage.end
        assert passage.heading_path[0] == "Title"
    assert not text[position:].strip() or (not found and text.startswith("---"))
    assert len({passage.id for passage in found}) == len(found)
    assert passages_of(text, media_type) == found


def test_headings_make_the_path() -> None:
    body = SENTENCE * 5
    text = f"# Title\n\n{body}\n\n## A\n\n{body}\n\n### A1\n\n{body}\n\n## B\n\n{body}"
    assert [passage.heading_path for passage in passages_of(text)] == [
        ("Title",),
        ("Title", "A"),
        ("Title", "A", "A1"),
        ("Title", "B"),
    ]
    assert passages_of(f"# Other\n\n{body}")[0].heading_path == ("Title", "Other")


def test_small_sections_join_and_keep_what_they_share() -> None:
    options = "\n\n".join(f"### --option-{n}\n\nSets the value {n}." for n in range(4))
    (passage,) = passages_of(f"# Title\n\n## Options\n\n{options}")
    assert passage.heading_path == ("Title", "Options")
    assert "--option-3" in passage.text


def test_a_heading_stays_with_its_text_and_a_colon_with_its_list() -> None:
    block = "- " + SENTENCE * 2
    text = f"# Title\n\n{SENTENCE * 9}\n\n## Next\n\nThese matter:\n\n{block}\n{block}\n{block}\n"
    found = passages_of(text)
    assert [passage.text[:7] for passage in found] == ["# Title", "## Next"]
    assert "These matter:\n\n- " in found[1].text


def test_long_prose_is_cut_between_sentences() -> None:
    found = passages_of(SENTENCE * 60)
    assert len(found) == 5
    assert all(passage.text.startswith("Fine") and passage.text.endswith("it.") for passage in found)
    sizes = [len(passage.text) for passage in found]
    assert min(sizes) > 600


def test_a_table_keeps_whole_rows_and_code_whole_lines() -> None:
    table = "| a | b |\n|---|---|\n" + "".join(f"| row {n} | {'value ' * 12}|\n" for n in range(40))
    found = passages_of(table)
    assert len(found) > 3
    assert all(passage.kind == "table" for passage in found)
    assert all(line.startswith("|") and line.endswith("|") for p in found for line in p.text.splitlines())
    code = "```py\n" + "".join(f"    line_{n} = compute(line_{n}, other)\n" for n in range(80)) + "```\n"
    found = passages_of(code)
    assert len(found) > 2
    lines = code.splitlines()
    assert [line for passage in found for line in passage.text.splitlines()] == lines


def test_a_long_list_is_cut_between_entries() -> None:
    found = passages_of("".join(f"- entry {n}: {SENTENCE}\n" for n in range(40)))
    assert all(passage.kind == "list" and passage.text.startswith("- entry") for passage in found)


def test_a_word_without_end_is_cut_at_the_limit() -> None:
    found = passages_of("x" * 5000)
    assert "".join(passage.text for passage in found) == "x" * 5000


def test_the_kind_is_that_of_most_of_the_text() -> None:
    assert passages_of(f"Short:\n\n```\n{'code()' * 20}\n```\n")[0].kind == "code"
    assert passages_of(f"{SENTENCE * 2}\n\n- a\n- b\n")[0].kind == "prose"


def test_ids_outlive_changes_elsewhere() -> None:
    body = [f"## Part {n}\n\n{SENTENCE * 8}" for n in range(4)]
    before = {passage.text: passage.id for passage in passages_of("\n\n".join(body))}
    body[1] = f"## Part 1\n\nChanged. {SENTENCE * 8}"
    after = {passage.text: passage.id for passage in passages_of("\n\n".join(body))}
    shared = before.keys() & after.keys()
    assert len(shared) == 3
    assert all(before[text] == after[text] for text in shared)
    assert not set(before.values()) & {p.id for p in passages_of("\n\n".join(body), path="other.md")}


def test_equal_passages_have_ids_of_their_own() -> None:
    same = f"## Same\n\n{SENTENCE * 8}"
    one, two = passages_of(f"{same}\n\n{same}")
    assert one.text == two.text
    assert one.id != two.id


@pytest.mark.parametrize(
    "unit", ["> ", "- ", "[", "| ", "# \n", "```\n", "*", "1. ", "a\n", "\n", "<!-- ", "`", "  - a\n"]
)
@pytest.mark.parametrize("media_type", ["text/markdown", "text/plain"])
def test_hostile_pages_take_no_longer_than_others(unit: str, media_type: MediaType) -> None:
    def seconds(characters: int) -> float:
        text = (unit * characters)[:characters]
        started = time.process_time()
        passages_of(text, media_type)
        notice(text, READERS[media_type](text))
        return time.process_time() - started

    # Four times the text: linear work takes four times as long, quadratic sixteen times. A busy machine or a
    # collection of garbage can slow one measurement, but not each of five.
    assert any(seconds(64_000) < 10 * seconds(16_000) + 0.2 for _ in range(5))
