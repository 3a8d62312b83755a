"""`python -m etl refresh`: options, progress and report. The figures themselves are `etl.pipeline`'s business."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from etl import pipeline
from etl.commands import options
from etl.commands.console import exit_for, new_table, open_cache, print_error, print_json, print_out, stderr, stdout
from etl.errors import ContractError, EtlError, PublishError, SourceError
from etl.indicators import scope, shipped
from etl.indicators.configured import LIST, configured
from etl.pipeline import Outcome, Refresh
from etl.snapshot import published as published_snapshot
from etl.snapshot import vintages
from etl.sources.http import Fetcher
from etl.sources.services import CCKP_URL, NATURAL_EARTH_URL, WORLD_BANK_URL, Services
from etl.workers import workers
from storage import Folder, FolderError, open_folder
from storage.locations import cache_folder, etl_command

MOST_CHANGES_SHOWN = 12
MOST_FAILURES_SHOWN = 48
STATE_IN_WORDS = {"kept": "last good values kept", "absent": "not in the snapshot"}


def refresh(
    indicator: options.Indicator = None,
    topic: options.Topic = None,
    source: options.Source = None,
    all_wdi: options.AllWdi = False,
    featured: Annotated[
        bool, typer.Option("--featured", help="Only the indicators of the list, without those of its rule [shipped].")
    ] = False,
    data_dir: options.DataDir = options.DATA_DIR,
    world_bank_url: options.WorldBankUrl = WORLD_BANK_URL,
    cckp_url: options.CckpUrl = CCKP_URL,
    natural_earth_url: options.NaturalEarthUrl = NATURAL_EARTH_URL,
    indicators: options.IndicatorList = LIST,
    note: Annotated[
        str | None,
        typer.Option(envvar="ORIGIN_NOTE", help="A sentence about the origin of the figures, for data/README.md."),
    ] = None,
    attempts: options.Attempts = 5,
    offline: Annotated[
        bool, typer.Option("--offline", help="Make the snapshot from the raw cache, without network access.")
    ] = False,
    cache_dir: options.CacheDir = None,
    refetch: Annotated[
        bool, typer.Option("--refetch", help="Fetch all series again, even if their vintage has not changed.")
    ] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Drop published series that are not configured.")] = False,
    scheduler: Annotated[
        str | None, typer.Option(envvar="DASK_SCHEDULER_ADDRESS", help="Dask scheduler whose workers fetch and parse.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Publish even if published values would be lost.")] = False,
    keep: options.Keep = vintages.MOST_BY_DEFAULT,
    as_json: options.AsJson = False,
) -> None:
    """Fetch the latest figures, check them, and publish a new snapshot.

    Without --indicator, --topic, --source or --all-wdi, it refreshes the configured indicators and the series of the
    list's rule [shipped]; --featured leaves those out. All other published series are carried over. Series that cannot
    be fetched, or fail a check, keep their last good values.

    Exit code 0: everything is fresh. 1: figures were rejected. 2: a service could not be reached.
    """
    folder = _open_folder(data_dir)
    services = Services(world_bank_url, cckp_url, natural_earth_url)
    fetcher = Fetcher(attempts=attempts, offline=offline)
    try:
        fetcher.cache = open_cache(cache_dir or cache_folder(), required=offline)
        wanted = scope.Scope(tuple(indicator or ()), tuple(topic or ()), tuple(source or ()), all_wdi)
        listed = configured(indicators)
        with workers(scheduler) as pool:
            rule, unlisted = shipped.shipped(indicators) if wanted.is_configured_set and not featured else None, None
            found = scope.fetch_listed(wanted, listed, fetcher, services.world_bank)
            asked = scope.entries(wanted, listed, found)
            if rule:
                try:
                    asked = shipped.fetch_entries(rule, listed, fetcher, services.world_bank)
                except SourceError as failure:  # the list's own series and the climate portal need no list
                    rule, unlisted = None, failure
                    print_error(f"Only the series of the list are refreshed; the others stay as they are: {failure}")
            ask = Refresh(asked, listed, services, note, force, refetch, prune, keep, rule, unlisted)
            with _progress(len(asked)) as report, _halt_on_exit(fetcher):
                outcome = pipeline.refresh(ask, folder, fetcher=fetcher, pool=pool, report=report)
    except EtlError as error:
        raise _exit_unpublished(error, folder) from error
    except KeyboardInterrupt:
        print_error("Interrupted; nothing was published. The next refresh continues from the raw cache.")
        # The folder has been restored by now. An orderly exit would wait for threads blocked by a silent server.
        sys.stdout.flush()
        os._exit(130)
    outcome.notes += scope.overshadowed(asked, found)
    if as_json:
        print_json(_as_data(outcome, folder))
    else:
        _print_outcome(outcome, folder, offline=offline)
    raise typer.Exit(outcome.exit_code)


def _open_folder(place: str) -> Folder:
    try:
        return open_folder(place)
    except FolderError as error:
        raise exit_for(PublishError(str(error))) from error


@contextmanager
def _halt_on_exit(fetcher: Fetcher) -> Iterator[None]:
    """Stop the workers' requests when the block ends early, by Ctrl-C above all."""
    try:
        yield
    except BaseException:
        fetcher.halt()
        raise


