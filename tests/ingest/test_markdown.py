from itemwright.ingest.article import Block, Heading
from itemwright.ingest.markdown import read_markdown

PAGE = """---
title: The "real" title
tags: [a]
---
Intro text.

Setext
------

### Deep `code` {#anchor}

- one
  - nested
- two

| a | b |
|---|---|
| 1 | 2 |

```py
x = 1
```

> quoted

[ref]: http://example.org
"""


def shapes(text: str) -> list[tuple[str, str]]:
    return [
        (
            f"h{part.level} {part.title}" if isinstance(part, Heading) else part.kind,
            text[part.start : part.end],
        )
        for part in read_markdown(text).parts
    ]


def test_blocks_and_headings_have_their_spans() -> None:
    assert read_markdown(PAGE).title == 'The "real" title'
    assert shapes(PAGE) == [
        ("prose", "Intro text."),
        ("h2 Setext", "Setext\n------"),
        ("h3 Deep code", "### Deep `code` {#anchor}"),
        ("list", "- one\n  - nested\n- two"),
        ("table", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("code", "```py\nx = 1\n```"),
        ("prose", "> quoted"),
        ("prose", "[ref]: http://example.org"),
    ]


def test_front_matter_gives_the_title_and_is_no_text() -> None:
    assert read_markdown("---\ntitle: 'Mine: a title'\n---\n# Other\n").title == "Mine: a title"
    assert read_markdown("---\ntitle: 2024\n...\nText\n").title == "2024"
    assert shapes("---\r\ntitle: T\r\n---\r\nText\r\n") == [("prose", "Text")]
    assert read_markdown("---\ntitle:\n---\n# First\n").title == "First"


def test_two_rules_are_no_front_matter() -> None:
    text = "---\n\nJust text: [broken\n\n---\n\nMore.\n"
    assert [words for _, words in shapes(text)] == ["---", "Just text: [broken", "---", "More."]


def test_the_title_is_the_first_top_heading() -> None:
    assert read_markdown("## Sub\n\n# Top\n").title == "Top"
    assert read_markdown("## Sub\n\ntext\n").title == "Sub"
    assert read_markdown("text\n").title is None
    assert read_markdown("#\n\ntext").title is None


def test_rows_entries_and_lines_may_be_cut() -> None:
    def cuts(text: str) -> list[str]:
        part = read_markdown(text).parts[0]
        assert isinstance(part, Block)
        return [text[cut:].splitlines()[0] for cut in part.cuts]

    assert cuts("| a |\n|---|\n| 1 |\n| 2 |\n") == ["| 1 |", "| 2 |"]
    assert cuts("- a\n  b\n  - c\n- d\n") == ["  - c", "- d"]
    assert cuts("```\na\nb\n```\n") == ["a", "b", "```"]
    assert cuts("one\ntwo\n") == []


def test_an_admonition_s_indented_text_is_prose() -> None:
    assert shapes("!!! note\n\n    Mind the gap.\n")[-1] == ("prose", "    Mind the gap.")
    assert shapes("Text.\n\n    code()\n")[-1][0] == "code"


def test_line_ends_of_all_kinds_count() -> None:
    assert shapes("# A\r\rtext\r\n\r\n- b\n") == [("h1 A", "# A"), ("prose", "text"), ("list", "- b")]
    assert shapes("a\u2028b\x0bc\n\nd") == [("prose", "a\u2028b\x0bc"), ("prose", "d")]
