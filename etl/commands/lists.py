"""`add` and `remove`: edit the list of indicators."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from etl.commands import options
from etl.commands.console import exit_for, new_fetcher, print_json, print_out, stdout
from etl.contract.indicators import OWN
from etl.errors import EtlError, ListError, NoData, PublishError
from etl.indicators import edit, scope
from etl.indicators.configured import LIST, Configured, configured
from etl.indicators.quantity import unit_of
from etl.sources.catalogue import CatalogueEntry
from etl.sources.http import Fetcher
from etl.sources.services import WORLD_BANK_URL
from storage.locations import etl_command, is_installed

if TYPE_CHECKING:
    from etl.sources.worldbank import Vintage


def add(
    code: Annotated[str, typer.Argument(help="Series code; find it with `search`.")],
    topic: Annotated[
        str | None,
        typer.Option(help="Topic in the list.", show_default="from the World Bank's topics"),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Short name without the unit.", show_default="the World Bank's name")
    ] = None,
    unit: Annotated[
        str | None, typer.Option(help="Unit; needed if the World Bank's name does not end with it in brackets.")
    ] = None,
    range: Annotated[
        tuple[float, float] | None,
        typer.Option(help="Lowest and highest plausible value; a refresh rejects a series with values outside."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="World Bank database to take it from, by number or (part of its) name.",
            show_default="the one that the service describes",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Add the series even if the service has no values.")] = False,
    world_bank_url: options.WorldBankUrl = WORLD_BANK_URL,
    indicators: options.IndicatorList = LIST,
    cache_dir: options.CacheDir = None,
    attempts: options.Attempts = 5,
    as_json: options.AsJson = False,
) -> None:
    """Add a series to the configured indicators, at the end of its topic."""
    fetcher, base = new_fetcher(attempts, cache_dir), world_bank_url.rstrip("/")
    try:
        _check_editable(indicators)
        if source is None:
            (listed,) = scope.fetch_named([code], fetcher, base)
        else:
            listed = scope.fetch_in_source(code, source, fetcher, base)
        vintage = _try_out(fetcher, base, listed, unit, range, force=force)
        entry = edit.add(indicators, listed, topic=topic, title=title, unit=unit, range=range)
    except EtlError as error:
        raise exit_for(error) from error
    facts = _facts(entry, listed, vintage)
    if as_json:
        print_json({"added": _as_data(entry), **facts, "list": str(indicators)})
    else:
        _print_added(entry, facts)


def remove(
    code: options.ConfiguredCode,
    indicators: options.IndicatorList = LIST,
    data_dir: options.DataDir = options.DATA_DIR,
    as_json: options.AsJson = False,
) -> None:
    """Remove a series from the configured indicators, or your own series (OWN.…) from the published snapshot."""
    if code.strip().upper().startswith(OWN):
        _remove_own(code, data_dir, as_json)
        return
    try:
        _check_editable(indicators)
        entry = edit.remove(indicators, code)
        remaining = len(configured(indicators))
    except EtlError as error:
        raise exit_for(error) from error
    if as_json:
        print_json({"removed": _as_data(entry), "configured": remaining, "list": str(indicators)})
    else:
        print_out(f"Removed {entry.code} “{entry.title}”. Series in the list: {remaining}.")


def _remove_own(code: str, data_dir: str, as_json: bool) -> None:
    from etl.refresh import own  # late, as pandas takes a second to import
    from storage import FolderError, open_folder

    try:
        outcome = own.remove(code, open_folder(data_dir))
    except FolderError as error:
        raise exit_for(PublishError(str(error))) from error
    except EtlError as error:
        raise exit_for(error) from error
    row = outcome.row
    if as_json:
        print_json({"removed": {"code": row["id"], "title": row["title"]}, "snapshot": outcome.catalog["snapshot"]})
    else:
        print_out(f"Removed {row['id']} “{row['title']}” from the snapshot, now {outcome.catalog['snapshot']}.")


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command("add", epilog=f"Example: {etl_command('add NY.GNP.PCAP.PP.KD --topic Economy --range 0 1000000')}")(add)
    app.command("remove", epilog=f"Example: {etl_command('remove NY.GNP.PCAP.PP.KD')}")(remove)


def _try_out(
    fetcher: Fetcher,
    base: str,
    listed: CatalogueEntry,
    unit: str | None,
    range: tuple[float, float] | None,
    *,
    force: bool,
) -> Vintage | None:
    """Check the values of a series as a refresh will, and return their vintage; None without values, if forced.

    Raises:
        ContractError: a refresh would refuse the series: it is not yearly, not of countries, or out of its range.
    """
    from etl.refresh import checks  # late, as pandas takes a second to import

    entry = scope.as_configured(listed)
    low, high = range or (None, None)
    try:
        return checks.try_out(fetcher, base, replace(entry, unit=unit, low=low, high=high), listed.name, date.today())
    except NoData as no_data:
        if force:
            return None
        raise ListError(f"{listed.id} “{listed.name}”: {no_data}; add it anyway with --force") from no_data


def _check_editable(indicators: Path) -> None:
    """Refuse to edit the list inside an installed package, which the next upgrade replaces.

    Raises:
        ListError: it is that list; the sentence says what to do.
    """
    if is_installed() and indicators == LIST:
        raise ListError(f"The list of an installed package is not edited; copy {LIST}, and name the copy with --list.")


def _print_added(entry: Configured, facts: dict[str, Any]) -> None:
    table = Table.grid(padding=(0, 2))
    for label in ("name", "unit", "source", "vintage"):
        table.add_row(label, facts[label] or "unknown")
    table.add_row("rows", f"{facts['rows']:,} (economies × years, including missing values)")
    print_out(f"Added {entry.code} “{entry.title}” under {entry.topic}.")
    stdout.print(table)
    print_out(f"Fetch it: {etl_command('refresh')}")


def _facts(entry: Configured, listed: CatalogueEntry, vintage: Vintage | None) -> dict[str, Any]:
    """Return what the World Bank states about an added series."""
    return {
        "name": listed.name,
        "unit": entry.unit or unit_of(listed.id, listed.name),
        "source": listed.source,
        "vintage": vintage.last_updated if vintage else None,
        "rows": vintage.total if vintage else 0,
    }


def _as_data(entry: Configured) -> dict[str, Any]:
    ranges = None if entry.low is None else [entry.low, entry.high]
    return {"code": entry.code, "topic": entry.topic, "title": entry.title, "unit": entry.unit, "range": ranges}
