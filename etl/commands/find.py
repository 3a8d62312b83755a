"""`search`: find series among those published and all that the World Bank lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from etl.commands import options
from etl.commands.console import exit_for, new_fetcher, print_error, print_json, print_out, stdout
from etl.errors import EtlError, SourceError
from etl.indicators import search
from etl.indicators.configured import LIST, configured
from etl.sources import catalogue
from etl.sources.catalogue import CatalogueEntry
from etl.sources.http import Fetcher
from etl.sources.services import WORLD_BANK_URL
from storage.locations import etl_command

if TYPE_CHECKING:
    from etl.snapshot.published import Published


def find(
    text: Annotated[
        list[str], typer.Argument(help="Words; each must occur in the code, the name, the source or the note.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="Most series to show.")] = search.LIMIT,
    data_dir: options.DataDir = options.DATA_DIR,
    world_bank_url: options.WorldBankUrl = WORLD_BANK_URL,
    indicators: options.IndicatorList = LIST,
    cache_dir: options.CacheDir = None,
    attempts: options.Attempts = 5,
    as_json: options.AsJson = False,
) -> None:
    """Search the World Bank's 29,500 series by words, ignoring case and accents.

    ✓ marks the configured indicators. Published series show their years and number of economies.
    """
    words = " ".join(text)
    published = _published(data_dir)
    try:
        configured_codes = {entry.code for entry in configured(indicators)}
        entries = _every_series(new_fetcher(attempts, cache_dir), world_bank_url.rstrip("/"), published)
        listed = published.indicators if published else None
        found = search.search(entries, words, listed, configured=configured_codes, limit=limit)
    except EtlError as error:
        raise exit_for(error) from error
    if as_json:
        print_json(
            {
                "text": words,
                "searched": len(entries),
                "total": found.total,
                "matches": [match.as_data() for match in found.matches],
                "suggestion": found.suggestion or None,
                "nearest": [match.as_data() for match in found.near],
            }
        )
    elif found.total:
        _print_matches(found, words, len(entries))
    else:
        hint = f"did you mean “{found.suggestion}”?" if found.suggestion else "try fewer or other words"
        print_out(f"No match for “{words}” in {len(entries):,} series; {hint}")
        if found.near:
            print_out("Series with some of the words:")
            _print_table(found.near)


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("search", epilog=f"Example: {etl_command('search renewable electricity')}")(find)


def _published(data_dir: str) -> Published | None:
    """Return the published snapshot; a search goes on without one, but prints why."""
    # Imported late: pandas and geopandas take a second that completion and --help need not wait for.
    from etl.snapshot import published as published_snapshot
    from storage import FolderError, open_folder

    try:
        published = published_snapshot.open_published(open_folder(data_dir))
        return published if published and len(published.indicators) else None
    except (EtlError, FolderError) as error:
        print_error(f"Coverage is unknown: {error}")
        return None


def _every_series(fetcher: Fetcher, base: str, published: Published | None) -> list[CatalogueEntry]:
    """Return the World Bank's series, and published ones that it does not list, such as a user's own.

    If the service does not answer, the list of the published snapshot is searched, which has no notes.

    Raises:
        SourceError: the service does not answer, and the snapshot has no list.
    """
    try:
        entries = catalogue.fetch_catalogue(fetcher, base)
    except SourceError as failure:
        known = [] if published is None else published.table("catalogue").to_dict("records")
        if not known:
            raise
        print_error(f"Searched in the list of the published snapshot, without notes: {failure}")
        entries = [
            CatalogueEntry(
                row["id"], row["name"], "", "", row["source_id"], row["source"], tuple(filter(None, [row["topic"]]))
            )
            for row in known
        ]
    listed = {entry.id for entry in entries}
    rows = [] if published is None else published.indicators.to_dict("records")
    return entries + [
        CatalogueEntry(row["id"], row["name"], row["note"], row["organisation"], row["source_id"], row["source"])
        for row in rows
        if row["id"] not in listed
    ]


def _print_matches(found: search.Found, words: str, searched: int) -> None:
    _print_table(found.matches)
    first = f" (the first {len(found.matches)} are shown)" if found.total > len(found.matches) else ""
    print_out(
        f"Matches for “{words}”: {found.total:,} of {searched:,} series{first}. Add one: {etl_command('add CODE')}"
    )


def _print_table(matches: list[search.Match]) -> None:
    table = Table("", "code", "name", "source", "published here", box=SIMPLE_HEAD, pad_edge=False)
    table.columns[1].no_wrap = True
    for match in matches:
        mark = "✓" if match.is_configured else ""
        coverage = match.coverage
        years = f"{coverage.first_year}–{coverage.last_year}, {coverage.economies} economies" if coverage else ""
        table.add_row(mark, match.series.id, match.series.name, match.series.source, years)
    stdout.print(table)
