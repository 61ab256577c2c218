from __future__ import annotations

import codecs

import pytest

from energy_core.formats.grids import encoding
from energy_core.formats.grids.encoding import text_of


def read(path, data: bytes) -> tuple[str, str]:
    path.write_bytes(data)
    text = text_of(path)
    return text.encoding, text.whole()


WORDS = "Énergie;m³\nčas;1\n"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        pytest.param(b"a;1\n", "utf-8", "a;1\n", id="ascii"),
        pytest.param(WORDS.encode(), "utf-8", WORDS, id="utf-8"),
        pytest.param(WORDS.encode("utf-8-sig"), "utf-8-sig", WORDS, id="utf-8 with a mark"),
        pytest.param(WORDS.encode("utf-16"), "utf-16", WORDS, id="utf-16 with a mark"),
        pytest.param(
            codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "utf-16", WORDS, id="big end"
        ),
        pytest.param(WORDS.encode("utf-32"), "utf-32", WORDS, id="utf-32 with a mark"),
        pytest.param(
            ("time;W\n" * 9).encode("utf-16-le"), "utf-16-le", "time;W\n" * 9, id="no mark"
        ),
        pytest.param(
            ("time;W\n" * 9).encode("utf-16-be"), "utf-16-be", "time;W\n" * 9, id="no mark be"
        ),
        pytest.param("Énergie;5 €".encode("cp1252"), "cp1252", "Énergie;5 €", id="cp1252"),
        pytest.param("é;m³ ü".encode() + b"\xff", "utf-8", "é;m³ ü\ufffd", id="one spoilt byte"),
        pytest.param("é;m³".encode()[:-1], "utf-8", "é;m\ufffd", id="cut within a letter"),
        pytest.param(b"", "utf-8", "", id="empty"),
    ],
)
def test_the_bytes_tell_the_encoding(tmp_path, data, name, words) -> None:
    assert read(tmp_path / "a", data) == (name, words)


def test_a_letter_at_the_very_end_of_a_large_file_still_tells(tmp_path) -> None:
    data = b"2024-01-01;1\n" * (2 * encoding.CHUNK_BYTES // 13)
    assert read(tmp_path / "a", data + "é\n".encode("cp1252"))[0] == "cp1252"
    name, text = read(tmp_path / "b", data + "é\n".encode())
    assert (name, text[-2:]) == ("utf-8", "é\n")


@pytest.mark.parametrize("shift", range(4))
def test_letters_and_line_ends_that_two_chunks_share_are_whole(
    tmp_path, monkeypatch, shift
) -> None:
    monkeypatch.setattr(encoding, "CHUNK_BYTES", 4)
    data = "x" * shift + "é€\r\n𝄞;\r\r\nü\r"
    expected = "x" * shift + "é€\n𝄞;\n\nü\n"
    assert read(tmp_path / "a", data.encode()) == ("utf-8", expected)
    assert read(tmp_path / "b", data.encode("utf-16")) == ("utf-16", expected)


def test_zeros_that_a_power_cut_left_glue_no_digits_together(tmp_path) -> None:
    data = b"a;1\nb;12" + bytes(40) + b"34.5\n"
    assert read(tmp_path / "a", data) == ("utf-8", "a;1\nb;12\ufffd34.5\n")
