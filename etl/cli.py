"""The command line, `python -m etl`: a Typer group that imports each command's module when it is called.

pandas and others take two seconds to import; shell completion, `search`, `add` and `remove` need not wait for them.

Exit codes: 0 done, 1 figures failed the checks or cannot be written, 2 a service could not be reached.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from etl.commands.encoding import make_readable

MODULES = {
    "refresh": "refresh",
    "check": "inspect",
    "diff": "inspect",
    "status": "inspect",
    "model": "model",
    "search": "find",
    "add": "lists",
    "add-file": "own",
    "remove": "lists",
}
"""Module in etl/commands by command, in the order of --help."""


class Commands(TyperGroup):
    """The commands of all modules, imported on demand."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command, in any encoding of the terminal."""
        make_readable()
        return super().main(*args, **extra)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, or None for an unknown name."""
        if cmd_name not in MODULES:
            return None
        family = typer.Typer(rich_markup_mode="rich")
        import_module(f"etl.commands.{MODULES[cmd_name]}").register(family)
        return typer.main.get_group(family).commands[cmd_name]


app = typer.Typer(cls=Commands, no_args_is_help=True, pretty_exceptions_show_locals=False, rich_markup_mode="rich")


@app.callback()
def _commands() -> None:
    """Fetch World Bank indicators and temperatures, check them, and publish them for the dashboard."""
