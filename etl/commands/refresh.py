"""`python -m etl refresh`: options, progress, and words on what came of it. No figures are touched here."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from etl import pipeline
from etl.commands import options
from etl.commands.console import complain, ended, opened_cache, say, table
from etl.errors import ContractError, EtlError, PublishError, SourceError
from etl.indicators import scope
from etl.indicators.configured import LIST, configured
from etl.pipeline import Outcome, Refresh
from etl.snapshot import published as published_snapshot
from etl.sources import raw_cache
from etl.sources.http import Fetcher
from etl.sources.services import CCKP_URL, NATURAL_EARTH_URL, WORLD_BANK_URL, Services
from etl.workers import workers
from storage import Folder, FolderError, open_folder

MOST_CHANGES_TOLD = 12
STATE_IN_WORDS = {"kept": "last good values kept", "absent": "not in the snapshot"}


def refresh(
    indicator: options.Indicator = None,
    topic: options.Topic = None,
    source: options.Source = None,
    all_wdi: options.AllWdi = False,
    data_dir: options.DataDir = options.DATA_DIR,
    world_bank_url: options.WorldBankUrl = WORLD_BANK_URL,
    cckp_url: options.CckpUrl = CCKP_URL,
    natural_earth_url: options.NaturalEarthUrl = NATURAL_EARTH_URL,
    indicators: options.IndicatorList = LIST,
    note: Annotated[
        str | None,
        typer.Option(envvar="ORIGIN_NOTE", help="A sentence on the origin of the figures, for data/README.md."),
    ] = None,
    attempts: options.Attempts = 5,
    offline: Annotated[
        bool, typer.Option("--offline", help="Make the snapshot from the raw cache, without any network.")
    ] = False,
    cache_dir: options.CacheDir = None,
    refetch: Annotated[
        bool, typer.Option("--refetch", help="Fetch series anew even if the service still has the published vintage.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Leave out published series that are not of the configured set.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(envvar="DASK_SCHEDULER_ADDRESS", help="Dask scheduler whose workers fetch and parse.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Publish even if figures would be lost.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Pull fresh figures, check them, and publish a new snapshot.

    With nothing named: the configured set. Series published before and not asked for now are carried over as they
    are. Exit code 0: all is fresh; 1: figures were refused; 2: something could not be reached. What could be had and
    is sound is published in any case, the rest keeps its last good values.
    """
    folder = _opened(data_dir)
    services = Services(world_bank_url, cckp_url, natural_earth_url)
    fetcher = Fetcher(attempts=attempts, offline=offline)
    try:
        fetcher.cache = opened_cache(cache_dir or raw_cache.default_folder(), needed=offline)
        wanted = scope.Scope(tuple(indicator or ()), tuple(topic or ()), tuple(source or ()), all_wdi)
        listed = configured(indicators)
        with workers(scheduler) as pool:
            found = scope.fetch_listed(wanted, listed, fetcher, services.world_bank)
            asked = scope.entries(wanted, listed, found)
            ask = Refresh(asked, listed, services, note, force, refetch, prune)
            with _progress(len(asked)) as report, _halting(fetcher):
                outcome = pipeline.refresh(ask, folder, fetcher=fetcher, pool=pool, report=report)
    except EtlError as error:
        raise _not_published(error, folder) from error
    except KeyboardInterrupt:
        complain.print(
            "Interrupted; nothing was published. What arrived is in the raw cache: the next refresh goes on from there."
        )
        # The folder is as it was, by now. An orderly end would wait for threads that a silent server keeps waiting.
        sys.stdout.flush()
        os._exit(130)
    if as_json:
        say.print_json(json.dumps(_as_data(outcome, folder)))
    else:
        _tell(outcome, folder, offline=offline)
    raise typer.Exit(outcome.exit_code)


def _opened(place: str) -> Folder:
    try:
        return open_folder(place)
    except FolderError as error:
        raise ended(PublishError(str(error))) from error


@contextmanager
def _halting(fetcher: Fetcher) -> Iterator[None]:
    """Whatever ends the block early, Ctrl-C above all, also ends what the workers are waiting for."""
    try:
        yield
    except BaseException:
        fetcher.halt()
        raise


