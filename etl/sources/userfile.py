"""Cells of a user's own file: CSV and other delimited text, Excel (xlsx, xls, ods), Parquet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from etl.errors import FileError
from tabular import TableError
from tabular.delimited import MOST_CELLS
from tabular.delimited import rows as delimited_rows
from tabular.text import decode

MOST_BYTES = 20_000_000
"""Size of a file: one series of 300 places and 200 years has 60,000 values, or some 2 MB as a long CSV."""

MOST_UNPACKED_BYTES = 300_000_000
"""Size of an Excel file's content: a sheet of a few kilobytes may unpack to gigabytes."""

ZIP, OLD_EXCEL, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"

Rows = list[list[str]]


def rows(path: Path, sheet: str | None = None) -> Rows:
    """Return the cells of each row as text; the kind of file is found from its content.

    Args:
        path: the file.
        sheet: name of the sheet, if an Excel file has several with cells.

    Raises:
        FileError: the file cannot be read or is no table; one sentence.
    """
    content = _content(path)
    try:
        if content.startswith((ZIP, OLD_EXCEL)):
            return _sheet(content, sheet)
        if sheet is not None:
            raise TableError("The file is not an Excel file; leave out --sheet.")
        return _parquet(content) if content.startswith(PARQUET) else delimited_rows(decode(content))
    except TableError as error:
        raise FileError(path.name, str(error)) from error


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise FileError(path.name, "This is a folder; name a file.")
        if not path.is_file():
            raise FileError(path.name, "There is no such file.")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FileError(
                path.name, f"The file has {size / 1e6:,.1f} MB, the most is {MOST_BYTES / 1e6:.0f}; keep one series."
            )
        return path.read_bytes()
    except OSError as error:
        raise FileError(path.name, f"The file cannot be read ({error.strerror or error}).") from error


def _sheet(content: bytes, wanted: str | None) -> Rows:
    """Return the cells of a sheet of an Excel or OpenDocument file."""
    from python_calamine import CalamineError, CalamineWorkbook  # late: only Excel files need it

    _check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        named = {name: _as_text(book.get_sheet_by_name(name).iter_rows()) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        raise TableError(
            "The Excel file cannot be opened: it is damaged, or has a password; save it again without one, or as CSV."
        ) from error
    if wanted is not None:
        if wanted not in named:
            raise TableError(f"There is no sheet “{wanted}”; there are {', '.join(named)}.")
        return named[wanted]
    filled = {name: cells for name, cells in named.items() if any(any(row) for row in cells)}
    if len(filled) > 1:
        raise TableError(f"The file has several sheets; choose one with --sheet: {', '.join(filled)}.")
    if not filled:
        raise TableError("The file is empty.")
    return next(iter(filled.values()))


def _check_archive(content: bytes) -> None:
    if not content.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names, size = archive.namelist(), sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TableError("The file is damaged: it begins as an Excel file and is cut off or changed.") from error
    if not any(name.startswith(("xl/", "content.xml")) for name in names):
        raise TableError("The file is a zip archive; unpack it and name the table in it.")
    if size > MOST_UNPACKED_BYTES:
        raise TableError(f"The file unpacks to {size / 1e6:,.0f} MB, which no table of one series has.")


def _parquet(content: bytes) -> Rows:
    import pyarrow as pa  # late, as pandas is
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        if file.metadata.num_rows * file.metadata.num_columns > MOST_CELLS:
            raise TableError(f"The file has more than {MOST_CELLS:,} cells; take out what is not needed.")
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise TableError("The Parquet file cannot be opened: it is damaged.") from error
    columns = [column.to_pylist() for column in table.columns]
    return [list(table.column_names), *_as_text(zip(*columns, strict=True))]


def _as_text(cells: Iterable[Iterable[Any]]) -> Rows:
    found: Rows = []
    count = 0
    for row in cells:
        found.append([_text(cell) for cell in row])
        count += len(found[-1])
        if count > MOST_CELLS:
            raise TableError(f"The file has more than {MOST_CELLS:,} cells; take out what is not needed.")
    return found


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell).strip()