@contextmanager
def _progress(series: int) -> Iterator[Any]:
    columns = (
        TextColumn("{task.description:28}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=stderr) as bar:
        task = bar.add_task("starting", total=series + pipeline.STEPS_BESIDES_SERIES)

        def report(name: str, state: str) -> None:
            if state != "carried":
                bar.update(task, advance=1, description=f"{name} {state}"[:28])

        yield report


def _print_outcome(outcome: Outcome, folder: Folder, *, offline: bool) -> None:
    _print_changes(outcome)
    _print_failures(outcome)
    for sentence in outcome.notes:
        print_error(sentence)
    if outcome.removed:
        print_out(f"Removed from the snapshot, as not in the list: {scope.some(outcome.removed, 'series')}.")
    tables = outcome.catalog["tables"]
    size = sum(entry["bytes"] for entry in tables.values()) / 1e6
    unchanged = "No change, made offline from the raw cache:" if offline else "No change:"
    result = "Published" if outcome.is_new else unchanged
    print_out(
        f"{result} {outcome.catalog['snapshot']} in {folder.place}: {tables['indicators']['rows']:,} indicators, "
        f"{tables['observations']['rows']:,} values, {tables['temperature']['rows']:,} temperatures, {size:.1f} MB."
    )


def _print_changes(outcome: Outcome) -> None:
    changed = [s for s in outcome.series if s.state == "fresh" and not (s.change and s.change.is_empty)]
    if not changed:
        return
    table = new_table("Changes", "series", "title", "vintage", "new values", "revised", "largest factor")
    for s in changed[:MOST_CHANGES_SHOWN]:
        vintage = s.description["last_updated"]
        span = vintage if s.old_vintage in ("", vintage) else f"{s.old_vintage} -> {vintage}"
        added, revised, largest = "all", "", ""
        if s.change is not None:
            added, revised = f"{s.change.added:,}", f"{len(s.change.revised):,}"
            largest = f"x {s.change.largest:.3g}" if s.change.largest > 1 else ""
        table.add_row(s.entry.code, s.entry.title, span, added, revised, largest)
    stdout.print(table)
    if len(changed) > MOST_CHANGES_SHOWN:
        print_out(f"and {len(changed) - MOST_CHANGES_SHOWN:,} more series.")


def _print_failures(outcome: Outcome) -> None:
    failed = [s for s in outcome.series if s.failure]
    if failed:
        table = new_table("Not refreshed", "series", "title", "result", "reason")
        for s in failed[:MOST_FAILURES_SHOWN]:
            table.add_row(s.entry.code, s.entry.title, STATE_IN_WORDS[s.state], s.reason)
        stderr.print(table)
    for entry in outcome.catalog["sources"]:
        if entry["state"] == "kept":
            since = entry["stale_since"][:10]
            print_error(f"{entry['title']}: published figures kept, stale since {since}. {entry['reason']}")
    notes = [note for s in outcome.series for note in s.notes]
    for note in notes:
        if not note.is_applied:
            print_error(note.text)
    if applied := sum(note.is_applied for note in notes):
        print_error(f"Known errors of the provider corrected: {applied}; data/README.md lists them.")


def _as_data(outcome: Outcome, folder: Folder) -> dict[str, Any]:
    """Return the outcome as the JSON document of --json."""
    return {
        "exit_code": outcome.exit_code,
        "place": folder.place,
        "is_new": outcome.is_new,
        "snapshot": outcome.catalog["snapshot"],
        "published_at": outcome.catalog["published_at"],
        "checked_at": outcome.catalog["checked_at"],
        "sources": outcome.catalog["sources"],
        "climate": outcome.catalog["climate"],
        "series": [
            {"code": s.entry.code, "state": s.state, "reason": s.reason, "notes": [n.text for n in s.notes]}
            | ({"added": s.change.added, "revised": len(s.change.revised)} if s.change else {})
            for s in outcome.series
        ],
        "removed": outcome.removed,
        "notes": outcome.notes,
    }


def _exit_unpublished(error: EtlError, folder: Folder) -> typer.Exit:
    """Print why a refresh published nothing, and which snapshot is still published; return the exit."""
    if isinstance(error, SourceError):
        headline = "A service could not be reached or understood; nothing was published."
    elif isinstance(error, ContractError):
        headline = "The figures failed the checks; nothing was published."
    else:
        headline = "Nothing was published."
    stderr.print(headline, style="bold red", soft_wrap=True)
    leave = exit_for(error)
    if isinstance(error, PublishError):  # its message names the published snapshot
        return leave
    try:
        published = published_snapshot.open_published(folder)
    except (EtlError, FolderError):  # the error printed above
        return leave
    if published:
        at = published.catalog["published_at"]
        print_error(f"The snapshot published on {at[:10]} {at[11:16]} UTC is unchanged.")
    return leave


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(
        "refresh",
        epilog=f"Examples: {etl_command('refresh')} · {etl_command('refresh --indicator SP.POP.TOTL --topic 19')} · "
        f"{etl_command('refresh --all-wdi --data-dir s3://bucket/figures')}",
    )(refresh)
