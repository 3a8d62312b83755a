"""The command line: `python -m etl`. Every command is a module's own; here they are put together.

A module is imported when one of its commands is asked for: the figures' libraries take two seconds, which the shell's
completion of a series code, `search`, `add` and `remove` need not wait for.

Exit codes: 0 done, 1 figures were refused or cannot be written, 2 a service could not be reached.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

MODULES = {
    "refresh": "refresh",
    "check": "inspect",
    "diff": "inspect",
    "status": "inspect",
    "model": "model",
    "search": "lists",
    "add": "lists",
    "remove": "lists",
}
"""The commands in the order of --help, each with its module in etl/commands."""


class Commands(TyperGroup):
    """The commands of all modules."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names."""
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One of them, or None for an unknown name."""
        if cmd_name not in MODULES:
            return None
        family = typer.Typer(rich_markup_mode="rich")
        import_module(f"etl.commands.{MODULES[cmd_name]}").register(family)
        return typer.main.get_group(family).commands[cmd_name]


app = typer.Typer(cls=Commands, no_args_is_help=True, pretty_exceptions_show_locals=False, rich_markup_mode="rich")


@app.callback()
def _commands() -> None:
    """Pulls World Bank indicators and temperatures, checks them, and publishes them for the dashboard."""
