"""Console output of the commands: results on stdout, problems on stderr, and the exit code of an error."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, TextIO

import typer
from rich.console import Console
from rich.table import Table

from etl.errors import CacheError, EtlError
from etl.sources.http import Fetcher
from etl.sources.raw_cache import RawCache
from storage.locations import cache_folder

WIDTH_WITHOUT_TERMINAL = 160
"""A log or a pipe has no width; Rich's default of 80 would cut series codes in two."""


def _console(stream: TextIO, *, is_error: bool) -> Console:
    """Return a console that prints all text as it is.

    Titles, messages and folders come from outside, and may look like Rich's markup ("[ts]", "[/old]") or emoji
    (":cat:"), in a table as in a sentence.
    """
    width = None if stream.isatty() else WIDTH_WITHOUT_TERMINAL
    return Console(stderr=is_error, width=width, markup=False, emoji=False)


stdout = _console(sys.stdout, is_error=False)
stderr = _console(sys.stderr, is_error=True)


def print_out(text: str) -> None:
    """Print a sentence on stdout."""
    stdout.print(text, highlight=False, soft_wrap=True)


def print_error(text: str) -> None:
    """Print a sentence on stderr."""
    stderr.print(text, highlight=False, soft_wrap=True)


def print_json(document: Any) -> None:
    """Print one JSON document on stdout, with escapes where the output's encoding is not UTF-8."""
    stdout.print_json(json.dumps(document), ensure_ascii=not stdout.encoding.startswith("utf"))


def new_table(title: str, *columns: str) -> Table:
    """Return an empty table whose first column holds codes and is never cut."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, no_wrap=number == 0, overflow="fold")
    return table


def open_cache(folder: Path, *, required: bool = False) -> RawCache | None:
    """Open the raw cache; print why not and return None where a command can do without it.

    Raises:
        CacheError: it cannot be opened, and is `required`.
    """
    try:
        return RawCache(folder)
    except CacheError as error:
        if required:
            raise
        print_error(str(error))
        return None


def new_fetcher(attempts: int, cache_dir: Path | None) -> Fetcher:
    """Return an HTTP client with the raw cache in `cache_dir`, by default the user's."""
    return Fetcher(attempts=attempts, cache=open_cache(cache_dir or cache_folder()))


def exit_for(error: EtlError) -> typer.Exit:
    """Print an error and return the exit that goes with it."""
    print_error(str(error))
    return typer.Exit(error.exit_code)
