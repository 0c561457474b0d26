from itemwright.ingest.article import Heading
from itemwright.ingest.plain_text import read_plain_text


def shapes(text: str) -> list[tuple[str, str]]:
    return [
        (f"h{part.level}" if isinstance(part, Heading) else part.kind, text[part.start : part.end])
        for part in read_plain_text(text).parts
    ]


def test_numbered_underlined_and_marked_lines_are_headings() -> None:
    text = (
        "The Title\n=========\n\nText here.\n\n1. Introduction\n\nMore text.\n\n"
        "2.3 Methods Used\n\nEven more.\n\n"
        "# Marked\nText.\n\nChapter 4: Ends\n\nText.\n\nALL CAPS HEAD\n\nText.\n"
    )
    headings = [(kind, words) for kind, words in shapes(text) if kind.startswith("h")]
    assert headings == [
        ("h1", "The Title\n========="),
        ("h1", "1. Introduction"),
        ("h2", "2.3 Methods Used"),
        ("h1", "# Marked"),
        ("h1", "Chapter 4: Ends"),
        ("h1", "ALL CAPS HEAD"),
    ]
    assert read_plain_text(text).title == "The Title"


def test_a_numbered_list_has_no_headings() -> None:
    assert shapes("Steps\n\n1. Load it\n2. Train it\n3. Save it\n\nDone, all of it.\n")[1:] == [
        ("list", "1. Load it\n2. Train it\n3. Save it"),
        ("prose", "Done, all of it."),
    ]
    assert shapes("1. One\n\n2. Two\n\n3. Three\n") == [("list", "1. One\n\n2. Two\n\n3. Three")]
    assert shapes("10. A sentence that ends.\n\nText.")[0][0] == "list"


def test_saved_pages_have_a_paragraph_a_line() -> None:
    long = "This paragraph was saved as one line and tells a good deal about its subject. " * 4
    text = f"{long}\nIt involves:\n{long}\n"
    assert [kind for kind, _ in shapes(text)] == ["prose"] * 3
    wrapped = "This paragraph is wrapped\nat a width of thirty and is\none block.\n"
    assert len(shapes(wrapped)) == 1


def test_piped_rows_are_a_table_and_fences_code() -> None:
    text = (
        "Aspect | A | B |\nCost | low | high |\n\n```\nx | y | z |\n\n# no head\n```\nafter\n\n~~~\nopen end"
    )
    assert shapes(text) == [
        ("table", "Aspect | A | B |\nCost | low | high |"),
        ("code", "```\nx | y | z |\n\n# no head\n```"),
        ("prose", "after"),
        ("code", "~~~\nopen end"),
    ]


def test_a_short_first_line_is_the_title() -> None:
    assert read_plain_text("On models\n\nText goes on.").title == "On models"
    assert read_plain_text("A sentence.\n\nText.").title is None
    assert read_plain_text("Alone").title is None
    assert read_plain_text("").title is None
