import codecs
from pathlib import Path

import pytest

from itemwright.errors import SourceRejected
from itemwright.ingest.reading import LARGEST, decode, media_type_of, read_bytes


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Grüße".encode(), "Grüße"),
        (codecs.BOM_UTF8 + "Grüße".encode(), "Grüße"),
        (codecs.BOM_UTF16_LE + "Grüße 🙂".encode("utf-16-le"), "Grüße 🙂"),
        (codecs.BOM_UTF16_BE + "Grüße".encode("utf-16-be"), "Grüße"),
        (codecs.BOM_UTF32_LE + "Grüße".encode("utf-32-le"), "Grüße"),
        (b"a\r\nb\rc", "a\r\nb\rc"),
        (b"form\x0cfeed", "form\x0cfeed"),
    ],
)
def test_text_is_decoded_without_a_word_lost(data: bytes, text: str) -> None:
    assert decode(data, "a.md") == (text, ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "blank"),
        (codecs.BOM_UTF8, "blank"),
        (b"text\x00more", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x80\x81\x82\x83" * 50, "binary"),
        (b"\x01\x02\x03 few words", "binary"),
        (b"%PDF-1.7 looks like text", "binary"),
        (b"PK\x03\x04docx", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00", "encoding"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "encoding"),
        (codecs.BOM_UTF16_LE + "a\x00b".encode("utf-16-le"), "binary"),
        (b"<!DOCTYPE html><p>x</p>", "html"),
        (b"\n <html lang='en'>", "html"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(SourceRejected, match=r"notes/a\.md") as refused:
        decode(data, "notes/a.md")
    assert refused.value.code == code


def test_an_8_bit_encoding_is_read_and_told() -> None:
    text, warnings = decode("Größe und Maß, “zitiert”".encode("cp1252"), "a.txt")
    assert text == "Größe und Maß, “zitiert”"
    assert [warning.code for warning in warnings] == ["legacy_encoding"]


def test_stray_bytes_in_utf8_are_replaced_and_shown() -> None:
    text, (warning,) = decode("Grüße ".encode() + b"caf\xe9 and more words", "a.txt")
    assert text == "Grüße caf\ufffd and more words"
    assert warning.code == "mixed_encoding"
    assert warning.start is not None
    assert text[warning.start : warning.end] == "\ufffd"


def test_html_inside_an_article_is_text() -> None:
    assert decode(b"Use <html> tags.", "a.md").text == "Use <html> tags."


def test_bytes_come_from_regular_files_alone(tmp_path: Path) -> None:
    good = tmp_path / "a.md"
    good.write_bytes(b"x")
    assert read_bytes(good) == b"x"
    big = tmp_path / "big.md"
    with big.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    for path, code in (
        (tmp_path / "none.md", "missing"),
        (tmp_path, "not_a_file"),
        (big, "too_large"),
        (Path("a\x00b"), "missing"),
        (Path("/dev/zero"), "not_a_file"),
        (tmp_path / ("x" * 300), "unreadable"),
    ):
        with pytest.raises(SourceRejected) as refused:
            read_bytes(path)
        assert refused.value.code == code, path


def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")

    def denied(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)  # root may read everything, so a mode bit would not do
    with pytest.raises(SourceRejected, match=r"a\.md.*Permission denied") as refused:
        read_bytes(path)
    assert refused.value.code == "unreadable"


def test_the_suffix_tells_markdown_from_text() -> None:
    assert media_type_of("a/b.MD") == media_type_of("b.markdown") == "text/markdown"
    assert media_type_of("a.txt") == media_type_of("README") == media_type_of("x.py") == "text/plain"
