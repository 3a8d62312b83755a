"""Text of a file: its encoding, and what is not a text at all."""

from __future__ import annotations

import codecs

from tabular.errors import TableError

BINARY = {
    b"PK\x03\x04": "an Excel file or another zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel file, or one with a password",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}
"""Kinds of files that are no text, by their first bytes."""

MARKUP = ("<!doctype", "<html", "<?xml", "<table", "<head", "<body", "<script", "<svg")

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

SAMPLE_BYTES, MOSTLY = 2_000, 0.3
"""UTF-16 without its mark has a zero byte for every Latin letter: at least this share of every second byte."""


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 or UTF-32 by its mark, else UTF-8, else Windows-1252.

    Raises:
        TableError: the file is empty, no text, or a web page.
    """
    for first, kind in BINARY.items():
        if content.startswith(first):
            raise TableError(f"The file is {kind}; save the table as CSV (UTF-8).")
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise TableError("The file is not a text; save the table as CSV (UTF-8).")
    if not text.strip():
        raise TableError("The file is empty.")
    if text.lstrip()[:20].casefold().startswith(MARKUP):
        raise TableError("The file is a web page, not a table; download the data themselves as CSV.")
    return text


def _encoding(content: bytes) -> str:
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return name
    sample = content[:SAMPLE_BYTES]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = sample[start::2]
        if half and half.count(0) / len(half) > MOSTLY and len(content) % 2 == 0:
            return name
    return "utf-8"