@contextmanager
def _progress(series: int) -> Iterator[Any]:
    columns = (TextColumn("{task.description:28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=complain) as bar:
        task = bar.add_task("starting", total=series + pipeline.STEPS_BESIDES_SERIES)

        def report(name: str, state: str) -> None:
            if state != "carried":
                bar.update(task, advance=1, description=f"{name} {state}"[:28])

        yield report


def _tell(outcome: Outcome, folder: Folder, *, offline: bool) -> None:
    _tell_changes(outcome)
    _tell_failures(outcome)
    for sentence in outcome.notes:
        complain.print(sentence, markup=False, highlight=False, soft_wrap=True)
    if outcome.removed:
        say.print(f"Taken off the list, and so out of the snapshot: {', '.join(outcome.removed)}.", soft_wrap=True)
    tables = outcome.catalog["tables"]
    size = sum(entry["bytes"] for entry in tables.values()) / 1e6
    done = "Nothing new in the raw cache, and nobody was asked; it is still" if offline else "Nothing new; checked"
    done = "Published" if outcome.is_new else done
    say.print(
        f"{done} {outcome.catalog['snapshot']} in {folder.place}: {tables['indicators']['rows']:,} indicators, "
        f"{tables['observations']['rows']:,} values, {tables['temperature']['rows']:,} temperatures, {size:.1f} MB.",
        soft_wrap=True,
    )


def _tell_changes(outcome: Outcome) -> None:
    changed = [s for s in outcome.series if s.state == "fresh" and not (s.change and s.change.is_empty)]
    if not changed:
        return
    told = table("What changed", "series", "title", "vintage", "new", "revised", "most by")
    for s in changed[:MOST_CHANGES_TOLD]:
        vintage = s.description["last_updated"]
        came = "all" if s.change is None else f"{s.change.added:,}"
        revised = "" if s.change is None else f"{len(s.change.revised):,}"
        most = f"x {s.change.largest:.3g}" if s.change is not None and s.change.largest > 1 else ""
        span = vintage if s.old_vintage in ("", vintage) else f"{s.old_vintage} -> {vintage}"
        told.add_row(s.entry.code, s.entry.title, span, came, revised, most)
    say.print(told)
    if len(changed) > MOST_CHANGES_TOLD:
        say.print(f"and {len(changed) - MOST_CHANGES_TOLD:,} more series.")


def _tell_failures(outcome: Outcome) -> None:
    failed = [s for s in outcome.series if s.failure]
    if failed:
        told = table("Not refreshed", "series", "title", "what happened", "why")
        for s in failed[: 4 * MOST_CHANGES_TOLD]:
            told.add_row(s.entry.code, s.entry.title, STATE_IN_WORDS[s.state], s.reason)
        complain.print(told)
    for entry in outcome.catalog["sources"]:
        if entry["state"] == "kept":
            complain.print(
                f"{entry['title']}: published figures kept, stale since {entry['stale_since'][:10]}. {entry['reason']}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
    notes = [note for s in outcome.series for note in s.notes]
    for note in notes:
        if not note.is_applied:
            complain.print(note.text, markup=False, highlight=False, soft_wrap=True)
    made = sum(note.is_applied for note in notes)
    if made:
        complain.print(f"{made} known errors of the provider corrected; data/README.md lists them.", soft_wrap=True)


def _as_data(outcome: Outcome, folder: Folder) -> dict[str, Any]:
    """The outcome for machines."""
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


def _not_published(error: EtlError, folder: Folder) -> typer.Exit:
    """Says why a refresh published nothing, and since when the figures stand."""
    if isinstance(error, SourceError):
        headline = "A service could not be reached or understood; nothing was published."
    elif isinstance(error, ContractError):
        headline = "The figures were refused; nothing was published."
    else:
        headline = "Nothing was published."
    complain.print(headline, style="bold red", soft_wrap=True)
    leave = ended(error)
    if isinstance(error, PublishError):  # says itself what stands
        return leave
    try:
        published = published_snapshot.open_published(folder)
    except (EtlError, FolderError):  # then it is the very error told above
        return leave
    if published:
        at = published.catalog["published_at"]
        complain.print(
            f"The snapshot published on {at[:10]} {at[11:16]} UTC stands untouched.", markup=False, soft_wrap=True
        )
    return leave


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        "refresh",
        epilog="Examples: python -m etl refresh · python -m etl refresh --indicator SP.POP.TOTL --topic 19 · "
        "python -m etl refresh --all-wdi --data-dir s3://bucket/figures",
    )(refresh)
