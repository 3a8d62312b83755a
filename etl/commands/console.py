"""How commands speak: figures on stdout, troubles on stderr, and the exit code that goes with an error."""

from __future__ import annotations

import sys
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from etl.errors import CacheError, EtlError
from etl.sources.raw_cache import RawCache

WIDTH_WITHOUT_TERMINAL = 160
"""In a log or a pipe nothing says how wide a line may be; the 80 that are assumed otherwise cut codes in two."""

say = Console(width=None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL)
complain = Console(stderr=True, width=None if sys.stderr.isatty() else WIDTH_WITHOUT_TERMINAL)


def table(title: str, *columns: str) -> Table:
    """An empty table; its first column holds codes and is never cut."""
    made = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        made.add_column(column, no_wrap=number == 0, overflow="fold")
    return made


def opened_cache(folder: Path, *, needed: bool = False) -> RawCache | None:
    """The raw cache; a command goes on without one, and says so, unless the cache is all it has.

    Raises:
        CacheError: it cannot be opened, and is `needed`.
    """
    try:
        return RawCache(folder)
    except CacheError as error:
        if needed:
            raise
        complain.print(str(error), markup=False, highlight=False, soft_wrap=True)
        return None


def ended(error: EtlError) -> typer.Exit:
    """Says what went wrong, and gives the exit code."""
    complain.print(str(error), markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(error.exit_code)
