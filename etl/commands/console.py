"""Console output of the commands: results on stdout, problems on stderr, and the exit code of an error."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from etl.errors import CacheError, EtlError
from etl.sources.raw_cache import RawCache

WIDTH_WITHOUT_TERMINAL = 160
"""A log or a pipe has no width; Rich's default of 80 would cut series codes in two."""

stdout = Console(width=None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL)
stderr = Console(stderr=True, width=None if sys.stderr.isatty() else WIDTH_WITHOUT_TERMINAL)


def print_out(text: str) -> None:
    """Print a sentence on stdout as it is: names and messages from outside may look like Rich's markup."""
    stdout.print(text, markup=False, highlight=False, soft_wrap=True)


def print_error(text: str) -> None:
    """Print a sentence on stderr as it is."""
    stderr.print(text, markup=False, highlight=False, soft_wrap=True)


def print_json(document: Any) -> None:
    """Print one JSON document on stdout."""
    stdout.print_json(json.dumps(document))


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


def exit_for(error: EtlError) -> typer.Exit:
    """Print an error and return the exit that goes with it."""
    print_error(str(error))
    return typer.Exit(error.exit_code)
