"""Rows of a delimited text, with the delimiter found from the text itself."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter

from tabular.errors import TableError

DELIMITERS = ",;\t|"
SAMPLE_LINES = 50

MOST_CELLS = 1_000_000
"""Cells of a file, an empty row counted as one: 300 places by 200 years are 60,000, as a long table with eight columns
480,000."""

_EXCEL_HINT = re.compile(r"sep=([,;\t|])\r?\n")
"""First line that names the delimiter to Excel."""


def rows(text: str) -> list[list[str]]:
    """Return the cells of each row that is not empty, without surrounding blanks.

    Raises:
        TableError: the text is too large, or its quotation marks do not match.
    """
    hint = _EXCEL_HINT.match(text)
    delimiter, body = (hint[1], text[hint.end() :]) if hint else (delimiter_of(text), text)
    found, cells = [], 0
    try:
        for row in csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True):
            cells += max(len(row), 1)
            if cells > MOST_CELLS:
                raise TableError(f"The file has more than {MOST_CELLS:,} cells; take out what is not needed.")
            found.append([cell.strip() for cell in row])
    except csv.Error as error:
        raise TableError(
            f"The file is not a table: its quotation marks do not match, or a cell is too long ({error})."
        ) from error
    return found


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits most lines into the same number of cells, and into most."""
    lines = [line for line in itertools.islice(io.StringIO(text), SAMPLE_LINES) if line.strip()]

    def score(delimiter: str) -> float:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            return 0.0
        width, count = max(widths.items(), key=lambda entry: (entry[1], entry[0]), default=(1, 0))
        return (width - 1) * count / max(len(lines), 1)

    return max(DELIMITERS, key=score)
