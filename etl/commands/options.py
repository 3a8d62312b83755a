"""Options that several commands share: folders, service addresses, the list of indicators, series codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from etl.errors import ListError
from etl.indicators.configured import LIST, configured
from storage.locations import DATA_VARIABLE, data_folder

DATA_DIR = data_folder()


def configured_codes(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return codes and titles of the configured indicators that begin as typed, for shell completion.

    The list is the one that --list names on the same line. An unreadable list completes nothing: the command itself
    reports what is wrong with it.
    """
    try:
        entries = configured(Path(context.params.get("indicators") or LIST))
    except ListError:
        return []
    return [(entry.code, entry.title) for entry in entries if entry.code.startswith(incomplete)]


DataDir = Annotated[
    str,
    typer.Option(
        "--data-dir",
        envvar=DATA_VARIABLE,
        help="Folder of the published snapshot: a path, or the URL of one in an object store (s3://, gs://, abfs://).",
    ),
]
WorldBankUrl = Annotated[str, typer.Option(envvar="WORLD_BANK_URL", help="Base address of the Indicators API.")]
CckpUrl = Annotated[str, typer.Option(envvar="CCKP_URL", help="Base address of the climate portal's API.")]
NaturalEarthUrl = Annotated[
    str, typer.Option(envvar="NATURAL_EARTH_URL", help="Base address of Natural Earth's archive of boundaries.")
]
IndicatorList = Annotated[
    Path, typer.Option("--list", help="File that lists the configured indicators.", exists=True, dir_okay=False)
]
CacheDir = Annotated[
    Path | None,
    typer.Option(envvar="ETL_CACHE_DIR", help="Folder of the raw cache.", show_default="the user's cache folder"),
]
Attempts = Annotated[int, typer.Option(min=1, help="Attempts for each request.")]
Keep = Annotated[
    int, typer.Option("--keep", min=1, help="Snapshots to keep in the data folder, the new one among them.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document only.")]
ConfiguredCode = Annotated[
    str, typer.Argument(help="Series code of a configured indicator.", autocompletion=configured_codes)
]
Indicator = Annotated[
    list[str] | None,
    typer.Option("--indicator", help="A series, by its code; repeatable.", autocompletion=configured_codes),
]
Topic = Annotated[
    list[str] | None,
    typer.Option("--topic", help="All series of a World Bank topic, by number or (part of its) name; repeatable."),
]
Source = Annotated[
    list[str] | None,
    typer.Option("--source", help="All series of a World Bank database, by number or (part of its) name; repeatable."),
]
AllWdi = Annotated[bool, typer.Option("--all-wdi", help="All of the World Development Indicators (1,500 series).")]
