"""`search`, `add` and `remove`: what the World Bank has, and which of it is kept fresh."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from etl.commands import options
from etl.commands.console import complain, ended, opened_cache, say
from etl.errors import EtlError, ListError, NoData
from etl.indicators import edit, scope, search
from etl.indicators.configured import LIST, Configured, configured
from etl.indicators.naming import unit_in
from etl.sources import catalogue, raw_cache
from etl.sources.catalogue import CatalogueEntry
from etl.sources.http import Fetcher
from etl.sources.services import WORLD_BANK_URL

if TYPE_CHECKING:
    import pandas as pd

    from etl.sources.worldbank import Vintage


def find(
    text: Annotated[
        list[str], typer.Argument(help="Words; each must be in the code, the name, the source or the note.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="Most series to show.")] = search.LIMIT,
    data_dir: options.DataDir = options.DATA_DIR,
    world_bank_url: options.WorldBankUrl = WORLD_BANK_URL,
    indicators: options.IndicatorList = LIST,
    cache_dir: options.CacheDir = None,
    attempts: options.Attempts = 5,
    as_json: options.AsJson = False,
) -> None:
    """Search all series of the World Bank, some 29,500, by words; case and accents do not matter.

    Years and economies are shown of series that are published here; ✓ marks the configured set.
    """
    words = " ".join(text)
    try:
        ours = {entry.code for entry in configured(indicators)}
        listed = catalogue.fetch_catalogue(_fetcher(attempts, cache_dir), world_bank_url.rstrip("/"))
        found = search.search(listed, words, _held(data_dir), configured=ours, limit=limit)
    except EtlError as error:
        raise ended(error) from error
    if as_json:
        _print_json(
            {
                "text": words,
                "searched": len(listed),
                "total": found.total,
                "matches": [match.as_data() for match in found.matches],
                "suggestion": found.suggestion or None,
            }
        )
    elif found.total:
        _tell_found(found, words, len(listed))
    else:
        hint = f"did you mean: {found.suggestion}" if found.suggestion else "try fewer or other words"
        say.print(f"None of {len(listed):,} series has “{words}”; {hint}", markup=False, highlight=False)


def add(
    code: Annotated[str, typer.Argument(help="Series code; find it with `search`.")],
    topic: Annotated[
        str | None,
        typer.Option(help="Topic of the list.", show_default="by the World Bank's"),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Short name without the unit.", show_default="the World Bank's")
    ] = None,
    unit: Annotated[
        str | None, typer.Option(help="Unit, where the World Bank's name does not end with it in brackets.")
    ] = None,
    range: Annotated[
        tuple[float, float] | None,
        typer.Option(help="Lowest and highest value that can be true; a series with a value outside is refused."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Add it even if the service holds no values of it.")] = False,
    world_bank_url: options.WorldBankUrl = WORLD_BANK_URL,
    indicators: options.IndicatorList = LIST,
    cache_dir: options.CacheDir = None,
    attempts: options.Attempts = 5,
    as_json: options.AsJson = False,
) -> None:
    """Add a series to the configured set, at the end of its topic, and say what it is."""
    fetcher, base = _fetcher(attempts, cache_dir), world_bank_url.rstrip("/")
    try:
        (listed,) = scope.fetch_named([code], fetcher, base)
        held = _looked_up(fetcher, base, listed, force)
        entry = edit.add(indicators, listed, topic=topic, title=title, unit=unit, range=range)
    except EtlError as error:
        raise ended(error) from error
    if as_json:
        _print_json({"added": _as_data(entry), **_described(entry, listed, held), "list": str(indicators)})
    else:
        _tell_added(entry, listed, held)


def remove(
    code: options.ConfiguredCode,
    indicators: options.IndicatorList = LIST,
    as_json: options.AsJson = False,
) -> None:
    """Take a series out of the configured set."""
    try:
        entry = edit.remove(indicators, code)
        left = len(configured(indicators))
    except EtlError as error:
        raise ended(error) from error
    if as_json:
        _print_json({"removed": _as_data(entry), "configured": left, "list": str(indicators)})
    else:
        said = f"{entry.code} “{entry.title}” is no longer kept fresh. Series left in the list: {left}."
        say.print(said, markup=False, highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("search", epilog="Example: python -m etl search renewable electricity")(find)
    app.command("add", epilog="Example: python -m etl add NY.GNP.PCAP.PP.KD --topic Economy --range 0 1000000")(add)
    app.command("remove", epilog="Example: python -m etl remove NY.GNP.PCAP.PP.KD")(remove)


def _fetcher(attempts: int, cache_dir: Path | None) -> Fetcher:
    return Fetcher(attempts=attempts, cache=opened_cache(cache_dir or raw_cache.default_folder()))


def _looked_up(fetcher: Fetcher, base: str, listed: CatalogueEntry, force: bool) -> Vintage | None:
    """How much the service holds of a series, None for nothing if that shall not matter."""
    from etl.sources import worldbank  # late, as in `_held`

    try:
        return worldbank.fetch_vintage(fetcher, worldbank.Address(base, listed.id))
    except NoData as nothing:
        if force:
            return None
        raise ListError(f"{listed.id} “{listed.name}”: {nothing}; with --force it is added all the same") from nothing


def _held(data_dir: str) -> pd.DataFrame | None:
    """The published table of indicators. A search goes on without one, but says why."""
    # Imported late: pandas and geopandas take a second that completion and --help need not wait for.
    from etl.snapshot import published as published_snapshot
    from storage import FolderError, open_folder

    try:
        published = published_snapshot.open_published(open_folder(data_dir))
        return published.indicators if published else None
    except (EtlError, FolderError) as error:
        complain.print(f"Coverage is not known: {error}", markup=False, highlight=False, soft_wrap=True)
        return None


def _print_json(document: dict[str, Any]) -> None:
    say.print_json(json.dumps(document))


def _tell_found(found: search.Found, words: str, searched: int) -> None:
    table = Table("", "code", "name", "source", "published here", box=SIMPLE_HEAD, pad_edge=False)
    table.columns[1].no_wrap = True
    for match in found.matches:
        mark = "✓" if match.is_configured else ""
        held = match.coverage
        coverage = f"{held.first_year}–{held.last_year}, {held.economies} economies" if held else ""
        table.add_row(mark, match.listed.id, escape(match.listed.name), escape(match.listed.source), coverage)
    say.print(table)
    shown = f", the first {len(found.matches)} shown" if found.total > len(found.matches) else ""
    said = f"{found.total:,} of {searched:,} series have “{words}”{shown}. To keep one fresh: add CODE"
    say.print(said, markup=False, highlight=False, soft_wrap=True)


def _tell_added(entry: Configured, listed: CatalogueEntry, held: Vintage | None) -> None:
    about = _described(entry, listed, held)
    table = Table.grid(padding=(0, 2))
    for label in ("name", "unit", "source", "vintage"):
        table.add_row(label, escape(about[label] or "not known"))
    table.add_row("rows", f"{about['rows']:,} (places × years, gaps included)")
    say.print(f"Added {entry.code} “{entry.title}” under {entry.topic}.", markup=False, highlight=False, soft_wrap=True)
    say.print(table)
    say.print("To fetch it: python -m etl refresh", highlight=False)


def _described(entry: Configured, listed: CatalogueEntry, held: Vintage | None) -> dict[str, Any]:
    return {
        "name": listed.name,
        "unit": entry.unit or unit_in(listed.name),
        "source": listed.source,
        "vintage": held.last_updated if held else None,
        "rows": held.total if held else 0,
    }


def _as_data(entry: Configured) -> dict[str, Any]:
    ranges = None if entry.low is None else [entry.low, entry.high]
    return {"code": entry.code, "topic": entry.topic, "title": entry.title, "unit": entry.unit, "range": ranges}
